package instances

import "strings"

// geography is a location with what belongs to it.
type geography struct {
	Location
	// Host is what comes between an organization's label and "dynamics.com".
	Host string
	// Language and Currency are those of a database that does not say its own.
	Language int
	Currency string
}

// geographies are the locations in the service's order. Languages and currencies are
// plausible.
// Source: microsoft/terraform-provider-power-platform (fixture); hosts:
// https://learn.microsoft.com/power-platform/admin/new-datacenter-regions
var geographies = []geography{
	{Location{"unitedstates", "United States", "NA", true, false, true, true, []string{"eastus", "westus"}}, "crm", 1033, "USD"},
	{Location{"unitedstatesfirstrelease", "Preview (United States)", "NA", false, false, true, true, []string{"eastus", "westus"}}, "crm", 1033, "USD"},
	{Location{"europe", "Europe", "EMEA", false, false, true, true, []string{"westeurope", "northeurope"}}, "crm4", 1033, "EUR"},
	{Location{"asia", "Asia", "APAC", false, false, true, true, []string{"eastasia", "southeastasia"}}, "crm5", 1033, "USD"},
	{Location{"australia", "Australia", "OCE", false, true, true, true, []string{"australiaeast", "australiasoutheast"}}, "crm6", 1033, "AUD"},
	{Location{"india", "India", "IND", false, true, true, true, []string{"centralindia", "southindia"}}, "crm8", 1033, "INR"},
	{Location{"japan", "Japan", "JPN", false, false, true, true, []string{"japaneast", "japanwest"}}, "crm7", 1041, "JPY"},
	{Location{"canada", "Canada", "CAN", false, false, true, true, []string{"canadacentral", "canadaeast"}}, "crm3", 1033, "CAD"},
	{Location{"unitedkingdom", "United Kingdom", "GBR", false, false, true, true, []string{"uksouth", "ukwest"}}, "crm11", 1033, "GBP"},
	{Location{"southamerica", "South America", "SAM", false, false, true, true, []string{"brazilsouth"}}, "crm2", 1046, "BRL"},
	{Location{"france", "France", "FRA", false, false, true, true, []string{"francecentral", "francesouth"}}, "crm12", 1036, "EUR"},
	{Location{"unitedarabemirates", "United Arab Emirates (UAE)", "UAE", false, false, true, true, []string{"uaenorth"}}, "crm15", 1033, "AED"},
	{Location{"germany", "Germany", "GER", false, false, true, true, []string{"germanynorth", "germanywestcentral"}}, "crm16", 1031, "EUR"},
	{Location{"switzerland", "Switzerland", "CHE", false, false, true, true, []string{"switzerlandnorth", "switzerlandwest"}}, "crm17", 1031, "CHF"},
	{Location{"norway", "Norway", "NOR", false, false, true, true, []string{"norwayeast", "norwaywest"}}, "crm19", 1044, "NOK"},
	{Location{"korea", "Korea", "KOR", false, false, true, true, []string{"koreacentral", "koreasouth"}}, "crm21", 1042, "KRW"},
	{Location{"sweden", "sweden", "SWE", false, true, true, true, []string{"swedencentral"}}, "crm22", 1053, "SEK"},
	{Location{"southafrica", "South Africa", "ZAF", false, false, true, true, []string{"southafricanorth"}}, "crm14", 1033, "ZAR"},
}

// geographyOf is the location of that name, letter case aside.
func geographyOf(name string) (*geography, bool) {
	for i := range geographies {
		if strings.EqualFold(geographies[i].Name, name) {
			return &geographies[i], true
		}
	}
	return nil, false
}

// locationNames are the names of the locations, as a refusal lists them.
func locationNames() string {
	names := make([]string, len(geographies))
	for i := range geographies {
		names[i] = geographies[i].Name
	}
	return strings.Join(names, ", ")
}

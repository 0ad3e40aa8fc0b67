package instances

import (
	"slices"
	"strings"
)

// disabledTemplate is why a template cannot be used.
// Source: microsoft/terraform-provider-power-platform (fixture)
const disabledTemplate = "DynamicsEntitlementMissing"

// locationOf is the location of that name, or the refusal that lists them.
func locationOf(name string) (*geography, error) {
	g, ok := geographyOf(name)
	if !ok {
		return nil, badLocation.Err(name, name, locationNames())
	}
	return g, nil
}

// listLocations are the locations.
func listLocations() (list []*Location) {
	for i := range geographies {
		l := geographies[i].Location
		l.AzureRegions = slices.Clone(l.AzureRegions)
		list = append(list, &l)
	}
	return list
}

// listCurrencies are the currencies of a location, of which one is the usual.
func listCurrencies(location string) (list []*Currency, err error) {
	g, err := locationOf(location)
	if err != nil {
		return nil, err
	}
	for _, c := range baseCurrencies {
		c.IsDefault = c.Code == g.Currency
		list = append(list, &c)
	}
	return list, nil
}

// listLanguages are the languages of a location, of which one is the usual.
func listLanguages(location string) (list []*Language, err error) {
	g, err := locationOf(location)
	if err != nil {
		return nil, err
	}
	for _, l := range baseLanguages {
		l.IsDefault = l.LCID == g.Language
		list = append(list, &l)
	}
	return list, nil
}

// listTemplates are the templates of a location by the types of environments, in the
// order in which the service lists those.
func listTemplates(location string) (list []*Template, err error) {
	g, err := locationOf(location)
	if err != nil {
		return nil, err
	}
	for _, k := range (&templatesWire{}).kinds() {
		for i := range offeredTemplates {
			if t := &offeredTemplates[i]; slices.Contains(t.types, k.of) {
				list = append(list, t.template(g.Name, k.of))
			}
		}
	}
	return list, nil
}

func (o *offeredTemplate) template(location string, kind EnvironmentType) *Template {
	t := &Template{
		Name: o.name, DisplayName: o.display, Type: kind, Location: location, CustomerEngagement: o.customer, ResetSupported: o.reset,
		IsDisabled: o.disabled(kind),
	}
	if t.IsDisabled {
		t.DisabledCode = disabledTemplate
		t.DisabledMessage = "You do not have the required Dynamics 365 licenses to create databases with the '" + o.display + "' Dynamics app."
	}
	return t
}

// disabled reports whether the tenant cannot use it. A trial takes no license.
func (o *offeredTemplate) disabled(kind EnvironmentType) bool {
	return !o.licensed && kind != Trial && kind != SubscriptionBasedTrial
}

// What a new database may be made of.

// knownLanguage reports whether a database can have the base language.
func knownLanguage(id int) bool {
	return slices.ContainsFunc(baseLanguages, func(l Language) bool { return l.LCID == id })
}

// knownCurrency reports whether a database can have the base currency.
func knownCurrency(code string) bool {
	return slices.ContainsFunc(baseCurrencies, func(c Currency) bool { return strings.EqualFold(c.Code, code) })
}

// knownTemplate reports whether a database in an environment of the type can be made with
// the template; reset says that it is about to be reset.
func knownTemplate(name string, of EnvironmentType, reset bool) bool {
	return slices.ContainsFunc(offeredTemplates, func(t offeredTemplate) bool {
		return strings.EqualFold(t.name, name) && slices.Contains(t.types, of) && !t.disabled(of) && (t.reset || !reset)
	})
}

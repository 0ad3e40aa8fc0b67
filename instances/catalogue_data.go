package instances

// What a database can be made of, the same in every location. Which languages and
// currencies the service has in which location is not documented; these are the languages
// of Dataverse and the larger currencies.
// Source: https://learn.microsoft.com/power-platform/admin/enable-languages

// baseLanguages are the base languages by their LCIDs.
var baseLanguages = []Language{
	{LCID: 1025, DisplayName: "Arabic", LocalizedName: "العربية"},
	{LCID: 1069, DisplayName: "Basque", LocalizedName: "euskara"},
	{LCID: 1026, DisplayName: "Bulgarian", LocalizedName: "български"},
	{LCID: 1027, DisplayName: "Catalan", LocalizedName: "català"},
	{LCID: 2052, DisplayName: "Chinese (Simplified)", LocalizedName: "中文(简体)"},
	{LCID: 3076, DisplayName: "Chinese (Traditional, Hong Kong S.A.R.)", LocalizedName: "中文(香港特別行政區)"},
	{LCID: 1028, DisplayName: "Chinese (Traditional)", LocalizedName: "中文(繁體)"},
	{LCID: 1050, DisplayName: "Croatian", LocalizedName: "hrvatski"},
	{LCID: 1029, DisplayName: "Czech", LocalizedName: "čeština"},
	{LCID: 1030, DisplayName: "Danish", LocalizedName: "dansk"},
	{LCID: 1043, DisplayName: "Dutch", LocalizedName: "Nederlands"},
	{LCID: 1033, DisplayName: "English", LocalizedName: "English"},
	{LCID: 1061, DisplayName: "Estonian", LocalizedName: "eesti"},
	{LCID: 1035, DisplayName: "Finnish", LocalizedName: "suomi"},
	{LCID: 1036, DisplayName: "French", LocalizedName: "français"},
	{LCID: 1110, DisplayName: "Galician", LocalizedName: "galego"},
	{LCID: 1031, DisplayName: "German", LocalizedName: "Deutsch"},
	{LCID: 1032, DisplayName: "Greek", LocalizedName: "Ελληνικά"},
	{LCID: 1037, DisplayName: "Hebrew", LocalizedName: "עברית"},
	{LCID: 1081, DisplayName: "Hindi", LocalizedName: "हिन्दी"},
	{LCID: 1038, DisplayName: "Hungarian", LocalizedName: "magyar"},
	{LCID: 1057, DisplayName: "Indonesian", LocalizedName: "Indonesia"},
	{LCID: 1040, DisplayName: "Italian", LocalizedName: "italiano"},
	{LCID: 1041, DisplayName: "Japanese", LocalizedName: "日本語"},
	{LCID: 1087, DisplayName: "Kazakh", LocalizedName: "қазақ тілі"},
	{LCID: 1042, DisplayName: "Korean", LocalizedName: "한국어"},
	{LCID: 1062, DisplayName: "Latvian", LocalizedName: "latviešu"},
	{LCID: 1063, DisplayName: "Lithuanian", LocalizedName: "lietuvių"},
	{LCID: 1086, DisplayName: "Malay", LocalizedName: "Melayu"},
	{LCID: 1044, DisplayName: "Norwegian", LocalizedName: "norsk bokmål"},
	{LCID: 1045, DisplayName: "Polish", LocalizedName: "polski"},
	{LCID: 1046, DisplayName: "Portuguese (Brazil)", LocalizedName: "português (Brasil)"},
	{LCID: 2070, DisplayName: "Portuguese (Portugal)", LocalizedName: "português (Portugal)"},
	{LCID: 1048, DisplayName: "Romanian", LocalizedName: "română"},
	{LCID: 1049, DisplayName: "Russian", LocalizedName: "русский"},
	{LCID: 3098, DisplayName: "Serbian (Cyrillic)", LocalizedName: "српски"},
	{LCID: 2074, DisplayName: "Serbian (Latin)", LocalizedName: "srpski"},
	{LCID: 1051, DisplayName: "Slovak", LocalizedName: "slovenčina"},
	{LCID: 1060, DisplayName: "Slovenian", LocalizedName: "slovenščina"},
	{LCID: 3082, DisplayName: "Spanish", LocalizedName: "español"},
	{LCID: 1053, DisplayName: "Swedish", LocalizedName: "svenska"},
	{LCID: 1054, DisplayName: "Thai", LocalizedName: "ไทย"},
	{LCID: 1055, DisplayName: "Turkish", LocalizedName: "Türkçe"},
	{LCID: 1058, DisplayName: "Ukrainian", LocalizedName: "українська"},
	{LCID: 1066, DisplayName: "Vietnamese", LocalizedName: "Tiếng Việt"},
}

// baseCurrencies are the base currencies.
var baseCurrencies = []Currency{
	{Code: "AED", Symbol: "د.إ."},
	{Code: "ARS", Symbol: "$"},
	{Code: "AUD", Symbol: "$"},
	{Code: "BGN", Symbol: "лв."},
	{Code: "BRL", Symbol: "R$"},
	{Code: "CAD", Symbol: "$"},
	{Code: "CHF", Symbol: "CHF"},
	{Code: "CLP", Symbol: "$"},
	{Code: "CNY", Symbol: "¥"},
	{Code: "COP", Symbol: "$"},
	{Code: "CZK", Symbol: "Kč"},
	{Code: "DKK", Symbol: "kr."},
	{Code: "EGP", Symbol: "ج.م."},
	{Code: "EUR", Symbol: "€"},
	{Code: "GBP", Symbol: "£"},
	{Code: "HKD", Symbol: "HK$"},
	{Code: "HUF", Symbol: "Ft"},
	{Code: "IDR", Symbol: "Rp"},
	{Code: "ILS", Symbol: "₪"},
	{Code: "INR", Symbol: "₹"},
	{Code: "ISK", Symbol: "kr."},
	{Code: "JPY", Symbol: "¥"},
	{Code: "KRW", Symbol: "₩"},
	{Code: "KZT", Symbol: "₸"},
	{Code: "MXN", Symbol: "$"},
	{Code: "MYR", Symbol: "RM"},
	{Code: "NGN", Symbol: "₦"},
	{Code: "NOK", Symbol: "kr"},
	{Code: "NZD", Symbol: "$"},
	{Code: "PEN", Symbol: "S/"},
	{Code: "PHP", Symbol: "₱"},
	{Code: "PKR", Symbol: "Rs"},
	{Code: "PLN", Symbol: "zł"},
	{Code: "QAR", Symbol: "ر.ق."},
	{Code: "RON", Symbol: "RON"},
	{Code: "RSD", Symbol: "RSD"},
	{Code: "SAR", Symbol: "ر.س."},
	{Code: "SEK", Symbol: "kr"},
	{Code: "SGD", Symbol: "$"},
	{Code: "THB", Symbol: "฿"},
	{Code: "TRY", Symbol: "₺"},
	{Code: "TWD", Symbol: "NT$"},
	{Code: "UAH", Symbol: "₴"},
	{Code: "USD", Symbol: "$"},
	{Code: "UYU", Symbol: "$"},
	{Code: "VND", Symbol: "₫"},
	{Code: "ZAR", Symbol: "R"},
}

// offeredTemplate is an application with which a database can be made.
type offeredTemplate struct {
	name, display string
	// customer: it is an application of Dynamics 365, and reset: a reset can install it.
	customer, reset bool
	// licensed: whoever is licensed for it may use it. Nobody is for the others, so that
	// there are some that are disabled.
	licensed bool
	types    []EnvironmentType
}

// offeredTemplates are the templates, and where each is listed. Source:
// microsoft/terraform-provider-power-platform (fixture); of which the tenant is licensed
// for some is ours.
var offeredTemplates = []offeredTemplate{
	{"D365_Sales", "Sales Enterprise", true, true, true, []EnvironmentType{Production, Sandbox, Trial}},
	{"D365_DeveloperEdition", "Developer Edition", false, true, true, []EnvironmentType{Production, Sandbox, Trial, SubscriptionBasedTrial}},
	{"D365_ProjectOperations", "Project Operations", true, true, false, []EnvironmentType{Production, Sandbox, SubscriptionBasedTrial}},
	{"D365_CustomerService", "Customer Service", true, true, true, []EnvironmentType{Production, Sandbox, Trial}},
	{"D365_FieldService", "Field Service", true, true, false, []EnvironmentType{Production, Sandbox, Trial}},
	{"D365_SmbMarketing", "SMB Marketing", false, false, false, []EnvironmentType{Production, Sandbox}},
	{"D365_CDSSampleApp", "Sample App", false, false, true, []EnvironmentType{Developer, Production, Sandbox, Trial, Default, SubscriptionBasedTrial}},
	{"D365_SalesPro", "Sales Pro", true, false, true, []EnvironmentType{Production, Sandbox, SubscriptionBasedTrial}},
	{"D365_CustomerServicePro", "Customer Service Pro", true, false, false, []EnvironmentType{Production, Sandbox, SubscriptionBasedTrial}},
	{"D365_RemoteAssist", "Remote Assist", true, true, false, []EnvironmentType{Production, Sandbox, Trial, SubscriptionBasedTrial}},
	{"D365_PowerFrameworkTemplate", "Power Framework", false, true, true, []EnvironmentType{Production, Sandbox, Trial, SubscriptionBasedTrial}},
	{"D365_Guides", "Guides", true, false, false, []EnvironmentType{Production, Sandbox, SubscriptionBasedTrial}},
}

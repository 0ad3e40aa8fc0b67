package instances

import (
	"strconv"
	"strings"
)

// What a new environment can be made of, as the Business Application Platform writes it.
type (
	locationWire struct {
		ID         string              `json:"id"`
		Type       string              `json:"type"`
		Name       string              `json:"name"`
		Properties locationDetailsWire `json:"properties"`
	}
	locationDetailsWire struct {
		DisplayName        string   `json:"displayName"`
		Code               string   `json:"code"`
		IsDefault          bool     `json:"isDefault"`
		IsDisabled         bool     `json:"isDisabled"`
		Database           bool     `json:"canProvisionDatabase"`
		CustomerEngagement bool     `json:"canProvisionCustomerEngagementDatabase"`
		AzureRegions       []string `json:"azureRegions"`
	}
	currencyWire struct {
		Name       string              `json:"name"`
		ID         string              `json:"id"`
		Type       string              `json:"type"`
		Properties currencyDetailsWire `json:"properties"`
	}
	currencyDetailsWire struct {
		Code      string `json:"code"`
		Symbol    string `json:"symbol"`
		IsDefault bool   `json:"isTenantDefault"`
	}
	languageWire struct {
		Name       string              `json:"name"`
		ID         string              `json:"id"`
		Type       string              `json:"type"`
		Properties languageDetailsWire `json:"properties"`
	}
	languageDetailsWire struct {
		LCID          int    `json:"localeId"`
		LocalizedName string `json:"localizedName"`
		DisplayName   string `json:"displayName"`
		IsDefault     bool   `json:"isTenantDefault"`
	}
	templateWire struct {
		ID         string              `json:"id"`
		Name       string              `json:"name"`
		Location   string              `json:"location"`
		Properties templateDetailsWire `json:"properties"`
	}
	templateDetailsWire struct {
		DisplayName        string        `json:"displayName"`
		IsDisabled         bool          `json:"isDisabled"`
		DisabledReason     *disabledWire `json:"disabledReason,omitzero"`
		CustomerEngagement bool          `json:"isCustomerEngagement"`
		ResetSupported     bool          `json:"isSupportedForResetOperation"`
	}
	disabledWire struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	// templatesWire has the templates by the type of environment that they are for.
	templatesWire struct {
		Standard               []templateWire `json:"standard"`
		Premium                []templateWire `json:"premium"`
		Developer              []templateWire `json:"developer"`
		Basic                  []templateWire `json:"basic"`
		Production             []templateWire `json:"production"`
		Sandbox                []templateWire `json:"sandbox"`
		Trial                  []templateWire `json:"trial"`
		Default                []templateWire `json:"default"`
		Support                []templateWire `json:"support"`
		SubscriptionBasedTrial []templateWire `json:"subscriptionBasedTrial"`
		Teams                  []templateWire `json:"teams"`
		Platform               []templateWire `json:"platform"`
	}
)

const catalogueKind = "Microsoft.BusinessAppPlatform/locations"

func (w *locationWire) location() *Location {
	p := w.Properties
	return &Location{w.Name, p.DisplayName, p.Code, p.IsDefault, p.IsDisabled, p.Database, p.CustomerEngagement, p.AzureRegions}
}

func wireLocation(l *Location) *locationWire {
	return &locationWire{provider + "/locations/" + l.Name, catalogueKind, l.Name, locationDetailsWire{
		l.DisplayName, l.Code, l.IsDefault, l.IsDisabled, l.Database, l.CustomerEngagement, l.AzureRegions,
	}}
}

func (w *currencyWire) currency() *Currency {
	return &Currency{w.Properties.Code, w.Properties.Symbol, w.Properties.IsDefault}
}

func wireCurrency(location string, c *Currency) *currencyWire {
	return &currencyWire{
		c.Code, provider + "/locations/" + location + "/environmentCurrencies/" + c.Code, catalogueKind + "/environmentCurrencies",
		currencyDetailsWire{c.Code, c.Symbol, c.IsDefault},
	}
}

func (w *languageWire) language() *Language {
	p := w.Properties
	return &Language{p.LCID, p.DisplayName, p.LocalizedName, p.IsDefault}
}

func wireLanguage(location string, l *Language) *languageWire {
	name := strconv.Itoa(l.LCID)
	return &languageWire{
		name, provider + "/locations/" + location + "/environmentLanguages/" + name, catalogueKind + "/environmentLanguages",
		languageDetailsWire{l.LCID, l.LocalizedName, l.DisplayName, l.IsDefault},
	}
}

func (w *templateWire) template(kind EnvironmentType) *Template {
	p := w.Properties
	t := &Template{
		Name: w.Name, DisplayName: p.DisplayName, Type: kind, Location: w.Location, IsDisabled: p.IsDisabled,
		CustomerEngagement: p.CustomerEngagement, ResetSupported: p.ResetSupported,
	}
	if p.DisabledReason != nil {
		t.DisabledCode, t.DisabledMessage = p.DisabledReason.Code, p.DisabledReason.Message
	}
	return t
}

func wireTemplate(t *Template) templateWire {
	w := templateWire{provider + "/locations/" + t.Location + "/environmentTemplates/" + t.Name, t.Name, t.Location, templateDetailsWire{
		DisplayName: t.DisplayName, IsDisabled: t.IsDisabled, CustomerEngagement: t.CustomerEngagement, ResetSupported: t.ResetSupported,
	}}
	if t.IsDisabled {
		w.Properties.DisabledReason = &disabledWire{t.DisabledCode, t.DisabledMessage}
	}
	return w
}

// kinds are the lists of templates with the types that they are for. Three of the types
// are of an older time, and no environment has them.
func (w *templatesWire) kinds() []templateKind {
	return []templateKind{
		{"Standard", &w.Standard},
		{"Premium", &w.Premium},
		{Developer, &w.Developer},
		{"Basic", &w.Basic},
		{Production, &w.Production},
		{Sandbox, &w.Sandbox},
		{Trial, &w.Trial},
		{Default, &w.Default},
		{Support, &w.Support},
		{SubscriptionBasedTrial, &w.SubscriptionBasedTrial},
		{Teams, &w.Teams},
		{"Platform", &w.Platform},
	}
}

type templateKind struct {
	of   EnvironmentType
	list *[]templateWire
}

// templates are all of them, in the service's order.
func (w *templatesWire) templates() (all []*Template) {
	for _, k := range w.kinds() {
		for i := range *k.list {
			all = append(all, (*k.list)[i].template(k.of))
		}
	}
	return all
}

// wireTemplates sorts templates into lists by their types.
func wireTemplates(all []*Template) *templatesWire {
	w := &templatesWire{}
	for _, k := range w.kinds() {
		*k.list = []templateWire{}
		for _, t := range all {
			if strings.EqualFold(string(t.Type), string(k.of)) {
				*k.list = append(*k.list, wireTemplate(t))
			}
		}
	}
	return w
}

package instancestest

import (
	"strconv"

	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func catalogueCases() []kase {
	needs := []string{HasCatalogue}
	return []kase{
		{
			Name: "Catalogue.Locations/to-choose-from", Needs: needs, Source: docCatalogue,
			Why: "the first decision, and one that cannot be taken back",
			Run: func(c *run) {
				all, err := conform.Collect(c.S.Service.Catalogue.Locations(c.Context()))
				c.Must(err, "listing locations")
				if err := conform.Once(all, func(l *instances.Location) string { return l.Name }); err != nil {
					c.Errorf("%v", err)
				}
				defaults, names := 0, map[string]*instances.Location{}
				for _, l := range all {
					names[l.Name] = l
					if l.IsDefault {
						defaults++
					}
					report(c, l.Name, errIf(l.Name == "" || l.DisplayName == "", "it has no name"), errIf(len(l.AzureRegions) == 0, "it has no regions"))
				}
				report(c, "the locations",
					errIf(defaults != 1, "%d are the default one", defaults),
					errIf(names["europe"] == nil || names["unitedstates"] == nil, "Europe or the United States are missing"),
					errIf(names["europe"] != nil && (names["europe"].Code != "EMEA" || !names["europe"].Database), "Europe is %+v", names["europe"]))
			},
		},
		{
			Name: "Catalogue.Currencies/to-choose-from", Needs: needs, Source: docCatalogue,
			Why: "the base currency cannot be changed afterwards",
			Run: func(c *run) {
				all, err := conform.Collect(c.S.Service.Catalogue.Currencies(c.Context(), "europe"))
				c.Must(err, "listing currencies")
				report(c, "the currencies",
					conform.Once(all, func(x *instances.Currency) string { return x.Code }),
					errIf(find(all, func(x *instances.Currency) bool { return x.Code == "EUR" && x.Symbol == "€" }) == nil, "the euro is missing"))
			},
		},
		{
			Name: "Catalogue.Languages/to-choose-from", Needs: needs, Source: docCatalogue,
			Why: "the base language cannot be changed afterwards",
			Run: func(c *run) {
				all, err := conform.Collect(c.S.Service.Catalogue.Languages(c.Context(), "europe"))
				c.Must(err, "listing languages")
				report(c, "the languages",
					conform.Once(all, func(x *instances.Language) string { return strconv.Itoa(x.LCID) }),
					errIf(find(all, func(x *instances.Language) bool { return x.LCID == 1033 }) == nil, "English is missing"),
					errIf(find(all, func(x *instances.Language) bool { return x.LCID == 1031 && x.DisplayName != "" }) == nil, "German is missing"))
			},
		},
		{
			Name: "Catalogue.Templates/by-type", Needs: needs, Source: docCatalogue,
			Why: "what can be had in a sandbox cannot be had in every environment",
			Run: func(c *run) {
				all, err := conform.Collect(c.S.Service.Catalogue.Templates(c.Context(), "europe"))
				c.Must(err, "listing templates")
				report(c, "the templates", conform.Once(all, func(t *instances.Template) string { return t.Name + " for " + string(t.Type) }))
				for _, t := range all {
					report(c, t.Name,
						errIf(t.Name == "" || t.DisplayName == "", "it has no name"),
						errIf(t.Type == "", "it is for no type"),
						errIf(t.Location != "europe", "it is in %q", t.Location),
						errIf(t.IsDisabled != (t.DisabledCode != ""), "IsDisabled is %v, for the reason %q", t.IsDisabled, t.DisabledCode))
				}
				for _, kind := range []instances.EnvironmentType{instances.Production, instances.Sandbox} {
					t := find(all, func(t *instances.Template) bool { return t.Name == customerEngagement && t.Type == kind })
					if t == nil || !t.CustomerEngagement {
						c.Errorf("for a %s %s is %+v", kind, customerEngagement, t)
					}
				}
			},
		},
		{
			Name: "Catalogue.Locations/unknown", Needs: needs, Source: docCatalogue,
			Why: "what is empty looks as if there were nothing to choose",
			Run: func(c *run) {
				for _, m := range methods() {
					if m.takes != idOfLocation || m.part() != HasCatalogue {
						continue
					}
					c.Refused(m.call(c.Context(), c.S.Service, target{location: "atlantis"}), coded(m.op, "EnvironmentLocationUnsupported"))
				}
			},
		},
	}
}

package centraltest

import (
	"fmt"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// busy returns an environment that is being renamed.
func busy(c *run) envID {
	c.Helper()
	id := add(c, instances.Sandbox)
	o, err := c.S.Service.Central.Environments.Rename(c.Context(), id, name())
	operation(c, o, err, instances.CentralKindRename)
	return id
}

func settingCases() []kase {
	return []kase{
		{
			Name: "Settings.SetAppUpdateCadence/shown-then", Needs: ofCentral(), Source: docSettings,
			Why: "whether apps are updated with a minor version decides what has to be tested",
			Run: func(c *run) {
				id := add(c, instances.Production)
				for _, cadence := range []instances.AppUpdateCadence{
					instances.AppUpdatesDuringMajor, instances.AppUpdatesDuringMajorMinor, instances.AppUpdatesDefault, instances.AppUpdatesDefault,
				} {
					c.Must(c.S.Service.Central.Settings.SetAppUpdateCadence(c.Context(), id, cadence), "setting the cadence")
					if e := getEnv(c, id); e.AppUpdateCadence != cadence {
						c.Errorf("it is %q, want %q", e.AppUpdateCadence, cadence)
					}
				}
				if o := ran(c, id, instances.CentralKindModify); len(o) == 0 || o[0].State != admin365.OperationSucceeded {
					c.Errorf("the history has %+v", o)
				}
			},
		},
		{
			Name: "Settings.SetAppUpdateCadence/refused", Needs: ofCentral(), Source: docSettings,
			Why: "a word that the service does not know would leave it as it was",
			Run: func(c *run) {
				id := add(c, instances.Production)
				was := getEnv(c, id).AppUpdateCadence
				set := c.S.Service.Central.Settings.SetAppUpdateCadence
				for _, wrong := range []instances.AppUpdateCadence{"Weekly", ""} {
					c.Refused(set(c.Context(), id, wrong), input(opCadence))
				}
				if got := getEnv(c, id).AppUpdateCadence; got != was {
					c.Errorf("after the refusals it is %q", got)
				}
				c.Refused(set(c.Context(), instances.Central(name()), instances.AppUpdatesDefault), noEnvironment(opCadence))
				c.Refused(set(c.Context(), envID{Family: "Fabrikam", Name: id.Name}, instances.AppUpdatesDefault), noFamily(opCadence))
				c.Refused(set(c.Context(), busy(c), instances.AppUpdatesDefault), coded(admin365.ErrBusy, "EnvironmentNotActive", opCadence))
			},
		},
		{
			Name: "Settings.SetTelemetryKey/set-and-cleared", Needs: ofCentral(), Source: docSettings,
			Why: "without it nobody sees why an update failed",
			Run: func(c *run) {
				id := add(c, instances.Production)
				const key = "InstrumentationKey=11111111-2222-3333-4444-555555555555"
				c.Must(c.S.Service.Central.Settings.SetTelemetryKey(c.Context(), id, admin365.NewSecret(key)), "setting the key")
				e := getEnv(c, id)
				if e.TelemetryKey.Reveal() != key {
					c.Errorf("what is read is another key")
				}
				if strings.Contains(fmt.Sprintf("%v %+v %#v", e, *e, *e), key) {
					c.Errorf("printing the environment tells the key")
				}
				c.Must(c.S.Service.Central.Settings.SetTelemetryKey(c.Context(), id, admin365.Secret{}), "clearing the key")
				c.S.Advance(day)
				if e := getEnv(c, id); e.TelemetryKey.Reveal() != "" || e.Status != instances.CentralActive {
					c.Errorf("cleared it is not empty, or the environment is %s", e.Status)
				}
			},
		},
		{
			Name: "Settings.SetTelemetryKey/refused", Needs: ofCentral(), Source: docSettings,
			Why: "it restarts the environment, which is not done to one that is in work",
			Run: func(c *run) {
				const key = "hunter2-is-the-key-of-somebody"
				set := func(id envID) error {
					return c.S.Service.Central.Settings.SetTelemetryKey(c.Context(), id, admin365.NewSecret(key))
				}
				for _, row := range []struct {
					id   envID
					want refusal
				}{
					{busy(c), coded(admin365.ErrBusy, "cannotSetAppInsightsKey", opKey)},
					{instances.Central(name()), noEnvironment(opKey)},
					{envID{Family: "Fabrikam", Name: "x"}, noFamily(opKey)},
				} {
					row.want.Hides = []string{key}
					c.Refused(set(row.id), row.want)
				}
			},
		},
		{
			Name: "Settings/unknown-environment", Needs: ofCentral(), Source: docSettings,
			Why: "a typing error must not look like a setting that was never made",
			Run: func(c *run) {
				for _, row := range []struct {
					id   envID
					want func(string) refusal
				}{{instances.Central(name()), noEnvironment}, {envID{Family: "Fabrikam", Name: "x"}, noFamily}} {
					_, err := c.S.Service.Central.Settings.Window(c.Context(), row.id)
					c.Refused(err, row.want(opWindow))
					c.Refused(tryWindow(c, row.id, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"}), row.want(opSetWindow))
					_, err = c.S.Service.Central.Access.SecurityGroup(c.Context(), row.id)
					c.Refused(err, row.want(opGroup))
					c.Refused(c.S.Service.Central.Access.ClearSecurityGroup(c.Context(), row.id), row.want(opClearGroup))
					_, err = c.S.Service.Central.Access.Microsoft365(c.Context(), row.id)
					c.Refused(err, row.want(op365))
					c.Refused(c.S.Service.Central.Access.SetMicrosoft365(c.Context(), row.id, true), row.want(opSet365))
					_, err = c.S.Service.Central.Access.Partners(c.Context(), row.id)
					c.Refused(err, row.want(opPartners))
					c.Refused(c.S.Service.Central.Access.SetPartners(c.Context(), row.id, instances.PartnerAccess{Status: instances.PartnersAll}), row.want(opSetPartners))
					c.Refused(c.S.Service.Central.Access.SetSecurityGroup(c.Context(), row.id, admin365.GroupID(nobody())), row.want(opSetGroup))
					_, err = c.S.Service.Central.Capacity.Used(c.Context(), row.id)
					c.Refused(err, row.want(opUsed))
				}
			},
		},
	}
}

func accessCases() []kase {
	return []kase{
		{
			Name: "Access.SecurityGroup/set-and-cleared", Needs: ofCentral(CanMakeGroups), Source: docAccess,
			Why: "a test environment with the real data is for five people",
			Run: func(c *run) {
				id, a := add(c, instances.Sandbox), c.S.Service.Central.Access
				group := func() *instances.CentralGroup {
					g, err := a.SecurityGroup(c.Context(), id)
					c.Must(err, "getting the group")
					return g
				}
				if g := group(); g != nil {
					c.Errorf("at first it is %+v", g)
				}
				display := "Testers " + conform.Unique()
				made, err := c.S.Make.Group(c.Context(), display)
				c.Must(err, "adding a group")
				for range 2 {
					c.Must(a.SetSecurityGroup(c.Context(), id, made), "setting the group")
				}
				if g := group(); g == nil || g.ID != made || g.DisplayName != display {
					c.Errorf("it is %+v, want %s %q", g, made, display)
				}
				for range 2 {
					c.Must(a.ClearSecurityGroup(c.Context(), id), "clearing the group")
				}
				if g := group(); g != nil {
					c.Errorf("cleared it is %+v", g)
				}
			},
		},
		{
			Name: "Access.SecurityGroup/group-is-gone", Needs: ofCentral(CanMakeGroups), Source: docAccess,
			Why: "nobody gets in any more, and the page has to show why",
			Run: func(c *run) {
				id, a := add(c, instances.Sandbox), c.S.Service.Central.Access
				c.Refused(a.SetSecurityGroup(c.Context(), id, admin365.GroupID(nobody())), plainly(admin365.ErrNotFound, opSetGroup))
				made, err := c.S.Make.Group(c.Context(), "Testers "+conform.Unique())
				c.Must(err, "adding a group")
				c.Must(a.SetSecurityGroup(c.Context(), id, made), "setting the group")
				c.Must(c.S.Make.DeleteGroup(c.Context(), made), "deleting the group")
				g, err := a.SecurityGroup(c.Context(), id)
				c.Must(err, "getting the group")
				if g == nil || g.ID != made || g.DisplayName != "" {
					c.Errorf("of a group that is gone it is %+v", g)
				}
			},
		},
		{
			Name: "Access.Microsoft365/switched", Needs: ofCentral(), Source: docAccess,
			Why: "the whole company reads along, or it does not",
			Run: func(c *run) {
				id, a := add(c, instances.Production), c.S.Service.Central.Access
				for _, want := range []bool{true, true, false} {
					c.Must(a.SetMicrosoft365(c.Context(), id, want), "switching")
					got, err := a.Microsoft365(c.Context(), id)
					c.Must(err, "looking")
					if got != want {
						c.Errorf("it is %t, want %t", got, want)
					}
				}
			},
		},
		{
			Name: "Access.Partners/each-status", Needs: ofCentral(), Source: docAccess,
			Why: "a partner whom nobody works with any more is shut out",
			Run: func(c *run) {
				id, a := add(c, instances.Production), c.S.Service.Central.Access
				tenants := []admin365.TenantID{admin365.TenantID(nobody()), admin365.TenantID(nobody())}
				for _, want := range []instances.PartnerAccess{
					{Status: instances.PartnersSelected, Tenants: tenants}, {Status: instances.PartnersNone}, {Status: instances.PartnersAll},
				} {
					c.Must(a.SetPartners(c.Context(), id, want), "setting partners")
					got, err := a.Partners(c.Context(), id)
					c.Must(err, "getting partners")
					if err := conform.Differ(*got, want); err != nil {
						c.Errorf("what is read %v", err)
					}
				}
				for _, wrong := range []instances.PartnerAccess{
					{}, {Status: "Friends"}, {Status: instances.PartnersSelected}, {Status: instances.PartnersAll, Tenants: tenants},
				} {
					c.Refused(a.SetPartners(c.Context(), id, wrong), plainly(admin365.ErrInvalid, opSetPartners))
				}
				got, err := a.Partners(c.Context(), id)
				c.Must(err, "getting partners")
				if got.Status != instances.PartnersAll {
					c.Errorf("after the refusals it is %+v", got)
				}
			},
		},
		{
			Name: "Access/not-active", Needs: ofCentral(CanMakeGroups), Source: docOther,
			Why: "a setting that is changed beneath an operation is lost",
			Run: func(c *run) {
				id, a := busy(c), c.S.Service.Central.Access
				made, err := c.S.Make.Group(c.Context(), "Testers "+conform.Unique())
				c.Must(err, "adding a group")
				for op, err := range map[string]error{
					opSetGroup: a.SetSecurityGroup(c.Context(), id, made), opClearGroup: a.ClearSecurityGroup(c.Context(), id),
					opSet365:      a.SetMicrosoft365(c.Context(), id, true),
					opSetPartners: a.SetPartners(c.Context(), id, instances.PartnerAccess{Status: instances.PartnersAll}),
				} {
					c.Refused(err, coded(admin365.ErrBusy, "EnvironmentNotActive", op))
				}
				_, err = a.Microsoft365(c.Context(), id)
				c.Must(err, "looking")
			},
		},
	}
}

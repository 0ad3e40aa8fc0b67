package centraltest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func environmentCases() []kase {
	return []kase{
		{
			Name: "Environments.List/of-a-family-and-of-all", Needs: ofCentral(), Source: docEnvironments,
			Why: "a report that misses an environment is believed",
			Run: func(c *run) {
				p, s := add(c, instances.Production), add(c, instances.Sandbox)
				for _, family := range []instances.Family{"", "BusinessCentral", "businesscentral"} {
					all, err := conform.Collect(c.S.Service.Central.Environments.List(c.Context(), family))
					c.Must(err, "listing environments")
					if err := conform.Once(all, func(e *instances.CentralEnvironment) string { return strings.ToLower(e.ID().String()) }); err != nil {
						c.Errorf("%v", err)
					}
					for id, want := range map[envID]instances.EnvironmentType{p: instances.Production, s: instances.Sandbox} {
						e := find1(all, id)
						if e == nil || e.Type != want || e.Status != instances.CentralActive {
							c.Errorf("family %q: %s is listed as %+v", family, id, e)
						}
					}
				}
			},
		},
		{
			Name: "Environments.List/unknown-family", Needs: ofCentral(), Source: docEnvironments,
			Why: "a family with a typing error must not look like one without environments",
			Run: func(c *run) {
				_, err := conform.Collect(c.S.Service.Central.Environments.List(c.Context(), "Fabrikam"))
				c.Refused(err, noFamily(opList))
			},
		},
		{
			Name: "Environments.List/not-fetched-until-ranged", Needs: ofCentral(), Source: docLists,
			Why: "a list is passed around and read by somebody else, later and perhaps twice",
			Run: func(c *run) {
				list := c.S.Service.Central.Environments.List(c.Context(), "")
				for range 2 {
					id := add(c, instances.Sandbox)
					all, err := conform.Collect(list)
					c.Must(err, "listing environments")
					if find1(all, id) == nil {
						c.Errorf("what was added before the list was ranged over is not in it")
					}
				}
				some, err := conform.First(list, 1)
				if err != nil || len(some) != 1 {
					c.Errorf("one item of the list is %d items, %v", len(some), err)
				}
			},
		},
		{
			Name: "Environments.Get/as-listed", Needs: ofCentral(), Source: docEnvironments,
			Why: "two ways to look at one thing must show one thing",
			Run: func(c *run) {
				id := add(c, instances.Production)
				e := getEnv(c, id)
				if err := conform.Differ(e, listed(c, id), "GeoName"); err != nil {
					c.Errorf("what Get answers %v", err)
				}
				if e.Name != id.Name || e.Family != instances.BusinessCentral || e.CountryCode != "DK" || e.TenantID == "" || e.RingName == "" ||
					e.PlatformVersion == "" || !strings.HasPrefix(e.ApplicationVersion, "26.4.") || e.VersionDetails.Version != e.ApplicationVersion {
					c.Errorf("it is %+v", e)
				}
				if !strings.HasPrefix(e.WebClientURL, "https://") || !strings.HasPrefix(e.WebServiceURL, "https://") {
					c.Errorf("its addresses are %q and %q", e.WebClientURL, e.WebServiceURL)
				}
				if !e.Deleted.IsZero() || !e.Gone.IsZero() || e.DeleteReason != "" || e.TelemetryKey.Reveal() != "" {
					c.Errorf("it is %+v", e)
				}
			},
		},
		{
			Name: "Environments.Get/in-any-letter-case", Needs: ofCentral(), Source: docEnvironments,
			Why: "clients write the family small, and people the name as they like",
			Run: func(c *run) {
				id := add(c, instances.Production)
				for _, other := range []envID{
					{Name: id.Name}, {Family: "businesscentral", Name: strings.ToLower(id.Name)}, {Family: "BUSINESSCENTRAL", Name: strings.ToUpper(id.Name)},
				} {
					if e := getEnv(c, other); e.Name != id.Name || e.Family != instances.BusinessCentral {
						c.Errorf("%s is %s", other, e.ID())
					}
				}
			},
		},
		{
			Name: "Environments.Get/unknown", Needs: ofCentral(), Source: docEnvironments,
			Why: "what is not there is told apart from what may not be seen",
			Run: func(c *run) {
				for _, wrong := range []string{name(), "a b", "ä", "x%2Fy", "x?y"} {
					_, err := c.S.Service.Central.Environments.Get(c.Context(), instances.Central(wrong))
					if fault := plainly(admin365.ErrNotFound, opGet).Check(err); fault != nil {
						c.Errorf("%q: %v", wrong, fault)
					}
				}
				_, err := c.S.Service.Central.Environments.Get(c.Context(), envID{Family: "Fabrikam", Name: "Production"})
				c.Refused(err, noFamily(opGet))
			},
		},
		{
			Name: "Environments.Get/names-that-are-paths", Needs: ofCentral(), Source: "design rule: ids that change the path are refused unsent",
			Why: "a name with a slash would ask for something else",
			Run: func(c *run) {
				for _, wrong := range []string{"", ".", "..", "x/y", "../../quotas"} {
					_, err := c.S.Service.Central.Environments.Get(c.Context(), instances.Central(wrong))
					if !errors.Is(err, admin365.ErrInvalid) && !errors.Is(err, admin365.ErrNotFound) {
						c.Errorf("%q: neither invalid nor not found: %v", wrong, err)
					}
				}
			},
		},
		{
			Name: "ID/text-and-back", Needs: []string{HasCentral}, Source: docIDs,
			Why: "it stands in files and in the ResourceID of operations",
			Run: func(c *run) {
				for text, want := range map[string]string{
					"Production": "BusinessCentral/Production", "BusinessCentral/x": "BusinessCentral/x", "Fabrikam/x": "Fabrikam/x",
				} {
					id, err := instances.ParseCentralEnvironmentID(text)
					if err != nil || id.String() != want {
						c.Errorf("%q is %q, %v", text, id, err)
					}
				}
				for _, text := range []string{"", "/x", "x/", "a/b/c"} {
					_, err := instances.ParseCentralEnvironmentID(text)
					c.Refused(err, plainly(admin365.ErrInvalid, ""))
				}
				if !instances.Central("x").Equal(envID{Family: "businesscentral", Name: "X"}) || instances.Central("x").Equal(envID{Family: "Fabrikam", Name: "x"}) {
					c.Errorf("two names of one environment are not equal, or those of two are")
				}
			},
		},
		{
			Name: "Environments.Create/through-to-the-end", Needs: ofCentral(), Source: docEnvironments,
			Why: "a pipeline makes one, waits, and opens it",
			Run: func(c *run) {
				id := instances.Central(name())
				o, err := c.S.Service.Central.Environments.Create(c.Context(), id, instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
				op := operation(c, o, err, instances.CentralKindCreate)
				if parsed, err := instances.ParseCentralEnvironmentID(o.ResourceID); err != nil || !parsed.Equal(id) {
					c.Errorf("ResourceID is %q, want %q", o.ResourceID, id)
				}
				if e := getEnv(c, id); e.Status == instances.CentralActive {
					c.Errorf("it is Active at once")
				}
				if e := listed(c, id); e == nil {
					c.Errorf("it is not listed while it is made")
				}
				finish(c, op)
				state(c, op, admin365.OperationSucceeded)
				e := getEnv(c, id)
				if e.Status != instances.CentralActive || e.Type != instances.Sandbox || e.CountryCode != "DK" || e.Name != id.Name || e.RingName != instances.RingProduction {
					c.Errorf("it is %+v", e)
				}
			},
		},
		{
			Name: "Environments.Create/by-itself-as-time-passes", Needs: ofCentral(), Source: docProgress,
			Why: "a test waits for an hour of the tenant, and not of the developer",
			Run: func(c *run) {
				id := instances.Central(name())
				o, err := c.S.Service.Central.Environments.Create(c.Context(), id, instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
				op := operation(c, o, err, instances.CentralKindCreate)
				c.S.Advance(day)
				state(c, op, admin365.OperationSucceeded)
				if e := getEnv(c, id); e.Status != instances.CentralActive {
					c.Errorf("a day later it is %s", e.Status)
				}
			},
		},
		{
			Name: "Environments.Create/newest-or-the-one-asked-for", Needs: ofCentral(), Source: docVersions,
			Why: "a sandbox for a mistake is made in the version that has the mistake",
			Run: func(c *run) {
				versions, err := c.S.Service.Central.Catalogue.Versions(c.Context(), "", "DK", instances.RingProduction)
				c.Must(err, "listing versions")
				if len(versions) == 0 {
					c.Fatalf("no version is offered")
				}
				newest, oldest := instances.Central(name()), instances.Central(name())
				create(c, newest, instances.Sandbox)
				if e := getEnv(c, newest); e.ApplicationVersion != versions[len(versions)-1] {
					c.Errorf("without a version it is %s, want %s", e.ApplicationVersion, versions[len(versions)-1])
				}
				o, err := c.S.Service.Central.Environments.Create(c.Context(), oldest, instances.NewCentralEnvironment{
					Type: instances.Sandbox, CountryCode: "DK", ApplicationVersion: versions[0],
				})
				finish(c, operation(c, o, err, instances.CentralKindCreate))
				if e := getEnv(c, oldest); e.ApplicationVersion != versions[0] {
					c.Errorf("it is %s, want %s", e.ApplicationVersion, versions[0])
				}
			},
		},
		{
			Name: "Environments.Create/fails", Needs: ofCentral(), Source: docStatuses,
			Why: "what was not made must not look as if it were there, and can be swept away",
			Run: func(c *run) {
				id := instances.Central(name())
				o, err := c.S.Service.Central.Environments.Create(c.Context(), id, instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
				op := operation(c, o, err, instances.CentralKindCreate)
				fail(c, op)
				if o := state(c, op, admin365.OperationFailed); o.Err == nil {
					c.Errorf("the operation has failed for no reason: %+v", o)
				}
				if e := getEnv(c, id); e.Status != instances.CentralCreatingFailed {
					c.Errorf("it is %s", e.Status)
				}
				o, err = c.S.Service.Central.Environments.Delete(c.Context(), id, instances.Expect{Name: id.Name, Type: instances.Sandbox})
				finish(c, operation(c, o, err, instances.CentralKindDelete))
				_, err = c.S.Service.Central.Environments.Get(c.Context(), id)
				c.Refused(err, noEnvironment(opGet))
				create(c, id, instances.Sandbox)
			},
		},
	}
}

// find1 returns the environment of a list, nil if it is not in it.
func find1(list []*instances.CentralEnvironment, id envID) *instances.CentralEnvironment {
	for _, e := range list {
		if e.ID().Equal(id) {
			return e
		}
	}
	return nil
}

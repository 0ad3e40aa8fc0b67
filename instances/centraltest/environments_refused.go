package centraltest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// tryCreate creates an environment that is to be refused.
func tryCreate(c *run, id envID, change func(*instances.NewCentralEnvironment)) error {
	c.Helper()
	n := instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"}
	if change != nil {
		change(&n)
	}
	_, err := c.S.Service.Central.Environments.Create(c.Context(), id, n)
	if err != nil && id.Name != "" && listed(c, id) != nil {
		c.Errorf("%s was refused and is there", id)
	}
	return err
}

func refusedCases() []kase {
	asProduction := func(n *instances.NewCentralEnvironment) { n.Type = instances.Production }
	return []kase{
		{
			Name: "Names/rules", Needs: ofCentral(), Source: docOther,
			Why: "the name becomes part of addresses, and most of what people type does not fit into one",
			Run: func(c *run) {
				for _, wrong := range []string{"1" + name(), "-" + name(), "_" + name(), "Ä" + name(), name() + "ä", name() + ".x", strings.Repeat("a", 30)} {
					if fault := coded(admin365.ErrInvalid, "environmentNameNotValid", opCreate).Check(tryCreate(c, instances.Central(wrong), nil)); fault != nil {
						c.Errorf("%q: %v", wrong, fault)
					}
				}
				for _, right := range []string{"a" + name(), "A_-9" + name(), strings.Repeat("b", 29)} {
					create(c, instances.Central(right), instances.Sandbox)
				}
			},
		},
		{
			Name: "Names/reserved", Needs: ofCentral(), Source: docOther,
			Why: "an environment that is called admin hides the admin center",
			Run: func(c *run) {
				reserved := coded(admin365.ErrInvalid, "cannotCreateNamedEnvironment", opCreate)
				for word := range strings.FieldsSeq(`addremotehost admin api clickonce connectivity deployment error getapp health home invoicing
					navwinclient notsupported officeaddin phone pwa remotesignin reset shellservice signout tablet`) {
					for _, written := range []string{word, strings.ToUpper(word)} {
						if fault := reserved.Check(tryCreate(c, instances.Central(written), nil)); fault != nil {
							c.Errorf("%q: %v", written, fault)
						}
					}
				}
			},
		},
		{
			Name: "Names/sandbox-and-production", Needs: ofCentral(), Source: docOther,
			Why: "a sandbox that is called Production gets somebody's real orders",
			Run: func(c *run) {
				for word, change := range map[string]func(*instances.NewCentralEnvironment){"SandBox": asProduction, "production": nil} {
					want := coded(admin365.ErrInvalid, "cannotCreateNamedEnvironment", opCreate)
					if err := tryNamed(c, word, change); listed(c, instances.Central(word)) == nil || !errors.Is(err, admin365.ErrConflict) {
						// Where the name is taken that may be what is said.
						c.Refused(err, want)
					}
				}
			},
		},
		{
			Name: "Names/unique-whatever-the-letter-case", Needs: ofCentral(), Source: docOther,
			Why: "two environments of one address are one too many",
			Run: func(c *run) {
				id := add(c, instances.Sandbox)
				taken := coded(admin365.ErrConflict, "resourceExists", opCreate)
				for _, other := range []string{id.Name, strings.ToUpper(id.Name), strings.ToLower(id.Name)} {
					_, err := c.S.Service.Central.Environments.Create(c.Context(), instances.Central(other), instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"})
					c.Refused(err, taken)
				}
				standing(c, id, "26.4", instances.CentralActive)
			},
		},
		{
			Name: "Environments.Create/what-is-not-offered", Needs: ofCentral(), Source: docEnvironments,
			Why: "the form that asked for it marks the field",
			Run: func(c *run) {
				for _, row := range []struct {
					property string
					change   func(*instances.NewCentralEnvironment)
				}{
					{"countryCode", func(n *instances.NewCentralEnvironment) { n.CountryCode = "QQ" }},
					{"countryCode", func(n *instances.NewCentralEnvironment) { n.CountryCode = "" }},
					{"environmentType", func(n *instances.NewCentralEnvironment) { n.Type = "Developer" }},
					{"environmentType", func(n *instances.NewCentralEnvironment) { n.Type = "" }},
					{"applicationVersion", func(n *instances.NewCentralEnvironment) { n.ApplicationVersion = "99.9.9.9" }},
				} {
					c.Refused(tryCreate(c, instances.Central(name()), row.change), input(opCreate, row.property))
				}
			},
		},
		{
			Name: "Environments.Create/rings", Needs: ofCentral(), Source: docEnvironments,
			Why: "a production environment on a preview ring would be updated to what is not finished",
			Run: func(c *run) {
				c.Refused(tryCreate(c, instances.Central(name()), func(n *instances.NewCentralEnvironment) { n.RingName = "GOLD" }),
					missing(admin365.ErrInvalid, opCreate))
				c.Refused(tryCreate(c, instances.Central(name()), func(n *instances.NewCentralEnvironment) {
					n.Type, n.RingName = instances.Production, instances.RingPreview
				}), plainly(admin365.ErrInvalid, opCreate))
			},
		},
		{
			Name: "Environments.Create/unknown-family", Needs: ofCentral(), Source: docEnvironments,
			Why: "an environment of a partner's family is made only where the partner sells it",
			Run: func(c *run) {
				c.Refused(tryCreate(c, envID{Family: "Fabrikam", Name: name()}, nil), noFamily(opCreate))
			},
		},
		{
			Name: "Quotas/by-type", Needs: ofCentral(), Source: docOther,
			Why: "sandboxes must not use up what was bought for production",
			Run: func(c *run) {
				source := add(c, instances.Sandbox)
				quota(c, func(q *instances.CentralQuotas) { q.Environments.Production = 0 })
				full := coded(admin365.ErrPrecondition, "maximumNumberOfEnvironmentsAllowedReached", opCreate)
				c.Refused(tryCreate(c, instances.Central(name()), asProduction), full)
				_, err := c.S.Service.Central.Environments.Copy(c.Context(), source, instances.CentralCopy{Name: name(), Type: instances.Production})
				c.Refused(err, full.By(opCopy))
				create(c, instances.Central(name()), instances.Sandbox)
				quota(c, func(q *instances.CentralQuotas) { q.Environments.Production, q.Environments.Sandbox = 50, 0 })
				c.Refused(tryCreate(c, instances.Central(name()), nil), full)
				create(c, instances.Central(name()), instances.Production)
			},
		},
		{
			Name: "Quotas/recovered", Needs: ofCentral(), Source: docDelete,
			Why: "what took the place of a deleted one is not to be paid for twice without notice; a production that was deleted by mistake comes back all the same",
			Run: func(c *run) {
				sandbox, first, second := drop(c, add(c, instances.Sandbox)), drop(c, add(c, instances.Production)), drop(c, add(c, instances.Production))
				recovered := func(id envID) error {
					o, err := c.S.Service.Central.Environments.Recover(c.Context(), id)
					if err == nil {
						finish(c, operation(c, o, err, instances.CentralKindRecover))
					}
					return err
				}
				full := coded(admin365.ErrPrecondition, "maximumNumberOfEnvironmentsAllowedReached", opRecover)
				quota(c, func(q *instances.CentralQuotas) {
					q.Environments.Production, q.Environments.Sandbox = has(c, instances.Production), has(c, instances.Sandbox)
				})
				c.Refused(recovered(sandbox), full)
				c.Must(recovered(first), "recovering one production environment more than there may be")
				c.Refused(recovered(second), full)
				quota(c, func(q *instances.CentralQuotas) { q.Environments.Production, q.Environments.Sandbox = 50, 50 })
				c.Must(recovered(sandbox), "recovering with room")
				c.Must(recovered(second), "recovering with room")
			},
		},
		{
			Name: "Quotas/storage", Needs: ofCentral(), Source: docOther,
			Why: "who is over his storage keeps what he has and gets nothing more",
			Run: func(c *run) {
				id := usual(c, instances.Sandbox)
				q, err := c.S.Service.Central.Capacity.Quotas(c.Context())
				c.Must(err, "getting quotas")
				c.Must(c.S.Backstage.SetStorage(c.Context(), id, q.Storage.Total+1), "filling an environment")
				full := coded(admin365.ErrPrecondition, "maximumStorageCapacityUsageReached", opCreate)
				c.Refused(tryCreate(c, instances.Central(name()), nil), full)
				_, err = c.S.Service.Central.Environments.Copy(c.Context(), id, instances.CentralCopy{Name: name(), Type: instances.Sandbox})
				c.Refused(err, full.By(opCopy))
				// What is there is as usable as before.
				standing(c, id, "26.4", instances.CentralActive)
				bring(c, id, "26.5")
			},
		},
		{
			Name: "Quotas/as-they-are", Needs: ofCentral(), Source: docCapacity,
			Why: "the sum is what the invoice is checked against",
			Run: func(c *run) {
				q, err := c.S.Service.Central.Capacity.Quotas(c.Context())
				c.Must(err, "getting quotas")
				if q.Storage.Total != q.Storage.Default+q.Storage.UserLicenses+q.Storage.AdditionalCapacity || q.Environments.Production < 1 {
					c.Errorf("they are %+v", q)
				}
				c.Must(c.S.Backstage.SetQuotas(c.Context(), 7, 9, q.Storage.Total+1<<20), "buying more")
				more, err := c.S.Service.Central.Capacity.Quotas(c.Context())
				c.Must(err, "getting quotas")
				if more.Environments.Production != 7 || more.Environments.Sandbox != 9 || more.Storage.Total != q.Storage.Total+1<<20 ||
					more.Storage.Total != more.Storage.Default+more.Storage.UserLicenses+more.Storage.AdditionalCapacity {
					c.Errorf("they are %+v, and were %+v", more, q)
				}
			},
		},
		{
			Name: "Storage/of-one-and-of-all", Needs: ofCentral(), Source: docCapacity,
			Why: "who looks for the large one asks for all of them",
			Run: func(c *run) {
				a, b := add(c, instances.Production), add(c, instances.Sandbox)
				for id, used := range map[envID]int64{a: 1234567, b: instances.StorageUnknown} {
					c.Must(c.S.Backstage.SetStorage(c.Context(), id, used), "setting the storage")
					got, err := c.S.Service.Central.Capacity.Used(c.Context(), id)
					c.Must(err, "getting the storage")
					want := instances.CentralStorage{Name: id.Name, Family: instances.BusinessCentral, Type: getEnv(c, id).Type, DatabaseKilobytes: used}
					if err := conform.Differ(*got, want); err != nil {
						c.Errorf("what %s uses %v", id, err)
					}
					among, err := only(c.S.Service.Central.Capacity.UsedByAll(c.Context()), func(s *instances.CentralStorage) bool { return s.Name == id.Name })
					c.Must(err, "listing the storage")
					if err := conform.Differ(*among, want); err != nil {
						c.Errorf("what %s uses among all %v", id, err)
					}
				}
			},
		},
	}
}

// tryNamed creates an environment with a name that may be taken already.
func tryNamed(c *run, name string, change func(*instances.NewCentralEnvironment)) error {
	n := instances.NewCentralEnvironment{Type: instances.Sandbox, CountryCode: "DK"}
	if change != nil {
		change(&n)
	}
	_, err := c.S.Service.Central.Environments.Create(c.Context(), instances.Central(name), n)
	return err
}

// quota changes how much the tenant may have.
func quota(c *run, change func(*instances.CentralQuotas)) {
	c.Helper()
	q, err := c.S.Service.Central.Capacity.Quotas(c.Context())
	c.Must(err, "getting quotas")
	change(q)
	c.Must(c.S.Backstage.SetQuotas(c.Context(), q.Environments.Production, q.Environments.Sandbox, q.Storage.Total), "changing quotas")
}

// has is how many environments of the type there are, the bin aside.
func has(c *run, t instances.EnvironmentType) (n int) {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Central.Environments.List(c.Context(), ""))
	c.Must(err, "listing environments")
	for _, e := range all {
		if e.Type == t && e.Status != instances.CentralSoftDeleted {
			n++
		}
	}
	return n
}

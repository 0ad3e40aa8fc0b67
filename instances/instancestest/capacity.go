package instancestest

import (
	"math"

	"github.com/admin365/admin365/instances"
)

func capacityCases() []kase {
	return []kase{
		{
			Name: "Capacity.Tenant/adds-up", Needs: []string{HasCapacity}, Source: docStorage,
			Why: "who buys by these numbers buys too much, or too little",
			Run: func(c *run) {
				all := tenantCapacity(c)
				seen := map[instances.CapacityType]bool{}
				for _, k := range all.Kinds {
					if seen[k.Type] {
						c.Errorf("%s comes twice", k.Type)
					}
					seen[k.Type] = true
					var sum float64
					for _, x := range k.Entitlements {
						sum += x.Total
					}
					free, ok := all.Free(k.Type)
					report(c, string(k.Type),
						errIf(k.Unit != "MB", "Unit is %q", k.Unit),
						errIf(len(k.Entitlements) > 0 && !same(sum, k.Total), "the entitlements are %v, and the total %v", sum, k.Total),
						errIf(!ok || !same(free, k.Total-k.Rated), "Free is %v of %v, of which %v count", free, k.Total, k.Rated),
						errIf(k.Actual < 0 || k.Rated < 0, "%v are used, and %v count", k.Actual, k.Rated))
				}
				for _, kind := range []instances.CapacityType{instances.DatabaseCapacity, instances.FileCapacity, instances.LogCapacity} {
					if !seen[kind] {
						c.Errorf("%s is missing", kind)
					}
				}
				if _, ok := all.Free("Paper"); ok {
					c.Errorf("Free tells of a kind that there is not")
				}
				if all.TenantID == "" || all.Status == "" || all.Model == "" {
					c.Errorf("it is of the tenant %q, %q, %q", all.TenantID, all.Model, all.Status)
				}
			},
		},
		{
			Name: "Capacity.Tenant/is-what-the-environments-use", Needs: with(HasCapacity), Source: docStorage,
			Why: "what is deleted to make room has to be what takes it", Run: capacitySums,
		},
		{
			Name: "Capacity.Tenant/status-follows", Needs: with(HasCapacity), Source: docStorage,
			Why: "the sentence that people read must not say the opposite of the numbers",
			Run: func(c *run) {
				add(c, instances.Production)
				roomy(c)
				if got := tenantCapacity(c).Status; got != "Available" {
					c.Errorf("with plenty left Status is %q", got)
				}
				leaveFree(c, -1)
				if got := tenantCapacity(c).Status; got == "Available" {
					c.Errorf("with less than nothing left Status is %q", got)
				}
			},
		},
		{
			Name: "Capacity.Environment/what-a-new-one-takes", Needs: with(HasCapacity, HasLifecycle), Source: docStorage,
			Why: "a gigabyte that is not counted is given twice", Run: capacityOfNew,
		},
		{
			Name: "Capacity.Environment/what-counts-for-nothing", Needs: with(HasCapacity), Source: docStorage,
			Why: "trials and what is somebody's own are given away",
			Run: func(c *run) {
				for _, kind := range []instances.EnvironmentType{instances.Developer, instances.Trial, instances.Teams, instances.Support} {
					e := add(c, kind)
					used, err := c.S.Service.Capacity.Environment(c.Context(), e.ID)
					c.Must(err, "asking what an environment uses")
					for _, x := range used {
						if x.Rated != 0 {
							c.Errorf("of a %s %v MB of %s count", kind, x.Rated, x.Type)
						}
					}
				}
			},
		},
		{
			Name: "Capacity.Environment/what-the-default-one-has", Needs: with(HasCapacity, HasLifecycle), Source: docStorage,
			Why: "it comes with 3 GB of its own, and what is above them counts", Run: defaultCapacity,
		},
		{
			Name: "Capacity.Environment/without-database", Needs: with(HasCapacity), Source: docCapacity,
			Why: "nothing is used where there is nothing",
			Run: func(c *run) {
				used, err := c.S.Service.Capacity.Environment(c.Context(), add(c, instances.Sandbox, bare).ID)
				c.Must(err, "asking what an environment without Dataverse uses")
				if len(used) != 0 {
					c.Errorf("it uses %+v", used)
				}
			},
		},
		{
			Name: "Capacity.Environment/unknown", Needs: []string{HasCapacity}, Source: docErrors,
			Why: "no environment is not the same as nothing used",
			Run: func(c *run) {
				_, err := c.S.Service.Capacity.Environment(c.Context(), instances.EnvironmentID(nobody()))
				c.Refused(err, unknown(opCapacity))
			},
		},
		{
			Name: "Capacity.Warnings/of-the-tenant", Needs: []string{HasCapacity}, Source: docCapacity,
			Why: "a warning without its threshold says nothing",
			Run: func(c *run) {
				all, err := c.S.Service.Capacity.Warnings(c.Context())
				c.Must(err, "asking for warnings")
				for _, w := range all {
					report(c, w.Category, errIf(w.Category == "", "it is of no category"), errIf(w.Threshold <= 0 || w.Threshold > 100, "its threshold is %d percent", w.Threshold))
				}
			},
		},
	}
}

// defaultCapacity fills the default environment to what it has of its own, and above.
func defaultCapacity(c *run) {
	roomy(c)
	e := theDefault(c)
	if e.Dataverse == nil {
		done(c, "adding a database to the default environment")(c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{}))
	}
	for kind, has := range map[instances.CapacityType]float64{
		instances.DatabaseCapacity: 3 * gigabyte, instances.FileCapacity: 3 * gigabyte, instances.LogCapacity: gigabyte,
	} {
		for _, above := range []float64{-100, 0, 500} {
			c.Must(c.S.Backstage.SetUsed(c.Context(), e.ID, kind, has+above), "filling the default environment")
			x := used(c, e.ID)[kind]
			report(c, string(kind),
				errIf(!same(x.actual, has+above), "%v are used, want %v", x.actual, has+above),
				errIf(!same(x.rated, max(0, above)), "of %v MB %v count, want %v", has+above, x.rated, max(0, above)))
		}
	}
}

// same reports whether two amounts are equal but for rounding.
func same(a, b float64) bool { return math.Abs(a-b) < 0.5 }

// tenantCapacity returns what the tenant has, or ends the case.
func tenantCapacity(c *run) *instances.TenantCapacity {
	c.Helper()
	all, err := c.S.Service.Capacity.Tenant(c.Context())
	c.Must(err, "asking for the tenant's capacity")
	if all == nil {
		c.Fatalf("Tenant answered nothing")
	}
	return all
}

// usage is what environments use of a kind of storage.
type usage struct{ actual, rated float64 }

// used returns what an environment uses, by kind.
func used(c *run, id instances.EnvironmentID) map[instances.CapacityType]usage {
	c.Helper()
	all, err := c.S.Service.Capacity.Environment(c.Context(), id)
	c.Must(err, "asking what an environment uses")
	by := map[instances.CapacityType]usage{}
	for _, x := range all {
		if _, twice := by[x.Type]; twice || x.Unit != "MB" {
			c.Errorf("%s comes twice, or is not in MB: %+v", x.Type, all)
		}
		by[x.Type] = usage{x.Actual, x.Rated}
	}
	return by
}

func capacitySums(c *run) {
	for _, kind := range []instances.EnvironmentType{instances.Production, instances.Sandbox, instances.Developer} {
		add(c, kind)
	}
	add(c, instances.Sandbox, bare)
	sums := map[instances.CapacityType]usage{}
	for _, e := range list(c, instances.EnvironmentQuery{}) {
		for kind, x := range used(c, e.ID) {
			sum := sums[kind]
			sums[kind] = usage{sum.actual + x.actual, sum.rated + x.rated}
		}
	}
	for _, k := range tenantCapacity(c).Kinds {
		if k.Type != instances.DatabaseCapacity && k.Type != instances.FileCapacity && k.Type != instances.LogCapacity {
			continue
		}
		report(c, string(k.Type),
			errIf(!same(k.Actual, sums[k.Type].actual), "the tenant uses %v, and its environments %v", k.Actual, sums[k.Type].actual),
			errIf(!same(k.Rated, sums[k.Type].rated), "of the tenant %v count, and of its environments %v", k.Rated, sums[k.Type].rated))
	}
}

func capacityOfNew(c *run) {
	roomy(c)
	free := func() float64 {
		mb, _ := tenantCapacity(c).Free(instances.DatabaseCapacity)
		return mb
	}
	before := free()
	op := began(c, "creating an environment")(c.S.Service.Environments.Create(c.Context(), sample(instances.Sandbox)))
	finish(c)
	e := get(c, instances.EnvironmentID(operation(c, op.ID).ResourceID))
	takes := used(c, e.ID)[instances.DatabaseCapacity]
	if takes.rated <= 0 || takes.actual <= 0 {
		c.Errorf("its database takes %v, of which %v count", takes.actual, takes.rated)
	}
	if after := free(); !same(before-after, takes.rated) {
		c.Errorf("%v are left, before it was created %v, and %v of it count", after, before, takes.rated)
	}
	done(c, "deleting an environment")(c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
	if after := free(); !same(before, after) {
		c.Errorf("after its deletion %v are left, before it was created %v", after, before)
	}
}

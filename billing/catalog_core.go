package billing

import (
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// goods is a product of the catalog as the rules see it.
type goods struct {
	*product
	*bundle
	// at is its place in the catalog, by which products are put in order.
	at int
}

// goodsOf returns the product with that id. There are few, and a look at each is
// quicker than a map that every program would build.
func goodsOf(sku tenant.Key) (goods, bool) {
	for i := range bundles {
		if bundles[i].Key == sku {
			return goods{&products[i], &bundles[i], i}, true
		}
	}
	return goods{}, false
}

func partNumber(sku tenant.Key) string {
	if g, ok := goodsOf(sku); ok {
		return g.PartNumber
	}
	return sku.String()
}

// has reports whether the product holds the plan.
func (g goods) has(plan tenant.Key) bool {
	return slices.ContainsFunc(g.Plans, func(at uint8) bool { return plans[at].Key == plan })
}

// servicePlans are the product's plans, with the status that each has.
func (g goods) servicePlans(status func(admin365.ServicePlanID) string) []ServicePlan {
	list := make([]ServicePlan, len(g.Plans))
	for i, at := range g.Plans {
		p := &plans[at]
		list[i] = ServicePlan{ID: p.ID, Name: p.Name, AppliesTo: AppliesToUser, ProvisioningStatus: status(p.ID)}
		if p.Company {
			list[i].AppliesTo = AppliesToCompany
		}
	}
	return list
}

// planID and skuID are ids as the catalog has them.
func planID(key tenant.Key) admin365.ServicePlanID { return admin365.ServicePlanID(key.String()) }
func skuID(key tenant.Key) admin365.SKUID          { return admin365.SKUID(key.String()) }

// enabled are the plans that somebody has, by their place in plans, each with the
// products that give it.
type enabled map[uint8][]tenant.Key

// add notes the plans of a product but for those that are switched off.
func (e enabled) add(sku tenant.Key, disabled []tenant.Key) {
	g, ok := goodsOf(sku)
	if !ok {
		return
	}
	for _, at := range g.Plans {
		if !slices.Contains(disabled, plans[at].Key) {
			e[at] = append(e[at], sku)
		}
	}
}

// unmet are the rules on what plans need that do not hold, by their place in
// dependencies.
func (e enabled) unmet() (broken []int) {
	for i, d := range dependencies {
		if len(e[d.Plan]) > 0 && !slices.ContainsFunc(d.Needs, func(n uint8) bool { return len(e[n]) > 0 }) {
			broken = append(broken, i)
		}
	}
	return broken
}

// clash is two plans of which a person can have one only.
type clash struct{ a, b uint8 }

// clashes returns the pairs that exclude each other. Two plans of one product never
// do: it is sold so.
func (e enabled) clashes() (list []clash) {
	for _, set := range exclusive {
		for i, a := range set {
			for _, b := range set[i+1:] {
				if len(e[a]) > 0 && len(e[b]) > 0 && !slices.ContainsFunc(e[a], func(sku tenant.Key) bool { return slices.Contains(e[b], sku) }) {
					list = append(list, clash{a, b})
				}
			}
		}
	}
	return list
}

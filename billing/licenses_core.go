package billing

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// change is what to give and what to take away.
type change struct {
	add    []given
	remove []tenant.Key
}

// assign changes what a user has directly, all of it or nothing.
func assign(tx *tenant.Tx, id string, c change) error {
	person, err := tx.Ports().Directory.Person(tx, id)
	if err != nil {
		return err
	}
	all := held(tx, person.ID)
	before := judged(all)
	next := slices.Clone(all)
	for _, sku := range c.remove {
		if next, err = without(tx, next, sku); err != nil {
			return err
		}
	}
	if len(c.add) > 0 && person.UsageLocation == "" {
		return locationMissing.Err("")
	}
	for _, g := range c.add {
		if err := checkGiven(tx, g); err != nil {
			return err
		}
		row := &holdingRow{User: person.ID, SKU: g.SKU, Disabled: g.Disabled, Updated: tx.Now()}
		if at := slices.IndexFunc(next, func(h *holdingRow) bool { return h.SKU == g.SKU && h.Group.IsZero() }); at >= 0 {
			next[at] = row
		} else {
			next = append(next, row)
		}
		if !has(all, g.SKU) && available(tx, g.SKU) <= 0 {
			return seatsGone.Err("", g.SKU.String())
		}
	}
	if err := before.worse(judged(next), len(c.add) > 0); err != nil {
		return err
	}
	return replace(tx, person.ID, all, next)
}

// without returns the holdings less the direct one of a product.
func without(tx *tenant.Tx, all []*holdingRow, sku tenant.Key) ([]*holdingRow, error) {
	if !owned(tx, sku) {
		return nil, notOwned.Err("", sku.String())
	}
	at := slices.IndexFunc(all, func(h *holdingRow) bool { return h.SKU == sku && h.Group.IsZero() })
	if at >= 0 {
		return slices.Delete(slices.Clone(all), at, at+1), nil
	}
	if slices.ContainsFunc(all, func(h *holdingRow) bool { return h.SKU == sku }) {
		return nil, inheritedLicense.Err("")
	}
	return nil, notHeld.Err("")
}

// checkGiven refuses a product that nobody can be given, and plans that it does not
// have.
func checkGiven(tx *tenant.Tx, g given) error {
	what, known := goodsOf(g.SKU)
	switch {
	case !known || !owned(tx, g.SKU):
		return notOwned.Err("", g.SKU.String())
	case what.Company:
		return companyProduct.Err("", g.SKU.String())
	}
	for _, off := range g.Disabled {
		if !what.has(off) {
			return unknownPlan.Err("", g.SKU.String(), off.String())
		}
	}
	return nil
}

// held are the ways in which a user came by his products: the direct ones first, then
// by group.
func held(tx *tenant.Tx, user tenant.Key) []*holdingRow {
	all := slices.Collect(tenant.In(tx, &holdings).Referring(&holdingsByUser, user))
	slices.SortFunc(all, inOrder)
	return all
}

// inOrder puts holdings in the order in which people see them.
func inOrder(a, b *holdingRow) int {
	return cmp.Or(a.SKU.Compare(b.SKU), a.Group.Compare(b.Group))
}

// has reports whether one of the holdings gives the product.
func has(all []*holdingRow, sku tenant.Key) bool {
	return slices.ContainsFunc(all, func(h *holdingRow) bool { return h.SKU == sku && h.works() })
}

// judgment is what a user has, as the rules on plans see it.
type judgment struct{ enabled }

func judged(all []*holdingRow) judgment {
	j := judgment{enabled{}}
	for _, h := range all {
		if h.works() {
			j.add(h.SKU, h.Disabled)
		}
	}
	return j
}

// worse returns the first rule on plans that the next state breaks and this one does
// not; exclusion is asked where something was added.
func (j judgment) worse(next judgment, added bool) error {
	old := j.unmet()
	for _, i := range next.unmet() {
		if !slices.Contains(old, i) {
			return dependencies[i].err()
		}
	}
	if !added {
		return nil
	}
	known := j.clashes()
	for _, c := range next.clashes() {
		if !slices.Contains(known, c) {
			return c.err()
		}
	}
	return nil
}

func (d dependency) err() error {
	needs := make([]string, len(d.Needs))
	for i, n := range d.Needs {
		needs[i] = string(plans[n].ID)
	}
	return planNeeds.Err("", string(plans[d.Plan].ID), strings.Join(needs, ","))
}

func (c clash) err() error {
	return plansExclude.Err("", string(plans[c.a].ID), string(plans[c.b].ID))
}

// replace writes the holdings of a user, counts seats, and shows him what he has. He
// may be in the bin, where nothing is counted.
func replace(tx *tenant.Tx, user tenant.Key, before, after []*holdingRow) error {
	after = release(after)
	rows := tenant.In(tx, &holdings)
	for _, h := range before {
		if !slices.Contains(after, h) {
			rows.Delete(holdingKey(h))
		}
	}
	for _, h := range after {
		if !slices.Contains(before, h) {
			if err := rows.Put(h); err != nil {
				return err
			}
		}
	}
	if _, live := tx.Ports().Directory.PersonOf(tx, user); !live {
		return nil
	}
	if err := recount(tx, before, -1, after); err != nil {
		return err
	}
	if err := recount(tx, after, +1, before); err != nil {
		return err
	}
	after = slices.SortedFunc(slices.Values(after), inOrder)
	return show(tx, user, after)
}

// release drops what was kept for the sake of something that is not there any more.
func release(all []*holdingRow) []*holdingRow {
	for i := 0; i < len(all); i++ {
		if !all[i].Kept {
			continue
		}
		without := slices.Delete(slices.Clone(all), i, i+1)
		if len(judged(without).unmet()) <= len(judged(all).unmet()) {
			all, i = without, i-1
		}
	}
	return all
}

// recount adds step for each product of the holdings that the others do not give.
func recount(tx *tenant.Tx, all []*holdingRow, step int, but []*holdingRow) error {
	var done []tenant.Key
	for _, h := range all {
		if !h.works() || slices.Contains(done, h.SKU) || has(but, h.SKU) {
			continue
		}
		done = append(done, h.SKU)
		next := usageRow{SKU: h.SKU, Consumed: consumed(tx, h.SKU) + step}
		if err := tenant.In(tx, &usages).Put(&next); err != nil {
			return err
		}
	}
	return nil
}

// consumed is how many live users have the product.
func consumed(tx *tenant.Tx, sku tenant.Key) int {
	if row, ok := tenant.In(tx, &usages).Get(sku); ok {
		return row.Consumed
	}
	return 0
}

// available is how many more can have the product.
func available(tx *tenant.Tx, sku tenant.Key) int {
	units := unitsOf(tx, sku)
	return units.Enabled + units.Warning - consumed(tx, sku)
}

// show has the directory tell what a user has.
func show(tx *tenant.Tx, user tenant.Key, all []*holdingRow) error {
	assigned, states := "", ""
	if list := assignedOf(all); len(list) > 0 {
		b, err := json.Marshal(list)
		if err != nil {
			return err
		}
		assigned = string(b)
	}
	if len(all) > 0 {
		wire := make([]stateWire, len(all))
		for i, h := range all {
			wire[i] = h.wire()
		}
		b, err := json.Marshal(wire)
		if err != nil {
			return err
		}
		states = string(b)
	}
	return tx.Ports().Directory.Licensed(tx, user, assigned, states)
}

// assignedOf are the products that the holdings give, each once. A plan is off where
// every way in which the user came by the product has it off.
func assignedOf(all []*holdingRow) []admin365.AssignedLicense {
	list := []admin365.AssignedLicense{}
	for i, h := range all {
		if !h.works() || has(all[:i], h.SKU) {
			continue
		}
		off := slices.Clone(h.Disabled)
		for _, other := range all[i+1:] {
			if other.SKU == h.SKU && other.works() {
				off = slices.DeleteFunc(off, func(p tenant.Key) bool { return !slices.Contains(other.Disabled, p) })
			}
		}
		list = append(list, admin365.AssignedLicense{SKUID: skuID(h.SKU), DisabledPlans: planIDs(off)})
	}
	return list
}

// planIDs are the ids of plans; none is an empty list, as the service writes it.
func planIDs(keys []tenant.Key) []admin365.ServicePlanID {
	ids := make([]admin365.ServicePlanID, len(keys))
	for i, key := range keys {
		ids[i] = planID(key)
	}
	return ids
}

// stateWire is a license state as the service writes it.
type stateWire struct {
	AssignedByGroup     *string                     `json:"assignedByGroup"`
	DisabledPlans       []admin365.ServicePlanID    `json:"disabledPlans"`
	Error               admin365.LicenseStateError  `json:"error"`
	LastUpdatedDateTime string                      `json:"lastUpdatedDateTime"`
	SKUID               admin365.SKUID              `json:"skuId"`
	State               admin365.LicenseStateStatus `json:"state"`
}

// wire is the holding as the service writes it.
func (r *holdingRow) wire() stateWire {
	s := r.state()
	w := stateWire{
		DisabledPlans: s.DisabledPlans, Error: s.Error, LastUpdatedDateTime: r.Updated.UTC().Format(stateTime),
		SKUID: s.SKUID, State: s.State,
	}
	if s.AssignedByGroup != "" {
		w.AssignedByGroup = new(string(s.AssignedByGroup))
	}
	return w
}

const stateTime = "2006-01-02T15:04:05Z"

// state is the holding as people see it.
func (r *holdingRow) state() admin365.LicenseState {
	s := admin365.LicenseState{
		SKUID: skuID(r.SKU), DisabledPlans: planIDs(r.Disabled), State: admin365.LicenseActive,
		Error: admin365.LicenseNoError, LastUpdatedDateTime: r.Updated.UTC().Truncate(time.Second),
	}
	if !r.Group.IsZero() {
		s.AssignedByGroup = admin365.GroupID(r.Group.String())
	}
	switch {
	case r.Error != "":
		s.State, s.Error = admin365.LicenseError, r.Error
	case r.Kept:
		s.State, s.Error = admin365.LicenseActiveWithError, admin365.LicenseDependencyViolation
	}
	return s
}

// details are the products of a user with their plans as he has them.
func details(tx *tenant.Tx, id string) ([]*LicenseDetails, error) {
	person, err := tx.Ports().Directory.Person(tx, id)
	if err != nil {
		return nil, err
	}
	var list []*LicenseDetails
	for _, license := range assignedOf(held(tx, person.ID)) {
		sku := tenant.MustKey(string(license.SKUID))
		g, ok := goodsOf(sku)
		if !ok {
			continue
		}
		// Ours: whose product has ended cannot use it, and is told so.
		ofProduct := planStatus(status(bought(tx, sku)))
		list = append(list, &LicenseDetails{
			ID: detailsID(tx, sku), SKUID: license.SKUID, PartNumber: g.PartNumber,
			ServicePlans: g.servicePlans(func(plan admin365.ServicePlanID) string {
				if slices.Contains(license.DisabledPlans, plan) {
					return planDisabled
				}
				return ofProduct(plan)
			}),
		})
	}
	return list, nil
}

const (
	planSuccess  = "Success"
	planDisabled = "Disabled"
)

// licensed is a user as licenses see him.
func licensed(tx *tenant.Tx, p tenant.Person) *LicensedUser {
	u := &LicensedUser{
		ID: admin365.UserID(p.ID.String()), UserPrincipalName: p.UserPrincipalName, DisplayName: p.DisplayName,
		UsageLocation: p.UsageLocation, AccountEnabled: p.Enabled,
	}
	all := held(tx, p.ID)
	u.Assigned, u.States = assignedOf(all), make([]admin365.LicenseState, len(all))
	for i, h := range all {
		u.States[i] = h.state()
	}
	return u
}

// holders returns up to limit live users who have the product, in the order of their
// ids, and where to go on.
func holders(tx *tenant.Tx, sku, after tenant.Key, limit int) (page []*LicensedUser, next tenant.Key, more bool) {
	var last tenant.Key
	for h := range tenant.In(tx, &holdings).ReferringAfter(&holdingsBySKU, sku, after) {
		// All rows of a user follow each other: a page does not end between them.
		if len(page) == limit && h.User != last {
			return page, next, true
		}
		next = holdingKey(h)
		if h.User == last || !h.works() {
			continue
		}
		last = h.User
		if p, live := tx.Ports().Directory.PersonOf(tx, h.User); live {
			page = append(page, licensed(tx, p))
		}
	}
	return page, next, false
}

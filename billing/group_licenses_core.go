package billing

import (
	"encoding/json"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// The service works on the licenses of a group after its answer. How long it takes
// depends on the group; here each step takes a second.
const groupStep = time.Second

const (
	// jobGroup is the service going on with a group, and jobMember with who came or
	// went.
	jobGroup  = "licenses of a group"
	jobMember = "licenses of a member"
)

type groupArgs struct {
	Group tenant.Key      `json:"group"`
	Round int             `json:"round"`
	Next  ProcessingState `json:"next"`
}

type memberArgs struct {
	Group  tenant.Key `json:"group"`
	Member tenant.Key `json:"member"`
}

// assignGroup changes what a group gives, and has the service see to it later.
func assignGroup(tx *tenant.Tx, id string, c change) (tenant.Key, error) {
	group, err := tx.Ports().Directory.Group(tx, id)
	if err != nil {
		return tenant.Key{}, err
	}
	if !group.Security {
		return tenant.Key{}, groupNotSecurity.Err("")
	}
	next := groupRow{ID: group.ID, Processing: ProcessingQueued}
	if row, ok := tenant.In(tx, &licensedGroups).Get(group.ID); ok {
		next.Licenses, next.Round = slices.Clone(row.Licenses), row.Round+1
	}
	for _, sku := range c.remove {
		at := slices.IndexFunc(next.Licenses, func(g given) bool { return g.SKU == sku })
		switch {
		case !owned(tx, sku):
			return tenant.Key{}, notOwned.Err("", sku.String())
		case at < 0:
			return tenant.Key{}, groupNotHeld.Err("")
		}
		next.Licenses = slices.Delete(next.Licenses, at, at+1)
	}
	for _, g := range c.add {
		if err := checkGiven(tx, g); err != nil {
			return tenant.Key{}, err
		}
		next.Licenses = append(slices.DeleteFunc(next.Licenses, func(old given) bool { return old.SKU == g.SKU }), g)
	}
	slices.SortFunc(next.Licenses, func(a, b given) int { return a.SKU.Compare(b.SKU) })
	if err := next.put(tx); err != nil {
		return tenant.Key{}, err
	}
	return group.ID, tx.Schedule(tx.Now().Add(groupStep), jobGroup, groupArgs{group.ID, next.Round, ProcessingInProgress})
}

// put writes the group and has the directory show it.
func (r *groupRow) put(tx *tenant.Tx) error {
	if err := tenant.In(tx, &licensedGroups).Put(r); err != nil {
		return err
	}
	return r.show(tx)
}

// show has the directory tell what the group gives.
func (r *groupRow) show(tx *tenant.Tx) error {
	assigned := ""
	if list := r.assigned(); len(list) > 0 {
		b, err := json.Marshal(list)
		if err != nil {
			return err
		}
		assigned = string(b)
	}
	processing, err := json.Marshal(struct {
		State ProcessingState `json:"state"`
	}{r.Processing})
	if err != nil {
		return err
	}
	return tx.Ports().Directory.LicensedGroup(tx, r.ID, assigned, string(processing), failing(tx, r.ID))
}

func (r *groupRow) assigned() []admin365.AssignedLicense {
	list := []admin365.AssignedLicense{}
	for _, g := range r.Licenses {
		list = append(list, admin365.AssignedLicense{SKUID: skuID(g.SKU), DisabledPlans: planIDs(g.Disabled)})
	}
	return list
}

// failing reports whether a live member did not get what the group gives.
func failing(tx *tenant.Tx, group tenant.Key) bool {
	for range membersWithErrors(tx, group, tenant.Key{}) {
		return true
	}
	return false
}

// membersWithErrors yields the live members who did not get what the group gives,
// each once, in the order of their ids, those after one of them.
func membersWithErrors(tx *tenant.Tx, group, after tenant.Key) iter.Seq[tenant.Person] {
	return func(yield func(tenant.Person) bool) {
		// The rows of a user begin as he does, and follow each other.
		last, from := after, after
		if !after.IsZero() {
			from = tenant.Key{Hi: after.Hi, Lo: math.MaxUint64}
		}
		for h := range tenant.In(tx, &holdings).ReferringAfter(&failingByGroup, group, from) {
			if h.User == last {
				continue
			}
			last = h.User
			if p, live := tx.Ports().Directory.PersonOf(tx, h.User); live && !yield(p) {
				return
			}
		}
	}
}

// goOn is the job: the service takes up the group, then has done it.
func goOn(tx *tenant.Tx, args groupArgs) error {
	row, ok := tenant.In(tx, &licensedGroups).Get(args.Group)
	if !ok || row.Round != args.Round {
		return nil
	}
	next := *row
	next.Processing = args.Next
	if args.Next == ProcessingInProgress {
		if err := next.put(tx); err != nil {
			return err
		}
		return tx.Schedule(tx.Now().Add(groupStep), jobGroup, groupArgs{args.Group, args.Round, ProcessingComplete})
	}
	return next.finish(tx)
}

// finish gives the group's licenses to its members, and takes them from those who
// have left.
func (r *groupRow) finish(tx *tenant.Tx) error {
	r.Processing = ProcessingComplete
	var people []tenant.Key
	for h := range tenant.In(tx, &holdings).Referring(&holdingsByGroup, r.ID) {
		if len(people) == 0 || people[len(people)-1] != h.User {
			people = append(people, h.User)
		}
	}
	for user := range tx.Ports().Directory.People(tx, r.ID) {
		people = append(people, user)
	}
	slices.SortFunc(people, tenant.Key.Compare)
	for _, user := range slices.Compact(people) {
		if err := inherit(tx, user, r.ID); err != nil {
			return err
		}
	}
	return r.put(tx)
}

// inherit has a user inherit what a group gives if he is a member, and no more if he
// is not. A group gives all or nothing: if one product does not get through, it has
// the reason, and the others are held back by it.
func inherit(tx *tenant.Tx, user, group tenant.Key) error {
	if _, live := tx.Ports().Directory.PersonOf(tx, user); !live {
		return nil
	}
	var gives []given
	if row, ok := tenant.In(tx, &licensedGroups).Get(group); ok && isMember(tx, user, group) {
		gives = row.Licenses
	}
	before := held(tx, user)
	next := slices.DeleteFunc(slices.Clone(before), func(h *holdingRow) bool { return h.Group == group })
	next = keep(tx, before, next, gives, group)
	rows := make([]*holdingRow, len(gives))
	for i, g := range gives {
		rows[i] = &holdingRow{User: user, SKU: g.SKU, Group: group, Disabled: g.Disabled, Updated: tx.Now()}
	}
	judge(tx, before, next, rows)
	for i, r := range rows {
		if at := slices.IndexFunc(before, func(h *holdingRow) bool { return h.Group == group && h.SKU == r.SKU }); at >= 0 && sameHolding(before[at], r) {
			rows[i] = before[at]
		}
	}
	return replace(tx, user, before, append(next, rows...))
}

// sameHolding reports whether two rows of one source say the same.
func sameHolding(a, b *holdingRow) bool {
	return slices.Equal(a.Disabled, b.Disabled) && a.Error == b.Error && a.Kept == b.Kept
}

// keep adds to next what the user would lose of the group although something that he
// keeps needs it: it stays, and says so.
func keep(tx *tenant.Tx, before, next []*holdingRow, gives []given, group tenant.Key) []*holdingRow {
	for _, h := range before {
		if h.Group != group || !h.works() || slices.ContainsFunc(gives, func(g given) bool { return g.SKU == h.SKU }) {
			continue
		}
		stays := append(slices.Clone(next), h)
		if len(judged(next).unmet()) > len(judged(stays).unmet()) {
			if !h.Kept {
				kept := *h
				kept.Kept, kept.Updated = true, tx.Now()
				h = &kept
			}
			next = append(next, h)
		}
	}
	return next
}

// judge sets the errors of what a group gives to a user who has the rest besides. Where
// he has no usage location he is taken to be where the tenant is.
func judge(tx *tenant.Tx, before, rest, rows []*holdingRow) {
	// What he has of the group already he keeps as it is: a product that is added and
	// does not get through takes nothing away. Ours, where the page is silent.
	culprit := func(at int, why admin365.LicenseStateError) {
		for i, r := range rows {
			if old := slices.IndexFunc(before, func(h *holdingRow) bool { return h.Group == r.Group && h.SKU == r.SKU && h.works() }); old >= 0 {
				rows[i] = before[old]
				continue
			}
			r.Error = admin365.LicenseOtherError
			if i == at {
				r.Error = why
			}
		}
	}
	// What a plan needs must come from the same group.
	own := judged(rows)
	if broken := own.unmet(); len(broken) > 0 {
		culprit(giver(rows, dependencies[broken[0]].Plan), admin365.LicenseDependencyViolation)
		return
	}
	all := judged(append(slices.Clone(rest), rows...))
	for _, c := range all.clashes() {
		if slices.Contains(judged(rest).clashes(), c) {
			continue
		}
		at := giver(rows, c.b)
		if at < 0 {
			at = giver(rows, c.a)
		}
		culprit(at, admin365.LicenseMutuallyExclusiveViolation)
		return
	}
	for i, r := range rows {
		if !has(before, r.SKU) && available(tx, r.SKU) <= 0 {
			culprit(i, admin365.LicenseCountViolation)
			return
		}
	}
}

// giver is the place of the row that gives the plan; -1 if none does.
func giver(rows []*holdingRow, plan uint8) int {
	return slices.IndexFunc(rows, func(r *holdingRow) bool {
		g, ok := goodsOf(r.SKU)
		return ok && slices.Contains(g.Plans, plan) && !slices.Contains(r.Disabled, plans[plan].Key)
	})
}

func isMember(tx *tenant.Tx, user, group tenant.Key) bool {
	for g := range tx.Ports().Directory.GroupsOf(tx, user) {
		if g == group {
			return true
		}
	}
	return false
}

// reprocess judges again what a user inherits, and says what still stands in the way.
// What does not stays done.
func reprocess(tx *tenant.Tx, id string) (tenant.Key, error) {
	person, err := tx.Ports().Directory.Person(tx, id)
	if err != nil {
		return tenant.Key{}, err
	}
	if err := inheritAll(tx, person.ID); err != nil {
		return tenant.Key{}, err
	}
	all := held(tx, person.ID)
	for _, h := range all {
		switch h.Error {
		case admin365.LicenseCountViolation:
			return tenant.Key{}, tenant.Done(seatsGone.Err("", h.SKU.String()))
		case admin365.LicenseDependencyViolation, admin365.LicenseMutuallyExclusiveViolation:
			return tenant.Key{}, tenant.Done(obstacle(all, h))
		default:
		}
	}
	return person.ID, nil
}

// obstacle is the rule on plans because of which the user does not get what the group
// of h gives.
func obstacle(all []*holdingRow, h *holdingRow) error {
	var own, rest []*holdingRow
	for _, other := range all {
		if other.Group == h.Group {
			would := *other
			would.Error = ""
			own = append(own, &would)
		} else {
			rest = append(rest, other)
		}
	}
	if h.Error == admin365.LicenseDependencyViolation {
		return judgment{enabled{}}.worse(judged(own), false)
	}
	return judged(rest).worse(judged(append(rest, own...)), true)
}

// inheritAll has a user inherit from every group that he is in, or was.
func inheritAll(tx *tenant.Tx, user tenant.Key) error {
	var groups []tenant.Key
	for _, h := range held(tx, user) {
		if !h.Group.IsZero() {
			groups = append(groups, h.Group)
		}
	}
	for group := range tx.Ports().Directory.GroupsOf(tx, user) {
		if _, gives := tenant.In(tx, &licensedGroups).Get(group); gives {
			groups = append(groups, group)
		}
	}
	slices.SortFunc(groups, tenant.Key.Compare)
	for _, group := range slices.Compact(groups) {
		if err := inheritFrom(tx, user, group); err != nil {
			return err
		}
	}
	return nil
}

// inheritFrom is inherit, with the group telling anew whether it has members with
// errors.
func inheritFrom(tx *tenant.Tx, user, group tenant.Key) error {
	if err := inherit(tx, user, group); err != nil {
		return err
	}
	if row, ok := tenant.In(tx, &licensedGroups).Get(group); ok {
		return row.show(tx)
	}
	return nil
}

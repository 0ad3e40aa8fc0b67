package instances

import (
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// The acts, for the tables.
const (
	ActRead    = actRead
	ActUse     = actUse
	ActKey     = actKey
	ActWindow  = actWindow
	ActUpdate  = actUpdate
	ActDelete  = actDelete
	ActRecover = actRecover
)

// Act and Situation are those of the table of states.
type (
	Act       = act
	Situation = situation
)

// CentralNoGroup is what is refused of a group that there is not.
var CentralNoGroup = &centralNoGroup

// String names the situation.
func (s situation) String() string {
	if s.busy && s.status == CentralActive {
		return string(s.status) + ", source of a copy"
	}
	return string(s.status)
}

// Situations are those of the table, by name.
func Situations() (list []Situation) {
	for s := range allowed {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b situation) int { return strings.Compare(a.String(), b.String()) })
	return list
}

// Allows is what a situation refuses of an act; nil where it allows it.
func (s situation) Allows(a Act) *api.Refusal { return s.refuses(a) }

// Bring brings an environment into a situation.
func (b *CentralBackstage) Bring(id CentralEnvironmentID, s Situation) error {
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		found, err := centralOf(tx, id.family(), id.Name)
		if err != nil {
			return err
		}
		row := *found
		row.Status = s.status
		if s.busy {
			o, err := row.record(tx, CentralKindModify, statusRunning, nil)
			if err != nil {
				return err
			}
			row.Operation = o.ID
			if err := tenant.In(tx, &centralOperations).Put(o); err != nil {
				return err
			}
		}
		if s.status == CentralSoftDeleted {
			row.Former, row.Gone = row.Name, tx.Now().Add(binAge)
		}
		return tenant.In(tx, &centrals).Put(&row)
	})
}

// Build is the whole version of a release.
func Build(major, minor int) string {
	return centralRelease{major: major, minor: minor}.build()
}

// Inconsistencies says where an environment is in two operations at once, or in one that
// has ended, and where one runs that no environment knows of.
func (b *CentralBackstage) Inconsistencies() (list []string) {
	err := b.tenant.Look(func(tx *tenant.Tx) error {
		running := map[tenant.Key]int{}
		for o := range tenant.In(tx, &centralOperations).All() {
			if o.ended() || !o.App.IsZero() {
				continue
			}
			running[o.Environment]++
			if !o.Made.IsZero() {
				running[o.Made]++
			}
			if row, ok := tenant.In(tx, &centrals).Get(o.Environment); !ok || row.Operation != o.ID {
				list = append(list, "nobody knows of "+string(o.Kind)+" of "+o.Name)
			}
		}
		for row := range tenant.In(tx, &centrals).All() {
			busy := 0
			if !row.Operation.IsZero() {
				busy = 1
			}
			if running[row.ID] != busy {
				list = append(list, row.Name+" is in more or fewer operations than it knows of")
			}
			if _, ok := allowed[row.situation()]; !ok {
				list = append(list, row.Name+" is in a situation that is not in the table: "+string(row.Status))
			}
		}
		return nil
	})
	if err != nil {
		list = append(list, err.Error())
	}
	return list
}

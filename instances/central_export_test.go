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

package identity

import (
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// expansion is a $expand=manager: what is wanted of each manager, and how many
// of the chain.
type expansion struct {
	sel    []int
	named  []string
	levels int
}

// maxChain is the longest chain of managers that is followed: that of the
// largest $levels.
const maxChain = 1000

// expandManager reads a $expand of users, nil if there is none. Of the relations
// that users have the manager alone is modeled; the others are refused by name,
// because an answer without them would be read as "none".
//
// Source: https://learn.microsoft.com/graph/api/user-list-manager
func expandManager(tx *tenant.Tx, e *odata.Expand, list bool) (*expansion, error) {
	if e == nil {
		return nil, nil
	}
	name := strings.ToLower(e.Name)
	name = strings.TrimPrefix(name, strings.ToLower(userProps.EDM)+"/")
	switch {
	case name == managerRelation:
	case strings.Contains(strings.ToLower(userRelations), " "+name+" "):
		return nil, api.NotModeled.Err("", "$expand="+e.Name+" on users")
	default:
		return nil, api.SelectUnknownProperty.Err("", e.Name, userProps.EDM)
	}
	if e.Expand != nil || list && e.Levels != 0 {
		// The chain comes for one user at a time, and by $levels.
		return nil, odata.UnsupportedQuery.Err("")
	}
	// What is seen inside of a user is seen as by its own path.
	if err := (access{}).Allow(tx, opManagersGet.At("manager")); err != nil {
		return nil, err
	}
	sel, named, err := userProps.Selected(e.Select)
	if err != nil {
		return nil, err
	}
	if err := checkNeeds(tx, sel...); err != nil {
		return nil, err
	}
	x := &expansion{sel: sel, named: named, levels: 1}
	switch e.Levels {
	case 0:
	case odata.AllLevels:
		x.levels = maxChain
	default:
		x.levels = e.Levels
	}
	return x, nil
}

// context adds the expansion to the names of an @odata.context. Unverified: it
// is written as the protocol has it (OData 4.01, section 10.11).
func (x *expansion) context(selected []string) []string {
	if x == nil {
		return selected
	}
	return append(slices.Clone(selected), managerRelation+"("+strings.Join(x.named, ",")+")")
}

// append renders the chain of managers of a user inside of him; the key is
// absent where there is none. Unverified: what comes without $select is the
// default set, and a chain that leads in a circle ends before it repeats.
func (x *expansion) append(rq *emu.Request, b []byte, row *userRow) []byte {
	if x == nil {
		return b
	}
	return x.appendAbove(rq, b, row, []tenant.Key{row.ID})
}

func (x *expansion) appendAbove(rq *emu.Request, b []byte, row *userRow, below []tenant.Key) []byte {
	manager, ok := tenant.In(rq.Tx, &users).Get(row.Manager)
	if !ok || len(below) > x.levels || slices.Contains(below, manager.ID) {
		return b
	}
	return rq.AppendNested(b, managerRelation, userItem(manager, true), func(b []byte) []byte {
		return x.appendAbove(rq, appendUser(rq.Tx, b, manager, x.sel), manager, append(below, manager.ID))
	})
}

// userRelations are the relations of a user.
const userRelations = " activities adhocCalls agreementAcceptances appRoleAssignments authentication calendar calendarGroups calendars " +
	"calendarView chats cloudClipboard cloudPCs contactFolders contacts createdObjects dataSecurityAndGovernance " +
	"deviceManagementTroubleshootingEvents directReports drive drives employeeExperience events extensions followedSites " +
	"inferenceClassification insights joinedTeams licenseDetails mailFolders managedAppRegistrations managedDevices manager " +
	"memberOf messages oauth2PermissionGrants onenote onlineMeetings onPremisesSyncBehavior outlook ownedDevices ownedObjects " +
	"people permissionGrants photo photos planner presence registeredDevices scopedRoleMemberOf settings solutions sponsorOf " +
	"sponsors teamwork todo transitiveMemberOf "

package identity

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// What is refused for want of rights says in its details what would do. The service
// does not, and what has no code stays out of the emulator's answers: it is for those
// who write a test, and see what to grant.

// The targets of such details.
const (
	missingPermission = "permission"
	missingRole       = "role"
)

// denied is the refusal, with what would do.
func denied(details ...admin365.Detail) error {
	e := api.RequestDenied.Err("")
	for _, d := range details {
		if d.Message != "" {
			e.Details = append(e.Details, d)
		}
	}
	return e
}

// lacks is the refusal of a call by what the caller was not granted.
func (c caller) lacks(tx *tenant.Tx, call api.Call) error {
	var details []admin365.Detail
	if !c.granted(tx, call) {
		need, kind := call.Op.Access.Application, "permissions"
		if c.user != nil {
			need, kind = call.Op.Access.Delegated, "delegated permissions"
			if !c.isTarget(tx, call) && !call.Op.Access.Shown {
				need = slices.DeleteFunc(slices.Clone(need), isForSelf)
			}
		}
		details = append(details, needsPermission("the application", kind, need))
	}
	if !c.entitled(tx, call) {
		details = append(details, needsRole("the person", call.Op.Access.Roles))
	}
	return denied(details...)
}

// needsPermission and needsRole say that one of them would do.
func needsPermission(who, kind string, either []admin365.Permission) admin365.Detail {
	d := admin365.Detail{Target: missingPermission, Message: who + " cannot be given a permission for it"}
	if len(either) > 0 {
		names := make([]string, len(either))
		for i, p := range either {
			names[i] = string(p)
		}
		d.Message = who + " needs one of the " + kind + " " + strings.Join(names, ", ")
	}
	return d
}

func needsRole(who string, either []api.Role) admin365.Detail {
	d := admin365.Detail{Target: missingRole, Message: who + " is a guest, and needs a role"}
	if len(either) > 0 {
		d.Message = who + " needs one of the roles " + roleNames(either)
	}
	return d
}

// outOfReach says whom the caller's roles do not reach.
func outOfReach(held []api.Role, protected bool) admin365.Detail {
	d := admin365.Detail{Target: missingRole, Message: "the caller has no role that reaches people"}
	switch {
	case len(held) > 0:
		d.Message = "the roles of the caller do not reach somebody who has the roles " + roleNames(held)
	case protected:
		d.Message = "the roles of the caller do not reach a member or an owner of a group that can have roles"
	}
	return d
}

func roleNames(roles []api.Role) string {
	var names []string
	for _, r := range roles {
		name := string(r)
		if b, ok := builtIn(r); ok {
			name = b.DisplayName
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

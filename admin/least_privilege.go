package admin

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Privilege is what an application was let in for, and the least that would have done:
// once for what it did on its own, and once for what it did for people, because those
// permissions are granted apart.
type Privilege struct {
	// App is the application; empty is the default one, in which people sign in whose
	// [admin365.Caller] names none.
	App admin365.AppID
	// Delegated: it acted for people.
	Delegated bool
	// Requests is how many of its requests were let in, whatever came of them.
	Requests int
	// Granted is all that it was granted; nil if it was granted everything.
	Granted []admin365.Permission
	// Unused are those of Granted that let nothing in.
	Unused []admin365.Permission
	// Uses are the questions that it passed, each once.
	Uses []Use
	// Least is a set that would have let in the same requests, with the same answers:
	// the one that reaches the fewest operations of this library, those that write
	// counting more than all that read, and among those the one of the fewest
	// permissions.
	Least []admin365.Permission
	// Exact: no set reaches less than Least. Where there are too many to look at, Least
	// is one of which no permission can be left out, and this is false.
	Exact bool
	// AtLeast is how many permissions every set has that would do.
	AtLeast int
	// Roles are what the people needed for whom it acted, by user, and what it needed
	// as a role of its own, without one. Roles of Azure on a subscription are not in it.
	Roles []RolePrivilege
	// Registrations are the APIs with which an administrator has to register it before
	// they let it in, such as "Power Platform".
	Registrations []string
}

// Use is one question of the rules that requests passed.
type Use struct {
	// Permissions are those of which one is enough.
	Permissions []admin365.Permission
	// Operations are what asked for it, in order.
	Operations []string
}

// RolePrivilege are the directory roles that somebody needed.
type RolePrivilege struct {
	// User is the person; empty for the application itself.
	User admin365.UserID
	// Least, Exact and AtLeast are as those of [Privilege].
	Least   []admin365.RoleID
	Exact   bool
	AtLeast int
}

// LeastPrivilege tells from requests, such as [Memory.Requests], which permissions each
// application used and the smallest set that would have done. Requests that were refused
// for the lack of one count for nothing, those of the default administrator neither: he
// is asked for no permission. To learn what a program needs, run it as
// [admin365.AsApp], which has all of them, or sign in to an [Emulator] as its default
// application. What the program did not do in the run is not in the answer.
func LeastPrivilege(requests []Request) []Privilege {
	type key struct {
		app       admin365.AppID
		delegated bool
	}
	sums := map[key]*privilegeSum{}
	for _, r := range requests {
		k := key{r.Caller.App, r.Caller.User != ""}
		if k.app == "" && !k.delegated || !letIn(r) {
			continue
		}
		if sums[k] == nil {
			sums[k] = newPrivilegeSum()
		}
		sums[k].add(r)
	}
	keys := slices.SortedFunc(maps.Keys(sums), func(a, b key) int {
		if c := cmp.Compare(a.app, b.app); c != 0 || a.delegated == b.delegated {
			return c
		}
		if a.delegated {
			return 1
		}
		return -1
	})
	var all []Privilege
	for _, k := range keys {
		all = append(all, sums[k].privilege(k.app, k.delegated))
	}
	return all
}

// letIn reports whether the rules let the request in, whatever else stood in its way.
func letIn(r Request) bool {
	return r.Op != "" && !errors.Is(r.Err, admin365.ErrForbidden) && (r.Err == nil || len(r.Needs) > 0)
}

// privilegeSum sums up the requests of one application.
type privilegeSum struct {
	requests      int
	everything    bool
	granted       map[admin365.Permission]bool
	uses          map[string]*Use
	roles         map[admin365.UserID][][]admin365.RoleID
	registrations map[string]bool
}

func newPrivilegeSum() *privilegeSum {
	return &privilegeSum{
		granted: map[admin365.Permission]bool{}, uses: map[string]*Use{},
		roles: map[admin365.UserID][][]admin365.RoleID{}, registrations: map[string]bool{},
	}
}

func (s *privilegeSum) add(r Request) {
	s.requests++
	s.everything = s.everything || r.Caller.Permissions == nil
	for _, p := range r.Caller.Permissions {
		s.granted[p] = true
	}
	for _, n := range r.Needs {
		if len(n.Roles) > 0 {
			s.roles[r.Caller.User] = append(s.roles[r.Caller.User], n.Roles)
			continue
		}
		name := joined(n.Permissions)
		if s.uses[name] == nil {
			s.uses[name] = &Use{Permissions: n.Permissions}
		}
		if use := s.uses[name]; !slices.Contains(use.Operations, r.Op) {
			use.Operations = append(use.Operations, r.Op)
		}
	}
	if op, ok := operation(r.Op); ok && r.Caller.User == "" && op.API.Common.Unregistered != nil && !op.Access.Anyone {
		s.registrations[op.API.Name] = true
	}
}

func (s *privilegeSum) privilege(app admin365.AppID, delegated bool) Privilege {
	p := Privilege{App: app, Delegated: delegated, Requests: s.requests, Registrations: slices.Sorted(maps.Keys(s.registrations))}
	var clauses [][]admin365.Permission
	for _, name := range slices.Sorted(maps.Keys(s.uses)) {
		use := *s.uses[name]
		slices.Sort(use.Operations)
		p.Uses = append(p.Uses, use)
		clauses = append(clauses, use.Permissions)
	}
	if !s.everything {
		p.Granted = slices.Sorted(maps.Keys(s.granted))
		p.Unused = slices.DeleteFunc(slices.Clone(p.Granted), func(g admin365.Permission) bool {
			return slices.ContainsFunc(clauses, func(c []admin365.Permission) bool { return slices.Contains(c, g) })
		})
	}
	p.Least, p.Exact, p.AtLeast = leastOf(clauses, func(op *api.Op) []admin365.Permission {
		if delegated {
			return op.Access.Delegated
		}
		return op.Access.Application
	})
	for _, user := range slices.Sorted(maps.Keys(s.roles)) {
		r := RolePrivilege{User: user}
		r.Least, r.Exact, r.AtLeast = leastOf(s.roles[user], func(op *api.Op) []admin365.RoleID {
			roles := make([]admin365.RoleID, len(op.Access.Roles))
			for i, role := range op.Access.Roles {
				roles[i] = admin365.RoleID(role)
			}
			return roles
		})
		p.Roles = append(p.Roles, r)
	}
	return p
}

func joined(permissions []admin365.Permission) string {
	names := make([]string, len(permissions))
	for i, p := range permissions {
		names[i] = string(p)
	}
	return strings.Join(names, " ")
}

package identity

import (
	"net/url"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

// query returns the query as Graph takes it.
func (q RoleQuery) query() url.Values {
	var name, builtIn string
	if q.DisplayName != "" {
		name = odata.Eq("displayName", q.DisplayName)
	}
	if q.BuiltIn != nil {
		builtIn = odata.EqBool("isBuiltIn", *q.BuiltIn)
	}
	filter := odata.And(name, builtIn)
	if filter != "" && q.Filter != "" {
		filter = odata.And(filter, "("+q.Filter+")")
	} else {
		filter += q.Filter
	}
	return filtered(filter)
}

// query returns the query as Graph takes it.
func (q RoleAssignmentQuery) query() url.Values {
	var role, who string
	if q.RoleID != "" {
		role = odata.Eq("roleDefinitionId", string(q.RoleID))
	}
	if q.PrincipalID != "" {
		who = odata.Eq("principalId", string(q.PrincipalID))
	}
	return filtered(odata.And(role, who))
}

func filtered(filter string) url.Values {
	if filter == "" {
		return nil
	}
	return url.Values{"$filter": {filter}}
}

// body returns the role as it is sent.
func (r NewRole) body() ([]byte, error) {
	if r.IsEnabled == nil {
		r.IsEnabled = new(true)
	}
	return encoded(r)
}

// body returns the assignment as it is sent.
func (a NewRoleAssignment) body() ([]byte, error) {
	if a.DirectoryScopeID == "" {
		a.DirectoryScopeID = TenantScope
	}
	return encoded(a)
}

// activation is the body that activates a role.
type activation struct {
	Template admin365.RoleID `json:"roleTemplateId"`
}

// checkRoleMember refuses an id that names nobody before anything is sent.
func checkRoleMember(call api.Call, member admin365.ObjectID) error {
	if err := call.Check(); err != nil {
		return err
	}
	if opActivatedRolesRemoveMember.At("role", string(member)).Check() != nil {
		return call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "the member's id is empty or a path",
			Details: []admin365.Detail{{Target: "members", Message: "an object id is expected"}}})
	}
	return nil
}

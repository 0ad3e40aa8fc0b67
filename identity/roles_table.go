package identity

import (
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// roleAssignmentRow gives a directory role to a user in the whole tenant. The
// operations on roles are absent so far; the seed's people have theirs.
type roleAssignmentRow struct {
	ID        tenant.Key `json:"id"`
	Role      api.Role   `json:"roleTemplateId"`
	Principal tenant.Key `json:"principalId"`
}

var (
	roleAssignments = tenant.Table[roleAssignmentRow]{
		Name: "roleAssignments", Key: func(r *roleAssignmentRow) tenant.Key { return r.ID },
		Label:   func(r *roleAssignmentRow) string { return string(r.Role) + " of " + r.Principal.String() },
		Indexes: []*tenant.Index[roleAssignmentRow]{&rolesByPrincipal, &principalsByRole},
	}
	rolesByPrincipal = tenant.Index[roleAssignmentRow]{Name: "principal", Ref: func(r *roleAssignmentRow) tenant.Key { return r.Principal }}
	principalsByRole = tenant.Index[roleAssignmentRow]{Name: "role", Text: func(r *roleAssignmentRow) string { return string(r.Role) }}
)

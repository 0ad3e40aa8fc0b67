package identity

import (
	"context"
	"iter"
	"net/url"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

type httpRoles struct{ c *rest.Client }

var _ Roles = httpRoles{}

// List implements [Roles].
func (h httpRoles) List(ctx context.Context, q RoleQuery) iter.Seq2[*Role, error] {
	if err := checkFilter(q.Filter); err != nil {
		return failed[Role](opRolesList.At().Attribute(err))
	}
	return rest.Pages[Role](ctx, h.c, rest.Request{Call: opRolesList.At(), Query: q.query()})
}

// Get implements [Roles].
func (h httpRoles) Get(ctx context.Context, id admin365.RoleID) (*Role, error) {
	return rest.One[Role](ctx, h.c, rest.Request{Call: opRolesGet.At(string(id))})
}

// Create implements [Roles].
func (h httpRoles) Create(ctx context.Context, r NewRole) (*Role, error) {
	call := opRolesCreate.At().About(r.DisplayName)
	body, err := r.body()
	if err != nil {
		return nil, call.Attribute(err)
	}
	making := h.c.Making()
	defer making.End()
	created, err := rest.One[Role](ctx, h.c, rest.Request{Call: call, Body: body})
	if err != nil {
		return nil, err
	}
	making.Remember(string(created.ID))
	return created, nil
}

// Update implements [Roles].
func (h httpRoles) Update(ctx context.Context, id admin365.RoleID, p RolePatch) error {
	call := opRolesUpdate.At(string(id))
	body, err := patchBody(call, p)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}

// Delete implements [Roles].
func (h httpRoles) Delete(ctx context.Context, id admin365.RoleID) error {
	if err := rest.Send(ctx, h.c, rest.Request{Call: opRolesDelete.At(string(id))}); err != nil {
		return err
	}
	h.c.Forget(string(id))
	return nil
}

type httpRoleAssignments struct{ c *rest.Client }

var _ RoleAssignments = httpRoleAssignments{}

// List implements [RoleAssignments].
func (h httpRoleAssignments) List(ctx context.Context, q RoleAssignmentQuery) iter.Seq2[*RoleAssignment, error] {
	return rest.Pages[RoleAssignment](ctx, h.c, rest.Request{Call: opRoleAssignmentsList.At(), Query: q.query()})
}

// Get implements [RoleAssignments].
func (h httpRoleAssignments) Get(ctx context.Context, id RoleAssignmentID) (*RoleAssignment, error) {
	return rest.One[RoleAssignment](ctx, h.c, rest.Request{Call: opRoleAssignmentsGet.At(string(id))})
}

// Create implements [RoleAssignments].
func (h httpRoleAssignments) Create(ctx context.Context, a NewRoleAssignment) (*RoleAssignment, error) {
	call := opRoleAssignmentsCreate.At().About(string(a.PrincipalID))
	body, err := a.body()
	if err != nil {
		return nil, call.Attribute(err)
	}
	making := h.c.Making()
	defer making.End()
	created, err := rest.One[RoleAssignment](ctx, h.c, rest.Request{Call: call, Body: body})
	if err != nil {
		return nil, err
	}
	making.Remember(string(created.ID))
	return created, nil
}

// Delete implements [RoleAssignments].
func (h httpRoleAssignments) Delete(ctx context.Context, id RoleAssignmentID) error {
	if err := rest.Send(ctx, h.c, rest.Request{Call: opRoleAssignmentsDelete.At(string(id))}); err != nil {
		return err
	}
	h.c.Forget(string(id))
	return nil
}

type httpActivatedRoles struct{ c *rest.Client }

var _ ActivatedRoles = httpActivatedRoles{}

// List implements [ActivatedRoles].
func (h httpActivatedRoles) List(ctx context.Context) iter.Seq2[*ActivatedRole, error] {
	return rest.Pages[ActivatedRole](ctx, h.c, rest.Request{Call: opActivatedRolesList.At()})
}

// Get implements [ActivatedRoles].
func (h httpActivatedRoles) Get(ctx context.Context, template admin365.RoleID) (*ActivatedRole, error) {
	return rest.One[ActivatedRole](ctx, h.c, rest.Request{Call: opActivatedRolesGet.At(string(template))})
}

// Activate implements [ActivatedRoles].
func (h httpActivatedRoles) Activate(ctx context.Context, template admin365.RoleID) (*ActivatedRole, error) {
	call := opActivatedRolesActivate.At().About(string(template))
	making := h.c.Making()
	defer making.End()
	activated, err := rest.One[ActivatedRole](ctx, h.c, rest.Request{Call: call, Body: activation{template}})
	if err != nil {
		return nil, err
	}
	making.Remember(string(activated.TemplateID), string(activated.ID))
	return activated, nil
}

// roleMemberWire is a directory object as lists of members have it.
type roleMemberWire struct {
	Type              string            `json:"@odata.type"`
	ID                admin365.ObjectID `json:"id"`
	DisplayName       string            `json:"displayName"`
	UserPrincipalName string            `json:"userPrincipalName"`
	RoleTemplateID    admin365.RoleID   `json:"roleTemplateId"`
}

func (w *roleMemberWire) object() *DirectoryObject {
	return &DirectoryObject{
		ID: w.ID, Type: ObjectType(strings.TrimPrefix(w.Type, "#microsoft.graph.")),
		DisplayName: w.DisplayName, UserPrincipalName: w.UserPrincipalName, RoleTemplateID: w.RoleTemplateID,
	}
}

// Members implements [ActivatedRoles].
func (h httpActivatedRoles) Members(ctx context.Context, template admin365.RoleID) iter.Seq2[*DirectoryObject, error] {
	pages := rest.Pages[roleMemberWire](ctx, h.c, rest.Request{Call: opActivatedRolesMembers.At(string(template))})
	return func(yield func(*DirectoryObject, error) bool) {
		for member, err := range pages {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(member.object(), nil) {
				return
			}
		}
	}
}

// AddMember implements [ActivatedRoles].
func (h httpActivatedRoles) AddMember(ctx context.Context, template admin365.RoleID, member admin365.ObjectID) error {
	call := opActivatedRolesAddMember.At(string(template))
	if err := checkRoleMember(call, member); err != nil {
		return err
	}
	ref := map[string]string{"@odata.id": h.c.Host(&api.Graph) + "/" + api.Graph.Version + "/directoryObjects/" + url.PathEscape(string(member))}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: ref})
}

// RemoveMember implements [ActivatedRoles].
func (h httpActivatedRoles) RemoveMember(ctx context.Context, template admin365.RoleID, member admin365.ObjectID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opActivatedRolesRemoveMember.At(string(template), string(member))})
}

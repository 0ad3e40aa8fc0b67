package identity

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// yieldAll yields what fetch returns, fetched when it is ranged over; an error
// comes once, as the last pair.
func yieldAll[T any](fetch func() ([]*T, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		items, err := fetch()
		if err != nil {
			yield(nil, err)
			return
		}
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}

type memoryRoles struct{ s *tenant.Session }

var _ Roles = memoryRoles{}

// List implements [Roles].
func (m memoryRoles) List(ctx context.Context, q RoleQuery) iter.Seq2[*Role, error] {
	if err := checkFilter(q.Filter); err != nil {
		return failed[Role](opRolesList.At().Attribute(err))
	}
	values := q.query()
	return yieldAll(func() (roles []*Role, err error) {
		err = m.s.Do(ctx, opRolesList.At(), func(tx *tenant.Tx) error {
			query, err := roleProps.ParseQuery(odata.Options{Query: values}, true)
			if err != nil {
				return err
			}
			rows, _ := pageRoles(tx, query, nil, wholePage)
			for _, row := range rows {
				roles = append(roles, roleBinding.Read(row))
			}
			return nil
		})
		return roles, err
	})
}

// Get implements [Roles].
func (m memoryRoles) Get(ctx context.Context, id admin365.RoleID) (role *Role, err error) {
	err = m.s.Do(ctx, opRolesGet.At(string(id)), func(tx *tenant.Tx) error {
		row, err := findRole(tx, string(id))
		if err != nil {
			return err
		}
		role = roleBinding.Read(row)
		return nil
	})
	return role, err
}

// Create implements [Roles].
func (m memoryRoles) Create(ctx context.Context, r NewRole) (*Role, error) {
	call := opRolesCreate.At().About(r.DisplayName)
	body, err := r.body()
	if err != nil {
		return nil, call.Attribute(err)
	}
	var created *Role
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		change, err := roleProps.Body(body)
		if err != nil {
			return err
		}
		row, err := createRole(tx, change)
		if err != nil {
			return err
		}
		created = roleBinding.Read(row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.s.Created(string(created.ID))
	return created, nil
}

// Update implements [Roles].
func (m memoryRoles) Update(ctx context.Context, id admin365.RoleID, p RolePatch) error {
	call := opRolesUpdate.At(string(id))
	body, err := patchBody(call, p)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchRole(tx, string(id), body) })
}

// patchRole updates a role from the body of a PATCH.
func patchRole(tx *tenant.Tx, id string, body []byte) error {
	change, err := roleProps.Body(body)
	if err != nil {
		return err
	}
	return updateRole(tx, id, change)
}

// Delete implements [Roles].
func (m memoryRoles) Delete(ctx context.Context, id admin365.RoleID) error {
	return m.s.Do(ctx, opRolesDelete.At(string(id)), func(tx *tenant.Tx) error { return deleteRole(tx, string(id)) })
}

type memoryRoleAssignments struct{ s *tenant.Session }

var _ RoleAssignments = memoryRoleAssignments{}

// List implements [RoleAssignments].
func (m memoryRoleAssignments) List(ctx context.Context, q RoleAssignmentQuery) iter.Seq2[*RoleAssignment, error] {
	return yieldAll(func() (all []*RoleAssignment, err error) {
		err = m.s.Do(ctx, opRoleAssignmentsList.At(), func(tx *tenant.Tx) error {
			query, err := roleAssignmentProps.ParseQuery(odata.Options{Query: q.query()}, true)
			if err != nil {
				return err
			}
			rows, _ := pageAssignments(tx, query, nil, wholePage)
			for _, row := range rows {
				all = append(all, roleAssignmentBinding.Read(row))
			}
			return nil
		})
		return all, err
	})
}

// Get implements [RoleAssignments].
func (m memoryRoleAssignments) Get(ctx context.Context, id RoleAssignmentID) (a *RoleAssignment, err error) {
	err = m.s.Do(ctx, opRoleAssignmentsGet.At(string(id)), func(tx *tenant.Tx) error {
		row, err := findAssignment(tx, string(id))
		if err != nil {
			return err
		}
		a = roleAssignmentBinding.Read(row)
		return nil
	})
	return a, err
}

// Create implements [RoleAssignments].
func (m memoryRoleAssignments) Create(ctx context.Context, a NewRoleAssignment) (*RoleAssignment, error) {
	call := opRoleAssignmentsCreate.At().About(string(a.PrincipalID))
	body, err := a.body()
	if err != nil {
		return nil, call.Attribute(err)
	}
	var created *RoleAssignment
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		change, err := roleAssignmentProps.Body(body)
		if err != nil {
			return err
		}
		row, err := createAssignment(tx, change)
		if err != nil {
			return err
		}
		created = roleAssignmentBinding.Read(row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.s.Created(string(created.ID))
	return created, nil
}

// Delete implements [RoleAssignments].
func (m memoryRoleAssignments) Delete(ctx context.Context, id RoleAssignmentID) error {
	return m.s.Do(ctx, opRoleAssignmentsDelete.At(string(id)), func(tx *tenant.Tx) error {
		row, err := findAssignment(tx, string(id))
		if err != nil {
			return err
		}
		return unassign(tx, row)
	})
}

type memoryActivatedRoles struct{ s *tenant.Session }

var _ ActivatedRoles = memoryActivatedRoles{}

// List implements [ActivatedRoles].
func (m memoryActivatedRoles) List(ctx context.Context) iter.Seq2[*ActivatedRole, error] {
	return yieldAll(func() (roles []*ActivatedRole, err error) {
		err = m.s.Do(ctx, opActivatedRolesList.At(), func(tx *tenant.Tx) error {
			for role := range allActivated(tx) {
				roles = append(roles, roleObjectBinding.Read(role))
			}
			return nil
		})
		return roles, err
	})
}

// Get implements [ActivatedRoles].
func (m memoryActivatedRoles) Get(ctx context.Context, template admin365.RoleID) (role *ActivatedRole, err error) {
	err = m.s.Do(ctx, opActivatedRolesGet.At(string(template)), func(tx *tenant.Tx) error {
		row, err := activatedByTemplate(tx, string(template))
		if err != nil {
			return err
		}
		role = roleObjectBinding.Read(row)
		return nil
	})
	return role, err
}

// Activate implements [ActivatedRoles].
func (m memoryActivatedRoles) Activate(ctx context.Context, template admin365.RoleID) (*ActivatedRole, error) {
	call := opActivatedRolesActivate.At().About(string(template))
	body, err := encoded(activation{template})
	if err != nil {
		return nil, call.Attribute(err)
	}
	var activated *ActivatedRole
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		change, err := roleObjectProps.Body(body)
		if err != nil {
			return err
		}
		row, err := activateRole(tx, change)
		if err != nil {
			return err
		}
		activated = roleObjectBinding.Read(row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.s.Created(string(activated.TemplateID), string(activated.ID))
	return activated, nil
}

// Members implements [ActivatedRoles].
func (m memoryActivatedRoles) Members(ctx context.Context, template admin365.RoleID) iter.Seq2[*DirectoryObject, error] {
	return yieldAll(func() (members []*DirectoryObject, err error) {
		err = m.s.Do(ctx, opActivatedRolesMembers.At(string(template)), func(tx *tenant.Tx) error {
			role, err := activatedByTemplate(tx, string(template))
			if err != nil {
				return err
			}
			sees := sightOf(tx)
			for who := range membersOf(tx, api.Role(role.Template)) {
				members = append(members, sees.of(who).object())
			}
			return nil
		})
		return members, err
	})
}

// AddMember implements [ActivatedRoles].
func (m memoryActivatedRoles) AddMember(ctx context.Context, template admin365.RoleID, member admin365.ObjectID) error {
	call := opActivatedRolesAddMember.At(string(template))
	if err := checkRoleMember(call, member); err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		role, err := activatedByTemplate(tx, string(template))
		if err != nil {
			return err
		}
		return addRoleMember(tx, role, string(member))
	})
}

// RemoveMember implements [ActivatedRoles].
func (m memoryActivatedRoles) RemoveMember(ctx context.Context, template admin365.RoleID, member admin365.ObjectID) error {
	return m.s.Do(ctx, opActivatedRolesRemoveMember.At(string(template), string(member)), func(tx *tenant.Tx) error {
		role, err := activatedByTemplate(tx, string(template))
		if err != nil {
			return err
		}
		return removeRoleMember(tx, role, string(member))
	})
}

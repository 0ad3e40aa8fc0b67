package identity

import (
	"context"
	"iter"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// NewMemory returns the area over a tenant in memory. For package admin alone:
// programs begin with admin.NewMemory.
func NewMemory(s *tenant.Session) *Service {
	return &Service{
		Users: memoryUsers{s}, DeletedUsers: memoryDeletedUsers{s}, Managers: memoryManagers{s}, Profiles: memoryProfiles{s},
		Passwords: memoryPasswords{s}, Operations: memoryOperations{s}, Memberships: memoryMemberships{s},
		Roles: memoryRoles{s}, RoleAssignments: memoryRoleAssignments{s}, ActivatedRoles: memoryActivatedRoles{s},
		Groups: memoryGroups{s}, GroupMembers: memoryGroupMembers{s}, GroupOwners: memoryGroupOwners{s}, DeletedGroups: memoryDeletedGroups{s},
	}
}

type memoryUsers struct{ s *tenant.Session }

var _ Users = memoryUsers{}

// Create implements [Users].
func (m memoryUsers) Create(ctx context.Context, u NewUser) (*User, error) {
	call := opUsersCreate.At().About(u.UserPrincipalName)
	body, err := u.body()
	if err != nil {
		return nil, call.Attribute(err)
	}
	var created *User
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		change, err := userProps.Body(body)
		if err != nil {
			return err
		}
		row, err := createUser(tx, change)
		if err != nil {
			return err
		}
		created = userBinding.Answer(row, change)
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.s.Created(string(created.ID), created.UserPrincipalName)
	return created, nil
}

// Get implements [Users].
func (m memoryUsers) Get(ctx context.Context, id admin365.UserID) (user *User, err error) {
	err = m.s.Do(ctx, opUsersGet.At(string(id)), func(tx *tenant.Tx) error {
		row, err := readUser(tx, string(id))
		if err != nil {
			return err
		}
		user = userBinding.Read(row)
		return nil
	})
	return user, err
}

// Me implements [Users].
func (m memoryUsers) Me(ctx context.Context) (user *User, err error) {
	err = m.s.Do(ctx, opUsersMe.At(), func(tx *tenant.Tx) error {
		self, known := tx.Ports().Access.Self(tx)
		if !known {
			return api.MeNeedsUser.Err("")
		}
		row, err := readUser(tx, self.String())
		if err != nil {
			return err
		}
		user = userBinding.Read(row)
		return nil
	})
	return user, err
}

// List implements [Users].
func (m memoryUsers) List(ctx context.Context, q UserQuery) iter.Seq2[*User, error] {
	if err := q.check(); err != nil {
		return failed[User](opUsersList.At().Attribute(err))
	}
	q = q.clone()
	values, _ := q.query(strings.Join(userBinding.Names(), ","))
	call := opUsersList.At().With(values)
	return ranged(func(after *tenant.Position) (page []*User, next *tenant.Position, err error) {
		err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
			page, next, err = listUsers(tx, q, after)
			return err
		})
		return page, next, err
	})
}

// listUsers returns a page of the query, and where to go on.
func listUsers(tx *tenant.Tx, q UserQuery, after *tenant.Position) ([]*User, *tenant.Position, error) {
	query, err := q.parse()
	if err != nil {
		return nil, nil, err
	}
	if err := checkList(tx, query); err != nil {
		return nil, nil, err
	}
	rows, next := pageUsers(tx, query, after, pageLimit(query, query.Top))
	page := make([]*User, len(rows))
	for i, row := range rows {
		if len(q.Include) > 0 {
			page[i] = readIncluding(tx, row, query.Select)
		} else {
			page[i] = userBinding.Read(row)
		}
	}
	return page, next, nil
}

// ranged yields the pages that fetch returns, one after the other, each fetched
// when it is needed; the error comes once, as the last pair.
func ranged[T any](fetch func(after *tenant.Position) ([]*T, *tenant.Position, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var after *tenant.Position
		for {
			page, next, err := fetch(after)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, item := range page {
				if !yield(item, nil) {
					return
				}
			}
			if next == nil {
				return
			}
			after = next
		}
	}
}

// parse reads the query as the service would read it.
func (q UserQuery) parse() (*odata.Query[*userRow], error) {
	values, advanced := q.query("")
	return userProps.ParseQuery(odata.Options{Query: values, Advanced: advanced}, true)
}

// Count implements [Users].
func (m memoryUsers) Count(ctx context.Context, q UserQuery) (n int, err error) {
	call := opUsersCount.At()
	if err := q.check(); err != nil {
		return 0, call.Attribute(err)
	}
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		values := q.countQuery()
		query, err := userProps.ParseQuery(odata.Options{Query: values, Advanced: true}, true)
		if err != nil {
			return err
		}
		if err := checkList(tx, query); err != nil {
			return err
		}
		n = countUsers(tx, query)
		return nil
	})
	return n, err
}

// Update implements [Users].
func (m memoryUsers) Update(ctx context.Context, id admin365.UserID, p UserPatch) error {
	call := opUsersUpdate.At(string(id))
	body, err := p.body(call)
	if err != nil {
		return err
	}
	if err := m.s.Do(ctx, updateCall(id, body), func(tx *tenant.Tx) error { return patchUser(tx, string(id), body) }); err != nil {
		return err
	}
	if p.UserPrincipalName != nil {
		m.s.Created(string(id), *p.UserPrincipalName)
	}
	return nil
}

// Delete implements [Users].
func (m memoryUsers) Delete(ctx context.Context, id admin365.UserID) error {
	return m.s.Do(ctx, opUsersDelete.At(string(id)), func(tx *tenant.Tx) error { return deleteUser(tx, string(id)) })
}

// patchUser updates a user from the body of a PATCH.
func patchUser(tx *tenant.Tx, id string, body []byte) error {
	change, err := userProps.Body(body)
	if err != nil {
		return err
	}
	return updateUser(tx, id, change)
}

type memoryManagers struct{ s *tenant.Session }

var _ Managers = memoryManagers{}

// Get implements [Managers].
func (m memoryManagers) Get(ctx context.Context, id admin365.UserID) (user *User, err error) {
	err = m.s.Do(ctx, opManagersGet.At(string(id)), func(tx *tenant.Tx) error {
		row, err := managerOf(tx, string(id))
		if err != nil {
			return err
		}
		user = userBinding.Answer(row, nil)
		return nil
	})
	return user, err
}

// Set implements [Managers].
func (m memoryManagers) Set(ctx context.Context, id, manager admin365.UserID) error {
	call := opManagersSet.At(string(id))
	if err := checkManager(call, manager); err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return setManager(tx, string(id), string(manager)) })
}

// Remove implements [Managers].
func (m memoryManagers) Remove(ctx context.Context, id admin365.UserID) error {
	return m.s.Do(ctx, opManagersRemove.At(string(id)), func(tx *tenant.Tx) error { return removeManager(tx, string(id)) })
}

// Reports implements [Managers].
func (m memoryManagers) Reports(ctx context.Context, id admin365.UserID) iter.Seq2[*User, error] {
	return ranged(func(after *tenant.Position) (page []*User, next *tenant.Position, err error) {
		err = m.s.Do(ctx, opManagersReports.At(string(id)), func(tx *tenant.Tx) error {
			rows, at, err := reportsOf(tx, string(id), &odata.Query[*userRow]{}, after, maxPage)
			for _, row := range rows {
				page = append(page, userBinding.Answer(row, nil))
			}
			next = at
			return err
		})
		return page, next, err
	})
}

type memoryProfiles struct{ s *tenant.Session }

var _ Profiles = memoryProfiles{}

// Get implements [Profiles].
func (m memoryProfiles) Get(ctx context.Context, id admin365.UserID) (p *Profile, err error) {
	err = m.s.Do(ctx, opProfilesGet.At(string(id)), func(tx *tenant.Tx) error {
		row, err := readUser(tx, string(id))
		if err != nil {
			return err
		}
		p = profileBinding.Read(row)
		return nil
	})
	return p, err
}

// Update implements [Profiles].
func (m memoryProfiles) Update(ctx context.Context, id admin365.UserID, p ProfilePatch) error {
	call := opProfilesUpdate.At(string(id))
	body, err := p.body(call)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchUser(tx, string(id), body) })
}

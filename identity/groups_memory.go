package identity

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryGroups struct{ s *tenant.Session }

var _ Groups = memoryGroups{}

// Create implements [Groups].
func (m memoryGroups) Create(ctx context.Context, g NewGroup) (*Group, error) {
	call := opGroupsCreate.At().About(g.DisplayName)
	body, err := checkedGroup(call, g)
	if err != nil {
		return nil, err
	}
	var created *Group
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		change, err := groupProps.Body(body)
		if err != nil {
			return err
		}
		row, err := createGroup(tx, newGroup{change: change, members: texts(g.Members), owners: texts(g.Owners)})
		if err != nil {
			return err
		}
		created = groupBinding.Answer(row, change)
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.s.Created(string(created.ID))
	return created, nil
}

// Get implements [Groups].
func (m memoryGroups) Get(ctx context.Context, id admin365.GroupID) (*Group, error) {
	return readGroup(ctx, m.s, opGroupsGet.At(string(id)), findGroup)
}

// readGroup returns the group that find looks up.
func readGroup(ctx context.Context, s *tenant.Session, call api.Call, find func(*tenant.Tx, string) (*groupRow, error)) (g *Group, err error) {
	err = s.Do(ctx, call, func(tx *tenant.Tx) error {
		row, err := find(tx, call.IDs[0])
		if err != nil {
			return err
		}
		g = groupBinding.Read(row)
		return nil
	})
	return g, err
}

// List implements [Groups].
func (m memoryGroups) List(ctx context.Context, q GroupQuery) iter.Seq2[*Group, error] {
	if err := checkFilter(q.Filter); err != nil {
		return failed[Group](opGroupsList.At().Attribute(err))
	}
	q = q.clone()
	return listGroups(ctx, m.s, &opGroupsList, liveGroups, q)
}

// listGroups ranges over live groups or those in the bin.
func listGroups(ctx context.Context, s *tenant.Session, op *api.Op, set groupSet, q GroupQuery) iter.Seq2[*Group, error] {
	return ranged(func(after *tenant.Position) (page []*Group, next *tenant.Position, err error) {
		err = s.Do(ctx, op.At(), func(tx *tenant.Tx) error {
			values, advanced := q.query()
			query, err := groupProps.ParseQuery(odata.Options{Query: values, Advanced: advanced}, true)
			if err != nil {
				return err
			}
			rows, at := set.page(tx, query, after, query.Top)
			for _, row := range rows {
				page = append(page, groupBinding.Read(row))
			}
			next = at
			return nil
		})
		return page, next, err
	})
}

// Count implements [Groups].
func (m memoryGroups) Count(ctx context.Context, q GroupQuery) (n int, err error) {
	call := opGroupsCount.At()
	if err := checkFilter(q.Filter); err != nil {
		return 0, call.Attribute(err)
	}
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		query, err := groupProps.ParseQuery(odata.Options{Query: q.countQuery(), Advanced: true}, true)
		if err != nil {
			return err
		}
		n = liveGroups.count(tx, query)
		return nil
	})
	return n, err
}

// Update implements [Groups].
func (m memoryGroups) Update(ctx context.Context, id admin365.GroupID, p GroupPatch) error {
	call := opGroupsUpdate.At(string(id))
	body, err := p.body(call)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchGroup(tx, string(id), body) })
}

// Delete implements [Groups].
func (m memoryGroups) Delete(ctx context.Context, id admin365.GroupID) error {
	return m.s.Do(ctx, opGroupsDelete.At(string(id)), func(tx *tenant.Tx) error { return deleteGroup(tx, string(id)) })
}

type memoryDeletedGroups struct{ s *tenant.Session }

var _ DeletedGroups = memoryDeletedGroups{}

// List implements [DeletedGroups].
func (m memoryDeletedGroups) List(ctx context.Context) iter.Seq2[*Group, error] {
	return listGroups(ctx, m.s, &opDeletedGroupsList, binnedGroups, GroupQuery{})
}

// Get implements [DeletedGroups].
func (m memoryDeletedGroups) Get(ctx context.Context, id admin365.GroupID) (*Group, error) {
	return readGroup(ctx, m.s, opDeletedGroupsGet.At(string(id)), mustDeletedGroup)
}

// Restore implements [DeletedGroups].
func (m memoryDeletedGroups) Restore(ctx context.Context, id admin365.GroupID) (g *Group, err error) {
	err = m.s.Do(ctx, opDeletedGroupsRestore.At(string(id)), func(tx *tenant.Tx) error {
		row, err := restoreGroup(tx, string(id))
		if err != nil {
			return err
		}
		g = groupBinding.Answer(row, nil)
		return nil
	})
	return g, err
}

// Purge implements [DeletedGroups].
func (m memoryDeletedGroups) Purge(ctx context.Context, id admin365.GroupID) error {
	return m.s.Do(ctx, opDeletedGroupsPurge.At(string(id)), func(tx *tenant.Tx) error { return purgeGroup(tx, string(id)) })
}

type memoryGroupMembers struct{ s *tenant.Session }

var _ GroupMembers = memoryGroupMembers{}

// List implements [GroupMembers].
func (m memoryGroupMembers) List(ctx context.Context, group admin365.GroupID) iter.Seq2[*DirectoryObject, error] {
	return listObjects(ctx, m.s, opGroupMembersList.At(string(group)), relationOf(members, false))
}

// ListTransitive implements [GroupMembers].
func (m memoryGroupMembers) ListTransitive(ctx context.Context, group admin365.GroupID) iter.Seq2[*DirectoryObject, error] {
	return listObjects(ctx, m.s, opGroupMembersListTransitive.At(string(group)), relationOf(members, true))
}

// listObjects ranges over a relation of the object that the call names.
func listObjects(ctx context.Context, s *tenant.Session, call api.Call, r relation) iter.Seq2[*DirectoryObject, error] {
	return ranged(func(after *tenant.Position) (page []*DirectoryObject, next *tenant.Position, err error) {
		err = s.Do(ctx, call, func(tx *tenant.Tx) error {
			found, at, err := r.page(tx, call.IDs[0], after, maxPage, allObjects())
			for _, p := range found {
				page = append(page, p.object())
			}
			next = at
			return err
		})
		return page, next, err
	})
}

// Add implements [GroupMembers].
func (m memoryGroupMembers) Add(ctx context.Context, group admin365.GroupID, added ...admin365.ObjectID) error {
	call, err := membersAddCall(group, added)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return addMembers(tx, string(group), texts(added)) })
}

// Remove implements [GroupMembers].
func (m memoryGroupMembers) Remove(ctx context.Context, group admin365.GroupID, member admin365.ObjectID) error {
	return m.s.Do(ctx, opGroupMembersRemove.At(string(group), string(member)), func(tx *tenant.Tx) error {
		return removeMember(tx, string(group), string(member))
	})
}

type memoryGroupOwners struct{ s *tenant.Session }

var _ GroupOwners = memoryGroupOwners{}

// List implements [GroupOwners].
func (m memoryGroupOwners) List(ctx context.Context, group admin365.GroupID) iter.Seq2[*DirectoryObject, error] {
	return listObjects(ctx, m.s, opGroupOwnersList.At(string(group)), relationOf(owners, false))
}

// Add implements [GroupOwners].
func (m memoryGroupOwners) Add(ctx context.Context, group admin365.GroupID, owner admin365.ObjectID) error {
	call := opGroupOwnersAdd.At(string(group))
	if err := checkObjects(call, owners.property, owner); err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return addOwner(tx, string(group), string(owner)) })
}

// Remove implements [GroupOwners].
func (m memoryGroupOwners) Remove(ctx context.Context, group admin365.GroupID, owner admin365.ObjectID) error {
	return m.s.Do(ctx, opGroupOwnersRemove.At(string(group), string(owner)), func(tx *tenant.Tx) error {
		return removeOwner(tx, string(group), string(owner))
	})
}

type memoryMemberships struct{ s *tenant.Session }

var _ Memberships = memoryMemberships{}

// List implements [Memberships].
func (m memoryMemberships) List(ctx context.Context, user admin365.UserID) iter.Seq2[*DirectoryObject, error] {
	return listObjects(ctx, m.s, opMembershipsList.At(string(user)), membershipRelation(false))
}

// ListTransitive implements [Memberships].
func (m memoryMemberships) ListTransitive(ctx context.Context, user admin365.UserID) iter.Seq2[*DirectoryObject, error] {
	return listObjects(ctx, m.s, opMembershipsListTransitive.At(string(user)), membershipRelation(true))
}

package identitytest_test

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// listOfObjects is what lists of members yield.
type listOfObjects = iter.Seq2[*identity.DirectoryObject, error]

func brokenGroups() map[string]mistake {
	return map[string]mistake{
		"members-page-off-by-one": {
			func(s *identity.Service) { s.GroupMembers = hundredthLost{s.GroupMembers} },
			[]string{"GroupMembers.List/more-than-a-page"},
		},
		"members-one-after-the-other": {
			func(s *identity.Service) { s.GroupMembers = oneByOne{s.GroupMembers} },
			[]string{"GroupMembers.Add/all-or-nothing", "GroupMembers.Add/same-one-twice"},
		},
		"members-without-a-limit": {
			func(s *identity.Service) { s.GroupMembers = inParts{s.GroupMembers} },
			[]string{"GroupMembers.Add/twenty-and-no-more"},
		},
		"wrong-sentinel-of-a-member": {
			func(s *identity.Service) { s.GroupMembers = memberInvalid{s.GroupMembers} },
			[]string{
				"Concurrency/one-member-added-once", "GroupMembers.Add/all-or-nothing", "GroupMembers.Add/already-a-member",
			},
		},
		"swallowed-error-of-a-removal": {
			func(s *identity.Service) { s.GroupMembers = removalSwallower{s.GroupMembers} },
			[]string{
				"GroupMembers.Remove/no-member", "Groups.Delete/gone-everywhere", "IDs/odd-characters-everywhere",
				"IDs/unknown-object-of-the-directory", "Memberships.List/purged-member",
			},
		},
		"transitive-member-twice": {
			func(s *identity.Service) { s.GroupMembers = everyWay{s.GroupMembers} },
			[]string{"GroupMembers.ListTransitive/circles", "GroupMembers.ListTransitive/each-once"},
		},
		"owner-is-a-member": {
			func(s *identity.Service) { s.GroupOwners = ownerJoins{s.GroupOwners, s.GroupMembers} },
			[]string{"GroupMembers.List/nothing-before-it-is-ranged", "GroupOwners.Add/one-more"},
		},
		"last-owner-goes": {
			func(s *identity.Service) { s.GroupOwners = lastGoes{s.GroupOwners, s.Groups} },
			[]string{"GroupOwners.Remove/last-of-a-microsoft-365-group"},
		},
		"aliased-group": {
			func(s *identity.Service) { s.Groups = &aliasedGroups{Groups: s.Groups} },
			[]string{"Aliasing/answers-of-groups"},
		},
		"dropped-null-of-a-group": {
			func(s *identity.Service) { s.Groups = groupNullDropper{s.Groups} },
			[]string{"GroupPatch/null-clears-every-optional-field", "SyncedGroups/mastered-properties"},
		},
		"ignored-kind-of-a-group": {
			func(s *identity.Service) { s.Groups = kindless{s.Groups} },
			[]string{"GroupQuery/conditions-are-joined-by-and", "GroupQuery/every-condition/*"},
		},
		"restored-without-members": {
			func(s *identity.Service) { s.DeletedGroups = emptying{s.DeletedGroups, s.GroupMembers} },
			[]string{"DeletedGroups.Restore/with-members-and-owners"},
		},
	}
}

// hundredthLost loses the hundredth member, the last one of the first page.
type hundredthLost struct{ identity.GroupMembers }

func (l hundredthLost) List(ctx context.Context, group admin365.GroupID) listOfObjects {
	return func(yield func(*identity.DirectoryObject, error) bool) {
		n := 0
		for o, err := range l.GroupMembers.List(ctx, group) {
			if n++; n == 100 && err == nil {
				continue
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

// oneByOne adds members with a request each.
type oneByOne struct{ identity.GroupMembers }

func (o oneByOne) Add(ctx context.Context, group admin365.GroupID, members ...admin365.ObjectID) error {
	if len(members) < 1 || len(members) > 20 {
		return o.GroupMembers.Add(ctx, group, members...)
	}
	for _, m := range members {
		if err := o.GroupMembers.Add(ctx, group, m); err != nil {
			return err
		}
	}
	return nil
}

// inParts splits what the service would refuse.
type inParts struct{ identity.GroupMembers }

func (p inParts) Add(ctx context.Context, group admin365.GroupID, members ...admin365.ObjectID) error {
	for len(members) > 20 {
		if err := p.GroupMembers.Add(ctx, group, members[:20]...); err != nil {
			return err
		}
		members = members[20:]
	}
	return p.GroupMembers.Add(ctx, group, members...)
}

// memberInvalid goes by the status alone.
type memberInvalid struct{ identity.GroupMembers }

func (m memberInvalid) Add(ctx context.Context, group admin365.GroupID, members ...admin365.ObjectID) error {
	err := m.GroupMembers.Add(ctx, group, members...)
	if e, ok := errors.AsType[*admin365.Error](err); ok && errors.Is(err, admin365.ErrConflict) {
		e.Kind = admin365.ErrInvalid
	}
	return err
}

// removalSwallower takes it for done that nobody was there to be removed.
type removalSwallower struct{ identity.GroupMembers }

func (s removalSwallower) Remove(ctx context.Context, group admin365.GroupID, member admin365.ObjectID) error {
	if err := s.GroupMembers.Remove(ctx, group, member); !errors.Is(err, admin365.ErrNotFound) {
		return err
	}
	return nil
}

// everyWay follows members of members, and meets some of them more than once. It
// goes no deeper than the service's own list says, so that it comes to an end.
type everyWay struct{ identity.GroupMembers }

func (w everyWay) ListTransitive(ctx context.Context, group admin365.GroupID) listOfObjects {
	return func(yield func(*identity.DirectoryObject, error) bool) {
		direct := map[admin365.ObjectID]bool{}
		for o, err := range w.List(ctx, group) {
			if err != nil {
				break
			}
			direct[o.ID] = true
		}
		for o, err := range w.GroupMembers.ListTransitive(ctx, group) {
			if !yield(o, err) {
				return
			}
			if err != nil || o.Type != identity.GroupObject {
				continue
			}
			for inner, err := range w.List(ctx, admin365.GroupID(o.ID)) {
				if err == nil && direct[inner.ID] && inner.Type == identity.UserObject && !yield(inner, nil) {
					return
				}
			}
		}
	}
}

// ownerJoins makes an owner a member, as one of the service's pages does.
type ownerJoins struct {
	identity.GroupOwners
	members identity.GroupMembers
}

func (j ownerJoins) Add(ctx context.Context, group admin365.GroupID, owner admin365.ObjectID) error {
	err := j.GroupOwners.Add(ctx, group, owner)
	if err == nil {
		_ = j.members.Add(ctx, group, owner)
	}
	return err
}

// lastGoes says that the last owner of a team is gone.
type lastGoes struct {
	identity.GroupOwners
	groups identity.Groups
}

func (l lastGoes) Remove(ctx context.Context, group admin365.GroupID, owner admin365.ObjectID) error {
	err := l.GroupOwners.Remove(ctx, group, owner)
	if !errors.Is(err, admin365.ErrPrecondition) {
		return err
	}
	if g, failed := l.groups.Get(ctx, group); failed != nil || len(g.GroupTypes) == 0 {
		return err
	}
	return nil
}

// aliasedGroups returns the group that it returned before, as long as it is the
// same.
type aliasedGroups struct {
	identity.Groups
	mu    sync.Mutex
	known map[admin365.GroupID][2]*identity.Group
}

func (a *aliasedGroups) Get(ctx context.Context, id admin365.GroupID) (*identity.Group, error) {
	g, err := a.Groups.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if old, ok := a.known[g.ID]; ok && reflect.DeepEqual(old[1], g) {
		return old[0], nil
	}
	if a.known == nil {
		a.known = map[admin365.GroupID][2]*identity.Group{}
	}
	a.known[g.ID] = [2]*identity.Group{g, conform.Clone(g)}
	return g, nil
}

// groupNullDropper forgets what a patch clears.
type groupNullDropper struct{ identity.Groups }

func (d groupNullDropper) Update(ctx context.Context, id admin365.GroupID, p identity.GroupPatch) error {
	if p.Description.IsNull() {
		if p.Description = (admin365.Optional[string]{}); reflect.ValueOf(p).IsZero() {
			return nil
		}
	}
	return d.Groups.Update(ctx, id, p)
}

// kindless forgets a condition.
type kindless struct{ identity.Groups }

func (k kindless) List(ctx context.Context, q identity.GroupQuery) iter.Seq2[*identity.Group, error] {
	q.Unified = false
	return k.Groups.List(ctx, q)
}

func (k kindless) Count(ctx context.Context, q identity.GroupQuery) (int, error) {
	q.Unified = false
	return k.Groups.Count(ctx, q)
}

// emptying brings a group back without those who were in it.
type emptying struct {
	identity.DeletedGroups
	members identity.GroupMembers
}

func (e emptying) Restore(ctx context.Context, id admin365.GroupID) (*identity.Group, error) {
	g, err := e.DeletedGroups.Restore(ctx, id)
	if err != nil {
		return nil, err
	}
	var members []admin365.ObjectID
	for o, err := range e.members.List(ctx, id) {
		if err == nil {
			members = append(members, o.ID)
		}
	}
	for _, m := range members {
		_ = e.members.Remove(ctx, id, m)
	}
	return g, nil
}

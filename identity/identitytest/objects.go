package identitytest

import (
	"fmt"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// oid returns an id that the service returned as the id of an object.
func oid[T ~string](id T) admin365.ObjectID { return admin365.ObjectID(id) }

// objects returns the ids of users, as they are given to groups.
func objects(users ...*identity.User) []admin365.ObjectID {
	var list []admin365.ObjectID
	for _, u := range users {
		list = append(list, oid(u.ID))
	}
	return list
}

// crowd creates n people.
func crowd(c *run, n int) []*identity.User {
	c.Helper()
	var users []*identity.User
	for range n {
		users = append(users, create(c))
	}
	return users
}

// addMembers makes the objects members, at most 20 of them, or ends the case.
func addMembers(c *run, group admin365.GroupID, members ...admin365.ObjectID) {
	c.Helper()
	c.Must(c.S.Service.GroupMembers.Add(c.Context(), group, members...), "adding members")
}

// seqOfObjects is what lists of members, owners and memberships yield.
type seqOfObjects = iter.Seq2[*identity.DirectoryObject, error]

// objectsAre waits until the list yields exactly the objects, in any order.
func objectsAre(c *run, what string, list func() seqOfObjects, want ...admin365.ObjectID) {
	c.Helper()
	c.Eventually(func() error {
		got, err := conform.Collect(list())
		if err != nil {
			return fmt.Errorf("listing %s: %w", what, err)
		}
		if err := sameObjects(got, want); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return nil
	})
}

// sameObjects compares a list with the ids that it should have, in any order.
func sameObjects(got []*identity.DirectoryObject, want []admin365.ObjectID) error {
	var ids, wanted []string
	for _, o := range got {
		ids = append(ids, string(o.ID))
	}
	for _, id := range want {
		wanted = append(wanted, string(id))
	}
	return sameNames(ids, wanted)
}

// membersAre, ownersAre and the others wait until a list has exactly the
// objects.
func membersAre(c *run, group admin365.GroupID, want ...admin365.ObjectID) {
	c.Helper()
	objectsAre(c, "the members", func() seqOfObjects {
		return c.S.Service.GroupMembers.List(c.Context(), group)
	}, want...)
}

func transitiveMembersAre(c *run, group admin365.GroupID, want ...admin365.ObjectID) {
	c.Helper()
	objectsAre(c, "the transitive members", func() seqOfObjects {
		return c.S.Service.GroupMembers.ListTransitive(c.Context(), group)
	}, want...)
}

func ownersAre(c *run, group admin365.GroupID, want ...admin365.ObjectID) {
	c.Helper()
	objectsAre(c, "the owners", func() seqOfObjects {
		return c.S.Service.GroupOwners.List(c.Context(), group)
	}, want...)
}

func memberOf(c *run, user admin365.UserID, want ...admin365.ObjectID) {
	c.Helper()
	objectsAre(c, "the memberships", func() seqOfObjects {
		return c.S.Service.Memberships.List(c.Context(), user)
	}, want...)
}

func memberOfAll(c *run, user admin365.UserID, want ...admin365.ObjectID) {
	c.Helper()
	objectsAre(c, "the transitive memberships", func() seqOfObjects {
		return c.S.Service.Memberships.ListTransitive(c.Context(), user)
	}, want...)
}

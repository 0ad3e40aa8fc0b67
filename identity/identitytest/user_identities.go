package identitytest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// identityCases are about the identities with which users sign in elsewhere.
func identityCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Identities/unique", Needs: write, Source: docIdentity,
			Why: "a sign-in from elsewhere must lead to one person",
			Run: uniqueIdentities,
		},
		{
			Name: "Identities/back-from-the-bin", Needs: []string{CanWrite, HasDeletedUsers}, Source: docIdentity,
			Why: "who comes back must not sign in as somebody else",
			Run: func(c *run) {
				id := newIdentity()
				first := create(c, func(n *identity.NewUser) { n.Identities = id })
				discard(c, first.ID)
				second := create(c, func(n *identity.NewUser) { n.Identities = id })
				_, err := c.S.Service.DeletedUsers.Restore(c.Context(), first.ID, identity.UserRestore{})
				c.Refused(err, identityTaken(opRestore))
				update(c, second.ID, identity.UserPatch{Identities: []identity.ObjectIdentity{}})
				restore(c, first.ID, identity.UserRestore{})
				c.Refused(c.S.Service.Users.Update(c.Context(), second.ID, identity.UserPatch{Identities: id}), identityTaken(opUpdate))
			},
		},
	}
}

// newIdentity is the identity of somebody elsewhere.
func newIdentity() []identity.ObjectIdentity {
	return []identity.ObjectIdentity{{SignInType: "federated", Issuer: "google.com", IssuerAssignedID: conform.Unique()}}
}

// identityTaken is the refusal of an identity that somebody else has.
func identityTaken(op string) conform.Refusal {
	return conform.Refusal{
		Kind: admin365.ErrConflict, Code: "Request_BadRequest", Status: 400, Op: op,
		Properties: []string{"identities"}, DetailCode: "ObjectConflict",
	}
}

func uniqueIdentities(c *run) {
	id, other := newIdentity(), newIdentity()
	u := create(c, func(n *identity.NewUser) { n.Identities = append(newIdentity(), id...) })
	n := person(c)
	n.Identities = append(newIdentity(), id...)
	made, err := c.S.Service.Users.Create(c.Context(), n)
	c.Refused(err, identityTaken(opCreate))
	if made != nil {
		c.Errorf("Create answered a user beside its error: %+v", made)
	}
	// The spelling of a name that is the same to the service makes no other one.
	id[0].IssuerAssignedID = strings.ToUpper(id[0].IssuerAssignedID)
	n.Identities = id
	_, err = c.S.Service.Users.Create(c.Context(), n)
	c.Refused(err, identityTaken(opCreate))

	second := create(c, func(n *identity.NewUser) { n.Identities = other })
	was := get(c, second.ID)
	c.Refused(c.S.Service.Users.Update(c.Context(), second.ID, identity.UserPatch{Identities: id}), identityTaken(opUpdate))
	unchanged(c, was)
	// He may keep his own, and the id may be another issuer's too.
	elsewhere := id[0]
	elsewhere.Issuer = "facebook.com"
	update(c, second.ID, identity.UserPatch{Identities: append(other, elsewhere)})
	update(c, second.ID, identity.UserPatch{Identities: other})
	// What nobody has any more is free.
	update(c, u.ID, identity.UserPatch{Identities: []identity.ObjectIdentity{}})
	update(c, second.ID, identity.UserPatch{Identities: id})
}

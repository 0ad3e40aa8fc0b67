package identity

import (
	"iter"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// SelfServiceReset says for whom self-service password reset is on.
type SelfServiceReset struct {
	// Administrators are those who hold a role.
	Administrators bool
	// Everybody else, or those alone who are in the group.
	Everybody bool
	Group     tenant.Key
	// Licensed refuses it to those who are no administrators where the tenant has no
	// license for it.
	Licensed func() error
}

// ResetForgotten gives a person another password who has forgotten his, and unlocks
// him. For package admin alone: its parameters are of internal packages.
func ResetForgotten(tx *tenant.Tx, id, password string, on SelfServiceReset) error {
	row, err := findUser(tx, id)
	if err != nil {
		return err
	}
	// Who is in a group of the group is in it too.
	groupsOf := func(of tenant.Key) iter.Seq[tenant.Key] { return containing(tx, of) }
	allowed := on.Everybody || !on.Group.IsZero() && slices.Contains(closure(row.ID, groupsOf), on.Group)
	administrator := len(heldRoles(tx, row.ID)) > 0
	if administrator {
		allowed = on.Administrators
	}
	switch {
	case row.Synced == odata.True:
		return api.SyncedReadOnly.Err("")
	case !allowed || row.Enabled == odata.False:
		return &admin365.Error{Kind: admin365.ErrForbidden, Target: id, Message: "self-service password reset is not on for him"}
	}
	if !administrator {
		if err := on.Licensed(); err != nil {
			return err
		}
	}
	if err := checkPasswordIsHere(tx, row); err != nil {
		return err
	}
	policies, _ := userProps.Value(row, prop("passwordPolicies"))
	if err := checkPassword(password, policies); err != nil {
		return err
	}
	next := *row
	next.Password = hashPassword(password, tx.NewKey().Lo)
	userProps.Apply(&next, freshPassword(tx, row, passwordWire{}))
	tenant.In(tx, &signInFailures).Delete(row.ID)
	return tenant.In(tx, &users).Put(&next)
}

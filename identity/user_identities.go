package identity

import (
	"encoding/json"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// checkIdentitiesFree refuses identities of which another live user has one: an
// issuer and what it calls the user lead to one user in the tenant.
//
// Source: https://learn.microsoft.com/graph/api/resources/objectidentity
// Unverified: the text, that letter case does not count, and that who is in the bin
// leaves his identities to others.
func checkIdentitiesFree(tx *tenant.Tx, row *userRow) error {
	wanted := identitiesOf(row)
	if len(wanted) == 0 {
		return nil
	}
	for other := range tenant.In(tx, &users).Ordered(&usersWithIdentities, nil, false) {
		if other.ID == row.ID {
			continue
		}
		for _, theirs := range identitiesOf(other) {
			for _, ours := range wanted {
				if strings.EqualFold(ours.Issuer, theirs.Issuer) && strings.EqualFold(ours.IssuerAssignedID, theirs.IssuerAssignedID) {
					return api.ObjectConflict.Err("", "identities")
				}
			}
		}
	}
	return nil
}

// identitiesOf are the identities that name the user to their issuer. Guests of other
// organizations have one that does not.
func identitiesOf(row *userRow) []ObjectIdentity {
	text, set := userProps.Value(row, prop("identities"))
	if !set {
		return nil
	}
	var all, named []ObjectIdentity
	// The value was checked when it was written.
	_ = json.Unmarshal([]byte(text), &all)
	for _, id := range all {
		if id.IssuerAssignedID != "" {
			named = append(named, id)
		}
	}
	return named
}

// hasIdentities marks the users who have identities, for an index.
func hasIdentities(row *userRow) string {
	if _, set := userProps.Value(row, prop("identities")); set {
		return "set"
	}
	return ""
}

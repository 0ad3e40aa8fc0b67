package identity

import (
	"encoding/json"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// heldIdentity is an identity that a live user has: an issuer and what it calls him
// lead to one user in the tenant.
type heldIdentity struct {
	ID    tenant.Key `json:"id"`
	Owner tenant.Key `json:"owner"`
}

var (
	heldIdentities = tenant.Table[*heldIdentity]{
		Name: "identities", Internal: true, Key: func(r *heldIdentity) tenant.Key { return r.ID },
		Indexes: []*tenant.Index[*heldIdentity]{&identitiesByOwner},
	}
	identitiesByOwner = tenant.Index[*heldIdentity]{Name: "owner", Ref: func(r *heldIdentity) tenant.Key { return r.Owner }}
)

// holdIdentities gives a live user his identities, and refuses one that another live
// user has. Who is in the bin holds none.
//
// Source: https://learn.microsoft.com/graph/api/resources/objectidentity
// Unverified: the text, that letter case does not count, and that who is in the bin
// leaves his identities to others.
func holdIdentities(tx *tenant.Tx, owner tenant.Key, list []ObjectIdentity) error {
	rows := tenant.In(tx, &heldIdentities)
	for held := range rows.Referring(&identitiesByOwner, owner) {
		rows.Delete(held.ID)
	}
	for _, id := range list {
		key := tenant.NameKey("identity", tenant.Fold(id.Issuer)+"\x00"+tenant.Fold(id.IssuerAssignedID))
		if held, taken := rows.Get(key); taken && held.Owner != owner {
			return api.ObjectConflict.Err("", "identities")
		}
		if err := rows.Put(&heldIdentity{key, owner}); err != nil {
			return err
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

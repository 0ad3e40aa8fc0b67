package billing

import (
	"encoding/binary"
	"hash/fnv"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// holdingRow is one way in which a user came by a product: directly (no group) or by
// one group. It stays while the user is in the bin, where it takes no seat.
type holdingRow struct {
	User     tenant.Key   `json:"user"`
	SKU      tenant.Key   `json:"sku"`
	Group    tenant.Key   `json:"group,omitzero"`
	Disabled []tenant.Key `json:"disabledPlans,omitzero"`
	// Error is why it does not work; one with an error takes no seat.
	Error   admin365.LicenseStateError `json:"error,omitzero"`
	Updated time.Time                  `json:"updated"`
	// Kept: the group or the member is gone, and a dependency keeps the license.
	Kept bool `json:"kept,omitzero"`
}

var (
	holdings = tenant.Table[*holdingRow]{
		Name: "licenses", Key: holdingKey, Label: holdingLabel,
		Indexes: []*tenant.Index[*holdingRow]{&holdingsByUser, &holdingsBySKU, &holdingsByGroup, &failingByGroup},
	}
	holdingsByUser  = tenant.Index[*holdingRow]{Name: "user", Ref: func(r *holdingRow) tenant.Key { return r.User }}
	holdingsBySKU   = tenant.Index[*holdingRow]{Name: "sku", Ref: func(r *holdingRow) tenant.Key { return r.SKU }}
	holdingsByGroup = tenant.Index[*holdingRow]{Name: "group", Ref: func(r *holdingRow) tenant.Key { return r.Group }}
	// failingByGroup finds what did not get through to members without going through
	// all of them.
	failingByGroup = tenant.Index[*holdingRow]{Name: "failing", Ref: func(r *holdingRow) tenant.Key {
		if r.Error == "" {
			return tenant.Key{}
		}
		return r.Group
	}}
)

func holdingLabel(r *holdingRow) string { return partNumber(r.SKU) + " of " + r.User.String() }

func holdingKey(r *holdingRow) tenant.Key { return holdingKeyOf(r.User, r.SKU, r.Group) }

// holdingKeyOf is the key of a holding. It begins as the user's, so that the holders
// of a product come in the order of their ids, and ends in a hash of all.
func holdingKeyOf(user, sku, group tenant.Key) tenant.Key {
	h := fnv.New64a()
	var raw [48]byte
	for i, word := range []uint64{user.Hi, user.Lo, sku.Hi, sku.Lo, group.Hi, group.Lo} {
		binary.BigEndian.PutUint64(raw[8*i:], word)
	}
	// A hash in memory never fails.
	_, _ = h.Write(raw[:])
	return tenant.Key{Hi: user.Hi, Lo: h.Sum64()}
}

// works reports whether the holding gives its user the product.
func (r *holdingRow) works() bool { return r.Error == "" }

// usageRow counts the live users who have a product.
type usageRow struct {
	SKU      tenant.Key `json:"sku"`
	Consumed int        `json:"consumed"`
}

var usages = tenant.Table[*usageRow]{
	Name: "licenseUsage", Internal: true, Key: func(r *usageRow) tenant.Key { return r.SKU },
	Label: func(r *usageRow) string { return partNumber(r.SKU) },
}

// groupRow is what a group gives to its members.
type groupRow struct {
	ID       tenant.Key `json:"id"`
	Licenses []given    `json:"licenses"`
	// Processing is how far the service is, and Round which change it is at: what was
	// scheduled for an earlier one is passed over.
	Processing ProcessingState `json:"processing"`
	Round      int             `json:"round"`
}

// given is a product with the plans of it that are switched off.
type given struct {
	SKU      tenant.Key   `json:"sku"`
	Disabled []tenant.Key `json:"disabledPlans,omitzero"`
}

var licensedGroups = tenant.Table[*groupRow]{
	Name: "groupLicenses", Key: func(r *groupRow) tenant.Key { return r.ID },
}

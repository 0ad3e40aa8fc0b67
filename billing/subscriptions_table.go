package billing

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// subscriptionRow is something that was bought.
type subscriptionRow struct {
	ID       tenant.Key        `json:"id"`
	Commerce tenant.Key        `json:"commerce,omitzero"`
	SKU      tenant.Key        `json:"sku"`
	Status   Status            `json:"status"`
	Trial    bool              `json:"trial,omitzero"`
	Seats    int               `json:"seats"`
	Created  time.Time         `json:"created"`
	Next     time.Time         `json:"next,omitzero"`
	Partner  admin365.TenantID `json:"partner,omitzero"`
	// Term is how long a renewed term is, and AutoRenew whether one begins by itself.
	Term      time.Duration `json:"term"`
	AutoRenew bool          `json:"autoRenew,omitzero"`
}

var (
	subscriptions = tenant.Table[*subscriptionRow]{
		Name: "subscriptions", Key: func(r *subscriptionRow) tenant.Key { return r.ID },
		Label:   func(r *subscriptionRow) string { return partNumber(r.SKU) + " " + r.ID.String() },
		Indexes: []*tenant.Index[*subscriptionRow]{&subscriptionsBySKU, &subscriptionsByCommerce, &subscriptionsByCreation},
	}
	subscriptionsBySKU      = tenant.Index[*subscriptionRow]{Name: "sku", Ref: func(r *subscriptionRow) tenant.Key { return r.SKU }}
	subscriptionsByCommerce = tenant.Index[*subscriptionRow]{Name: "commerce", Ref: func(r *subscriptionRow) tenant.Key { return r.Commerce }}
	subscriptionsByCreation = tenant.Index[*subscriptionRow]{Name: "created", Ref: func(r *subscriptionRow) tenant.Key { return tenant.TimeKey(r.Created) }}
)

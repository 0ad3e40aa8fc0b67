package billing

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// bought are the subscriptions of a product, by creation.
func bought(tx *tenant.Tx, sku tenant.Key) []*subscriptionRow {
	rows := slices.Collect(tenant.In(tx, &subscriptions).Referring(&subscriptionsBySKU, sku))
	slices.SortStableFunc(rows, func(a, b *subscriptionRow) int { return a.Created.Compare(b.Created) })
	return rows
}

// owned reports whether the tenant has bought the product, whatever became of it.
func owned(tx *tenant.Tx, sku tenant.Key) bool {
	for range tenant.In(tx, &subscriptions).Referring(&subscriptionsBySKU, sku) {
		return true
	}
	return false
}

// unitsOf sums the seats of a product by the state of what was bought.
func unitsOf(tx *tenant.Tx, sku tenant.Key) (units PrepaidUnits) {
	for row := range tenant.In(tx, &subscriptions).Referring(&subscriptionsBySKU, sku) {
		switch row.Status {
		case StatusEnabled:
			units.Enabled += row.Seats
		case StatusWarning:
			units.Warning += row.Seats
		case StatusSuspended:
			units.Suspended += row.Seats
		case StatusLockedOut:
			units.LockedOut += row.Seats
		default:
		}
	}
	return units
}

// status is the best state that any of the subscriptions is in.
// Derived: Microsoft does not say which wins.
func status(rows []*subscriptionRow) Status {
	for _, s := range []Status{StatusEnabled, StatusWarning, StatusSuspended, StatusLockedOut} {
		if slices.ContainsFunc(rows, func(r *subscriptionRow) bool { return r.Status == s && r.Seats > 0 }) {
			return s
		}
	}
	if len(rows) > 0 && rows[len(rows)-1].Status != StatusDeleted {
		return rows[len(rows)-1].Status
	}
	return StatusDeleted
}

// allSKUs are the products that the tenant owns, by part number.
func allSKUs(tx *tenant.Tx) (list []*SKU) {
	for i := range bundles {
		if sku := bundles[i].Key; owned(tx, sku) {
			list = append(list, skuOf(tx, sku))
		}
	}
	return list
}

// skuOf is a product as the tenant owns it.
func skuOf(tx *tenant.Tx, sku tenant.Key) *SKU {
	g, _ := goodsOf(sku)
	rows := bought(tx, sku)
	s := &SKU{
		ID: subscribedID(tx, sku), SKUID: g.ID, PartNumber: g.PartNumber, AppliesTo: AppliesToUser,
		CapabilityStatus: status(rows), ConsumedUnits: consumed(tx, sku), PrepaidUnits: unitsOf(tx, sku),
		AccountID: accountID(tx), AccountName: accountName,
	}
	if g.Company {
		s.AppliesTo = AppliesToCompany
	}
	s.ServicePlans = g.servicePlans(planStatus(s.CapabilityStatus))
	for _, row := range rows {
		s.SubscriptionIDs = append(s.SubscriptionIDs, SubscriptionID(row.ID.String()))
	}
	return s
}

// planStatus is how the plans of a product stand, by the product's own status.
func planStatus(s Status) func(admin365.ServicePlanID) string {
	return func(admin365.ServicePlanID) string {
		if s == StatusEnabled || s == StatusWarning {
			return planSuccess
		}
		return planDisabled
	}
}

// subscribedID is the id of a product in the tenant.
func subscribedID(tx *tenant.Tx, sku tenant.Key) SubscribedSKUID {
	return SubscribedSKUID(string(tx.TenantID()) + "_" + sku.String())
}

// findSKU returns the product that the tenant owns under the id.
func findSKU(tx *tenant.Tx, id string) (*SKU, error) {
	for i := range bundles {
		sku := bundles[i].Key
		if tenant.Fold(string(subscribedID(tx, sku))) == tenant.Fold(id) && owned(tx, sku) {
			return skuOf(tx, sku), nil
		}
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

// accountID and accountName are the account that all was bought with: the tenant's own.
func accountID(tx *tenant.Tx) string { return string(tx.TenantID()) }

const accountName = "Default account"

// ownerID is who administers the account: the tenant's first administrator, if he is
// there still.
func ownerID(tx *tenant.Tx) string {
	for _, domain := range []string{tx.Ports().Domains.Default(tx), tx.Ports().Domains.Initial(tx)} {
		if p, err := tx.Ports().Directory.Person(tx, "admin@"+domain); err == nil {
			return p.ID.String()
		}
	}
	return ""
}

// allSubscriptions are the subscriptions by creation.
func allSubscriptions(tx *tenant.Tx) (list []*Subscription) {
	for row := range tenant.In(tx, &subscriptions).ByRef(&subscriptionsByCreation, nil, false) {
		list = append(list, subscriptionOf(tx, row))
	}
	return list
}

// findSubscription returns the subscription with that id.
func findSubscription(tx *tenant.Tx, id string) (*subscriptionRow, error) {
	if key, ok := tenant.ParseKey(id); ok {
		if row, found := tenant.In(tx, &subscriptions).Get(key); found {
			return row, nil
		}
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

// findByCommerce returns the subscription that commerce knows by the id.
func findByCommerce(tx *tenant.Tx, id string) (*subscriptionRow, error) {
	if key, ok := tenant.ParseKey(id); ok {
		for row := range tenant.In(tx, &subscriptions).Referring(&subscriptionsByCommerce, key) {
			return row, nil
		}
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

// subscriptionOf is a subscription as people see it.
func subscriptionOf(tx *tenant.Tx, row *subscriptionRow) *Subscription {
	g, _ := goodsOf(row.SKU)
	s := &Subscription{
		ID: SubscriptionID(row.ID.String()), SKUID: g.ID, PartNumber: g.PartNumber, Status: row.Status, IsTrial: row.Trial,
		TotalLicenses: row.Seats, CreatedDateTime: row.Created, NextLifecycleDateTime: row.Next,
		OwnerID: ownerID(tx), OwnerType: "User", OwnerTenantID: row.Partner,
		ServiceStatus: g.servicePlans(planStatus(row.Status)),
	}
	if !row.Commerce.IsZero() {
		s.CommerceSubscriptionID = CommerceSubscriptionID(row.Commerce.String())
	}
	return s
}

// detailsID is the id of a product that a user has: tenant and product as .NET lays
// GUIDs out, the first three parts turned around.
// Derived: the vendor's samples decode so.
func detailsID(tx *tenant.Tx, sku tenant.Key) string {
	raw := make([]byte, 0, 32)
	of, _ := tenant.ParseKey(string(tx.TenantID()))
	for _, key := range []tenant.Key{of, sku} {
		raw = binary.LittleEndian.AppendUint32(raw, uint32(key.Hi>>32))
		raw = binary.LittleEndian.AppendUint16(raw, uint16(key.Hi>>16)) //nolint:gosec // It is cut on purpose.
		raw = binary.LittleEndian.AppendUint16(raw, uint16(key.Hi))     //nolint:gosec // It is cut on purpose.
		raw = binary.BigEndian.AppendUint64(raw, key.Lo)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// jobLifecycle is a subscription passing on to the next stage of its life.
const jobLifecycle = "subscription lifecycle"

type lifecycleArgs struct {
	ID tenant.Key `json:"id"`
	At time.Time  `json:"at"`
}

// put writes a subscription and schedules what comes next.
func (r *subscriptionRow) put(tx *tenant.Tx) error {
	if err := tenant.In(tx, &subscriptions).Put(r); err != nil {
		return err
	}
	if r.Next.IsZero() {
		return nil
	}
	return tx.Schedule(r.Next, jobLifecycle, lifecycleArgs{r.ID, r.Next})
}

// passOn is the job: the subscription goes to its next stage, unless it was renewed
// meanwhile.
func passOn(tx *tenant.Tx, args lifecycleArgs) error {
	row, ok := tenant.In(tx, &subscriptions).Get(args.ID)
	if !ok || !row.Next.Equal(args.At) {
		return nil
	}
	next := *row
	switch row.Status {
	case StatusEnabled:
		if row.AutoRenew && !row.Trial {
			next.Next = row.Next.Add(row.Term)
			break
		}
		next.Status, next.Next = StatusWarning, row.Next.Add(GracePeriod)
	case StatusWarning:
		if row.Trial {
			next.Status, next.Next = StatusDeleted, time.Time{}
			break
		}
		next.Status, next.Next = StatusSuspended, row.Next.Add(SuspendedPeriod)
	default:
		next.Status, next.Next = StatusDeleted, time.Time{}
	}
	return next.put(tx)
}

// licenses answers other areas' questions about what was bought.
type licenses struct{}

// Premium implements the port.
func (licenses) Premium(tx *tenant.Tx) bool {
	for row := range tenant.In(tx, &subscriptions).All() {
		if row.runs() && row.premium() {
			return true
		}
	}
	return false
}

// runs reports whether the subscription gives what was bought.
func (r *subscriptionRow) runs() bool {
	return r.Seats > 0 && (r.Status == StatusEnabled || r.Status == StatusWarning)
}

// The plans of Microsoft Entra ID P1 and P2.
const (
	planEntraP1 = "41781fb2-bc02-4b7c-bd55-b576c07bb09d"
	planEntraP2 = "eec0eb4f-6444-4f95-aba0-50c24d67f998"
)

// premium reports whether the subscription holds one of them.
func (r *subscriptionRow) premium() bool {
	g, ok := goodsOf(r.SKU)
	return ok && (g.has(tenant.MustKey(planEntraP1)) || g.has(tenant.MustKey(planEntraP2)))
}

package billing

// Service is the area's interfaces in one struct. Replace a field to replace a
// part, as a failure test does:
//
//	type flaky struct{ billing.Licenses }
//	func (flaky) Assign(context.Context, admin365.UserID, billing.LicenseChange) error { return errors.New("down") }
//	c.Billing.Licenses = flaky{c.Billing.Licenses}
type Service struct {
	// SKUs are the products that the tenant owns.
	SKUs SKUs
	// Licenses are the products that people have.
	Licenses Licenses
	// GroupLicenses are the products that groups give to their members.
	GroupLicenses GroupLicenses
	// Subscriptions are what was bought.
	Subscriptions Subscriptions
}

// Package billing is what a tenant has bought, and who uses it: the products, the
// licenses of people and of groups, and the subscriptions that pay for them.
//
// # Products
//
// [SKUs] are the products that the tenant owns, each with its seats in every state
// and the service plans that it holds. [Available] says how many seats are free;
// [FindSKU] finds a product by the name that people know it by:
//
//	e3, err := billing.FindSKU(ctx, c.Billing.SKUs, "Microsoft 365 E3") // or "SPE_E3", or its id
//	if billing.Available(e3) < len(starters) { … }
//
// # Licenses
//
// [Licenses] gives products to people and takes them away, several in one step: the
// service judges what a person has at the end, so that a product and what it needs
// go together. A person needs a usage location before.
//
//	err := c.Billing.Licenses.Assign(ctx, "adele@contoso.com", billing.LicenseChange{
//		Add:    []admin365.AssignedLicense{{SKUID: e3.SKUID}},
//		Remove: []admin365.SKUID{old.SKUID},
//	})
//
// To add a product that the person has already replaces its disabled plans. Taking a
// license away is felt: after 30 days the mailbox is gone.
//
// # Licenses of groups
//
// [GroupLicenses] gives products to a group, whose members then inherit them. The
// service answers at once and works on; [GroupLicenses.Get] says how far it is, and
// [GroupLicenses.MembersWithErrors] who did not get what, and why. What is inherited
// cannot be taken away from a person directly.
//
// # Subscriptions
//
// [Subscriptions] are what was bought, when, how many seats, and what comes next:
// a subscription that is not renewed is first Warning, then Suspended, then Deleted;
// [Lifecycle] has the dates. Buying is another matter: a customer has no public API
// for it but for one kind of agreement.
//
// # Who may do what
//
// Every member may read products. A License Administrator or a User Administrator
// assigns licenses; groups take a Groups Administrator or a License Administrator.
// docs/permissions.md lists it.
//
// # Two implementations
//
// Programs get the area as the field Billing of a client of package admin: of a live
// tenant, or of one in memory that keeps the same rules. [Backstage] is what others
// do to the latter: seats are bought, a subscription expires.
package billing

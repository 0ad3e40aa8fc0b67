package billing_test

import (
	"context"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

// What the tenant owns, how many seats of it are free, and who has the others.
func Example() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	for sku, err := range c.Billing.SKUs.List(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if sku.ConsumedUnits == 0 || billing.Available(sku) > 1000 {
			continue
		}
		fmt.Printf("%s: %d free\n", billing.ProductName(sku.SKUID), billing.Available(sku))
	}
	pro, err := billing.FindSKU(ctx, c.Billing.SKUs, "Power BI Pro")
	if err != nil {
		fmt.Println(err)
		return
	}
	for user, err := range c.Billing.Licenses.Holders(ctx, pro.SKUID) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(pro.PartNumber, "has", user.DisplayName)
	}
	// Output:
	// Dynamics 365 Customer Engagement Plan: 13 free
	// Power BI Pro: 8 free
	// Microsoft 365 E3: 88 free
	// Microsoft 365 E5: 16 free
	// POWER_BI_PRO has Megan Bowen
	// POWER_BI_PRO has Lee Gu
}

// Somebody is given a product, with one of its plans switched off. Where no seat is
// free the error says so.
func ExampleLicenses() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	e5, err := billing.FindSKU(ctx, c.Billing.SKUs, "SPE_E5")
	if err != nil {
		fmt.Println(err)
		return
	}
	var off []admin365.ServicePlanID
	for _, plan := range e5.ServicePlans {
		if plan.Name == "YAMMER_ENTERPRISE" {
			off = append(off, plan.ID)
		}
	}
	// In one step: the service judges what he has at the end.
	err = c.Billing.Licenses.Assign(ctx, "AdeleV@contoso.com", billing.LicenseChange{
		Add:    []admin365.AssignedLicense{{SKUID: e5.SKUID, DisabledPlans: off}},
		Remove: []admin365.SKUID{"05e9a617-0261-4cee-bb44-138d3ef5d965"}, // Microsoft 365 E3
	})
	if err != nil {
		fmt.Println(err) // errors.Is(err, billing.ErrNoSeats), if all seats are taken.
		return
	}
	for product, err := range c.Billing.Licenses.Details(ctx, "AdeleV@contoso.com") {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, plan := range product.ServicePlans {
			if plan.ProvisioningStatus == "Disabled" {
				fmt.Println(product.PartNumber, "without", plan.Name)
			}
		}
	}
	// Output: SPE_E5 without YAMMER_ENTERPRISE
}

// A group gives a product to its members. The service works on after its answer; a
// program that needs to know waits until it is done, and then looks who got nothing.
func ExampleGroupLicenses() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	adele, err := c.Identity.Users.Get(ctx, "AdeleV@contoso.com")
	if err != nil {
		fmt.Println(err)
		return
	}
	stores, err := c.Identity.Groups.Create(ctx, identity.NewGroup{
		DisplayName: "sg-Stores", MailNickname: "sg-Stores", Members: []admin365.ObjectID{admin365.ObjectID(adele.ID)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	visio, err := billing.FindSKU(ctx, c.Billing.SKUs, "Visio Plan 2")
	if err != nil {
		fmt.Println(err)
		return
	}
	licenses := c.Billing.GroupLicenses
	if err := licenses.Assign(ctx, stores.ID, billing.LicenseChange{Add: []admin365.AssignedLicense{{SKUID: visio.SKUID}}}); err != nil {
		fmt.Println(err)
		return
	}
	for {
		group, err := licenses.Get(ctx, stores.ID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(group.Processing)
		if group.Processing == billing.ProcessingComplete {
			break
		}
		c.Advance(time.Second) // Elsewhere: time.Sleep, and an end.
	}
	for user, err := range licenses.MembersWithErrors(ctx, stores.ID) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("without:", user.DisplayName, user.States)
	}
	got, err := c.Billing.Licenses.Get(ctx, adele.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, state := range got.States {
		fmt.Println(billing.ProductName(state.SKUID), state.State, "by the group:", state.AssignedByGroup == stores.ID)
	}
	// Output:
	// QueuedForProcessing
	// ProcessingInProgress
	// ProcessingComplete
	// Microsoft 365 E3 Active by the group: false
	// Visio Plan 2 Active by the group: true
}

// What becomes of a subscription that nobody renews.
func ExampleLifecycle() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	// In a tenant in memory others buy: the admin center, or a partner.
	bought, err := c.Backstage.Billing.Buy(ctx, billing.Purchase{SKUID: "078d2b04-f1bd-4111-bbd4-b4b1b354cef4", Seats: 25})
	if err != nil {
		fmt.Println(err)
		return
	}
	subscription, err := c.Billing.Subscriptions.Get(ctx, bought.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(subscription.PartNumber, subscription.TotalLicenses)
	for _, stage := range billing.Lifecycle(subscription) {
		fmt.Println(stage.Status, "from", stage.From.Format(time.DateOnly))
	}
	c.Advance(400 * 24 * time.Hour)
	later, err := c.Billing.Subscriptions.Get(ctx, bought.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("after 400 days:", later.Status)
	// Output:
	// AAD_PREMIUM 25
	// Enabled from 2026-01-05
	// Warning from 2027-01-05
	// Suspended from 2027-02-04
	// Deleted from 2027-05-05
	// after 400 days: Suspended
}

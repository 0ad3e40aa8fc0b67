package instances_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// A line for each instance of the tenant: what it has, what it gets, and who decides.
func ExampleCalendar() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	for line, err := range instances.Calendar(ctx, c.Instances) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if line.Product != instances.ProductCentral || line.Next == nil {
			continue
		}
		on := "when it is released"
		if !line.Next.At.IsZero() {
			on = "on " + line.Next.At.Format(time.DateOnly)
		}
		fmt.Printf("%s: %s, then %s %s\n", line.Name, line.Version, line.Next.Version, on)
	}
	// Output:
	// Production: 27.1.39700.0, then 27.2 on 2026-01-17
	// Production-UK: 26.5.39000.0, then 27.2 on 2026-01-12
	// Sandbox: 27.2.39900.0, then 27.3 when it is released
}

// An update is selected, which approves it, and given a day; it begins in the window.
func ExampleCentralUpdates() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	updates := c.Instances.Central.Updates
	uk := instances.Central("Production-UK")
	update, err := updates.Select(ctx, uk, instances.Target{Version: "27.2"}, instances.Schedule{
		At: time.Date(2026, time.January, 24, 22, 0, 0, 0, time.UTC),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(update.Version, update.Status, update.At.Format(time.DateOnly))

	// There is no way to decline it.
	fmt.Println(errors.Is(updates.Decline(ctx, uk, update.Target()), admin365.ErrUnsupported))

	c.Advance(21 * 24 * time.Hour)
	e, err := c.Instances.Central.Environments.Get(ctx, uk)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Status, e.ApplicationVersion)
	// Output:
	// 27.2 scheduled 2026-01-25
	// true
	// Active 27.2.39900.0
}

// Who is told about updates by mail.
func ExampleCentralRecipients() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	recipient, err := c.Instances.Central.Recipients.Add(ctx, instances.NewCentralRecipient{Name: "Operations", Email: "operations@contoso.com"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(recipient.Name, recipient.Email)
	// Output: Operations operations@contoso.com
}

// A version of Finance and Operations is applied now: there are no dates.
func ExampleFinOpsUpdates() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	uat, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-uat")
	if err != nil {
		fmt.Println(err)
		return
	}
	op, err := c.Instances.FinOps.Updates.Apply(ctx, uat.ID, "10.0.46.2")
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(12 * time.Hour)
	if op, err = instances.Wait(ctx, c.Instances.FinOps.Updates, op.ID, admin365.WaitOptions{}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(op.State)
	// Output: Succeeded
}

// On which days Microsoft updates Finance and Operations by itself.
func ExampleFinOpsSettings() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	uat, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-uat")
	if err != nil {
		fmt.Println(err)
		return
	}
	maintenance, err := c.Instances.FinOps.Settings.SetMaintenance(ctx, uat.ID, instances.FinOpsMaintenancePatch{Days: []instances.Weekday{"Saturday"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(maintenance.Days, maintenance.Cadence)
	// Output: [Saturday] EveryUpdate
}

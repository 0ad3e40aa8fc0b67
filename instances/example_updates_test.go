package instances_test

import (
	"context"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

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

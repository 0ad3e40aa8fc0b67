package instances_test

import (
	"context"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// An environment that was deleted by mistake comes back, closed.
func ExampleLifecycle() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	dev, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-dev")
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err = c.Instances.Lifecycle.Delete(ctx, dev.ID, instances.Expect{Name: "Contoso Dev", Type: instances.Sandbox}); err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(time.Hour)
	for e, err := range c.Instances.Lifecycle.Deleted(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("in the bin:", e.DisplayName)
	}
	if _, err = c.Instances.Lifecycle.Recover(ctx, dev.ID); err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(time.Hour)
	dev, err = c.Instances.Environments.Get(ctx, dev.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(dev.DisplayName, dev.Runtime)
	// Output:
	// in the bin: Contoso Dev
	// Contoso Dev AdminMode
}

// Administration mode keeps people out while something is done.
func ExampleAdminMode() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	uat, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-uat")
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err = c.Instances.AdminMode.Enter(ctx, uat.ID, instances.AdminModeOptions{}); err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(time.Minute)
	uat, err = c.Instances.Environments.Get(ctx, uat.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(uat.Runtime, uat.Dataverse.BackgroundOperations)
	if _, err = c.Instances.AdminMode.Leave(ctx, uat.ID); err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(time.Minute)
	uat, err = c.Instances.Environments.Get(ctx, uat.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(uat.Runtime, uat.Dataverse.BackgroundOperations)
	// Output:
	// AdminMode Disabled
	// Enabled Enabled
}

// A sandbox is backed up, and put back to that moment.
func ExampleBackups() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	uat, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-uat")
	if err != nil {
		fmt.Println(err)
		return
	}
	backup, err := c.Instances.Backups.Create(ctx, uat.ID, instances.NewBackup{Label: "before the release"})
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(time.Hour)
	op, err := c.Instances.Backups.Restore(ctx, uat.ID, instances.Expect{Name: "Contoso UAT", Type: instances.Sandbox}, instances.Restoration{
		Source: uat.ID, Point: backup.Point,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(24 * time.Hour)
	op, err = instances.Wait(ctx, c.Instances.Operations, op.ID, admin365.WaitOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(backup.Label, op.Kind, op.State)
	// Output: before the release Restore Succeeded
}

// A sandbox begins anew, with another name and address.
func ExampleResets() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	dev, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-dev")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.Instances.Resets.Reset(ctx, dev.ID, instances.Expect{Name: "Contoso Dev", Type: instances.Sandbox}, instances.EnvironmentReset{
		DisplayName: "Contoso Lab", DomainName: "contoso-lab",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(time.Hour)
	dev, err = instances.WaitReady(ctx, c.Instances.Environments, dev.ID, admin365.WaitOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(dev.DisplayName, dev.Links().Instance)
	// Output: Contoso Lab https://contoso-lab.crm4.dynamics.com/
}

// The history of an environment, and the stages of what failed.
func ExampleOperations() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	dev, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-dev")
	if err != nil {
		fmt.Println(err)
		return
	}
	op, err := c.Instances.Lifecycle.Convert(ctx, dev.ID, instances.Expect{Name: "Contoso Dev", Type: instances.Sandbox}, instances.Production)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := c.Backstage.Instances.Fail(ctx, op.ID, "Validate"); err != nil {
		fmt.Println(err)
		return
	}
	for op, err := range c.Instances.Operations.List(ctx, dev.ID) {
		if err != nil {
			fmt.Println(err)
			return
		}
		details, err := c.Instances.Operations.Details(ctx, op.ID)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(op.Kind, op.State)
		for _, stage := range details.Stages {
			fmt.Println("-", stage.Name, stage.State)
		}
	}
	// Output:
	// Convert Failed
	// - Validate Failed
}

// Where an environment could be copied to.
func ExampleCopies_Targets() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	dev, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-dev")
	if err != nil {
		fmt.Println(err)
		return
	}
	for target, err := range c.Instances.Copies.Targets(ctx, dev.ID) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(target.DisplayName)
	}
	// Output: Contoso UAT
}

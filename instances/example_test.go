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

// A sandbox is overwritten with production: a full copy, which takes hours at the service
// and none in a test.
func Example() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})

	production, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso")
	if err != nil {
		fmt.Println(err)
		return
	}
	sandbox, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-uat")
	if err != nil {
		fmt.Println(err)
		return
	}
	op, err := c.Instances.Copies.Copy(ctx, sandbox.ID, instances.Expect{Name: "Contoso UAT", Type: instances.Sandbox}, instances.EnvironmentCopy{
		Source: production.ID, Type: instances.FullCopy,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(4 * time.Hour)
	op, err = instances.Wait(ctx, c.Instances.Operations, op.ID, admin365.WaitOptions{})
	fmt.Println(op.Kind, op.State, err)

	sandbox, err = instances.WaitReady(ctx, c.Instances.Environments, sandbox.ID, admin365.WaitOptions{})
	fmt.Println(sandbox.Runtime, sandbox.Dataverse.BackgroundOperations, err)
	// Output:
	// Copy Succeeded <nil>
	// AdminMode Disabled <nil>
}

// Whoever has the wrong id loses nothing: the environment is read again, and it has to be
// the one that was meant.
func ExampleExpect() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	e, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso")
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.Instances.Lifecycle.Delete(ctx, e.ID, instances.Expect{Name: "Contoso Dev", Type: instances.Sandbox})
	fmt.Println(errors.Is(err, admin365.ErrPrecondition))
	// Output: true
}

// A new environment with everything that can be said of it.
func ExampleEnvironments_Create() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	op, err := c.Instances.Environments.Create(ctx, instances.NewEnvironment{
		DisplayName: "Contoso Training", Description: "For courses", Type: instances.Sandbox, Location: "europe", AzureRegion: "northeurope",
		Dataverse: &instances.NewDatabase{DomainName: "contoso-training", Language: 1031, Currency: "CHF", Templates: []string{"D365_Sales"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(op.State, op.ResourceID == "")
	c.Advance(5 * time.Minute)
	op, err = c.Instances.Operations.Get(ctx, op.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := c.Instances.Environments.Get(ctx, instances.EnvironmentID(op.ResourceID))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(op.State, e.Links().Instance)
	// Output:
	// NotStarted true
	// Succeeded https://contoso-training.crm4.dynamics.com/
}

// Only one operation runs on an environment at a time.
func ExampleBackstage_Occupy() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	e, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-dev")
	if err != nil {
		fmt.Println(err)
		return
	}
	op, err := c.Backstage.Instances.Occupy(ctx, e.ID, instances.KindEdit)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.Instances.AdminMode.Enter(ctx, e.ID, instances.AdminModeOptions{})
	fmt.Println(errors.Is(err, admin365.ErrBusy))
	if err := c.Backstage.Instances.Finish(ctx, op.ID); err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.Instances.AdminMode.Enter(ctx, e.ID, instances.AdminModeOptions{})
	fmt.Println(err)
	// Output:
	// true
	// <nil>
}

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

// What a new environment in a place can be made with.
func ExampleCatalogue() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	for currency, err := range c.Instances.Catalogue.Currencies(ctx, "europe") {
		if err != nil {
			fmt.Println(err)
			return
		}
		if currency.IsDefault {
			fmt.Println(currency.Code, currency.Symbol)
		}
	}
	for template, err := range c.Instances.Catalogue.Templates(ctx, "europe") {
		if err != nil {
			fmt.Println(err)
			return
		}
		if template.Type == instances.Sandbox && template.Name == "D365_Sales" {
			fmt.Println(template.DisplayName)
		}
	}
	// Output:
	// EUR €
	// Sales Enterprise
}

// An application is installed on an environment.
func ExampleSolutions() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	uat, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-uat")
	if err != nil {
		fmt.Println(err)
		return
	}
	for s, err := range c.Instances.Solutions.List(ctx, uat.ID, instances.SolutionQuery{Installed: instances.SolutionsNotInstalled}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if s.CustomInstaller {
			continue // it is installed on a page of its own
		}
		op, err := c.Instances.Solutions.Install(ctx, uat.ID, s.UniqueName)
		if err != nil {
			fmt.Println(err)
			return
		}
		c.Advance(time.Hour)
		op, err = instances.Wait(ctx, c.Instances.Operations, op.ID, admin365.WaitOptions{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(s.Name, op.State)
		break
	}
	// Output: Dynamics 365 Customer Voice Succeeded
}

// Is there room for another copy of production?
func ExampleCapacity() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	capacity, err := c.Instances.Capacity.Tenant(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	free, _ := capacity.Free(instances.DatabaseCapacity)
	production, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso")
	if err != nil {
		fmt.Println(err)
		return
	}
	used, err := c.Instances.Capacity.Environment(ctx, production.ID)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range used {
		fmt.Printf("%s %.0f MB\n", u.Type, u.Actual)
	}
	fmt.Printf("%.0f MB of database are left\n", free)
	// Output:
	// Database 6144 MB
	// File 9216 MB
	// Log 512 MB
	// 9984 MB of database are left
}

// A release wave is had early, for ever.
func ExampleWaves() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	dev, err := instances.FindByDomain(ctx, c.Instances.Environments, "contoso-dev")
	if err != nil {
		fmt.Println(err)
		return
	}
	for wave, err := range c.Instances.Waves.List(ctx, dev.ID) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if wave.Enabled || !wave.Allowed {
			continue
		}
		fmt.Println(wave.DisplayName)
		fmt.Println(c.Instances.Waves.Enable(ctx, dev.ID, wave.Name))
	}
	// Output:
	// 2026 release wave 1
	// <nil>
}

// An application on its own is nobody until somebody has registered it.
func ExampleManagementApps() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	const id = "6f7d3f3a-90bb-4a4e-93d7-0f2b0a7a3f11"
	app := c.As(admin365.AsApp(id))
	_, err := instances.FindByDomain(ctx, app.Instances.Environments, "contoso")
	fmt.Println(errors.Is(err, admin365.ErrForbidden))
	if _, err := c.Instances.ManagementApps.Register(ctx, id); err != nil {
		fmt.Println(err)
		return
	}
	e, err := instances.FindByDomain(ctx, app.Instances.Environments, "contoso")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.DisplayName)
	// Output:
	// true
	// Contoso Production
}

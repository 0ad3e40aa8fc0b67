package instances_test

import (
	"context"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// A sandbox of Business Central is made anew from production: a copy has a name of its
// own, so the old sandbox goes first, which frees its name.
func ExampleCentralEnvironments() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	central := c.Instances.Central
	sandbox := instances.Central("Sandbox")
	op, err := central.Environments.Delete(ctx, sandbox, instances.Expect{Name: "Sandbox", Type: instances.Sandbox})
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(time.Hour)
	if _, err = instances.Wait(ctx, central.Operations, op.ID, admin365.WaitOptions{}); err != nil {
		fmt.Println(err)
		return
	}
	op, err = central.Environments.Copy(ctx, instances.Central("Production"), instances.CentralCopy{Name: "Sandbox", Type: instances.Sandbox})
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(6 * time.Hour)
	if op, err = instances.Wait(ctx, central.Operations, op.ID, admin365.WaitOptions{}); err != nil {
		fmt.Println(err)
		return
	}
	e, err := central.Environments.Get(ctx, sandbox)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(op.Kind, op.State, e.Status)
	// Output: copy Succeeded Active
}

// What is being done, and what was, of all environments.
func ExampleCentralOperations() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	central := c.Instances.Central
	if _, err := central.Environments.Rename(ctx, instances.Central("Sandbox"), "Playground"); err != nil {
		fmt.Println(err)
		return
	}
	for op, err := range central.Operations.All(ctx, instances.BusinessCentral) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(op.Kind, op.State)
		break // the newest alone
	}
	// Output: environmentRename NotStarted
}

// Production as it was on Sunday, in a sandbox of its own.
func ExampleCentralBackups() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	central := c.Instances.Central
	op, err := central.Backups.Restore(ctx, instances.Central("Production"), instances.CentralRestore{
		Name: "Sunday", Type: instances.Sandbox, PointInTime: time.Date(2026, time.January, 4, 12, 0, 0, 0, time.UTC),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c.Advance(12 * time.Hour)
	if op, err = instances.Wait(ctx, central.Operations, op.ID, admin365.WaitOptions{}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(op.State)
	// Output: Succeeded
}

// How many environments there may be, and how much they store.
func ExampleCentralCapacity() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	quotas, err := c.Instances.Central.Capacity.Quotas(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	var used int64
	for s, err := range c.Instances.Central.Capacity.UsedByAll(ctx) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if s.DatabaseKilobytes != instances.StorageUnknown {
			used += s.DatabaseKilobytes
		}
	}
	fmt.Printf("%d productions, %d sandboxes, %d of %d GB\n", quotas.Environments.Production, quotas.Environments.Sandbox, used>>20, quotas.Storage.Total>>20)
	// Output: 3 productions, 9 sandboxes, 16 of 90 GB
}

// The versions in which an environment can be made.
func ExampleCentralCatalogue() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	versions, err := c.Instances.Central.Catalogue.Versions(ctx, instances.BusinessCentral, "DK", instances.RingProduction)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("the newest is", versions[len(versions)-1])
	// Output: the newest is 27.3.40100.0
}

// Updates begin between ten in the evening and five in the morning, in Copenhagen.
func ExampleCentralSettings() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	window, err := c.Instances.Central.Settings.SetWindow(ctx, instances.Central("Sandbox"), instances.Window{
		Start: "22:00", End: "05:00", TimeZone: "Romance Standard Time",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(window.Start, window.End, window.TimeZone)
	// Output: 22:00 05:00 Romance Standard Time
}

// Who has no license of Business Central gets in by that of Microsoft 365.
func ExampleCentralAccess() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	access := c.Instances.Central.Access
	if err := access.SetMicrosoft365(ctx, instances.Central("Production"), true); err != nil {
		fmt.Println(err)
		return
	}
	on, err := access.Microsoft365(ctx, instances.Central("Production"))
	fmt.Println(on, err)
	// Output: true <nil>
}

// Apps for which there is a newer version.
func ExampleCentralApps() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	for app, err := range c.Instances.Central.Apps.Available(ctx, instances.Central("Production")) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(app.Name, app.Version)
	}
	// Output:
	// Contoso Core 3.0.0.0
	// Contoso Reports 3.1.0.0
}

// An application on its own is nobody until it stands on the list.
func ExampleCentralAuthorizedApps() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	const id = "6f7d3f3a-90bb-4a4e-93d7-0f2b0a7a3f11"
	if _, err := c.Instances.Central.AuthorizedApps.Add(ctx, id); err != nil {
		fmt.Println(err)
		return
	}
	app := c.As(admin365.AsApp(id, "AdminCenter.ReadWrite.All"))
	e, err := app.Instances.Central.Environments.Get(ctx, instances.Central("Production"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Name, e.ApplicationVersion)
	// Output: Production 27.1.39700.0
}

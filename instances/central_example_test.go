package instances_test

import (
	"context"
	"fmt"
	"time"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// Every instance with what comes next, and why where nobody can move it.
func ExampleCalendar() {
	m := admin.NewMemory(admin.MemoryConfig{})
	for p, err := range instances.Calendar(context.Background(), m.Instances) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if p.Product == instances.ProductApplication {
			continue
		}
		next := "–"
		if p.Next != nil {
			next = p.Next.Version
		}
		fmt.Printf("%s, %s: %s next, movable: %t\n", p.Product, p.Name, next, p.Movable)
	}
	// Output:
	// Business Central, Production: 27.2 next, movable: true
	// Business Central, Production-UK: 27.2 next, movable: true
	// Business Central, Sandbox: 27.3 next, movable: false
	// Dataverse, Contoso Production: – next, movable: false
	// Finance and Operations, Contoso Production: – next, movable: false
	// Dataverse, Contoso UAT: – next, movable: false
	// Finance and Operations, Contoso UAT: – next, movable: false
	// Dataverse, Contoso Dev: – next, movable: false
	// Dataverse, Megan Bowen's Environment: – next, movable: false
}

// An update is moved; its date is that of the window on the day.
func ExampleCentralUpdates() {
	m := admin.NewMemory(admin.MemoryConfig{})
	ctx, id := context.Background(), instances.Central("Production")
	day := time.Date(2026, time.February, 14, 0, 0, 0, 0, time.UTC)
	u, err := m.Instances.Central.Updates.Reschedule(ctx, id, instances.Target{Version: "27.2"}, instances.Schedule{At: day})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(u.Version, u.Status, u.At)
	m.Advance(41 * 24 * time.Hour)
	e, err := m.Instances.Central.Environments.Get(ctx, id)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Status, e.ApplicationVersion)
	// Output:
	// 27.2 scheduled 2026-02-14 21:00:00 +0000 UTC
	// Active 27.2.39900.0
}

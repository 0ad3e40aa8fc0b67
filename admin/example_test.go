package admin_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// The ten lines of the README.
func Example() {
	ctx := context.Background()
	tenant := admin.NewMemory(admin.MemoryConfig{}) // Contoso, with people and domains
	ada, err := tenant.Identity.Users.Create(ctx, identity.NewUser{
		UserPrincipalName: "ada@contoso.com",
		DisplayName:       "Ada Lovelace",
		MailNickname:      "ada",
		PasswordProfile:   identity.PasswordProfile{Password: identity.NewPassword(), ForceChangePasswordNextSignIn: true},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = tenant.Identity.Managers.Set(ctx, ada.ID, "PattiF@contoso.com")
	fmt.Println(ada.DisplayName, err)
	// Output: Ada Lovelace <nil>
}

// A snapshot costs nothing, whatever the tenant's size, and tells what changed.
func ExampleMemory_Changes() {
	ctx := context.Background()
	tenant := admin.NewMemory(admin.MemoryConfig{})
	before := tenant.Snapshot()
	err := tenant.Identity.Users.Update(ctx, "AdeleV@contoso.com", identity.UserPatch{
		Department: admin365.Set("Wholesale"),
		JobTitle:   admin365.Null[string](),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range tenant.Changes(before) {
		fmt.Println(line)
	}
	// Output:
	// users: changed AdeleV@contoso.com: department "Retail" -> "Wholesale"
	// users: changed AdeleV@contoso.com: jobTitle "Retail Manager" -> null
}

// A tenant is one JSON document; what was saved is loaded for ever.
func ExampleLoadMemory() {
	ctx := context.Background()
	tenant := admin.NewMemory(admin.MemoryConfig{})
	if err := tenant.Identity.Users.Delete(ctx, "AlexW@contoso.com"); err != nil {
		fmt.Println(err)
		return
	}
	var file bytes.Buffer
	if err := tenant.Save(&file); err != nil {
		fmt.Println(err)
		return
	}
	again, err := admin.LoadMemory(&file, admin.MemoryConfig{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = again.Identity.Users.Get(ctx, "AlexW@contoso.com")
	fmt.Println(errors.Is(err, admin365.ErrNotFound))
	// Output: true
}

// A drill rehearses a failure: here one that the HTTP client mends by itself.
func ExampleMemory_Drill() {
	ctx := context.Background()
	tenant := admin.NewMemory(admin.MemoryConfig{})
	stop := tenant.Drill(admin.Throttle("identity.Users.Get", 1, 50*time.Millisecond))
	defer stop()

	// Directly, the drill is what a client returns at last.
	_, err := tenant.Identity.Users.Get(ctx, "AdeleV@contoso.com")
	fmt.Println(errors.Is(err, admin365.ErrThrottled))

	// On the wire, the client waits as it was told, and comes again.
	stop()
	defer tenant.Drill(admin.Throttle("identity.Users.Get", 1, 50*time.Millisecond))()
	wire, err := admin.NewEmulator(tenant, admin.EmulatorConfig{}).Client(admin365.Caller{})
	if err != nil {
		fmt.Println(err)
		return
	}
	adele, err := wire.Identity.Users.Get(ctx, "AdeleV@contoso.com")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(adele.DisplayName)
	// Output:
	// true
	// Adele Vance
}

// What a program needs is what it was let in for when it had everything.
func ExampleLeastPrivilege() {
	ctx := context.Background()
	tenant := admin.NewMemory(admin.MemoryConfig{})
	tenant.KeepRequests(0)
	program := tenant.As(admin365.AsApp("5a3f6d1e-7c58-4a10-9f0c-0d6a3d3b4c21"))
	for user, err := range program.Identity.Users.List(ctx, identity.UserQuery{UserType: identity.Guest}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(user.DisplayName, "is a guest")
	}
	if err := program.Identity.Users.Update(ctx, "AlexW@contoso.com", identity.UserPatch{AccountEnabled: new(false)}); err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range admin.LeastPrivilege(tenant.Requests()) {
		fmt.Println(p.Least)
	}
	// Output: [User.EnableDisableAccount.All User.Read.All]
}

package identity_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// List is ranged over; nothing is fetched before, and a break stops fetching.
func ExampleUsers() {
	ctx := context.Background()
	users := admin.NewMemory(admin.MemoryConfig{}).Identity.Users
	for user, err := range users.List(ctx, identity.UserQuery{Department: "IT", OrderBy: identity.ByDisplayName}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(user.DisplayName)
	}
	// Output:
	// Allan Deyoung
	// MOD Administrator
	// Nestor Wilke
	// Pradeep Gupta
}

// A patch leaves alone what it does not name, sets, and clears.
func ExampleUserPatch() {
	ctx := context.Background()
	users := admin.NewMemory(admin.MemoryConfig{}).Identity.Users
	err := users.Update(ctx, "AdeleV@contoso.com", identity.UserPatch{
		AccountEnabled: new(false),                   // blocked
		OfficeLocation: admin365.Null[string](),      // cleared
		Department:     admin365.Set("Headquarters"), // set
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	adele, err := users.Get(ctx, "AdeleV@contoso.com")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%t %q %s %s\n", *adele.AccountEnabled, adele.OfficeLocation, adele.Department, adele.City)
	// Output: false "" Headquarters Bellevue
}

// The kinds of failure are told apart by sentinel, and the property by Details.
func ExampleUsers_errors() {
	ctx := context.Background()
	users := admin.NewMemory(admin.MemoryConfig{}).Identity.Users
	adele := identity.NewUser{
		UserPrincipalName: "adelev@contoso.com", DisplayName: "Adele", MailNickname: "adele",
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("Contoso-Again-1")},
	}
	_, err := users.Create(ctx, adele)
	fmt.Println(errors.Is(err, admin365.ErrConflict))

	adele.UserPrincipalName = "adele@nowhere.example"
	_, err = users.Create(ctx, adele)
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		fmt.Println(errors.Is(err, admin365.ErrInvalid), e.Details[0].Target)
	}
	// Output:
	// true
	// true userPrincipalName
}

// Who reports to whom.
func ExampleManagers() {
	ctx := context.Background()
	managers := admin.NewMemory(admin.MemoryConfig{}).Identity.Managers
	manager, err := managers.Get(ctx, "AlexW@contoso.com")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(manager.DisplayName)
	for report, err := range managers.Reports(ctx, "NestorW@contoso.com") {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("-", report.DisplayName)
	}
	// Unordered output:
	// Miriam Graham
	// - Allan Deyoung
	// - Pradeep Gupta
}

// What a person tells is written one property at a time.
func ExampleProfiles() {
	ctx := context.Background()
	profiles := admin.NewMemory(admin.MemoryConfig{}).Identity.Profiles
	err := profiles.Update(ctx, "AdeleV@contoso.com", identity.ProfilePatch{Skills: []string{"retail", "Portuguese"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	profile, err := profiles.Get(ctx, "AdeleV@contoso.com")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(profile.Skills)
	// Output: [retail Portuguese]
}

package identity_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// A Helpdesk Administrator gives people new passwords, and administrators above
// him none.
func ExamplePasswords() {
	ctx := context.Background()
	helpdesk := admin.NewMemory(admin.MemoryConfig{}).As(admin365.AsUser("AllanD@contoso.com")).Identity
	fresh := identity.PasswordProfile{Password: identity.NewPassword(), ForceChangePasswordNextSignIn: true}
	fmt.Println(helpdesk.Passwords.Set(ctx, "AdeleV@contoso.com", fresh))
	err := helpdesk.Passwords.Set(ctx, "admin@contoso.com", fresh)
	fmt.Println(errors.Is(err, admin365.ErrForbidden))
	// Output:
	// <nil>
	// true
}

// The service makes a password up, says it once, and tells when it has been set.
// The id of the operation is all that is needed to ask again elsewhere.
func ExampleOperations() {
	ctx := context.Background()
	tenant := admin.NewMemory(admin.MemoryConfig{})
	reset, err := tenant.Identity.Passwords.Reset(ctx, "AdeleV@contoso.com", admin365.Secret{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reset.Operation.State, reset.Password) // Nothing prints a Secret; Reveal gives it.
	tenant.Advance(time.Minute)
	done, err := identity.Wait(ctx, tenant.Identity.Operations, reset.Operation.ID, admin365.WaitOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(done.State)
	// Output:
	// NotStarted [admin365:redacted]
	// Succeeded
}

// A deleted user is found by his id, under a mangled name, and comes back as he
// was.
func ExampleDeletedUsers() {
	ctx := context.Background()
	people := admin.NewMemory(admin.MemoryConfig{}).Identity
	if err := people.Users.Delete(ctx, "AdeleV@contoso.com"); err != nil {
		fmt.Println(err)
		return
	}
	for user, err := range people.DeletedUsers.List(ctx, identity.DeletedUserQuery{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("deleted:", identity.OriginalName(user))
		back, err := people.DeletedUsers.Restore(ctx, user.ID, identity.UserRestore{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("back:", back.UserPrincipalName)
	}
	// Output:
	// deleted: AdeleV@contoso.com
	// back: AdeleV@contoso.com
}

// A copy of the directory is kept by what changed since the last token.
func ExampleSync() {
	ctx := context.Background()
	people := admin.NewMemory(admin.MemoryConfig{}).Identity
	none := func(identity.UserChange) error { return nil }
	token, err := identity.Sync(ctx, people.Users, identity.FromNow, none)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := people.Users.Update(ctx, "AdeleV@contoso.com", identity.UserPatch{City: admin365.Set("Oslo")}); err != nil {
		fmt.Println(err)
		return
	}
	_, err = identity.Sync(ctx, people.Users, token, func(change identity.UserChange) error {
		fmt.Println(change.User.DisplayName, change.User.City, change.Removed == "")
		return nil
	})
	if errors.Is(err, admin365.ErrResync) {
		fmt.Println("begin anew with the empty token")
	}
	// Output:
	// Adele Vance Oslo true
}

// A list is cut, and goes on where it was: in another process, if need be.
func ExamplePage() {
	ctx := context.Background()
	people := admin.NewMemory(admin.MemoryConfig{}).Identity
	query := identity.UserQuery{Department: "Retail", OrderBy: identity.ByDisplayName, PageSize: 2}
	cursor := identity.Cursor("")
	for {
		page, err := identity.Page(ctx, people.Users, query, cursor)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, user := range page.Users {
			fmt.Println(user.DisplayName)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
		fmt.Println("…")
	}
	// Output:
	// Adele Vance
	// Cameron White
	// …
	// Christie Cline
}

// Firststeps is a first program with admin365. It adds somebody to a tenant, is
// refused twice, lists a department, changes one property, clears another, and
// deletes the user again.
//
// The tenant is in memory, so the program needs no account, no network and no
// arguments.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

func main() {
	// A live tenant's client comes from admin.New and a credential of azidentity;
	// tour does not notice the difference.
	tenant := admin.NewMemory(admin.MemoryConfig{})

	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	err := tour(ctx, os.Stdout, tenant.Client, admin.ContosoDomain)
	cancel()
	if err != nil {
		fmt.Fprintln(os.Stderr, "firststeps:", err)
		os.Exit(1)
	}
}

// tour goes through the life of one user and tells out about it. The domain is a
// verified one of the tenant.
func tour(ctx context.Context, out io.Writer, tenant *admin.Client, domain string) (err error) {
	users := tenant.Identity.Users

	newcomer := identity.NewUser{
		UserPrincipalName: "ada@" + domain,
		DisplayName:       "Ada Lovelace",
		MailNickname:      "ada",
		Department:        "Sales",
		EmployeeID:        rand.Text()[:16], // The mark by which add knows her again.
		PasswordProfile: identity.PasswordProfile{
			Password:                      admin365.NewSecret(rand.Text() + "-aA1"),
			ForceChangePasswordNextSignIn: true,
		},
	}
	ada, err := add(ctx, users, newcomer)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "added   ", newcomer.UserPrincipalName)

	// Whatever happens from here on, she is deleted in the end, even if ctx is over
	// by then. Deleted users stay in the bin for 30 days.
	defer func() {
		gone := users.Delete(context.WithoutCancel(ctx), ada.ID)
		if gone == nil {
			fmt.Fprintln(out, "deleted ", newcomer.UserPrincipalName)
		}
		err = errors.Join(err, gone)
	}()

	// The same name again, and a domain that is not the tenant's: two refusals that
	// the program tells apart.
	stranger := newcomer
	stranger.UserPrincipalName = "ada@example.com"
	for _, u := range []identity.NewUser{newcomer, stranger} {
		reason, err := refused(ctx, users, u)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "refused  %s: %s\n", u.UserPrincipalName, reason)
	}

	// A live tenant needs some seconds until a change is seen everywhere. In memory
	// it is seen at once, unless a drill says otherwise.
	var sales []string
	err = until(ctx, func() (seen bool, err error) {
		sales, err = names(ctx, users, identity.UserQuery{
			Department: "Sales",
			OrderBy:    identity.ByDisplayName,
		})
		return slices.Contains(sales, newcomer.DisplayName), err
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "in Sales", strings.Join(sales, ", "))

	// Set changes a property and Null clears one; what the patch does not name
	// stays as it is.
	err = users.Update(ctx, ada.ID, identity.UserPatch{
		JobTitle:   admin365.Set("Countess"),
		Department: admin365.Null[string](),
	})
	if err != nil {
		return err
	}
	var changed *identity.User
	err = until(ctx, func() (seen bool, err error) {
		changed, err = users.Get(ctx, ada.ID)
		return err == nil && changed.JobTitle == "Countess", err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "changed  %s: job title %q, department %q\n",
		changed.UserPrincipalName, changed.JobTitle, changed.Department)
	return nil
}

// add creates a user. If the answer is lost, the user may exist or not: add looks,
// and takes a user for its own only if the mark is right.
func add(ctx context.Context, users identity.Users, u identity.NewUser) (*identity.User, error) {
	created, err := users.Create(ctx, u)
	if !errors.Is(err, admin365.ErrUncertain) {
		return created, err
	}
	found, lookErr := users.Get(ctx, admin365.UserID(u.UserPrincipalName))
	if lookErr != nil || found.EmployeeID != u.EmployeeID {
		return nil, errors.Join(err, lookErr)
	}
	return found, nil
}

// refused tries to create a user whom the tenant must refuse, and returns the
// reason in plain words.
func refused(ctx context.Context, users identity.Users, u identity.NewUser) (string, error) {
	_, err := users.Create(ctx, u)
	switch {
	case err == nil:
		return "", fmt.Errorf("%s was not refused", u.UserPrincipalName)
	case errors.Is(err, admin365.ErrConflict):
		return "the name is taken", nil
	case errors.Is(err, admin365.ErrInvalid):
		// Details say which property broke a rule, and in which way.
		if e, ok := errors.AsType[*admin365.Error](err); ok {
			if detail, ok := e.Property("userPrincipalName"); ok {
				return detail.Message, nil
			}
		}
	}
	return "", err
}

// names lists the display names of the users that q asks for.
func names(ctx context.Context, users identity.Users, q identity.UserQuery) ([]string, error) {
	var found []string
	for user, err := range users.List(ctx, q) {
		if err != nil {
			return nil, err
		}
		found = append(found, user.DisplayName)
	}
	return found, nil
}

// until asks every second whether a change is seen, until it is or ctx ends.
func until(ctx context.Context, seen func() (bool, error)) error {
	for {
		if ok, err := seen(); ok || err != nil {
			return err
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

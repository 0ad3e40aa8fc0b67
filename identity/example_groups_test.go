package identity_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// A security group gives access to whoever is in it. Who is in it twice is a
// conflict, which a program that only wants him in may ignore.
func ExampleGroupMembers() {
	ctx := context.Background()
	people := admin.NewMemory(admin.MemoryConfig{}).Identity
	adele, err := people.Users.Get(ctx, "AdeleV@contoso.com")
	if err != nil {
		fmt.Println(err)
		return
	}
	stores, err := people.Groups.Create(ctx, identity.NewGroup{DisplayName: "sg-Stores", MailNickname: "sg-Stores"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		err := people.GroupMembers.Add(ctx, stores.ID, admin365.ObjectID(adele.ID))
		fmt.Println("already there:", errors.Is(err, admin365.ErrConflict))
	}
	// What else she is a member of, by other groups too.
	for object, err := range people.Memberships.ListTransitive(ctx, "AdeleV@contoso.com") {
		if err != nil {
			fmt.Println(err)
			return
		}
		if strings.HasPrefix(object.DisplayName, "sg-") {
			fmt.Println(object.DisplayName)
		}
	}
	// Unordered output:
	// already there: false
	// already there: true
	// sg-Retail
	// sg-Stores
}

// A deleted group waits in the bin for 30 days, and comes back with its members.
func ExampleDeletedGroups() {
	ctx := context.Background()
	people := admin.NewMemory(admin.MemoryConfig{}).Identity
	for group, err := range people.Groups.List(ctx, identity.GroupQuery{DisplayName: "Mark 8 Project Team"}) {
		if err == nil {
			err = people.Groups.Delete(ctx, group.ID)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	for group, err := range people.DeletedGroups.List(ctx) {
		if err == nil {
			group, err = people.DeletedGroups.Restore(ctx, group.ID)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		members := 0
		for _, err := range people.GroupMembers.List(ctx, group.ID) {
			if err != nil {
				fmt.Println(err)
				return
			}
			members++
		}
		fmt.Println(group.DisplayName, "has", members, "members")
	}
	// Output: Mark 8 Project Team has 5 members
}

package identitytest

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func concurrencyCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Concurrency/every-method-at-once", Needs: write, Source: "design rule: every implementation is safe for concurrent use",
			Why: "the case only has to run for the race detector to speak",
			Run: everyMethodAtOnce,
		},
		{
			Name: "Concurrency/one-name-for-one-user", Needs: write, Source: docErrors,
			Why: "of fifty workers that create the same user one wins, and the others learn why they did not",
			Run: oneWins,
		},
		{
			Name: "Concurrency/patches-of-different-properties", Needs: write, Source: docPatch,
			Why: "two administrators who change two properties must not undo each other's work",
			Run: patchesAtOnce,
		},
	}
}

func everyMethodAtOnce(c *run) {
	const workers, rounds = 8, 4
	var users []*identity.User
	for range workers {
		users = append(users, create(c))
	}
	var wg sync.WaitGroup
	for w := range workers {
		for _, m := range c.S.methods() {
			wg.Go(func() {
				for r := range rounds {
					u, other := users[(w+r)%workers], users[(w+r+1)%workers]
					id := u.ID
					if m.op == opCreate {
						id = admin365.UserID(conform.Unique() + "@" + c.S.Harness.Domain)
					}
					err := m.call(c.Context(), c.S.Service, id, other.ID)
					var e *admin365.Error
					if err != nil && !errors.As(err, &e) {
						c.Errorf("%s: %v", m.op, err)
					}
					if m.op == opCreate && err == nil {
						forget(c, id)
					}
				}
			})
		}
	}
	wg.Wait()
	all, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{}))
	c.Must(err, "listing users afterwards")
	if err := onceEach(all); err != nil {
		c.Errorf("afterwards: %v", err)
	}
}

func oneWins(c *run) {
	const workers = 50
	name := conform.Unique() + "@" + c.S.Harness.Domain
	start := make(chan struct{})
	wins := make(chan *identity.User, workers)
	var wg sync.WaitGroup
	for w := range workers {
		n := person(c)
		n.UserPrincipalName = name
		if w%2 == 1 {
			n.UserPrincipalName = strings.ToUpper(name)
		}
		wg.Go(func() {
			<-start
			u, err := c.S.Service.Users.Create(c.Context(), n)
			if err != nil {
				c.Refused(err, taken(opCreate))
				return
			}
			wins <- u
		})
	}
	close(start)
	wg.Wait()
	close(wins)
	var won []*identity.User
	for u := range wins {
		won = append(won, u)
		forget(c, u.ID)
	}
	if len(won) != 1 {
		c.Fatalf("%d of %d creates of one name succeeded, want 1", len(won), workers)
	}
	if got := get(c, upn(won[0])); got.ID != won[0].ID {
		c.Errorf("the name finds %s, want the winner %s", got.ID, won[0].ID)
	}
	lists(c, identity.UserQuery{UserPrincipalNamePrefix: name}, won[0])
}

func patchesAtOnce(c *run) {
	u := create(c)
	type change struct {
		field reflect.StructField
		want  any
	}
	var changes []change
	start := make(chan struct{})
	var wg sync.WaitGroup
	for _, field := range userFields() {
		if _, isText := textPatch(field.Name, "x"); !isText || field.Name == "UserPrincipalName" || field.Name == "Mail" {
			continue
		}
		p, want := patchOf(c, field, 1)
		changes = append(changes, change{field, want})
		wg.Go(func() {
			<-start
			if err := c.S.Service.Users.Update(c.Context(), u.ID, p); err != nil {
				c.Errorf("setting %s: %v", field.Name, err)
			}
		})
	}
	close(start)
	wg.Wait()
	shows(c, u.ID, func(u *identity.User) error {
		var errs []error
		for _, ch := range changes {
			if err := reads(u, ch.field.Name, ch.want); err != nil {
				errs = append(errs, fmt.Errorf("lost: %w", err))
			}
		}
		return joined(errs...)
	})
}

package identitytest

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// resetCases are about the reset that goes on after its answer.
func resetCases() []kase {
	needs := []string{CanWrite, CanReset, CanAdvance, HasPasswords, HasOperations}
	with := func(more ...string) []string { return append(more, needs...) }
	return []kase{
		{
			Name: "Passwords.Reset/given", Needs: needs, Source: docReset,
			Why: "who gave the password knows it: it is not said again",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.S.Advance(time.Hour)
				reset := resetPassword(c, was.ID, secondPassword)
				if !reset.Password.IsZero() {
					c.Errorf("the answer holds a password, though one was given")
				}
				finish(c, reset.Operation.ID)
				shows(c, was.ID, func(u *identity.User) error {
					return later("LastPasswordChangeDateTime", was.LastPasswordChangeDateTime, u.LastPasswordChangeDateTime)
				})
			},
		},
		{
			Name: "Passwords.Reset/generated", Needs: needs, Source: docReset,
			Why: "it is nowhere but in the answer, and has to keep the rules that a given one keeps",
			Run: generatedPassword,
		},
		{
			Name: "Passwords.Reset/old-password-is-out", Needs: with(CanSync), Source: docReset,
			Why: "a reset that leaves the stolen password good is none",
			Run: func(c *run) {
				u := create(c)
				finish(c, resetPassword(c, u.ID, secondPassword).Operation.ID)
				if signIn(c, u.ID, goodPassword) == nil {
					c.Errorf("the old password still opens")
				}
			},
		},
		{
			Name: "Passwords.Reset/rules", Needs: needs, Source: docPassword,
			Why: "a password is as strong by whichever method it is set",
			Run: func(c *run) {
				passwordRules(c, opResetPassword, func(c *run, password string) error {
					_, err := c.S.Service.Passwords.Reset(c.Context(), create(c).ID, admin365.NewSecret(password))
					return err
				})
			},
		},
		{
			Name: "Passwords.Reset/by-any-id", Needs: needs, Source: docUserIDs,
			Why: "who calls the helpdesk says his name and not his object id",
			Run: func(c *run) {
				u := create(c)
				for _, id := range []admin365.UserID{u.ID, upn(u), admin365.UserID(swapCase(u.UserPrincipalName))} {
					finish(c, resetPassword(c, id, secondPassword).Operation.ID)
				}
			},
		},
		{
			Name: "Passwords.Reset/refused-changes-nothing", Needs: needs, Source: docReset,
			Why: "a password that is refused must not lock out the one who has a good one",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				c.S.Advance(time.Hour)
				reset, err := c.S.Service.Passwords.Reset(c.Context(), was.ID, admin365.NewSecret("short"))
				c.Refused(err, invalid(opResetPassword, passwordProperty()...))
				if reset != nil {
					c.Errorf("a refused reset answers a reset")
				}
				c.S.Advance(time.Hour)
				unchanged(c, was)
			},
		},
		{
			Name: "Passwords.Reset/generated-for-users-of-the-cloud-alone", Needs: with(CanSync), Source: docReset,
			Why: "the service makes up no password for somebody whose password it does not master",
			Run: func(c *run) {
				was := get(c, syncUser(c).ID)
				_, err := c.S.Service.Passwords.Reset(c.Context(), was.ID, admin365.Secret{})
				if e, ok := errors.AsType[*admin365.Error](err); !ok || e.Op != opResetPassword {
					c.Errorf("a password was made up for a synchronized user; the error is %v", err)
				}
				c.S.Advance(time.Hour)
				unchanged(c, was)
			},
		},
	}
}

// operationCases are about what goes on after an answer.
func operationCases() []kase {
	needs := []string{CanWrite, CanReset, CanAdvance, HasPasswords, HasOperations}
	return []kase{
		{
			Name: "Operations.Get/goes-forward", Needs: needs, Source: docOperation,
			Why: "who polls must see it go on and end, and never go back",
			Run: operationGoesForward,
		},
		{
			Name: "Operations.Get/in-another-process", Needs: append([]string{CanSwitch}, needs...), Source: "the comment of identity.Operations",
			Why: "the program that goes on after a crash has the id and nothing else",
			Run: func(c *run) {
				reset := resetPassword(c, create(c).ID, secondPassword)
				another := seenBy(c, admin365.Caller{})
				op, err := another.Operations.Get(c.Context(), reset.Operation.ID)
				c.Must(err, "getting the operation in another process")
				finish(c, reset.Operation.ID)
				op, err = identity.Wait(c.Context(), another.Operations, op.ID, admin365.WaitOptions{Interval: time.Millisecond})
				c.Must(err, "waiting in another process")
				if op.State != admin365.OperationSucceeded {
					c.Errorf("in another process the operation is %q", op.State)
				}
			},
		},
		{
			Name: "Operations.Get/no-operation", Needs: []string{HasOperations}, Source: "the comment of identity.Operations",
			Why: "an id from a file may be anything; it must reach nothing but operations of this area",
			Run: func(c *run) {
				for _, id := range []admin365.OperationID{
					"", ".", "..", "no operation", "0badc0de-5ea7-4bad-8bad-000000000001", "https://graph.example.com/v1.0/users",
					"https://graph.microsoft.com/v1.0/users", "/users", "../users", "%2e%2e",
				} {
					op, err := c.S.Service.Operations.Get(c.Context(), id)
					e, ok := errors.AsType[*admin365.Error](err)
					if !ok || e.Op != opOperation || !errors.Is(err, admin365.ErrNotFound) && !errors.Is(err, admin365.ErrInvalid) || op != nil {
						c.Errorf("id %q: %+v, %v; want ErrNotFound or ErrInvalid", id, op, err)
					}
				}
				_, err := c.S.Service.Operations.Get(c.Context(), "")
				c.Refused(err, unsent(opOperation))
			},
		},
		{
			Name: "Operations.Get/ended-context", Needs: needs, Source: "design rule: errors of the context pass through",
			Why: "who gave up must be told that, also while he waits",
			Run: func(c *run) {
				id := resetPassword(c, create(c).ID, secondPassword).Operation.ID
				ctx, cancel := context.WithCancel(c.Context())
				cancel()
				if _, err := c.S.Service.Operations.Get(ctx, id); !errors.Is(err, context.Canceled) {
					c.Errorf("Get with an ended context: %v", err)
				}
				if _, err := identity.Wait(ctx, c.S.Service.Operations, id, admin365.WaitOptions{}); !errors.Is(err, context.Canceled) {
					c.Errorf("Wait with an ended context: %v", err)
				}
				finish(c, id)
			},
		},
	}
}

// resetPassword begins a reset, or ends the case. An empty password asks the
// service to make one up.
func resetPassword(c *run, id admin365.UserID, password string) *identity.PasswordReset {
	c.Helper()
	reset, err := c.S.Service.Passwords.Reset(c.Context(), id, admin365.NewSecret(password))
	c.Must(err, "resetting the password")
	if reset == nil || reset.Operation.ID == "" {
		c.Fatalf("Reset answered no operation")
	}
	if reset.Operation.Done() {
		c.Errorf("the reset that has just begun is %q; want one that goes on", reset.Operation.State)
	}
	return reset
}

// finish lets time pass until the operation has ended well, or ends the case.
func finish(c *run, id admin365.OperationID) *admin365.Operation {
	c.Helper()
	for range 360 {
		op, err := c.S.Service.Operations.Get(c.Context(), id)
		c.Must(err, "getting the operation")
		if !op.Done() {
			c.S.Advance(10 * time.Second)
			continue
		}
		if op.State != admin365.OperationSucceeded || op.Err != nil {
			c.Fatalf("the operation ended as %q: %v", op.State, op.Err)
		}
		return op
	}
	c.Fatalf("the operation has not ended within an hour")
	return nil
}

func generatedPassword(c *run) {
	seen := map[string]bool{}
	for range 3 {
		u := create(c)
		reset := resetPassword(c, u.ID, "")
		password := reset.Password.Reveal()
		classes := 0
		for _, class := range []string{"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "@#$%^&*-_!+=[]{}|\\:',.?/`~\"();<> "} {
			if strings.ContainsAny(password, class) {
				classes++
			}
		}
		odd := strings.ContainsFunc(password, func(r rune) bool { return r < ' ' || r > '~' })
		if len(password) < 8 || len(password) > 256 || classes < 3 || odd {
			c.Errorf("a generated password of %d characters and %d of four classes (beyond ASCII: %t) breaks the rules", len(password), classes, odd)
		}
		if seen[password] {
			c.Errorf("a generated password comes twice")
		}
		seen[password] = true
		op := finish(c, reset.Operation.ID)
		if strings.Contains(string(op.ID)+op.Kind+op.ResourceID+string(reset.Operation.ID), password) {
			c.Errorf("the operation holds the password, which is said only once")
		}
	}
}

func operationGoesForward(c *run) {
	reset := resetPassword(c, create(c).ID, secondPassword)
	order := map[admin365.OperationState]int{
		admin365.OperationNotStarted: 1, admin365.OperationRunning: 2, admin365.OperationSucceeded: 3,
	}
	last := reset.Operation
	for range 360 {
		op, err := c.S.Service.Operations.Get(c.Context(), reset.Operation.ID)
		c.Must(err, "getting the operation")
		if order[op.State] == 0 || order[op.State] < order[last.State] {
			c.Errorf("the operation went from %q to %q", last.State, op.State)
		}
		if op.Updated.Before(last.Updated) || !last.Created.IsZero() && !op.Created.Equal(last.Created) {
			c.Errorf("its dates went from %v, %v to %v, %v", last.Created, last.Updated, op.Created, op.Updated)
		}
		last = *op
		if op.Done() {
			break
		}
		c.S.Advance(10 * time.Second)
	}
	var seen []admin365.OperationState
	op, err := identity.Wait(c.Context(), c.S.Service.Operations, reset.Operation.ID, admin365.WaitOptions{
		Interval: time.Millisecond, Progress: func(op admin365.Operation) { seen = append(seen, op.State) },
	})
	c.Must(err, "waiting for what has ended")
	if op.State != admin365.OperationSucceeded || len(seen) != 1 || seen[0] != op.State {
		c.Errorf("what has ended is %q, and Wait has seen %q", op.State, seen)
	}
}

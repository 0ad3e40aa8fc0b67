package identitytest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// asking is a method that takes a condition in the service's own language.
type asking struct {
	// op is the operation, and needs what its cases need.
	op    string
	needs []string
	// always: the method asks the advanced engine always, and not where it is told to.
	always bool
	ask    func(ctx context.Context, s *identity.Service, filter string, advanced bool) error
	// beside asks with the condition and a typed one.
	beside func(ctx context.Context, s *identity.Service, filter string) error
	// never is a property that takes no condition at all, and date one that is a
	// time; empty where there is none.
	never, date string
	// ends is a property that endsWith is for, in the advanced engine alone.
	ends string
}

func askings() []asking {
	return []asking{
		{
			op: opList, never: "aboutMe", date: "createdDateTime", ends: "userPrincipalName",
			ask: func(ctx context.Context, s *identity.Service, filter string, advanced bool) error {
				_, err := conform.Collect(s.Users.List(ctx, identity.UserQuery{Filter: filter, Advanced: advanced}))
				return err
			},
			beside: func(ctx context.Context, s *identity.Service, filter string) error {
				_, err := conform.Collect(s.Users.List(ctx, identity.UserQuery{Filter: filter, DisplayNamePrefix: "A"}))
				return err
			},
		},
		{
			op: opCount, always: true, never: "aboutMe", date: "createdDateTime",
			ask: func(ctx context.Context, s *identity.Service, filter string, _ bool) error {
				_, err := s.Users.Count(ctx, identity.UserQuery{Filter: filter})
				return err
			},
			beside: func(ctx context.Context, s *identity.Service, filter string) error {
				_, err := s.Users.Count(ctx, identity.UserQuery{Filter: filter, DisplayNamePrefix: "A"})
				return err
			},
		},
		{
			op: opBinList, needs: []string{HasDeletedUsers}, never: "aboutMe", date: "createdDateTime", ends: "userPrincipalName",
			ask: func(ctx context.Context, s *identity.Service, filter string, advanced bool) error {
				_, err := conform.Collect(s.DeletedUsers.List(ctx, identity.DeletedUserQuery{Filter: filter, Advanced: advanced}))
				return err
			},
			beside: func(ctx context.Context, s *identity.Service, filter string) error {
				_, err := conform.Collect(s.DeletedUsers.List(ctx, identity.DeletedUserQuery{Filter: filter, DisplayNamePrefix: "A"}))
				return err
			},
		},
		{
			op: opListGroups, needs: []string{HasGroups}, never: "theme", date: "renewedDateTime", ends: "mail",
			ask: func(ctx context.Context, s *identity.Service, filter string, advanced bool) error {
				_, err := conform.Collect(s.Groups.List(ctx, identity.GroupQuery{Filter: filter, Advanced: advanced}))
				return err
			},
			beside: func(ctx context.Context, s *identity.Service, filter string) error {
				_, err := conform.Collect(s.Groups.List(ctx, identity.GroupQuery{Filter: filter, DisplayNamePrefix: "A"}))
				return err
			},
		},
		{
			op: opCountGroups, needs: []string{HasGroups}, always: true, never: "theme", date: "renewedDateTime",
			ask: func(ctx context.Context, s *identity.Service, filter string, _ bool) error {
				_, err := s.Groups.Count(ctx, identity.GroupQuery{Filter: filter})
				return err
			},
			beside: func(ctx context.Context, s *identity.Service, filter string) error {
				_, err := s.Groups.Count(ctx, identity.GroupQuery{Filter: filter, DisplayNamePrefix: "A"})
				return err
			},
		},
		{
			op: opRoles, needs: []string{HasRoles}, never: "version",
			ask: func(ctx context.Context, s *identity.Service, filter string, _ bool) error {
				_, err := conform.Collect(s.Roles.List(ctx, identity.RoleQuery{Filter: filter}))
				return err
			},
			beside: func(ctx context.Context, s *identity.Service, filter string) error {
				_, err := conform.Collect(s.Roles.List(ctx, identity.RoleQuery{Filter: filter, DisplayName: "A"}))
				return err
			},
		},
	}
}

func refusedQueryCases() (cases []kase) {
	for _, a := range askings() {
		cases = append(cases, kase{
			Name: strings.TrimPrefix(a.op, "identity.") + "/filters-refused", Needs: a.needs, Source: docErrors,
			Why: "a condition that is passed over gives everybody where a few were meant",
			Run: func(c *run) { filtersRefused(c, a) },
		}, kase{
			Name: strings.TrimPrefix(a.op, "identity.") + "/filter-breaks-out", Needs: a.needs, Source: docFilter,
			Why: "a condition from outside that closes a parenthesis changes what stands beside it",
			Run: func(c *run) { filterBreaksOut(c, a) },
		})
	}
	return append(cases, kase{
		Name: "Users.List/order-refused", Needs: []string{HasDeletedUsers}, Source: docErrors,
		Why: "who asks for an order that there is none of must not take another for it",
		Run: func(c *run) {
			for _, order := range []identity.UserOrder{"displayName sideways", "displayName,", "displayName desc desc"} {
				_, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{OrderBy: order}))
				c.Refused(err, badQuery(opList))
				_, err = conform.Collect(c.S.Service.DeletedUsers.List(c.Context(), identity.DeletedUserQuery{OrderBy: order}))
				c.Refused(err, badQuery(opBinList))
			}
			for _, order := range []identity.UserOrder{"city", "-jobTitle"} {
				_, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{OrderBy: order}))
				c.Refused(err, unsupportedQuery(opList))
				_, err = conform.Collect(c.S.Service.DeletedUsers.List(c.Context(), identity.DeletedUserQuery{OrderBy: order}))
				c.Refused(err, unsupportedQuery(opBinList))
			}
			_, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{OrderBy: "planet"}))
			c.Refused(err, badQuery(opList))
		},
	})
}

// filtersRefused asks with conditions of which each is refused for another reason.
func filtersRefused(c *run, a asking) {
	refused := func(filter string, advanced bool, want conform.Refusal) {
		c.Helper()
		if fault := want.Check(a.ask(c.Context(), c.S.Service, filter, advanced)); fault != nil {
			c.Errorf("filter %s, advanced %t: %v", filter, advanced, fault)
		}
	}
	for _, advanced := range []bool{false, true} {
		refused("displayName eq", advanced, badQuery(a.op))
		refused("planet eq 'x'", advanced, badQuery(a.op))
		refused("contains(displayName,'x')", advanced, unsupportedQuery(a.op))
		if a.never != "" {
			refused(a.never+" eq 'x'", advanced, unsupportedQuery(a.op))
		}
		if a.date != "" {
			refused(a.date+" ge 2020-01-01", advanced, unsupportedQuery(a.op))
		}
	}
	if a.always {
		return
	}
	if a.ends != "" {
		refused("endsWith("+a.ends+",'x')", false, unsupportedQuery(a.op))
	}
	refused("displayName ne 'x'", false, unsupportedQuery(a.op))
	refused(strings.TrimPrefix(strings.Repeat(" or displayName eq 'x'", 16), " or "), false, unsupportedQuery(a.op))
}

// filterBreaksOut asks with conditions whose parentheses or quotes do not match,
// beside a typed one and alone, and with some that only look as if.
func filterBreaksOut(c *run, a asking) {
	each := func(filter string, check func(error) error) {
		if fault := check(a.ask(c.Context(), c.S.Service, filter, false)); fault != nil {
			c.Errorf("filter %s: %v", filter, fault)
		}
		if fault := check(a.beside(c.Context(), c.S.Service, filter)); fault != nil {
			c.Errorf("filter %s beside another condition: %v", filter, fault)
		}
	}
	for _, filter := range []string{
		"displayName eq 'x') or (displayName eq 'y'", "accountEnabled eq true) or (startsWith(displayName,'A')", ")(", "(displayName eq 'x'",
		"displayName eq 'x')", "displayName eq 'x", "displayName eq 'x''", "displayName eq '') or ('')(' eq displayName",
	} {
		each(filter, unsent(a.op).Check)
	}
	for _, filter := range []string{"displayName eq ')'", "displayName eq '('", "displayName eq ''')'", "(displayName eq 'O''Brien (x')"} {
		each(filter, func(err error) error { return err })
	}
}

// signInsHidden checks that who may not know when people sign in cannot find out by
// counting.
func signInsHidden(c *run) {
	const filter = "signInActivity/lastSignInDateTime ge 2020-01-01T00:00:00Z"
	app, _ := addApp(c)
	for who, s := range map[string]*identity.Service{
		"an application without the permission": seenBy(c, admin365.AsApp(app, "User.Read.All")),
		"a member without a role":               actor(c),
	} {
		_, err := s.Users.Count(c.Context(), identity.UserQuery{Filter: filter})
		if !errors.Is(err, admin365.ErrForbidden) {
			c.Errorf("%s counts by %s: %v", who, filter, fmt.Sprint(err))
		}
	}
}

package identitytest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// pageCases are about lists that are cut, and go on elsewhere.
func pageCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Page/equals-the-list", Sweep: true, Source: docPaging,
			Why: "an off-by-one between two pages loses one user of each, and nobody notices",
			Run: func(c *run) {
				c.Eventually(func() error { return pagesAreList(c, c.S.Service.Users, identity.UserQuery{PageSize: c.PageSize}) })
			},
		},
		{
			Name: "Page/with-order-and-filter", Needs: write, Sweep: true, Source: docAdvanced,
			Why: "the second page is of the same query as the first, order and conditions with it",
			Run: func(c *run) {
				mark := conform.Unique()
				mine := shuffled(c, mark)
				for _, q := range pageQueries(mark) {
					q.PageSize = c.PageSize
					lists(c, q, mine...)
					c.Eventually(func() error { return pagesAreList(c, c.S.Service.Users, q) })
				}
			},
		},
		{
			Name: "Page/advanced-on-every-page", Needs: write, Sweep: true, Source: docAdvanced,
			Why: "the header of an advanced query is not remembered in the link to the next page, and is easily lost there",
			Run: func(c *run) {
				mark := conform.Unique()
				for _, u := range shuffled(c, mark) {
					update(c, u.ID, identity.UserPatch{CompanyName: admin365.Set(mark)})
				}
				for _, filter := range []string{
					"endsWith(userPrincipalName,'@" + c.S.Harness.Domain + "') and startsWith(displayName,'" + mark + "')",
					"companyName eq '" + mark + "'", "not(startsWith(displayName,'x')) and startsWith(displayName,'" + mark + "')",
				} {
					q := identity.UserQuery{Filter: filter, Advanced: true, PageSize: c.PageSize}
					c.Eventually(func() error {
						got, err := conform.Collect(c.S.Service.Users.List(c.Context(), q))
						return joined(err, errIf(len(got) != 8, "%s lists %d users, want 8", filter, len(got)))
					})
					c.Eventually(func() error { return pagesAreList(c, c.S.Service.Users, q) })
				}
			},
		},
		{
			Name: "Page/cut-at-every-point", Needs: write, Sweep: true, Source: docPage,
			Why: "a web page that shows users goes on where its reader left, in whatever server comes next",
			Run: func(c *run) { pageCut(c, c.S.Service.Users) },
		},
		{
			Name: "Page/fills-every-field", Needs: write, Sweep: true, Source: docPage,
			Why: "what a page shows must be what the single user shows",
			Run: func(c *run) {
				u := mustCreate(c, fullUser(c, 0))
				c.Eventually(func() error {
					got, err := allPages(c, c.S.Service.Users, identity.UserQuery{UserPrincipalNamePrefix: u.UserPrincipalName, PageSize: c.PageSize})
					if err != nil || len(got) != 1 {
						return fmt.Errorf("%d users, error %w", len(got), err)
					}
					return joined(conform.Differ(got[0], get(c, u.ID)), conform.NotUTC(*got[0]))
				})
			},
		},
		{
			Name: "Page/nobody", Source: docPage,
			Why: "an empty list has a page, without users and without a next one",
			Run: func(c *run) {
				got, err := identity.Page(c.Context(), c.S.Service.Users, identity.UserQuery{DisplayNamePrefix: "no such user"}, "")
				c.Must(err, "getting the page of nobody")
				if got == nil || len(got.Users) > 0 || got.Next != "" {
					c.Errorf("the page of nobody is %+v", got)
				}
			},
		},
		{
			Name: "Page/bad-query", Source: docPage,
			Why: "a query that the service refuses is refused on its first page",
			Run: func(c *run) {
				for _, q := range []identity.UserQuery{
					{Filter: "displayName eq"}, {Filter: "noSuchProperty eq 'x'"}, {OrderBy: "jobTitle"}, {PageSize: 1000}, {PageSize: -1},
				} {
					got, err := identity.Page(c.Context(), c.S.Service.Users, q, "")
					if fault := unsent("").Check(err); fault != nil || got != nil {
						c.Errorf("%+v: %+v, and %v", q, got, fault)
					}
				}
			},
		},
		{
			Name: "Page/no-cursor", Source: docPage,
			Why: "what is no cursor must not be taken for the beginning: a loop would have no end",
			Run: func(c *run) {
				for _, bad := range []identity.Cursor{
					"garbage", " ", "..", "https://graph.example.com/v1.0/users?$skiptoken=x", "https://graph.microsoft.com/v1.0/users", "x&$skiptoken=y",
				} {
					got, err := identity.Page(c.Context(), c.S.Service.Users, identity.UserQuery{PageSize: 2}, bad)
					if fault := unsent("").Check(err); fault != nil || got != nil {
						c.Errorf("cursor %q: %+v, and %v", bad, got, fault)
					}
				}
			},
		},
		{
			Name: "Page/cursor-of-another-query", Needs: write, Source: docPage,
			Why: "a cursor with another question would answer neither of the two",
			Run: cursorOfAnother,
		},
		{
			Name: "Page/deleted-between", Needs: write, Sweep: true, Source: docPage,
			Why: "a program that deletes what it sees must reach everybody: pages that are counted off skip people",
			Run: func(c *run) { changeBetweenPages(c, true) },
		},
		{
			Name: "Page/created-between", Needs: write, Sweep: true, Source: docPage,
			Why: "a newcomer must not push anybody onto two pages",
			Run: func(c *run) { changeBetweenPages(c, false) },
		},
		{
			Name: "Page/without-a-pager", Needs: write, Sweep: true, Source: docPage,
			Why: "whoever wraps Users to test a failure still has pages, only dearer ones",
			Run: func(c *run) {
				wrapped := struct{ identity.Users }{c.S.Service.Users}
				mark := conform.Unique()
				mine := shuffled(c, mark)
				for _, q := range append(pageQueries(mark), identity.UserQuery{}) {
					q.PageSize = c.PageSize
					if q.DisplayNamePrefix != "" {
						lists(c, q, mine...)
					}
					c.Eventually(func() error { return pagesAreList(c, wrapped, q) })
				}
				pageCut(c, wrapped)
				_, err := identity.Page(c.Context(), wrapped, identity.UserQuery{PageSize: 2}, "garbage")
				c.Refused(err, unsent(""))
			},
		},
	}
}

// pageQueries are questions of several kinds that all find the marked.
func pageQueries(mark string) []identity.UserQuery {
	return []identity.UserQuery{
		{DisplayNamePrefix: mark},
		{DisplayNamePrefix: strings.ToUpper(mark), OrderBy: identity.ByDisplayNameDesc},
		{UserPrincipalNamePrefix: mark, OrderBy: identity.ByUserPrincipalName},
		{DisplayNamePrefix: mark, Filter: "userType eq 'Member'", Advanced: true},
	}
}

// pages collects the pages of a list from the cursor on, and the cursors at
// which they begin.
func pages(c *run, users identity.Users, q identity.UserQuery, from identity.Cursor) (found []*identity.UserPage, cursors []identity.Cursor, err error) {
	c.Helper()
	for range 10_000 {
		page, err := identity.Page(c.Context(), users, q, from)
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("page %d of %+v: %w", len(found), q, err)
		case page == nil:
			return nil, nil, errors.New("neither a page nor an error")
		case q.PageSize > 0 && len(page.Users) > q.PageSize, len(page.Users) > 999:
			return nil, nil, fmt.Errorf("a page of %d holds %d users", q.PageSize, len(page.Users))
		case page.Next != "" && page.Next == from:
			return nil, nil, errors.New("a page leads to itself")
		default:
		}
		found, cursors = append(found, page), append(cursors, from)
		if from = page.Next; from == "" {
			return found, cursors, nil
		}
	}
	return nil, nil, errors.New("the pages have no end")
}

// allPages returns the users of all pages.
func allPages(c *run, users identity.Users, q identity.UserQuery) ([]*identity.User, error) {
	c.Helper()
	found, _, err := pages(c, users, q, "")
	return usersOf(found), err
}

func usersOf(found []*identity.UserPage) []*identity.User {
	var list []*identity.User
	for _, page := range found {
		list = append(list, page.Users...)
	}
	return list
}

// pagesAreList checks that the pages hold what the list holds, in its order.
func pagesAreList(c *run, users identity.Users, q identity.UserQuery) error {
	c.Helper()
	got, err := allPages(c, users, q)
	if err != nil {
		return err
	}
	want, err := conform.Collect(users.List(c.Context(), q))
	if err != nil {
		return fmt.Errorf("listing %+v: %w", q, err)
	}
	return joined(onceEach(got), sameOrder(got, want))
}

// pageCut goes on from every cursor that there is, twice, and as another process
// would where there is one.
func pageCut(c *run, users identity.Users) {
	c.Helper()
	mark := conform.Unique()
	mine := shuffled(c, mark)
	others := []identity.Users{users, users}
	if _, pager := users.(identity.UserPager); pager && c.S.As != nil {
		others = append(others, seenBy(c, admin365.Caller{}).Users)
	}
	for _, q := range pageQueries(mark) {
		q.PageSize = c.PageSize
		lists(c, q, mine...)
		found, cursors, err := pages(c, users, q, "")
		c.Must(err, "getting the pages")
		whole := usersOf(found)
		seen := 0
		for i, cursor := range cursors {
			for _, other := range others {
				rest, _, err := pages(c, other, q, cursor)
				if err := joined(err, sameOrder(usersOf(rest), whole[seen:])); err != nil {
					c.Errorf("%+v cut before page %d: %v", q, i, err)
				}
			}
			seen += len(found[i].Users)
		}
	}
}

func cursorOfAnother(c *run) {
	if _, pager := c.S.Service.Users.(identity.UserPager); !pager {
		// What goes through the list from its start has no query in its cursor.
		return
	}
	mark := conform.Unique()
	mine := shuffled(c, mark)
	queries := append(pageQueries(mark), identity.UserQuery{OrderBy: identity.ByDisplayName}, identity.UserQuery{Filter: "accountEnabled eq true"})
	for i := range queries {
		queries[i].PageSize = 2
	}
	lists(c, queries[0], mine...)
	for i, q := range queries {
		page, err := identity.Page(c.Context(), c.S.Service.Users, q, "")
		c.Must(err, "getting a first page")
		if page.Next == "" {
			c.Errorf("%+v: there is no second page of two", q)
			continue
		}
		for j, other := range queries {
			if i == j {
				continue
			}
			got, err := identity.Page(c.Context(), c.S.Service.Users, other, page.Next)
			if fault := unsent("").Check(err); fault != nil || got != nil {
				c.Errorf("the cursor of %+v with %+v: %+v, and %v", q, other, got, fault)
			}
		}
	}
}

// changeBetweenPages deletes who was seen, or creates others before and behind
// them, and checks who was seen in the end.
func changeBetweenPages(c *run, remove bool) {
	if _, pager := c.S.Service.Users.(identity.UserPager); !pager {
		// What goes through the list from its start cannot promise it.
		return
	}
	for _, order := range []identity.UserOrder{"", identity.ByDisplayName, identity.ByUserPrincipalNameDesc} {
		mark := conform.Unique()
		mine := shuffled(c, mark)
		q := identity.UserQuery{DisplayNamePrefix: mark, OrderBy: order, PageSize: c.PageSize}
		lists(c, q, mine...)
		var seen []*identity.User
		cursor := identity.Cursor("")
		for n := range 50 {
			page, err := identity.Page(c.Context(), c.S.Service.Users, q, cursor)
			c.Must(err, "getting a page")
			seen = append(seen, page.Users...)
			for i, u := range page.Users {
				if remove {
					c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting on the way")
				} else if len(seen) < 8 {
					create(c, func(m *identity.NewUser) {
						m.UserPrincipalName = fmt.Sprintf("%s%c%d%d@%s", mark, "az"[i%2], n, i, c.S.Harness.Domain)
						m.DisplayName = fmt.Sprintf("%s %c%d%d", mark, "za"[i%2], n, i)
					})
				}
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if cursor != "" {
			c.Errorf("ordered by %q the pages have no end", order)
		}
		if err := onceEach(seen); err != nil {
			c.Errorf("ordered by %q: %v", order, err)
		}
		for _, u := range mine {
			if !slices.Contains(idsOf(seen), u.ID) {
				c.Errorf("ordered by %q: %s was there until he was seen, and the pages lack him", order, u.UserPrincipalName)
			}
		}
	}
}

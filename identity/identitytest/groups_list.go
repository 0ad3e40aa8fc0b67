package identitytest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func groupListCases() []kase {
	read, write := []string{CanGroup}, []string{CanWrite, CanGroup}
	return []kase{
		{
			Name: "Groups.List/everything-once", Needs: write, Sweep: true, Source: docPaging,
			Why: "an off-by-one between two pages loses one group of each, and nobody notices",
			Run: listAllGroups,
		},
		{
			Name: "Groups.List/fills-every-field", Needs: write, Sweep: true, Source: docGroups,
			Why: "a report over the list must show what the single group shows",
			Run: func(c *run) {
				g := mustMakeGroup(c, fullGroup(c, 0))
				c.Eventually(func() error {
					q := identity.GroupQuery{DisplayNamePrefix: "Conformance", PageSize: c.PageSize}
					for got, err := range c.S.Service.Groups.List(c.Context(), q) {
						if err != nil {
							return err
						}
						if got.ID == g.ID {
							return joined(conform.Differ(got, getGroup(c, g.ID)), conform.NotUTC(*got))
						}
					}
					return errors.New("the list lacks the group")
				})
			},
		},
		{
			Name: "Groups.List/cut-at-every-point", Needs: write, Sweep: true, Source: docGroups,
			Why: "a loop may be left anywhere, the next one starts afresh, and two do not share their place",
			Run: func(c *run) {
				for range 7 {
					makeGroup(c)
				}
				seq := c.S.Service.Groups.List(c.Context(), identity.GroupQuery{PageSize: c.PageSize})
				rangesWell(c, "groups", seq, func(g *identity.Group) string { return string(g.ID) })
			},
		},
		{
			Name: "Groups.List/nothing-before-it-is-ranged", Needs: write, Source: docGroups,
			Why: "a list is a question and costs nothing until somebody wants the answer",
			Run: func(c *run) {
				n := newGroup()
				var made *identity.Group
				isLazy(c, "groups", func(ctx context.Context) iter.Seq2[*identity.Group, error] {
					return c.S.Service.Groups.List(ctx, identity.GroupQuery{DisplayName: n.DisplayName})
				}, func() { made = mustMakeGroup(c, n) }, func(got []*identity.Group) error {
					return sameNames(namesOfGroups(got), namesOfGroups([]*identity.Group{made}))
				})
			},
		},
		{
			Name: "Groups.List/page-size-out-of-range", Needs: read, Source: docListGroups,
			Why: "the service refuses it, and a silent correction would hide that",
			Run: func(c *run) {
				for size, want := range map[int]conform.Refusal{1000: unsupportedQuery(opListGroups), -1: unsent(opListGroups)} {
					failsAtOnce(c, c.S.Service.Groups.List(c.Context(), identity.GroupQuery{PageSize: size}), want)
				}
				if _, err := conform.Collect(c.S.Service.Groups.List(c.Context(), identity.GroupQuery{PageSize: 999})); err != nil {
					c.Errorf("the largest page size is refused: %v", err)
				}
			},
		},
		{
			Name: "Groups.List/error-is-the-last-pair", Needs: read, Source: docGroups,
			Why: "a loop that looks at the error of each pair must see it once, with no group beside it",
			Run: func(c *run) {
				q := identity.GroupQuery{Filter: "displayName eq", PageSize: c.PageSize}
				failsAtOnce(c, c.S.Service.Groups.List(c.Context(), q), badQuery(opListGroups))
				_, err := c.S.Service.Groups.Count(c.Context(), q)
				c.Refused(err, badQuery(opCountGroups))
			},
		},
		{
			Name: "Groups.List/order", Needs: write, Sweep: true, Source: docListGroups,
			Why: "names sort without regard to letter case, across all pages, alone and with a condition",
			Run: listGroupsOrdered,
		},
		{
			Name: "Groups.List/order-of-namesakes", Needs: write, Sweep: true, Source: docPaging,
			Why: "five groups of one name must each come once, though a page ends between them",
			Run: func(c *run) {
				name := "Conformance " + conform.Unique()
				var mine []*identity.Group
				for range 5 {
					mine = append(mine, makeGroup(c, func(n *identity.NewGroup) { n.DisplayName = name }))
				}
				groupsAre(c, identity.GroupQuery{DisplayName: name, OrderByDisplayName: true}, mine...)
			},
		},
		{
			Name: "Groups.Get/everything-of-the-list", Needs: write, Source: docGetGroup,
			Why: "what a list shows can be opened and looks the same",
			Run: func(c *run) {
				makeGroup(c)
				makeGroup(c, unified)
				mustMakeGroup(c, fullGroup(c, 1))
				all, err := conform.Collect(c.S.Service.Groups.List(c.Context(), identity.GroupQuery{}))
				c.Must(err, "listing groups")
				for _, g := range all {
					got, err := c.S.Service.Groups.Get(c.Context(), g.ID)
					if err != nil {
						c.Errorf("%s is in the list, and Get fails: %v", g.ID, err)
						continue
					}
					if err := joined(conform.Differ(g, got), conform.NotUTC(*g), conform.NotUTC(*got)); err != nil {
						c.Errorf("%s in the list and from Get: %v", g.DisplayName, err)
					}
				}
			},
		},
		{
			Name: "Groups.Get/found-at-once", Needs: write, Source: docGroups,
			Why: "the next step begins with the group that was just created",
			Run: func(c *run) {
				for range 5 {
					g := makeGroup(c)
					if _, err := c.S.Service.Groups.Get(c.Context(), g.ID); err != nil {
						c.Errorf("the group is not found right after its creation: %v", err)
					}
				}
			},
		},
		{
			Name: "Groups.Count/equals-the-list", Needs: write, Source: docListGroups,
			Why: "a progress bar that ends at 97 % means a bug in one of the two",
			Run: groupCounts,
		},
	}
}

func listAllGroups(c *run) {
	var mine []*identity.Group
	for range 4 {
		mine = append(mine, makeGroup(c), makeGroup(c, unified))
	}
	c.Eventually(func() error {
		all, err := conform.Collect(c.S.Service.Groups.List(c.Context(), identity.GroupQuery{PageSize: c.PageSize}))
		if err != nil {
			return err
		}
		whole, err := conform.Collect(c.S.Service.Groups.List(c.Context(), identity.GroupQuery{}))
		if err != nil {
			return err
		}
		n, err := c.S.Service.Groups.Count(c.Context(), identity.GroupQuery{})
		if err != nil {
			return err
		}
		names := namesOfGroups(all)
		var lost []string
		for _, name := range namesOfGroups(mine) {
			if !slices.Contains(names, name) {
				lost = append(lost, name)
			}
		}
		return joined(
			conform.Once(all, func(g *identity.Group) admin365.GroupID { return g.ID }),
			sameNames(names, namesOfGroups(whole)),
			errIf(n != len(all), "Count is %d and the list has %d", n, len(all)),
			errIf(len(lost) > 0, "the list lacks %q", lost),
		)
	})
}

func listGroupsOrdered(c *run) {
	prefix := conform.Unique()
	var mine []*identity.Group
	for _, letter := range []string{"m", "B", "z", "a", "K", "c", "Y", "d"} {
		mine = append(mine, makeGroup(c, func(n *identity.NewGroup) { n.DisplayName = prefix + " " + letter }))
	}
	name := func(g *identity.Group) string { return strings.ToLower(g.DisplayName) }
	for _, q := range []identity.GroupQuery{
		{}, {DisplayNamePrefix: strings.ToUpper(prefix)}, {DisplayNamePrefix: prefix, SecurityEnabled: new(true)},
		{Filter: "startsWith(displayName,'" + prefix + "')"},
	} {
		q.OrderByDisplayName, q.PageSize = true, c.PageSize
		c.Eventually(func() error {
			all, err := conform.Collect(c.S.Service.Groups.List(c.Context(), q))
			if err != nil {
				return fmt.Errorf("%+v: %w", q, err)
			}
			var found []*identity.Group
			var keys []string
			for _, g := range all {
				// Other groups' names may sort by rules of a language.
				if strings.HasPrefix(g.DisplayName, prefix) {
					found, keys = append(found, g), append(keys, name(g))
				}
			}
			return joined(
				conform.Once(all, func(g *identity.Group) admin365.GroupID { return g.ID }),
				sameNames(namesOfGroups(found), namesOfGroups(mine)),
				errIf(!slices.IsSorted(keys), "ordered by display name the list is %q", keys),
			)
		})
	}
}

func groupCounts(c *run) {
	mine := []*identity.Group{makeGroup(c), makeGroup(c), makeGroup(c, unified)}
	for _, q := range []identity.GroupQuery{
		{}, {SecurityEnabled: new(true)}, {SecurityEnabled: new(false)}, {MailEnabled: new(true)}, {Unified: true},
		{DisplayNamePrefix: "Conformance"}, {DisplayName: mine[0].DisplayName}, {MailNickname: mine[2].MailNickname},
		{Filter: "securityEnabled eq true"}, {OrderByDisplayName: true}, {Advanced: true}, {PageSize: 1},
		{DisplayName: "no such group " + conform.Unique()},
	} {
		c.Eventually(func() error {
			all, err := conform.Collect(c.S.Service.Groups.List(c.Context(), q))
			if err != nil {
				return fmt.Errorf("listing %+v: %w", q, err)
			}
			n, err := c.S.Service.Groups.Count(c.Context(), q)
			return joined(err, errIf(n != len(all), "of %+v Count is %d and the list has %d", q, n, len(all)))
		})
	}
	q := identity.GroupQuery{DisplayName: mine[0].DisplayName}
	countGroups(c, q, 1)
	updateGroup(c, mine[0].ID, identity.GroupPatch{DisplayName: new("Renamed " + mine[0].MailNickname)})
	countGroups(c, q, 0)
}

// countGroups waits until Count is n.
func countGroups(c *run, q identity.GroupQuery, want int) {
	c.Helper()
	c.Eventually(func() error {
		n, err := c.S.Service.Groups.Count(c.Context(), q)
		return joined(err, errIf(n != want, "Count is %d, want %d", n, want))
	})
}

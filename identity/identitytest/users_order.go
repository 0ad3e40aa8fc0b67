package identitytest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func listOrderCases() []kase {
	write := []string{CanWrite}
	return []kase{
		{
			Name: "Users.List/order", Needs: write, Sweep: true, Source: docList,
			Why: "names sort without regard to letter case, across all pages, and nobody is lost between two",
			Run: listOrdered,
		},
		{
			Name: "Users.List/order-with-filter", Needs: write, Sweep: true, Source: docAdvanced,
			Why: "the service does both only in its advanced engine; the library asks for it without being told",
			Run: listOrderedAndFiltered,
		},
		{
			Name: "Users.List/order-of-namesakes", Needs: write, Sweep: true, Source: docPaging,
			Why: "five people of one name must each come once, though a page ends between them",
			Run: listNamesakes,
		},
		{
			Name: "Users.List/order-unsupported", Source: docList,
			Why: "the service orders by two properties alone, and a fake that orders by all misleads",
			Run: func(c *run) {
				for _, order := range []identity.UserOrder{"jobTitle", "-department"} {
					_, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{OrderBy: order}))
					c.Refused(err, unsupportedQuery(opList))
				}
				_, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{OrderBy: "noSuchProperty"}))
				c.Refused(err, unsent(opList))
			},
		},
	}
}

// orders are the orders that the service offers, with the property compared and
// whether it comes down.
func orders() map[identity.UserOrder]func(*identity.User) string {
	byName := func(u *identity.User) string { return strings.ToLower(u.DisplayName) }
	byUPN := func(u *identity.User) string { return strings.ToLower(u.UserPrincipalName) }
	return map[identity.UserOrder]func(*identity.User) string{
		identity.ByDisplayName: byName, identity.ByDisplayNameDesc: byName,
		identity.ByUserPrincipalName: byUPN, identity.ByUserPrincipalNameDesc: byUPN,
	}
}

// shuffled creates people whose names begin with the prefix, in no order and in
// either letter case.
func shuffled(c *run, prefix string) []*identity.User {
	c.Helper()
	var users []*identity.User
	for _, letter := range []string{"m", "B", "z", "a", "K", "c", "Y", "d"} {
		users = append(users, create(c, func(n *identity.NewUser) {
			n.UserPrincipalName = prefix + letter + "@" + c.S.Harness.Domain
			n.DisplayName = prefix + " " + letter
		}))
	}
	return users
}

// inOrder checks that the users of the list are sorted by key.
func inOrder(users []*identity.User, order identity.UserOrder, key func(*identity.User) string) error {
	compare := func(a, b *identity.User) int { return strings.Compare(key(a), key(b)) }
	if strings.HasPrefix(string(order), "-") {
		compare = func(a, b *identity.User) int { return strings.Compare(key(b), key(a)) }
	}
	if slices.IsSortedFunc(users, compare) {
		return nil
	}
	var keys []string
	for _, u := range users {
		keys = append(keys, key(u))
	}
	return fmt.Errorf("ordered by %s the list is %q", order, keys)
}

func listOrdered(c *run) {
	prefix := conform.Unique()
	mine := shuffled(c, prefix)
	for order, key := range orders() {
		c.Eventually(func() error {
			all, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{OrderBy: order, PageSize: c.PageSize}))
			if err != nil {
				return fmt.Errorf("ordering by %s: %w", order, err)
			}
			n, err := c.S.Service.Users.Count(c.Context(), identity.UserQuery{})
			if err != nil {
				return err
			}
			var found []*identity.User
			for _, u := range all {
				// Other people's names may sort by rules of a language.
				if strings.HasPrefix(u.UserPrincipalName, prefix) {
					found = append(found, u)
				}
			}
			return joined(
				onceEach(all), errIf(len(all) != n, "ordered by %s there are %d users of %d", order, len(all), n),
				sameUsers(found, mine), inOrder(found, order, key),
			)
		})
	}
}

func listOrderedAndFiltered(c *run) {
	prefix := conform.Unique()
	mine := shuffled(c, prefix)
	for order, key := range orders() {
		for _, q := range []identity.UserQuery{
			{DisplayNamePrefix: strings.ToUpper(prefix)},
			{UserPrincipalNamePrefix: prefix, UserType: identity.Member},
			{Filter: "startsWith(userPrincipalName,'" + prefix + "')"},
		} {
			q.OrderBy, q.PageSize = order, c.PageSize
			c.Eventually(func() error {
				got, err := conform.Collect(c.S.Service.Users.List(c.Context(), q))
				if err != nil {
					return fmt.Errorf("%+v: %w", q, err)
				}
				return joined(onceEach(got), sameUsers(got, mine), inOrder(got, order, key))
			})
		}
	}
}

func listNamesakes(c *run) {
	name := "Conformance " + conform.Unique()
	var mine []*identity.User
	for i := range 5 {
		mine = append(mine, create(c, func(n *identity.NewUser) {
			n.DisplayName = name
			if i%2 == 1 {
				n.DisplayName = strings.ToUpper(name)
			}
		}))
	}
	for _, order := range []identity.UserOrder{"", identity.ByDisplayName, identity.ByDisplayNameDesc} {
		lists(c, identity.UserQuery{DisplayNamePrefix: name, OrderBy: order}, mine...)
	}
}

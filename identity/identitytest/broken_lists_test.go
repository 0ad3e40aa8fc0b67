package identitytest_test

import (
	"context"
	"iter"

	"github.com/admin365/admin365/identity"
)

// pairs is what lists yield.
type pairs = iter.Seq2[*identity.User, error]

func brokenLists() map[string]mistake {
	return map[string]mistake{
		"off-by-one-page": {
			func(s *identity.Service) { s.Users = listing{s.Users, loseLastOfPage} },
			[]string{
				"Context/cancelled-between-pages",
				"DeletedUsers.List/holds-the-deleted/*",
				"Include/sign-in-activity/*",
				"Page/advanced-on-every-page/*",
				"Page/cut-at-every-point/*",
				"Page/fills-every-field/*",
				"Page/with-order-and-filter/*",
				"Page/without-a-pager/*",
				"UserQuery/every-condition/*",
				"UserQuery/filter/*",
				"Users.Count/equals-the-list",
				"Users.List/created-while-paging/*",
				"Users.List/deleted-while-paging/*",
				"Users.List/everybody-once/*",
				"Users.List/fills-every-field/*",
				"Users.List/order-of-namesakes/*",
				"Users.List/order-with-filter/*",
				"Users.List/order/*",
				"Users.List/updated-while-paging/*",
			},
		},
		"item-twice": {
			func(s *identity.Service) { s.Users = listing{s.Users, repeatThird} },
			[]string{
				"Concurrency/every-method-at-once",
				"Include/sign-in-activity/*",
				"Page/advanced-on-every-page/*",
				"Page/cut-at-every-point/*",
				"Page/equals-the-list/*",
				"Page/with-order-and-filter/*",
				"Page/without-a-pager/*",
				"UserQuery/conditions-are-joined-by-and",
				"Users.Changes/begins-with-everybody",
				"Users.Changes/token-of-eight-days",
				"Users.Count/equals-the-list",
				"Users.List/created-while-paging/*",
				"Users.List/deleted-while-paging/*",
				"Users.List/everybody-once/*",
				"Users.List/order-of-namesakes/*",
				"Users.List/order-with-filter/*",
				"Users.List/order/*",
			},
		},
		"ignored-filter": {
			func(s *identity.Service) { s.Users = unfiltered{s.Users} },
			[]string{
				"UserQuery/every-condition/*", "UserQuery/conditions-are-joined-by-and",
			},
		},
		"ignored-order": {
			func(s *identity.Service) { s.Users = unordered{s.Users} },
			[]string{"Page/bad-query", "Users.List/order/*", "Users.List/order-with-filter/*", "Users.List/order-unsupported", "Users.List/order-refused"},
		},
		"error-not-last": {
			func(s *identity.Service) { s.Users = listing{s.Users, errorTwice} },
			[]string{
				"Context/cancelled",
				"Context/cancelled-reads",
				"Context/deadline-exceeded",
				"Include/needs-a-license",
				"Include/nothing-by-name",
				"Users.List/filter-breaks-out",
				"Include/no-such-property",
				"Include/of-one-user-alone",
				"UserQuery/bad-filter",
				"UserQuery/filter-that-needs-the-advanced-engine",
				"Users.List/error-is-the-last-pair",
				"Users.List/filters-refused",
				"Users.List/nothing-before-it-is-ranged",
				"Users.List/order-refused",
				"Users.List/order-unsupported",
				"Users.List/page-size-out-of-range",
			},
		},
		"user-beside-error": {
			func(s *identity.Service) { s.Users = listing{s.Users, userBesideError} },
			[]string{
				"Context/cancelled",
				"Context/cancelled-reads",
				"Context/deadline-exceeded",
				"Include/needs-a-license",
				"Include/nothing-by-name",
				"Users.List/filter-breaks-out",
				"Include/no-such-property",
				"Include/of-one-user-alone",
				"UserQuery/bad-filter",
				"UserQuery/filter-that-needs-the-advanced-engine",
				"Users.List/error-is-the-last-pair",
				"Users.List/filters-refused",
				"Users.List/nothing-before-it-is-ranged",
				"Users.List/order-refused",
				"Users.List/order-unsupported",
				"Users.List/page-size-out-of-range",
			},
		},
		"eager-list": {
			func(s *identity.Service) { s.Users = eager{s.Users} },
			[]string{
				"Aliasing/include",
				"Context/cancelled-between-pages",
				"Users.List/nothing-before-it-is-ranged",
			},
		},
		"one-shot-list": {
			func(s *identity.Service) { s.Users = oneShot{s.Users} },
			[]string{
				"Aliasing/include",
				"Users.List/cut-at-every-point/*",
				"Users.List/error-is-the-last-pair",
				"Users.List/two-at-once/*",
			},
		},
	}
}

// listing changes what a list yields; the query is for the page size.
type listing struct {
	identity.Users
	change func(pairs, identity.UserQuery) pairs
}

func (l listing) List(ctx context.Context, q identity.UserQuery) pairs {
	return l.change(l.Users.List(ctx, q), q)
}

// loseLastOfPage loses the last user of each page.
func loseLastOfPage(list pairs, q identity.UserQuery) pairs {
	return func(yield func(*identity.User, error) bool) {
		n := 0
		for u, err := range list {
			n++
			if q.PageSize > 0 && n%q.PageSize == 0 && err == nil {
				continue
			}
			if !yield(u, err) {
				return
			}
		}
	}
}

// repeatThird yields the third user again, as a page that begins with the last
// user of the one before does.
func repeatThird(list pairs, _ identity.UserQuery) pairs {
	return func(yield func(*identity.User, error) bool) {
		n := 0
		for u, err := range list {
			n++
			if !yield(u, err) || n == 3 && !yield(u, err) {
				return
			}
		}
	}
}

// errorTwice goes on after an error.
func errorTwice(list pairs, _ identity.UserQuery) pairs {
	return func(yield func(*identity.User, error) bool) {
		for u, err := range list {
			if !yield(u, err) || err != nil && !yield(u, err) {
				return
			}
		}
	}
}

// userBesideError yields an empty user beside an error.
func userBesideError(list pairs, _ identity.UserQuery) pairs {
	return func(yield func(*identity.User, error) bool) {
		for u, err := range list {
			if err != nil {
				u = &identity.User{}
			}
			if !yield(u, err) {
				return
			}
		}
	}
}

// unfiltered forgets a condition.
type unfiltered struct{ identity.Users }

func (l unfiltered) List(ctx context.Context, q identity.UserQuery) pairs {
	q.City = ""
	return l.Users.List(ctx, q)
}

// unordered forgets the order.
type unordered struct{ identity.Users }

func (l unordered) List(ctx context.Context, q identity.UserQuery) pairs {
	q.OrderBy = ""
	return l.Users.List(ctx, q)
}

// eager fetches everything when the list is asked for.
type eager struct{ identity.Users }

func (e eager) List(ctx context.Context, q identity.UserQuery) pairs {
	type pair struct {
		u   *identity.User
		err error
	}
	var all []pair
	for u, err := range e.Users.List(ctx, q) {
		all = append(all, pair{u, err})
	}
	return func(yield func(*identity.User, error) bool) {
		for _, p := range all {
			if !yield(p.u, p.err) {
				return
			}
		}
	}
}

// oneShot can be ranged over once.
type oneShot struct{ identity.Users }

func (o oneShot) List(ctx context.Context, q identity.UserQuery) pairs {
	list := o.Users.List(ctx, q)
	used := false
	return func(yield func(*identity.User, error) bool) {
		if used {
			return
		}
		used = true
		list(yield)
	}
}

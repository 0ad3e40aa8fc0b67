package identitytest_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// broken are implementations with one mistake each, of the kind that is made in
// earnest, and the cases that must find it: these fail, and no others. What a
// wrapper does right it leaves to the tenant in memory.
func broken() map[string]mistake {
	return maps.Collect(func(yield func(string, mistake) bool) {
		for _, table := range []map[string]mistake{
			brokenUsers(), brokenLists(), brokenManagers(), brokenBin(), brokenPasswords(), brokenStreams(), brokenGroups(), brokenRoles(),
		} {
			for name, m := range table {
				if !yield(name, m) {
					return
				}
			}
		}
	})
}

type mistake struct {
	// wrap puts the mistake into a service.
	wrap func(*identity.Service)
	// fails are the cases that fail. A case that ends in "/*" stands for all its
	// page sizes, or some of them.
	fails []string
}

func brokenUsers() map[string]mistake {
	return map[string]mistake{
		"aliased-answer": {
			func(s *identity.Service) { s.Users = &aliasing{Users: s.Users} },
			[]string{"Aliasing/answer-of-get"},
		},
		"ignored-context": {
			func(s *identity.Service) { s.Users = deaf{s.Users} },
			[]string{"Context/cancelled", "Context/cancelled-reads", "Context/deadline-exceeded"},
		},
		"dropped-null": {
			func(s *identity.Service) { s.Users = nullDropper{s.Users} },
			[]string{"UserPatch/null-clears-every-optional-field"},
		},
		"dropped-false": {
			func(s *identity.Service) { s.Users = falseDropper{s.Users} },
			[]string{
				"Aliasing/query",
				"UserQuery/every-condition/*",
				"UserQuery/filter/*",
				"Users.Create/disabled",
				"Users.Create/every-property-survives",
			},
		},
		"swallowed-error": {
			func(s *identity.Service) { s.Users = swallower{s.Users} },
			[]string{
				"DeletedUsers/cannot-be-managed",
				"Groups.Update/of-another-kind-of-object",
				"IDs/odd-characters",
				"IDs/unknown-name",
				"IDs/unknown-object-id",
				"Users.Delete/gone-everywhere",
				"Users.Delete/twice",
			},
		},
		"wrong-sentinel": {
			func(s *identity.Service) { s.Users = wrongSentinel{s.Users} },
			[]string{
				"Users.Create/name-taken", "Users.Create/name-taken-in-other-letter-case",
				"Users.Create/name-taken-by-a-proxy-address", "Users.Create/mail-taken", "Concurrency/one-name-for-one-user",
				"Identities/unique",
			},
		},
		"lost-status": {
			func(s *identity.Service) { s.Users = statusLoser{s.Users} },
			[]string{
				"DeletedUsers/cannot-be-managed",
				"IDs/odd-characters",
				"IDs/unknown-name",
				"IDs/unknown-object-id",
				"Users.Delete/gone-everywhere",
			},
		},
		"lost-property": {
			func(s *identity.Service) { s.Users = propertyLoser{s.Users} },
			[]string{
				"Users.Create/federated-domain-needs-an-immutable-id",
				"Users.Create/required-properties",
			},
		},
		"leaked-password": {
			func(s *identity.Service) { s.Users = leaker{s.Users} },
			[]string{"Password/rules-on-create"},
		},
		"case-sensitive-name": {
			func(s *identity.Service) { s.Users = caseSensitive{s.Users} },
			[]string{"Users.Get/name-in-other-letter-case"},
		},
		"replacing-update": {
			func(s *identity.Service) { s.Users = replacer{s.Users} },
			[]string{"UserPatch/leave-every-field"},
		},
		"name-kept-by-delete": {
			func(s *identity.Service) { s.Users = &hoarder{Users: s.Users} },
			[]string{
				"DeletedUsers.Get/mangled-name",
				"DeletedUsers.Purge/frees-everything",
				"DeletedUsers.Restore/name-and-address-taken",
				"DeletedUsers.Restore/name-taken",
				"DeletedUsers.Restore/new-name",
				"DeletedUsers.Restore/new-name-without-need",
				"Users.Delete/frees-the-name",
				"Users.Delete/id-is-never-reused",
			},
		},
	}
}

// aliasing returns the user that it returned before, as long as he is the same.
type aliasing struct {
	identity.Users
	mu    sync.Mutex
	known map[admin365.UserID]handedOut
}

// handedOut is an answer, and what it was before anybody could touch it.
type handedOut struct{ answer, was *identity.User }

func (a *aliasing) Get(ctx context.Context, id admin365.UserID) (*identity.User, error) {
	u, err := a.Users.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if old, ok := a.known[u.ID]; ok && reflect.DeepEqual(old.was, u) {
		return old.answer, nil
	}
	if a.known == nil {
		a.known = map[admin365.UserID]handedOut{}
	}
	was := conform.Clone(u)
	a.known[u.ID] = handedOut{answer: u, was: was}
	return u, nil
}

// deaf passes a context on that never ends.
type deaf struct{ identity.Users }

func (d deaf) Get(ctx context.Context, id admin365.UserID) (*identity.User, error) {
	return d.Users.Get(context.WithoutCancel(ctx), id)
}

// nullDropper forgets what a patch clears, as a pointer with omitempty does.
type nullDropper struct{ identity.Users }

func (d nullDropper) Update(ctx context.Context, id admin365.UserID, p identity.UserPatch) error {
	if p.Department.IsNull() {
		if p.Department = (admin365.Optional[string]{}); reflect.ValueOf(p).IsZero() {
			return nil
		}
	}
	return d.Users.Update(ctx, id, p)
}

// falseDropper takes false for absent, as omitempty does.
type falseDropper struct{ identity.Users }

func (d falseDropper) Create(ctx context.Context, u identity.NewUser) (*identity.User, error) {
	if u.AccountEnabled != nil && !*u.AccountEnabled {
		u.AccountEnabled = nil
	}
	return d.Users.Create(ctx, u)
}

// swallower takes a failed delete for a success.
type swallower struct{ identity.Users }

func (s swallower) Delete(ctx context.Context, id admin365.UserID) error {
	if err := s.Users.Delete(ctx, id); !errors.Is(err, admin365.ErrNotFound) {
		return err
	}
	return nil
}

// wrongSentinel goes by the status alone, and the service's conflicts have 400.
type wrongSentinel struct{ identity.Users }

func (w wrongSentinel) Create(ctx context.Context, n identity.NewUser) (*identity.User, error) {
	u, err := w.Users.Create(ctx, n)
	if e, ok := errors.AsType[*admin365.Error](err); ok && errors.Is(err, admin365.ErrConflict) {
		e.Kind = admin365.ErrInvalid
	}
	return u, err
}

// statusLoser loses the status on the way.
type statusLoser struct{ identity.Users }

func (l statusLoser) Update(ctx context.Context, id admin365.UserID, p identity.UserPatch) error {
	err := l.Users.Update(ctx, id, p)
	if e, ok := errors.AsType[*admin365.Error](err); ok && e.Status == 404 {
		e.Status = 0
	}
	return err
}

// propertyLoser loses the remark on the property that is missing.
type propertyLoser struct{ identity.Users }

func (l propertyLoser) Create(ctx context.Context, n identity.NewUser) (*identity.User, error) {
	u, err := l.Users.Create(ctx, n)
	if e, ok := errors.AsType[*admin365.Error](err); ok && strings.Contains(e.Message, "required") {
		e.Details = nil
	}
	return u, err
}

// leaker says which password was refused.
type leaker struct{ identity.Users }

func (l leaker) Create(ctx context.Context, n identity.NewUser) (*identity.User, error) {
	u, err := l.Users.Create(ctx, n)
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		if _, ok := e.Property("passwordProfile"); ok && !n.PasswordProfile.Password.IsZero() {
			e.Message += ": " + n.PasswordProfile.Password.Reveal()
		}
	}
	return u, err
}

// caseSensitive compares names letter by letter.
type caseSensitive struct{ identity.Users }

func (s caseSensitive) Get(ctx context.Context, id admin365.UserID) (*identity.User, error) {
	u, err := s.Users.Get(ctx, id)
	if err == nil && id != u.ID && string(id) != u.UserPrincipalName {
		return nil, &admin365.Error{Op: "identity.Users.Get", Kind: admin365.ErrNotFound, Code: "Request_ResourceNotFound", Status: 404, Target: string(id)}
	}
	return u, err
}

// replacer writes the whole user, and forgets a property that it did not know.
type replacer struct{ identity.Users }

func (r replacer) Update(ctx context.Context, id admin365.UserID, p identity.UserPatch) error {
	if _, ok := p.City.Get(); ok && p.State.IsZero() {
		p.State = admin365.Null[string]()
	}
	return r.Users.Update(ctx, id, p)
}

// hoarder keeps the names of the deleted.
type hoarder struct {
	identity.Users
	mu   sync.Mutex
	gone map[string]bool
}

func (h *hoarder) Delete(ctx context.Context, id admin365.UserID) error {
	u, err := h.Get(ctx, id)
	if err == nil && h.Users.Delete(ctx, id) == nil {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.gone == nil {
			h.gone = map[string]bool{}
		}
		h.gone[u.UserPrincipalName] = true
		return nil
	}
	return h.Users.Delete(ctx, id)
}

func (h *hoarder) Create(ctx context.Context, n identity.NewUser) (*identity.User, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.gone[n.UserPrincipalName] {
		return nil, &admin365.Error{Op: "identity.Users.Create", Kind: admin365.ErrConflict}
	}
	return h.Users.Create(ctx, n)
}

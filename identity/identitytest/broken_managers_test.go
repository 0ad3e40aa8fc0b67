package identitytest_test

import (
	"context"
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

func brokenManagers() map[string]mistake {
	return map[string]mistake{
		"manager-not-removed": {
			func(s *identity.Service) { s.Managers = clinging{s.Managers} },
			[]string{"Managers.Remove/leaves-none", "Managers.Remove/none"},
		},
		"too-much-of-a-manager": {
			func(s *identity.Service) { s.Managers = generous{s.Managers, s.Users} },
			[]string{"Managers.Get/default-properties"},
		},
		"two-profile-properties": {
			func(s *identity.Service) { s.Profiles = lax{s.Profiles} },
			[]string{"Profiles.Update/two-properties"},
		},
	}
}

// clinging says that it removed a manager, and did not.
type clinging struct{ identity.Managers }

func (c clinging) Remove(ctx context.Context, id admin365.UserID) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err := c.Get(ctx, id)
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		e.Op = "identity.Managers.Remove"
	}
	return err
}

// generous returns the whole manager, which the service does not.
type generous struct {
	identity.Managers
	users identity.Users
}

func (g generous) Get(ctx context.Context, id admin365.UserID) (*identity.User, error) {
	m, err := g.Managers.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return g.users.Get(ctx, m.ID)
}

// lax writes two properties of a profile one after the other.
type lax struct{ identity.Profiles }

func (l lax) Update(ctx context.Context, id admin365.UserID, p identity.ProfilePatch) error {
	if !p.AboutMe.IsZero() {
		first := identity.ProfilePatch{AboutMe: p.AboutMe}
		p.AboutMe = admin365.Optional[string]{}
		if err := l.Profiles.Update(ctx, id, first); err != nil || p.Birthday == nil {
			return err
		}
	}
	return l.Profiles.Update(ctx, id, p)
}

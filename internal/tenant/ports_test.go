package tenant

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// labPorts answers for all areas. It refuses the calls of callers named "mallory".
type labPorts struct{ asked []string }

func (p *labPorts) Allow(tx *Tx, call api.Call) error {
	p.asked = append(p.asked, call.Op.Name)
	if tx.Session.Caller.User == "mallory" {
		return api.RequestDenied.Err("")
	}
	return nil
}

func (*labPorts) Self(*Tx) (Key, bool) { return key(7), true }

func (*labPorts) Guest(*Tx) bool { return false }

func (*labPorts) Verified(_ *Tx, name string) (Domain, bool) {
	return Domain{Name: name}, name == "contoso.com"
}

func (*labPorts) Initial(*Tx) string     { return "contoso.onmicrosoft.com" }
func (*labPorts) Default(*Tx) string     { return "contoso.com" }
func (*labPorts) DirectoryQuota(*Tx) int { return 12 }
func (*labPorts) Premium(*Tx) bool       { return true }

// TestPorts: what an area attaches is what the others ask, in every kind of
// transaction.
func TestPorts(t *testing.T) {
	t.Parallel()
	p := &labPorts{}
	l := newLab(func(l *lab) {
		l.schema.SetAccess(p)
		l.schema.SetDomains(p)
		l.schema.SetOrganization(p)
	})
	in := l.tenant(t)
	ask := func(tx *Tx) error {
		self, known := tx.Ports().Access.Self(tx)
		assert.True(t, known)
		assert.Equal(t, key(7), self)
		assert.Equal(t, "contoso.onmicrosoft.com", tx.Ports().Domains.Initial(tx))
		assert.Equal(t, 12, tx.Ports().Organization.DirectoryQuota(tx))
		return nil
	}
	s := &Session{Tenant: in}
	require.NoError(t, in.Look(ask))
	require.NoError(t, s.Look(ask))
	require.NoError(t, in.Backstage(ask))
	assert.Empty(t, p.asked, "behind the stage and in a look no permission is asked")
	require.NoError(t, s.Do(t.Context(), opRead.At("x"), ask))
	require.NoError(t, s.Run(t.Context(), opWrite.At("x"), ask))
	assert.Equal(t, []string{"lab.Things.Get", "lab.Things.Update"}, p.asked)
}

// TestAccessIsAskedFirst: what the caller may not do is refused before the rules
// run, of reads and of writes alike, and nothing is changed.
func TestAccessIsAskedFirst(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		call api.Call
		why  string
	}{
		{"a read", opRead.At("x"), "a rule that runs could say what is there"},
		{"a write", opWrite.At("x"), "a rule that runs could change it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(func(l *lab) { l.schema.SetAccess(&labPorts{}) })
			in := l.tenant(t, thing{ID: key(1), Name: "Ada"})
			s := &Session{Tenant: in, Caller: admin365.AsUser("mallory")}
			err := s.Do(t.Context(), c.call, func(*Tx) error { t.Error(c.why); return nil })
			require.ErrorIs(t, err, admin365.ErrForbidden)
			var e *admin365.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, c.call.Op.Name, e.Op, "the refusal is named as every other")
		})
	}
}

// TestSessionLook: a look by a session is a read of the newest state that knows
// who looks, and its error is the caller's.
func TestSessionLook(t *testing.T) {
	t.Parallel()
	l := newLab()
	s := &Session{Tenant: l.tenant(t, thing{ID: key(1), Name: "Ada"}), Caller: admin365.AsUser("ada")}
	s.Tenant.SetLag(1 << 40)
	l.put(t, s.Tenant, thing{ID: key(2), Name: "Bob"})
	require.NoError(t, s.Look(func(tx *Tx) error {
		assert.Same(t, s, tx.Session)
		assert.Equal(t, 2, In(tx, &l.things).Len(), "replica lag is of operations")
		return nil
	}))
	require.ErrorIs(t, s.Look(func(*Tx) error { return errLab }), errLab)
	assert.Panics(t, func() {
		_ = s.Look(func(tx *Tx) error { return In(tx, &l.things).Put(&thing{ID: key(3)}) })
	}, "a look changes nothing")
}

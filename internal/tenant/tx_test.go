package tenant

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// TestDroppedTransaction: an error, a veto and a panic drop everything that the
// transaction did, and the tenant goes on.
func TestDroppedTransaction(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		end  func(*Tx) error
		why  string
	}{
		{"error", func(*Tx) error { return errLab }, "a rule said no at the end"},
		{"veto", func(tx *Tx) error { return Emit(tx, happened{"veto"}) }, "another area said no"},
		{"panic", func(*Tx) error { panic("a bug in a rule") }, "a bug must not leave half a change"},
		{"panic in an event", func(tx *Tx) error { return Emit(tx, happened{"panic"}) }, "the same in another area"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(func(l *lab) {
				Job(l.schema, "job", func(*Tx, int) error { return nil })
				On(l.schema, func(_ *Tx, e happened) error {
					if e.What == "panic" {
						panic("a bug in a handler")
					}
					return errLab
				})
			})
			in := l.tenant(t, thing{ID: key(1), Name: "Ada"}, thing{ID: key(2), Name: "Bob"})
			before, saved := in.Snapshot(), save(t, in)
			var err error
			run := func() {
				err = in.Backstage(func(tx *Tx) error {
					rows := In(tx, &l.things)
					rows.Delete(key(1))
					require.NoError(t, rows.Put(&thing{ID: tx.NewKey(), Name: "Cid"}))
					require.NoError(t, tx.Schedule(tx.Now(), "job", 1))
					free, err := tx.Claim("domain", "contoso.com")
					require.NoError(t, err)
					require.True(t, free)
					return c.end(tx)
				})
			}
			if c.end != nil && (c.name == "panic" || c.name == "panic in an event") {
				require.Panics(t, run)
			} else {
				run()
				require.ErrorIs(t, err, errLab)
			}
			assert.Empty(t, in.Changes(before), c.why)
			assert.Equal(t, saved, save(t, in), "not even an id was used up")
			_, found := in.world.Tenant("contoso.com")
			assert.False(t, found, "the claim is given back")
			l.put(t, in, thing{ID: key(3), Name: "Dan"})
			assert.Equal(t, []string{"Ada", "Bob", "Dan"}, l.names(t, in))
		})
	}
}

func TestWriteInAReadPanics(t *testing.T) {
	t.Parallel()
	l := newLab(func(l *lab) { Job(l.schema, "job", func(*Tx, int) error { return nil }) })
	in := l.tenant(t, thing{ID: key(1), Name: "Ada"})
	before := save(t, in)
	session := &Session{Tenant: in}
	writes := map[string]func(*Tx){
		"put":    func(tx *Tx) { _ = In(tx, &l.things).Put(&thing{ID: key(1), Name: "Bob"}) },
		"delete": func(tx *Tx) { In(tx, &l.things).Delete(key(1)) },
		"key":    func(tx *Tx) { tx.NewKey() },
		"claim":  func(tx *Tx) { _, _ = tx.Claim("domain", "x") },
		"job":    func(tx *Tx) { _ = tx.Schedule(tx.Now(), "job", 1) },
		"index":  func(tx *Tx) { tx.ownText(l.byName.slot) },
	}
	for name, write := range writes {
		t.Run(name, func(t *testing.T) {
			assert.Panics(t, func() { _ = in.Look(func(tx *Tx) error { write(tx); return nil }) })
			assert.Panics(t, func() {
				_ = session.Run(t.Context(), opRead.At("x"), func(tx *Tx) error { write(tx); return nil })
			}, "the operation's effect is declared as read")
			assert.Equal(t, before, save(t, in))
		})
	}
}

// TestSnapshotIsolation: who reads sees one state from beginning to end.
func TestSnapshotIsolation(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t, thing{ID: key(1), Name: "Ada", Title: "x"}, thing{ID: key(2), Name: "Bob", Title: "x"})
	require.NoError(t, in.Look(func(tx *Tx) error {
		l.put(t, in, thing{ID: key(1), Name: "Eve", Title: "y"}, thing{ID: key(3), Name: "Cid", Title: "x"})
		rows := In(tx, &l.things)
		assert.Equal(t, 2, rows.Len())
		row, _ := rows.Get(key(1))
		assert.Equal(t, "Ada", row.Name)
		_, found := rows.Find(&l.byName, "eve")
		assert.False(t, found)
		assert.Len(t, collect(rows.Ordered(&l.byTitle, nil, false)), 2)
		return nil
	}))
	assert.Equal(t, []string{"Eve", "Bob", "Cid"}, l.names(t, in))
}

func TestClaims(t *testing.T) {
	t.Parallel()
	setup := func(t *testing.T) (*lab, *Tenant, *Tenant) {
		l := newLab()
		w := NewWorld(l.schema, labEpoch())
		return l, l.join(t, w, labTenant), l.join(t, w, "22222222-2222-4333-8444-555555555555")
	}
	claim := func(t *testing.T, in *Tenant, name string) (free bool) {
		t.Helper()
		require.NoError(t, in.Backstage(func(tx *Tx) (err error) {
			free, err = tx.Claim("domain", name)
			return err
		}))
		return free
	}
	holder := func(in *Tenant, name string) *Tenant {
		found, _ := in.world.Tenant(name)
		return found
	}

	t.Run("one has it, letter case aside", func(t *testing.T) {
		t.Parallel()
		_, a, b := setup(t)
		assert.True(t, claim(t, a, "Contoso.com"))
		assert.True(t, claim(t, a, "contoso.COM"), "who has it may claim it again")
		assert.False(t, claim(t, b, "CONTOSO.com"))
		assert.Equal(t, a.id, holder(a, "contoso.com").id)
	})
	t.Run("given back", func(t *testing.T) {
		t.Parallel()
		_, a, b := setup(t)
		require.True(t, claim(t, a, "contoso.com"))
		require.NoError(t, a.Backstage(func(tx *Tx) error { tx.Unclaim("domain", "CONTOSO.com"); return nil }))
		assert.True(t, claim(t, b, "contoso.com"))
		assert.False(t, claim(t, a, "contoso.com"))
	})
	t.Run("giving back is undone", func(t *testing.T) {
		t.Parallel()
		_, a, b := setup(t)
		require.True(t, claim(t, a, "contoso.com"))
		require.ErrorIs(t, a.Backstage(func(tx *Tx) error { tx.Unclaim("domain", "contoso.com"); return errLab }), errLab)
		assert.False(t, claim(t, b, "contoso.com"))
		assert.Equal(t, a.id, holder(a, "contoso.com").id)
	})
	t.Run("claim, give back and fail", func(t *testing.T) {
		t.Parallel()
		_, a, b := setup(t)
		require.ErrorIs(t, a.Backstage(func(tx *Tx) error {
			for range 2 {
				_, err := tx.Claim("domain", "contoso.com")
				require.NoError(t, err)
				tx.Unclaim("domain", "contoso.com")
			}
			return errLab
		}), errLab)
		assert.True(t, claim(t, b, "contoso.com"))
	})
	t.Run("given back, claimed again and failed", func(t *testing.T) {
		t.Parallel()
		_, a, b := setup(t)
		require.True(t, claim(t, a, "contoso.com"))
		require.ErrorIs(t, a.Backstage(func(tx *Tx) error {
			tx.Unclaim("domain", "contoso.com")
			again, err := tx.Claim("domain", "contoso.com")
			require.NoError(t, err)
			assert.True(t, again)
			return errLab
		}), errLab)
		assert.False(t, claim(t, b, "contoso.com"), "what failed gave nothing back")
		assert.Equal(t, a.id, holder(a, "contoso.com").id)
	})
	t.Run("nobody takes what a failing transaction gave back", func(t *testing.T) {
		t.Parallel()
		_, a, b := setup(t)
		require.True(t, claim(t, a, "contoso.com"))
		taken := false
		require.ErrorIs(t, a.Backstage(func(tx *Tx) error {
			tx.Unclaim("domain", "contoso.com")
			taken = claim(t, b, "contoso.com") // Another tenant's transaction runs meanwhile.
			return errLab
		}), errLab)
		assert.False(t, taken, "the name is free only when the transaction has succeeded")
		assert.True(t, claim(t, a, "contoso.com"), "it has it as before")
		assert.Equal(t, a.id, holder(a, "contoso.com").id, "two tenants have one name")
	})
	t.Run("a restore takes the claims along", func(t *testing.T) {
		t.Parallel()
		_, a, b := setup(t)
		empty := a.Snapshot()
		require.True(t, claim(t, a, "contoso.com"))
		full := a.Snapshot()
		require.NoError(t, a.Restore(empty))
		require.True(t, claim(t, b, "contoso.com"))
		err := a.Restore(full)
		require.ErrorIs(t, err, admin365.ErrConflict, "another has it by now")
		assert.Nil(t, errors.Unwrap(err))
		assert.Equal(t, b.id, holder(a, "contoso.com").id)
		assert.False(t, claim(t, a, "contoso.com"), "and nothing was restored")
	})
	t.Run("a tenant joins", func(t *testing.T) {
		t.Parallel()
		l, a, _ := setup(t)
		require.True(t, claim(t, a, "contoso.com"))
		seed, err := NewSeed(l.schema, "33333333-2222-4333-8444-555555555555", labEpoch(), func(tx *Tx) error {
			_, err := tx.Claim("domain", "contoso.com")
			return err
		})
		require.NoError(t, err)
		_, err = a.world.Add("33333333-2222-4333-8444-555555555555", seed)
		require.ErrorIs(t, err, admin365.ErrConflict)
		assert.Len(t, a.world.Tenants(), 2)
		_, err = a.world.Add(labTenant, l.seed(t, labTenant))
		require.ErrorIs(t, err, admin365.ErrConflict, "the same tenant twice")
	})
}

// TestEvents: handlers run in the order in which they were attached, inside the
// same transaction, until one says no.
func TestEvents(t *testing.T) {
	t.Parallel()
	var heard []string
	l := newLab(func(l *lab) {
		for _, name := range []string{"first", "second", "third"} {
			On(l.schema, func(tx *Tx, e happened) error {
				heard = append(heard, name+" "+e.What)
				_, written := In(tx, &l.things).Find(&l.byName, "written before")
				assert.True(t, written, "a handler sees what the transaction did so far")
				if name == "second" && e.What == "veto" {
					return errLab
				}
				return In(tx, &l.blanks).Put(&blank{ID: tx.NewKey(), Text: name})
			})
		}
	})
	in := l.tenant(t)
	emit := func(what string) error {
		heard = nil
		return in.Backstage(func(tx *Tx) error {
			require.NoError(t, In(tx, &l.things).Put(&thing{ID: key(1), Name: "written before"}))
			return Emit(tx, happened{what})
		})
	}
	require.ErrorIs(t, emit("veto"), errLab)
	assert.Equal(t, []string{"first veto", "second veto"}, heard)
	assert.Empty(t, l.names(t, in))
	require.NoError(t, emit("well"))
	assert.Equal(t, []string{"first well", "second well", "third well"}, heard)
	require.NoError(t, in.Look(func(tx *Tx) error {
		assert.Equal(t, 3, In(tx, &l.blanks).Len())
		return nil
	}))
	require.NoError(t, in.Backstage(func(tx *Tx) error { return Emit(tx, struct{ Unheard int }{1}) }), "an event that nobody handles")
}

// TestOneCopy: a transaction copies a tree at its first write and no more, and
// again only after a range that must not see what is written meanwhile.
func TestOneCopy(t *testing.T) {
	t.Parallel()
	l := newLab()
	in := l.tenant(t, thing{ID: key(1), Name: "Ada"})
	shared := in.state.Load()
	require.NoError(t, in.Backstage(func(tx *Tx) error {
		main, text := tx.ownMain(l.things.core.slot), tx.ownText(l.byName.slot)
		assert.NotSame(t, shared.mains[l.things.core.slot], main, "what others read is not written to")
		assert.NotSame(t, shared.texts[l.byName.slot], text)
		assert.Same(t, main, tx.ownMain(l.things.core.slot))
		assert.Same(t, text, tx.ownText(l.byName.slot))
		assert.Same(t, shared.mains[l.blanks.core.slot], tx.st.mains[l.blanks.core.slot], "a table that nobody writes to is shared")
		for range In(tx, &l.things).All() {
			assert.NotSame(t, main, tx.ownMain(l.things.core.slot))
		}
		for range In(tx, &l.things).Ordered(&l.byName, nil, false) {
			assert.NotSame(t, text, tx.ownText(l.byName.slot))
		}
		return nil
	}))
}

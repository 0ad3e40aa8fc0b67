package billing_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
)

// TestNotAssigned: who takes a product away tells "he has it not", which may be what he
// wants, from "there is nobody of that name", which is a mistake.
func TestNotAssigned(t *testing.T) {
	t.Parallel()
	everyWay(t, func(l *lab) {
		ctx, t := l.t.Context(), l.t
		for name, err := range map[string]error{
			"a user":  l.c.Billing.Licenses.Assign(ctx, l.alex, taking(few)),
			"a group": l.c.Billing.GroupLicenses.Assign(ctx, l.group, taking(few)),
		} {
			require.ErrorIs(t, err, billing.ErrNotAssigned, name)
			assert.ErrorIs(t, err, admin365.ErrNotFound, name)
		}
		for name, err := range map[string]error{
			"no user":  l.c.Billing.Licenses.Assign(ctx, nobody, taking(few)),
			"no group": l.c.Billing.GroupLicenses.Assign(ctx, nobody, taking(few)),
		} {
			require.ErrorIs(t, err, admin365.ErrNotFound, name)
			assert.NotErrorIs(t, err, billing.ErrNotAssigned, name)
		}
		l.assign(add(few))
		require.NoError(t, l.m.Backstage.Billing.FinishGroupLicensing(ctx))
		assert.NotErrorIs(t, l.c.Billing.Licenses.Assign(ctx, l.alex, taking(few)), billing.ErrNotAssigned, "he has it, by the group")
	})
}

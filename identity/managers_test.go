package identity_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// TestReportsOfManyRequests: who has more reports than a page of the service holds
// by itself gives them in as few requests over the wire as in memory.
func TestReportsOfManyRequests(t *testing.T) {
	t.Parallel()
	const people = 150
	m := newTest(t)
	ctx := t.Context()
	boss := m.Given.User(identity.NewUser{})
	for range people {
		require.NoError(t, m.Identity.Managers.Set(ctx, m.Given.User(identity.NewUser{}).ID, boss.ID))
	}
	for _, way := range subjects.Ways() {
		before := len(m.Requests())
		reports := all(t, subjects.Client(t, m.Memory, way, admin365.Caller{}).Identity.Managers.Reports(ctx, boss.ID))
		assert.Len(t, reports, people)
		var ops []string
		for _, r := range m.Requests()[before:] {
			ops = append(ops, r.Op)
		}
		assert.Equal(t, []string{"identity.Managers.Reports"}, ops, "%s", way)
	}
}

package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/api"
)

// TestLicensedGroupStays: a group that gives licenses cannot be deleted, in memory and
// over the wire in the same words, until it gives none.
// Source: https://learn.microsoft.com/entra/identity/users/licensing-group-advanced
func TestLicensedGroupStays(t *testing.T) {
	t.Parallel()
	const powerBI admin365.SKUID = "f8a1db68-be16-40ed-86d5-cb42ce701560"
	for name, reach := range map[string]func(*admin.Test) *admin.Client{
		"memory": func(m *admin.Test) *admin.Client { return m.Client },
		"wire":   (*admin.Test).HTTP,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newTest(t)
			c, ctx := reach(m), t.Context()
			g, err := c.Identity.Groups.Create(ctx, identity.NewGroup{DisplayName: "givers", MailNickname: "givers", SecurityEnabled: new(true)})
			require.NoError(t, err)
			require.NoError(t, c.Billing.GroupLicenses.Assign(ctx, g.ID, billing.LicenseChange{Add: []admin365.AssignedLicense{{SKUID: powerBI}}}))
			refused := func() {
				t.Helper()
				err := c.Identity.Groups.Delete(ctx, g.ID)
				require.ErrorIs(t, err, admin365.ErrPrecondition)
				var e *admin365.Error
				require.ErrorAs(t, err, &e)
				want := api.GroupGivesLicenses.Err("")
				assert.Equal(t, want.Status, e.Status)
				assert.Equal(t, want.Code, e.Code)
				assert.Equal(t, want.Message, e.Message)
			}
			refused()
			m.Advance(2 * time.Second)
			refused()
			_, err = c.Identity.Groups.Get(ctx, g.ID)
			require.NoError(t, err, "it is there still")
			require.NoError(t, c.Billing.GroupLicenses.Assign(ctx, g.ID, billing.LicenseChange{Remove: []admin365.SKUID{powerBI}}))
			m.Advance(2 * time.Second)
			require.NoError(t, c.Identity.Groups.Delete(ctx, g.ID), "it gives none")
		})
	}
}

// TestUnseenProperty: whether a group has members with errors can be asked for by a
// condition, and no answer has it.
func TestUnseenProperty(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	answer := w.Do("GET", "/groups?$select=id,hasMembersWithLicenseErrors", "").Want(t, 200)
	list, _ := answer["value"].([]any)
	require.NotEmpty(t, list)
	for _, g := range list {
		assert.NotContains(t, g, "hasMembersWithLicenseErrors")
	}
	w.Do("GET", "/groups?$filter=hasMembersWithLicenseErrors%20eq%20true", "").Want(t, 200)
}

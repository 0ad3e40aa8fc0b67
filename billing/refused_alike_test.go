package billing_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/subjects"
)

// TestRefusedAlike: what is refused is refused in the same words, with the same target
// and the same details, in memory and over the wire; and nothing has changed.
func TestRefusedAlike(t *testing.T) {
	t.Parallel()
	l := inMemory(t)
	const (
		e3     = "05e9a617-0261-4cee-bb44-138d3ef5d965"
		audio  = "0c266dff-15dd-4b49-8397-2bb16070ed52"
		office = "9d776713-14cb-4697-a21d-9a52455c738a" // It is for the company.
	)
	nowhere := newcomer(t, l.m, "nowhere", "")
	somebody := newcomer(t, l.m, "somebody", "US")
	l.assign(add(few))
	l.m.Advance(time.Minute)
	distribution, err := l.m.Backstage.Identity.AddGroup(t.Context(), unsecured())
	require.NoError(t, err)
	buy(t, l.m, entraP1, 1)
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), "LeeG@contoso.com", add(entraP1)))
	buy(t, l.m, crmOnline, 5)
	buy(t, l.m, sales, 5)
	buy(t, l.m, audio, 5)
	customer := newcomer(t, l.m, "customer", "US")
	require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), customer, add(crmOnline)))
	refused := func(ctx context.Context, c *admin.Client) map[string]error {
		user := func(id admin365.UserID, change billing.LicenseChange) error {
			return c.Billing.Licenses.Assign(ctx, id, change)
		}
		group := func(id admin365.GroupID, change billing.LicenseChange) error {
			return c.Billing.GroupLicenses.Assign(ctx, id, change)
		}
		_, noSKU := c.Billing.SKUs.Get(ctx, "x")
		_, noSubscription := c.Billing.Subscriptions.Get(ctx, nobody)
		_, noCommerce := c.Billing.Subscriptions.GetByCommerceID(ctx, nobody)
		_, noUser := c.Billing.Licenses.Get(ctx, nobody)
		_, noGroup := c.Billing.GroupLicenses.Get(ctx, nobody)
		return map[string]error{
			"no product": noSKU, "no subscription": noSubscription, "no commerce": noCommerce, "no user": noUser, "no group": noGroup,
			"nowhere":            user(nowhere, add(e3)),
			"taken, not owned":   user(somebody, taking(project)),
			"taken, not held":    user(somebody, taking(e3)),
			"taken, inherited":   user(l.alex, taking(few)),
			"given, not owned":   user(somebody, add(project)),
			"of the company":     user(somebody, add(office)),
			"no such plan":       user(somebody, adding(license(e3, nobody))),
			"no seat":            user(somebody, add(entraP1)),
			"needs another":      user(somebody, add(audio)),
			"excludes another":   user(customer, add(sales)),
			"nobody":             user(nobody, add(e3)),
			"group, not owned":   group(l.group, taking(project)),
			"group, not held":    group(l.group, taking(e3)),
			"group, given":       group(l.group, add(project)),
			"group, no plan":     group(l.group, adding(license(e3, nobody))),
			"no group to give":   group(nobody, add(e3)),
			"no security":        group(admin365.GroupID(distribution.ID), add(e3)),
			"reprocessed nobody": c.Billing.Licenses.Reprocess(ctx, nobody),
		}
	}
	before := l.m.Snapshot()
	direct := refused(t.Context(), l.c)
	wired := refused(t.Context(), subjects.Client(t, l.m, subjects.InProcess, admin365.Caller{}))
	for why, err := range direct {
		d, ok := errors.AsType[*admin365.Error](err)
		if !assert.True(t, ok, "%s: %v", why, err) {
			continue
		}
		w, ok := errors.AsType[*admin365.Error](wired[why])
		if !assert.True(t, ok, "%s: %v", why, wired[why]) {
			continue
		}
		told := func(e *admin365.Error) admin365.Error {
			return admin365.Error{Op: e.Op, Kind: e.Kind, Code: e.Code, Status: e.Status, Message: e.Message, Target: e.Target, Details: e.Details}
		}
		assert.Equal(t, told(d), told(w), why)
	}
	assert.Empty(t, l.m.Changes(before), "what is refused changes nothing")
}

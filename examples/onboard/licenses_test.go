package main

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/identity"
)

// licensing keeps what was asked to be given, and may play tricks.
type licensing struct {
	billing.Licenses
	// answer may take the place of the service's answer to the nth request. It can
	// send the request itself.
	answer func(n int, send func() error) error

	mu   sync.Mutex
	sent []billing.LicenseChange
}

func (l *licensing) Assign(ctx context.Context, user admin365.UserID, c billing.LicenseChange) error {
	l.mu.Lock()
	l.sent = append(l.sent, c)
	number := len(l.sent)
	l.mu.Unlock()
	send := func() error { return l.Licenses.Assign(ctx, user, c) }
	if l.answer == nil {
		return send()
	}
	return l.answer(number, send)
}

// withLicenses adds the column Licenses to a file of one line for each row.
func withLicenses(file string, licenses ...string) string {
	lines := strings.Split(strings.TrimSpace(file), "\n")
	lines[0] += ",Licenses"
	for i := range lines[1:] {
		lines[i+1] += "," + licenses[i]
	}
	return strings.Join(lines, "\n")
}

// licensesTrial is a trial whose license assignments are watched.
func licensesTrial(t *testing.T, m *admin.Test, path, file string) (*trial, *licensing) {
	t.Helper()
	c, service := *m.HTTP(), *m.HTTP().Billing
	watching := &licensing{Licenses: service.Licenses}
	service.Licenses = watching
	c.Billing = &service
	return newTrial(t, &c, path, []byte(file)), watching
}

// TestLicenses: who is new has the licenses of the file, who is there gets what he
// lacks and keeps what he has, and a row that nobody can fill makes no account.
func TestLicenses(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	path := t.TempDir() + "/results.csv"
	file := withLicenses(adminCenterFile(
		person{user: "ada@contoso.com", name: "Ada", country: "Germany", manager: "PattiF@contoso.com"},
		person{user: "bob@contoso.com", name: "Bob"},
		person{user: "cid@contoso.com", name: "Cid", country: "Germany"},
		person{user: "dan@contoso.com", name: "Dan", country: "Germany"},
		person{user: "eve@contoso.com", name: "Eve"},
		person{user: "AdeleV@contoso.com", name: "Adele Vance"},
		person{user: "AlexW@contoso.com", name: "Alex Wilber"},
		person{user: "MiriamG@contoso.com", name: "Miriam Graham"},
		person{user: "fay@contoso.com", name: "Fay", country: "Germany"},
	),
		"microsoft 365 e3; DYN365_ENTERPRISE_PLAN1;spe_e3", "", "Microsoft 365 E3;Office of the Future",
		"Dynamics 365 - Additional Production Instance (Qualified Offer)", "SPE_E3", "POWER_BI_PRO;SPE_E3", "05E9A617-0261-4CEE-BB44-138D3EF5D965",
		"Dynamics 365 Customer Engagement Plan", "  ;")

	dry, _ := licensesTrial(t, m, path, file)
	dry.job.dryRun = true
	got := dry.run(t.Context())
	assert.Equal(t, "to be created; with license Microsoft 365 E3; with license Dynamics 365 Customer Engagement Plan", got["ada@contoso.com"].Detail)
	assert.Equal(t, "Microsoft 365 E3;Dynamics 365 Customer Engagement Plan", got["ada@contoso.com"].Licenses)
	assert.Equal(t, "to be updated: license Power BI Pro", got["adelev@contoso.com"].Detail)
	assert.Equal(t, results.Unchanged, got["alexw@contoso.com"].Outcome)
	assert.Equal(t, results.Failed, got["cid@contoso.com"].Outcome)
	assert.Empty(t, m.Writes())

	tr, watching := licensesTrial(t, m, path, file)
	got = tr.run(t.Context())
	for name, want := range map[string]results.Result{
		"ada@contoso.com": {Outcome: results.Created, Detail: "license Microsoft 365 E3, license Dynamics 365 Customer Engagement Plan",
			Licenses: "Microsoft 365 E3;Dynamics 365 Customer Engagement Plan"},
		"bob@contoso.com": {Outcome: results.Created},
		"cid@contoso.com": {Outcome: results.Failed, Detail: `line 4, column "Licenses": the tenant owns no product "Office of the Future"`},
		"dan@contoso.com": {Outcome: results.Failed, Detail: `line 5, column "Licenses": the product "Dynamics 365 - Additional Production Instance (Qualified Offer)" ` +
			`is for the tenant as a whole, and nobody can be given it`},
		"eve@contoso.com":     {Outcome: results.Failed, Detail: `line 6, column "Country or Region": nobody can be given a license without a usage location`},
		"adelev@contoso.com":  {Outcome: results.Updated, Detail: "license Power BI Pro", Licenses: "Power BI Pro;Microsoft 365 E3"},
		"alexw@contoso.com":   {Outcome: results.Unchanged, Licenses: "Microsoft 365 E3"},
		"miriamg@contoso.com": {Outcome: results.Unchanged, Licenses: "Dynamics 365 Customer Engagement Plan"},
		"fay@contoso.com":     {Outcome: results.Created},
	} {
		assert.Equal(t, want.Outcome, got[name].Outcome, name)
		assert.Equal(t, want.Detail, got[name].Detail, name)
		assert.Equal(t, want.Licenses, got[name].Licenses, name)
	}
	assert.Len(t, watching.sent, 2, "all of a person's in one call")
	assert.Equal(t, []string{"DYN365_ENTERPRISE_PLAN1", "SPE_E3"}, licensesIn(t, m.Memory, "ada@contoso.com"))
	assert.Empty(t, licensesIn(t, m.Memory, "bob@contoso.com"))
	assert.Equal(t, []string{"POWER_BI_PRO", "SPE_E3"}, licensesIn(t, m.Memory, "AdeleV@contoso.com"))
	assert.Equal(t, []string{"DYN365_ENTERPRISE_PLAN1", "SPE_E5"}, licensesIn(t, m.Memory, "MiriamG@contoso.com"), "none is taken away")
	for _, name := range []admin365.UserID{"cid@contoso.com", "dan@contoso.com", "eve@contoso.com"} {
		_, err := m.Identity.Users.Get(t.Context(), name)
		assert.ErrorIs(t, err, admin365.ErrNotFound, "no account without the license")
	}

	again, watching := licensesTrial(t, m, path, file)
	after := again.run(t.Context())["ada@contoso.com"]
	assert.Equal(t, results.Unchanged, after.Outcome)
	assert.Equal(t, got["ada@contoso.com"].Licenses, after.Licenses)
	assert.Empty(t, watching.sent)
}

// TestLicensesWhere: somebody who is there and has no usage location gets the one of
// the file first, and the one that he has is enough. Entra's file has a column for it.
func TestLicensesWhere(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	m.Given.User(identity.NewUser{UserPrincipalName: "nowhere@contoso.com"})
	m.Given.User(identity.NewUser{UserPrincipalName: "lost@contoso.com"})
	file := "version:v1.0\nName [displayName],[userPrincipalName],Secret [passwordProfile],Block [accountEnabled],Where [usageLocation],LICENSES\n" +
		"Nowhere,nowhere@contoso.com,Sesame-Open-7!,No,DE,SPE_E3\n" +
		"Lost,lost@contoso.com,Sesame-Open-7!,No,,SPE_E3\n" +
		"Christie Cline,ChristieC@contoso.com,Sesame-Open-7!,No,,SPE_E3\n" +
		"Ada,ada@contoso.com,Sesame-Open-7!,No,,SPE_E3\n"
	christie, err := m.Identity.Users.Get(t.Context(), "ChristieC@contoso.com")
	require.NoError(t, err)
	require.NotEmpty(t, christie.UsageLocation)
	tr, _ := licensesTrial(t, m, t.TempDir()+"/results.csv", file)
	got := tr.run(t.Context())
	assert.Equal(t, "displayName, usageLocation, license Microsoft 365 E3", got["nowhere@contoso.com"].Detail)
	assert.Equal(t, "license Microsoft 365 E3", got["christiec@contoso.com"].Detail)
	for name, line := range map[string]string{"lost@contoso.com": "line 4", "ada@contoso.com": "line 6"} {
		assert.Equal(t, results.Failed, got[name].Outcome)
		assert.Equal(t, line+`, column "Where [usageLocation]": nobody can be given a license without a usage location`, got[name].Detail)
	}
}

// TestLicensesInherited: what somebody has by a group he need not be given, and then
// it is of no matter where he is.
func TestLicensesInherited(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, "POWER_BI_PRO")
	require.NoError(t, err)
	nowhere := m.Given.User(identity.NewUser{UserPrincipalName: "nowhere@contoso.com"})
	group := m.Given.Group(identity.NewGroup{DisplayName: "Analysts", SecurityEnabled: new(true)})
	require.NoError(t, m.Identity.GroupMembers.Add(t.Context(), group.ID, admin365.ObjectID(nowhere.ID)))
	require.NoError(t, m.Billing.GroupLicenses.Assign(t.Context(), group.ID, billing.LicenseChange{Add: []admin365.AssignedLicense{{SKUID: sku.SKUID}}}))
	require.NoError(t, m.Backstage.Billing.FinishGroupLicensing(t.Context()))
	require.Equal(t, []string{"POWER_BI_PRO"}, licensesIn(t, m.Memory, "nowhere@contoso.com"))
	file := withLicenses(adminCenterFile(person{user: "nowhere@contoso.com", name: nowhere.DisplayName}), "Power BI Pro")
	tr, watching := licensesTrial(t, m, t.TempDir()+"/results.csv", file)
	got := tr.run(t.Context())["nowhere@contoso.com"]
	assert.Equal(t, results.Unchanged, got.Outcome, got.Detail)
	assert.Equal(t, "Power BI Pro", got.Licenses)
	assert.Empty(t, watching.sent)
}

// TestLicensesRefused: the account stands, the row fails and says what is missing,
// and the next run gives it.
func TestLicensesRefused(t *testing.T) {
	t.Parallel()
	uncertain := &admin365.Error{Kind: admin365.ErrUncertain, Message: "no answer"}
	lost := func(sent bool) func(int, func() error) error {
		return func(n int, send func() error) error {
			if n > 1 {
				return send()
			}
			if sent {
				_ = send()
			}
			return uncertain
		}
	}
	const both = "license Microsoft 365 E3 and license Power BI Pro"
	for _, tt := range []struct {
		name, why string
		answer    func(int, func() error) error
		outcome   results.Outcome
		detail    string
		sent      int
	}{
		{"forbidden", "said once, with the line and the column", func(int, func() error) error {
			return &admin365.Error{Kind: admin365.ErrForbidden, Message: "Insufficient privileges"}
		}, results.Failed, "created, but without " + both + `; line 2, column "Licenses": forbidden: Insufficient privileges`, 1},
		{"the last seat is gone", "somebody else was quicker", func(int, func() error) error {
			return &admin365.Error{Kind: billing.ErrNoSeats, Message: "Subscription with SKU x does not have any available licenses."}
		}, results.Failed, "created, but without " + both + `; line 2, column "Licenses": no license is available: Subscription with SKU x does not have any available licenses.`, 1},
		{"a lost request", "looked for, and sent again", lost(false), results.Created, "", 2},
		{"a lost answer", "looked for, and found", lost(true), results.Created, "", 1},
		{"nobody there yet", "the account is new", func(n int, send func() error) error {
			if n < 3 {
				return &admin365.Error{Kind: admin365.ErrNotFound}
			}
			return send()
		}, results.Created, "", 3},
		{"no answer at all", "unknown, and never given", func(int, func() error) error { return uncertain },
			results.Failed, "created, but without " + both + `; line 2, column "Licenses": outcome unknown: no answer; the next run looks what became of it`, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := t.TempDir() + "/results.csv"
			file := withLicenses(adminCenterFile(person{user: "ada@contoso.com", name: "Ada", country: "GB", manager: "PattiF@contoso.com"}), "SPE_E3;POWER_BI_PRO")
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				tr, watching := licensesTrial(t, m, path, file)
				watching.answer = tt.answer
				got := tr.run(t.Context())["ada@contoso.com"]
				assert.Equal(t, tt.outcome, got.Outcome, tt.why)
				assert.Len(t, watching.sent, tt.sent, tt.why)
				boss, err := m.Identity.Managers.Get(t.Context(), "ada@contoso.com")
				require.NoError(t, err)
				assert.Equal(t, "PattiF@contoso.com", boss.UserPrincipalName, "the rest is done")

				next, _ := licensesTrial(t, m, path, file)
				after := next.run(t.Context())["ada@contoso.com"]
				if tt.outcome == results.Failed {
					assert.Equal(t, tt.detail, got.Detail, tt.why)
					assert.Empty(t, got.Licenses)
					assert.Equal(t, results.Updated, after.Outcome)
					assert.Equal(t, "license Microsoft 365 E3, license Power BI Pro", after.Detail)
				} else {
					assert.Equal(t, "license Microsoft 365 E3, license Power BI Pro", got.Detail, tt.why)
					assert.Equal(t, "Microsoft 365 E3;Power BI Pro", got.Licenses)
					assert.Equal(t, results.Unchanged, after.Outcome)
				}
				assert.Equal(t, "Microsoft 365 E3;Power BI Pro", after.Licenses)
				assert.Equal(t, []string{"POWER_BI_PRO", "SPE_E3"}, licensesIn(t, m.Memory, "ada@contoso.com"))
				assert.Equal(t, got.InitialPassword.Reveal(), after.InitialPassword.Reveal())
			})
		})
	}
}

// TestLicensesCutOff: a run that was killed behind the account or behind its licenses
// is finished by the next, which needs seats for those alone who have none yet.
func TestLicensesCutOff(t *testing.T) {
	t.Parallel()
	for _, licensed := range []bool{false, true} {
		for _, lag := range []time.Duration{0, 5 * time.Second} {
			t.Run(map[bool]string{false: "behind the account", true: "behind the licenses"}[licensed]+", lag "+lag.String(), func(t *testing.T) {
				t.Parallel()
				path := t.TempDir() + "/results.csv"
				file := withLicenses(crowd(2), "DYN365_BUSCENTRAL_ESSENTIAL", "DYN365_BUSCENTRAL_ESSENTIAL")
				synctest.Test(t, func(t *testing.T) {
					m := admin.NewTest(t)
					sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, "DYN365_BUSCENTRAL_ESSENTIAL")
					require.NoError(t, err)
					require.NoError(t, m.Backstage.Billing.SetSeats(t.Context(), sku.SubscriptionIDs[0], 2))
					stop := func() {}
					if lag > 0 {
						stop = m.Drill(admin.ReplicaLag(lag))
					}
					planned := killedBehindCreate(t, m, path, file, 2)
					if licensed {
						change := billing.LicenseChange{Add: []admin365.AssignedLicense{{SKUID: sku.SKUID}}}
						require.NoError(t, m.HTTP().Billing.Licenses.Assign(t.Context(), "Person0@contoso.com", change))
					}
					tr, watching := licensesTrial(t, m, path, file)
					got := tr.run(t.Context())
					stop()
					for i, name := range []string{"person0@contoso.com", "person1@contoso.com"} {
						assert.Equal(t, results.Created, got[name].Outcome, got[name].Detail)
						assert.Equal(t, "Dynamics 365 Business Central Essentials", got[name].Licenses)
						assert.Equal(t, planned[i].Reveal(), got[name].InitialPassword.Reveal())
						assert.Equal(t, []string{"DYN365_BUSCENTRAL_ESSENTIAL"}, licensesIn(t, m.Memory, name))
					}
					assert.Len(t, watching.sent, map[bool]int{false: 2, true: 1}[licensed])
				})
			})
		}
	}
}

// TestLicensesRestored: who comes back from the deleted has what he had, which takes
// a seat again.
func TestLicensesRestored(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	path := t.TempDir() + "/results.csv"
	require.NoError(t, m.Identity.Users.Delete(t.Context(), "AdeleV@contoso.com"))
	file := withLicenses(adminCenterFile(person{user: "AdeleV@contoso.com", name: "Adele Vance"}), "SPE_E3;POWER_BI_PRO")
	sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, "SPE_E3")
	require.NoError(t, err)
	require.NoError(t, m.Backstage.Billing.SetSeats(t.Context(), sku.SubscriptionIDs[0], 11))
	tr, _ := licensesTrial(t, m, path, file)
	assert.EqualError(t, tr.job.seats.check(t.Context()), "there are too few licenses: Microsoft 365 E3: 1 needed, 0 free, 1 lacking")

	require.NoError(t, m.Backstage.Billing.SetSeats(t.Context(), sku.SubscriptionIDs[0], 12))
	tr, _ = licensesTrial(t, m, t.TempDir()+"/results.csv", file)
	got := tr.run(t.Context())["adelev@contoso.com"]
	assert.Equal(t, results.Failed, got.Outcome)
	assert.Contains(t, got.Detail, `line 2, column "Country or Region": nobody can be given a license without a usage location`, "another account has no country of the deleted one's")

	tr, watching := licensesTrial(t, m, path, file)
	tr.job.restoreDeleted = true
	got = tr.run(t.Context())["adelev@contoso.com"]
	assert.Equal(t, results.Restored, got.Outcome)
	assert.Contains(t, got.Detail, "license Power BI Pro")
	assert.NotContains(t, got.Detail, "license Microsoft 365 E3")
	assert.Len(t, watching.sent, 1)
	assert.Equal(t, []string{"POWER_BI_PRO", "SPE_E3"}, licensesIn(t, m.Memory, "AdeleV@contoso.com"))
}

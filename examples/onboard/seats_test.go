package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/examples/internal/results"
)

// TestTooFewSeats: if there are too few seats, nothing at all is done, and all that
// is lacking is said at once.
func TestTooFewSeats(t *testing.T) {
	t.Parallel()
	var crew []person
	var licenses []string
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		crew = append(crew, person{user: name + "@contoso.com", name: name, country: "Germany"})
		licenses = append(licenses, "DYN365_BUSCENTRAL_ESSENTIAL;Microsoft 365 E3")
	}
	crew = append(crew, person{user: "AdeleV@contoso.com", name: "Adele Vance"},
		person{user: "nobody", name: "no user name"}, person{user: "A@contoso.com", name: "twice"}, person{user: "g@contoso.com", name: "g", country: "Germany"})
	licenses = append(licenses, "SPE_E3", "SPE_E3", "SPE_E3", "SPE_E3;No such product")
	file := withLicenses(adminCenterFile(crew...), licenses...)

	for _, tt := range []struct {
		name, why      string
		e3, essentials int // seats
		says           string
	}{
		{"both", "all in one message", 17, 5, "Dynamics 365 Business Central Essentials: 6 needed, 5 free, 1 lacking; Microsoft 365 E3: 6 needed, 5 free, 1 lacking"},
		{"one", "the other is not named", 100, 2, "there are too few licenses: Dynamics 365 Business Central Essentials: 6 needed, 2 free, 4 lacking; nothing was changed"},
		{"fewer than are in use", "they lack too", 10, 6, "Microsoft 365 E3: 6 needed, -2 free, 8 lacking"},
		{"just enough", "who has it, and whose row is bad, need none", 18, 6, ""},
	} {
		for _, via := range []string{viaMemory, viaHTTP, "dry run"} {
			t.Run(tt.name+" "+via, func(t *testing.T) {
				t.Parallel()
				in := inFolder(t)
				write(t, in("people.csv"), file)
				m := admin.NewMemory(admin.MemoryConfig{})
				for sub, err := range m.Billing.Subscriptions.List(t.Context()) {
					require.NoError(t, err)
					switch sub.PartNumber {
					case "SPE_E3":
						require.NoError(t, m.Backstage.Billing.SetSeats(t.Context(), sub.ID, tt.e3))
					case "DYN365_BUSCENTRAL_ESSENTIAL":
						require.NoError(t, m.Backstage.Billing.SetSeats(t.Context(), sub.ID, tt.essentials))
					}
				}
				save(t, m, in("t.json"))
				before := read(t, in("t.json"))
				args := []string{"-starters", in("people.csv"), "-tenant-file", in("t.json"), "-results", in("r.csv")}
				if via == "dry run" {
					args = append(args, "-dry-run")
				} else {
					args = append(args, "-via", via)
				}
				r := onboard(t, t.Context(), args...)
				if tt.says == "" {
					assert.Equal(t, exitFailed, r.code, "three rows are bad")
					assert.Contains(t, r.stderr, `the tenant owns no product "No such product"`)
					assert.NotContains(t, r.stderr, "too few")
					return
				}
				assert.Equal(t, exitUsage, r.code, tt.why)
				assert.Contains(t, r.stderr, tt.says, tt.why)
				assert.Empty(t, r.stdout)
				assert.Equal(t, before, read(t, in("t.json")))
				assert.Equal(t, []string{"people.csv", "t.json"}, names(t, in("")), "no file was made")
			})
		}
	}
}

// TestLastSeat: somebody takes the last seat between the look and the assignment. He
// who loses stays, and can have his when there is another one.
func TestLastSeat(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	path := t.TempDir() + "/results.csv"
	file := withLicenses(adminCenterFile(
		person{user: "ada@contoso.com", name: "Ada", country: "GB"}, person{user: "bob@contoso.com", name: "Bob", country: "GB"},
	), "DYN365_BUSCENTRAL_ESSENTIAL", "DYN365_BUSCENTRAL_ESSENTIAL")
	sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, "DYN365_BUSCENTRAL_ESSENTIAL")
	require.NoError(t, err)
	require.NoError(t, m.Backstage.Billing.SetSeats(t.Context(), sku.SubscriptionIDs[0], 2))

	tr, watching := licensesTrial(t, m, path, file)
	watching.answer = func(n int, send func() error) error {
		if n == 1 {
			quicker := billing.LicenseChange{Add: []admin365.AssignedLicense{{SKUID: sku.SKUID}}}
			require.NoError(t, m.Billing.Licenses.Assign(t.Context(), "AdeleV@contoso.com", quicker))
		}
		return send()
	}
	tr.job.workers = 1
	got := tr.run(t.Context())
	assert.Equal(t, results.Created, got["ada@contoso.com"].Outcome)
	assert.Equal(t, results.Failed, got["bob@contoso.com"].Outcome)
	assert.Equal(t, `created, but without license Dynamics 365 Business Central Essentials; line 3, column "Licenses": `+
		"no license is available: Subscription with SKU 2880026b-2b0c-4251-8656-5d41ff11e3aa does not have any available licenses.", got["bob@contoso.com"].Detail)
	assert.NotEmpty(t, got["bob@contoso.com"].ID)

	next, _ := licensesTrial(t, m, path, file)
	assert.EqualError(t, next.job.seats.check(t.Context()), "there are too few licenses: Dynamics 365 Business Central Essentials: 1 needed, 0 free, 1 lacking")
	require.NoError(t, m.Backstage.Billing.SetSeats(t.Context(), sku.SubscriptionIDs[0], 3))
	next, _ = licensesTrial(t, m, path, file)
	got = next.run(t.Context())
	assert.Equal(t, results.Unchanged, got["ada@contoso.com"].Outcome)
	assert.Equal(t, results.Updated, got["bob@contoso.com"].Outcome)
	assert.Equal(t, []string{"DYN365_BUSCENTRAL_ESSENTIAL"}, licensesIn(t, m.Memory, "bob@contoso.com"))
}

// TestSeatsUnknown: if the service does not say what the tenant owns or who has it,
// nobody is created. Who names no product needs no answer.
func TestSeatsUnknown(t *testing.T) {
	t.Parallel()
	for op, says := range map[string]string{
		"billing.SKUs.List":        "onboard: which products the tenant owns is not known: ",
		"billing.Licenses.Holders": "onboard: who has Microsoft 365 E3 is not known: ",
	} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			in := inFolder(t)
			m := admin.NewTest(t)
			m.Drill(admin.FailNth(op, 1, 403))
			live := func(admin365.TenantID, bool) (*admin.Client, error) { return m.HTTP(), nil }
			run := func(file string) ran {
				write(t, in("people.csv"), file)
				var stdout, stderr strings.Builder
				p := program{name: "onboard", stdout: &stdout, stderr: &stderr, live: live}
				code := p.run(t.Context(), []string{"-live", "-yes", "-tenant", "contoso.com", "-starters", in("people.csv"), "-results", in("r.csv")})
				return ran{code, stdout.String(), stderr.String()}
			}
			r := run(withLicenses(crowd(2), "SPE_E3", ""))
			assert.Equal(t, exitUsage, r.code)
			assert.Contains(t, r.stderr, says)
			assert.Contains(t, r.stderr, "forbidden")
			assert.Contains(t, r.stderr, "; nothing was changed\n")
			assert.Empty(t, m.Writes())
			assert.Equal(t, []string{"people.csv"}, names(t, in("")))

			for _, file := range []string{crowd(2), withLicenses(crowd(2), "", "")} {
				calls := len(m.Requests())
				r = run(file)
				assert.Equal(t, exitWell, r.code, r.stderr)
				assert.NotContains(t, r.stdout, "Seats left")
				for _, request := range m.Requests()[calls:] {
					assert.NotContains(t, request.Op, "billing.")
				}
			}
		})
	}
}

// TestSeatsLeft: after a dry run those are told that would be left.
func TestSeatsLeft(t *testing.T) {
	t.Parallel()
	for _, via := range []string{viaMemory, viaHTTP} {
		r := onboard(t, t.Context(), "-dry-run", "-via", via)
		assert.Equal(t, exitWell, r.code)
		assert.Equal(t, `
Product                                To give  Seats left
Dynamics 365 Customer Engagement Plan        4           9
Microsoft 365 E3                            50          38
Microsoft 365 E5                             8           8
`, r.stdout[strings.Index(r.stdout, "\nProduct"):])
	}
}

// TestSeatsLeftUnknown: that it cannot be said at the end is no failure.
func TestSeatsLeftUnknown(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	m.Drill(admin.FailNth("billing.SKUs.List", 2, 403))
	tr, _ := licensesTrial(t, m, t.TempDir()+"/results.csv", withLicenses(crowd(2), "SPE_E3", "CRMINSTANCE"))
	tr.run(t.Context())
	var out strings.Builder
	var said []error
	say := func(_ string, args ...any) { said = append(said, args[0].(error)) }
	require.NoError(t, tr.job.seats.writeSeats(t.Context(), &out, tr.job.rows, false, say))
	assert.Equal(t, "\nProduct           Given  Seats left\nMicrosoft 365 E3      1           ?\n", out.String())
	require.Len(t, said, 1)
	assert.ErrorIs(t, said[0], admin365.ErrForbidden)
	assert.ErrorIs(t, tr.job.seats.writeSeats(t.Context(), brokenWriter{}, tr.job.rows, false, say), errBroken)
}

var errBroken = errors.New("broken")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

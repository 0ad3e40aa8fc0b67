package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/identity"
)

// table is what the demonstration finds.
const table = `Product                                                            Seats  Taken    Free  Blocked  Inactive  Twice
Dynamics 365 Business Central Essentials                               5      0       5        0         0      0
Dynamics 365 Customer Engagement Plan                                 15      2      13        1         1      0
Microsoft 365 E3                                                     100     14      86        1         3      4
Microsoft 365 E5                                                      20      4      16        1         1      0
Microsoft Fabric (Free)                                          1000000      1  999999        0         0      0
Microsoft Power Automate Free                                      10000      0   10000        0         0      0
Power BI Pro                                                          10      2       8        0         0      0
Visio Plan 2                                                           2      2       0        0         1      0
Dynamics 365 - Additional Database Storage (Qualified Offer)           4      -       -        -         -      -
Dynamics 365 - Additional Production Instance (Qualified Offer)        1      -       -        -         -      -

24 people looked at. Of those who have a product:
  Blocked   cannot sign in
  Inactive  can, and have not for 90 days
  Twice     have it directly and by a group, and take one seat
A product with - is for the tenant as a whole.
`

// plan is what the rules find in it.
const plan = `
What can be released:
  Diego Siciliani (DiegoS@contoso.com): Microsoft 365 E3, blocked
  Henrietta Mueller (HenriettaM@contoso.com): Microsoft 365 E3, a group gives it, too
  Johanna Lorenz (JohannaL@contoso.com): Microsoft 365 E3, a group gives it, too
  Lee Gu (LeeG@contoso.com): Microsoft 365 E3, a group gives it, too
  Lidia Holloway (LidiaH@contoso.com): Microsoft 365 E3, a group gives it, too
  Lynne Robbins (LynneR@contoso.com): Dynamics 365 Customer Engagement Plan, not signed in for 90 days
  Lynne Robbins (LynneR@contoso.com): Microsoft 365 E3, not signed in for 90 days
  Miriam Graham (MiriamG@contoso.com): Dynamics 365 Customer Engagement Plan, blocked
  Miriam Graham (MiriamG@contoso.com): Microsoft 365 E5, blocked
  Patti Fernandez (PattiF@contoso.com): Microsoft 365 E5, not signed in for 90 days
  Pradeep Gupta (PradeepG@contoso.com): Microsoft 365 E3, not signed in for 90 days
  Pradeep Gupta (PradeepG@contoso.com): Visio Plan 2, not signed in for 90 days
12 licenses of 9 people; 8 seats come free
1 further license of blocked or inactive people: by a group, so who is not to have it leaves the group
`

// ran is what became of a run.
type ran struct {
	code           int
	stdout, stderr string
}

// licenses runs the program in this process.
func licenses(t *testing.T, args ...string) ran {
	t.Helper()
	return licensesOn(t, t.Context(), live, args...)
}

func licensesOn(t *testing.T, ctx context.Context, connect func(options) (*connection, error), args ...string) ran { //nolint:revive // t comes first in a test's own functions
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{name: "licenses", stdout: &stdout, stderr: &stderr, live: connect}
	code := p.run(ctx, args)
	return ran{code, stdout.String(), stderr.String()}
}

// as has the program work on the tenant as if it were a live one, by the client.
func as(m *admin.Memory, client *admin.Client) func(options) (*connection, error) {
	return func(options) (*connection, error) { return &connection{Client: client, now: m.Now}, nil }
}

// liveArgs are the arguments for a live tenant.
func liveArgs(more ...string) []string {
	return append([]string{"-live", "-tenant", "contoso.com"}, more...)
}

// contoso is the tenant of the demonstration.
func contoso(t *testing.T) *admin.Test {
	t.Helper()
	m := admin.NewTest(t)
	require.NoError(t, seed(t.Context(), m.Memory))
	return m
}

func inFolder(t *testing.T) func(name string) string {
	t.Helper()
	folder := t.TempDir()
	return func(name string) string { return filepath.Join(folder, name) }
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func saveTo(t *testing.T, m *admin.Memory, path string) {
	t.Helper()
	require.NoError(t, (&tenantfile.File{Path: path, Memory: m}).Save())
}

// skus returns the products that somebody has directly, by name.
func skus(t *testing.T, m *admin.Memory, name string) (direct []string) {
	t.Helper()
	user, err := m.Billing.Licenses.Get(t.Context(), admin365.UserID(name+"@contoso.com"))
	require.NoError(t, err)
	for _, s := range user.States {
		if s.AssignedByGroup == "" {
			direct = append(direct, billing.ProductName(s.SKUID))
		}
	}
	return direct
}

func free(t *testing.T, m *admin.Memory, product string) int {
	t.Helper()
	sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, product)
	require.NoError(t, err)
	return billing.Available(sku)
}

func TestDemonstration(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"-via", "http"}} {
		r := licenses(t, args...)
		require.Equal(t, exitWell, r.code, r.stderr)
		assert.Equal(t, table, r.stdout, args)
		assert.Equal(t, "This is a Contoso in memory; licenses -h says how to look at another tenant.\n", r.stderr)
	}
}

// TestDemonstrationReleases: the demonstration can be asked to release, too. Nobody
// keeps its tenant, so it has no record unless one is asked for.
func TestDemonstrationReleases(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	r := licenses(t, "-free")
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Equal(t, table+plan, r.stdout)
	for _, args := range [][]string{nil, {"-via", "http", "-record", in("r.jsonl")}} {
		r = licenses(t, append([]string{"-free", "-yes"}, args...)...)
		require.Equal(t, exitWell, r.code, r.stderr)
		assert.Contains(t, r.stdout, "\n12 licenses taken; 8 seats are free again\n")
		assert.NotContains(t, r.stdout, "-undo", "there is no tenant to give it back to")
	}
	assert.FileExists(t, in("r.jsonl"))
}

// TestDays: who signed in in the meantime is not inactive.
func TestDays(t *testing.T) {
	t.Parallel()
	r := licenses(t, "-days", "101")
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "Microsoft 365 E3                                                     100     14      86        1         0      4\n")
	assert.Contains(t, r.stdout, "have not for 101 days")
}

func TestCSV(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	r := licenses(t, "-csv", in("l.csv"))
	require.Equal(t, exitWell, r.code, r.stderr)
	rows, err := csv.NewReader(strings.NewReader(read(t, in("l.csv")))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 11)
	assert.Equal(t, []string{"skuId", "skuPartNumber", "product", "appliesTo", "status", "seats", "taken", "free", "blocked", "inactive", "twice"}, rows[0])
	assert.Contains(t, rows, []string{"05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3", "Microsoft 365 E3", "User", "Enabled", "100", "14", "86", "1", "3", "4"})
	assert.Contains(t, rows, []string{"328dc228-00bc-48c6-8b09-1fbc8bc3435d", "CRMSTORAGE", "Dynamics 365 - Additional Database Storage (Qualified Offer)", "Company", "Enabled", "4", "", "", "", "", ""})
}

// TestChart: the chart is well-formed, and has a bar for each product that people can
// have.
func TestChart(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	r := licenses(t, "-o", in("l.svg"))
	require.Equal(t, exitWell, r.code, r.stderr)
	texts, paths := svg(t, read(t, in("l.svg")))
	for _, text := range []string{
		"Microsoft 365 E3: 14 of 100", "Microsoft Fabric (Free): 1 of 1000000", "Visio Plan 2: 2 of 2",
		"free", "taken by others", "taken by blocked or inactive people", "% of the seats",
	} {
		assert.Contains(t, texts, text)
	}
	assert.NotContains(t, strings.Join(texts, "\n"), "Storage")
	assert.GreaterOrEqual(t, paths, 8)
	assert.Equal(t, read(t, in("l.svg")), func() string {
		licenses(t, "-o", in("again.svg"))
		return read(t, in("again.svg"))
	}(), "the same tenant gives the same chart")
}

// TestChartOfNothing: a tenant that owns nothing has a chart without bars.
func TestChartOfNothing(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := admin.NewTest(t)
	empty, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	r := licensesOn(t, t.Context(), as(empty, empty.Client), liveArgs("-o", in("l.svg"))...)
	require.Equal(t, exitWell, r.code, r.stderr)
	texts, _ := svg(t, read(t, in("l.svg")))
	assert.Contains(t, texts, "Licenses: what is taken, and what is free")
}

// svg returns the texts of a drawing and how many shapes it has. It fails if it is not
// well-formed.
func svg(t *testing.T, text string) (texts []string, paths int) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(text))
	inside := ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return texts, paths
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			if inside = token.Name.Local; inside == "path" {
				paths++
			}
		case xml.CharData:
			if inside == "text" {
				texts = append(texts, string(token))
			}
		case xml.EndElement:
			inside = ""
		}
	}
}

// TestUnknown: where the service does not tell who signed in when, that is unknown,
// and the rest is told.
func TestUnknown(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	app := admin365.AsApp("reader", "User.Read.All", "Organization.Read.All")
	for name, prepare := range map[string]func(*testing.T, *admin.Test) *admin.Client{
		"no permission": func(_ *testing.T, m *admin.Test) *admin.Client { return m.As(app) },
		"no permission, on the wire": func(t *testing.T, m *admin.Test) *admin.Client {
			c, err := admin.NewEmulator(m.Memory, admin.EmulatorConfig{}).Client(app)
			require.NoError(t, err)
			return c
		},
		"a License Administrator": func(_ *testing.T, m *admin.Test) *admin.Client { return m.As(admin365.AsUser("PradeepG@contoso.com")) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := contoso(t)
			r := licensesOn(t, t.Context(), as(m.Memory, prepare(t, m)), liveArgs("-csv", in(name+".csv"), "-o", in(name+".svg"))...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "Microsoft 365 E3                                                     100     14      86        1   unknown      4\n")
			assert.Contains(t, r.stderr, "licenses: who signed in when is unknown: forbidden: ")
			assert.Contains(t, read(t, in(name+".csv")), "Microsoft 365 E3,User,Enabled,100,14,86,1,unknown,4\n")
			texts, _ := svg(t, read(t, in(name+".svg")))
			assert.Contains(t, texts, "taken by blocked people (inactive ones: unknown)")
		})
	}
}

// TestUnknownWithoutPremium: nobody is inactive where nobody knows, so -free finds
// blocked people and double licenses alone.
func TestUnknownWithoutPremium(t *testing.T) {
	t.Parallel()
	m := contoso(t)
	require.NoError(t, m.Backstage.SetPremium(t.Context(), false))
	require.NoError(t, m.Identity.Users.Update(t.Context(), "AlexW@contoso.com", identity.UserPatch{AccountEnabled: new(false)}))
	r := licensesOn(t, t.Context(), as(m.Memory, m.HTTP()), liveArgs("-free")...)
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "  unknown  ")
	assert.Contains(t, r.stdout, "Alex Wilber (AlexW@contoso.com): Visio Plan 2, blocked\n")
	assert.NotContains(t, r.stdout, "PradeepG@contoso.com")
	assert.Contains(t, r.stderr, "premium license")
}

// TestForbidden: who may not read the products or the people is told so.
func TestForbidden(t *testing.T) {
	t.Parallel()
	for name, permissions := range map[string][]admin365.Permission{
		"no products": {"User.Read.All", "AuditLog.Read.All"},
		"no people":   {"Organization.Read.All"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := contoso(t)
			r := licensesOn(t, t.Context(), as(m.Memory, m.As(admin365.AsApp("reader", permissions...))), liveArgs()...)
			assert.Equal(t, exitFailed, r.code)
			assert.Contains(t, r.stderr, "forbidden")
			assert.Empty(t, r.stdout)
		})
	}
}

// TestArguments: what does not go together is refused before anybody is asked.
func TestArguments(t *testing.T) {
	t.Parallel()
	for _, args := range []string{
		"extra", "-nonsense", "-days 0", "-days 100000", "-via pigeon", "-yes", "-record r", "-keep a", "-rules blocked",
		"-free -rules lazy", "-tenant contoso.com", "-live", "-live -tenant c -via http", "-live -tenant c -tenant-file t",
		"-live -tenant c -free -yes", "-undo r", "-tenant-file t -undo r -free", "-tenant-file t -undo r -csv c", "-csv a -o a", "-tenant-file t -csv t",
	} {
		r := licenses(t, strings.Fields(args)...)
		assert.Equal(t, exitUsage, r.code, args)
		assert.NotEmpty(t, r.stderr, args)
		assert.Empty(t, r.stdout, args)
	}
	assert.Equal(t, exitWell, licenses(t, "-h").code)
}

// TestFilesThatAreNoGood: nothing is changed if a file cannot be read or written.
func TestFilesThatAreNoGood(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	m := contoso(t)
	saveTo(t, m.Memory, in("t.json"))
	before := read(t, in("t.json"))
	require.NoError(t, os.WriteFile(in("other.txt"), []byte("something else"), 0o600))
	require.NoError(t, os.WriteFile(in("lines.txt"), []byte("something\nelse\n"), 0o600))
	for _, args := range [][]string{
		{"-tenant-file", in("other.txt")},
		{"-tenant-file", in("t.json"), "-free", "-yes", "-csv", in("none/l.csv")},
		{"-tenant-file", in("t.json"), "-free", "-yes", "-o", in("none/l.svg")},
		{"-tenant-file", in("t.json"), "-free", "-yes", "-record", in("none/r.jsonl")},
		{"-tenant-file", in("t.json"), "-free", "-yes", "-record", in("other.txt")},
		{"-tenant-file", in("t.json"), "-free", "-yes", "-record", in("lines.txt")},
		{"-tenant-file", in("t.json"), "-undo", in("none.jsonl"), "-yes"},
		{"-tenant-file", in("t.json"), "-undo", in("lines.txt"), "-yes"},
	} {
		r := licenses(t, args...)
		assert.Equal(t, exitUsage, r.code, args)
		assert.Contains(t, r.stderr, "nothing was changed", args)
	}
	assert.Equal(t, before, read(t, in("t.json")))
	assert.Equal(t, "something else", read(t, in("other.txt")))
	assert.Equal(t, "something\nelse\n", read(t, in("lines.txt")))
}

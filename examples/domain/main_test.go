package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/identity"
)

// ran is what became of a run.
type ran struct {
	code           int
	stdout, stderr string
}

// domain runs the program in this process.
func domain(t *testing.T, args ...string) ran {
	t.Helper()
	return domainOn(t, t.Context(), live, args...)
}

func domainOn(t *testing.T, ctx context.Context, connect func(options) (*connection, error), args ...string) ran { //nolint:revive // t comes first in a test's own functions
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{name: "domain", stdout: &stdout, stderr: &stderr, live: connect}
	code := p.run(ctx, args)
	return ran{code, stdout.String(), stderr.String()}
}

// as has the program work on the tenant as if it were a live one, by the client.
func as(m *admin.Test, client *admin.Client) func(options) (*connection, error) {
	return func(options) (*connection, error) {
		return &connection{Client: client, now: m.Now, pause: patience.Pause}, nil
	}
}

// liveArgs are the arguments for a live tenant.
func liveArgs(more ...string) []string {
	return append([]string{"-live", "-tenant", "contoso.com"}, more...)
}

// ways are those in which a tenant is reached.
func ways() map[string]func(*admin.Test) *admin.Client {
	return map[string]func(*admin.Test) *admin.Client{
		"direct": func(m *admin.Test) *admin.Client { return m.Client },
		"wire":   (*admin.Test).HTTP,
	}
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

func load(t *testing.T, path string) *admin.Memory {
	t.Helper()
	file, err := tenantfile.Open(path, admin.MemoryConfig{})
	require.NoError(t, err)
	return file.Memory
}

// verified is a Contoso with a verified example.com and somebody synchronized.
func verified(t *testing.T) *admin.Test {
	t.Helper()
	m := admin.NewTest(t)
	require.NoError(t, seed(t.Context(), m.Memory))
	_, err := m.Domains.Add(t.Context(), "example.com")
	require.NoError(t, err)
	publish(t, m)
	_, err = m.Domains.Verify(t.Context(), "example.com", admin.DomainVerification{})
	require.NoError(t, err)
	return m
}

func publish(t *testing.T, m *admin.Test) {
	t.Helper()
	records, err := m.DomainRecords.Verification(t.Context(), "example.com")
	require.NoError(t, err)
	require.NoError(t, m.Backstage.PublishDNS(t.Context(), records[1]))
}

func nameOf(t *testing.T, m *admin.Memory, id admin365.UserID) string {
	t.Helper()
	u, err := m.Identity.Users.Get(t.Context(), id)
	require.NoError(t, err)
	return u.UserPrincipalName
}

// people counts those whose sign-in name is in the domain.
func people(t *testing.T, m *admin.Memory, domain string) (n int) {
	t.Helper()
	for u, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{}) {
		require.NoError(t, err)
		if _, in := inDomain(u.UserPrincipalName, domain); in {
			n++
		}
	}
	return n
}

func defaultOf(t *testing.T, m *admin.Memory) string {
	t.Helper()
	for d, err := range m.Domains.List(t.Context()) {
		require.NoError(t, err)
		if d.IsDefault {
			return d.Name
		}
	}
	return ""
}

// proofCode is what proves a domain; it is another one in each release's Contoso.
var proofCode = regexp.MustCompile(`ms[0-9]{8}`)

// TestDemonstration: it says the same at every run, on both ways.
func TestDemonstration(t *testing.T) {
	t.Parallel()
	golden := read(t, filepath.Join("testdata", "demo.txt"))
	for _, args := range [][]string{nil, {"-via", "memory"}, {"-via", "http"}} {
		r := domain(t, args...)
		require.Equal(t, exitWell, r.code, r.stderr)
		assert.Equal(t, golden, proofCode.ReplaceAllString(r.stdout, "ms00000000"), args)
		assert.Empty(t, r.stderr)
	}
}

// TestAddToNobodysTenant: -add alone shows it on a Contoso that is not kept.
func TestAddToNobodysTenant(t *testing.T) {
	t.Parallel()
	r := domain(t, "-add", "fabrikam.example", "-default", "-move-users", "-yes", "-password-days", "180", "-notify-days", "14")
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stdout, "fabrikam.example is the default domain now; it was contoso.com.\n")
	assert.Contains(t, r.stdout, "24 names changed.\n")
	assert.Contains(t, r.stdout, "fabrikam.example has passwords that expire after 180 days, told 14 days before now.\n")
	assert.Contains(t, r.stderr, "This is a Contoso in memory")
	assert.NotContains(t, r.stdout, "-undo", "there is no tenant to put it back in")
}

// TestResume: each run goes on where the last one ended, in a tenant that is kept.
func TestResume(t *testing.T) {
	t.Parallel()
	for _, via := range []string{viaMemory, viaHTTP} {
		t.Run(via, func(t *testing.T) {
			t.Parallel()
			in := inFolder(t)
			add := []string{"-tenant-file", in("t.json"), "-via", via, "-add", "Example.com"}
			run := func(more ...string) ran { return domain(t, append(add[:len(add):len(add)], more...)...) }

			r := run("-default")
			assert.Equal(t, exitFailed, r.code)
			assert.Contains(t, r.stdout, "Example.com was added.\n")
			assert.Regexp(t, `  TXT  Example.com  "MS=ms\d{8}"  \(TTL 3600\)\n  MX   Example.com  ms\d{8}.msv1.invalid  \(preference 32767, TTL 3600\)\n`, r.stdout)
			assert.Contains(t, r.stderr, "domain: the domain is not verified yet: ")
			assert.Contains(t, r.stderr, "the same command goes on\n")
			assert.Equal(t, "contoso.com", defaultOf(t, load(t, in("t.json"))))

			r = run("-default", "-publish", "-move-users")
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "Example.com is in the tenant already.\n")
			assert.Contains(t, r.stdout, "Example.com is verified.\n")
			assert.Equal(t, "Example.com", defaultOf(t, load(t, in("t.json"))))
			assert.Contains(t, r.stdout, "To do it:\n  domain -tenant-file "+in("t.json")+" -add Example.com -move-users -from contoso.com -record "+in("t-moved.jsonl")+" -yes\n")
			assert.Equal(t, 24, people(t, load(t, in("t.json")), "contoso.com"), "a plan moves nobody")

			r = run("-default", "-move-users", "-yes")
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "Example.com is the default domain already.\n")
			assert.Contains(t, r.stdout, "24 names changed.\n", "the record knows which domain was the default one")

			r = run("-move-users", "-yes", "-password-days", "never")
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "of 0 people in contoso.com that move to Example.com:\n24 people are in Example.com already.\n")
			r = run("-password-days", "never")
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "Example.com has passwords that never expire already.\n")

			undo := []string{"-tenant-file", in("t.json"), "-via", via, "-undo", in("t-moved.jsonl")}
			before := read(t, in("t-moved.jsonl"))
			r = domain(t, undo...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "24 names would be put back.\n")
			assert.Equal(t, before, read(t, in("t-moved.jsonl")))
			r = domain(t, append(undo, "-yes")...)
			require.Equal(t, exitWell, r.code, r.stderr)
			assert.Contains(t, r.stdout, "24 names put back.\n")
			assert.Equal(t, 24, people(t, load(t, in("t.json")), "contoso.com"))
			r = domain(t, append(undo, "-yes")...)
			assert.Contains(t, r.stdout, "0 names put back.\n")
			require.Equal(t, exitWell, r.code, r.stderr)
		})
	}
}

// TestNotInTime: the looks come later and later, and end when the wait does.
func TestNotInTime(t *testing.T) {
	t.Parallel()
	for way, client := range ways() {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				start := time.Now()
				r := domainOn(t, t.Context(), as(m, client(m)), liveArgs("-add", "example.com", "-default", "-wait", "60s")...)
				assert.Equal(t, exitFailed, r.code)
				assert.Equal(t, time.Minute, time.Since(start).Truncate(time.Second))
				for _, pause := range []string{"10s", "20s", "30s"} {
					assert.Contains(t, r.stdout, "the next look is in "+pause+".\n")
				}
				assert.Contains(t, r.stderr, "not verified yet")
				assert.Equal(t, "contoso.com", defaultOf(t, m.Memory))

				start = time.Now()
				r = domainOn(t, t.Context(), as(m, client(m)), liveArgs("-add", "example.com", "-wait", "0")...)
				assert.Equal(t, exitFailed, r.code)
				assert.Less(t, time.Since(start), time.Second)
				assert.Contains(t, r.stdout, "  TXT  example.com  ")

				publish(t, m)
				r = domainOn(t, t.Context(), as(m, client(m)), liveArgs("-add", "example.com", "-wait", "0")...)
				assert.Equal(t, exitWell, r.code, r.stderr)
				assert.Contains(t, r.stdout, "example.com is verified.\n")
			})
		})
	}
}

// TestInterruptedWait: an interrupt ends the wait at once.
func TestInterruptedWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(15*time.Second, cancel)
		r := domainOn(t, ctx, as(m, m.Client), liveArgs("-add", "example.com")...)
		assert.Equal(t, exitFailed, r.code)
		assert.Contains(t, r.stderr, "interrupted: what is left is done by the same command\n")
	})
}

// TestElsewhere: a domain of another tenant does not come by waiting.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	other, err := m.AddTenant(admin.NewTenant{Name: "Other"})
	require.NoError(t, err)
	require.NoError(t, other.Backstage.AddDomain(t.Context(), "example.com", false))
	_, err = m.Domains.Add(t.Context(), "example.com")
	require.NoError(t, err)
	publish(t, m)
	r := domainOn(t, t.Context(), as(m, m.HTTP()), liveArgs("-add", "example.com")...)
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stderr, "domain: stopped: example.com is not verified: ")
}

// TestPasswordPolicy: what is not named of the policy stays.
func TestPasswordPolicy(t *testing.T) {
	t.Parallel()
	m := verified(t)
	for _, c := range []struct {
		args []string
		want admin.PasswordPolicy
	}{
		{[]string{"-password-days", "90", "-notify-days", "7"}, admin.PasswordPolicy{ValidityDays: 90, NotificationDays: 7}},
		{[]string{"-notify-days", "30"}, admin.PasswordPolicy{ValidityDays: 90, NotificationDays: 30}},
		{[]string{"-password-days", "never"}, admin.PasswordPolicy{ValidityDays: admin.PasswordNeverExpires, NotificationDays: 30}},
	} {
		r := domainOn(t, t.Context(), as(m, m.HTTP()), liveArgs(append(c.args, "-add", "example.com")...)...)
		require.Equal(t, exitWell, r.code, r.stderr)
		policy, err := m.PasswordPolicy.Get(t.Context(), "example.com")
		require.NoError(t, err)
		assert.Equal(t, c.want, *policy)
	}
	_, err := m.Domains.Add(t.Context(), "eu.example.com")
	require.NoError(t, err)
	r := domainOn(t, t.Context(), as(m, m.HTTP()), liveArgs("-add", "eu.example.com", "-password-days", "90")...)
	assert.Equal(t, exitFailed, r.code, "a subdomain follows its root")
	assert.Contains(t, r.stdout, "eu.example.com is verified.\n")
	assert.Contains(t, r.stderr, "domain: stopped: the password policy: ")
}

// TestBadFlags: what cannot be meant is refused before anything is sent.
func TestBadFlags(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no flag":                    {[]string{"example.com"}, `"example.com" is not a flag`},
		"no domain":                  {[]string{"-add", "example"}, `-add is "example", which is no name of a domain`},
		"empty":                      {[]string{"-add", ""}, `-add is ""`},
		"an address":                 {[]string{"-add", "a@example.com"}, "no name of a domain"},
		"a hyphen first":             {[]string{"-add", "-x.com"}, "no name of a domain"},
		"letters of another script":  {[]string{"-add", "bücher.example"}, "no name of a domain"},
		"nothing to make default":    {[]string{"-default"}, "-default needs -add"},
		"a tenant and nothing to do": {[]string{"-tenant-file", "t.json"}, "-tenant-file needs -add"},
		"yes to what":                {[]string{"-add", "example.com", "-yes"}, "-yes goes with -move-users"},
		"from without moving":        {[]string{"-add", "example.com", "-from", "contoso.com"}, "-from goes with -move-users"},
		"from is no domain":          {[]string{"-add", "example.com", "-move-users", "-from", "x"}, `-from is "x"`},
		"from itself":                {[]string{"-add", "example.com", "-move-users", "-from", "EXAMPLE.com"}, "its people are there already"},
		"from elsewhere":             {[]string{"-add", "example.com", "-move-users", "-from", "other.example"}, "the tenant has no domain other.example; nothing was changed"},
		"default already":            {[]string{"-add", "contoso.com", "-move-users"}, "contoso.com is the default domain already, and which one was is not known"},
		"few days":                   {[]string{"-add", "example.com", "-password-days", "13"}, `-password-days is "13", expected 14 to 730, or never`},
		"no days":                    {[]string{"-add", "example.com", "-password-days", "soon"}, `-password-days is "soon"`},
		"notified late":              {[]string{"-add", "example.com", "-notify-days", "0"}, "-notify-days is 0, expected 1 to 30"},
		"waiting backwards":          {[]string{"-add", "example.com", "-wait", "-1s"}, "-wait is -1s"},
		"a way that is none":         {[]string{"-via", "smoke"}, `-via is "smoke"`},
		"live and nowhere":           {[]string{"-live", "-add", "example.com"}, "-live needs -tenant"},
		"nowhere live":               {[]string{"-add", "example.com", "-tenant", "x"}, "-tenant goes with -live only"},
		"live in memory":             {liveArgs("-add", "example.com", "-publish"), "do not go with -live"},
		"live without a record":      {liveArgs("-add", "example.com", "-move-users", "-yes"), "needs -record"},
		"undo of what":               {[]string{"-undo", ""}, "-undo needs the file"},
		"undo of nothing":            {[]string{"-undo", "x.jsonl"}, "-undo needs -tenant-file or -live"},
		"undo and add":               {liveArgs("-undo", "x.jsonl", "-add", "example.com"), "-add does not go with -undo"},
		"record for nothing":         {[]string{"-add", "example.com", "-record", "x"}, "-record goes with"},
		"one file twice":             {[]string{"-add", "example.com", "-tenant-file", "x", "-record", "x", "-default"}, "the same file is named twice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := domainOn(t, t.Context(), func(options) (*connection, error) { panic("it connects") }, c.args...)
			assert.Equal(t, exitUsage, r.code)
			assert.Contains(t, r.stderr, c.want)
			assert.NotContains(t, r.stdout, "was added")
		})
	}
	assert.Equal(t, exitWell, domain(t, "-h").code)
}

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/internal/tenantfile"
	"github.com/admin365/admin365/identity"
)

// killAt makes this test binary the program itself, which kills itself at the
// point of that number.
const killAt = "OFFBOARD_TEST_KILL_AT"

func TestMain(m *testing.M) {
	number := os.Getenv(killAt)
	if number == "" {
		os.Exit(m.Run())
	}
	last, err := strconv.Atoi(number)
	if err != nil {
		panic(err)
	}
	n := 0
	os.Exit(mainOf(program{live: live, at: func(string) {
		if n++; n == last {
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = self.Kill()
			}
			if err != nil {
				panic(err)
			}
			select {}
		}
	}}))
}

// ran is what became of a run in this process.
type ran struct {
	code           int
	stdout, stderr string
	// points are those at which it might have been cut off.
	points []string
}

// offboard runs the program in this process.
func offboard(t *testing.T, args ...string) ran {
	t.Helper()
	return offboardUntil(t, t.Context(), nil, args...)
}

// offboardUntil is told of each point.
func offboardUntil(t *testing.T, ctx context.Context, at func(point string), args ...string) ran { //nolint:revive // t comes first in a test's own functions
	t.Helper()
	var stdout, stderr bytes.Buffer
	var r ran
	p := program{name: "offboard", stdout: &stdout, stderr: &stderr, live: live, at: func(point string) {
		r.points = append(r.points, point)
		if at != nil {
			at(point)
		}
	}}
	r.code = p.run(ctx, args)
	r.stdout, r.stderr = stdout.String(), stderr.String()
	return r
}

func inFolder(t *testing.T) func(name string) string {
	t.Helper()
	folder := t.TempDir()
	return func(name string) string { return filepath.Join(folder, name) }
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func private(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), path)
}

// securityDesk is Contoso with Allan as a member and an owner of a group of his
// own, and Joni as his report.
func securityDesk(t *testing.T) *admin.Test {
	t.Helper()
	m := admin.NewTest(t)
	allan, nestor := userIn(t, m.Memory, "AllanD@contoso.com"), userIn(t, m.Memory, "NestorW@contoso.com")
	_, err := m.Identity.Groups.Create(t.Context(), identity.NewGroup{
		DisplayName: "Security Desk", MailNickname: "SecurityDesk",
		Members: []admin365.ObjectID{object(allan)}, Owners: []admin365.ObjectID{object(allan), object(nestor)},
	})
	require.NoError(t, err)
	require.NoError(t, m.Identity.Managers.Set(t.Context(), "JoniS@contoso.com", allan.ID))
	return m
}

func object(u *identity.User) admin365.ObjectID { return admin365.ObjectID(u.ID) }

func userIn(t *testing.T, m *admin.Memory, name string) *identity.User {
	t.Helper()
	u, err := m.Identity.Users.Get(t.Context(), admin365.UserID(name))
	require.NoError(t, err)
	return u
}

// saveTo puts the tenant into a file.
func saveTo(t *testing.T, m *admin.Memory, path string) {
	t.Helper()
	require.NoError(t, (&tenantfile.File{Path: path, Memory: m}).Save())
}

func load(t *testing.T, text string) *admin.Memory {
	t.Helper()
	m, err := admin.LoadMemory(bytes.NewReader([]byte(text)), admin.MemoryConfig{})
	require.NoError(t, err)
	return m
}

var moment = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)

// changes are what is different between two tenant files, whenever it happened.
func changes(t *testing.T, before, after string) []string {
	t.Helper()
	m := load(t, before)
	snapshot := m.Snapshot()
	require.NoError(t, m.Load(io.NopCloser(bytes.NewReader([]byte(after)))))
	return timeless(m.Changes(snapshot))
}

// timeless leaves out what says no more than that time has passed.
func timeless(changes []string) (lines []string) {
	for _, line := range changes {
		line = moment.ReplaceAllString(line, "some time")
		if !strings.HasSuffix(line, ` "some time" -> "some time"`) {
			lines = append(lines, line)
		}
	}
	return lines
}

// firstPassword returns the password in a results file, which must be private.
func firstPassword(t *testing.T, path string) admin365.Secret {
	t.Helper()
	private(t, path)
	all, err := results.Parse([]byte(read(t, path)))
	require.NoError(t, err)
	require.Len(t, all, 1)
	assert.Equal(t, results.Restored, all[0].Outcome)
	require.False(t, all[0].InitialPassword.IsZero())
	return all[0].InitialPassword
}

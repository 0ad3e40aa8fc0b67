package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/identity"
)

// asProgram makes this test binary the program itself, so that it can be killed.
const asProgram = "ONBOARD_TEST_IS_THE_PROGRAM"

// inFlight names a file that the slow program makes when it creates somebody.
const inFlight = "ONBOARD_TEST_IN_FLIGHT"

func TestMain(m *testing.M) {
	switch os.Getenv(asProgram) {
	case "":
		os.Exit(m.Run())
	case "slow":
		os.Exit(mainOf(program{checkpoint: checkpointEvery, live: slow}))
	default:
		// Checkpoints come often, so that there is something between them.
		os.Exit(mainOf(program{checkpoint: 10 * time.Millisecond, live: live}))
	}
}

// slow connects to a tenant that takes a minute for each create.
func slow(admin365.TenantID, bool) (*admin.Client, error) {
	m := admin.NewMemory(admin.MemoryConfig{})
	m.Drill(admin.Slow("identity.Users.Create", time.Minute))
	m.Identity.Users = &watched{Users: m.Identity.Users, before: func(identity.NewUser) error {
		return os.WriteFile(os.Getenv(inFlight), nil, 0o600)
	}}
	return m.Client, nil
}

// ran is what became of a run in this process.
type ran struct {
	code           int
	stdout, stderr string
}

// onboard runs the program in this process.
func onboard(t *testing.T, ctx context.Context, args ...string) ran { //nolint:revive // t comes first in a test's own functions
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{name: "onboard", stdout: &stdout, stderr: &stderr, live: live, checkpoint: checkpointEvery}
	code := p.run(ctx, args)
	return ran{code, stdout.String(), stderr.String()}
}

// inFolder returns the path of a file in a new folder of the test's.
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

const adminCenterHeader = "User Name,First Name,Last Name,Display Name,Job Title,Department,Office Number,Office Phone," +
	"Mobile Phone,Fax,Alternate email address,Address,City,State or Province,ZIP or Postal Code,Country or Region,Manager"

const entraHeader = "version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required," +
	"Block sign in (Yes/No) [accountEnabled] Required,Job title [jobTitle],Usage location [usageLocation],Manager\n"

// person is a row of the admin center's file.
type person struct {
	user, name, title, department, phone, mail, country, manager string
}

func adminCenterFile(people ...person) string {
	var b strings.Builder
	b.WriteString(adminCenterHeader + "\n")
	w := csv.NewWriter(&b)
	for _, p := range people {
		_ = w.Write([]string{p.user, "", "", p.name, p.title, p.department, "", p.phone, "", "", p.mail, "", "", "", "", p.country, p.manager})
	}
	w.Flush()
	return b.String()
}

// crowd is n people; most managers stand below those whom they manage.
func crowd(n int) string {
	var people []person
	for i := range n {
		p := person{
			user: fmt.Sprintf("Person%d@contoso.com", i), name: fmt.Sprintf("Person %d", i), title: "Clerk",
			department: fmt.Sprintf("Department %d", i%7), phone: fmt.Sprintf("+1 555 %06d", i),
			mail: fmt.Sprintf("person%d@example.com", i), country: "Germany",
		}
		switch {
		case i == n-1:
			p.manager = "PattiF@contoso.com"
		case i%10 == 9:
			p.manager = fmt.Sprintf("person%d@contoso.com", n-1)
		default:
			p.manager = fmt.Sprintf("person%d@contoso.com", min(i-i%10+9, n-1))
		}
		people = append(people, p)
	}
	return adminCenterFile(people...)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

// resultsIn reads a results file, by user name in lower case.
func resultsIn(t *testing.T, path string) map[string]results.Result {
	t.Helper()
	all, err := results.Parse([]byte(read(t, path)))
	require.NoError(t, err)
	byName := map[string]results.Result{}
	for _, r := range all {
		name := key(r.UserPrincipalName)
		if name == "" {
			name = fmt.Sprintf("row %d", r.Row)
		}
		_, twice := byName[name]
		assert.Falsef(t, twice, "%s stands twice in the results", name)
		byName[name] = r
	}
	return byName
}

// peopleIn are the people in a tenant file, by user name in lower case, as
// lines without what is different in each run.
func peopleIn(t *testing.T, path string) map[string]string {
	t.Helper()
	m := loaded(t, path)
	people := map[string]string{}
	for u, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{}) {
		require.NoError(t, err)
		manager, err := m.Identity.Managers.Get(t.Context(), u.ID)
		boss := ""
		if err == nil {
			boss = manager.UserPrincipalName
		}
		kept := *u
		kept.ID, kept.CreatedDateTime, kept.LastPasswordChangeDateTime = "", time.Time{}, time.Time{}
		kept.SignInSessionsValidFromDateTime, kept.SecurityIdentifier = time.Time{}, ""
		for i := range kept.LicenseAssignmentStates {
			kept.LicenseAssignmentStates[i].LastUpdatedDateTime = time.Time{}
		}
		text, err := json.Marshal(kept)
		require.NoError(t, err)
		name := key(u.UserPrincipalName)
		assert.NotContainsf(t, people, name, "%s is there twice", name)
		var roles []string
		for role, err := range identity.RolesOf(t.Context(), m.Identity.RoleAssignments, admin365.ObjectID(u.ID)) {
			require.NoError(t, err)
			roles = append(roles, string(role))
		}
		slices.Sort(roles)
		people[name] = fmt.Sprintf("%s has %q and %q, reports to %s", text, roles, licensesIn(t, m, u.UserPrincipalName), boss)
	}
	return people
}

// licensesIn are the products that a user has, by part number and in order.
func licensesIn(t *testing.T, m *admin.Memory, user string) (partNumbers []string) {
	t.Helper()
	for details, err := range m.Billing.Licenses.Details(t.Context(), admin365.UserID(user)) {
		require.NoError(t, err)
		partNumbers = append(partNumbers, details.PartNumber)
	}
	slices.Sort(partNumbers)
	return partNumbers
}

// seatsLeft is how many more people can have a product.
func seatsLeft(t *testing.T, m *admin.Memory, product string) int {
	t.Helper()
	sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, product)
	require.NoError(t, err)
	return billing.Available(sku)
}

func loaded(t *testing.T, path string) *admin.Memory {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	m, err := admin.LoadMemory(file, admin.MemoryConfig{})
	require.NoError(t, err)
	return m
}

// passwordsIn are the hashes that a tenant file keeps, by user name in lower
// case.
type passwordsIn map[string][]byte

func passwords(t *testing.T, tenantFile string) passwordsIn {
	t.Helper()
	hashes := passwordsIn{}
	for line := range strings.Lines(tenantFile) {
		if !strings.Contains(line, `"userPrincipalName"`) {
			continue
		}
		var row struct {
			Password   string
			Properties struct{ UserPrincipalName string }
		}
		require.NoError(t, json.NewDecoder(strings.NewReader(line)).Decode(&row), line)
		if row.Properties.UserPrincipalName == "" {
			continue // It is not a user who is named.
		}
		hash, err := base64.StdEncoding.DecodeString(row.Password)
		require.NoError(t, err)
		hashes[key(row.Properties.UserPrincipalName)] = hash
	}
	return hashes
}

// signIn reports whether a password is the one that is kept for the user. Until
// there is a way to sign in, the saved hash is what can tell.
func (p passwordsIn) signIn(user string, password admin365.Secret) bool {
	kept := p[key(user)]
	if len(kept) != 8+sha256.Size {
		return false
	}
	hash := sha256.Sum256(append(bytes.Clone(kept[:8]), password.Reveal()...))
	return bytes.Equal(kept[8:], hash[:])
}

// save keeps a tenant in a file.
func save(t *testing.T, m *admin.Memory, path string) {
	t.Helper()
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, m.Save(file))
	require.NoError(t, file.Close())
}

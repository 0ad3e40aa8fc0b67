package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/results"
)

const goldenTable = `Department       Created  Updated  Unchanged  Failed  Total
Engineering           10        0          0       0     10
Finance               10        0          0       0     10
Human Resources       10        0          0       0     10
Marketing             10        0          0       0     10
Operations            10        0          0       0     10
Sales                 10        0          0       0     10
Total                 60        0          0       0     60

Product                                Given  Seats left
Dynamics 365 Customer Engagement Plan      4           9
Microsoft 365 E3                          50          38
Microsoft 365 E5                           8           8
`

func TestWithoutArguments(t *testing.T) {
	t.Parallel()
	for _, via := range []string{viaMemory, viaHTTP} {
		t.Run(via, func(t *testing.T) {
			t.Parallel()
			r := onboard(t, t.Context(), "-via", via)
			assert.Equal(t, exitWell, r.code)
			assert.Equal(t, goldenTable, r.stdout)
			assert.Equal(t, "the tenant was in memory and is gone; name a -tenant-file to keep one\n", r.stderr)
		})
	}
}

// TestSecondRun: the second run on a tenant file changes nothing, however the
// tenant is reached, and no password is lost or said.
func TestSecondRun(t *testing.T) {
	t.Parallel()
	for _, via := range []string{viaMemory, viaHTTP} {
		t.Run(via, func(t *testing.T) {
			t.Parallel()
			in := inFolder(t)
			args := []string{"-tenant-file", in("contoso.json"), "-results", in("results.csv"), "-via", via}
			first := onboard(t, t.Context(), args...)
			require.Equal(t, exitWell, first.code, first.stderr)
			assert.Equal(t, goldenTable, first.stdout)
			tenant, people := read(t, in("contoso.json")), peopleIn(t, in("contoso.json"))
			assert.Len(t, people, 24+60)
			kept := passwords(t, tenant)
			made := resultsIn(t, in("results.csv"))
			require.Len(t, made, 60)
			for name, r := range made {
				assert.Equal(t, results.Created, r.Outcome)
				assert.Contains(t, people, name)
				assert.GreaterOrEqual(t, len(r.InitialPassword.Reveal()), 16)
				assert.True(t, kept.signIn(name, r.InitialPassword), name)
				assert.NotContains(t, first.stdout+first.stderr+tenant, r.InitialPassword.Reveal())
				assert.Contains(t, people[name], "@contoso.com", "a manager")
			}
			if runtime.GOOS != "windows" {
				info, err := os.Stat(in("results.csv"))
				require.NoError(t, err)
				assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
			}

			second := onboard(t, t.Context(), args...)
			assert.Equal(t, exitWell, second.code)
			assert.Contains(t, second.stdout, "Total                  0        0         60       0     60\n")
			assert.Contains(t, second.stdout, "Microsoft 365 E3                           0          38\n")
			assert.Equal(t, tenant, read(t, in("contoso.json")), "the same bytes")
			for name, r := range resultsIn(t, in("results.csv")) {
				assert.Equal(t, results.Unchanged, r.Outcome)
				assert.Equal(t, made[name].InitialPassword, r.InitialPassword)
				assert.Equal(t, made[name].ID, r.ID)
				assert.Equal(t, made[name].Licenses, r.Licenses)
			}
			assert.Equal(t, []string{"contoso.json", "results.csv"}, names(t, in("")))
		})
	}
}

// TestKeptWithoutResults: accounts that are kept need passwords that somebody
// knows, so they are written beside the tenant.
func TestKeptWithoutResults(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	r := onboard(t, t.Context(), "-tenant-file", in("contoso.json"))
	require.Equal(t, exitWell, r.code, r.stderr)
	assert.Contains(t, r.stderr, in("contoso-results.csv"))
	assert.Len(t, resultsIn(t, in("contoso-results.csv")), 60)
	assert.Equal(t, []string{"contoso-results.csv", "contoso.json"}, names(t, in("")))
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	write(t, in("people.csv"), adminCenterFile(
		person{user: "new@contoso.com", name: "New", department: "IT", manager: "boss@contoso.com"},
		person{user: "AdeleV@contoso.com", name: "Adele Vance", title: "Director", manager: "new@contoso.com"},
		person{user: "AlexW@contoso.com", name: "Alex Wilber", manager: "miriamg@CONTOSO.com"},
		person{user: "boss@contoso.com", name: "Boss"},
	))
	r := onboard(t, t.Context(), "-starters", in("people.csv"), "-tenant-file", in("contoso.json"), "-dry-run")
	assert.Equal(t, exitWell, r.code)
	assert.Equal(t, []string{"people.csv"}, names(t, in("")), "nothing is written")

	r = onboard(t, t.Context(), "-starters", in("people.csv"), "-dry-run", "-results", in("results.csv"), "-via", "http")
	assert.Equal(t, exitWell, r.code)
	assert.Equal(t, "Department       Planned  Unchanged  Failed  Total\n"+
		"IT                     1          0       0      1\n"+
		"(no department)        2          1       0      3\n"+
		"Total                  3          1       0      4\n", r.stdout)
	assert.Contains(t, r.stderr, "this was a dry run, nothing was changed\n")
	got := resultsIn(t, in("results.csv"))
	assert.Equal(t, "to be created", got["new@contoso.com"].Detail)
	assert.Equal(t, "to be updated: jobTitle, manager", got["adelev@contoso.com"].Detail)
	assert.Equal(t, results.Unchanged, got["alexw@contoso.com"].Outcome)
	for _, r := range got {
		assert.True(t, r.InitialPassword.IsZero())
	}
}

// TestExitCodes: with 2, nothing was changed.
func TestExitCodes(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	write(t, in("latin1.csv"), adminCenterHeader+"\n"+"hm@contoso.com,Hans,M\xfcller,Hans M\xfcller,,,,,,,,,,,,,\n")
	write(t, in("wrong.csv"), strings.Replace(adminCenterHeader, "Display Name", "Full Name", 1)+"\na@contoso.com,,,A,,,,,,,,,,,,,\n")
	write(t, in("empty.csv"), "")
	write(t, in("header.csv"), adminCenterHeader+"\n")
	write(t, in("good.csv"), adminCenterFile(person{user: "a@contoso.com", name: "A"}))
	write(t, in("bad.json"), "{}")
	require.NoError(t, os.Mkdir(in("folder"), 0o700))
	before := names(t, in(""))
	kept := []string{"-tenant-file", in("t.json"), "-results", in("r.csv")}
	live := []string{"-live", "-tenant", "contoso.com", "-starters", in("good.csv"), "-results", in("r.csv")}
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"help", []string{"-h"}, exitWell, "-starters"},
		{"Windows-1252", append([]string{"-starters", in("latin1.csv")}, kept...), exitUsage, "line 2: the file is not UTF-8: byte 22 of the line is 0xFC"},
		{"a wrong header", append([]string{"-starters", in("wrong.csv")}, kept...), exitUsage, `column 4 is "Full Name", expected "Display Name"`},
		{"an empty file", append([]string{"-starters", in("empty.csv")}, kept...), exitUsage, "nothing in it"},
		{"a header alone", append([]string{"-starters", in("header.csv")}, kept...), exitUsage, "nothing in it"},
		{"no such file", append([]string{"-starters", in("none.csv")}, kept...), exitUsage, "none.csv"},
		{"a folder", append([]string{"-starters", in("folder")}, kept...), exitUsage, "folder"},
		{"a tenant file that is none", []string{"-tenant-file", in("bad.json"), "-results", in("r.csv")}, exitUsage, "bad.json"},
		{"results that are none", []string{"-results", in("good.csv")}, exitUsage, "not a results file"},
		{"results in no folder", []string{"-results", in("none/r.csv")}, exitUsage, "none"},
		{"a tenant file in no folder", []string{"-tenant-file", in("none/t.json")}, exitUsage, "none"},
		{"an unknown flag", []string{"-frobnicate"}, exitUsage, "frobnicate"},
		{"an argument", []string{"people.csv"}, exitUsage, "people.csv"},
		{"no such way", []string{"-via", "ftp"}, exitUsage, "-via"},
		{"no workers", []string{"-workers", "0"}, exitUsage, "-workers"},
		{"a file twice", []string{"-starters", in("good.csv"), "-results", in("./good.csv")}, exitUsage, "twice"},
		{"yes without live", []string{"-yes"}, exitUsage, "-live"},
		{"live without a tenant", []string{"-live", "-starters", in("good.csv"), "-results", in("r.csv")}, exitUsage, "-tenant"},
		{"live with our own people", []string{"-live", "-tenant", "contoso.com", "-results", in("r.csv"), "-yes"}, exitUsage, "-starters"},
		{"live without results", []string{"-live", "-tenant", "contoso.com", "-starters", in("good.csv")}, exitUsage, "-results"},
		{"live from a tenant file", append(slices.Clone(live), "-tenant-file", in("t.json")), exitUsage, "-live"},
		{"live through memory", append(slices.Clone(live), "-via", "memory"), exitUsage, "-live"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := onboard(t, t.Context(), tt.args...)
			assert.Equal(t, tt.code, r.code)
			assert.Contains(t, r.stderr, tt.says)
			assert.Empty(t, r.stdout)
			assert.Equal(t, before, names(t, in("")), "no file was made")
		})
	}
	assert.Equal(t, "{}", read(t, in("bad.json")))
}

// TestSameFile: one file is not taken for two parts, however it is spelled.
func TestSameFile(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	here, err := os.Getwd()
	require.NoError(t, err)
	relative := func(name string) string {
		path, err := filepath.Rel(here, in(name))
		require.NoError(t, err)
		return path
	}
	require.NoError(t, os.Mkdir(in("real"), 0o700))
	require.NoError(t, os.Symlink(in("real"), in("linked")))
	first := onboard(t, t.Context(), "-tenant-file", in("real/t.json"), "-results", in("r.csv"))
	require.Equal(t, exitWell, first.code, first.stderr)
	require.NoError(t, os.Link(in("real/t.json"), in("hard.json")))
	write(t, in("people-results.csv"), adminCenterFile(person{user: "ada@contoso.com", name: "Ada"}))
	tenant, starters := read(t, in("real/t.json")), read(t, in("people-results.csv"))
	for _, tt := range []struct {
		name string
		args []string
	}{
		{"from here and from the root", []string{"-tenant-file", relative("real/t.json"), "-results", in("real/t.json")}},
		{"through a linked folder", []string{"-tenant-file", in("real/t.json"), "-results", in("linked/t.json")}},
		{"through a linked folder, not there yet", []string{"-tenant-file", in("real/new.json"), "-results", in("linked/new.json")}},
		{"two names of one file", []string{"-tenant-file", in("real/t.json"), "-results", in("hard.json")}},
		{"two names of one file, one of them the starters", []string{"-tenant-file", in("real/t.json"), "-starters", in("hard.json")}},
		{"where the results stand if nobody says where", []string{"-tenant-file", in("people.json"), "-starters", relative("people-results.csv")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := onboard(t, t.Context(), tt.args...)
			assert.Equal(t, exitUsage, r.code)
			assert.Contains(t, r.stderr, "the same file is named twice")
			assert.Equal(t, tenant, read(t, in("real/t.json")))
			assert.Equal(t, starters, read(t, in("people-results.csv")))
			assert.Equal(t, []string{"hard.json", "linked", "people-results.csv", "r.csv", "real"}, names(t, in("")))
			assert.Equal(t, []string{"t.json"}, names(t, in("real")))
		})
	}
}

// TestNothingChanged: if one of the files cannot be written, the other is as it
// was.
func TestNothingChanged(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	const text = "row,userPrincipalName,id,outcome,detail,initialPassword\r\n1,a@b,,planned,,x\r\n1,a@b,i,created,,\r\n"
	write(t, in("old.csv"), text)
	for _, args := range [][]string{
		{"-tenant-file", in("none/t.json"), "-results", in("r.csv")},
		{"-tenant-file", in("none/t.json"), "-results", in("old.csv")},
		{"-tenant-file", in("t.json"), "-results", in("none/r.csv")},
	} {
		r := onboard(t, t.Context(), args...)
		assert.Equal(t, exitUsage, r.code)
		assert.Contains(t, r.stderr, "nothing was changed")
		assert.Equal(t, []string{"old.csv"}, names(t, in("")))
		assert.Equal(t, text, read(t, in("old.csv")))
	}
	if runtime.GOOS == "windows" {
		return
	}
	info, err := os.Stat(in("old.csv"))
	require.NoError(t, err)
	require.NoError(t, os.Chmod(in("old.csv"), 0o640))
	_ = onboard(t, t.Context(), "-tenant-file", in("none/t.json"), "-results", in("old.csv"))
	after, err := os.Stat(in("old.csv"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o640), after.Mode())
	assert.True(t, os.SameFile(info, after))
}

// TestDryRunTidies: what a killed run left behind is gone after a dry run too.
func TestDryRunTidies(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	require.Equal(t, exitWell, onboard(t, t.Context(), "-tenant-file", in("t.json")).code)
	before := read(t, in("t.json"))
	write(t, in(".t.json.onboard-new"), before[:100])
	write(t, in(".t-results.csv.onboard-new"), "row,")
	r := onboard(t, t.Context(), "-tenant-file", in("t.json"), "-dry-run")
	assert.Equal(t, exitWell, r.code, r.stderr)
	assert.Equal(t, []string{"t-results.csv", "t.json"}, names(t, in("")))
	assert.Equal(t, before, read(t, in("t.json")))
}

// TestBadRows: each fails alone, with line, column and what is wrong.
func TestBadRows(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	write(t, in("people.csv"), adminCenterFile(
		person{user: "a@contoso.com", name: "A", department: "IT", country: "Germany"},
		person{user: "b@contoso.com", name: "B", department: "IT", country: "Atlantis"},
		person{user: "", name: "C"},
		person{user: "A@Contoso.com", name: "A again"},
		person{user: "d@fabrikam.com", name: "D"},
		person{user: "e@contoso.com", name: "E", manager: "nobody@contoso.com"},
		person{user: "f@contoso.com", name: "F", manager: "b@contoso.com"},
		person{user: "g@contoso.com", name: "G", manager: "f@contoso.com"},
		person{user: "h@contoso.com", name: "H", title: strings.Repeat("x", 129)},
		person{user: "i@contoso.com", name: "I", mail: "no address"},
	))
	r := onboard(t, t.Context(), "-starters", in("people.csv"), "-tenant-file", in("t.json"), "-results", in("r.csv"))
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stdout, "Total                  3        0          0       7     10\n")
	got := resultsIn(t, in("r.csv"))
	for name, want := range map[string]string{
		"b@contoso.com":  `line 3, column "Country or Region": "Atlantis": neither a country's English name nor its two-letter ISO 3166 code`,
		"row 3":          `line 4, column "User Name": nothing in it, and it is required`,
		"row 4":          `line 5, column "User Name": the same user name stands on line 2 already`,
		"d@fabrikam.com": `line 6, column "User Name": The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.`,
		"e@contoso.com":  `line 7, column "Manager": nobody@contoso.com is neither in this file nor in the tenant`,
		"h@contoso.com":  `line 10, column "Job Title": `,
		"i@contoso.com":  `line 11, column "Alternate email address": `,
	} {
		assert.Equal(t, results.Failed, got[name].Outcome, name)
		assert.Truef(t, strings.HasPrefix(got[name].Detail, want), "%s: %s", name, got[name].Detail)
		assert.Empty(t, got[name].ID)
		assert.Contains(t, r.stderr, got[name].Detail, "it is said as well")
	}
	assert.Equal(t, results.Created, got["a@contoso.com"].Outcome)
	assert.Equal(t, results.Created, got["f@contoso.com"].Outcome, "another's mistake is not his")
	assert.Equal(t, "without the manager b@contoso.com, whose row failed (line 3)", got["f@contoso.com"].Detail)
	assert.Equal(t, results.Created, got["g@contoso.com"].Outcome)
	assert.Empty(t, got["g@contoso.com"].Detail)
	people := peopleIn(t, in("t.json"))
	assert.Len(t, people, 24+3)
	assert.True(t, strings.HasSuffix(people["g@contoso.com"], "reports to f@contoso.com"))

	// The file is mended, and the next run does the rest.
	mended := strings.NewReplacer("Atlantis", "Greece", "nobody@", "PattiF@").Replace(read(t, in("people.csv")))
	write(t, in("people.csv"), mended)
	r = onboard(t, t.Context(), "-starters", in("people.csv"), "-tenant-file", in("t.json"), "-results", in("r.csv"))
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stdout, "Total                  2        1          2       5     10\n")
	got = resultsIn(t, in("r.csv"))
	assert.Equal(t, "manager", got["f@contoso.com"].Detail)
}

// TestEntra: passwords of the file are used and not copied, and the accounts
// that are to be blocked are.
func TestEntra(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	write(t, in("people.csv"), entraHeader+
		"Example: Chris Green,chris@contoso.com,myPassword1234,No,,,\n"+
		"Ada,ada@contoso.com,Sesame-Open-7!,Yes,Engineer,GB,\n"+
		"Bob,bob@contoso.com,  Spaces Are 4 Him ,No,,,ada@contoso.com\n"+
		"Weak,weak@contoso.com,password1,No,,,\n"+
		"Shifted,Pa55@word.example,shifted@contoso.com,x,,,\n"+
		"Adele Vance,AdeleV@contoso.com,Other-Secret-9!,Yes,,,\n")
	args := []string{"-starters", in("people.csv"), "-tenant-file", in("t.json"), "-results", in("r.csv"), "-via", "http"}
	r := onboard(t, t.Context(), args...)
	assert.Equal(t, exitFailed, r.code)
	got := resultsIn(t, in("r.csv"))
	assert.Equal(t, results.Created, got["ada@contoso.com"].Outcome)
	assert.Equal(t, results.Created, got["bob@contoso.com"].Outcome)
	assert.Equal(t, results.Failed, got["weak@contoso.com"].Outcome)
	assert.Contains(t, got["weak@contoso.com"].Detail, `line 6, column "Initial password [passwordProfile] Required": The specified password`)
	assert.Equal(t, results.Failed, got["row 4"].Outcome, "its user name may be a password, so it is not shown")
	assert.Equal(t, "accountEnabled", got["adelev@contoso.com"].Detail)
	for _, secret := range []string{"Sesame", "Spaces Are", "password1", "Pa55", "Other-Secret"} {
		assert.NotContains(t, r.stdout+r.stderr+read(t, in("r.csv"))+read(t, in("t.json")), secret)
	}
	tenant := read(t, in("t.json"))
	kept := passwords(t, tenant)
	assert.True(t, kept.signIn("ada@contoso.com", secret("Sesame-Open-7!")))
	assert.True(t, kept.signIn("bob@contoso.com", secret("  Spaces Are 4 Him ")))
	assert.False(t, kept.signIn("AdeleV@contoso.com", secret("Other-Secret-9!")), "an existing password is never changed")
	people := peopleIn(t, in("t.json"))
	assert.Contains(t, people["ada@contoso.com"], `"accountEnabled":false`)
	assert.Contains(t, people["bob@contoso.com"], `"accountEnabled":true`)

	r = onboard(t, t.Context(), args...)
	assert.Contains(t, r.stdout, "Total                  0        0          3       2      5\n")
	assert.Equal(t, tenant, read(t, in("t.json")))
}

// TestInterruptedBefore: who was not begun is left alone, and it is said how to
// go on.
func TestInterruptedBefore(t *testing.T) {
	t.Parallel()
	in := inFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := onboard(t, ctx, "-tenant-file", in("it's.json"), "-results", in("r.csv"))
	assert.Equal(t, exitFailed, r.code)
	assert.Contains(t, r.stdout, "Not done")
	assert.Contains(t, r.stderr, "0 of 60 people are done")
	assert.Contains(t, r.stderr, "to go on, run the same command again:\n  onboard -tenant-file '"+strings.ReplaceAll(in("it's.json"), "'", `'\''`)+"' -results "+in("r.csv")+"\n")
	assert.Empty(t, resultsIn(t, in("r.csv")))
}

func secret(text string) admin365.Secret { return admin365.NewSecret(text) }

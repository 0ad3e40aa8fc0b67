package results

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const headerLine = "row,userPrincipalName,id,outcome,detail,licenses,initialPassword\n"

// olderHeaderLine is that of files from before there were licenses.
const olderHeaderLine = "row,userPrincipalName,id,outcome,detail,initialPassword\n"

// write puts a file into a new folder.
func write(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "results.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func open(t *testing.T, path string) *File {
	t.Helper()
	f, err := Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

// alone makes sure that the file has no company and is nobody else's to read.
func alone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	for _, entry := range entries {
		assert.Equal(t, filepath.Base(path), entry.Name(), "nothing else stands beside the file")
	}
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode())
}

func TestRun(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "results.csv")
	f := open(t, path)
	passwords, err := f.Plan([]Person{{3, "Cid@contoso.com"}, {1, "Ada@contoso.com"}})
	require.NoError(t, err)
	require.Len(t, passwords, 2)
	require.NotEqual(t, passwords[0], passwords[1])
	for _, p := range passwords {
		assert.Contains(t, read(t, path), p.Reveal(), "written before its account is asked for")
	}
	alone(t, path)

	require.NoError(t, f.Record(Result{Row: 3, UserPrincipalName: "cid@contoso.com", ID: "c", Outcome: Created, Detail: `a "quoted", detail`}))
	require.NoError(t, f.Record(Result{Row: 2, UserPrincipalName: "Bob@contoso.com", Outcome: Failed, Detail: "two\r\nlines"}))
	require.NoError(t, f.Record(Result{Row: 1, UserPrincipalName: "Ada@contoso.com", ID: "a", Outcome: Created}))
	require.NoError(t, f.Record(Result{Row: 4, Outcome: Failed, Detail: "no user name"}))
	assert.Equal(t, passwords[1], f.Password("ADA@contoso.com"))
	require.NoError(t, f.Close())
	require.NoError(t, f.Close())

	assert.Equal(t, headerLine+
		"1,Ada@contoso.com,a,created,,,"+passwords[1].Reveal()+"\n"+
		"2,Bob@contoso.com,,failed,two lines,,\n"+
		"3,cid@contoso.com,c,created,\"a \"\"quoted\"\", detail\",,"+passwords[0].Reveal()+"\n"+
		"4,,,failed,no user name,,\n", read(t, path))
	alone(t, path)
	assert.ErrorIs(t, f.Record(Result{Row: 1, UserPrincipalName: "Ada@contoso.com"}), os.ErrClosed)
	_, err = f.Plan([]Person{{1, "Eve@contoso.com"}})
	assert.ErrorIs(t, err, os.ErrClosed)
}

func TestMerge(t *testing.T) {
	t.Parallel()
	const before = "1,Ada@contoso.com,a,created,,,=pw-A\n"
	for _, tt := range []struct {
		name, why, before string
		record            []Result
		want              string
	}{
		{"newest stands", "and the id and the password stay", before, []Result{{Row: 7, UserPrincipalName: "ADA@contoso.com", Outcome: Failed, Detail: "busy"}},
			"7,ADA@contoso.com,a,failed,busy,,=pw-A\n"},
		{"planned after created", "a plan takes nothing back", before, []Result{{Row: 7, UserPrincipalName: "ada@contoso.com", Outcome: Planned, Detail: "would be updated"}},
			"7,ada@contoso.com,a,created,,,=pw-A\n"},
		{"planned after restored", "a plan takes nothing back", "1,ada@contoso.com,a,restored,,,\n", []Result{{Row: 1, UserPrincipalName: "ada@contoso.com", Outcome: Planned}},
			"1,ada@contoso.com,a,restored,,,\n"},
		{"planned after failed", "the newest outcome stands", "1,ada@contoso.com,,failed,busy,,pw\n", []Result{{Row: 1, UserPrincipalName: "ada@contoso.com", Outcome: Planned}},
			"1,ada@contoso.com,,planned,,,pw\n"},
		{"planned after unchanged", "the newest outcome stands", "1,ada@contoso.com,a,unchanged,,,\n", []Result{{Row: 1, UserPrincipalName: "ada@contoso.com", Outcome: Planned, Detail: "to be updated: jobTitle"}},
			"1,ada@contoso.com,a,planned,to be updated: jobTitle,,\n"},
		{"planned after planned", "the newer plan", "1,ada@contoso.com,,planned,x,,\n", []Result{{Row: 2, UserPrincipalName: "ada@contoso.com", Outcome: Planned, Detail: "y"}},
			"2,ada@contoso.com,,planned,y,,\n"},
		{"planned, then created", "what has happened stands", "1,ada@contoso.com,,planned,x,,pw\n", []Result{{Row: 2, UserPrincipalName: "ada@contoso.com", ID: "i", Outcome: Created}},
			"2,ada@contoso.com,i,created,,,pw\n"},
		{"an id that is new", "the account was deleted and made again", before, []Result{{Row: 1, UserPrincipalName: "Ada@contoso.com", ID: "b", Outcome: Created}},
			"1,Ada@contoso.com,b,created,,,=pw-A\n"},
		{"others stay", "behind those of this run, in their order", "9,Zoe@contoso.com,z,created,,,z\n" + before, []Result{
			{Row: 8, UserPrincipalName: "Cid@contoso.com", Outcome: Unchanged}, {Row: 7, UserPrincipalName: "Bob@contoso.com", Outcome: Unchanged}},
			"7,Bob@contoso.com,,unchanged,,,\n8,Cid@contoso.com,,unchanged,,,\n9,Zoe@contoso.com,z,created,,,z\n" + before},
		{"rows without a user name", "an old one goes when there is news, a new one is not merged with a user", "5,,,failed,old,,\n" + before,
			[]Result{{Row: 1, UserPrincipalName: "Ada@contoso.com", Outcome: Unchanged}, {Row: 2, Outcome: Failed, Detail: "Ada@contoso.com stands on line 2"}, {Row: 3, Outcome: Failed, Detail: "x"}},
			"1,Ada@contoso.com,a,unchanged,,,=pw-A\n2,,,failed,Ada@contoso.com stands on line 2,,\n3,,,failed,x,,\n"},
		{"nothing recorded", "nothing changes", "5,,,failed,old,,\n" + before, nil, "5,,,failed,old,,\n" + before},
		{"an outcome that we do not know", "a newer version wrote it", "1,ada@contoso.com,,postponed,,,pw\n", nil, "1,ada@contoso.com,,postponed,,,pw\n"},
		{"twice in the file", "a run was killed: the later line counts, the password stays", before + "2,ADA@contoso.com,,failed,,,\n", nil, "2,ADA@contoso.com,a,failed,,,=pw-A\n"},
		{"licenses stay", "a run that did not get so far does not know", "1,ada@contoso.com,a,created,,A;B,pw\n", []Result{{Row: 1, UserPrincipalName: "ada@contoso.com", Outcome: Failed, Detail: "busy"}},
			"1,ada@contoso.com,a,failed,busy,A;B,pw\n"},
		{"other licenses", "the newest stand", "1,ada@contoso.com,a,created,,A;B,pw\n", []Result{{Row: 1, UserPrincipalName: "ada@contoso.com", Outcome: Updated, Licenses: "B"}},
			"1,ada@contoso.com,a,updated,,B,pw\n"},
		{"licenses planned, then failed", "what was planned was not given", "1,ada@contoso.com,,planned,to be created,A,\n", []Result{{Row: 1, UserPrincipalName: "ada@contoso.com", Outcome: Failed, Detail: "busy"}},
			"1,ada@contoso.com,,failed,busy,,\n"},
		{"licenses planned after created", "a plan takes nothing back, and gives nothing", "1,ada@contoso.com,a,created,,A,pw\n", []Result{{Row: 1, UserPrincipalName: "ada@contoso.com", Outcome: Planned, Licenses: "A;B"}},
			"1,ada@contoso.com,a,created,,A,pw\n"},
		{"a file from before there were licenses", "it is read, and written anew", olderHeaderLine + "1,ada@contoso.com,,planned,x,pw\n2,bob@contoso.com,b,created,,=pw-B\n",
			[]Result{{Row: 1, UserPrincipalName: "ada@contoso.com", ID: "a", Outcome: Created, Licenses: "A"}},
			"1,ada@contoso.com,a,created,,A,pw\n2,bob@contoso.com,b,created,,,=pw-B\n"},
		{"its last line without an end", "an editor took it away", olderHeaderLine + "1,ada@contoso.com,,planned,,abcdefgh-IJKL-12", nil,
			"1,ada@contoso.com,,planned,,,abcdefgh-IJKL-12\n"},
		{"its last line cut short", "the password may be too", olderHeaderLine + "2,bob@contoso.com,b,created,,x\n1,ada@contoso.com,,planned,,abcdef", nil,
			"2,bob@contoso.com,b,created,,,x\n"},
		{"byte-order mark and CRLF", "a spreadsheet was there", "\ufeff" + strings.ReplaceAll(headerLine+before, "\n", "\r\n"), nil, before},
		{"an empty file", "made by mktemp", "\ufeff", nil, ""},
		{"a header without a line break", "nothing is missing", strings.TrimSpace(headerLine), nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := tt.before
			if text == "" || text[0] >= '0' && text[0] <= '9' {
				text = headerLine + text
			}
			path := write(t, text)
			f := open(t, path)
			alone(t, path)
			for _, r := range tt.record {
				require.NoError(t, f.Record(r))
			}
			asLeft, err := Parse([]byte(read(t, path)))
			require.NoError(t, err)
			require.NoError(t, f.Close())
			assert.Equal(t, headerLine+tt.want, read(t, path), tt.why)
			assert.ElementsMatch(t, f.Results(), withoutOldRows(asLeft, f.Results()), "a killed run leaves the same")
			alone(t, path)
		})
	}
}

// withoutOldRows takes away the lines about a row only that the run's last
// writing drops.
func withoutOldRows(all, kept []Result) []Result {
	var left []Result
	for _, r := range all {
		if r.UserPrincipalName != "" || len(kept) == 0 || slices.Contains(kept, r) {
			left = append(left, r)
		}
	}
	return left
}

func TestPlan(t *testing.T) {
	t.Parallel()
	path := write(t, headerLine+"1,ada@contoso.com,,planned,,,=pw+A\n2,bob@contoso.com,b,failed,busy,,\n")
	f := open(t, path)
	passwords, err := f.Plan([]Person{{1, "ADA@contoso.com"}, {2, "bob@contoso.com"}, {3, "bob@contoso.com"}})
	require.NoError(t, err)
	assert.Equal(t, "=pw+A", passwords[0].Reveal(), "an account may have been made with it: used again, and not altered")
	assert.Equal(t, passwords[1], passwords[2], "one user, one password")
	again, err := f.Plan([]Person{{2, "bob@contoso.com"}})
	require.NoError(t, err)
	assert.Equal(t, passwords[1], again[0])
	_, err = f.Plan([]Person{{4, " "}})
	assert.EqualError(t, err, "row 4 has no user name to make a password for")
	require.NoError(t, f.Close())
	assert.Equal(t, headerLine+"1,ADA@contoso.com,,planned,,,=pw+A\n2,bob@contoso.com,,planned,,,"+passwords[1].Reveal()+"\n",
		strings.Replace(read(t, path), "3,bob", "2,bob", 1))
}

// TestPlanAgain: the password of an account that is gone is not that of another
// one. What was planned for the other is used again, by this run and by the
// next.
func TestPlanAgain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		line string
		same bool
		then Outcome
	}{
		{"1,a@b,,planned,,,old", true, Planned},
		{"1,a@b,,failed,outcome unknown,,old", true, Planned},
		{"1,a@b,,failed,busy,,old", true, Planned},
		{"1,a@b,,postponed,a newer version wrote it,,old", true, Planned},
		{"1,a@b,id,failed,created but without the manager,,old", false, Planned},
		{"1,a@b,id,created,,,old", false, Created},
		{"1,a@b,id,restored,,,old", false, Restored},
		{"1,a@b,id,updated,,,old", false, Planned},
		{"1,a@b,id,unchanged,,,old", false, Planned},
		{"1,a@b,id,unchanged,,,", false, Planned},
		{"1,a@b,id,unchanged,,A,old", false, Planned},
		{"1,a@b,,failed,busy,A,old", true, Planned},
	} {
		t.Run(tt.line, func(t *testing.T) {
			t.Parallel()
			path := write(t, headerLine+tt.line+"\n")
			f := open(t, path)
			planned, err := f.Plan([]Person{{1, "A@b"}})
			require.NoError(t, err)
			assert.Equal(t, tt.same, planned[0].Reveal() == "old")
			killed, err := Parse([]byte(read(t, path)))
			require.NoError(t, err)
			require.Len(t, killed, 1)
			assert.Equal(t, tt.then, killed[0].Outcome, "a plan does not take back that an account was made")
			assert.True(t, killed[0].Begun())
			assert.Equal(t, planned[0].Reveal(), killed[0].InitialPassword.Reveal())
			assert.Equal(t, killed, f.Results())

			resumed, err := open(t, path).Plan([]Person{{1, "a@b"}})
			require.NoError(t, err)
			assert.Equal(t, planned[0].Reveal(), resumed[0].Reveal())
			require.NoError(t, f.Record(Result{Row: 1, UserPrincipalName: "a@b", ID: "new", Outcome: Created}))
			assert.Equal(t, planned[0].Reveal(), f.Password("a@b").Reveal())
			assert.Equal(t, Result{Row: 1, UserPrincipalName: "a@b", ID: "new", Outcome: Created, InitialPassword: planned[0]}, f.Results()[0])
		})
	}
}

// TestPrepare: until it is opened, the file is as it was.
func TestPrepare(t *testing.T) {
	t.Parallel()
	const text = "\ufeff" + headerLine + "1,a@b,,planned,,,pw\r\n1,a@b,a,created,,,\r\n"
	path := write(t, text)
	p, err := Prepare(path)
	require.NoError(t, err)
	assert.Equal(t, text, read(t, path))
	p.Discard()
	assert.Equal(t, text, read(t, path))
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	assert.Len(t, entries, 1)
}

// TestNotOurs makes sure that a file that we did not write stays untouched, and
// that its text is in no error: any of it may be a password.
func TestNotOurs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, why, text, want string }{
		{"another header", "somebody's list", "name,mail\nhunter2,x\n", "this is not a results file: its first line is not " + strings.TrimSpace(headerLine)},
		{"no header", "a list without one", "1,ada@contoso.com,,created,,,hunter2\n", "this is not a results file: its first line is not " + strings.TrimSpace(headerLine)},
		{"text", "no CSV at all", "hunter2", "this is not a results file: its first line is not " + strings.TrimSpace(headerLine)},
		{"a row that is no number", "edited by hand", headerLine + "hunter2,ada@contoso.com,,created,,,\n", "line 2 is not a line of a results file: its row is not a number"},
		{"too few fields", "edited by hand; its password is not thrown away", headerLine + "1,ada@contoso.com,created,hunter2\n", "line 2 is not a line of a results file: wrong number of fields"},
		{"a broken line before the last", "only the last can have been cut short", headerLine + "1,ada@contoso.com,,created,\"hunter2\"x,,\n2,b@c,,created,,,\n", "line 2 is not a line of a results file: extraneous or missing \" in quoted-field"},
		{"a line break in a password", "it is none of ours", headerLine + "1,ada@contoso.com,,created,,,\"hunter2\n\"\n", "line 2 is not a line of a results file: its password has a line break"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := write(t, tt.text)
			_, err := Open(path)
			require.ErrorContains(t, err, tt.want, tt.why)
			assert.NotContains(t, err.Error(), "hunter2")
			assert.Equal(t, tt.text, read(t, path))
			info, err := os.Stat(path)
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o644), info.Mode())
		})
	}
}

func TestWhereItCannotBe(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	_, err := Open(folder)
	assert.ErrorContains(t, err, "is not a regular file")
	_, err = Open(filepath.Join(folder, "no", "results.csv"))
	assert.ErrorIs(t, err, os.ErrNotExist)

	target, link := filepath.Join(folder, "real.csv"), filepath.Join(folder, "link.csv")
	require.NoError(t, os.WriteFile(target, nil, 0o600))
	require.NoError(t, os.Symlink(target, link))
	f := open(t, link)
	require.NoError(t, f.Record(Result{Row: 1, UserPrincipalName: "a@b", Outcome: Created}))
	require.NoError(t, f.Close())
	assert.Contains(t, read(t, target), "a@b", "a link stays a link")
}

// TestBrokenDisk makes sure that nothing is appended behind a line that may
// have been written in part, that no password is handed out that is not on the
// disk, and that the last writing has it all the same.
func TestBrokenDisk(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "results.csv")
	f := open(t, path)
	require.NoError(t, f.Record(Result{Row: 1, UserPrincipalName: "a@b", Outcome: Created}))
	working := f.log
	broken, err := os.Open(path) // For reading: each write fails.
	require.NoError(t, err)
	require.NoError(t, working.Close())
	f.log = broken

	passwords, err := f.Plan([]Person{{2, "b@b"}})
	require.Error(t, err)
	assert.Nil(t, passwords)
	assert.True(t, f.Password("b@b").IsZero(), "a password that is not on the disk is no password")
	f.log, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0) // The disk has room again.
	require.NoError(t, err)
	require.Error(t, f.Record(Result{Row: 3, UserPrincipalName: "c@b", Outcome: Created}))
	assert.NotContains(t, read(t, path), "c@b")
	require.NoError(t, f.Close())
	assert.Equal(t, headerLine+"1,a@b,,created,,,\n3,c@b,,created,,,\n", read(t, path))
}

func TestConcurrent(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "results.csv")
	f := open(t, path)
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 50 {
				row := worker*50 + i + 1
				name := fmt.Sprintf("user%d@contoso.com", row)
				passwords, err := f.Plan([]Person{{row, name}})
				assert.NoError(t, err)
				assert.NoError(t, f.Record(Result{Row: row, UserPrincipalName: name, Outcome: Created}))
				assert.Equal(t, passwords[0], f.Password(name))
			}
		})
	}
	wg.Wait()
	require.NoError(t, f.Close())
	results, err := Parse([]byte(read(t, path)))
	require.NoError(t, err)
	require.Len(t, results, 400)
	for i, r := range results {
		assert.Equal(t, i+1, r.Row)
		assert.Equal(t, Created, r.Outcome)
		assert.False(t, r.InitialPassword.IsZero())
	}
}

func BenchmarkRun(b *testing.B) {
	const rows, batch = 10_000, 100
	for b.Loop() {
		f, err := Open(filepath.Join(b.TempDir(), "results.csv"))
		if err != nil {
			b.Fatal(err)
		}
		for start := 0; start < rows; start += batch {
			people := make([]Person, batch)
			for i := range people {
				people[i] = Person{start + i + 1, fmt.Sprintf("user%d@contoso.com", start+i)}
			}
			if _, err := f.Plan(people); err != nil {
				b.Fatal(err)
			}
			for _, p := range people {
				if err := f.Record(Result{Row: p.Row, UserPrincipalName: p.UserPrincipalName, Outcome: Created}); err != nil {
					b.Fatal(err)
				}
			}
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

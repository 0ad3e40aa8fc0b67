package results

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/identity"
)

// TestCutAnywhere reads each beginning of a file as a killed process may leave
// it. No password of a complete line may be missing, and none may be wrong.
func TestCutAnywhere(t *testing.T) {
	t.Parallel()
	passwords := []string{identity.NewPassword().Reveal(), identity.NewPassword().Reveal(), identity.NewPassword().Reveal()}
	lines := []string{
		"1,a@b,,planned,,," + passwords[0],
		"2,b@b,,planned,,," + passwords[1],
		"1,a@b,id-a,created,,," + passwords[0],
		"2,b@b,,failed,\"busy, \"\"very\"\"\",," + passwords[1],
		"3,c@b,,planned,,," + passwords[2],
		"2,b@b,id-b,created,,," + passwords[1],
	}
	text := headerLine + strings.Join(lines, "\n") + "\n"
	byName := map[string]string{"a@b": passwords[0], "b@b": passwords[1], "c@b": passwords[2]}
	for n := len(headerLine); n <= len(text); n++ {
		results, err := Parse([]byte(text[:n]))
		require.NoErrorf(t, err, "cut after %q", text[:n])
		got := map[string]string{}
		for _, r := range results {
			got[r.UserPrincipalName] = r.InitialPassword.Reveal()
			if got[r.UserPrincipalName] != "" {
				assert.Equalf(t, byName[r.UserPrincipalName], got[r.UserPrincipalName], "cut after %q", text[:n])
			}
		}
		complete := text[:strings.LastIndexByte(text[:n], '\n')+1]
		for name, password := range byName {
			if strings.Contains(complete, password) {
				assert.Equalf(t, password, got[name], "cut after %q", text[:n])
			}
		}
	}
	// A disk that lost its power may leave zeros.
	results, err := Parse([]byte(text + strings.Repeat("\x00", 512)))
	require.NoError(t, err)
	assert.Len(t, results, 3)
}

func TestLastLineWithoutItsEnd(t *testing.T) {
	t.Parallel()
	password := identity.NewPassword().Reveal()
	for _, tt := range []struct{ name, why, line, want string }{
		{"full password", "an editor took the line break away", "1,a@b,,created,,," + password, "1,a@b,,created,,," + password + "\n"},
		{"password in part", "the process was killed as it wrote", "1,a@b,,created,,," + password[:9], ""},
		{"no password", "none that could be wrong", "1,a@b,,created,,,", "1,a@b,,created,,,\n"},
		{"licenses in part", "the process was killed as it wrote", "1,a@b,,created,,Microsoft 365", ""},
		{"outcome in part", "the process was killed as it wrote", "1,a@b,,crea", ""},
		{"quoted in part", "the process was killed as it wrote", "1,a@b,,created,\"busy,", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := write(t, headerLine+tt.line)
			require.NoError(t, open(t, path).Close())
			assert.Equal(t, headerLine+tt.want, read(t, path), tt.why)
		})
	}
}

func TestLeftovers(t *testing.T) {
	t.Parallel()
	path := write(t, headerLine+"1,a@b,,created,,,pw\n")
	beside := filepath.Join(filepath.Dir(path), ".results.csv.onboard-new")
	require.NoError(t, os.WriteFile(beside, []byte("half a"), 0o644))
	f := open(t, path)
	alone(t, path)
	require.NoError(t, os.WriteFile(beside, []byte("half a"), 0o644))
	require.NoError(t, f.Close())
	alone(t, path)
	assert.Equal(t, headerLine+"1,a@b,,created,,,pw\n", read(t, path))
}

// TestKill kills a process that opens, plans, records and closes without pause,
// at moments of all kinds. Each password that it was given must be in the file
// afterwards: it may be that of an account.
func TestKill(t *testing.T) {
	if path := os.Getenv("ONBOARD_RESULTS_TEST_FILE"); path != "" {
		runUntilKilled(path)
	}
	t.Parallel()
	if testing.Short() {
		t.Skip("starts processes")
	}
	path := filepath.Join(t.TempDir(), "results.csv")
	given := map[string]string{}
	for round := range 15 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKill$")
		cmd.Env = append(os.Environ(), "ONBOARD_RESULTS_TEST_FILE="+path)
		var stdout bytes.Buffer
		cmd.Stdout = &stdout
		require.NoError(t, cmd.Start())
		time.Sleep(time.Duration(30+7*round) * time.Millisecond)
		require.NoError(t, cmd.Process.Kill())
		require.Error(t, cmd.Wait(), "it was to be killed")

		out := stdout.String()
		for line := range strings.Lines(out[:strings.LastIndexByte(out, '\n')+1]) {
			name, password, found := strings.Cut(strings.TrimSpace(line), " ")
			require.Truef(t, found, "the other process says %s", line)
			if given[name] != "" {
				require.Equal(t, given[name], password, "a resumed run uses the password that is written")
			}
			given[name] = password
		}
		data, err := os.ReadFile(path)
		if os.IsNotExist(err) && len(given) == 0 {
			continue
		}
		require.NoError(t, err)
		results, err := Parse(data)
		require.NoError(t, err)
		kept := map[string]string{}
		for _, r := range results {
			kept[r.UserPrincipalName] = r.InitialPassword.Reveal()
		}
		for name, password := range given {
			require.Equalf(t, password, kept[name], "the password of %s, round %d", name, round)
		}
	}
	require.NotEmpty(t, given)
	require.NoError(t, open(t, path).Close())
	alone(t, path)
}

// runUntilKilled is the other process. It says which passwords it was given,
// which is the moment when their accounts would be asked for.
func runUntilKilled(path string) {
	check := func(err error) {
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	for {
		f, err := Open(path)
		check(err)
		start := 0
		for _, r := range f.Results() {
			if r.Outcome == Created {
				start++
			}
		}
		people := make([]Person, 20)
		for i := range people {
			people[i] = Person{i + 1, fmt.Sprintf("user%d@contoso.com", start+i)}
		}
		passwords, err := f.Plan(people)
		check(err)
		for i, p := range people {
			fmt.Println(p.UserPrincipalName, passwords[i].Reveal())
			// The later ten are planned again in the next turn.
			if i < 10 {
				check(f.Record(Result{Row: p.Row, UserPrincipalName: p.UserPrincipalName, ID: "id", Outcome: Created}))
			}
		}
		check(f.Close())
	}
}

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/examples/internal/results"
)

// process is the program in a process of its own.
type process struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

func start(t *testing.T, as string, args ...string) *process {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such signals")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	p := &process{Cmd: exec.Command(self, args...)}
	p.Env = append(os.Environ(), asProgram+"="+as)
	p.Stdout, p.Stderr = &p.stdout, &p.stderr
	require.NoError(t, p.Start())
	t.Cleanup(func() { _ = p.Process.Kill() })
	return p
}

// TestKilled kills the program at ten points of its run, goes on, and compares
// with a run that nobody disturbed.
func TestKilled(t *testing.T) {
	t.Parallel()
	const people, points = 600, 10
	in := inFolder(t)
	roles, licenses := make([]string, people), make([]string, people)
	for i := 0; i < people; i += 20 {
		roles[i] = "Global Reader;Helpdesk Administrator"
	}
	// All seats of the one product and some of the other: who has his must not be
	// counted again.
	for i := range 88 {
		licenses[i*people/88] = "SPE_E3"
	}
	for i := range 10 {
		licenses[i*people/10] += ";Dynamics 365 Customer Engagement Plan"
	}
	write(t, in("people.csv"), withLicenses(withRoles(crowd(people), roles...), licenses...))
	first := start(t, "fast", "-starters", in("people.csv"), "-tenant-file", in("t.json"), "-results", in("r.csv"), "-via", "http")
	began := time.Now()
	require.NoError(t, first.Wait(), first.stderr.String())
	took := time.Since(began)
	whole := resultsIn(t, in("r.csv"))
	undisturbed := peopleIn(t, in("t.json"))
	require.Len(t, undisturbed, 24+people)
	require.Equal(t, 0, seatsLeft(t, loaded(t, in("t.json")), "SPE_E3"))

	killed, partly := 0, 0
	for i := range points {
		folder := t.TempDir()
		at := func(name string) string { return filepath.Join(folder, name) }
		args := []string{"-starters", in("people.csv"), "-tenant-file", at("t.json"), "-results", at("r.csv"), "-via", "http"}
		p := start(t, "fast", args...)
		time.Sleep(took * time.Duration(i+1) / (points + 1))
		require.NoError(t, p.Process.Signal(syscall.SIGKILL))
		if err := p.Wait(); err != nil {
			killed++
		}
		planned := map[string]results.Result{}
		if _, err := os.Stat(at("r.csv")); err == nil {
			planned = resultsIn(t, at("r.csv"))
		}
		if _, err := os.Stat(at("t.json")); err == nil {
			tenant, there := read(t, at("t.json")), peopleIn(t, at("t.json"))
			kept := passwords(t, tenant)
			if len(there) > 24 && len(there) < 24+people {
				partly++
			}
			for name, r := range planned {
				if r.Outcome == results.Created {
					assert.Containsf(t, there, name, "point %d: reported created, and not in the tenant file", i)
				}
			}
			for name := range there {
				if strings.HasPrefix(name, "person") {
					assert.Truef(t, kept.signIn(name, planned[name].InitialPassword), "point %d: %s has an unknown password", i, name)
				}
			}
		}

		resumed := start(t, "fast", args...)
		require.NoErrorf(t, resumed.Wait(), "point %d: %s", i, resumed.stderr.String())
		assert.Equal(t, undisturbed, peopleIn(t, at("t.json")), "nobody twice, nobody lost")
		assert.Equal(t, 0, seatsLeft(t, loaded(t, at("t.json")), "SPE_E3"))
		assert.Equal(t, 3, seatsLeft(t, loaded(t, at("t.json")), "DYN365_ENTERPRISE_PLAN1"))
		final, kept := resultsIn(t, at("r.csv")), passwords(t, read(t, at("t.json")))
		assert.Len(t, final, people)
		for name, r := range final {
			assert.NotEqual(t, results.Planned, r.Outcome)
			assert.NotEqual(t, results.Failed, r.Outcome)
			assert.Equal(t, whole[name].Licenses, r.Licenses)
			assert.True(t, kept.signIn(name, r.InitialPassword))
			if before, found := planned[name]; found {
				assert.Equal(t, before.InitialPassword, r.InitialPassword, "a password is never replaced")
			}
		}
		assert.Equal(t, []string{"r.csv", "t.json"}, names(t, folder), "nothing stands beside")
	}
	t.Logf("a whole run took %v; %d of %d runs were killed, %d of them between two checkpoints", took, killed, points, partly)
	assert.Positive(t, killed)
}

// TestSignals: the first signal finishes who is begun, saves and says how to go
// on; the second ends the program at once.
func TestSignals(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			in := inFolder(t)
			const people = 2000
			write(t, in("people.csv"), crowd(people))
			args := []string{"-starters", in("people.csv"), "-tenant-file", in("t.json"), "-results", in("r.csv"), "-via", "http", "-workers", "2"}
			p := start(t, "fast", args...)
			require.Eventually(t, func() bool {
				text, err := os.ReadFile(in("r.csv"))
				return err == nil && bytes.Contains(text, []byte(",created,"))
			}, 30*time.Second, time.Millisecond)
			require.NoError(t, p.Process.Signal(signal))
			_ = p.Wait()
			assert.Equal(t, exitFailed, p.ProcessState.ExitCode(), p.stderr.String())
			assert.Contains(t, p.stderr.String(), "interrupted: finishing with those who are begun; interrupt again to end at once\n")
			assert.Contains(t, p.stderr.String(), "to go on, run the same command again:\n")
			assert.Contains(t, p.stdout.String(), "Not done")
			there := peopleIn(t, in("t.json"))
			assert.Greater(t, len(there), 24)
			assert.Less(t, len(there), 24+people)
			for name, r := range resultsIn(t, in("r.csv")) {
				if r.Outcome == results.Created {
					assert.Contains(t, there, name)
				} else {
					assert.Equal(t, results.Planned, r.Outcome)
					assert.NotContains(t, there, name, "who was created is reported")
				}
			}
			assert.Equal(t, []string{"people.csv", "r.csv", "t.json"}, names(t, in("")))

			p = start(t, "fast", args[:len(args)-2]...)
			require.NoError(t, p.Wait(), p.stderr.String())
			assert.Len(t, peopleIn(t, in("t.json")), 24+people)
		})
	}
}

// TestSecondSignal: who does not want to wait need not.
func TestSecondSignal(t *testing.T) {
	in := inFolder(t)
	write(t, in("people.csv"), crowd(20))
	t.Setenv(inFlight, in("flight"))
	p := start(t, "slow", "-starters", in("people.csv"), "-results", in("r.csv"), "-live", "-tenant", "contoso.com", "-yes")
	require.Eventually(t, func() bool {
		_, err := os.Stat(in("flight"))
		return err == nil
	}, 30*time.Second, time.Millisecond)
	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	require.NoError(t, p.Process.Signal(os.Interrupt))
	select {
	case err := <-ended:
		t.Fatalf("the first signal does not end who is in flight: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	require.NoError(t, p.Process.Signal(os.Interrupt))
	select {
	case err := <-ended:
		require.Error(t, err)
	case <-time.After(10 * time.Second):
		t.Fatal("the second signal ends the program")
	}
	for _, r := range resultsIn(t, in("r.csv")) {
		assert.Equal(t, results.Planned, r.Outcome)
		assert.False(t, r.InitialPassword.IsZero())
	}
}

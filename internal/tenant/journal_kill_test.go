package tenant

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// killedFile names to the child the file to write to, killedMode how.
const (
	killedFile = "ADMIN365_TEST_KILLED_FILE"
	killedMode = "ADMIN365_TEST_KILLED_MODE"
)

// TestKilledChild is not a test but the process that TestKill kills: it writes as fast
// as it can, and says what was acknowledged.
//
//nolint:paralleltest // It is a process of its own.
func TestKilledChild(t *testing.T) {
	path := os.Getenv(killedFile)
	if path == "" {
		t.Skip("it is run by TestKill alone")
	}
	mode, err := strconv.Atoi(os.Getenv(killedMode))
	require.NoError(t, err)
	l := busyLab()
	in, err := NewWorld(l.schema, labEpoch()).Open(path, Sync(mode))
	require.NoError(t, err)
	j := in.journal.Load()
	in.mu.Lock()
	j.floor, j.limit = 10_000, 10_000 // New bases are written all the time.
	in.mu.Unlock()
	var one sync.Mutex
	say := func(format string, args ...any) {
		one.Lock()
		defer one.Unlock()
		_, err := fmt.Printf(format+"\n", args...)
		require.NoError(t, err)
	}
	run := time.Now().UnixNano()
	for w := range 4 {
		go func() {
			for i := 0; ; i++ {
				name := fmt.Sprintf("w%d-%d-%d", w, run, i)
				err := in.Backstage(func(tx *Tx) error {
					// Things come in pairs, and half of them go again.
					a, b := tx.NewKey(), tx.NewKey()
					if i%2 == 1 {
						before := fmt.Sprintf("w%d-%d-%d", w, run, i-1)
						row, _ := In(tx, &l.things).Find(&l.byName, before)
						In(tx, &l.things).Delete(row.ID)
						In(tx, &l.things).Delete(row.Owner)
					}
					if err := In(tx, &l.things).Put(&thing{ID: b, Title: name}); err != nil {
						return err
					}
					return In(tx, &l.things).Put(&thing{ID: a, Name: name, Owner: b})
				})
				require.NoError(t, err)
				say("put %s", name)
			}
		}()
	}
	for {
		in.world.Advance(time.Second)
		say("time %d", in.world.start.Add(time.Duration(in.world.ahead.Load())).UnixNano())
		time.Sleep(time.Millisecond)
	}
}

// TestKill: a process is killed at random points of its writing, again and again on the
// same file. Each time everything that it had acknowledged is there, nothing is there
// by half, and the clock has not gone back.
func TestKill(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	require.NoError(t, err)
	for _, mode := range []Sync{SyncWrite, SyncAlways} {
		t.Run(fmt.Sprint("mode ", int(mode)), func(t *testing.T) {
			t.Parallel()
			l := busyLab()
			in, path := l.kept(t, mode)
			require.NoError(t, in.Close())
			random := rand.New(rand.NewPCG(8, uint64(mode)))
			there, gone, clock := map[string]bool{}, map[string]bool{}, time.Time{}
			folds := 0
			for round := range 10 {
				killed := exec.CommandContext(t.Context(), program, "-test.run=^TestKilledChild$", "-test.timeout=60s")
				killed.Env = append(killed.Environ(), killedFile+"="+path, fmt.Sprintf("%s=%d", killedMode, mode))
				out, err := killed.StdoutPipe()
				require.NoError(t, err)
				require.NoError(t, killed.Start())
				lines, stop := bufio.NewScanner(out), 1+random.IntN(400)
				for n := 0; lines.Scan(); n++ {
					if n == 0 {
						_, err := NewWorld(l.schema, labEpoch()).Open(path, mode)
						require.ErrorIs(t, err, admin365.ErrBusy, "another process has it")
					}
					if n == stop {
						require.NoError(t, killed.Process.Kill())
					}
					what, value, _ := strings.Cut(lines.Text(), " ")
					switch what {
					case "put":
						there[value] = true
						at := strings.LastIndexByte(value, '-')
						i, err := strconv.Atoi(value[at+1:])
						require.NoError(t, err)
						if before := fmt.Sprint(value[:at+1], i-1); i%2 == 1 {
							delete(there, before)
							gone[before] = true
						}
					case "time":
						ns, err := strconv.ParseInt(value, 10, 64)
						require.NoError(t, err)
						clock = time.Unix(0, ns)
					default:
						require.Fail(t, "the child says", "%s", lines.Text())
					}
				}
				_, _ = io.Copy(io.Discard, out)
				require.Error(t, killed.Wait(), "it was killed")

				back, err := NewWorld(l.schema, labEpoch()).Open(path, mode)
				require.NoError(t, err)
				if back.journal.Load().baseSeq > 0 {
					folds++
				}
				assert.False(t, back.world.Now().Before(clock), "round %d: the clock went back", round)
				found := map[string]bool{}
				require.NoError(t, back.Look(func(tx *Tx) error {
					rows := In(tx, &l.things)
					for row := range rows.All() {
						if row.Name == "" {
							continue
						}
						found[row.Name] = true
						other, ok := rows.Get(row.Owner)
						assert.True(t, ok && other.Title == row.Name, "%s is half there", row.Name)
					}
					assert.Equal(t, 2*len(found), rows.Len())
					return nil
				}))
				for name := range there {
					// What followed may be there without having been acknowledged.
					at := strings.LastIndexByte(name, '-')
					i, _ := strconv.Atoi(name[at+1:])
					assert.True(t, found[name] || i%2 == 0 && found[fmt.Sprint(name[:at+1], i+1)], "round %d: %s is lost", round, name)
				}
				for name := range gone {
					assert.False(t, found[name], "round %d: %s is back", round, name)
				}
				clear(there)
				for name := range found {
					there[name] = true
				}
				if round%3 == 2 {
					require.NoError(t, back.Close())
					assert.Len(t, files(t, path), 1)
				} else {
					require.NoError(t, back.journal.Load().release())
				}
			}
			assert.Positive(t, folds, "no new base was written")
		})
	}
	assert.FileExists(t, filepath.Clean(program))
}

package conform_test

import (
	"errors"
	"iter"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
)

type thing struct {
	Name  string
	On    *bool
	Tags  []string
	At    time.Time
	Inner *thing
	Extra map[string][]byte
}

func sample() *thing {
	return &thing{
		Name: "a", On: new(true), Tags: []string{"x", "y"}, At: time.Unix(5, 0).UTC(),
		Inner: &thing{Name: "b", Tags: []string{"z"}},
		Extra: map[string][]byte{"k": []byte("v")},
	}
}

func TestScribbleReachesEverythingAndCloneNothing(t *testing.T) {
	t.Parallel()
	v := sample()
	copied := conform.Clone(v)
	shared := v.Extra["k"]
	conform.Scribble(v)
	if shared[0] == 'v' {
		t.Error("what a map's value points to was not overwritten")
	}
	if err := conform.Differ(copied, sample()); err != nil {
		t.Errorf("the copy changed with the original: it %v", err)
	}
	err := conform.Differ(v, sample())
	if err == nil {
		t.Fatal("nothing was overwritten")
	}
	for _, path := range []string{"Name:", "On:", "Tags[0]:", "Tags[1]:", "At:", "Inner.Name:", "Inner.Tags[0]:", "Extra:"} {
		if !strings.Contains(err.Error(), path) {
			t.Errorf("%s was not overwritten: %v", path, err)
		}
	}
}

func TestDiffer(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 3600)
	same := sample()
	same.At = same.At.In(zone)
	same.Inner.On, same.Inner.Tags = nil, []string{"z"}
	if err := conform.Differ(same, sample()); err != nil {
		t.Errorf("the same instant in two zones: %v", err)
	}
	if err := conform.NotUTC(same); err == nil || !strings.Contains(err.Error(), "At") {
		t.Errorf("a time in another zone: %v", err)
	}
	if err := conform.NotUTC(sample()); err != nil {
		t.Error(err)
	}
	if !conform.Same([]string(nil), []string{}) || conform.Same([]string{"a"}, []string{"b"}) || conform.Same(1, "1") {
		t.Error("lists and types are not compared as promised")
	}
	other := sample()
	other.Name, other.Inner = "c", nil
	if err := conform.Differ(other, sample(), "Name", "Inner"); err != nil {
		t.Errorf("with the exceptions: %v", err)
	}
	if conform.Same(other, sample()) {
		t.Error("without the exceptions they are the same")
	}
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	want := conform.Refusal{
		Kind: admin365.ErrConflict, Code: "C", Status: 400, Op: "o", Target: "t",
		Properties: []string{"p", "q"}, DetailCode: "D", Hides: []string{"hunter2"},
	}
	good := func() *admin365.Error {
		return &admin365.Error{
			Op: "o", Kind: admin365.ErrConflict, Code: "C", Status: 400, Target: "t",
			Details: []admin365.Detail{{Code: "D", Target: "Q"}},
		}
	}
	if err := want.Check(good()); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*admin365.Error){
		"kind":     func(e *admin365.Error) { e.Kind = admin365.ErrBusy },
		"two":      func(e *admin365.Error) { e.Cause = admin365.ErrInvalid },
		"resync":   func(e *admin365.Error) { e.Cause = admin365.ErrResync },
		"code":     func(e *admin365.Error) { e.Code = "" },
		"status":   func(e *admin365.Error) { e.Status = 409 },
		"op":       func(e *admin365.Error) { e.Op = "x" },
		"target":   func(e *admin365.Error) { e.Target = "x" },
		"property": func(e *admin365.Error) { e.Details = nil },
		"detail":   func(e *admin365.Error) { e.Details[0].Code = "x" },
		"secret":   func(e *admin365.Error) { e.Message = "not hunter2" },
	} {
		e := good()
		spoil(e)
		err := want.Check(e)
		if err == nil {
			t.Errorf("%s: the refusal passes", name)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the report repeats the secret: %v", name, err)
		}
	}
	if want.Check(nil) == nil || want.Check(admin365.ErrConflict) == nil {
		t.Error("no error, and one of another type, pass")
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	one, failed := 1, errors.New("failed")
	type pair struct {
		v   *int
		err error
	}
	list := func(pairs ...pair) iter.Seq2[*int, error] {
		return func(yield func(*int, error) bool) {
			for _, p := range pairs {
				if !yield(p.v, p.err) {
					return
				}
			}
		}
	}
	got, err := conform.Collect(list(pair{v: &one}, pair{v: &one}, pair{err: failed}))
	if len(got) != 2 || !errors.Is(err, failed) {
		t.Errorf("got %d items and %v", len(got), err)
	}
	for name, seq := range map[string]iter.Seq2[*int, error]{
		"error twice": list(pair{err: failed}, pair{err: failed}), "item after error": list(pair{err: failed}, pair{v: &one}),
		"both": list(pair{v: &one, err: failed}), "neither": list(pair{}),
	} {
		if _, err := conform.Collect(seq); err == nil || errors.Is(err, failed) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
	if err := conform.Once([]*int{&one, &one}, func(v *int) int { return *v }); err == nil {
		t.Error("an item that comes twice is not found")
	}
	if got, err := conform.First(list(pair{v: &one}, pair{v: &one}), 1); len(got) != 1 || err != nil {
		t.Errorf("First returns %d items and %v", len(got), err)
	}
}

// childVariable says which suite [TestChild] runs.
const childVariable = "ADMIN365_CONFORM_CHILD"

// TestRun runs suites that fail, in another process, and reads their reports.
func TestRun(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"fails":     {"--- FAIL: TestChild/fails", "why:    the why", "source: the source", "case:   conform_test.go:", "conform_test.go:", "expected"},
		"fatal":     {"--- FAIL: TestChild/fatal", "this ends it"},
		"panics":    {"--- FAIL: TestChild/panics", "the case panicked: ouch", "--- PASS: TestChild/passes"},
		"hangs":     {"--- FAIL: TestChild/hangs", "has not ended within", "conform_test.go"},
		"strict":    {"--- FAIL: TestChild/needy", "this run is strict: wings: none"},
		"lax":       {"--- SKIP: TestChild/needy", "wings: none", "--- SKIP: TestChild/declared", "a reason"},
		"typo":      {`lacks "wigns": no case has this name`},
		"twins":     {"there are two of this name", "a name is not empty and has no blanks", "why, source or run is missing"},
		"eventual":  {"--- PASS: TestChild/late", "--- FAIL: TestChild/too-late"},
		"sweep":     {"--- PASS: TestChild/sweep/page=default", "--- PASS: TestChild/sweep/page=1", "--- PASS: TestChild/sweep/page=3"},
		"abandoned": {"--- FAIL: TestChild/chatters", "has not ended within"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestChild$", "-test.v")
			cmd.Env = append(os.Environ(), childVariable+"="+name)
			out, _ := cmd.CombinedOutput()
			for _, text := range want {
				if !strings.Contains(string(out), text) {
					t.Errorf("the report lacks %q:\n%s", text, out)
				}
			}
			if name == "fatal" && strings.Contains(string(out), "never reached") {
				t.Errorf("the case went on after Fatalf:\n%s", out)
			}
		})
	}
}

func TestChild(t *testing.T) {
	t.Parallel()
	name := os.Getenv(childVariable)
	if name == "" {
		t.Skip("this is what TestRun runs")
	}
	suite := childSuites()[name]
	suite.New = func(*testing.T, int) string { return "subject" }
	suite.Missing = func(_, need string) string {
		if need == "wings" {
			return "none"
		}
		return ""
	}
	suite.Run(t)
}

type (
	kase = conform.Case[string]
	run  = conform.C[string]
)

func childSuites() map[string]conform.Suite[string] {
	mk := func(name string, f func(*run)) kase {
		return kase{Name: name, Why: "the why", Source: "the source", Run: f}
	}
	of := func(cases ...kase) conform.Suite[string] { return conform.Suite[string]{Cases: cases} }
	needy := mk("needy", func(*run) {})
	needy.Needs = []string{"wings"}
	sweep := mk("sweep", func(c *run) {
		if c.S != "subject" {
			c.Errorf("the subject is %q", c.S)
		}
	})
	sweep.Sweep = true
	attempts := 0
	hang := of(mk("hangs", func(*run) { select {} }))
	hang.Timeout = 50 * time.Millisecond
	chatter := of(mk("chatters", func(c *run) {
		for {
			time.Sleep(100 * time.Millisecond)
			c.Errorf("still here")
		}
	}), mk("passes", func(*run) { time.Sleep(300 * time.Millisecond) }))
	chatter.Timeout = 50 * time.Millisecond
	chatter.Serial = true
	strict := of(needy)
	strict.Strict = true
	lax := of(needy, mk("declared", func(c *run) { c.Errorf("it ran") }))
	lax.Lacks = map[string]string{"declared": "a reason"}
	typo := of(needy)
	typo.Lacks = map[string]string{"wigns": "a reason"}
	eventual := of(mk("late", func(c *run) {
		c.Eventually(func() error {
			if attempts++; attempts < 3 {
				return errors.New("not yet")
			}
			return nil
		})
	}), mk("too-late", func(c *run) { c.Eventually(func() error { return errors.New("never") }) }))
	eventual.Eventually = []time.Duration{time.Millisecond, time.Millisecond}
	return map[string]conform.Suite[string]{
		"fails": of(mk("fails", func(c *run) { c.Errorf("got this, %s that", "expected") })),
		"fatal": of(mk("fatal", func(c *run) {
			c.Must(errors.New("this ends it"), "a step")
			c.Errorf("never reached")
		})),
		"panics": of(mk("panics", func(*run) { panic("ouch") }), mk("passes", func(*run) {})),
		"hangs":  hang, "abandoned": chatter, "strict": strict, "lax": lax, "typo": typo, "eventual": eventual,
		"sweep": of(sweep), "twins": of(mk("a", func(*run) {}), mk("a", func(*run) {}), mk("b c", func(*run) {}), kase{Name: "d"}),
	}
}

func TestUnique(t *testing.T) {
	t.Parallel()
	a, b := conform.Unique(), conform.Unique()
	if a == b || a != strings.ToLower(a) || strings.Trim(a, "abcdefghijklmnopqrstuvwxyz0123456789") != "" || len(a) > 20 {
		t.Errorf("%q and %q", a, b)
	}
}

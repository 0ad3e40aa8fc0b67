package api

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
)

// allRefusals are those of the directory and of Graph.
func allRefusals() []*Refusal {
	return append(Graph.All(),
		&ResourceNotFound, &ObjectConflict, &ValueRequired, &InvalidValue, &UnknownProperty, &PropertyReadOnly, &UnknownQueryProperty, &SelectUnknownProperty,
		&InvalidFilter, &UnsupportedFilter, &UnsupportedOperator, &UnsupportedOrder, &InvalidPageSize, &InvalidPageToken, &CountNotSupported, &SearchNeedsHeader,
		&EndsWithNeedsHeader, &NotInCollection, &QuotaExceeded, &SyncedReadOnly, &GroupGivesLicenses, &PermissionMissing, &ReportsRoleMissing, &PremiumMissing)
}

// TestRefusalRoundTrip: what a refusal says is recognized as that refusal, and
// said again in the same words, whatever its arguments hold.
func TestRefusalRoundTrip(t *testing.T) {
	t.Parallel()
	argument := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "%s", "%s%s", "'", "it's", `"x"`, "' of resource '", "User'.", "x' of resource 'y", "%", "%!s", "\n"}))
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.SampledFrom(allRefusals()).Draw(t, "refusal")
		var args []string
		for range strings.Count(r.Text, "%s") {
			args = append(args, argument.Draw(t, "argument"))
		}
		e := r.Err("target", args...)
		got, ok := r.Match(e.Status, strings.ToUpper(e.Code), e.Message)
		if !ok {
			t.Fatalf("%s does not know %q as its own", r.Name, e.Message)
		}
		if len(got) != len(args) {
			t.Fatalf("%q: arguments %q, of %q", e.Message, got, args)
		}
		if again := r.Err("target", got...); again.Message != e.Message {
			t.Fatalf("%q is said again as %q", e.Message, again.Message)
		}
		plain := true
		for _, a := range args {
			plain = plain && !strings.ContainsAny(a, "'.")
		}
		if plain && r.Text != "%s" && strings.Join(got, "\x00") != strings.Join(args, "\x00") {
			t.Fatalf("%q: arguments %q, of %q", e.Message, got, args)
		}
	})
}

// TestPatternRoundTrip: the same for any pattern.
func TestPatternRoundTrip(t *testing.T) {
	t.Parallel()
	piece := rapid.StringOf(rapid.SampledFrom([]rune("ab'%s")))
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.StringOf(rapid.SampledFrom([]rune("ab'"))), 2, 4).Draw(t, "parts")
		text := strings.Join(parts, "%s")
		args := rapid.SliceOfN(piece, len(parts)-1, len(parts)-1).Draw(t, "args")
		message := fill(text, args)
		got, ok := match(text, message)
		if !ok || fill(text, got) != message {
			t.Fatalf("%q with %q is %q, and is read as %q, %v", text, args, message, got, ok)
		}
	})
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text, message string
		args                []string
		ok                  bool
	}{
		{"fixed", "abc", "abc", nil, true},
		{"fixed, longer", "abc", "abcd", nil, false},
		{"fixed, letter case", "abc", "ABC", nil, false},
		{"empty text", "", "whatever", nil, true},
		{"all", "%s", "", []string{""}, true},
		{"the middle", "a'%s'b", "a'x'b", []string{"x"}, true},
		{"the middle, empty", "a'%s'b", "a''b", []string{""}, true},
		{"borders may not share a letter", "'%s'", "'", nil, false},
		{"two", "%s of %s.", "a of b of c.", []string{"a", "b of c"}, true},
		{"another beginning", "a%s", "bx", nil, false},
		{"another end", "a%sb", "axc", nil, false},
		{"the middle is missing", "a%sbb%sc", "axc", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			args, ok := match(c.text, c.message)
			assert.Equal(t, c.ok, ok)
			if ok {
				assert.Equal(t, c.args, args)
			}
		})
	}
	_, ok := ResourceNotFound.Match(400, "Request_ResourceNotFound", "Resource 'x' does not exist or one of its queried reference-property objects are not present.")
	assert.False(t, ok, "another status")
	_, ok = CountNotSupported.Match(400, "BadRequest", CountNotSupported.Text)
	assert.False(t, ok, "another code")
}

// TestRecognize picks the most specific refusal, in whatever order they stand.
func TestRecognize(t *testing.T) {
	t.Parallel()
	general := &Refusal{Name: "general", Status: 400, Code: "X"}
	pattern := &Refusal{Name: "pattern", Status: 400, Code: "x", Text: "No '%s' here."}
	exact := &Refusal{Name: "exact", Status: 400, Code: "X", Text: "No 'dog' here."}
	other := &Refusal{Name: "other", Status: 404, Code: "X"}
	for _, order := range [][]*Refusal{{general, pattern, exact, other}, {other, exact, pattern, general}, {pattern, general, exact}} {
		for message, want := range map[string]*Refusal{"No 'dog' here.": exact, "No 'cat' here.": pattern, "Other.": general} {
			got, args := Recognize(order, 400, "x", message)
			require.NotNil(t, got)
			assert.Equal(t, want.Name, got.Name)
			if want == pattern {
				assert.Equal(t, []string{"cat"}, args)
			}
		}
	}
	got, _ := Recognize([]*Refusal{pattern}, 400, "X", "Other.")
	assert.Nil(t, got)
}

func TestRefusalErr(t *testing.T) {
	t.Parallel()
	r := &Refusal{Name: "N", Status: 409, Code: "C", Text: "%s is %s.", Detail: admin365.Detail{Code: "D", Target: "%s"}, After: time.Second, Is: admin365.ErrBusy}
	e := r.Err("t", "a %s", "b")
	assert.Equal(t, &admin365.Error{
		Kind: admin365.ErrBusy, Code: "C", Status: 409, Message: "a %s is b.", Target: "t", RetryAfter: time.Second,
		Details: []admin365.Detail{{Code: "D", Target: "a %s", Message: "a %s is b."}},
	}, e)
	assert.Equal(t, "N (409 C)", r.String())
	assert.Equal(t, "x is %s.", r.Err("", "x").Message, "an argument too few")
	assert.Equal(t, "x is y.", r.Err("", "x", "y", "z").Message, "an argument too many")
}

func TestRefusalsAreWhole(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, r := range allRefusals() {
		assert.False(t, names[r.Name], "%s twice", r.Name)
		names[r.Name] = true
		assert.NotEmpty(t, r.Source, r.Name)
		assert.Error(t, r.Is, r.Name)
		assert.GreaterOrEqual(t, r.Status, 400, r.Name)
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]error{
		400: admin365.ErrInvalid, 401: admin365.ErrUnauthenticated, 403: admin365.ErrForbidden, 404: admin365.ErrNotFound, 405: admin365.ErrInvalid, 409: admin365.ErrConflict,
		410: admin365.ErrPrecondition, 412: admin365.ErrPrecondition, 415: admin365.ErrInvalid, 423: admin365.ErrBusy, 429: admin365.ErrThrottled,
		500: admin365.ErrUnavailable, 501: admin365.ErrUnsupported, 502: admin365.ErrUnavailable, 503: admin365.ErrUnavailable, 504: admin365.ErrUnavailable, 599: admin365.ErrUnavailable,
		// The client has the same answers: memory must not say another thing.
		402: admin365.ErrPrecondition, 408: admin365.ErrUnavailable, 424: admin365.ErrPrecondition, 428: admin365.ErrPrecondition,
	} {
		assert.Equal(t, want, KindOf(status), "%d", status)
	}
}

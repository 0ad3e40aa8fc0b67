package admin365_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	prop "pgregory.net/rapid" // architecture_test.go has the name prop.

	"github.com/admin365/admin365"
)

func TestErrorText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		err  admin365.Error
		want string
	}{
		{"all", admin365.Error{
			Op: "identity.Users.Get", Kind: admin365.ErrNotFound, Code: "Request_ResourceNotFound", Status: 404, Message: "Resource 'x' does not exist.",
			Target: "x", TenantID: "t", RequestID: "r", RetryAfter: 2 * time.Second, Cause: errors.New("below"),
		}, `identity.Users.Get "x": not found: Request_ResourceNotFound: Resource 'x' does not exist.: below (status 404, tenant t, retry after 2s, request r)`},
		{"nothing", admin365.Error{}, ""},
		{"a kind", admin365.Error{Kind: admin365.ErrBusy}, "busy"},
		{"a target alone", admin365.Error{Target: "x y"}, `"x y"`},
		{"line breaks", admin365.Error{Op: "op", Target: "a\nb", Kind: admin365.ErrInvalid, Message: "one\r\ntwo\nthree", Cause: errors.New("four\nfive")}, `op "a\nb": invalid: one two three: four five`},
		{"a cause alone", admin365.Error{Op: "op", Cause: context.Canceled}, "op: context canceled"},
		{"status alone", admin365.Error{Kind: admin365.ErrInvalid, Status: 400}, "invalid (status 400)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, c.err.Error())
		})
	}
}

// TestErrorIsOneLine: whatever a service says, an error is one line of a log.
func TestErrorIsOneLine(t *testing.T) {
	t.Parallel()
	prop.Check(t, func(t *prop.T) {
		text := prop.StringOf(prop.SampledFrom([]rune("a\n\r\v\f\u0085\u2028\u2029\t")))
		e := &admin365.Error{Op: "op", Code: text.Draw(t, "code"), Message: text.Draw(t, "message"), Target: text.Draw(t, "target"), RequestID: text.Draw(t, "request"),
			TenantID: admin365.TenantID(text.Draw(t, "tenant")), Cause: errors.New(text.Draw(t, "cause"))}
		if at := strings.IndexAny(e.Error(), "\n\r\v\f\u0085\u2028\u2029"); at >= 0 {
			t.Fatalf("a line break at %d of %q", at, e.Error())
		}
	})
}

func TestErrorUnwraps(t *testing.T) {
	t.Parallel()
	cause := fmt.Errorf("reading: %w", context.DeadlineExceeded)
	var err error = &admin365.Error{Kind: admin365.ErrUnavailable, Cause: cause}
	err = fmt.Errorf("while onboarding: %w", err)
	require.ErrorIs(t, err, admin365.ErrUnavailable)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NotErrorIs(t, err, admin365.ErrUncertain)
	e, ok := errors.AsType[*admin365.Error](err)
	require.True(t, ok)
	assert.Same(t, cause, e.Cause)
	assert.Empty(t, (&admin365.Error{}).Unwrap())
}

func TestSentinelsDiffer(t *testing.T) {
	t.Parallel()
	sentinels := []error{
		admin365.ErrNotFound, admin365.ErrConflict, admin365.ErrBusy, admin365.ErrInvalid, admin365.ErrUnauthenticated, admin365.ErrForbidden,
		admin365.ErrPrecondition, admin365.ErrThrottled, admin365.ErrUnavailable, admin365.ErrUncertain, admin365.ErrUnsupported,
	}
	texts := map[string]bool{}
	for i, a := range sentinels {
		assert.False(t, texts[a.Error()], "%v twice", a)
		texts[a.Error()] = true
		for j, b := range sentinels {
			assert.Equal(t, i == j, errors.Is(&admin365.Error{Kind: a}, b), "%v and %v", a, b)
		}
	}
}

func TestErrorProperty(t *testing.T) {
	t.Parallel()
	e := &admin365.Error{Details: []admin365.Detail{{Code: "a", Target: "mail"}, {Code: "b", Target: "userPrincipalName"}, {Code: "c", Target: "mail"}}}
	d, ok := e.Property("USERPRINCIPALNAME")
	assert.True(t, ok)
	assert.Equal(t, "b", d.Code)
	d, _ = e.Property("mail")
	assert.Equal(t, "a", d.Code, "the first of two")
	_, ok = e.Property("city")
	assert.False(t, ok)
}

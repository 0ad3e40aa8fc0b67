package subjects

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

// record is a test that notes how it fails, and goes on no further than it would.
type record struct {
	testing.TB

	said string
}

type stopped struct{}

func (*record) Helper() {}

// Errorf implements testing.TB.
func (r *record) Errorf(format string, args ...any) { r.said += fmt.Sprintf(format, args...) + "\n" }

// Fatalf implements testing.TB.
func (r *record) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(stopped{})
}

// saying is what a test says that does this.
func saying(t *testing.T, do func(testing.TB)) string {
	t.Helper()
	r := &record{TB: t}
	func() {
		defer func() {
			if p := recover(); p != nil {
				assert.Equal(t, stopped{}, p)
			}
		}()
		do(r)
	}()
	return r.said
}

// TestWireAnswers: what is wanted of an answer passes where it is so, and fails where
// it is not.
func TestWireAnswers(t *testing.T) {
	t.Parallel()
	w := NewWire(t, admin.NewTest(t), admin365.Caller{})
	domains, none := w.Do(http.MethodGet, "/domains?$select=id", ""), w.Do(http.MethodGet, "/domains/nowhere.com", "")
	const says = "Resource 'nowhere.com' does not exist or one of its queried reference-property objects are not present."
	assert.Empty(t, saying(t, func(t testing.TB) {
		domains.Want(t, http.StatusOK)
		none.Refused(t, http.StatusNotFound, "Request_ResourceNotFound", says)
	}))
	assert.Equal(t, []string{"contoso.com", "contoso.onmicrosoft.com"}, domains.Column(t, "id"))
	for want, do := range map[string]func(testing.TB){
		"the status is 404, want 200":                                            func(t testing.TB) { none.Want(t, http.StatusOK) },
		"the status is 200, want 404":                                            func(t testing.TB) { domains.Refused(t, http.StatusNotFound, "", "") },
		"it says Request_ResourceNotFound: " + says + "\nwant    Other: " + says: func(t testing.TB) { none.Refused(t, http.StatusNotFound, "Other", says) },
		"want    Request_ResourceNotFound: other":                                func(t testing.TB) { none.Refused(t, http.StatusNotFound, "Request_ResourceNotFound", "other") },
		"unknown field": func(t testing.TB) { domains.Refused(t, http.StatusOK, "", "") },
		"no collection": func(t testing.TB) { w.Do(http.MethodGet, "/domains/contoso.com", "").Values(t) },
	} {
		assert.Contains(t, saying(t, do), want)
	}
}

// TestDenied: what the service refused is told, and what never came to it is not.
func TestDenied(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	_, err := m.Domains.Get(t.Context(), "nowhere.com")
	assert.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = m.Domains.Get(t.Context(), "contoso.com")
	assert.NoError(t, err)
	denials := Denied(m.Requests())
	if assert.Len(t, denials, 1) {
		assert.Equal(t, conform.Denial{
			Op: "admin.Domains.Get", Status: http.StatusNotFound, Code: "Request_ResourceNotFound", Message: denials[0].Message,
		}, denials[0])
	}
}

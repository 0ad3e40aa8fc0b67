package instances

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
)

// TestMadeWithoutID: an environment that the service says it has made, and not which, is
// no success.
func TestMadeWithoutID(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", "null", `{"properties":{"provisioningState":"Succeeded"}}`} {
		s, _ := newScripted(t, say(201, body))
		op, err := s.Environments.Create(t.Context(), NewEnvironment{DisplayName: "n", Type: Sandbox, Location: "europe"})
		assert.ErrorIs(t, err, admin365.ErrUncertain, "%s: %+v", body, op)
	}
}

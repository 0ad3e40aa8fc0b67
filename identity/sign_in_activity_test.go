package identity_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365/identity"
)

// TestLastSignIn: the last sign-in is the latest of what the service tells, whichever
// kind it was, and none of one who never signed in.
func TestLastSignIn(t *testing.T) {
	t.Parallel()
	early, middle, late := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		activity *identity.SignInActivity
		want     time.Time
	}{
		"nobody":          {nil, time.Time{}},
		"never":           {&identity.SignInActivity{}, time.Time{}},
		"his own":         {&identity.SignInActivity{LastSignInDateTime: late, LastNonInteractiveSignInDateTime: early, LastSuccessfulSignInDateTime: middle}, late},
		"a client's":      {&identity.SignInActivity{LastSignInDateTime: early, LastNonInteractiveSignInDateTime: late, LastSuccessfulSignInDateTime: middle}, late},
		"a successful":    {&identity.SignInActivity{LastSignInDateTime: middle, LastNonInteractiveSignInDateTime: early, LastSuccessfulSignInDateTime: late}, late},
		"only one is set": {&identity.SignInActivity{LastNonInteractiveSignInDateTime: early}, early},
	} {
		assert.Equal(t, c.want, c.activity.Last(), name)
	}
}

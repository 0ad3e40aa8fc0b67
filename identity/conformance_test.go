package identity_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365/identity/identitytest"
	"github.com/admin365/admin365/internal/subjects"
)

// TestConformance runs the public suite over the tenant in memory, directly and
// over the wire, in the process and over TCP. All that its clients let others hear
// meanwhile is searched for every password and every token.
func TestConformance(t *testing.T) {
	t.Parallel()
	heard := subjects.NewHeard()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			identitytest.Run(t, heard.Identity(way))
		})
	}
	// After the last case of the last way.
	t.Cleanup(func() {
		shown.Note(t, heard.Refused())
		leaks, said, secrets := heard.Leaks()
		t.Logf("searched %d KiB for %d secrets", said>>10, secrets)
		for _, leak := range leaks[:min(len(leaks), 20)] {
			t.Errorf("a secret was said: %s", leak)
		}
		if heard.Cases() > 2*len(identitytest.Cases()) {
			assert.Greater(t, said, 1<<20, "something was heard")
			assert.Greater(t, secrets, 300, "and looked for")
		}
	})
}

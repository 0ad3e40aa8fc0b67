package admin365_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365/internal/api"
)

// TestGraphRefusals: what every operation of Microsoft Graph may refuse is shown by a
// test each, since no area's operation has a case of it.
func TestGraphRefusals(t *testing.T) {
	t.Parallel()
	shown := map[string]string{
		"InvalidToken":         "`internal/emu:TestTokens`",
		"UnknownIdentity":      "`identitytest:Callers/unknown`",
		"RequestDenied":        "`identitytest:Callers/no-member-writes`",
		"UnknownSegment":       "`internal/emu:TestUnknownPaths`",
		"MethodNotAllowed":     "`internal/emu:TestMethodNotAllowed`",
		"NotModeled":           "`identity:TestNotModeled`",
		"MeNeedsUser":          "`internal/emu:TestMe`",
		"InvalidIdentifier":    "`internal/emu:TestHostilePaths`",
		"MalformedJSON":        "`identity:TestBodiesThatAreNone`",
		"UnsupportedEncoding":  "`internal/emu:TestBodies`",
		"TooManyRequests":      "`internal/rest:TestFaults`",
		"ThrottledTemporarily": "`identity:TestRefusalsRoundTrip`",
		"ServiceUnavailable":   "`internal/rest:TestFaults`",
		"ConcurrencyViolation": "`internal/rest:TestFaults`",
	}
	var declared []string
	for _, r := range api.Graph.All() {
		declared = append(declared, r.Name)
	}
	slices.Sort(declared)
	assert.Equal(t, declared, slices.Sorted(maps.Keys(shown)))
	for name, witness := range shown {
		missing, seen := missingWitnesses(t, witness)
		assert.Empty(t, missing, name)
		assert.Equal(t, 1, seen, name)
	}
}

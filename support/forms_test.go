package support

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestGUIDs: what is next to a digit and a letter is none, and hyphens have their places.
func TestGUIDs(t *testing.T) {
	t.Parallel()
	const good = "0123456f-9aAf-4Fbc-8def-0123456789aF"
	assert.True(t, isGUID(good))
	for i := range good {
		for _, c := range "/:@G`g- " {
			if bad := good[:i] + string(c) + good[i+1:]; bad != good {
				assert.False(t, isGUID(bad), bad)
			}
		}
	}
	for _, bad := range []string{"", good[1:], good + "0", strings.ReplaceAll(good, "-", "0")} {
		assert.False(t, isGUID(bad), bad)
	}
}

// TestResourceIDs: an id of a resource is taken apart in any letter case, and what is none is
// a name.
func TestResourceIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]placed{
		"t": {"", "t"}, "": {"", ""},
		"/providers/Microsoft.Support/supportTickets/t":                 {"", "t"},
		"/PROVIDERS/microsoft.support/SUPPORTTICKETS/t":                 {"", "t"},
		"/subscriptions/s/providers/Microsoft.Support/supportTickets/t": {"s", "t"},
		"/Subscriptions/S/Providers/microsoft.support/supporttickets/T": {"S", "T"},
		"/subscriptions/s": {"", "/subscriptions/s"},
		"/subscriptions/s/providers/Microsoft.Support/fileWorkspaces/t":  {"", "/subscriptions/s/providers/Microsoft.Support/fileWorkspaces/t"},
		"/providers/Microsoft.Support/supportTickets/t/communications/c": {"", "/providers/Microsoft.Support/supportTickets/t/communications/c"},
	} {
		assert.Equal(t, want, locate(id, "supportTickets"), id)
	}
	for id, want := range map[string]SubscriptionID{
		"/subscriptions/s/x": "s", "/SUBSCRIPTIONS/s": "s", "/subscriptions/": "", "subscriptions/s": "", "": "", "/x": "",
	} {
		assert.Equal(t, want, subscriptionOf(id), id)
	}
}

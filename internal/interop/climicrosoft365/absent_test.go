package climicrosoft365_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// absent is a command near our job that does not work, and why. What it says instead is
// that the emulator does not have the operation, unless another text stands here.
type absent struct {
	command string
	given   options
	says    string
	why     string
}

// lacking reports whether a text is how the emulator says that it has no such thing.
func lacking(says string) bool {
	return strings.HasPrefix(says, "Resource not found for the segment") || strings.HasPrefix(says, "admin365 does not have the operation")
}

// absents is the whole list. A command that works fails the test, and comes off it.
func absents() []absent {
	return []absent{
		{"entra user guest add", options{"emailAddress": "bo@fabrikam.com"}, "", "no invitations: a guest is made by the tenant's Given, or by POST /users"},
		{"entra user registrationdetails list", nil, "", "no reports of sign-in methods"},
		{"entra user signin list", nil, "", "no sign-in log"},
		{"entra m365group list", options{"orphaned": true}, "", "no $expand on groups yet"},
		{"entra m365group remove", options{"displayName": "All Company", "force": true}, "", "it asks SharePoint to delete the group's site"},
		{"entra m365group renew", options{"displayName": "All Company"}, "", "no expiration policy for groups"},
		{"entra m365group report activitycounts", options{"period": "D7"}, "", "no usage reports"},
		{"entra multitenant get", nil, "", "no multitenant organizations"},
		{"entra policy list", nil, "", "two of the 19 kinds of policies are here, and it asks for all"},
		{"entra siteclassification get", nil, "", "no settings of groups"},
		{"entra groupsetting list", nil, "", "no settings of groups"},
		{"entra groupsettingtemplate list", nil, "", "no settings of groups"},
		{"entra administrativeunit list", nil, "", "no administrative units"},
		{"entra resourcenamespace list", nil, "", "beta, and the actions of roles are a few of each"},
		{"entra rolepermission list", options{"resourceNamespace": "microsoft.directory"}, "", "beta, and the actions of roles are a few of each"},
		{"entra pim role assignment list", nil, "", "no privileged identity management"},
		{"entra app list", nil, "", "applications are known to the sign-in alone"},
		{"entra enterpriseapp list", nil, "", "applications are known to the sign-in alone"},
		{"tenant people pronouns get", nil, "", "no settings of profile cards"},
		{"tenant people profilecardproperty list", nil, "", "no settings of profile cards"},
		{"tenant report settings get", nil, "", "no usage reports"},
		{"tenant security alerts list", nil, "", "security is not our job"},
		{"pp environment list", nil, "This command requires delegated permissions.", "the CLI itself asks for a person here; so do flow, pa, and entra user license list"},
		{"tenant id get", nil, "AADSTS90002", "without a domain it takes the one of the signed-in person, and an application is none"},
	}
}

// TestAbsent: what does not work says so, and does not pretend; the list is printed, and
// stands in docs/fidelity.md.
func TestAbsent(t *testing.T) {
	t.Parallel()
	l := signedIn(t)
	before := l.m.Snapshot()
	for _, a := range absents() {
		says := l.refused(a.command, a.given)
		if a.says != "" {
			assert.Contains(t, says, a.says, a.command)
		} else {
			assert.True(t, lacking(says), "%s: %s", a.command, says)
		}
		var line strings.Builder
		line.WriteString("m365 " + a.command)
		for _, name := range slices.Sorted(maps.Keys(a.given)) {
			line.WriteString(" --" + name)
		}
		t.Log(line.String() + " | " + strings.Split(says, "\n")[0] + " | " + a.why)
	}
	assert.Empty(t, l.m.Changes(before), "nothing was changed on the way")
}

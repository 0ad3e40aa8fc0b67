package health_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/wiretest"
)

// TestOperationsByEffect lists every operation of the area by what it can do: a guard, a
// dry run and a reviewer rely on it. Whoever adds an operation decides here.
func TestOperationsByEffect(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[admin365.Effect][]string{
		admin365.EffectRead: {
			"health.Attachments.Archive", "health.Attachments.Content", "health.Attachments.Get", "health.Attachments.List",
			"health.Issues.Get", "health.Issues.List", "health.Issues.OfService", "health.Issues.OneOfService",
			"health.Issues.Report", "health.Issues.ReportOfService",
			"health.Messages.Get", "health.Messages.List", "health.Services.Get", "health.Services.List",
		},
		admin365.EffectReversible: {
			"health.Viewpoints.Archive", "health.Viewpoints.Favorite", "health.Viewpoints.MarkRead",
			"health.Viewpoints.MarkUnread", "health.Viewpoints.Unarchive", "health.Viewpoints.Unfavorite",
		},
	}, conform.Effects(health.Ops()))
}

// TestOperationsAreWhole: each operation says all that is read of it, and does not
// contradict itself.
func TestOperationsAreWhole(t *testing.T) {
	t.Parallel()
	assert.Empty(t, conform.Unexplained(conform.Declared("health", health.Ops()), nil))
	mux := emu.NewMux()
	health.Mount(mux)
	var mounted, declared []string
	for _, o := range mux.Ops() {
		mounted = append(mounted, o.Name)
	}
	for _, o := range health.Ops() {
		declared = append(declared, o.Name)
	}
	assert.ElementsMatch(t, declared, mounted, "each operation has a route")
}

// notListed is why a path is not in the vendor's permission list.
const notListed = "the list has no such path; it is below one that it has, and the page of the resource documents it"

// accessDiffers are the differences from the vendor's permission list, each with its
// reason. A line that no longer differs fails.
var accessDiffers = map[string]string{
	"health.Issues.OfService GET /admin/serviceAnnouncement/healthOverviews/{id}/issues: absent":                           notListed,
	"health.Issues.OneOfService GET /admin/serviceAnnouncement/healthOverviews/{id}/issues/{id}: absent":                   notListed,
	"health.Issues.ReportOfService GET /admin/serviceAnnouncement/healthOverviews/{id}/issues/{id}/incidentReport: absent": notListed,
	"health.Attachments.Content GET /admin/serviceAnnouncement/messages/{id}/attachments/{id}/content: absent":             notListed,
	"health.Attachments.Content GET /admin/serviceAnnouncement/messages/{id}/attachments/{id}/$value: absent":              "the other name of a stream, in OData",
	"health.Attachments.Archive GET /admin/serviceAnnouncement/messages/{id}/attachmentsArchive: absent":                   notListed,
}

// TestPermissions compares path, method and permissions of each operation with the
// vendor's own list.
func TestPermissions(t *testing.T) {
	t.Parallel()
	differences, err := wiretest.Access(wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "graph-permissions.json"), health.Ops(), nil)
	require.NoError(t, err)
	assert.Empty(t, conform.Unexplained(differences, accessDiffers))
}

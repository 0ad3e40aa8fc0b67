package billing_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/wiretest"
)

// TestOperationsByEffect lists every operation of the area by what it can do: a guard,
// a dry run and a reviewer rely on it. Whoever adds an operation decides here.
func TestOperationsByEffect(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[admin365.Effect][]string{
		admin365.EffectRead: {
			"billing.GroupLicenses.Get", "billing.GroupLicenses.MembersWithErrors", "billing.GroupLicenses.WithErrors",
			"billing.Licenses.Details", "billing.Licenses.Get", "billing.Licenses.Holders", "billing.SKUs.Get", "billing.SKUs.List",
			"billing.Subscriptions.Get", "billing.Subscriptions.GetByCommerceID", "billing.Subscriptions.List",
		},
		admin365.EffectReversible:    {"billing.Licenses.Reprocess"},
		admin365.EffectRevokesAccess: {"billing.GroupLicenses.Assign", "billing.Licenses.Assign"},
	}, conform.Effects(billing.Ops()))
}

// TestOperationsAreWhole: each operation says all that is read of it, and does not
// contradict itself but for what has a reason.
func TestOperationsAreWhole(t *testing.T) {
	t.Parallel()
	assert.Empty(t, conform.Unexplained(conform.Declared("billing", billing.Ops()), map[string]string{
		"billing.Licenses.Assign: a POST is sent twice":      "giving again changes nothing, and so does taking but for an answer that is known; TestChangeAsOperation has the rest",
		"billing.GroupLicenses.Assign: a POST is sent twice": "as of a user",
		"billing.Licenses.Reprocess: a POST is sent twice":   "what is judged twice is judged the same",
	}))
	mux := emu.NewMux()
	identity.Mount(mux) // Whose routes some of them share.
	shared := len(mux.Ops())
	billing.Mount(mux)
	var mounted []string
	for _, o := range mux.Ops() {
		if strings.HasPrefix(o.Name, "billing.") {
			mounted = append(mounted, o.Name)
		}
	}
	assert.Len(t, mounted, len(mux.Ops())-shared)
	var declared []string
	for _, o := range billing.Ops() {
		declared = append(declared, o.Name)
	}
	assert.ElementsMatch(t, declared, mounted, "each operation has a route or shares one")
}

// accessDiffers are the differences from the vendor's permission list, each with its
// reason. A line that no longer differs fails.
var accessDiffers = map[string]string{
	"billing.SKUs.Get GET /subscribedSkus/{id}: delegated Organization.ReadWrite.All": "the list has it for the collection, and here for applications alone",

	"billing.Subscriptions.List GET /directory/subscriptions: absent":                                           "the page of directory-list-subscriptions documents it",
	"billing.Subscriptions.Get GET /directory/subscriptions/{id}: absent":                                       "the page of companysubscription-get documents it",
	"billing.Subscriptions.GetByCommerceID GET /directory/subscriptions(commerceSubscriptionId='{id}'): absent": "the page of companysubscription-get documents it",
	"billing.GroupLicenses.MembersWithErrors GET /groups/{id}/membersWithLicenseErrors: absent":                 "the list has no such path, and no page says who may read it",
	"billing.Licenses.Assign POST /me/assignLicense: absent":                                                    "the page of user-assignlicense documents it",
	"billing.Licenses.Get GET /users/{id}: least delegated":                                                     "User.Read is less, and reads oneself alone",
	"billing.Licenses.Get GET /users/{id}: least application":                                                   basicReads,
	"billing.Licenses.Holders GET /users: least delegated":                                                      basicReads,
	"billing.Licenses.Holders GET /users: least application":                                                    basicReads,
	"billing.GroupLicenses.Get GET /groups/{id}: least delegated":                                               basicReads,
	"billing.GroupLicenses.Get GET /groups/{id}: least application":                                             basicReads,
	"billing.GroupLicenses.WithErrors GET /groups: least delegated":                                             basicReads,
	"billing.GroupLicenses.WithErrors GET /groups: least application":                                           basicReads,
}

// basicReads: Unverified.
const basicReads = "the list's least one is narrower, and reads a few properties, of which licenses are none"

// TestPermissions compares path, method and permissions of each operation with the
// vendor's own list.
func TestPermissions(t *testing.T) {
	t.Parallel()
	differences, err := wiretest.Access(wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "graph-permissions.json"), billing.Ops(), nil)
	require.NoError(t, err)
	assert.Empty(t, conform.Unexplained(differences, accessDiffers))
}

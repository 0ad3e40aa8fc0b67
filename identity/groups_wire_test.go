package identity_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/wiretest"
)

// TestGroupFixtures: the answers have the keys of fixtures of our own in the
// documented shape.
// Source: https://learn.microsoft.com/graph/api/group-post-groups and its
// neighbors.
func TestGroupFixtures(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	s := w.Tenant.Identity
	retail, dynamics := contosoGroup(t, s, "sg-Retail"), contosoGroup(t, s, "Dynamics Users")
	created := w.Do("POST", "/groups", string(wiretest.Fixture(t, "group-create.request.json")))
	created.Want(t, http.StatusCreated)
	wiretest.MustSameShape(t, wiretest.Fixture(t, "group-create.response.json"), created.Whole)
	again := w.Do("POST", "/groups", string(wiretest.Fixture(t, "group-create.request.json")))
	wiretest.MustSameShape(t, wiretest.Fixture(t, "error-group-conflict.json"), again.Whole)
	again.Refused(t, 400, "Request_BadRequest", "Another object with the same value for property mailNickname already exists.")
	old := w.Tenant.Given.Group(identity.NewGroup{})
	require.NoError(t, s.Groups.Delete(t.Context(), old.ID))
	for _, c := range []struct{ fixture, method, path string }{
		{"group-get.json", "GET", "/groups/" + string(retail.ID)},
		{"group-get-select.json", "GET", "/groups/" + string(retail.ID) + "?$select=id,displayName"},
		{"groups-page.json", "GET", "/groups?$top=1"},
		{"group-members.json", "GET", "/groups/" + string(dynamics.ID) + "/members?$select=id,displayName"},
		{"group-members-user.json", "GET", "/groups/" + string(retail.ID) + "/members/microsoft.graph.user?$top=1"},
		{"group-owners.json", "GET", "/groups/" + string(retail.ID) + "/owners"},
		{"user-memberof.json", "GET", "/users/MeganB@contoso.com/memberOf?$top=1"},
		{"deleted-groups.json", "GET", "/directory/deletedItems/microsoft.graph.group?$select=id,displayName,deletedDateTime"},
		{"deleted-group-restore.json", "POST", "/directory/deletedItems/" + string(old.ID) + "/restore"},
	} {
		t.Run(c.fixture, func(t *testing.T) {
			got := w.Do(c.method, c.path, "")
			got.Want(t, http.StatusOK)
			wiretest.MustSameShape(t, wiretest.Fixture(t, c.fixture), got.Whole)
		})
	}
	got := wiretest.MustDecode[identity.Group](t, wiretest.Fixture(t, "group-full.json"))
	assert.Equal(t, "Everybody", got.Description)
}

// TestGroupsBothWays: create, get, list and the lists of objects answer in memory
// and over HTTP with equal values, empty lists and times included.
func TestGroupsBothWays(t *testing.T) {
	t.Parallel()
	type told struct {
		Created, Got, Sparse, Restored, Binned *identity.Group
		Listed                                 []*identity.Group
		Members, Owners, Memberships           []identity.DirectoryObject
	}
	tell := func(t *testing.T, m *admin.Test, s *identity.Service) (all told) {
		ctx, must := t.Context(), func(err error) { t.Helper(); require.NoError(t, err) }
		g := identity.NewGroup{
			DisplayName: "Every field", MailNickname: "every", Description: "d", GroupTypes: []string{"Unified", "DynamicMembership"}, Visibility: "Private",
			MembershipRule: "x", MembershipRuleProcessingState: "Paused", PreferredDataLocation: "EUR", PreferredLanguage: "de-DE", Theme: "Red",
			SecurityEnabled: new(true), Owners: []admin365.ObjectID{userID(t, m.Identity, "LeeG")},
		}
		var err error
		all.Created, err = s.Groups.Create(ctx, g)
		must(err)
		all.Got, err = s.Groups.Get(ctx, all.Created.ID)
		must(err)
		all.Sparse, err = s.Groups.Get(ctx, contosoGroup(t, s, "sg-Retail").ID)
		must(err)
		for o, err := range s.GroupMembers.ListTransitive(ctx, contosoGroup(t, s, "Dynamics Users").ID) {
			must(err)
			all.Members = append(all.Members, *o)
		}
		for o, err := range s.GroupOwners.List(ctx, all.Created.ID) {
			must(err)
			all.Owners = append(all.Owners, *o)
		}
		for o, err := range s.Memberships.ListTransitive(ctx, "AdeleV@contoso.com") {
			must(err)
			all.Memberships = append(all.Memberships, *o)
		}
		must(s.Groups.Delete(ctx, all.Created.ID))
		all.Binned, err = s.DeletedGroups.Get(ctx, all.Created.ID)
		must(err)
		all.Restored, err = s.DeletedGroups.Restore(ctx, all.Created.ID)
		must(err)
		for g, err := range s.Groups.List(ctx, identity.GroupQuery{OrderByDisplayName: true}) {
			must(err)
			all.Listed = append(all.Listed, g)
		}
		all.Created.CreatedDateTime, all.Created.RenewedDateTime = time.Time{}, time.Time{} // The clocks of two tenants differ by a moment.
		for _, g := range append([]*identity.Group{all.Got, all.Sparse, all.Restored, all.Binned}, all.Listed...) {
			g.CreatedDateTime, g.RenewedDateTime, g.DeletedDateTime = time.Time{}, time.Time{}, time.Time{}
		}
		return all
	}
	m, h := newTest(t), newTest(t)
	direct, wired := tell(t, m, m.Identity), tell(t, h, h.HTTP().Identity)
	assert.Equal(t, direct, wired)
	assert.Len(t, direct.Listed, 6)
	assert.Len(t, direct.Members, 6)
	assert.Equal(t, "every@contoso.com", direct.Created.Mail)
	assert.Nil(t, direct.Created.AssignedLicenses, "a create does not answer it")
	assert.NotNil(t, direct.Got.AssignedLicenses)
}

// TestGroupBodies: what the client sends is what the pages document, and no more.
func TestGroupBodies(t *testing.T) {
	t.Parallel()
	var sent []string
	m := newTest(t)
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
	spy := roundTrip(func(r *http.Request) (*http.Response, error) {
		var b []byte
		if r.Body != nil {
			b, _ = io.ReadAll(r.Body)
		}
		sent = append(sent, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/v1.0")+" "+string(b))
		r.Body = io.NopCloser(bytes.NewReader(b))
		return e.Transport().RoundTrip(r)
	})
	c, err := admin.New(admin.Config{TenantID: admin.ContosoTenantID, Credential: e.Credential(admin365.Caller{}), HTTPClient: &http.Client{Transport: spy}})
	require.NoError(t, err)
	s, ctx := c.Identity, t.Context()
	lee, alex, adele := userID(t, m.Identity, "LeeG"), userID(t, m.Identity, "AlexW"), userID(t, m.Identity, "AdeleV")
	const root = "https://graph.microsoft.com/v1.0/directoryObjects/"
	g, err := s.Groups.Create(ctx, identity.NewGroup{DisplayName: "G", MailNickname: "g", Members: []admin365.ObjectID{lee}, Owners: []admin365.ObjectID{alex}})
	require.NoError(t, err)
	require.NoError(t, s.Groups.Update(ctx, g.ID, identity.GroupPatch{Description: admin365.Null[string](), SecurityEnabled: new(true)}))
	require.NoError(t, s.GroupMembers.Add(ctx, g.ID, alex))
	require.NoError(t, s.GroupMembers.Remove(ctx, g.ID, alex))
	require.NoError(t, s.GroupMembers.Add(ctx, g.ID, alex, adele))
	require.NoError(t, s.GroupOwners.Add(ctx, g.ID, adele))
	require.NoError(t, s.GroupOwners.Remove(ctx, g.ID, adele))
	require.NoError(t, s.Groups.Delete(ctx, g.ID))
	_, err = s.DeletedGroups.Restore(ctx, g.ID)
	require.NoError(t, err)
	require.NoError(t, s.Groups.Delete(ctx, g.ID))
	require.NoError(t, s.DeletedGroups.Purge(ctx, g.ID))
	group := "/groups/" + string(g.ID)
	want := []string{
		`POST /groups {"displayName":"G","mailEnabled":false,"mailNickname":"g","members@odata.bind":["` + root + string(lee) + `"],"owners@odata.bind":["` + root + string(alex) + `"],"securityEnabled":true}`,
		"PATCH " + group + ` {"description":null,"securityEnabled":true}`,
		"POST " + group + `/members/$ref {"@odata.id":"` + root + string(alex) + `"}`,
		"DELETE " + group + "/members/" + string(alex) + "/$ref ",
		"PATCH " + group + ` {"members@odata.bind":["` + root + string(alex) + `","` + root + string(adele) + `"]}`,
		"POST " + group + `/owners/$ref {"@odata.id":"` + root + string(adele) + `"}`,
		"DELETE " + group + "/owners/" + string(adele) + "/$ref ",
		"DELETE " + group + " ",
		"GET /directory/deletedItems/" + string(g.ID) + "/microsoft.graph.group ",
		"POST /directory/deletedItems/" + string(g.ID) + "/restore ",
		"DELETE " + group + " ",
		"GET /directory/deletedItems/" + string(g.ID) + "/microsoft.graph.group ",
		"DELETE /directory/deletedItems/" + string(g.ID) + " ",
	}
	require.Len(t, sent, len(want))
	for i := range want {
		method, rest, _ := strings.Cut(want[i], "{")
		gotMethod, gotRest, _ := strings.Cut(sent[i], "{")
		assert.Equal(t, method, gotMethod)
		if rest != "" {
			assert.JSONEq(t, "{"+rest, "{"+gotRest)
		}
	}
	var ops []string
	for _, r := range m.Writes() {
		ops = append(ops, strings.TrimPrefix(r.Op, "identity."))
	}
	assert.Equal(t, strings.Fields(`Groups.Create Groups.Update GroupMembers.Add GroupMembers.Remove GroupMembers.AddSeveral GroupOwners.Add GroupOwners.Remove
		Groups.Delete DeletedGroups.Restore Groups.Delete DeletedGroups.Purge`), ops)
}

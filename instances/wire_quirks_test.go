package instances_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// properties are those of an environment that was answered.
func properties(t *testing.T, a reply) map[string]any {
	t.Helper()
	p, ok := a.want(t, 200)["properties"].(map[string]any)
	require.True(t, ok, "%s", a.body)
	return p
}

// values are the items of a list.
func values(t *testing.T, a reply) (items []map[string]any) {
	t.Helper()
	list, _ := a.want(t, 200)["value"].([]any)
	for _, v := range list {
		item, _ := v.(map[string]any)
		items = append(items, item)
	}
	return items
}

const newSandbox = `{"location":"europe","properties":{"displayName":"n","environmentSku":"Sandbox","databaseType":"CommonDataService"}}`

// TestPollsByVersion: where and how an operation is followed depends on the version.
// Source: Microsoft.PowerApps.Administration.PowerShell;
// microsoft/terraform-provider-power-platform.
func TestPollsByVersion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		version string
		running int
		path    string
	}{
		{"2023-06-01", 200, "/lifecycleOperations/"},
		{"2021-04-01", 200, "/lifecycleOperations/"},
		{"2020-08-01", 202, "/environments/"},
		{"2018-01-01", 202, "/environments/"},
	} {
		w := newWire(t)
		created := w.do("POST", bap+"/environments", c.version, newSandbox)
		created.want(t, 202)
		where := created.Header.Get("Location")
		assert.Equal(t, where, created.Header.Get("Operation-Location"), c.version)
		assert.Equal(t, "5", created.Header.Get("Retry-After"), c.version)
		assert.Contains(t, where, bap+c.path, c.version)
		assert.Contains(t, where, "api-version="+c.version)
		running := w.do("GET", where, "", "")
		assert.Equal(t, "NotStarted", running.want(t, c.running)["state"].(map[string]any)["id"], c.version) //nolint:forcetypeassert // A test.
		assert.Equal(t, "10", running.Header.Get("Retry-After"), c.version)
		w.Advance(time.Hour)
		done := w.do("GET", where, "", "")
		assert.Equal(t, "Succeeded", done.want(t, 200)["state"].(map[string]any)["id"], c.version) //nolint:forcetypeassert // A test.
		assert.Empty(t, done.Header.Get("Retry-After"), c.version)
		if c.running == 202 {
			// Clients cut the id out of the path.
			_, id, _ := strings.Cut(where, "/environments/")
			id, _, _ = strings.Cut(id, "/")
			w.do("GET", admins+"/"+id, newest, "").want(t, 200)
		}
	}
}

// TestCreateWithoutDatabase: nothing is followed, and without a type of database there is
// none, whatever else the body says.
func TestCreateWithoutDatabase(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	created := w.do("POST", bap+"/environments", newest, `{"location":"europe","properties":{"displayName":"n","environmentSku":"Sandbox","linkedEnvironmentMetadata":{"domainName":"gone"}}}`)
	m := created.want(t, 201)
	assert.Empty(t, created.Header.Get("Location"))
	id, _ := m["name"].(string)
	p := properties(t, w.do("GET", admins+"/"+id, newest, ""))
	assert.NotContains(t, p, "linkedEnvironmentMetadata")
	assert.NotContains(t, p, "databaseType")
	assert.Equal(t, "Succeeded", p["provisioningState"])

	added := w.do("POST", bap+"/environments/"+id+"/provisionInstance", "2021-04-01", `{"baseLanguage":"1031","currency":{"code":"EUR"}}`)
	body := added.want(t, 202)
	assert.Contains(t, body["id"], "/scopes/service/environments/"+id)
	assert.Equal(t, "LinkedDatabaseProvisioning", body["properties"].(map[string]any)["provisioningState"]) //nolint:forcetypeassert // A test.
	assert.Equal(t, "LinkedDatabaseProvisioning", properties(t, w.do("GET", added.Header.Get("Location"), "", ""))["provisioningState"])
	w.Advance(time.Hour)
	p = properties(t, w.do("GET", added.Header.Get("Location"), "", ""))
	assert.Equal(t, "Succeeded", p["provisioningState"])
	assert.InDelta(t, 1031, p["linkedEnvironmentMetadata"].(map[string]any)["baseLanguage"], 0) //nolint:forcetypeassert // A test.
}

// TestDeleteOnTheWire: since 2023-06-01 a deletion says why; one that meets another
// operation has no body.
func TestDeleteOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	dev := admins + "/" + string(w.byDomain("contoso-dev").ID)
	for _, body := range []string{"", `{}`, `{"code":""}`, `{"code":"Boredom"}`, `{"code":true}`} {
		w.do("DELETE", dev, newest, body).refused(t, 400, "InvalidOrMissingDeleteCode")
	}
	assert.Equal(t, true, w.do("POST", dev+"/validateDelete", "2018-01-01", "").want(t, 200)["canInitiateDelete"])
	deleted := w.do("DELETE", dev, newest, `{"Code":"7","Message":"x"}`)
	deleted.want(t, 202)
	assert.Equal(t, "30", deleted.Header.Get("Retry-After"))
	busy := w.do("DELETE", dev, "2018-01-01", "")
	assert.Equal(t, 409, busy.StatusCode)
	assert.Empty(t, busy.body)
	assert.Equal(t, "Deleting", properties(t, w.do("GET", dev, newest, ""))["provisioningState"])
	w.Advance(time.Hour)
	w.do("GET", dev, newest, "").refused(t, 404, "EnvironmentNotFound")
	bin := values(t, w.do("GET", bap+"/scopes/admin/deletedEnvironments?$expand=permissions", "2019-05-01", ""))
	require.Len(t, bin, 1)
	recovered := w.do("POST", bap+"/scopes/admin/deletedEnvironments/"+fmt.Sprint(bin[0]["name"])+"/recover", "2019-05-01", "")
	recovered.want(t, 202)
	w.do("GET", strings.Replace(recovered.Header.Get("Location"), "2019-05-01", "2018-01-01", 1), "", "").want(t, 202)

	w.do("DELETE", admins+"/~Default", newest, `{"code":"Manual"}`).refused(t, 400, "InvalidLifecycleOperationRequest")
	w.do("DELETE", admins+"/~Default", newest, `{"code":4}`).refused(t, 400, "InvalidLifecycleOperationRequest")
}

// TestReadsOnTheWire: aliases, conditions, makers.
func TestReadsOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	e := w.byDomain("contoso-dev")
	id := string(e.ID)
	for _, alias := range []string{"~default", "~Default", "Default-" + string(w.TenantID()), "default-" + strings.ToUpper(string(w.TenantID()))} {
		m := w.do("GET", admins+"/"+alias, newest, "").want(t, 200)
		assert.Equal(t, "Default-"+string(w.TenantID()), m["name"], alias)
	}
	for filter, want := range map[string]int{
		"properties/environmentSku eq 'Sandbox'":                                                   2,
		"properties.environmentSku eq 'Default'":                                                   1,
		"properties/linkedEnvironmentMetadata/resourceId eq " + string(e.Dataverse.OrganizationID): 1,
		"properties/parentEnvironmentGroup/id eq " + emptyGUID:                                     0,
	} {
		assert.Len(t, values(t, w.do("GET", admins+"?$filter="+filter, newest, "")), want, filter)
	}
	w.do("GET", admins+"?$filter=properties/displayName eq 'x'", newest, "").refused(t, 400, "InvalidRequestContent")
	w.do("GET", admins, "2020-10-02", "").refused(t, 400, "InvalidApiVersion")

	maker := bap + "/environments/" + id
	m := w.do("GET", maker, newest, "").want(t, 200)
	assert.Equal(t, "Microsoft.BusinessAppPlatform/environments", m["type"])
	assert.NotContains(t, m["properties"], "linkedEnvironmentMetadata")
	p := properties(t, w.do("GET", maker+"?$select=properties.linkedEnvironmentMetadata.instanceApiUrl", "2020-10-01", ""))
	assert.Equal(t, e.Dataverse.APIURL, p["linkedEnvironmentMetadata"].(map[string]any)["instanceApiUrl"]) //nolint:forcetypeassert // A test.
	assert.Len(t, values(t, w.do("GET", bap+"/environments", "2020-10-01", "")), 5)
	assert.NotContains(t, properties(t, w.do("GET", admins+"/"+id, newest, "")), "capacity")

	adele, err := w.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
	require.NoError(t, err)
	w.as(admin365.AsUser(adele.ID))
	w.do("GET", admins, newest, "").refused(t, 403, "UserMissingRequiredPermission")
	w.do("GET", maker, newest, "").refused(t, 403, "EnvironmentAccess")
	w.do("GET", bap+"/environments/~default", newest, "").want(t, 200)
	assert.Len(t, values(t, w.do("GET", bap+"/environments", newest, "")), 1)
}

// TestWholeEnvironmentSent: a client that sends all that it has read changes what is
// another alone.
func TestWholeEnvironmentSent(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	dev := w.byDomain("contoso-dev")
	address := admins + "/" + string(dev.ID)
	read := string(w.do("GET", address, newest, "").body)
	patched := w.do("PATCH", address+"?$expand=permissions", "2021-04-01", strings.ReplaceAll(read, "Contoso Dev", "Contoso Development"))
	patched.want(t, 202)
	assert.Contains(t, patched.Header.Get("Location"), "$expand=permissions")
	w.Advance(time.Hour)
	now := w.get(dev.ID)
	assert.Equal(t, "Contoso Development", now.DisplayName)
	assert.Equal(t, instances.RuntimeEnabled, now.Runtime)
	assert.Equal(t, dev.Dataverse.DomainName, now.Dataverse.DomainName)
	w.do("PATCH", address, "2021-04-01", `{"properties":{"linkedEnvironmentMetadata":{"securityGroupId":""}}}`).refused(t, 400, "InvalidSecurityGroupId")
	w.do("PATCH", address, "2021-04-01", `{"properties":{"bingChatEnabled":true}}`).want(t, 501)
	w.do("PATCH", address, "2021-04-01", `{"properties":{"retentionPeriod":"a week"}}`).refused(t, 400, "InvalidRequestContent")
	w.do("PATCH", address, "2021-04-01", `[`).refused(t, 400, "InvalidRequestContent")
	w.do("PATCH", address, "2021-04-01", `{"Properties":{"LinkedEnvironmentMetadata":{},"States":{"Runtime":{"Id":"AdminMode"}}}}`).want(t, 202)
	w.Advance(time.Hour)
	assert.Equal(t, instances.RuntimeAdminMode, w.get(dev.ID).Runtime)
	assert.Equal(t, instances.BackgroundDisabled, w.get(dev.ID).Dataverse.BackgroundOperations)
}

// TestOtherRoutes: what strangers ask besides.
func TestOtherRoutes(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	dev := w.byDomain("contoso-dev")
	id := string(dev.ID)
	flat := w.do("GET", bap+"/locations/europe/templates", "2019-10-01", "")
	assert.NotEmpty(t, values(t, flat))
	w.do("POST", bap+"/validateEnvironmentDetails", "2021-04-01", `{"domainName":"contoso-dev","environmentName":"`+id+`"}`).want(t, 200)
	w.do("POST", bap+"/validateEnvironmentDetails", "2021-04-01", `{"domainName":"contoso-dev","environmentLocation":"europe"}`).refused(t, 409, "DomainNameAlreadyInUse")
	w.do("POST", admins+"/"+emptyGUID+"/modifySku", "2021-04-01", `{"environmentSku":"Nonsense"}`).refused(t, 404, "EnvironmentNotFound")
	w.do("GET", bap+"/adminApplications/"+emptyGUID, "2020-10-01", "").refused(t, 400, "InvalidApplicationId")
	assert.Equal(t, dev.Dataverse.URL, w.do("GET", power+"/environmentManagement/Environments/"+id, "2024-10-01", "").want(t, 200)["url"])

	backup := w.do("POST", bap+"/environments/"+id+"/backups", "2021-04-01", `{"Label":"before","Notes":"x"}`).want(t, 201)
	require.NoError(t, w.Backstage.Instances.FinishAll(t.Context()))
	list := values(t, w.do("GET", bap+"/environments/"+id+"/backups", "2021-04-01", ""))
	assert.Equal(t, "before", list[0]["label"])
	w.do("POST", bap+"/environments/"+id+"/restoreTo", "2019-05-01", `{"SourceEnvironmentId":"`+id+`","RestorePointDateTime":"`+fmt.Sprint(backup["backupPointDateTime"])+`"}`).want(t, 202)
	history := w.do("GET", bap+"/lifecycleOperations?$filter=environment eq '"+id+"'", "2024-05-01", "")
	assert.Len(t, values(t, history), 2)
	w.do("GET", bap+"/lifecycleOperations?$filter=planet eq 'x'", "2024-05-01", "").refused(t, 400, "InvalidRequestContent")
	w.do("GET", bap+"/lifecycleOperations/"+emptyGUID, "2024-05-01", "").refused(t, 404, "OperationNotFound")
	require.NoError(t, w.Backstage.Instances.FinishAll(t.Context()))
	w.do("DELETE", bap+"/environments/"+id+"/backups/"+fmt.Sprint(backup["id"]), "2021-04-01", "").want(t, 204)

	group := w.do("POST", bap+"/environmentGroups", "2021-04-01", `{"displayName":"g","description":"d"}`).want(t, 201)
	gid := fmt.Sprint(group["id"])
	assert.Empty(t, differences(t, sampleOf(t, "instances/environment-group"), w.do("GET", bap+"/environmentGroups/"+gid, "2021-04-01", "").body))
	w.do("PATCH", admins+"/"+id, "2021-04-01", `{"properties":{"parentEnvironmentGroup":{"id":"`+gid+`"}}}`).want(t, 202)
	require.NoError(t, w.Backstage.Instances.FinishAll(t.Context()))
	w.do("DELETE", bap+"/environmentGroups/"+gid, "2021-04-01", "").refused(t, 409, "EnvironmentsInEnvironmentGroup")
	w.do("PUT", bap+"/environmentGroups/"+gid, "2021-04-01", `{"displayName":"h"}`).want(t, 200)
	w.do("GET", bap+"/environmentGroups/"+emptyGUID, "2021-04-01", "").refused(t, 404, "EnvironmentGroupNotFound")
	w.do("POST", power+"/environmentmanagement/provisioning/environments", "2024-10-01", `{}`).want(t, 501)
}

// TestPlatformAPI: the newer API says the same.
func TestPlatformAPI(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	const em, version = power + "/environmentmanagement", "2024-10-01"
	source, target := w.byDomain("contoso"), w.byDomain("contoso-uat")
	first := w.do("GET", em+"/environments?$top=2", version, "").want(t, 200)
	assert.Len(t, first["value"], 2)
	next, _ := first["@odata.nextlink"].(string)
	second := w.do("GET", next, "", "").want(t, 200)
	assert.Len(t, second["value"], 2)
	assert.Len(t, values(t, w.do("GET", em+"/environments?$filter=domainName eq 'contoso'", version, "")), 1)
	w.do("GET", em+"/environments?$filter=planet eq 'x'", version, "").want(t, 400)
	w.do("GET", em+"/environments?$top=x", version, "").want(t, 400)
	w.do("GET", em+"/environments?$orderby=id", version, "").want(t, 501)
	w.do("GET", em+"/environments/"+emptyGUID, version, "").want(t, 404)

	copied := w.do("POST", em+"/environments/"+string(target.ID)+"/Copy", version, `{"copyType":"Minimal","sourceEnvironmentId":"`+string(source.ID)+`","copyOptions":{"environmentNameToOverride":"Copied"}}`)
	o := copied.want(t, 202)
	assert.Equal(t, "Queued", o["status"])
	w.Advance(24 * time.Hour)
	o = w.do("GET", em+"/operations/"+fmt.Sprint(o["operationId"]), version, "").want(t, 200)
	assert.Equal(t, "Succeeded", o["status"])
	assert.Equal(t, "Copied", o["updatedEnvironment"].(map[string]any)["displayName"]) //nolint:forcetypeassert // A test.
	history := w.do("GET", em+"/environments/"+string(target.ID)+"/operations", version, "").want(t, 200)
	assert.Len(t, history["collection"], 1)
	w.do("GET", em+"/environments/"+string(source.ID)+"/operations/"+fmt.Sprint(o["operationId"]), version, "").want(t, 404)
	w.do("DELETE", em+"/environments/"+string(target.ID), version, "").want(t, 202)
	require.NoError(t, w.Backstage.Instances.FinishAll(t.Context()))
	w.do("POST", em+"/environments/"+string(target.ID)+"/recover", version, "").want(t, 202)
}

// TestFeaturesOnTheWire: the admin center's own API, which is odd.
func TestFeaturesOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	dev := w.byDomain("contoso-dev")
	var organizations []struct{ ID, CrmGeo string }
	require.NoError(t, json.Unmarshal(w.do("GET", center+"/api/tenants/mytenant/organizations", "", "").body, &organizations))
	assert.Len(t, organizations, 4)
	features := center + "/api/environments/" + string(dev.Dataverse.OrganizationID) + "/features"
	got := w.do("GET", features+"?geo=EMEA", "", "")
	m := got.want(t, 200)
	assert.InDelta(t, 3, m["count"], 0)
	assert.Contains(t, string(got.body), `"FeatureName":"April2026Update"`)
	assert.Equal(t, 500, w.do("GET", features, "", "").StatusCode)
	bad := w.do("GET", features+"?geo=ZZ", "", "")
	assert.Equal(t, 400, bad.StatusCode)
	assert.JSONEq(t, `["The value 'ZZ' is not valid."]`, string(bad.body))
	strange := w.do("GET", center+"/api/environments/"+emptyGUID+"/features?geo=EMEA", "", "")
	assert.Equal(t, 403, strange.StatusCode)
	assert.Empty(t, strange.body)
	enabled := w.do("POST", features+"/April2026Update/enable?geo=EMEA", "", "")
	assert.Equal(t, 200, enabled.StatusCode)
	assert.Empty(t, enabled.body)
}

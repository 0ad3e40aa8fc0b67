package instances_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/instances"
)

// code is a request to the platform that is refused, and with what.
type code struct {
	method, address, body string
	status                int
	code, says, why       string
}

// refuses asserts that each request is refused with its own code, and changes nothing.
func (w *wire) refuses(cases []code) {
	w.t.Helper()
	for _, c := range cases {
		before := w.Snapshot()
		a := w.do(c.method, c.address, newest, c.body)
		var got struct {
			Error         struct{ Code, Message string }
			Code, Message string
		}
		_ = json.Unmarshal(a.body, &got)
		if got.Error.Code == "" {
			got.Error.Code, got.Error.Message = got.Code, got.Message
		}
		assert.Equal(w.t, c.status, a.StatusCode, "%s %s %s: %s: %s", c.method, c.address, c.body, c.why, a.body)
		assert.Equal(w.t, c.code, got.Error.Code, "%s %s %s: %s", c.method, c.address, c.body, c.why)
		assert.Contains(w.t, got.Error.Message, c.says, "%s %s %s: %s", c.method, c.address, c.body, c.why)
		assert.Empty(w.t, w.Changes(before), "%s %s %s: it was refused", c.method, c.address, c.body)
	}
}

// made is the body of a creation with more members, and of the database.
func made(more, database string) string {
	if database != "" {
		database = `,"databaseType":"CommonDataService","linkedEnvironmentMetadata":{` + database + `}`
	}
	return `{"location":"europe","properties":{"displayName":"New"` + more + database + `}}`
}

const (
	notAllowed = "InvalidLifecycleOperationRequest"
	badContent = "InvalidRequestContent"
	nobodysID  = "deadbeef-0000-4000-8000-000000000001"
)

// TestCodesOfMaking: what is wrong with a new environment or an edit is said by the code of
// the contract: a program tells a taken domain from a bad one.
func TestCodesOfMaking(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	const sku = `,"environmentSku":"Sandbox"`
	at := bap + "/environments"
	w.refuses([]code{
		{"POST", at, `{"location":"europe","properties":{"environmentSku":"Sandbox"}}`, 400, "EnvironmentDisplayNameNotFound", "", "the name is mandatory"},
		{"POST", at, `{"location":"europe","properties":{"displayName":" ","environmentSku":"Sandbox"}}`, 400, "EnvironmentDisplayNameNotFound", "", "blank is none"},
		{"POST", at, made("", ""), 400, "InvalidEnvironmentSku", "", "the type is mandatory"},
		{"POST", at, made(`,"environmentSku":"Default"`, ""), 400, "InvalidEnvironmentSku", "'Default'", "there is one, and nobody makes another"},
		{"POST", at, made(`,"environmentSku":"Teams"`, ""), 400, "InvalidEnvironmentSku", "'Teams'", "Teams makes them"},
		{"POST", at, `{"location":"mars","properties":{"displayName":"n","environmentSku":"Sandbox"}}`, 400, "EnvironmentLocationUnsupported", "'mars' is not supported. Supported locations are: ", "the text lists the valid ones"},
		{"POST", at, made(sku+`,"azureRegion":"westus"`, ""), 400, badContent, "'azureRegion'", "that is no region of Europe"},
		{"POST", at, made(sku+`,"updateCadence":{"id":"Never"}`, ""), 400, badContent, "'updateCadence'", "two are known"},
		{"POST", at, made(sku+`,"parentEnvironmentGroup":{"id":"`+nobodysID+`"}`, ""), 404, "EnvironmentGroupNotFound", nobodysID, "no such group"},
		{"POST", at, made(sku+`,"usedBy":{"id":"`+nobodysID+`","type":"User"}`, ""), 400, "UsedByInvalidInRequest", "'Sandbox'", "only a developer's environment is for somebody"},
		{"POST", at, made(`,"environmentSku":"Developer","usedBy":{"id":"`+nobodysID+`","type":"User"}`, ""), 400, "UsedByInvalidInRequest", "'Developer'", "nobody"},
		{"POST", at, made(sku, `"domainName":"1x"`), 400, "InvalidDomainName", "'1x'", "a letter first"},
		{"POST", at, made(sku, `"domainName":"a_b"`), 400, "InvalidDomainName", "'a_b'", "letters, digits and hyphens"},
		{"POST", at, made(sku, `"domainName":"contoso"`), 409, "DomainNameAlreadyInUse", "'contoso'", "taken"},
		{"POST", at, made(sku, `"baseLanguage":9999`), 400, badContent, "'baseLanguage'", "no language"},
		{"POST", at, made(sku, `"currency":{"code":"XXX"}`), 400, badContent, "'currency'", "no currency"},
		{"POST", at, made(sku, `"templates":["D365_Sales","D365_Moon"]`), 400, badContent, "'D365_Moon' of the property 'templates'", "no template"},
		{"POST", at, made(sku, `"securityGroupId":"x"`), 400, "InvalidSecurityGroupId", "'x'", "no id"},
	})
	dev := admins + "/" + string(w.byDomain("contoso-dev").ID)
	w.refuses([]code{
		{"PATCH", dev, `{"properties":{"displayName":" "}}`, 400, "EnvironmentDisplayNameNotFound", "", "blank is none"},
		{"PATCH", dev, `{"properties":{"updateCadence":{"id":"Never"}}}`, 400, badContent, "'Never' of the property 'updateCadence'", "two are known"},
		{"PATCH", dev, `{"properties":{"parentEnvironmentGroup":{"id":"` + nobodysID + `"}}}`, 404, "EnvironmentGroupNotFound", nobodysID, "no such group"},
		{"PATCH", dev, `{"properties":{"linkedEnvironmentMetadata":{"securityGroupId":""}}}`, 400, "InvalidSecurityGroupId", "", "to open it is the zero GUID"},
		{"PATCH", dev, `{"properties":{"linkedEnvironmentMetadata":{"securityGroupId":"x"}}}`, 400, "InvalidSecurityGroupId", "'x'", "no id"},
		{"PATCH", dev, `{"properties":{"linkedEnvironmentMetadata":{"domainName":"-a"}}}`, 400, "InvalidDomainName", "'-a'", "a letter first"},
		{"PATCH", dev, `{"properties":{"linkedEnvironmentMetadata":{"domainName":"contoso-uat"}}}`, 409, "DomainNameAlreadyInUse", "'contoso-uat'", "taken"},
		{"PATCH", dev, `{"properties":{"states":{"runtime":{"id":"Asleep"}}}}`, 400, badContent, "'Asleep' of the property 'states.runtime.id'", "no state"},
		{"PATCH", dev, `{"properties":{"linkedEnvironmentMetadata":{"backgroundOperationsState":"Maybe"}}}`, 400, badContent, "'Maybe' of the property 'backgroundOperationsState'", "on or off"},
		{"PATCH", dev, `{"properties":{"linkedEnvironmentMetadata":{"backgroundOperationsState":"Disabled"}}}`, 400, notAllowed, "only while the environment is in administration mode", "it works"},
		{"PATCH", dev, `{"properties":{"retentionPeriod":"P14D"}}`, 400, notAllowed, "Edit cannot be performed on environment of type Sandbox", "a production's choice"},
		{"PATCH", dev, `{"properties":{"retentionPeriod":"P8D"}}`, 400, badContent, "'P8D' of the property 'retentionPeriod'", "weeks"},
		{"PATCH", dev, `{"properties":{"retentionPeriod":"P35D"}}`, 400, badContent, "'P35D' of the property 'retentionPeriod'", "four at most"},
		{"PATCH", admins + "/" + string(w.byDomain("contoso").ID), `{"properties":{"retentionPeriod":"P14D"}}`, 400, notAllowed, "governance configuration", "with applications of Dynamics 365 it is four weeks"},
		{"PATCH", admins + "/~default", `{"properties":{"states":{"runtime":{"id":"AdminMode"}}}}`, 400, notAllowed, "no linked CDS instance", "there is nothing to sign in to"},
		{"PATCH", admins + "/" + nobodysID, `{"properties":{"displayName":"n"}}`, 404, "EnvironmentNotFound", nobodysID, "no such environment"},
	})
	check := bap + "/validateEnvironmentDetails"
	w.refuses([]code{
		{"POST", check, `{"environmentLocation":"europe"}`, 400, "InvalidValidateEnvironmentDomainName", "", "the domain is missing"},
		{"POST", check, `{"domainName":"a.b","environmentLocation":"europe"}`, 400, "InvalidDomainName", "'a.b'", "a dot"},
		{"POST", check, `{"domainName":"CONTOSO","environmentLocation":"europe"}`, 409, "DomainNameAlreadyInUse", "", "taken, whatever the letter case"},
		{"POST", check, `{"domainName":"free","environmentLocation":"mars"}`, 400, "EnvironmentLocationUnsupported", "'mars'", "nowhere"},
	})
	assert.Equal(t, 200, w.do("POST", check, newest, `{"domainName":"contoso","environmentLocation":"asia"}`).StatusCode, "there it is free")
}

// TestCodesOfLifecycle: the same for what is done with environments, their backups and
// operations, and with applications.
func TestCodesOfLifecycle(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	production, uat, dev := string(w.byDomain("contoso").ID), string(w.byDomain("contoso-uat").ID), string(w.byDomain("contoso-dev").ID)
	at := bap + "/environments/"
	point := w.Now().Add(-day).Format(time.RFC3339)
	const old = "2020-01-01T00:00:00Z"
	w.refuses([]code{
		{"POST", at + dev + "/copyTo", `{"SourceEnvironmentId":"` + uat + `","CopyType":"Half"}`, 400, badContent, "'Half' of the property 'copyType'", "full or minimal"},
		{"POST", at + dev + "/copyTo", `{"SourceEnvironmentId":"` + nobodysID + `","CopyType":"FullCopy"}`, 404, "EnvironmentNotFound", nobodysID, "no such source"},
		{"POST", at + dev + "/copyTo", `{"SourceEnvironmentId":"` + dev + `","CopyType":"FullCopy"}`, 400, notAllowed, "must be different environments", "onto itself"},
		{"POST", at + production + "/copyTo", `{"SourceEnvironmentId":"` + uat + `","CopyType":"FullCopy"}`, 400, notAllowed, "Copy cannot be performed on environment of type Production", "never onto a production"},
		{"POST", at + dev + "/copyTo", `{"SourceEnvironmentId":"` + uat + `","CopyType":"FullCopy"}`, 400, notAllowed, "Copy cannot be performed on Power Platform environment because of the governance", "a Managed one onto one that is not"},
		{"POST", at + uat + "/copyTo", `{"SourceEnvironmentId":"~default","CopyType":"FullCopy"}`, 400, notAllowed, "Copy cannot be performed on environment of type Default", "never from the default"},
		{"POST", at + uat + "/copyTo", `{"SourceEnvironmentId":"` + dev + `","CopyType":"FullCopy","TargetEnvironmentName":" "}`, 400, badContent, "'displayName'", "blank is no name"},
		{"POST", at + uat + "/copyTo", `{"SourceEnvironmentId":"` + dev + `","CopyType":"FullCopy","TargetSecurityGroupId":"x"}`, 400, "InvalidSecurityGroupId", "'x'", "no id"},
		{"POST", at + uat + "/restoreTo", `{"SourceEnvironmentId":"` + dev + `"}`, 400, badContent, "'restorePointDateTime'", "when"},
		{"POST", at + uat + "/restoreTo", `{"SourceEnvironmentId":"` + dev + `","RestorePointDateTime":"` + old + `"}`, 400, "InvalidRestorePoint", "'" + old + "'", "nobody keeps it that long"},
		{"POST", at + production + "/restoreTo", `{"SourceEnvironmentId":"` + production + `","RestorePointDateTime":"` + point + `"}`, 400, notAllowed, "Restore cannot be performed on environment of type Production", "never onto a production"},
		{"POST", at + dev + "/restoreTo", `{"SourceEnvironmentId":"` + production + `","RestorePointDateTime":"` + point + `"}`, 400, notAllowed, "governance", "a Managed one onto one that is not"},
		{"POST", at + production + "/reset", `{}`, 400, notAllowed, "Reset cannot be performed on environment of type Production", "switch it first"},
		{"POST", at + dev + "/reset", `{"FriendlyName":" "}`, 400, badContent, "'displayName'", "blank is no name"},
		{"POST", at + dev + "/reset", `{"DomainName":"contoso"}`, 409, "DomainNameAlreadyInUse", "'contoso'", "taken"},
		{"POST", at + dev + "/reset", `{"BaseLanguageCode":1}`, 400, badContent, "'baseLanguage'", "no language"},
		{"POST", at + dev + "/reset", `{"Currency":{"Code":"ABC"}}`, 400, badContent, "'currency'", "no currency"},
		{"POST", at + dev + "/reset", `{"Templates":["D365_Moon"]}`, 400, badContent, "'templates'", "no template"},
		{"POST", at + dev + "/reset", `{"SecurityGroupId":"x"}`, 400, "InvalidSecurityGroupId", "'x'", "no id"},
		{"POST", at + dev + "/backups", `{}`, 400, "InvalidBackupLabel", "", "the label is mandatory"},
		{"POST", at + "~default/backups", `{"Label":"x"}`, 400, notAllowed, "Backup cannot be performed on environment of type Default", "not by hand"},
		{"DELETE", at + dev + "/backups/" + nobodysID, "", 404, "EnvironmentBackupNotFound", nobodysID, "no such backup"},
		{"POST", at + dev + "/provisionInstance", `{}`, 400, notAllowed, "Provision cannot be performed because there is no linked CDS instance or", "it has one"},
		{"POST", at + "~default/governanceConfiguration", `{"protectionLevel":"Standard"}`, 400, notAllowed, "no linked CDS instance", "without Dataverse"},
		{"POST", admins + "/" + dev + "/modifySku", `{"environmentSku":"Sandbox"}`, 400, notAllowed, "already of type Sandbox", "it is one"},
		{"POST", admins + "/" + dev + "/modifySku", `{"environmentSku":"Trial"}`, 400, "InvalidEnvironmentSku", "'Trial'", "nothing becomes a trial"},
		{"POST", admins + "/~default/modifySku", `{"environmentSku":"Production"}`, 400, notAllowed, "Convert cannot be performed on environment of type Default", "never"},
		{"POST", admins + "/" + nobodysID + "/modifySku", `{"environmentSku":"Nothing"}`, 404, "EnvironmentNotFound", nobodysID, "the environment is looked for first"},
		{"DELETE", admins + "/~default", `{"code":"7"}`, 400, notAllowed, "Delete cannot be performed on environment of type Default", "never"},
		{"GET", bap + "/lifecycleOperations/" + nobodysID, "", 404, "OperationNotFound", nobodysID, "no such operation"},
		{"GET", bap + "/locations/mars/environmentCurrencies", "", 400, "EnvironmentLocationUnsupported", "'mars'", "nowhere"},
		{"GET", bap + "/locations/mars/environmentLanguages", "", 400, "EnvironmentLocationUnsupported", "'mars'", "nowhere"},
		{"GET", bap + "/locations/mars/templates", "", 400, "EnvironmentLocationUnsupported", "'mars'", "nowhere"},
		{"PUT", bap + "/adminApplications/x", "", 400, "InvalidApplicationId", "not valid", "no id"},
		{"GET", bap + "/adminApplications/" + nobodysID, "", 400, "InvalidApplicationId", "is not registered", "it is not on the list"},
		{"DELETE", bap + "/adminApplications/" + nobodysID, "", 400, "InvalidApplicationId", "is not registered", "it is not on the list"},
	})
	for b, err := range w.Instances.Backups.List(t.Context(), instances.EnvironmentID(dev)) {
		require.NoError(t, err)
		w.refuses([]code{{"DELETE", at + dev + "/backups/" + string(b.ID), "", 400, notAllowed, "System backups cannot be deleted", "it is the service's"}})
		break
	}
	packages := power + "/appmanagement/environments/"
	for _, c := range []code{
		{"POST", packages + dev + "/applicationPackages/nothing/install", "{}", 404, "ApplicationPackageNotFound", "'nothing'", "no such application"},
		{"POST", packages + dev + "/applicationPackages/" + dualWrite + "/install", "{}", 400, "CustomInstallExperience", "Custom Install Experience", "it has its own way"},
		{"POST", packages + dev + "/applicationPackages/" + sales + "/install", "{}", 409, "ApplicationAlreadyInstalled", sales, "it is there"},
		{"POST", packages + "~default/applicationPackages/" + sales + "/install", "{}", 400, notAllowed, "no linked CDS instance", "there is no Dataverse"},
		{"GET", packages + dev + "/applicationPackages?appInstallState=Some", "", 400, badContent, "'appInstallState'", "three are known"},
		{"GET", packages + dev + "/operations/" + nobodysID, "", 404, "OperationNotFound", nobodysID, "no such operation"},
	} {
		a := w.do(c.method, c.address, "2024-10-01", c.body)
		assert.Equal(t, c.status, a.StatusCode, "%s: %s: %s", c.address, c.why, a.body)
		assert.Contains(t, string(a.body), c.code, "%s: %s", c.address, c.why)
		assert.Contains(t, string(a.body), c.says, "%s: %s", c.address, c.why)
	}
}

// TestFailedInstallOnTheWire: who follows an installation by its address is told that it
// failed, and why.
func TestFailedInstallOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	dev := w.byDomain("contoso-dev").ID
	op, err := w.Instances.Solutions.Install(t.Context(), dev, voice)
	require.NoError(t, err)
	address := power + "/appmanagement/environments/" + string(dev) + "/operations/" + idOf(op.ID)
	got := w.do("GET", address, "2024-10-01", "").want(t, 200)
	assert.Equal(t, []any{"NotStarted", nil}, []any{got["status"], got["error"]})
	require.NoError(t, w.Backstage.Instances.FailInstall(t.Context(), op.ID, "No room."))
	got = w.do("GET", address, "2024-10-01", "").want(t, 200)
	assert.Equal(t, []any{"Failed", "No room."}, []any{got["status"], got["statusMessage"]})
	assert.Contains(t, got["error"], "message")
}

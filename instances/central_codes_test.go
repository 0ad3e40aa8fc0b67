package instances_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365/internal/tenant"
)

// centralCode is a request that is refused, and with what.
type centralCode struct {
	method, path, body string
	status             int
	// says is the code, a colon, and what the text names: the property, or the rule.
	says, why string
}

// refuses asserts that each request is refused with its own code, and changes nothing.
func (r *raw) refuses(environment string, cases []centralCode) {
	r.t.Helper()
	for _, c := range cases {
		path := c.path
		if !strings.HasPrefix(path, "/") {
			path = "/admin/v2.28/applications/BusinessCentral/environments/" + environment
			if c.path != "" {
				path += "/" + c.path
			}
		}
		before := r.m.Snapshot()
		status, got := r.ask(c.method, path, c.body)
		code, text, _ := strings.Cut(c.says, ": ")
		gotCode, gotText, _ := strings.Cut(got, ": ")
		assert.Equal(r.t, c.status, status, "%s %s %s: %s", c.method, path, c.body, c.why)
		assert.Equal(r.t, code, gotCode, "%s %s %s: %s", c.method, path, c.body, c.why)
		assert.Contains(r.t, gotText, text, "%s %s %s: %s", c.method, path, c.body, c.why)
		assert.Empty(r.t, r.m.Changes(before), "%s %s %s: it was refused", c.method, path, c.body)
	}
}

// appID is the id of an app of the Marketplace in memory.
func appID(name string) string { return tenant.NameKey("app", name).String() }

// TestCentralCodesOfMaking: what is wrong with a new environment is said by the code of the
// contract, and by the property: a program tells a taken name from a bad one.
func TestCentralCodesOfMaking(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	r.refuses("New", []centralCode{
		{"PUT", "", "", 400, "requestBodyRequired", "nothing was said"},
		{"PUT", "", `{"countryCode":"DK"}`, 400, "invalidInput: 'environmentType'", "the type is mandatory"},
		{"PUT", "", `{"environmentType":"Trial","countryCode":"DK"}`, 400, "invalidInput: 'environmentType'", "there are two types"},
		{"PUT", "", `{"environmentType":"Sandbox"}`, 400, "invalidInput: 'countryCode'", "the country is mandatory"},
		{"PUT", "", `{"environmentType":"Sandbox","countryCode":"XX"}`, 400, "invalidInput: 'countryCode'", "it is nowhere"},
		{"PUT", "", `{"environmentType":"Sandbox","countryCode":"DK","ringName":"moon"}`, 404, "ResourceDoesNotExist: 'moon'", "no such ring"},
		{"PUT", "", `{"environmentType":"Sandbox","countryCode":"DK","ringName":"PREVIEW"}`, 404, "ResourceDoesNotExist: 'PREVIEW'", "in January there is no preview"},
		{"PUT", "", `{"environmentType":"Production","countryCode":"DK","ringName":"FAST"}`, 400, "invalidInput: 'ringName'", "production only on the production ring"},
		{"PUT", "", `{"environmentType":"Sandbox","countryCode":"DK","applicationVersion":"1.0.0.0"}`, 400, "invalidInput: 'applicationVersion'", "the ring does not have it"},
		{"PUT", "/admin/v2.28/applications/Excel/environments/New", `{"environmentType":"Sandbox","countryCode":"DK"}`, 404, "applicationTypeDoesNotExist: 'Excel'", "no such family"},
		{"PUT", "/admin/v2.28/applications/BusinessCentral/environments/1x", `{"environmentType":"Sandbox","countryCode":"DK"}`, 400, "environmentNameNotValid: '1x'", "a letter first"},
		{"PUT", "/admin/v2.28/applications/BusinessCentral/environments/admin", `{"environmentType":"Sandbox","countryCode":"DK"}`, 400, "cannotCreateNamedEnvironment: 'admin'", "a reserved word"},
		{"PUT", "/admin/v2.28/applications/BusinessCentral/environments/SANDBOX", `{"environmentType":"Sandbox","countryCode":"DK"}`, 400, "resourceExists: 'SANDBOX'", "taken, whatever the letter case"},
	})
	r.refuses("Production", []centralCode{
		{"POST", "copy", `{"environmentName":"Twin"}`, 400, "invalidInput: 'type'", "the type is mandatory"},
		{"POST", "copy", `{"environmentName":"","type":"Sandbox"}`, 400, "environmentNameNotValid", "the name is"},
		{"POST", "copy", `{"environmentName":"Sandbox","type":"Sandbox"}`, 400, "resourceExists: 'Sandbox'", "taken"},
		{"POST", "copy", `{"environmentName":"production","type":"Sandbox"}`, 400, "cannotCreateNamedEnvironment", "a sandbox is not called production"},
		{"POST", "rename", `{"NewEnvironmentName":""}`, 400, "invalidInput: 'NewEnvironmentName'", "mandatory"},
		{"POST", "rename", `{"NewEnvironmentName":"sandbox"}`, 400, "cannotCreateNamedEnvironment", "a production is not called sandbox"},
		{"POST", "rename", `{"NewEnvironmentName":"Production"}`, 400, "resourceExists: 'Production'", "it is called that"},
		{"POST", "rename", `{"NewEnvironmentName":"production-uk"}`, 400, "resourceExists: 'production-uk'", "another one is"},
		{"POST", "restore", `{"EnvironmentType":"Sandbox","PointInTime":"2026-01-05T08:00:00Z"}`, 400, "invalidInput: 'EnvironmentName'", "mandatory"},
		{"POST", "restore", `{"EnvironmentName":"Former","PointInTime":"2026-01-05T08:00:00Z"}`, 400, "invalidInput: 'EnvironmentType'", "mandatory"},
		{"POST", "restore", `{"EnvironmentName":"Former","EnvironmentType":"Sandbox"}`, 400, "invalidInput: 'PointInTime'", "mandatory"},
		{"POST", "restore", `{"EnvironmentName":"9","EnvironmentType":"Sandbox","PointInTime":"2026-01-05T08:00:00Z"}`, 400, "environmentNameNotValid: '9'", "a letter first"},
		{"POST", "restore", `{"EnvironmentName":"Former","EnvironmentType":"Sandbox","PointInTime":"2025-11-01T08:00:00Z"}`, 400, "PitRestoreFailed: point in time", "more than four weeks ago"},
		{"POST", "restore", `{"EnvironmentName":"Former","EnvironmentType":"Sandbox","PointInTime":"2026-01-05T09:01:00Z"}`, 400, "PitRestoreFailed: point in time", "not yet"},
		{"POST", "restore", `{"EnvironmentName":"Sandbox","EnvironmentType":"Sandbox","PointInTime":"2026-01-05T08:00:00Z"}`, 400, "PitRestoreFailed: 'Sandbox' exists", "taken"},
		{"POST", "recover", "", 400, "invalidStatusCannotRecoverDeletedEnvironment", "it is not deleted"},
	})
	status, got := r.ask("POST", rawProduction+"/rename", `{"NewEnvironmentName":"PRODUCTION"}`)
	assert.Equal(t, 202, status, "its own name in another letter case is free: %s", got)
}

// TestCentralCodesOfSettings: the same for what is set on an environment, and for the people
// and applications of the tenant.
func TestCentralCodesOfSettings(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	const partner = "11111111-0000-4000-8000-000000000001"
	r.refuses("Production", []centralCode{
		{"PUT", "settings/upgrade", `{"preferredStartTime":"20:00","preferredEndTime":"06:00","timeZoneId":"UTC","preferredEndTimeUtc":"2026-01-05T06:00:00Z"}`, 400, "invalidInput: 'preferredStartTimeUtc'", "one form or the other"},
		{"PUT", "settings/upgrade", `{"preferredStartTime":"20:00","preferredEndTime":"06:00","timeZoneId":"Europe/Copenhagen"}`, 400, "invalidInput: 'timeZoneId'", "the names are those of Windows"},
		{"PUT", "settings/upgrade", `{"preferredStartTime":"24:00","preferredEndTime":"06:00","timeZoneId":"UTC"}`, 400, "invalidInput: 'preferredStartTime'", "no time of day"},
		{"PUT", "settings/upgrade", `{"preferredStartTime":"20:00","preferredEndTime":"6 o'clock","timeZoneId":"UTC"}`, 400, "invalidInput: 'preferredEndTime'", "no time of day"},
		{"PUT", "settings/upgrade", `{"preferredStartTime":"20:00","preferredEndTime":"01:59","timeZoneId":"UTC"}`, 400, "invalidRange: six hours", "a minute less than six hours"},
		{"PUT", "settings/upgrade", `{"preferredStartTime":"20:00","preferredEndTime":"20:00","timeZoneId":"UTC"}`, 400, "invalidRange: six hours", "no window at all"},
		{"PUT", "settings/upgrade", `{"preferredEndTimeUtc":"2026-01-05T06:00:00Z"}`, 400, "requestBodyRequired", "half of a window"},
		{"PUT", "settings/appSourceAppsUpdateCadence", `{"value":"Never"}`, 400, "invalidInput: 'value'", "three are known"},
		{"PUT", "settings/partneraccess", `{"status":"Some"}`, 400, "invalidInput: 'status'", "three are known"},
		{"PUT", "settings/partneraccess", `{"status":"AllowSelectedPartnerTenants"}`, 400, "invalidInput", "which, then"},
		{"PUT", "settings/partneraccess", `{"status":"AllowAllPartnerTenants","allowedPartnerTenantIds":["` + partner + `"]}`, 400, "invalidInput: 'allowedPartnerTenantIds'", "all, or some"},
		{"PUT", "settings/partneraccess", `{"status":"AllowSelectedPartnerTenants","allowedPartnerTenantIds":["` + partner + `","x"]}`, 400, "invalidInput: 'allowedPartnerTenantIds'", "x is no tenant"},
		{"POST", "settings/securitygroupaccess", `{"Value":"` + partner + `"}`, 404, "ResourceDoesNotExist: group", "nobody knows that group"},
		{"POST", "settings/securitygroupaccess", `{"Value":"x"}`, 404, "ResourceDoesNotExist: group", "no id"},
		{"PUT", "/admin/v2.28/settings/notification/recipients", `{"email":"a@contoso.com"}`, 400, "invalidInput: 'name'", "mandatory"},
		{"PUT", "/admin/v2.28/settings/notification/recipients", `{"email":"a@contoso.com","name":" "}`, 400, "invalidInput: 'name'", "blank is none"},
		{"PUT", "/admin/v2.28/settings/notification/recipients", `{"name":"A"}`, 400, "invalidInput: 'email'", "mandatory"},
		{"PUT", "/admin/v2.28/settings/notification/recipients", `{"email":"contoso.com","name":"A"}`, 400, "invalidInput: 'email'", "no address"},
		{"PUT", "/admin/v2.28/settings/notification/recipients", `{"email":"@contoso.com","name":"A"}`, 400, "invalidInput: 'email'", "nobody"},
		{"PUT", "/admin/v2.28/settings/notification/recipients", `{"email":"a@","name":"A"}`, 400, "invalidInput: 'email'", "nowhere"},
		{"PUT", "/admin/v2.28/settings/notification/recipients", `{"email":"a <a@contoso.com>","name":"A"}`, 400, "invalidInput: 'email'", "more than an address"},
		{"DELETE", "/admin/v2.28/settings/notification/recipients/" + partner, "", 404, "ResourceDoesNotExist: recipient", "nobody"},
		{"PUT", "/admin/v2.28/authorizedAadApps/x", "", 400, "invalidInput: 'appId'", "no id"},
		{"DELETE", "/admin/v2.28/authorizedAadApps/" + partner, "", 404, "ResourceDoesNotExist: not authorized", "it is not on the list"},
		{"GET", "/admin/v2.28/applications/BusinessCentral/Countries/XX/Rings/PROD", "", 404, "ResourceDoesNotExist: 'XX'", "nowhere"},
		{"GET", "/admin/v2.28/applications/BusinessCentral/Countries/DK/Rings/moon", "", 404, "ResourceDoesNotExist: 'moon'", "no such ring"},
		{"GET", "/admin/v2.28/applications/Excel/Countries/DK/Rings/PROD", "", 404, "applicationTypeDoesNotExist", "no such family"},
	})
	for _, body := range []string{
		`{"preferredStartTime":"20:00","preferredEndTime":"02:00","timeZoneId":"UTC"}`,
		`{"preferredStartTime":"01:00","preferredEndTime":"07:00","timeZoneId":"UTC"}`,
	} {
		status, got := r.ask("PUT", "/admin/v2.28/applications/BusinessCentral/environments/Sandbox/settings/upgrade", body)
		assert.Equal(t, 200, status, "six hours are enough: %s", got)
	}
	status, got := r.ask("PUT", rawProduction+"/settings/partneraccess", `{"status":"AllowSelectedPartnerTenants","allowedPartnerTenantIds":["`+partner+`"]}`)
	assert.Equal(t, 200, status, got)
	_, got = r.ask("GET", rawProduction+"/settings/partneraccess", "")
	assert.Contains(t, got, partner)
}

// TestCentralCodesOfApps: the same for apps.
func TestCentralCodesOfApps(t *testing.T) {
	t.Parallel()
	r := newRaw(t)
	core, reports, tailspin, base := appID("Contoso Core"), appID("Contoso Reports"), appID("Tailspin Banking"), appID("Base Application")
	const nobody = "11111111-0000-4000-8000-000000000001"
	r.refuses("Production", []centralCode{
		{"POST", "apps/" + nobody + "/update", `{"targetVersion":"1.0.0.0"}`, 404, "ResourceDoesNotExist: is not installed", "no such app"},
		{"POST", "apps/" + core + "/update", `{"targetVersion":""}`, 400, "invalidInput: 'targetVersion'", "mandatory"},
		{"POST", "apps/" + core + "/update", `{"targetVersion":"latest"}`, 404, "ResourceDoesNotExist: not available in version", "there is no such version"},
		{"POST", "apps/" + core + "/update", `{"targetVersion":"2.9.0.0"}`, 400, "EntityValidationFailed: higher", "it has it"},
		{"POST", "apps/" + reports + "/update", `{"targetVersion":"4.0.0.0"}`, 404, "ResourceDoesNotExist: not available in version", "a preview, unasked for"},
		{"POST", "apps/" + reports + "/update", `{"targetVersion":"3.1.0.0"}`, 400, "MissingRequirements", "it needs a newer core"},
		{"POST", "apps/" + base + "/uninstall", `{}`, 400, "EntityValidationFailed: cannot be uninstalled", "Microsoft's own"},
		{"POST", "apps/" + nobody + "/uninstall", `{}`, 404, "ResourceDoesNotExist: is not installed", "no such app"},
		{"POST", "apps/" + core + "/uninstall", `{}`, 400, "MissingRequirements", "Reports needs it"},
		{"POST", "apps/" + tailspin + "/install", `{"acceptIsvEula":true}`, 400, "resourceExists: " + tailspin, "it is there"},
		{"POST", "apps/" + nobody + "/install", `{"acceptIsvEula":true}`, 404, "ResourceDoesNotExist: not available", "no such app"},
	})
	r.refuses("Production-UK", []centralCode{
		{"POST", "apps/" + tailspin + "/install", `{}`, 400, "EntityValidationFailed: license terms", "nobody agreed to them"},
		{"POST", "apps/" + tailspin + "/install", `{"acceptIsvEula":true,"allowPreviewVersion":true}`, 400, "invalidInput: 'targetVersion'", "of a preview the version has to be said"},
		{"POST", "apps/" + reports + "/install", `{"acceptIsvEula":true}`, 400, "MissingRequirements", "it needs the core"},
	})
	// While an operation on the app is to come there is no other.
	at := "/admin/v2.28/applications/BusinessCentral/environments/Sandbox/apps/"
	status, got := r.ask("POST", at+tailspin+"/install", `{"acceptIsvEula":true}`)
	assert.Equal(t, 200, status, got)
	status, got = r.ask("POST", at+reports+"/uninstall", `{}`)
	assert.Equal(t, 200, status, got)
	r.refuses("Sandbox", []centralCode{
		{"POST", "apps/" + tailspin + "/install", `{"acceptIsvEula":true}`, 400, "EntityValidationFailed: Another operation", "it is being installed"},
		{"POST", "apps/" + reports + "/uninstall", `{}`, 400, "EntityValidationFailed: Another operation", "it is being removed"},
		{"POST", "apps/" + reports + "/update", `{"targetVersion":"4.0.0.0","allowPreviewVersion":true}`, 400, "EntityValidationFailed: Another operation", "it is being removed"},
	})
}

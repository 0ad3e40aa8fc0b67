package billing_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// TestOddBodies: a body of assignLicense that is none is refused in declared words,
// and nothing changes.
func TestOddBodies(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	m := w.Tenant.Memory
	buy(t, m, entraP1, 5)
	adele := id(t, m, "AdeleV")
	g := group(t, m, "givers", adele)
	before := m.Snapshot()
	missing := func(names string) string {
		return "One or more parameters of the operation 'assignLicense' are missing from the request payload. The missing parameters are: " + names + "."
	}
	literal := func(text string) string {
		return "Cannot convert the literal '" + text + "' to the expected type 'Edm.Guid'."
	}
	notAParameter := func(name string) string {
		return "The parameter '" + name + "' in the request payload is not a valid parameter for the operation 'assignLicense'."
	}
	notAMember := func(name string) string {
		return "The property '" + name + "' does not exist on type 'microsoft.graph.assignedLicense'. Make sure to only use property names that are defined by the type."
	}
	twice := func(sku admin365.SKUID) string { return "License " + string(sku) + " is specified more than once." }
	const malformed = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
	many := strings.TrimSuffix(strings.Repeat(`{"skuId":"`+nobody+`","disabledPlans":[]},`, 10_000), ",")
	off := strings.TrimSuffix(strings.Repeat(`"`+nobody+`",`, 50_000), ",")
	for _, c := range []struct{ name, body, code, message string }{
		{"nothing at all", ``, "BadRequest", malformed},
		{"no JSON", `{"addLicenses":[`, "BadRequest", malformed},
		{"something behind it", `{"addLicenses":[],"removeLicenses":[]} x`, "BadRequest", malformed},
		{"a list", `[]`, "BadRequest", malformed},
		{"licenses that are no list", `{"addLicenses":{},"removeLicenses":[]}`, "BadRequest", malformed},
		{"licenses that are texts", `{"addLicenses":["` + string(entraP1) + `"],"removeLicenses":[]}`, "BadRequest", malformed},
		{"plans that are no list", `{"addLicenses":[{"skuId":"` + string(entraP1) + `","disabledPlans":"x"}],"removeLicenses":[]}`, "BadRequest", malformed},
		{"numbers for ids", `{"addLicenses":[],"removeLicenses":[1]}`, "BadRequest", malformed},
		{"null", `null`, badRequest, missing("addLicenses, removeLicenses")},
		{"neither list", `{}`, badRequest, missing("addLicenses, removeLicenses")},
		{"only one list", `{"addLicenses":[]}`, badRequest, missing("removeLicenses")},
		{"only the other", `{"removeLicenses":[]}`, badRequest, missing("addLicenses")},
		{"a list that is null", `{"addLicenses":null,"removeLicenses":[]}`, badRequest, missing("addLicenses")},
		{"a key that is none", `{"addLicenses":[],"removeLicenses":[],"planet":1}`, badRequest, notAParameter("planet")},
		{"a member that is none", `{"addLicenses":[{"skuId":"` + string(entraP1) + `","planet":1}],"removeLicenses":[]}`, badRequest, notAMember("planet")},
		{"a product twice", `{"addLicenses":[{"skuId":"` + string(entraP1) + `"},{"skuId":"` + strings.ToUpper(string(entraP1)) + `"}],"removeLicenses":[]}`, badRequest, twice(entraP1)},
		{"a product to remove twice", `{"addLicenses":[],"removeLicenses":["` + string(entraP1) + `","` + string(entraP1) + `"]}`, badRequest, twice(entraP1)},
		{"a product to add and to remove", `{"addLicenses":[{"skuId":"` + string(entraP1) + `"}],"removeLicenses":["` + string(entraP1) + `"]}`, badRequest, twice(entraP1)},
		{"an id that is none", `{"addLicenses":[{"skuId":"SPE_E3","disabledPlans":[]}],"removeLicenses":[]}`, badRequest, literal("SPE_E3")},
		{"no id", `{"addLicenses":[{"disabledPlans":[]}],"removeLicenses":[]}`, badRequest, literal("")},
		{"a license that is null", `{"addLicenses":[null],"removeLicenses":[]}`, badRequest, literal("")},
		{"a plan that is none", `{"addLicenses":[{"skuId":"` + string(entraP1) + `","disabledPlans":["MFA"]}],"removeLicenses":[]}`, badRequest, literal("MFA")},
		{"an id to remove that is none", `{"addLicenses":[],"removeLicenses":["x"]}`, badRequest, literal("x")},
		{"ten thousand products", `{"addLicenses":[` + many + `],"removeLicenses":[]}`, badRequest, twice(nobody)},
		{
			"fifty thousand plans", `{"addLicenses":[{"skuId":"` + string(entraP1) + `","disabledPlans":[` + off + `]}],"removeLicenses":[]}`,
			badRequest, "License " + string(entraP1) + " does not have the service plan " + nobody + ".",
		},
	} {
		for _, path := range []string{"/users/" + string(adele), "/groups/" + string(g), "/me"} {
			t.Run(c.name+" to "+path[:3], func(t *testing.T) {
				w.Do("POST", path+"/assignLicense", c.body).Refused(t, http.StatusBadRequest, c.code, c.message)
			})
		}
	}
	assert.Empty(t, m.Changes(before), "what is refused changes nothing")
}

// TestOddBodiesTaken: what clients send that is unusual and no mistake.
func TestOddBodiesTaken(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	m := w.Tenant.Memory
	buy(t, m, entraP1, 5)
	adele := id(t, m, "AdeleV")
	path := "/users/" + string(adele) + "/assignLicense"
	has := func(want ...string) {
		t.Helper()
		got, err := m.Billing.Licenses.Get(t.Context(), adele)
		require.NoError(t, err)
		off := []string{}
		for _, l := range got.Assigned {
			if l.SKUID == entraP1 {
				for _, p := range l.DisabledPlans {
					off = append(off, string(p))
				}
			}
		}
		assert.ElementsMatch(t, want, off)
	}
	w.Do("POST", path, `{"addLicenses":[],"removeLicenses":[]}`).Want(t, 200) // Graph PowerShell 2.27 sends it.
	w.Do("POST", path, `{"@odata.type":"#x","AddLicenses":[],"removelicenses":[]}`).Want(t, 200)
	add := func(license string) string { return fmt.Sprintf(`{"addLicenses":[%s],"removeLicenses":[]}`, license) }
	w.Do("POST", path, add(`{"skuId":"`+strings.ToUpper(string(entraP1))+`"}`)).Want(t, 200)
	has()
	w.Do("POST", path, add(`{"@odata.type":"#microsoft.graph.assignedLicense","skuId":"`+string(entraP1)+`","disabledPlans":null}`)).Want(t, 200)
	has()
	w.Do("POST", path, add(`{"skuId":"`+string(entraP1)+`","disabledPlans":["`+strings.ToUpper(string(planMFA))+`","`+string(planMFA)+`"]}`)).Want(t, 200)
	has(string(planMFA))
}

package emu

import (
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
)

// machineHost is where a machine in Azure asks about itself.
const machineHost = "169.254.169.254"

// machine is the endpoint of managed identities, in two forms: that of a virtual
// machine, and that of App Service, whose path is ours.
// Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
// and https://learn.microsoft.com/azure/app-service/overview-managed-identity
func (q *asking) machine() (*answer, error) {
	app := false
	switch strings.ToLower(strings.Trim(q.r.URL.Path, "/")) {
	case "metadata/identity/oauth2/token":
		if q.r.Header.Get("Metadata") != "true" {
			return machineError("bad_request_102", "Required metadata header not specified"), nil
		}
	case "msi/token":
		app = true
		sent := q.r.Header.Get("X-IDENTITY-HEADER")
		if subtle.ConstantTimeCompare([]byte(sent), []byte(q.machineSecret.Reveal())) != 1 {
			return writeJSON(http.StatusUnauthorized, map[string]any{"statusCode": http.StatusUnauthorized, "message": "The X-IDENTITY-HEADER header is missing or wrong."}), nil
		}
	default:
		return plain(http.StatusNotFound, "admin365: the emulator's machine does not have "+shown(q.r.URL.Path)), nil
	}
	if q.r.Method != http.MethodGet {
		return writeJSON(http.StatusMethodNotAllowed, map[string]any{"error": "invalid_request", "error_description": "The endpoint takes GET alone."}), nil
	}
	refused, err := q.read(true)
	if err != nil {
		return nil, err
	}
	if refused != nil {
		return machineError("invalid_request", refused.text), nil
	}
	for _, needed := range []string{"api-version", "resource"} {
		if q.parameters.Get(needed) == "" {
			return machineError("invalid_request", "Required query variable '"+needed+"' is missing"), nil
		}
	}
	if text := q.managed(); text != "" {
		return machineError("invalid_request", text), nil
	}
	w, refused := q.resourceNamed(q.parameters.Get("resource"))
	if refused != nil {
		return machineError("invalid_resource", q.describe(bad("", 50001, "The application named "+shown(q.parameters.Get("resource"))+" was not found in the tenant named "+string(q.tenant.ID())+"."))), nil
	}
	c := q.claimsFor(q.tenant, admin365.Caller{App: q.client.ID, Permissions: q.client.Permissions}, w.audience, q.client.Name)
	c.Proof = string(proofCertificate)
	signed, err := q.sign(c)
	if err != nil {
		return refuse(err), nil
	}
	// Clients compare these times with their own clock, so they are by that one.
	realTime := q.tenant.World().Real
	body := map[string]any{
		"access_token": signed, "client_id": string(q.client.ID), "resource": q.parameters.Get("resource"), "token_type": "Bearer",
		"expires_on": strconv.FormatInt(realTime(c.ExpiresAt.Time).Unix(), 10),
	}
	if !app {
		body["refresh_token"], body["not_before"] = "", strconv.FormatInt(realTime(c.NotBefore.Time).Unix(), 10)
		body["expires_in"] = strconv.Itoa(int(tokenLife.Seconds()) - 1)
		body["ext_expires_in"] = body["expires_in"]
	}
	return writeJSON(http.StatusOK, body), nil
}

func machineError(name, text string) *answer {
	return writeJSON(http.StatusBadRequest, map[string]any{"error": name, "error_description": text})
}

// managed finds the identity that is meant, and its tenant; or says why there is none.
// Without a name it is the only one.
func (q *asking) managed() string {
	id := ""
	for _, name := range []string{"client_id", "object_id", "principal_id", "msi_res_id", "mi_res_id"} {
		if sent := q.parameters.Get(name); sent != "" {
			id = sent
		}
	}
	found := q.managedApps(id)
	switch {
	case len(found) == 0:
		return "Identity not found"
	case len(found) > 1:
		return "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request"
	}
	q.client = found[0]
	q.candidates = nil
	for _, t := range q.worlds.tenants() {
		if q.client.in(t) {
			q.candidates = append(q.candidates, t)
		}
	}
	if len(q.candidates) != 1 {
		return "Identity not found: the emulator has " + strconv.Itoa(len(q.candidates)) + " tenants in which it may be; register it in one"
	}
	q.tenant = q.candidates[0]
	return ""
}

// managedApps are the identities with that application id or resource id; without one
// those that the machine has.
func (i *issuer) managedApps(id string) []App {
	if _, name, ok := strings.Cut(id, "/userAssignedIdentities/"); ok {
		id = name
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	var found []App
	for _, app := range i.apps {
		if app.Managed && (id == "" || strings.EqualFold(string(app.ID), id) || strings.EqualFold(app.Name, id)) {
			found = append(found, app)
		}
	}
	return found
}

// MachineSecret is the value of IDENTITY_HEADER.
func (e *Emulator) MachineSecret() admin365.Secret { return e.issuer.machineSecret }

// AutoSignIn has a person signed in without being asked wherever a browser would be
// needed.
func (e *Emulator) AutoSignIn(user admin365.UserID) { e.issuer.auto = user }

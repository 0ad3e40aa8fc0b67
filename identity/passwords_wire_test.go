package identity_test

import (
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

const resetPath = adeleV + "/authentication/methods/28c10230-6103-485e-b985-444c60001490/resetPassword"

// TestResetPassword: the action answers 202 and where to look, the operation goes
// through its states, and the password is the user's at the end.
func TestResetPassword(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	a := w.Do("POST", resetPath, `{}`)
	got := a.Want(t, 202)
	t.Run("sample", func(t *testing.T) { // Not parallel: the tenant goes on after it.
		wiretest.MustSameShape(t, sample(t, "resetPassword-generated.response.json"), a.Whole)
	})
	password, _ := got["newPassword"].(string)
	require.NotEmpty(t, password)
	location := a.Header.Get("Location")
	require.True(t, strings.HasPrefix(location, "https://graph.microsoft.com/v1.0/users/"), location)

	status := func() any { return w.Do("GET", location, "").Want(t, 200)["status"] }
	assert.Equal(t, "notStarted", status())
	backstage := w.Tenant.Backstage.Identity
	require.Error(t, backstage.SignIn(t.Context(), "AdeleV@contoso.com", admin365.NewSecret(password)), "the old password stands until the end")
	w.Tenant.Advance(time.Second)
	assert.Equal(t, "running", status())
	w.Tenant.Advance(time.Second)
	assert.Equal(t, "succeeded", status())
	err := backstage.SignIn(t.Context(), "AdeleV@contoso.com", admin365.NewSecret(password))
	require.ErrorIs(t, err, admin365.ErrPrecondition, "he must choose another one first")
	require.NoError(t, backstage.ChangePassword(t.Context(), "AdeleV@contoso.com", admin365.NewSecret(password), identity.NewPassword()))

	assert.Equal(t, map[string]any{}, w.Do("POST", resetPath, `{"newPassword":"Given-Password-7"}`).Want(t, 202), "a password that was given is not said again")
	w.Do("POST", resetPath, `{"newPassword":"weak"}`).Want(t, 400)
	w.Do("POST", resetPath, `{"newPassword":`).Refused(t, 400, "BadRequest", malformed)
	w.Do("POST", strings.Replace(resetPath, "28c10230", "28c10231", 1), `{}`).Want(t, 400)
	w.Do("POST", strings.Replace(resetPath, "AdeleV", "nobody", 1), `{}`).Want(t, 404)
	w.Do("POST", strings.Replace(resetPath, "AdeleV", "admin", 1), `{}`).Want(t, 403)
	w.Do("GET", adeleV+"/authentication/operations/11111111-2222-4333-8444-555555555555", "").Want(t, 404)
	w.Do("GET", strings.Replace(location, "/users/", "/users/1", 1), "").Want(t, 404)

	assert.Equal(t, http.StatusNoContent, w.Do("DELETE", adeleV, "").StatusCode)
	w.Do("GET", location, "").Want(t, 200)
}

// TestResetOfDeletedUser: a user who is deleted meanwhile gets no password.
func TestResetOfDeletedUser(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	location := w.Do("POST", resetPath, "").Header.Get("Location")
	w.Do("DELETE", adeleV, "").Want(t, 204)
	w.Tenant.Advance(time.Minute)
	got := w.Do("GET", location, "").Want(t, 200)
	assert.Equal(t, "failed", got["status"])
	assert.NotEmpty(t, got["statusDetail"])
}

func TestPasswordMethods(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	got := w.Do("GET", adeleV+"/authentication/passwordMethods", "").Want(t, 200)
	method := map[string]any{"id": "28c10230-6103-485e-b985-444c60001490", "password": nil, "createdDateTime": nil}
	assert.Equal(t, []any{method}, got["value"])
	got = w.Do("GET", adeleV+"/authentication/passwordMethods/28c10230-6103-485e-b985-444c60001490", "").Want(t, 200)
	assert.Equal(t, method["id"], got["id"])
	w.Do("GET", adeleV+"/authentication/passwordMethods/x", "").Want(t, 404)
	w.Do("GET", "/users/nobody@contoso.com/authentication/passwordMethods", "").Want(t, 404)
}

func TestRevokeAndChange(t *testing.T) {
	t.Parallel()
	w := newWireFor(t, admin365.AsUser("AdeleV@contoso.com"))
	before := w.Do("GET", "/me?$select=signInSessionsValidFromDateTime", "").Want(t, 200)["signInSessionsValidFromDateTime"]
	w.Tenant.Advance(time.Minute)
	for _, body := range []string{"", "{}"} {
		got := w.Do("POST", "/me/revokeSignInSessions", body).Want(t, 200)
		assert.Equal(t, true, got["value"])
		assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean", got["@odata.context"])
	}
	after := w.Do("GET", "/me?$select=signInSessionsValidFromDateTime", "").Want(t, 200)["signInSessionsValidFromDateTime"]
	assert.NotEqual(t, before, after)
	w.Do("POST", "/users/PattiF@contoso.com/revokeSignInSessions", "").Want(t, 403)

	change := func(path, body string) answer { return w.Do("POST", path+"/changePassword", body) }
	change("/me", `{"currentPassword":"wrong","newPassword":"Another-Pass-9"}`).Want(t, 400)
	change("/me", `{"currentPassword":"Contoso-AdeleV-2026","newPassword":"Contoso-AdeleV-2026"}`).Want(t, 400)
	change("/me", `{"currentPassword":"Contoso-AdeleV-2026","newPassword":"weak"}`).Want(t, 400)
	change("/me", `{"newPassword":"Another-Pass-9"}`).Want(t, 400)
	change("/users/PattiF@contoso.com", `{"currentPassword":"Contoso-AdeleV-2026","newPassword":"Another-Pass-9"}`).Want(t, 403)
	change("/users/adelev@contoso.com", `{"currentPassword":"Contoso-AdeleV-2026","newPassword":"Another-Pass-9"}`).Want(t, 204)
	require.NoError(t, w.Tenant.Backstage.Identity.SignIn(t.Context(), "AdeleV@contoso.com", admin365.NewSecret("Another-Pass-9")))
	w.As(admin365.AsApp("app"))
	change("/me", `{"currentPassword":"Another-Pass-9","newPassword":"Another-Pass-10"}`).Refused(t, 400, "BadRequest", "/me request is only valid with delegated authentication flow.")
}

// TestSignIn: what the sign-in page says, and what it leaves behind.
func TestSignIn(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	ctx, backstage := t.Context(), w.Tenant.Backstage
	const adele = admin365.UserID("AdeleV@contoso.com")
	right, wrong := admin365.NewSecret("Contoso-AdeleV-2026"), admin365.NewSecret("wrong")
	signIn := func(p admin365.Secret) string {
		err := backstage.Identity.SignIn(ctx, adele, p)
		if err == nil {
			return ""
		}
		var e *admin365.Error
		require.ErrorAs(t, err, &e)
		return e.Code
	}
	assert.Empty(t, signIn(right))
	require.ErrorIs(t, backstage.Identity.SignIn(ctx, "nobody@contoso.com", right), admin365.ErrUnauthenticated)
	for range 10 {
		assert.Equal(t, "AADSTS50126", signIn(wrong))
	}
	assert.Equal(t, "AADSTS50053", signIn(right), "locked after ten wrong ones")
	w.Tenant.Advance(time.Minute + time.Second)
	assert.Empty(t, signIn(right))

	require.NoError(t, w.Tenant.PasswordPolicy.Set(ctx, "contoso.com", admin.PasswordPolicy{ValidityDays: 90}))
	w.Tenant.Advance(91 * 24 * time.Hour)
	assert.Equal(t, "AADSTS50055", signIn(right), "expired")
	require.NoError(t, identity.SetPasswordNeverExpires(ctx, w.Tenant.Identity.Users, adele, true))
	assert.Empty(t, signIn(right), "the user's own policy wins")
	require.NoError(t, identity.SetPasswordNeverExpires(ctx, w.Tenant.Identity.Users, adele, false))
	assert.Equal(t, "AADSTS50055", signIn(right))

	require.NoError(t, w.Tenant.Identity.Passwords.Set(ctx, adele, identity.PasswordProfile{Password: admin365.NewSecret("Fresh-Pass-77")}))
	assert.Equal(t, "AADSTS50126", signIn(right))
	assert.Empty(t, signIn(admin365.NewSecret("Fresh-Pass-77")))
	require.NoError(t, w.Tenant.Identity.Users.Update(ctx, adele, identity.UserPatch{AccountEnabled: new(false)}))
	assert.Equal(t, "AADSTS50057", signIn(admin365.NewSecret("Fresh-Pass-77")))
}

// callerZero is the tenant's default administrator.
var callerZero = admin365.Caller{}

// TestParametersOfActions: an action that needs no parameters takes no body or an
// object, and nothing is done where the body is neither.
func TestParametersOfActions(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	ctx := t.Context()
	group := w.Tenant.Given.Group(identity.NewGroup{})
	require.NoError(t, w.Tenant.Identity.Groups.Delete(ctx, group.ID))
	user := w.Tenant.Given.User(identity.NewUser{})
	require.NoError(t, w.Tenant.Identity.Users.Delete(ctx, user.ID))
	const bin = "/directory/deletedItems/"
	for path, done := range map[string]int{
		adeleV + "/revokeSignInSessions": 200, resetPath: 202,
		bin + string(group.ID) + "/restore": 200, bin + string(user.ID) + "/restore": 200,
	} {
		for _, body := range []string{`{`, `x`, `{"a":}`, `[]`, `"x"`, `1`, `null`, `{} {}`, " "} {
			before := w.Tenant.Snapshot()
			w.Do("POST", path, body).Refused(t, 400, "BadRequest", malformed)
			assert.Empty(t, w.Tenant.Changes(before), "%s %s", path, body)
		}
		for _, body := range []string{"", "{}", " {\n}\n"} {
			before := w.Tenant.Snapshot()
			w.Do("POST", path, body).Want(t, done)
			require.NoError(t, w.Tenant.Restore(before))
		}
	}
}

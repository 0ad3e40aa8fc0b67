package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// passwordMethod is the id of the password among everybody's sign-in methods.
// Source: https://learn.microsoft.com/graph/api/resources/passwordauthenticationmethod
const passwordMethod = "28c10230-6103-485e-b985-444c60001490"

var (
	// opPasswordsSet is a PATCH of a user that names his password profile alone.
	opPasswordsSet = api.Op{
		Name: "identity.Passwords.Set", API: &api.Graph, Method: "PATCH", Paths: []string{"/users/{id}"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable,
		Access: api.Access{
			Application: []admin365.Permission{passwordWrite, userReadWrite, directoryWrite},
			Delegated:   []admin365.Permission{passwordWrite, directoryAccess},
			Roles:       opPasswordsResetters,
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.InvalidValue, &api.SyncedReadOnly, &weakPassword, &federatedPassword},
		Source:   "https://learn.microsoft.com/graph/api/user-update",
	}
	opPasswordsReset = api.Op{
		Name: "identity.Passwords.Reset", API: &api.Graph, Method: "POST",
		Paths:  []string{"/users/{id}/authentication/methods/{id}/resetPassword", "/users/{id}/authentication/passwordMethods/{id}/resetPassword"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryNever, Long: true,
		Access: api.Access{
			Delegated: []admin365.Permission{methodReadWriteAll},
			Roles:     []api.Role{api.AuthenticationAdministrator, api.PrivilegedAuthenticationAdministrator, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.SyncedReadOnly, &weakPassword, &federatedPassword, &unknownMethod},
		Source:   "https://learn.microsoft.com/graph/api/authenticationmethod-resetpassword",
	}
	opPasswordsChange = api.Op{
		Name: "identity.Passwords.Change", API: &api.Graph, Method: "POST", Paths: []string{"/me/changePassword", "/users/{id}/changePassword"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryNever,
		Access:   api.Access{Delegated: []admin365.Permission{passwordWrite, directoryAccess}},
		Refusals: []*api.Refusal{&api.ValueRequired, &weakPassword, &wrongPassword, &samePassword, &federatedPassword, &api.SyncedReadOnly},
		Source:   "https://learn.microsoft.com/graph/api/user-changepassword",
	}
	// opPasswordsValidate is of the beta version alone.
	opPasswordsValidate = api.Op{
		Name: "identity.Passwords.Validate", API: &api.Graph, Method: "POST", Paths: []string{"/users/validatePassword"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   api.Access{Delegated: []admin365.Permission{userReadWriteSelf, userReadWrite}},
		Refusals: []*api.Refusal{&parameterMissing},
		Source:   "https://learn.microsoft.com/graph/api/user-validatepassword",
	}
	opSessionsRevoke = api.Op{
		Name: "identity.Passwords.RevokeSessions", API: &api.Graph, Method: "POST",
		Paths:  []string{"/users/{id}/revokeSignInSessions", "/me/revokeSignInSessions"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryNever,
		Access: api.Access{
			Application: []admin365.Permission{revokeSessions, userReadWrite, directoryWrite},
			Delegated:   []admin365.Permission{revokeSessions, userReadWrite, directoryWrite},
			Roles:       opPasswordsResetters, Self: true,
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/user-revokesigninsessions",
	}
	opOperationsGet = api.Op{
		Name: "identity.Operations.Get", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}/authentication/operations/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: api.Access{
			Delegated: []admin365.Permission{methodReadAll, methodReadWriteAll, methodRead, methodReadWrite},
			Roles: []api.Role{
				api.AuthenticationAdministrator, api.PrivilegedAuthenticationAdministrator, api.GlobalAdministrator, api.GlobalReader,
			},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/longrunningoperation-get",
	}
	opPasswordMethodsList = api.Op{
		Name: "identity.PasswordMethods.List", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}/authentication/passwordMethods"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   opPasswordMethodsAccess,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/authentication-list-passwordmethods",
	}
	opPasswordMethodsGet = api.Op{
		Name: "identity.PasswordMethods.Get", API: &api.Graph, Method: "GET",
		Paths:  []string{"/users/{id}/authentication/passwordMethods/{id}", "/users/{id}/authentication/methods/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   opPasswordMethodsAccess,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/passwordauthenticationmethod-get",
	}
)

var (
	// opPasswordsResetters are the roles that may reset somebody's password.
	opPasswordsResetters = []api.Role{
		api.PasswordAdministrator, api.HelpdeskAdministrator, api.AuthenticationAdministrator, api.UserAdministrator,
		api.PrivilegedAuthenticationAdministrator, api.GlobalAdministrator,
	}
	opPasswordMethodsAccess = api.Access{
		Application: []admin365.Permission{methodReadAll, methodReadWriteAll},
		Delegated:   []admin365.Permission{methodReadAll, methodReadWriteAll, methodRead, methodReadWrite},
		Roles: []api.Role{
			api.AuthenticationAdministrator, api.PrivilegedAuthenticationAdministrator, api.GlobalReader, api.GlobalAdministrator,
		},
		Self: true,
	}
)

func passwordOperations() []*api.Op {
	return []*api.Op{
		&opPasswordsSet, &opPasswordsReset, &opPasswordsChange, &opPasswordsValidate, &opSessionsRevoke, &opOperationsGet, &opPasswordMethodsList, &opPasswordMethodsGet,
	}
}

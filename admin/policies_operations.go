package admin

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

const (
	policyRead         admin365.Permission = "Policy.Read.All"
	authorizationWrite admin365.Permission = "Policy.ReadWrite.Authorization"
	methodPolicyRead   admin365.Permission = "Policy.Read.AuthenticationMethod"
	methodPolicyWrite  admin365.Permission = "Policy.ReadWrite.AuthenticationMethod"
)

var (
	opAuthorizationGet = api.Op{
		Name: "admin.Authorization.Get", API: &api.Graph, Method: "GET", Paths: []string{"/policies/authorizationPolicy"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: api.Access{
			Application: []admin365.Permission{policyRead, authorizationWrite},
			Delegated:   []admin365.Permission{policyRead, authorizationWrite},
		},
		Query:  odata.EntityRefusals,
		Source: "https://learn.microsoft.com/graph/api/authorizationpolicy-get",
	}
	opAuthorizationUpdate = api.Op{
		Name: "admin.Authorization.Update", API: &api.Graph, Method: "PATCH",
		Paths:  []string{"/policies/authorizationPolicy", "/policies/authorizationPolicy/authorizationPolicy"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: api.Access{
			Application: []admin365.Permission{authorizationWrite},
			Delegated:   []admin365.Permission{authorizationWrite},
			Roles:       []api.Role{api.PrivilegedRoleAdministrator, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{&api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly},
		Source:   "https://learn.microsoft.com/graph/api/authorizationpolicy-update",
	}
	opMethodsGet = api.Op{
		Name: "admin.AuthenticationMethods.Get", API: &api.Graph, Method: "GET", Paths: []string{"/policies/authenticationMethodsPolicy"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: api.Access{
			Application: []admin365.Permission{methodPolicyRead, policyRead, methodPolicyWrite},
			Delegated:   []admin365.Permission{methodPolicyRead, policyRead, methodPolicyWrite},
			Roles:       []api.Role{api.GlobalReader, api.AuthenticationPolicyAdministrator, api.GlobalAdministrator},
		},
		Source: "https://learn.microsoft.com/graph/api/authenticationmethodspolicy-get",
	}
	opMethodsUpdate = api.Op{
		Name: "admin.AuthenticationMethods.Update", API: &api.Graph, Method: "PATCH", Paths: []string{"/policies/authenticationMethodsPolicy"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   opMethodsAccessWrite,
		Refusals: []*api.Refusal{&policyInvalid},
		Source:   "https://learn.microsoft.com/graph/api/authenticationmethodspolicy-update",
	}
	opMethodsUpdateMethod = api.Op{
		Name: "admin.AuthenticationMethods.UpdateMethod", API: &api.Graph, Method: "PATCH",
		Paths:  []string{"/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   opMethodsAccessWrite,
		Refusals: []*api.Refusal{&policyInvalid, &methodNotFound},
		Source:   "https://learn.microsoft.com/graph/api/smsauthenticationmethodconfiguration-update",
	}
	opMethodsGetMethod = api.Op{
		Name: "admin.AuthenticationMethods.GetMethod", API: &api.Graph, Method: "GET",
		Paths:  []string{"/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: api.Access{
			Application: []admin365.Permission{methodPolicyRead, methodPolicyWrite},
			Delegated:   []admin365.Permission{methodPolicyRead, methodPolicyWrite},
			Roles:       []api.Role{api.GlobalReader, api.AuthenticationPolicyAdministrator, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{&methodNotFound},
		Source:   "https://learn.microsoft.com/graph/api/smsauthenticationmethodconfiguration-get",
	}
)

var opMethodsAccessWrite = api.Access{
	Application: []admin365.Permission{methodPolicyWrite},
	Delegated:   []admin365.Permission{methodPolicyWrite},
	Roles:       []api.Role{api.AuthenticationPolicyAdministrator, api.GlobalAdministrator},
}

func policyOperations() []*api.Op {
	return []*api.Op{
		&opAuthorizationGet, &opAuthorizationUpdate, &opMethodsGet, &opMethodsUpdate, &opMethodsUpdateMethod, &opMethodsGetMethod,
	}
}

// What the policy of authentication methods is refused: it lives in another service
// than the directory, with words of its own. Unverified: code and texts.
var (
	// policyInvalid: a value that is none, or a property that is not there.
	policyInvalid = api.Refusal{
		Name: "PolicyInvalid", Status: 400, Code: "badRequest",
		Text:   "Invalid value specified for property '%s'.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/authenticationmethodspolicy-update",
	}
	// methodNotFound: the policy has no such method.
	methodNotFound = api.Refusal{
		Name: "MethodNotFound", Status: 404, Code: "resourceNotFound",
		Text: "Resource not found.",
		Is:   admin365.ErrNotFound, Source: "https://learn.microsoft.com/graph/errors",
	}
)

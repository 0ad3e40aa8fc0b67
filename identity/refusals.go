package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What users are refused beyond what the directory refuses for every object.
var (
	// domainNotVerified: the user principal name is in a domain that is not a
	// verified one of the tenant.
	domainNotVerified = api.Refusal{
		Name: "DomainNotVerified", Status: 400, Code: "Request_BadRequest",
		Text:   "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.",
		Detail: admin365.Detail{Code: "InvalidValue", Target: "userPrincipalName"},
		Is:     admin365.ErrInvalid, Source: "recorded by PnP CLI for Microsoft 365",
	}
	// weakPassword: the password breaks the rules. Unverified: the detail's code.
	weakPassword = api.Refusal{
		Name: "WeakPassword", Status: 400, Code: "Request_BadRequest",
		Text:   "The specified password does not comply with password complexity requirements. Please provide a different password.",
		Detail: admin365.Detail{Code: "InvalidPassword", Target: "passwordProfile"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy",
	}
	// profileAlone: a property of the profile came with others. Unverified: the
	// text; the page says only that each needs a request of its own.
	profileAlone = api.Refusal{
		Name: "ProfileAlone", Status: 400, Code: "BadRequest",
		Text: "The request is currently not supported on the targeted entity set.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/user-update",
	}
	// federatedPassword: the password is the business of the domain's own identity
	// provider. Unverified: the text.
	federatedPassword = api.Refusal{
		Name: "FederatedPassword", Status: 400, Code: "Request_BadRequest",
		Text: "Federated users cannot have their password set in the cloud.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/graph/api/user-update",
	}
	// wrongPassword: the current password is another one. Unverified: the text.
	wrongPassword = api.Refusal{
		Name: "WrongPassword", Status: 400, Code: "Request_BadRequest",
		Text:   "The current password is not correct.",
		Detail: admin365.Detail{Target: "currentPassword"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/user-changepassword",
	}
	// samePassword: the new password is the current one. Unverified: the text.
	samePassword = api.Refusal{
		Name: "SamePassword", Status: 400, Code: "Request_BadRequest",
		Text:   "The new password must not be the current password.",
		Detail: admin365.Detail{Target: "newPassword"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy",
	}
	// unknownMethod: what is reset is no password. Unverified: the text.
	unknownMethod = api.Refusal{
		Name: "UnknownMethod", Status: 400, Code: "badRequest",
		Text: "Method '%s' cannot be reset.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/authenticationmethod-resetpassword",
	}
	// selfDeletion: nobody deletes himself. Unverified: code and text.
	selfDeletion = api.Refusal{
		Name: "SelfDeletion", Status: 403, Code: "Authorization_RequestDenied",
		Text: "You cannot delete the user account that you are signed in with.",
		Is:   admin365.ErrForbidden, Source: "https://learn.microsoft.com/entra/fundamentals/users-restore",
	}
)

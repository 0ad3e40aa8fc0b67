package api

import "github.com/admin365/admin365"

// What every operation of Microsoft Graph may refuse.
// Source: https://learn.microsoft.com/graph/errors
var (
	// InvalidToken: the token is missing, not a token, expired, or for another
	// audience; the text says which.
	InvalidToken = Refusal{
		Name: "InvalidToken", Status: 401, Code: "InvalidAuthenticationToken", Text: "%s",
		Is: admin365.ErrUnauthenticated, Source: "https://learn.microsoft.com/graph/errors",
	}
	// UnknownIdentity: the token is good and its application is not in the tenant.
	UnknownIdentity = Refusal{
		Name: "UnknownIdentity", Status: 401, Code: "Authorization_IdentityNotFound",
		Text: "The identity of the calling application could not be established.",
		Is:   admin365.ErrUnauthenticated, Source: "https://learn.microsoft.com/graph/resolve-auth-errors",
	}
	// RequestDenied: the caller lacks the permission or the role.
	RequestDenied = Refusal{
		Name: "RequestDenied", Status: 403, Code: "Authorization_RequestDenied",
		Text: "Insufficient privileges to complete the operation.",
		Is:   admin365.ErrForbidden, Source: "https://learn.microsoft.com/graph/resolve-auth-errors",
	}
	// UnknownSegment: the path names nothing that the service has.
	UnknownSegment = Refusal{
		Name: "UnknownSegment", Status: 400, Code: "BadRequest", Text: "Resource not found for the segment '%s'.",
		Is: admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/errors",
	}
	// MethodNotAllowed: the path exists and does not take the method.
	MethodNotAllowed = Refusal{
		Name: "MethodNotAllowed", Status: 405, Code: "Request_BadRequest",
		Text: "Specified HTTP method is not allowed for the request target.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/json-batching (recorded sample)",
	}
	// NotModeled: the operation is documented and this emulator does not have
	// it. The service never answers this; "not found" would mislead.
	NotModeled = Refusal{
		Name: "NotModeled", Status: 501, Code: "NotImplemented",
		Text: "admin365 does not have the operation %s (see docs/fidelity.md).",
		Is:   admin365.ErrUnsupported, Source: "ours",
	}
	// MeNeedsUser: an application alone is nobody, so /me names nobody.
	MeNeedsUser = Refusal{
		Name: "MeNeedsUser", Status: 400, Code: "BadRequest",
		Text: "/me request is only valid with delegated authentication flow.",
		Is:   admin365.ErrInvalid, Source: "observed in public issues",
	}
	// InvalidIdentifier: an id in the path or in an @odata.id is none.
	InvalidIdentifier = Refusal{
		Name: "InvalidIdentifier", Status: 400, Code: "Request_BadRequest", Text: "Invalid object identifier '%s'.",
		Is: admin365.ErrInvalid, Source: "AzureAD/microsoft-authentication-library-for-dotnet#1321",
	}
	// MalformedJSON: the body is not JSON.
	MalformedJSON = Refusal{
		Name: "MalformedJSON", Status: 400, Code: "BadRequest",
		Text: "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
		Is:   admin365.ErrInvalid, Source: "observed in public issues",
	}
	// UnsupportedEncoding: the body is packed in a way that the service does not
	// take. Unverified: the text.
	UnsupportedEncoding = Refusal{
		Name: "UnsupportedEncoding", Status: 415, Code: "UnsupportedMediaType", Text: "The content encoding '%s' is not supported.",
		Is: admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/errors",
	}
	// TooManyRequests: throttled. The wait is in the Retry-After header.
	TooManyRequests = Refusal{
		Name: "TooManyRequests", Status: 429, Code: "TooManyRequests", Text: "Please retry again later.",
		Is: admin365.ErrThrottled, Source: "https://learn.microsoft.com/graph/throttling",
	}
	// ThrottledTemporarily: the directory's own word for the same.
	ThrottledTemporarily = Refusal{
		Name: "ThrottledTemporarily", Status: 429, Code: "Request_ThrottledTemporarily",
		Is: admin365.ErrThrottled, Source: "https://learn.microsoft.com/graph/errors",
	}
	// ServiceUnavailable: the service is down for a moment.
	ServiceUnavailable = Refusal{
		Name: "ServiceUnavailable", Status: 503, Code: "serviceNotAvailable",
		Text: "The service is temporarily unavailable. Please retry after some time.",
		Is:   admin365.ErrUnavailable, Source: "https://learn.microsoft.com/graph/errors",
	}
	// ConcurrencyViolation: two writes met; the second changed nothing.
	ConcurrencyViolation = Refusal{
		Name: "ConcurrencyViolation", Status: 503, Code: "Directory_ConcurrencyViolation",
		Is: admin365.ErrBusy, Source: "observed in public issues",
	}
)

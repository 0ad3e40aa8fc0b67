package api

import "github.com/admin365/admin365"

// BusinessCentral is the admin center API of Dynamics 365 Business Central. The tenant
// comes from the token. It is offered in the public cloud.
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api
var BusinessCentral = API{
	Name:      "Business Central admin center API",
	Version:   "admin/v2.28",
	Versions:  []string{"admin/v2.*"},
	Audiences: []string{"996def3d-b36c-4153-8607-a6fd3c01b89f"},
	Hosts: []Host{
		{admin365.CloudPublic, "https://api.businesscentral.dynamics.com", "https://api.businesscentral.dynamics.com/.default"},
	},
	Envelope: EnvelopeFlat,
	Common: Common{
		NoToken: &BusinessCentralNoToken, UnknownApp: &BusinessCentralNoToken, Forbidden: &BusinessCentralForbidden,
		Unregistered: &BusinessCentralUnregistered, UnknownRoute: &BusinessCentralNoRoute, UnknownVersion: &BusinessCentralNoRoute,
		BadMethod: &BusinessCentralBadMethod, BadBody: &BusinessCentralBody, BadID: &BusinessCentralBody, BadQuery: &BusinessCentralBody,
		Throttled: &BusinessCentralThrottled, Unavailable: &BusinessCentralUnavailable,
		More: []*Refusal{&NotModeled, &UnsupportedEncoding},
	},
}

// What the admin center API refuses whatever the operation. Another shape than its
// own, text, or nothing is what stands before the API.
var (
	// BusinessCentralNoToken: there is no token, or a bad one. Unverified: code and text.
	BusinessCentralNoToken = Refusal{
		Name: "BusinessCentralNoToken", Status: 401, Code: "Unauthorized", Text: "%s",
		Is: admin365.ErrUnauthenticated, Source: "ours",
	}
	// BusinessCentralForbidden: permission, consent, role or delegated administration is
	// missing. Unverified: the text.
	BusinessCentralForbidden = Refusal{
		Name: "BusinessCentralForbidden", Status: 403, Code: "Forbidden", Text: "The caller is not authorized to perform this operation.",
		Is: admin365.ErrForbidden, Source: "mtaanquist/ALDevToolbox (the status)",
	}
	// BusinessCentralUnregistered: the application is not on the tenant's list of
	// authorized applications. Unverified: code and text. The status is 401, though the
	// token is good.
	BusinessCentralUnregistered = Refusal{
		Name: "BusinessCentralUnregistered", Status: 401, Code: "Unauthorized",
		Text: "The application %s is not on the list of authorized Microsoft Entra apps.",
		Is:   admin365.ErrForbidden, Source: "mtaanquist/ALDevToolbox (the status)",
	}
	// BusinessCentralNoRoute: the path names nothing. Unverified: all but the status.
	BusinessCentralNoRoute = Refusal{
		Name: "BusinessCentralNoRoute", Status: 404, Code: "Unknown", Text: "No route matches the segment '%s'.",
		Is: admin365.ErrUnsupported, Source: "ours",
	}
	// BusinessCentralBadMethod: the path does not take the method. Unverified: all of it.
	BusinessCentralBadMethod = Refusal{
		Name: "BusinessCentralBadMethod", Status: 405, Code: "Unknown", Text: "The method is not allowed here.",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	// BusinessCentralBody: the body is missing or cannot be read.
	BusinessCentralBody = Refusal{
		Name: "BusinessCentralBody", Status: 400, Code: "requestBodyRequired", Text: "The request body must be specified.",
		Is:     admin365.ErrInvalid,
		Source: "https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api (the code)",
	}
	// BusinessCentralThrottled: too many requests. Unverified: code and text.
	BusinessCentralThrottled = Refusal{
		Name: "BusinessCentralThrottled", Status: 429, Code: "TooManyRequests", Text: "Too many requests.",
		Is: admin365.ErrThrottled, Source: "ours",
	}
	// BusinessCentralUnavailable: down for a moment. Unverified: code and text.
	BusinessCentralUnavailable = Refusal{
		Name: "BusinessCentralUnavailable", Status: 503, Code: "Unknown", Text: "The service is temporarily unavailable.",
		Is: admin365.ErrUnavailable, Source: "ours",
	}
)

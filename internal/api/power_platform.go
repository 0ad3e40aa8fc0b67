package api

import "github.com/admin365/admin365"

// BAP is the Business Application Platform, the older of Power Platform's two admin
// APIs and the only one that edits an environment. Its version is in the query, and
// differs by operation.
// Source: https://learn.microsoft.com/power-platform/admin/programmability-versioning-support
var BAP = API{
	Name:         "Business Application Platform",
	QueryVersion: "2021-04-01",
	// The service lists them when it refuses another one.
	Versions: []string{
		"2016-02-01", "2016-11-01", "2018-01-01", "2018-10-01", "2019-05-01", "2019-10-01", "2020-04-01", "2020-05-01",
		"2020-06-01", "2020-08-01", "2020-09-01", "2020-10-01", "2021-03-01", "2021-04-01", "2021-07-01", "2022-05-01",
		"2023-06-01", "2024-05-01", "2026-06-01",
	},
	Hosts: []Host{
		{admin365.CloudPublic, "https://api.bap.microsoft.com", "https://service.powerapps.com/.default"},
		{admin365.CloudUSGovernment, "https://high.api.bap.microsoft.us", "https://high.service.powerapps.us/.default"},
		{admin365.CloudUSGovernmentDoD, "https://api.bap.appsplatform.us", "https://service.apps.appsplatform.us/.default"},
		{admin365.CloudChina, "https://api.bap.partner.microsoftonline.cn", "https://service.powerapps.cn/.default"},
	},
	Envelope: EnvelopeError,
	Common: Common{
		NoToken: &PowerPlatformNoToken, UnknownApp: &PowerPlatformNoToken, Forbidden: &PowerPlatformForbidden,
		Unregistered: &PowerPlatformUnregistered, UnknownRoute: &PowerPlatformNoRoute, UnknownVersion: &BAPVersion,
		BadMethod: &PowerPlatformBadMethod, BadBody: &BAPBody, BadID: &BAPBody, BadQuery: &BAPBody,
		Throttled: &PowerPlatformThrottled, Unavailable: &PowerPlatformUnavailable,
		More: []*Refusal{&NotModeled, &UnsupportedEncoding},
	},
}

// PowerPlatform is the Power Platform API, the newer of the two.
// Source: https://learn.microsoft.com/rest/api/power-platform
var PowerPlatform = API{
	Name:         "Power Platform API",
	QueryVersion: "2024-10-01",
	Versions:     []string{"2024-10-01", "2022-03-01-preview", "2021-10-01-preview", "2026-05-01-preview", "1"},
	Audiences:    []string{"8578e004-a5c6-46e7-913e-12f58912df43"},
	Hosts: []Host{
		{admin365.CloudPublic, "https://api.powerplatform.com", "https://api.powerplatform.com/.default"},
		{admin365.CloudUSGovernment, "https://api.high.powerplatform.microsoft.us", "https://api.high.powerplatform.microsoft.us/.default"},
		{admin365.CloudUSGovernmentDoD, "https://api.appsplatform.us", "https://api.appsplatform.us/.default"},
		{admin365.CloudChina, "https://api.powerplatform.partner.microsoftonline.cn", "https://api.powerplatform.partner.microsoftonline.cn/.default"},
	},
	Envelope: EnvelopeError,
	Common: Common{
		NoToken: &PowerPlatformNoToken, UnknownApp: &PowerPlatformNoToken, Forbidden: &PowerPlatformForbidden,
		Unregistered: &PowerPlatformUnregistered, UnknownRoute: &PowerPlatformNoRoute, UnknownVersion: &PowerPlatformVersion,
		BadMethod: &PowerPlatformBadMethod, BadBody: &PowerPlatformBody, BadID: &PowerPlatformBody, BadQuery: &PowerPlatformBody,
		Throttled: &PowerPlatformThrottled, Unavailable: &PowerPlatformUnavailable,
		More: []*Refusal{&NotModeled, &UnsupportedEncoding},
	},
}

// PowerPlatformAdmin is what the admin center itself calls. It takes tokens of people
// only, and has release waves.
// Source: microsoft/terraform-provider-power-platform on GitHub.
var PowerPlatformAdmin = API{
	Name: "Power Platform admin center",
	Hosts: []Host{
		{admin365.CloudPublic, "https://api.admin.powerplatform.microsoft.com", "065d9450-1e87-434e-ac2f-69af271549ed/.default"},
		{admin365.CloudUSGovernment, "https://api.high.admin.powerplatform.microsoft.us", "065d9450-1e87-434e-ac2f-69af271549ed/.default"},
		{admin365.CloudUSGovernmentDoD, "https://api.admin.appsplatform.us", "065d9450-1e87-434e-ac2f-69af271549ed/.default"},
		{admin365.CloudChina, "https://api.ppac.partner.microsoftonline.cn", "065d9450-1e87-434e-ac2f-69af271549ed/.default"},
	},
	Envelope: EnvelopeFlat,
	Common: Common{
		NoToken: &PowerPlatformNoToken, UnknownApp: &PowerPlatformNoToken, Forbidden: &PowerPlatformForbidden,
		UnknownRoute: &PowerPlatformNoRoute, UnknownVersion: &PowerPlatformNoRoute, BadMethod: &PowerPlatformBadMethod,
		BadBody: &PowerPlatformBody, BadID: &PowerPlatformBody, BadQuery: &PowerPlatformBody,
		Throttled: &PowerPlatformThrottled, Unavailable: &PowerPlatformUnavailable,
		More: []*Refusal{&NotModeled, &UnsupportedEncoding},
	},
}

// What Power Platform's APIs refuse whatever the operation.
var (
	// PowerPlatformNoToken: there is no token, or a bad one. Unverified: code and text.
	PowerPlatformNoToken = Refusal{
		Name: "PowerPlatformNoToken", Status: 401, Code: "Unauthorized", Text: "%s",
		Is: admin365.ErrUnauthenticated, Source: "ours",
	}
	// PowerPlatformForbidden: the person has none of the roles, or the token lacks the
	// scope.
	PowerPlatformForbidden = Refusal{
		Name: "PowerPlatformForbidden", Status: 403, Code: "UserMissingRequiredPermission",
		Text: "The user does not have permission to perform this operation.",
		Is:   admin365.ErrForbidden, Source: "AdamCoulterOz/powerplatform-apis (the code; the text is ours)",
	}
	// PowerPlatformUnregistered: an application on its own has to be registered as a
	// management application first. Clients look for "does not have permission to
	// access the path". Unverified: the code.
	PowerPlatformUnregistered = Refusal{
		Name: "PowerPlatformUnregistered", Status: 403, Code: "Forbidden",
		Text: "The service principal with id '%s' for application %s does not have permission to access the path '%s' in tenant %s.",
		Is:   admin365.ErrForbidden, Source: "microsoft/terraform-provider-power-platform",
	}
	// PowerPlatformNoRoute: the path names nothing.
	PowerPlatformNoRoute = Refusal{
		Name: "PowerPlatformNoRoute", Status: 404, Code: "RouteNotFound", Text: "No route matches the segment '%s'.",
		Is: admin365.ErrUnsupported, Source: "AdamCoulterOz/powerplatform-apis (the code; the text is ours)",
	}
	// PowerPlatformBadMethod: the path does not take the method. Unverified: all of it.
	PowerPlatformBadMethod = Refusal{
		Name: "PowerPlatformBadMethod", Status: 405, Code: "MethodNotAllowed", Text: "The method is not allowed here.",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	// BAPVersion: the version is none of the API's.
	BAPVersion = Refusal{
		Name: "BAPVersion", Status: 400, Code: "InvalidApiVersion", Text: "The api-version '%s' is invalid.",
		Is: admin365.ErrInvalid, Source: "AdamCoulterOz/powerplatform-apis (the code; the text is ours)",
	}
	// BAPBody: the body cannot be read.
	BAPBody = Refusal{
		Name: "BAPBody", Status: 400, Code: "InvalidRequestContent", Text: "The request content was invalid and could not be deserialized.",
		Is: admin365.ErrInvalid, Source: "AdamCoulterOz/powerplatform-apis (the code; the text is ours)",
	}
	// PowerPlatformVersion: the version is none of the API's.
	PowerPlatformVersion = Refusal{
		Name: "PowerPlatformVersion", Status: 400, Code: "ApiVersionInvalid",
		Text: "API version %s is not supported. Supported API versions are: 2024-10-01, 2022-03-01-preview.",
		Is:   admin365.ErrInvalid, Source: "AdamCoulterOz/powerplatform-apis",
	}
	// PowerPlatformBody: the body cannot be read. Unverified: code and text.
	PowerPlatformBody = Refusal{
		Name: "PowerPlatformBody", Status: 400, Code: "BadRequest", Text: "The request content was invalid and could not be deserialized.",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	// PowerPlatformThrottled: too many requests. Unverified: code and text; the status is
	// documented.
	PowerPlatformThrottled = Refusal{
		Name: "PowerPlatformThrottled", Status: 429, Code: "TooManyRequests", Text: "Too many requests. Please retry again later.",
		Is: admin365.ErrThrottled, Source: "https://learn.microsoft.com/rest/api/power-platform",
	}
	// PowerPlatformUnavailable: down for a moment. Unverified: code and text.
	PowerPlatformUnavailable = Refusal{
		Name: "PowerPlatformUnavailable", Status: 503, Code: "ServiceUnavailable", Text: "The service is temporarily unavailable.",
		Is: admin365.ErrUnavailable, Source: "ours",
	}
)

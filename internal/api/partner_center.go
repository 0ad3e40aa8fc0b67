package api

import "github.com/admin365/admin365"

// PartnerCenter is the API of partners. It takes tokens of people of the partner's tenant.
// Unverified: which host the government clouds have.
// Source: https://learn.microsoft.com/partner-center/developer/partner-center-authentication
var PartnerCenter = API{
	Name:     "Partner Center",
	Version:  "v1",
	Versions: []string{"v1"},
	// The application id of Partner Center.
	Audiences: []string{"fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"},
	Hosts: []Host{
		{admin365.CloudPublic, "https://api.partnercenter.microsoft.com", "https://api.partnercenter.microsoft.com/.default"},
		{admin365.CloudChina, "https://partner.partnercenterapi.microsoftonline.cn", "https://partner.partnercenterapi.microsoftonline.cn/.default"},
	},
	Envelope: EnvelopePartner,
	Common: Common{
		NoToken: &PartnerNoToken, UnknownApp: &PartnerNoToken, Forbidden: &PartnerForbidden,
		UnknownRoute: &PartnerNoRoute, UnknownVersion: &PartnerNoRoute, BadMethod: &PartnerBadMethod,
		BadBody: &PartnerBody, BadID: &PartnerBody, BadQuery: &PartnerBody,
		Throttled: &PartnerThrottled, Unavailable: &PartnerUnavailable,
		More: []*Refusal{&NotModeled, &UnsupportedEncoding},
	},
}

const docPartnerErrors = "https://learn.microsoft.com/partner-center/developer/error-codes"

// What Partner Center refuses whatever the operation.
var (
	// PartnerNoToken: there is no token, or a bad one.
	PartnerNoToken = Refusal{
		Name: "PartnerNoToken", Status: 401, Code: "400", Text: "Access denied: %s",
		Is: admin365.ErrUnauthenticated, Source: docPartnerErrors + " (the code)",
	}
	// PartnerForbidden: the person may not, the tenant is no partner, or an application is on
	// its own. Unverified: code and text.
	PartnerForbidden = Refusal{
		Name: "PartnerForbidden", Status: 403, Code: "403", Text: "The caller is not authorized to perform this operation.",
		Is: admin365.ErrForbidden, Source: "ours",
	}
	// PartnerNoRoute: the path names nothing. Unverified: the text.
	PartnerNoRoute = Refusal{
		Name: "PartnerNoRoute", Status: 404, Code: "1000", Text: "No route matches the segment '%s'.",
		Is: admin365.ErrUnsupported, Source: docPartnerErrors + " (the code)",
	}
	// PartnerBadMethod: the path does not take the method. Unverified: all of it.
	PartnerBadMethod = Refusal{
		Name: "PartnerBadMethod", Status: 405, Code: "405", Text: "The method is not allowed here.",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	// PartnerBody: the body or the query cannot be read. Unverified: the text.
	PartnerBody = Refusal{
		Name: "PartnerBody", Status: 400, Code: "3000", Text: "The request could not be read.",
		Is: admin365.ErrInvalid, Source: docPartnerErrors + " (the code)",
	}
	// PartnerThrottled: too many requests. What stands before the API says so, in a shape
	// of its own.
	PartnerThrottled = Refusal{
		Name: "PartnerThrottled", Status: 429, Text: "Rate limit is exceeded. Try again in %s seconds.",
		Is: admin365.ErrThrottled, Source: "https://learn.microsoft.com/partner-center/developer/api-throttling-guidance",
	}
	// PartnerUnavailable: down for a moment. Unverified: code and text.
	PartnerUnavailable = Refusal{
		Name: "PartnerUnavailable", Status: 503, Code: "503", Text: "The service is temporarily unavailable.",
		Is: admin365.ErrUnavailable, Source: "ours",
	}
)

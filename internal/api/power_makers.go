package api

import "github.com/admin365/admin365"

// PowerApps is what people who make applications ask; of it the emulator has the
// environments that they work in. Its versions are not published, so that it takes each.
// Source: pnp/cli-microsoft365. Unverified: the hosts of other clouds, which it has none of.
var PowerApps = API{
	Name:         "Power Apps",
	QueryVersion: "2016-11-01",
	Hosts:        []Host{{admin365.CloudPublic, "https://api.powerapps.com", "https://service.powerapps.com/.default"}},
	Envelope:     EnvelopeError,
	Common:       makersCommon,
}

// PowerAutomate is the same for people who make flows. It takes tokens for Azure Resource
// Manager, as its own client asked for them, besides those for itself.
// Source: pnp/cli-microsoft365.
var PowerAutomate = API{
	Name:         "Power Automate",
	QueryVersion: "2016-11-01",
	Audiences:    []string{"https://management.azure.com"},
	Hosts:        []Host{{admin365.CloudPublic, "https://api.flow.microsoft.com", "https://service.flow.microsoft.com/.default"}},
	Envelope:     EnvelopeError,
	Common:       makersCommon,
}

var makersCommon = Common{
	NoToken: &PowerPlatformNoToken, UnknownApp: &PowerPlatformNoToken, Forbidden: &PowerPlatformForbidden,
	Unregistered: &PowerPlatformUnregistered, UnknownRoute: &PowerPlatformNoRoute, UnknownVersion: &BAPVersion,
	BadMethod: &PowerPlatformBadMethod, BadBody: &BAPBody, BadID: &BAPBody, BadQuery: &BAPBody,
	Throttled: &PowerPlatformThrottled, Unavailable: &PowerPlatformUnavailable,
	More: []*Refusal{&NotModeled, &UnsupportedEncoding},
}

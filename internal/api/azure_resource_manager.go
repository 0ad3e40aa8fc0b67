package api

import "github.com/admin365/admin365"

// AzureResourceManager is the API of Azure itself. Its version is in the query, and each
// provider of resources has its own; Microsoft.Support has the one that is sent.
// Source: https://learn.microsoft.com/rest/api/azure
var AzureResourceManager = API{
	Name:         "Azure Resource Manager",
	QueryVersion: "2024-04-01",
	Versions:     []string{"2024-04-01", "2020-04-01"},
	// What older programs ask a token for, and the application id of the API.
	Audiences: []string{
		"https://management.core.windows.net", "https://management.core.usgovcloudapi.net", "https://management.core.chinacloudapi.cn",
		"797f4846-ba00-4fd7-ba43-dac1f8f63013",
	},
	Hosts: []Host{
		{admin365.CloudPublic, "https://management.azure.com", "https://management.azure.com/.default"},
		{admin365.CloudUSGovernment, "https://management.usgovcloudapi.net", "https://management.usgovcloudapi.net/.default"},
		{admin365.CloudUSGovernmentDoD, "https://management.usgovcloudapi.net", "https://management.usgovcloudapi.net/.default"},
		{admin365.CloudChina, "https://management.chinacloudapi.cn", "https://management.chinacloudapi.cn/.default"},
	},
	Envelope: EnvelopeError,
	Common: Common{
		NoToken: &AzureNoToken, UnknownApp: &AzureNoToken, Forbidden: &AzureForbidden,
		UnknownRoute: &AzureNoRoute, UnknownVersion: &AzureVersion, NoVersion: &AzureNoVersion, BadMethod: &AzureBadMethod,
		BadBody: &AzureBody, BadID: &AzureBadID, BadQuery: &AzureBadQuery, Throttled: &AzureThrottled, Unavailable: &AzureUnavailable,
		More: []*Refusal{&NotModeled, &UnsupportedEncoding, &AzureSubscriptionThrottled, &AzureTenantThrottled},
	},
}

const docAzureErrors = "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors"

// What Azure Resource Manager refuses whatever the operation.
var (
	// AzureNoToken: there is no token, or a bad one.
	AzureNoToken = Refusal{
		Name: "AzureNoToken", Status: 401, Code: "InvalidAuthenticationToken", Text: "%s",
		Is: admin365.ErrUnauthenticated, Source: docAzureErrors,
	}
	// AzureForbidden: the caller has no role that allows it. The service names the caller,
	// the action and the scope. Unverified: the text.
	AzureForbidden = Refusal{
		Name: "AzureForbidden", Status: 403, Code: "AuthorizationFailed",
		Text: "The client does not have authorization to perform the action. If access was recently granted, please refresh your credentials.",
		Is:   admin365.ErrForbidden, Source: docAzureErrors + " (the code)",
	}
	// AzureNoRoute: the path names nothing. Unverified: the text.
	AzureNoRoute = Refusal{
		Name: "AzureNoRoute", Status: 404, Code: "InvalidResourceType", Text: "The resource type could not be found for the segment '%s'.",
		Is: admin365.ErrUnsupported, Source: docAzureErrors + " (the code)",
	}
	// AzureVersion: the version is none of the provider's. Unverified: the text.
	AzureVersion = Refusal{
		Name: "AzureVersion", Status: 400, Code: "InvalidApiVersionParameter", Text: "The api-version '%s' is invalid.",
		Is: admin365.ErrInvalid, Source: docAzureErrors + " (the code)",
	}
	// AzureNoVersion: the query has no version.
	AzureNoVersion = Refusal{
		Name: "AzureNoVersion", Status: 400, Code: "MissingApiVersionParameter",
		Text: "The api-version query parameter (?api-version=) is required for all requests.",
		Is:   admin365.ErrInvalid, Source: docAzureErrors,
	}
	// AzureBadMethod: the path does not take the method. Unverified: all of it.
	AzureBadMethod = Refusal{
		Name: "AzureBadMethod", Status: 405, Code: "HttpMethodNotSupported", Text: "The method is not supported for the resource type.",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	// AzureBody: the body cannot be read. Unverified: the status and the text.
	AzureBody = Refusal{
		Name: "AzureBody", Status: 400, Code: "JsonDeserializationError", Text: "The request content was invalid and could not be deserialized.",
		Is: admin365.ErrInvalid, Source: "observed by a client of Microsoft.Support (the code)",
	}
	// AzureBadID: a name in the path is none, recorded of Microsoft.Support.
	AzureBadID = Refusal{
		Name: "AzureBadID", Status: 400, Code: "ResourceNameInvalid", Text: "Resource name is invalid. Please provide a valid name",
		Is: admin365.ErrInvalid, Source: "Azure/azure-cli-extensions (recorded)",
	}
	// AzureBadQuery: the query cannot be read. Unverified: all of it.
	AzureBadQuery = Refusal{
		Name: "AzureBadQuery", Status: 400, Code: "InvalidParameterValue", Text: "The query is invalid: %s",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	// AzureThrottled: too many requests.
	AzureThrottled = Refusal{
		Name: "AzureThrottled", Status: 429, Code: "TooManyRequests", Text: "The request is being throttled.",
		Is: admin365.ErrThrottled, Source: "Azure/migAz#57 (recorded)",
	}
	// AzureSubscriptionThrottled: a caller has asked too much of a subscription.
	AzureSubscriptionThrottled = Refusal{
		Name: "AzureSubscriptionThrottled", Status: 429, Code: "SubscriptionRequestsThrottled",
		Text: "Number of '%s' requests for subscription '%s' actor '%s' exceeded. Please try again after '%s' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.",
		Is:   admin365.ErrThrottled, Source: "observed in public repositories",
	}
	// AzureTenantThrottled: the same of a tenant. Unverified: the text, which is made after
	// that of a subscription.
	AzureTenantThrottled = Refusal{
		Name: "AzureTenantThrottled", Status: 429, Code: "TenantRequestsThrottled",
		Text: "Number of '%s' requests for tenant '%s' actor '%s' exceeded. Please try again after '%s' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.",
		Is:   admin365.ErrThrottled, Source: "clients of Azure that know it (the code)",
	}
	// AzureUnavailable: down for a moment. Unverified: the text.
	AzureUnavailable = Refusal{
		Name: "AzureUnavailable", Status: 503, Code: "ServiceUnavailable", Text: "The service is temporarily unavailable.",
		Is: admin365.ErrUnavailable, Source: "ours",
	}
)

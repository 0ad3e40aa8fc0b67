package health

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const docAnnouncement = "https://learn.microsoft.com/graph/api/resources/service-communications-api-overview"

// missing: a service, an issue, a message, an attachment or a review that is not there
// for the tenant. The service says "forbidden", in JSON that stands in a string of JSON,
// with an id of its own. Unverified: the status, and that all of these are answered so.
var missing = api.Refusal{
	Name: "Missing", Status: 403, Code: "UnknownError",
	Text: `{"code":"forbidden","message":"{\u0022error\u0022:\u0022Resource doesn\\u0027t exist for the tenant. ActivityId: %s. ` +
		`Learn more: https://docs.microsoft.com/en-us/graph/api/resources/service-communications-api-overview?view=graph-rest-beta\\u0026preserve-view=true.\u0022}"}`,
	Is: admin365.ErrNotFound, Source: "recorded by PnP CLI for Microsoft 365",
}

// parameterMissing: the body of an action has no list of messages. Unverified: the text.
var parameterMissing = api.Refusal{
	Name: "ParameterMissing", Status: 400, Code: "BadRequest",
	Text: "The parameter 'messageIds' is missing from the request payload or is not a list of texts.",
	Is:   admin365.ErrInvalid, Source: docAnnouncement,
}

// invalidPageSize: $top or the wanted size of a page is out of range. Observed: up to
// 1,000 are taken. Unverified: the text.
var invalidPageSize = api.Refusal{
	Name: "InvalidPageSize", Status: 400, Code: "BadRequest",
	Text: "The limit of '1000' for Top query has been exceeded. The value from the incoming request is '%s'.",
	Is:   admin365.ErrInvalid, Source: "https://github.com/OData/WebApi (the texts of its library)",
}

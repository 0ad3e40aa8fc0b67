package api

import (
	"net/http"

	"github.com/admin365/admin365"
)

// Batch is many requests in one. It serves other people's clients only. Its
// effect is the worst that a part may have; what is done is said by the parts,
// each of which is an operation of its own in faults and in the log.
var Batch = Op{
	Name: "graph.Batch", API: &Graph, Method: http.MethodPost, Paths: []string{"/$batch"},
	Effect: admin365.EffectIrrevocable, Retry: RetryNever, Strangers: true,
	Access:   Access{Anyone: true},
	Refusals: []*Refusal{&InvalidBatch, &TooManyParts, &PartIDTwice, &PartNeedsBody, &InvalidDependency, &NestedBatch},
	Source:   "https://learn.microsoft.com/graph/json-batching",
}

var (
	// InvalidBatch: the body is JSON and no batch, such as one without requests.
	InvalidBatch = Refusal{
		Name: "InvalidBatch", Status: 400, Code: "BadRequest", Text: "Invalid batch payload format.",
		Is: admin365.ErrInvalid, Source: "recorded in public clients; microsoftgraph/msgraph-sdk-javascript#1451",
	}
	// TooManyParts: more than 20 requests.
	TooManyParts = Refusal{
		Name: "TooManyParts", Status: 400, Code: "MaximumValueExceeded",
		Text: "Number of batch request steps exceeds the maximum value of 20.",
		Is:   admin365.ErrInvalid, Source: "observed in a public changelog",
	}
	// PartIDTwice: two requests have one id, letter case aside.
	PartIDTwice = Refusal{
		Name: "PartIDTwice", Status: 400, Code: "BadRequest", Text: "Request Id %s has to be unique in a batch.",
		Is: admin365.ErrInvalid, Source: "recorded in microsoftgraph/msgraph-sdk-java#559",
	}
	// PartNeedsBody: the service wants a body of every write but DELETE, an
	// empty object where the operation has none.
	PartNeedsBody = Refusal{
		Name: "PartNeedsBody", Status: 400, Code: "BadRequest",
		Text: "Write request id : %s does not contain Content-Type header or body.",
		Is:   admin365.ErrInvalid, Source: "recorded in microsoftgraph/msgraph-sdk-dotnet#2628",
	}
	// InvalidDependency: a dependency that is no request of the batch, or that
	// comes back to the request. Unverified: what follows the id.
	InvalidDependency = Refusal{
		Name: "InvalidDependency", Status: 400, Code: "BadRequest", Text: "Invalid dependency for request Id %s.",
		Is: admin365.ErrInvalid, Source: "observed in microsoftgraph/msgraph-sdk-java#2109",
	}
	// NestedBatch: a request of the batch is a batch. Unverified: the text.
	NestedBatch = Refusal{
		Name: "NestedBatch", Status: 400, Code: "BadRequest", Text: "Request Id %s is a batch, and a batch cannot hold another.",
		Is: admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/known-issues",
	}
	// FailedDependency: what the request depends on failed. Unverified: code and text; the status is documented.
	FailedDependency = Refusal{
		Name: "FailedDependency", Status: http.StatusFailedDependency, Code: "FailedDependency", Text: "Failed Dependency",
		Is: admin365.ErrPrecondition, Source: "https://learn.microsoft.com/graph/json-batching",
	}
	// LostPart is what a drill that cuts the answer is for a part: the connection
	// that breaks is the one behind the batch. Ours.
	LostPart = Refusal{
		Name: "LostPart", Status: http.StatusGatewayTimeout, Code: "UnknownError",
		Is: admin365.ErrUnavailable, Source: "ours",
	}
)

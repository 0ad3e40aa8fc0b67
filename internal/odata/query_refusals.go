package odata

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What the query language refuses beside what [api] has for every directory
// operation.
var (
	// UnknownOption: a query option with a $ that the service does not know.
	UnknownOption = api.Refusal{
		Name: "UnknownOption", Status: 400, Code: "Request_BadRequest",
		Text: "Unrecognized query argument specified: '%s'.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs-contrib#1321",
	}
	// RepeatedOption: one option twice. Unverified: the text is the OData
	// library's, which the service is built on.
	RepeatedOption = api.Refusal{
		Name: "RepeatedOption", Status: 400, Code: "BadRequest",
		Text: "Query option '%s' was specified more than once, but it must be specified at most once.",
		Is:   admin365.ErrInvalid, Source: "the OData library's text",
	}
	// UnsupportedOption: an option of OData that the directory does not have.
	UnsupportedOption = api.Refusal{
		Name: "UnsupportedOption", Status: 400, Code: "Request_BadRequest",
		Text: "'%s' is not supported by the service.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs#9279",
	}
	// NotCollection: an option of lists in the request for one entity.
	NotCollection = api.Refusal{
		Name: "NotCollection", Status: 400, Code: "BadRequest",
		Text: "The query specified in the URI is not valid. The requested resource is not a collection. Query options $filter, $orderby, $count, $skip, and $top can be applied only on collections.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/msgraph-sdk-powershell#2466",
	}
	// InvalidTop: $top is not a number.
	InvalidTop = api.Refusal{
		Name: "InvalidTop", Status: 400, Code: "BadRequest",
		Text: "Invalid value '%s' for $top query option found. The $top query option requires a non-negative integer value.",
		Is:   admin365.ErrInvalid, Source: "dcblogdev/laravel-microsoft-graph#90",
	}
	// InvalidCount: $count is neither true nor false. Unverified: the text is
	// the OData library's.
	InvalidCount = api.Refusal{
		Name: "InvalidCount", Status: 400, Code: "BadRequest",
		Text: "Invalid value '%s' for $count query option found. Valid values are 'true' or 'false'.",
		Is:   admin365.ErrInvalid, Source: "the OData library's text",
	}
	// InvalidSelect: a $select or $expand that does not parse. Unverified: the
	// end of the text is the OData library's.
	InvalidSelect = api.Refusal{
		Name: "InvalidSelect", Status: 400, Code: "BadRequest",
		Text: "Parsing OData Select and Expand failed: Term '%s' is not valid in a $select or $expand expression.",
		Is:   admin365.ErrInvalid, Source: "the OData library's text",
	}
	// InvalidOrder: an $orderby that does not parse. Unverified: the text is the
	// OData library's.
	InvalidOrder = api.Refusal{
		Name: "InvalidOrder", Status: 400, Code: "BadRequest",
		Text: "Syntax error at position %s in '%s'.",
		Is:   admin365.ErrInvalid, Source: "the OData library's text",
	}
	// InvalidSearch: a $search that does not parse, as one without quotes.
	InvalidSearch = api.Refusal{
		Name: "InvalidSearch", Status: 400, Code: "BadRequest",
		Text: "Syntax error: character '%s' is not valid at position %s in '%s'.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/msgraph-sdk-powershell#402",
	}
	// UnsupportedQuery: a combination that the directory does not take.
	UnsupportedQuery = api.Refusal{
		Name: "UnsupportedQuery", Status: 400, Code: "Request_UnsupportedQuery",
		Text: "Unsupported Query.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs-contrib#3157",
	}
	// UnsupportedFunction: a function that no property takes.
	UnsupportedFunction = api.Refusal{
		Name: "UnsupportedFunction", Status: 400, Code: "Request_UnsupportedQuery",
		Text: "Unsupported property filter clause operator '%s'.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs-contrib#2919",
	}
	// DateMismatch: a date without a time for a property that is a time.
	DateMismatch = api.Refusal{
		Name: "DateMismatch", Status: 400, Code: "Request_UnsupportedQuery",
		Text: "The type of the value doesn't match the property whose type is DateTime",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs-contrib#1961",
	}
	// TooManyClauses: more than 15 alternatives in a query that is not advanced.
	TooManyClauses = api.Refusal{
		Name: "TooManyClauses", Status: 400, Code: "Request_UnsupportedQuery",
		Text: "Too many child clauses specified in search filter expression containing 'OR' operators: %s. Max allowed: 15.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs-contrib#1238",
	}
)

// EntityRefusals returns what the query of a request for one entity is refused.
func EntityRefusals() []*api.Refusal {
	return []*api.Refusal{
		&UnknownOption, &RepeatedOption, &NotCollection, &api.SelectUnknownProperty, &InvalidSelect, &UnsupportedQuery,
	}
}

// CountRefusals returns what the query of a /$count path is refused. It is advanced
// in itself, so nothing in it needs to be.
func CountRefusals() []*api.Refusal {
	return []*api.Refusal{
		&api.CountNotSupported, &UnknownOption, &RepeatedOption, &UnsupportedOption, &InvalidTop, &api.InvalidPageSize,
		&api.SelectUnknownProperty, &InvalidSelect, &UnsupportedQuery, &InvalidOrder, &api.UnsupportedOrder, &InvalidSearch,
		&api.UnknownQueryProperty, &api.InvalidFilter, &api.UnsupportedFilter, &UnsupportedFunction,
	}
}

// ListRefusals returns what the query of a collection is refused. What only some
// tables can refuse (a date without a time, endsWith, a property that only one entity
// has) their operations declare themselves.
func ListRefusals() []*api.Refusal {
	return []*api.Refusal{
		&UnknownOption, &RepeatedOption, &UnsupportedOption, &InvalidTop, &api.InvalidPageSize, &InvalidCount, &api.InvalidPageToken,
		&api.SelectUnknownProperty, &InvalidSelect, &UnsupportedQuery, &InvalidOrder, &api.UnsupportedOrder, &InvalidSearch, &api.SearchNeedsHeader,
		&api.UnknownQueryProperty, &api.InvalidFilter, &api.UnsupportedFilter, &api.UnsupportedOperator, &UnsupportedFunction, &TooManyClauses,
	}
}

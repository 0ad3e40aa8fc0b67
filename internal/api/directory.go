package api

import "github.com/admin365/admin365"

// What the directory behind Graph refuses for every kind of object.
// Source: https://learn.microsoft.com/graph/errors
var (
	// ResourceNotFound: an id or a name in the path or in an @odata.id is unknown.
	ResourceNotFound = Refusal{
		Name: "ResourceNotFound", Status: 404, Code: "Request_ResourceNotFound",
		Text:  "Resource '%s' does not exist or one of its queried reference-property objects are not present.",
		Names: true,
		Is:    admin365.ErrNotFound, Source: "https://learn.microsoft.com/graph/errors (recorded)",
	}
	// ObjectConflict: another object has the value.
	ObjectConflict = Refusal{
		Name: "ObjectConflict", Status: 400, Code: "Request_BadRequest",
		Text:   "Another object with the same value for property %s already exists.",
		Detail: admin365.Detail{Code: "ObjectConflict", Target: "%s"},
		Is:     admin365.ErrConflict, Source: "recorded by PnP CLI for Microsoft 365",
	}
	// ValueRequired: a create lacks a property.
	ValueRequired = Refusal{
		Name: "ValueRequired", Status: 400, Code: "Request_BadRequest",
		Text:   "A value is required for property '%s' of resource '%s'.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "observed in public issues",
	}
	// InvalidValue: a property's value is of the wrong type, empty, too long, or
	// not among those allowed.
	InvalidValue = Refusal{
		Name: "InvalidValue", Status: 400, Code: "Request_BadRequest",
		Text:   "Invalid value specified for property '%s' of resource '%s'.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "observed in public issues",
	}
	// UnknownProperty: a write names a property that the type does not have.
	UnknownProperty = Refusal{
		Name: "UnknownProperty", Status: 400, Code: "Request_BadRequest",
		Text: "One or more property values specified are invalid.",
		Is:   admin365.ErrInvalid, Source: "retried by name in hashicorp/terraform-provider-azuread",
	}
	// PropertyReadOnly: a write names a property that the service sets.
	PropertyReadOnly = Refusal{
		Name: "PropertyReadOnly", Status: 400, Code: "Request_BadRequest",
		Text:   "Property '%s' is read-only and cannot be set.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "observed in public issues (for mail)",
	}
	// UnknownQueryProperty: a $select, $filter or $orderby names a property that
	// the type does not have.
	UnknownQueryProperty = Refusal{
		Name: "UnknownQueryProperty", Status: 400, Code: "BadRequest",
		Text: "Could not find a property named '%s' on type '%s'.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/errors (recorded)",
	}
	// SelectUnknownProperty: the same, as $select and $expand say it.
	SelectUnknownProperty = Refusal{
		Name: "SelectUnknownProperty", Status: 400, Code: "BadRequest",
		Text: "Parsing OData Select and Expand failed: Could not find a property named '%s' on type '%s'.",
		Is:   admin365.ErrInvalid, Source: "recorded in public issues",
	}
	// InvalidFilter: a $filter that does not parse.
	InvalidFilter = Refusal{
		Name: "InvalidFilter", Status: 400, Code: "BadRequest", Text: "Invalid filter clause: %s",
		Is: admin365.ErrInvalid, Source: "observed in public issues",
	}
	// UnsupportedFilter: the property does not take the operator.
	UnsupportedFilter = Refusal{
		Name: "UnsupportedFilter", Status: 400, Code: "Request_UnsupportedQuery",
		Text:   "Unsupported or invalid query filter clause specified for property '%s' of resource '%s'.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "observed in public issues",
	}
	// UnsupportedOperator: the operator needs an advanced query.
	UnsupportedOperator = Refusal{
		Name: "UnsupportedOperator", Status: 400, Code: "Request_UnsupportedQuery",
		Text: "Filter operator '%s' is not supported.",
		Is:   admin365.ErrInvalid, Source: "observed in public issues",
	}
	// UnsupportedOrder: the list cannot be ordered that way.
	UnsupportedOrder = Refusal{
		Name: "UnsupportedOrder", Status: 400, Code: "Request_UnsupportedQuery",
		Text: "Sorting not supported for current query.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/aad-advanced-queries",
	}
	// InvalidPageSize: $top is out of range.
	InvalidPageSize = Refusal{
		Name: "InvalidPageSize", Status: 400, Code: "Request_UnsupportedQuery",
		Text: "Invalid page size specified: '%s'. Must be between 1 and 999 inclusive.",
		Is:   admin365.ErrInvalid, Source: "observed in turbot/steampipe-plugin-azuread",
	}
	// InvalidPageToken: the $skiptoken is not of this query, or older than a
	// restore. Unverified: the service's own text is not known.
	InvalidPageToken = Refusal{
		Name: "InvalidPageToken", Status: 400, Code: "Directory_ExpiredPageToken",
		Text: "The specified page token value has expired and can no longer be included in your request.",
		Is:   admin365.ErrPrecondition, Source: "observed in public issues",
	}
	// CountNotSupported: /$count without the header.
	CountNotSupported = Refusal{
		Name: "CountNotSupported", Status: 400, Code: "Request_BadRequest",
		Text: "$count is not currently supported.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/aad-advanced-queries",
	}
	// SearchNeedsHeader: $search without ConsistencyLevel: eventual.
	SearchNeedsHeader = Refusal{
		Name: "SearchNeedsHeader", Status: 400, Code: "Request_UnsupportedQuery",
		Text: "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/search-query-parameter",
	}
	// EndsWithNeedsHeader: endsWith without ConsistencyLevel: eventual.
	EndsWithNeedsHeader = Refusal{
		Name: "EndsWithNeedsHeader", Status: 400, Code: "Request_UnsupportedQuery",
		Text: "Operator 'endsWith' is not supported because the 'ConsistencyLevel:eventual' header is missing. Refer to https://aka.ms/graph-docs/advanced-queries for more information.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/aad-advanced-queries",
	}
	// NotInCollection: a property that only a single entity has.
	NotInCollection = Refusal{
		Name: "NotInCollection", Status: 501, Code: "NotImplemented",
		Text: "This operation target is not yet supported.",
		Is:   admin365.ErrUnsupported, Source: "https://learn.microsoft.com/graph/api/user-list",
	}
	// QuotaExceeded: the directory is full.
	QuotaExceeded = Refusal{
		Name: "QuotaExceeded", Status: 403, Code: "Directory_QuotaExceeded",
		Text: "The directory object quota limit for the %s has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/graph/errors",
	}
	// GroupGivesLicenses: a group that gives licenses to its members cannot be deleted.
	// Unverified: the text.
	GroupGivesLicenses = Refusal{
		Name: "GroupGivesLicenses", Status: 400, Code: "Request_BadRequest",
		Text: "The group cannot be deleted because it has licenses assigned. Remove the licenses from the group first.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/entra/identity/users/licensing-group-advanced#deleting-a-group-with-an-assigned-license",
	}
	// SyncedReadOnly: the object is mastered on-premises.
	SyncedReadOnly = Refusal{
		Name: "SyncedReadOnly", Status: 400, Code: "Request_BadRequest",
		Text: "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
		Is:   admin365.ErrPrecondition, Source: "recorded in public issues",
	}
)

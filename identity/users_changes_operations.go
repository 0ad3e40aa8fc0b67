package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

var opUsersChanges = api.Op{
	Name: "identity.Users.Changes", API: &api.Graph, Method: "GET", Paths: []string{"/users/delta"},
	Effect: admin365.EffectRead, Retry: api.RetrySafe,
	Access: api.Access{
		Application: []admin365.Permission{userRead, userReadWrite, directoryRead, directoryWrite},
		Delegated:   []admin365.Permission{userRead, userReadWrite, directoryRead, directoryWrite},
	},
	Refusals: []*api.Refusal{
		&badChangeToken, &syncStateNotFound, &resyncRequired,
		&api.SelectUnknownProperty, &api.NotInCollection, &api.UnknownQueryProperty, &api.InvalidFilter, &api.UnsupportedFilter,
		&odata.UnknownOption, &odata.RepeatedOption, &odata.UnsupportedOption, &odata.InvalidSelect, &odata.UnsupportedQuery,
		&odata.UnsupportedFunction, &odata.DateMismatch, &api.PermissionMissing,
	},
	Source: "https://learn.microsoft.com/graph/api/user-delta",
}

// What a delta is refused beyond what a list is.
var (
	// badChangeToken: what came as a token is none.
	badChangeToken = api.Refusal{
		Name: "BadChangeToken", Status: 400, Code: "BadRequest", Text: "Badly formed token.",
		Is: admin365.ErrInvalid, Source: "probed by others at /users/delta and /groups/delta of a live tenant",
	}
	// syncStateNotFound: the token is older than seven days.
	syncStateNotFound = api.Refusal{
		Name: "SyncStateNotFound", Status: 400, Code: "syncStateNotFound",
		Text: "The sync state generation is not found. The delta token is expired and data must be synchronized again.",
		Is:   admin365.ErrResync, Source: "https://devblogs.microsoft.com/microsoft365dev/duration-of-change-tracking-tokens-for-identity-and-education-resources/",
	}
	// resyncRequired: the service does not know any more what the token stood for;
	// the Location names where to begin anew. Unverified: code and text are those
	// of the page of error codes; the page of the delta query names the status
	// and the header alone.
	resyncRequired = api.Refusal{
		Name: "ResyncRequired", Status: 410, Code: "resyncRequired",
		Text: "The delta token is no longer valid, and the app must reset the sync state.",
		Is:   admin365.ErrResync, Source: "https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset",
	}
)

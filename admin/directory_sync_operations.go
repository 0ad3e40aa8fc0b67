package admin

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

const (
	syncRead  admin365.Permission = "OnPremDirectorySynchronization.Read.All"
	syncWrite admin365.Permission = "OnPremDirectorySynchronization.ReadWrite.All"

	syncPath = "/directory/onPremisesSynchronization"
)

// An application on its own cannot have these permissions: the vendor's list and the
// pages have them as delegated ones alone.
var (
	opSyncGet = api.Op{
		Name: "admin.DirectorySync.Get", API: &api.Graph, Method: "GET", Paths: []string{syncPath},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: api.Access{
			Delegated: []admin365.Permission{syncRead, syncWrite},
			Roles:     []api.Role{api.HybridIdentityAdministrator, api.GlobalAdministrator},
		},
		Query:  odata.ListRefusals,
		Source: "https://learn.microsoft.com/graph/api/onpremisesdirectorysynchronization-get",
	}
	opSyncGetByID = api.Op{
		Name: "admin.DirectorySync.GetByID", API: &api.Graph, Method: "GET", Paths: []string{syncPath + "/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: api.Access{
			Delegated: []admin365.Permission{syncRead, syncWrite},
			Roles:     []api.Role{api.HybridIdentityAdministrator, api.GlobalAdministrator},
		},
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/onpremisesdirectorysynchronization-get",
	}
	opSyncUpdate = api.Op{
		Name: "admin.DirectorySync.Update", API: &api.Graph, Method: "PATCH", Paths: []string{syncPath + "/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: api.Access{
			Delegated: []admin365.Permission{syncWrite},
			Roles:     []api.Role{api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &syncFeatureUnused, &syncFeatureStays},
		Source:   "https://learn.microsoft.com/graph/api/onpremisesdirectorysynchronization-update",
	}
	opSyncTurnOn = api.Op{
		Name: "admin.DirectorySync.TurnOn", API: &api.Graph, Method: "PATCH", Paths: []string{"/organization/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   opSyncAccessSwitch,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &syncTurningOff},
		Source:   "https://learn.microsoft.com/graph/api/organization-update",
	}
	opSyncTurnOff = api.Op{
		Name: "admin.DirectorySync.TurnOff", API: &api.Graph, Method: "PATCH", Paths: []string{"/organization/{id}"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryRepeatable, Repeated: &syncTurningOff, Long: true,
		Access:   opSyncAccessSwitch,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &syncTurningOff, &syncNotOn},
		Source:   "https://learn.microsoft.com/graph/api/organization-update",
	}
)

var opSyncAccessSwitch = api.Access{
	Application: []admin365.Permission{organizationWrite, directoryWrite},
	Delegated:   []admin365.Permission{organizationWrite, directoryWrite},
	Roles:       []api.Role{api.DirectorySynchronizationAccounts, api.HybridIdentityAdministrator, api.GlobalAdministrator},
}

func directorySyncOperations() []*api.Op {
	return []*api.Op{&opSyncGet, &opSyncGetByID, &opSyncUpdate, &opSyncTurnOn, &opSyncTurnOff}
}

// What the synchronization is refused. Unverified: the texts.
var (
	// syncTurningOff: it is being turned off, which nothing stops.
	syncTurningOff = api.Refusal{
		Name: "SyncTurningOff", Status: 400, Code: "Request_BadRequest",
		Text: "Directory synchronization is being turned off. This can take up to 72 hours and cannot be canceled.",
		Is:   admin365.ErrBusy, Source: "https://learn.microsoft.com/powershell/module/microsoft.entra.directorymanagement/set-entradirsyncenabled",
	}
	// syncNotOn: there is nothing to turn off.
	syncNotOn = api.Refusal{
		Name: "SyncNotOn", Status: 400, Code: "Request_BadRequest",
		Text: "Directory synchronization is not turned on.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/powershell/module/microsoft.entra.directorymanagement/set-entradirsyncenabled",
	}
	// syncFeatureUnused: the feature is shown and not in use.
	syncFeatureUnused = api.Refusal{
		Name: "SyncFeatureUnused", Status: 400, Code: "Request_BadRequest",
		Text:   "The feature '%s' is not in use and cannot be updated.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature",
	}
	// syncFeatureStays: once on, it is on for ever.
	syncFeatureStays = api.Refusal{
		Name: "SyncFeatureStays", Status: 400, Code: "Request_BadRequest",
		Text:   "The feature '%s' cannot be disabled once it is enabled.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-features",
	}
)

package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

var (
	opDeletedUsersList = api.Op{
		Name: "identity.DeletedUsers.List", API: &api.Graph, Method: "GET", Paths: []string{"/directory/deletedItems/microsoft.graph.user"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   opDeletedUsersAccessRead,
		Query:    odata.ListRefusals,
		Refusals: []*api.Refusal{&api.NotInCollection, &api.EndsWithNeedsHeader, &odata.DateMismatch, &api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing},
		Source:   "https://learn.microsoft.com/graph/api/directory-deleteditems-list",
	}
	opDeletedUsersGet = api.Op{
		Name: "identity.DeletedUsers.Get", API: &api.Graph, Method: "GET", Settled: true,
		Paths:  []string{"/directory/deletedItems/{id}/microsoft.graph.user", "/directory/deletedItems/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   opDeletedUsersAccessRead,
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing},
		Source:   "https://learn.microsoft.com/graph/api/directory-deleteditems-get",
	}
	opDeletedUsersRestore = api.Op{
		Name: "identity.DeletedUsers.Restore", API: &api.Graph, Method: "POST", Paths: []string{"/directory/deletedItems/{id}/restore"}, Settled: true,
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access: api.Access{
			Application: []admin365.Permission{userDelete, userReadWrite},
			Delegated:   []admin365.Permission{userDelete, userReadWrite},
			Roles: []api.Role{
				api.AuthenticationAdministrator, api.PrivilegedAuthenticationAdministrator, api.UserAdministrator, api.GlobalAdministrator,
			},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.ObjectConflict, &api.InvalidValue, &domainNotVerified, &api.QuotaExceeded},
		Source:   "https://learn.microsoft.com/graph/api/directory-deleteditems-restore",
	}
	// Unverified: whether an application alone may purge; one page says that it
	// cannot, the permissions are those of a restore.
	opDeletedUsersPurge = api.Op{
		Name: "identity.DeletedUsers.Purge", API: &api.Graph, Method: "DELETE", Paths: []string{"/directory/deletedItems/{id}"}, Settled: true,
		Effect: admin365.EffectIrrevocable, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access: api.Access{
			Application: []admin365.Permission{userDelete, userReadWrite},
			Delegated:   []admin365.Permission{userDelete, userReadWrite},
			Roles:       []api.Role{api.UserAdministrator, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/directory-deleteditems-delete",
	}
)

var opDeletedUsersAccessRead = api.Access{
	Application: []admin365.Permission{userRead, userReadWrite, directoryRead, directoryWrite},
	Delegated:   []admin365.Permission{userRead, userReadWrite, directoryRead, directoryWrite},
}

func deletedUserOperations() []*api.Op {
	return []*api.Op{&opDeletedUsersList, &opDeletedUsersGet, &opDeletedUsersRestore, &opDeletedUsersPurge}
}

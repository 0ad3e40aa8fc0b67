package identity

import (
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

const (
	userReadBasic admin365.Permission = "User.ReadBasic.All"
	userRead      admin365.Permission = "User.Read.All"
	userReadWrite admin365.Permission = "User.ReadWrite.All"
	userReadSelf  admin365.Permission = "User.Read"
	userDelete    admin365.Permission = "User.DeleteRestore.All"

	userReadWriteSelf  admin365.Permission = "User.ReadWrite"
	enableDisable      admin365.Permission = "User.EnableDisableAccount.All"
	phoneWrite         admin365.Permission = "User-Phone.ReadWrite.All"
	mailWrite          admin365.Permission = "User-Mail.ReadWrite.All"
	lifeCycleWrite     admin365.Permission = "User-LifeCycleInfo.ReadWrite.All"
	attributesWrite    admin365.Permission = "CustomSecAttributeAssignment.ReadWrite.All"
	manageIdentities   admin365.Permission = "User.ManageIdentities.All"
	passwordWrite      admin365.Permission = "User-PasswordProfile.ReadWrite.All"
	directoryAccess    admin365.Permission = "Directory.AccessAsUser.All"
	revokeSessions     admin365.Permission = "User.RevokeSessions.All"
	methodRead         admin365.Permission = "UserAuthenticationMethod.Read"
	methodReadWrite    admin365.Permission = "UserAuthenticationMethod.ReadWrite"
	methodReadAll      admin365.Permission = "UserAuthenticationMethod.Read.All"
	methodReadWriteAll admin365.Permission = "UserAuthenticationMethod.ReadWrite.All"

	directoryRead  admin365.Permission = "Directory.Read.All"
	directoryWrite admin365.Permission = "Directory.ReadWrite.All"
)

var (
	opUsersList = api.Op{
		Name: "identity.Users.List", API: &api.Graph, Method: "GET", Paths: []string{"/users"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2,
		Access: api.Access{
			Application: []admin365.Permission{userReadBasic, userRead, userReadWrite, directoryRead, directoryWrite},
			Delegated:   []admin365.Permission{userReadBasic, userRead, userReadWrite, directoryRead, directoryWrite},
		},
		Query: odata.ListRefusals,
		Refusals: []*api.Refusal{
			&api.NotInCollection, &api.EndsWithNeedsHeader, &odata.DateMismatch,
			&api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing,
		},
		Source: "https://learn.microsoft.com/graph/api/user-list",
	}
	opUsersCount = api.Op{
		Name: "identity.Users.Count", API: &api.Graph, Method: "GET", Paths: []string{"/users/$count"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2,
		Access: opUsersAccessRead,
		Query:  odata.CountRefusals,
		Refusals: []*api.Refusal{
			&api.NotInCollection, &odata.DateMismatch,
			&api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing,
		},
		Source: "https://learn.microsoft.com/graph/api/user-list",
	}
	opUsersGet = api.Op{
		Name: "identity.Users.Get", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opUsersAccessGet,
		Query:  odata.EntityRefusals,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.NotInCollection, &api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing, &keyMustBeID,
		},
		Source: "https://learn.microsoft.com/graph/api/user-get",
	}
	opUsersMe = api.Op{
		Name: "identity.Users.Me", API: &api.Graph, Method: "GET", Paths: []string{pathMe},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   api.Access{Delegated: opUsersDelegatedGet, Self: true},
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.NotInCollection, &api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing},
		Source:   "https://learn.microsoft.com/graph/api/user-get",
	}
	opUsersCreate = api.Op{
		Name: "identity.Users.Create", API: &api.Graph, Method: "POST", Paths: []string{"/users"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access: api.Access{
			Application: []admin365.Permission{userReadWrite, directoryWrite},
			Delegated:   []admin365.Permission{userReadWrite, directoryWrite},
			Roles:       []api.Role{api.UserAdministrator, api.DirectoryWriters, api.PartnerTier1Support, api.PartnerTier2Support, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{
			&api.ObjectConflict, &api.ValueRequired, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &api.QuotaExceeded,
			&domainNotVerified, &weakPassword, &profileAlone,
		},
		Source: "https://learn.microsoft.com/graph/api/user-post-users",
	}
	opUsersUpdate = api.Op{
		Name: "identity.Users.Update", API: &api.Graph, Method: "PATCH", Paths: []string{"/users/{id}", "/me"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		// Each property has its own least permission and role besides; see mayWrite.
		Access: api.Access{
			Application: []admin365.Permission{userReadWrite, directoryWrite, enableDisable, phoneWrite, mailWrite, manageIdentities, passwordWrite},
			Delegated:   []admin365.Permission{userReadWrite, directoryWrite, enableDisable, phoneWrite, mailWrite, manageIdentities, passwordWrite, userReadWriteSelf},
			Self:        true,
			Roles: []api.Role{
				api.UserAdministrator, api.DirectoryWriters, api.LicenseAdministrator, api.HelpdeskAdministrator, api.PasswordAdministrator,
				api.AuthenticationAdministrator, api.PrivilegedAuthenticationAdministrator, api.GlobalAdministrator,
			},
		},
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.ObjectConflict, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &api.SyncedReadOnly,
			&domainNotVerified, &weakPassword, &profileAlone, &federatedPassword,
		},
		Source: "https://learn.microsoft.com/graph/api/user-update",
	}
	opUsersDelete = api.Op{
		Name: "identity.Users.Delete", API: &api.Graph, Method: "DELETE", Paths: []string{"/users/{id}"},
		Effect: admin365.EffectLosesData, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access: api.Access{
			Application: []admin365.Permission{userDelete, userReadWrite},
			Delegated:   []admin365.Permission{userDelete, userReadWrite},
			Roles: []api.Role{
				api.AuthenticationAdministrator, api.PrivilegedAuthenticationAdministrator, api.UserAdministrator, api.GlobalAdministrator,
			},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &selfDeletion, &lastGlobalAdministrator},
		Source:   "https://learn.microsoft.com/graph/api/user-delete",
	}

	opManagersGet = api.Op{
		Name: "identity.Managers.Get", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}/manager", "/me/manager"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   opManagersAccessRead,
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing},
		Source:   "https://learn.microsoft.com/graph/api/user-list-manager",
	}
	opManagersSet = api.Op{
		Name: "identity.Managers.Set", API: &api.Graph, Method: "PUT", Paths: []string{"/users/{id}/manager/$ref"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   opManagersAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.SyncedReadOnly},
		Source:   "https://learn.microsoft.com/graph/api/user-post-manager",
	}
	opManagersRemove = api.Op{
		Name: "identity.Managers.Remove", API: &api.Graph, Method: "DELETE", Paths: []string{"/users/{id}/manager/$ref"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access:   opManagersAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.SyncedReadOnly},
		Source:   "https://learn.microsoft.com/graph/api/user-delete-manager",
	}
	opManagersReports = api.Op{
		Name: "identity.Managers.Reports", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}/directReports", "/me/directReports"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: api.Access{
			Application: []admin365.Permission{userRead, userReadWrite, directoryRead, directoryWrite},
			Delegated:   []admin365.Permission{userReadSelf, userRead, userReadWrite, directoryRead, directoryWrite},
		},
		Query: odata.ListRefusals,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.NotInCollection, &api.EndsWithNeedsHeader, &odata.DateMismatch,
			&api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing,
		},
		Source: "https://learn.microsoft.com/graph/api/user-list-directreports",
	}

	opProfilesGet = api.Op{
		Name: "identity.Profiles.Get", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   opUsersAccessGet,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.SelectUnknownProperty, &api.NotInCollection},
		Source:   "https://learn.microsoft.com/graph/api/user-get",
	}
	opProfilesUpdate = api.Op{
		Name: "identity.Profiles.Update", API: &api.Graph, Method: "PATCH", Paths: []string{"/users/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   api.Access{Delegated: []admin365.Permission{userReadWrite, directoryWrite}, Roles: []api.Role{api.UserAdministrator, api.GlobalAdministrator}, Self: true},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.InvalidValue, &profileAlone},
		Source:   "https://learn.microsoft.com/graph/api/user-update",
	}
)

var (
	opUsersAccessRead = api.Access{
		Application: []admin365.Permission{userReadBasic, userRead, userReadWrite, directoryRead, directoryWrite},
		Delegated:   []admin365.Permission{userReadBasic, userRead, userReadWrite, directoryRead, directoryWrite},
	}
	opUsersAccessGet = api.Access{
		Application: []admin365.Permission{userReadBasic, userRead, userReadWrite, directoryRead, directoryWrite},
		Delegated:   opUsersDelegatedGet,
		Self:        true,
	}
	opUsersDelegatedGet = []admin365.Permission{userReadSelf, userReadBasic, userRead, userReadWrite, directoryRead, directoryWrite}

	opManagersAccessRead = api.Access{
		Application: []admin365.Permission{userRead, userReadWrite, directoryRead, directoryWrite},
		Delegated:   []admin365.Permission{userRead, userReadWrite, directoryRead, directoryWrite},
	}
	opManagersAccessWrite = api.Access{
		Application: []admin365.Permission{userReadWrite, directoryWrite},
		Delegated:   []admin365.Permission{userReadWrite, directoryWrite},
		Roles:       []api.Role{api.UserAdministrator, api.DirectoryWriters, api.GlobalAdministrator},
	}
)

// pathMe names the signed-in person.
const pathMe = "/me"

// operations returns every operation of the area, for tests and docs.
func operations() []*api.Op {
	return slices.Concat([]*api.Op{
		&opUsersChanges,
		&opUsersList, &opUsersCount, &opUsersGet, &opUsersMe, &opUsersCreate, &opUsersUpdate, &opUsersDelete,
		&opManagersGet, &opManagersSet, &opManagersRemove, &opManagersReports,
		&opProfilesGet, &opProfilesUpdate,
	}, deletedUserOperations(), passwordOperations(), roleOperations(), groupOperations(), objectOperations())
}

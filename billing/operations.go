package billing

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

const (
	licensesRead      admin365.Permission = "LicenseAssignment.Read.All"
	licensesWrite     admin365.Permission = "LicenseAssignment.ReadWrite.All"
	organizationRead  admin365.Permission = "Organization.Read.All"
	organizationWrite admin365.Permission = "Organization.ReadWrite.All"
	directoryRead     admin365.Permission = "Directory.Read.All"
	directoryWrite    admin365.Permission = "Directory.ReadWrite.All"
	userReadSelf      admin365.Permission = "User.Read"
	userRead          admin365.Permission = "User.Read.All"
	userWrite         admin365.Permission = "User.ReadWrite.All"
	groupRead         admin365.Permission = "Group.Read.All"
	groupWrite        admin365.Permission = "Group.ReadWrite.All"
)

var (
	opSKUsList = api.Op{
		Name: "billing.SKUs.List", API: &api.Graph, Method: "GET", Paths: []string{"/subscribedSkus"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 3,
		Access:   accessOwned,
		Refusals: []*api.Refusal{&odata.UnknownOption, &odata.RepeatedOption, &odata.UnsupportedOption, &api.SelectUnknownProperty},
		Source:   "https://learn.microsoft.com/graph/api/subscribedsku-list",
	}
	opSKUsGet = api.Op{
		Name: "billing.SKUs.Get", API: &api.Graph, Method: "GET", Paths: []string{"/subscribedSkus/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessOwned,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &odata.UnknownOption, &odata.RepeatedOption, &odata.UnsupportedOption},
		Source:   "https://learn.microsoft.com/graph/api/subscribedsku-get",
	}

	opSubscriptionsList = api.Op{
		Name: "billing.Subscriptions.List", API: &api.Graph, Method: "GET", Paths: []string{"/directory/subscriptions"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessOwned,
		Refusals: []*api.Refusal{&odata.UnknownOption, &odata.RepeatedOption, &odata.UnsupportedOption, &api.SelectUnknownProperty},
		Source:   "https://learn.microsoft.com/graph/api/directory-list-subscriptions",
	}
	opSubscriptionsGet = api.Op{
		Name: "billing.Subscriptions.Get", API: &api.Graph, Method: "GET", Paths: []string{"/directory/subscriptions/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessOwned,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &odata.UnknownOption, &odata.RepeatedOption, &odata.UnsupportedOption, &api.SelectUnknownProperty},
		Source:   "https://learn.microsoft.com/graph/api/companysubscription-get",
	}
	opSubscriptionsGetByCommerce = api.Op{
		Name: "billing.Subscriptions.GetByCommerceID", API: &api.Graph, Method: "GET",
		Paths:  []string{"/directory/subscriptions(commerceSubscriptionId='{id}')"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessOwned,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &odata.UnknownOption, &odata.RepeatedOption, &odata.UnsupportedOption, &api.SelectUnknownProperty},
		Source:   "https://learn.microsoft.com/graph/api/companysubscription-get",
	}

	opLicensesAssign = api.Op{
		Name: "billing.Licenses.Assign", API: &api.Graph, Method: "POST", Paths: []string{"/users/{id}/assignLicense", "/me/assignLicense"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Repeated: &notHeld,
		Access: api.Access{
			Application: []admin365.Permission{licensesWrite, userWrite, directoryWrite},
			Delegated:   []admin365.Permission{licensesWrite, userWrite, directoryWrite},
			Roles:       []api.Role{api.LicenseAdministrator, api.DirectoryWriters, api.UserAdministrator, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &locationMissing, &seatsGone, &notOwned, &notHeld, &inheritedLicense,
			&planNeeds, &plansExclude, &unknownPlan, &companyProduct,
			&parameterMissing, &unknownParameter, &unknownMember, &licenseTwice, &badLicense,
		},
		Source: docAssign,
	}
	opLicensesReprocess = api.Op{
		Name: "billing.Licenses.Reprocess", API: &api.Graph, Method: "POST", Paths: []string{"/users/{id}/reprocessLicenseAssignment"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: api.Access{
			Application: []admin365.Permission{userWrite, directoryWrite},
			Delegated:   []admin365.Permission{userWrite, directoryWrite},
			Roles:       []api.Role{api.LicenseAdministrator, api.DirectoryWriters, api.UserAdministrator, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &seatsGone, &planNeeds, &plansExclude},
		Source:   "https://learn.microsoft.com/graph/api/user-reprocesslicenseassignment",
	}
	opLicensesDetails = api.Op{
		Name: "billing.Licenses.Details", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}/licenseDetails", "/me/licenseDetails"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2,
		Access: api.Access{
			Application: []admin365.Permission{licensesRead, userRead, userWrite, directoryRead, directoryWrite},
			Delegated:   []admin365.Permission{licensesRead, userReadSelf, userRead, userWrite, directoryRead, directoryWrite},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &odata.UnknownOption, &odata.RepeatedOption, &odata.UnsupportedOption, &api.SelectUnknownProperty},
		Source:   "https://learn.microsoft.com/graph/api/user-list-licensedetails",
	}
	opLicensesGet = api.Op{
		Name: "billing.Licenses.Get", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}", "/me"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: api.Access{
			Application: []admin365.Permission{userRead, userWrite, directoryRead, directoryWrite},
			Delegated:   []admin365.Permission{userReadSelf, userRead, userWrite, directoryRead, directoryWrite},
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/user-get",
	}
	opLicensesHolders = api.Op{
		Name: "billing.Licenses.Holders", API: &api.Graph, Method: "GET", Paths: []string{"/users"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2,
		Access: api.Access{
			Application: []admin365.Permission{userRead, userWrite, directoryRead, directoryWrite},
			Delegated:   []admin365.Permission{userRead, userWrite, directoryRead, directoryWrite},
		},
		Refusals: []*api.Refusal{&api.InvalidPageToken},
		Source:   "https://learn.microsoft.com/graph/api/user-list",
	}

	opGroupLicensesAssign = api.Op{
		Name: "billing.GroupLicenses.Assign", API: &api.Graph, Method: "POST", Paths: []string{"/groups/{id}/assignLicense"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Repeated: &groupNotHeld,
		Access: api.Access{
			Application: []admin365.Permission{licensesWrite, groupWrite, directoryWrite},
			Delegated:   []admin365.Permission{licensesWrite, groupWrite, directoryWrite},
			Roles:       []api.Role{api.LicenseAdministrator, api.GroupsAdministrator, api.DirectoryWriters, api.UserAdministrator, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &groupNotSecurity, &notOwned, &groupNotHeld, &unknownPlan, &companyProduct,
			&parameterMissing, &unknownParameter, &unknownMember, &licenseTwice, &badLicense,
		},
		Source: "https://learn.microsoft.com/graph/api/group-assignlicense",
	}
	opGroupLicensesGet = api.Op{
		Name: "billing.GroupLicenses.Get", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessGroups,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/group-get",
	}
	opGroupLicensesWithErrors = api.Op{
		Name: "billing.GroupLicenses.WithErrors", API: &api.Graph, Method: "GET", Paths: []string{"/groups"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessGroups,
		Refusals: []*api.Refusal{&api.InvalidPageToken},
		Source:   "https://learn.microsoft.com/graph/api/group-list",
	}
	opGroupLicensesMembersWithErrors = api.Op{
		Name: "billing.GroupLicenses.MembersWithErrors", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/membersWithLicenseErrors"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		// Unverified: the vendor's list of permissions does not have this path.
		// That it takes $top and $count is observed in a published client.
		Access: accessGroups, Query: odata.ListRefusals,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.NotInCollection, &api.EndsWithNeedsHeader, &odata.DateMismatch,
			&api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing,
		},
		Source: "https://learn.microsoft.com/graph/api/resources/group#relationships",
	}
)

// accessOwned is who may read what was bought.
var accessOwned = api.Access{
	Application: []admin365.Permission{organizationRead, organizationWrite, directoryRead, directoryWrite},
	Delegated:   []admin365.Permission{organizationRead, organizationWrite, directoryRead, directoryWrite},
	// The page names the first three; the others cannot do their work without it.
	Roles: []api.Role{
		api.DirectoryReaders, api.GlobalReader, api.Dynamics365BusinessCentralAdministrator,
		api.BillingAdministrator, api.LicenseAdministrator, api.UserAdministrator, api.GroupsAdministrator, api.DirectoryWriters, api.GlobalAdministrator,
	},
}

// accessGroups is who may read what groups give.
var accessGroups = api.Access{
	Application: []admin365.Permission{groupRead, groupWrite, directoryRead, directoryWrite},
	Delegated:   []admin365.Permission{groupRead, groupWrite, directoryRead, directoryWrite},
}

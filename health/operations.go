package health

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

const (
	healthRead     admin365.Permission = "ServiceHealth.Read.All"
	messageRead    admin365.Permission = "ServiceMessage.Read.All"
	viewpointWrite admin365.Permission = "ServiceMessageViewpoint.Write"
)

const root = "/admin/serviceAnnouncement"

var (
	opServicesList = api.Op{
		Name: "health.Services.List", API: &api.Graph, Method: "GET", Paths: []string{root + "/healthOverviews"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessHealth, Query: listRefusals,
		Source: "https://learn.microsoft.com/graph/api/serviceannouncement-list-healthoverviews",
	}
	opServicesGet = api.Op{
		Name: "health.Services.Get", API: &api.Graph, Method: "GET", Paths: []string{root + "/healthOverviews/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessHealth, Query: odata.EntityRefusals,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/servicehealth-get",
	}
	opIssuesList = api.Op{
		Name: "health.Issues.List", API: &api.Graph, Method: "GET", Paths: []string{root + "/issues"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessHealth, Query: listRefusals,
		Source: "https://learn.microsoft.com/graph/api/serviceannouncement-list-issues",
	}
	// opIssuesOfService and opIssueOfService serve other people's clients: the same
	// issues below their service.
	opIssuesOfService = api.Op{
		Name: "health.Issues.OfService", API: &api.Graph, Method: "GET", Paths: []string{root + "/healthOverviews/{id}/issues"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true, Access: accessHealth, Query: listRefusals,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/resources/servicehealth#relationships",
	}
	opIssueOfService = api.Op{
		Name: "health.Issues.OneOfService", API: &api.Graph, Method: "GET", Paths: []string{root + "/healthOverviews/{id}/issues/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true, Access: accessHealth, Query: odata.EntityRefusals,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/resources/servicehealth#relationships",
	}
	opReportOfService = api.Op{
		Name: "health.Issues.ReportOfService", API: &api.Graph, Method: "GET",
		Paths:  []string{root + "/healthOverviews/{id}/issues/{id}/incidentReport"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true, Access: accessHealth,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/servicehealthissue-incidentreport",
	}
	opIssuesGet = api.Op{
		Name: "health.Issues.Get", API: &api.Graph, Method: "GET", Paths: []string{root + "/issues/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessHealth, Query: odata.EntityRefusals,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/servicehealthissue-get",
	}
	opIssuesReport = api.Op{
		Name: "health.Issues.Report", API: &api.Graph, Method: "GET", Paths: []string{root + "/issues/{id}/incidentReport"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessHealth,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/servicehealthissue-incidentreport",
	}
	opMessagesList = api.Op{
		Name: "health.Messages.List", API: &api.Graph, Method: "GET", Paths: []string{root + "/messages"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessMessages, Query: listRefusals,
		Source: "https://learn.microsoft.com/graph/api/serviceannouncement-list-messages",
	}
	opMessagesGet = api.Op{
		Name: "health.Messages.Get", API: &api.Graph, Method: "GET", Paths: []string{root + "/messages/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessMessages, Query: odata.EntityRefusals,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/serviceupdatemessage-get",
	}
	opAttachmentsList = api.Op{
		Name: "health.Attachments.List", API: &api.Graph, Method: "GET", Paths: []string{root + "/messages/{id}/attachments"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessMessages, Query: listRefusals,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/serviceupdatemessage-list-attachments",
	}
	opAttachmentsGet = api.Op{
		Name: "health.Attachments.Get", API: &api.Graph, Method: "GET", Paths: []string{root + "/messages/{id}/attachments/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessMessages, Query: odata.EntityRefusals,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/serviceannouncementattachment-get",
	}
	opAttachmentsContent = api.Op{
		Name: "health.Attachments.Content", API: &api.Graph, Method: "GET",
		// Unverified: that $value serves the same.
		Paths:  []string{root + "/messages/{id}/attachments/{id}/content", root + "/messages/{id}/attachments/{id}/$value"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessMessages,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/serviceannouncementattachment-get",
	}
	opAttachmentsArchive = api.Op{
		Name: "health.Attachments.Archive", API: &api.Graph, Method: "GET", Paths: []string{root + "/messages/{id}/attachmentsArchive"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Access: accessMessages,
		Refusals: []*api.Refusal{&missing},
		Source:   "https://learn.microsoft.com/graph/api/resources/serviceupdatemessage#properties",
	}
	opMarkRead = api.Op{
		Name: "health.Viewpoints.MarkRead", API: &api.Graph, Method: "POST", Paths: []string{root + "/messages/markRead"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Access: accessViewpoint,
		Refusals: []*api.Refusal{&parameterMissing},
		Source:   "https://learn.microsoft.com/graph/api/serviceupdatemessage-markread",
	}
	opMarkUnread = api.Op{
		Name: "health.Viewpoints.MarkUnread", API: &api.Graph, Method: "POST", Paths: []string{root + "/messages/markUnread"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Access: accessViewpoint,
		Refusals: []*api.Refusal{&parameterMissing},
		Source:   "https://learn.microsoft.com/graph/api/serviceupdatemessage-markunread",
	}
	opArchive = api.Op{
		Name: "health.Viewpoints.Archive", API: &api.Graph, Method: "POST", Paths: []string{root + "/messages/archive"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Access: accessViewpoint,
		Refusals: []*api.Refusal{&parameterMissing},
		Source:   "https://learn.microsoft.com/graph/api/serviceupdatemessage-archive",
	}
	opUnarchive = api.Op{
		Name: "health.Viewpoints.Unarchive", API: &api.Graph, Method: "POST", Paths: []string{root + "/messages/unarchive"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Access: accessViewpoint,
		Refusals: []*api.Refusal{&parameterMissing},
		Source:   "https://learn.microsoft.com/graph/api/serviceupdatemessage-unarchive",
	}
	opFavorite = api.Op{
		Name: "health.Viewpoints.Favorite", API: &api.Graph, Method: "POST", Paths: []string{root + "/messages/favorite"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Access: accessViewpoint,
		Refusals: []*api.Refusal{&parameterMissing},
		Source:   "https://learn.microsoft.com/graph/api/serviceupdatemessage-favorite",
	}
	opUnfavorite = api.Op{
		Name: "health.Viewpoints.Unfavorite", API: &api.Graph, Method: "POST", Paths: []string{root + "/messages/unfavorite"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Access: accessViewpoint,
		Refusals: []*api.Refusal{&parameterMissing},
		Source:   "https://learn.microsoft.com/graph/api/serviceupdatemessage-unfavorite",
	}
)

// accessHealth is who may read service health. Documented: the first four roles and
// "most" administrators of a service. Unverified: which others of those that this module
// knows.
// Source: https://learn.microsoft.com/microsoft-365/enterprise/view-service-health
var accessHealth = api.Access{
	Application: []admin365.Permission{healthRead},
	Delegated:   []admin365.Permission{healthRead},
	Roles: []api.Role{
		api.ServiceSupportAdministrator, api.HelpdeskAdministrator, api.GlobalReader, api.GlobalAdministrator,
		api.ApplicationAdministrator, api.AuthenticationAdministrator, api.BillingAdministrator, api.CloudApplicationAdministrator,
		api.Dynamics365Administrator, api.ExchangeAdministrator, api.FabricAdministrator, api.GroupsAdministrator,
		api.LicenseAdministrator, api.OfficeAppsAdministrator, api.PowerPlatformAdministrator, api.PrivilegedAuthenticationAdministrator,
		api.SecurityAdministrator, api.SecurityReader, api.SharePointAdministrator, api.TeamsAdministrator, api.UserAdministrator,
		api.UserExperienceSuccessManager,
	},
}

// accessMessages is who may read the message center: every administrator but those that
// the page excepts.
// Source: https://learn.microsoft.com/microsoft-365/admin/manage/message-center
var accessMessages = api.Access{
	Application: []admin365.Permission{messageRead},
	Delegated:   []admin365.Permission{messageRead},
	Roles:       messageRoles,
}

// accessViewpoint is who has a viewpoint: a signed-in person.
var accessViewpoint = api.Access{
	Delegated: []admin365.Permission{viewpointWrite},
	Roles:     messageRoles,
}

var messageRoles = []api.Role{
	api.MessageCenterReader, api.MessageCenterPrivacyReader, api.GlobalReader, api.GlobalAdministrator,
	api.ApplicationAdministrator, api.AuthenticationAdministrator, api.AuthenticationPolicyAdministrator, api.BillingAdministrator,
	api.CloudApplicationAdministrator, api.DomainNameAdministrator, api.Dynamics365Administrator, api.Dynamics365BusinessCentralAdministrator,
	api.ExchangeAdministrator, api.ExternalIdentityProviderAdministrator, api.FabricAdministrator, api.GroupsAdministrator,
	api.HelpdeskAdministrator, api.HybridIdentityAdministrator, api.LicenseAdministrator, api.OfficeAppsAdministrator,
	api.PasswordAdministrator, api.PowerPlatformAdministrator, api.PrivilegedAuthenticationAdministrator,
	api.SecurityAdministrator, api.SecurityReader, api.ServiceSupportAdministrator, api.SharePointAdministrator, api.TeamsAdministrator,
	api.UserAdministrator, api.UserExperienceSuccessManager,
}

// opPrivacy is no operation of the service: it is the question whether the caller may
// read about data privacy, asked of whoever knows the roles.
var opPrivacy = api.Op{
	Name: "health.Messages.Privacy", API: &api.Graph, Method: "GET", Paths: []string{root + "/messages"},
	Effect: admin365.EffectRead, Retry: api.RetrySafe,
	Access: api.Access{
		Delegated: []admin365.Permission{messageRead, viewpointWrite},
		Roles:     []api.Role{api.GlobalAdministrator, api.MessageCenterPrivacyReader},
	},
	Source: "https://learn.microsoft.com/microsoft-365/admin/manage/message-center",
}

// listRefusals are what the query of a list is refused. These lists know $skip, take
// every operator without a header, and have no $search.
func listRefusals() []*api.Refusal {
	return []*api.Refusal{
		&odata.UnknownOption, &odata.RepeatedOption, &odata.UnsupportedOption, &odata.InvalidTop, &odata.InvalidCount, &invalidPageSize,
		&api.SelectUnknownProperty, &odata.InvalidSelect, &odata.UnsupportedQuery, &odata.InvalidOrder, &api.UnsupportedOrder,
		&api.UnknownQueryProperty, &api.InvalidFilter, &api.UnsupportedFilter, &odata.UnsupportedFunction, &odata.DateMismatch,
	}
}

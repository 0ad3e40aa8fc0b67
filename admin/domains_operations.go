package admin

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

const (
	domainRead  admin365.Permission = "Domain.Read.All"
	domainWrite admin365.Permission = "Domain.ReadWrite.All"
)

var (
	opDomainsList = api.Op{
		Name: "admin.Domains.List", API: &api.Graph, Method: "GET", Paths: []string{"/domains"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opDomainsAccessRead, Query: odata.ListRefusals,
		Source: "https://learn.microsoft.com/graph/api/domain-list",
	}
	opDomainsGet = api.Op{
		Name: "admin.Domains.Get", API: &api.Graph, Method: "GET", Paths: []string{"/domains/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opDomainsAccessRead, Query: odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/domain-get",
	}
	opDomainsAdd = api.Op{
		Name: "admin.Domains.Add", API: &api.Graph, Method: "POST", Paths: []string{"/domains"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access:   opDomainsAccessWrite,
		Refusals: []*api.Refusal{&api.ValueRequired, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &domainConflict, &domainReserved},
		Source:   "https://learn.microsoft.com/graph/api/domain-post-domains",
	}
	opDomainsVerificationRecords = api.Op{
		Name: "admin.Domains.VerificationRecords", API: &api.Graph, Method: "GET", Paths: []string{"/domains/{id}/verificationDnsRecords"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opDomainsAccessRecords, Query: odata.ListRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/domain-list-verificationdnsrecords",
	}
	opDomainsServiceRecords = api.Op{
		Name: "admin.Domains.ServiceRecords", API: &api.Graph, Method: "GET", Paths: []string{"/domains/{id}/serviceConfigurationRecords"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opDomainsAccessRecords, Query: odata.ListRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/domain-list-serviceconfigurationrecords",
	}
	opDomainsVerify = api.Op{
		Name: "admin.Domains.Verify", API: &api.Graph, Method: "POST", Paths: []string{"/domains/{id}/verify"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access:   opDomainsAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.UnknownProperty, &domainNotProved, &domainIsVerified, &domainElsewhere, &domainBusy},
		Source:   "https://learn.microsoft.com/graph/api/domain-verify",
	}
	opDomainsUpdate = api.Op{
		Name: "admin.Domains.Update", API: &api.Graph, Method: "PATCH", Paths: []string{"/domains/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: api.Access{
			Application: []admin365.Permission{domainWrite},
			Delegated:   []admin365.Permission{domainWrite},
			Roles: []api.Role{
				api.DomainNameAdministrator, api.SecurityAdministrator, api.ExternalIdentityProviderAdministrator,
				api.PartnerTier2Support, api.GlobalAdministrator,
			},
		},
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly,
			&domainNotVerified, &defaultNeedsAnother, &serviceNotChosen, &subdomainPasswords, &domainBusy,
		},
		Source: "https://learn.microsoft.com/graph/api/domain-update",
	}
	opDomainsPromote = api.Op{
		Name: "admin.Domains.Promote", API: &api.Graph, Method: "POST", Paths: []string{"/domains/{id}/promote"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryNever,
		Access:   opDomainsAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.UnknownProperty, &domainNotVerified, &domainIsRoot, &promotedInUse, &domainBusy},
		Source:   "https://learn.microsoft.com/graph/api/domain-promote",
	}
	opDomainsReferences = api.Op{
		Name: "admin.Domains.References", API: &api.Graph, Method: "GET", Paths: []string{"/domains/{id}/domainNameReferences"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 4,
		Access: opDomainsAccessRecords, Query: odata.ListRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/domain-list-domainnamereferences",
	}
	opDomainsDelete = api.Op{
		Name: "admin.Domains.Delete", API: &api.Graph, Method: "DELETE", Paths: []string{"/domains/{id}"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access: opDomainsAccessWrite,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &initialDomainStays, &defaultDomainStays, &domainInUse, &domainHasSubdomains, &domainBusy,
		},
		Source: "https://learn.microsoft.com/graph/api/domain-delete",
	}
	opDomainsForceDelete = api.Op{
		Name: "admin.Domains.ForceDelete", API: &api.Graph, Method: "POST", Paths: []string{"/domains/{id}/forceDelete"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryNever, Long: true,
		Access: api.Access{
			Application: []admin365.Permission{domainWrite},
			Delegated:   []admin365.Permission{domainWrite},
			Roles:       []api.Role{api.DomainNameAdministrator, api.PartnerTier2Support, api.GlobalAdministrator},
		},
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.UnknownProperty, &initialDomainStays, &defaultDomainStays, &domainHasSubdomains, &tooManyReferences, &domainBusy,
		},
		Source: "https://learn.microsoft.com/graph/api/domain-forcedelete",
	}
)

var (
	opDomainsAccessRead = api.Access{
		Application: []admin365.Permission{domainRead, directoryRead, domainWrite},
		Delegated:   []admin365.Permission{domainRead, directoryRead, domainWrite},
		Guests:      true,
	}
	// opDomainsAccessRecords is that of what belongs to a domain, which guests do not
	// see. The vendor's list does not give it to those who read the directory.
	opDomainsAccessRecords = api.Access{
		Application: []admin365.Permission{domainRead, directoryRead, domainWrite},
		Delegated:   []admin365.Permission{domainRead, directoryRead, domainWrite},
	}
	opDomainsAccessWrite = api.Access{
		Application: []admin365.Permission{domainWrite},
		Delegated:   []admin365.Permission{domainWrite},
		Roles:       []api.Role{api.DomainNameAdministrator, api.GlobalAdministrator},
	}
)

func domainOperations() []*api.Op {
	return []*api.Op{
		&opDomainsList, &opDomainsGet, &opDomainsAdd, &opDomainsVerificationRecords, &opDomainsServiceRecords, &opDomainsVerify,
		&opDomainsUpdate, &opDomainsPromote, &opDomainsReferences, &opDomainsDelete, &opDomainsForceDelete,
	}
}

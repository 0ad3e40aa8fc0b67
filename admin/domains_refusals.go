package admin

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What domains are refused beyond what the directory refuses for every object. All
// are 400 Request_BadRequest, as everything that the directory refuses. Unverified:
// the texts, but for those whose source is a script; the pages say what is refused and
// not in which words.
var (
	// domainConflict: the tenant has the domain.
	domainConflict = api.Refusal{
		Name: "DomainConflict", Status: 400, Code: "Request_BadRequest",
		Text:   "A conflicting object with one or more of the specified property values is present in the directory.",
		Detail: admin365.Detail{Code: "ObjectConflict", Target: "id"},
		Is:     admin365.ErrConflict, Source: "https://learn.microsoft.com/graph/api/domain-post-domains",
	}
	// domainReserved: the name lies in a domain of Microsoft's own.
	domainReserved = api.Refusal{
		Name: "DomainReserved", Status: 400, Code: "Request_BadRequest",
		Text:   "The domain name is reserved and cannot be added.",
		Detail: admin365.Detail{Code: "InvalidValue", Target: "id"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/entra/fundamentals/add-custom-domain",
	}
	// domainNotProved: none of the records was found. What stands in the place of %s
	// names the records that were looked for.
	domainNotProved = api.Refusal{
		Name: "DomainNotProved", Status: 400, Code: "Request_BadRequest",
		Text: "Domain verification failed with the following error: %s",
		Is:   admin365.ErrPrecondition, Source: "matched by public scripts around Confirm-AzureADDomain",
	}
	// domainIsVerified: there is nothing to verify.
	domainIsVerified = api.Refusal{
		Name: "DomainIsVerified", Status: 400, Code: "Request_BadRequest",
		Text: "Domain is already verified.",
		Is:   admin365.ErrConflict, Source: "matched by public scripts around Confirm-AzureADDomain",
	}
	// domainElsewhere: another tenant has proved that the domain is its own.
	domainElsewhere = api.Refusal{
		Name: "DomainElsewhere", Status: 400, Code: "Request_BadRequest",
		Text: "The domain is already verified in another tenant.",
		Is:   admin365.ErrConflict, Source: "https://learn.microsoft.com/entra/identity/users/domains-manage",
	}
	// domainNotVerified: only a verified domain is changed.
	domainNotVerified = api.Refusal{
		Name: "DomainNotVerified", Status: 400, Code: "Request_BadRequest",
		Text: "The domain is not verified.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/graph/api/domain-update",
	}
	// defaultNeedsAnother: there is always a default domain.
	defaultNeedsAnother = api.Refusal{
		Name: "DefaultNeedsAnother", Status: 400, Code: "Request_BadRequest",
		Text:   "The property 'isDefault' cannot be set to false. Set another domain as the default domain instead.",
		Detail: admin365.Detail{Target: "isDefault"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/domain-update",
	}
	// serviceNotChosen: the service is none that an administrator adds or removes.
	serviceNotChosen = api.Refusal{
		Name: "ServiceNotChosen", Status: 400, Code: "Request_BadRequest",
		Text:   "The supported service '%s' cannot be added or removed.",
		Detail: admin365.Detail{Target: "supportedServices"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/resources/domain",
	}
	// subdomainPasswords: a subdomain follows its root.
	subdomainPasswords = api.Refusal{
		Name: "SubdomainPasswords", Status: 400, Code: "Request_BadRequest",
		Text: "The password policy of a subdomain is that of its root domain.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/powershell/module/msonline/set-msolpasswordpolicy",
	}
	// domainIsRoot: there is nothing to promote.
	domainIsRoot = api.Refusal{
		Name: "DomainIsRoot", Status: 400, Code: "Request_BadRequest",
		Text: "The domain is a root domain already.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/graph/api/domain-promote",
	}
	// promotedInUse: users are named in the subdomain. The text is recorded.
	promotedInUse = api.Refusal{
		Name: "PromotedInUse", Status: 400, Code: "Request_BadRequest",
		Text: "Domain with user references cannot be promoted. paramName: DomainName, paramValue: %s, objectType: Microsoft.Online.DirectoryServices.CompanyVerifiedDomain",
		Is:   admin365.ErrPrecondition, Source: "MicrosoftDocs/azure-docs#86309",
	}
	// domainBusy: the domain is being deleted.
	domainBusy = api.Refusal{
		Name: "DomainBusy", Status: 400, Code: "Request_BadRequest",
		Text: "An operation is in progress on the domain.",
		Is:   admin365.ErrBusy, Source: "https://learn.microsoft.com/graph/api/domain-forcedelete",
	}
	// initialDomainStays: the domain with which the tenant began.
	initialDomainStays = api.Refusal{
		Name: "InitialDomainStays", Status: 400, Code: "Request_BadRequest",
		Text: "The initial domain of the tenant cannot be deleted.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/entra/identity/users/domains-manage",
	}
	// defaultDomainStays: another one has to be the default first.
	defaultDomainStays = api.Refusal{
		Name: "DefaultDomainStays", Status: 400, Code: "Request_BadRequest",
		Text: "The default domain cannot be deleted. Set another domain as the default domain first.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/microsoft-365/admin/get-help-with-domains/remove-a-domain",
	}
	// domainInUse: something has a name or an address in it.
	domainInUse = api.Refusal{
		Name: "DomainInUse", Status: 400, Code: "Request_BadRequest",
		Text: "The domain is referenced by other objects. See domainNameReferences, or use forceDelete.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/graph/api/domain-delete",
	}
	// domainHasSubdomains: they go first.
	domainHasSubdomains = api.Refusal{
		Name: "DomainHasSubdomains", Status: 400, Code: "Request_BadRequest",
		Text: "The domain has subdomains, which must be deleted first.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/entra/identity/users/domains-manage",
	}
	// tooManyReferences: more objects would be renamed than the service renames.
	tooManyReferences = api.Refusal{
		Name: "TooManyReferences", Status: 400, Code: "Request_BadRequest",
		Text: "More than 1000 objects reference the domain.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/graph/api/domain-forcedelete",
	}
)

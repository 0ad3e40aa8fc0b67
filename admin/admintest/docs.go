package admintest

// Where the rules are written down.
const (
	docOrganization       = "https://learn.microsoft.com/graph/api/resources/organization"
	docOrganizationGet    = "https://learn.microsoft.com/graph/api/organization-list"
	docOrganizationUpdate = "https://learn.microsoft.com/graph/api/organization-update"

	docDomain        = "https://learn.microsoft.com/graph/api/resources/domain"
	docDomainList    = "https://learn.microsoft.com/graph/api/domain-list"
	docDomainGet     = "https://learn.microsoft.com/graph/api/domain-get"
	docDomainAdd     = "https://learn.microsoft.com/graph/api/domain-post-domains"
	docDomainRecords = "https://learn.microsoft.com/graph/api/domain-list-verificationdnsrecords"
	docDomainService = "https://learn.microsoft.com/graph/api/domain-list-serviceconfigurationrecords"
	docDomainVerify  = "https://learn.microsoft.com/graph/api/domain-verify"
	docDomainUpdate  = "https://learn.microsoft.com/graph/api/domain-update"
	docDomainPromote = "https://learn.microsoft.com/graph/api/domain-promote"
	docDomainRefs    = "https://learn.microsoft.com/graph/api/domain-list-domainnamereferences"
	docDomainDelete  = "https://learn.microsoft.com/graph/api/domain-delete"
	docDomainForce   = "https://learn.microsoft.com/graph/api/domain-forcedelete"
	docUserCreate    = "https://learn.microsoft.com/graph/api/user-post-users"

	docExpiry = "https://learn.microsoft.com/microsoft-365/admin/manage/set-password-expiration-policy"

	docResetPolicy   = "https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy"
	docResetLicense  = "https://learn.microsoft.com/entra/identity/authentication/concept-sspr-licensing"
	docMethods       = "https://learn.microsoft.com/graph/api/authenticationmethodspolicy-get"
	docMethodsUpdate = "https://learn.microsoft.com/graph/api/authenticationmethodspolicy-update"
	docMethod        = "https://learn.microsoft.com/graph/api/resources/authenticationmethodspolicies-overview"
	docCampaign      = "https://learn.microsoft.com/graph/api/resources/authenticationmethodsregistrationcampaign"

	docSyncGet      = "https://learn.microsoft.com/graph/api/onpremisesdirectorysynchronization-get"
	docSyncUpdate   = "https://learn.microsoft.com/graph/api/onpremisesdirectorysynchronization-update"
	docSyncFeature  = "https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature"
	docSyncDeletion = "https://learn.microsoft.com/graph/api/resources/onpremisesaccidentaldeletionprevention"
	docSyncOff      = "https://learn.microsoft.com/powershell/module/microsoft.entra.directorymanagement/set-entradirsyncenabled"

	docPolicy       = "https://learn.microsoft.com/graph/api/resources/authorizationpolicy"
	docPolicyUpdate = "https://learn.microsoft.com/graph/api/authorizationpolicy-update"

	docRoles       = "https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference"
	docPermissions = "https://learn.microsoft.com/graph/permissions-reference"
	docErrors      = "https://learn.microsoft.com/graph/errors"

	docUserReset   = "the comment of admin.SelfServiceReset"
	docForgotten   = "the comment of admin.Backstage.ResetForgottenPassword"
	docPublish     = "the comment of admin.Backstage.PublishDNS"
	docSynchronize = "the comment of admin.Backstage.Synchronize"
	docTurnOff     = "the comment of admin.DirectorySync"
	docOperation   = "the comment of admin.Domains"
	docTenantWide  = "the comment of admin.SetTenantPasswordPolicy"
	docPolicies    = "the comment of admin.PasswordPolicies"
	docPatch       = "the comment of admin.OrganizationPatch"

	docOwnership   = "design rule: what goes in and what comes out belongs to the caller"
	docEndedCalls  = "design rule: errors of the context pass through"
	docConcurrency = "design rule: every implementation is safe for concurrent use"
	docPathIDs     = "design rule: ids that change the path are refused unsent"
	docEmptyPatch  = "design rule: a patch that changes nothing is a mistake"
)

package billingtest

// Where the rules are written down.
const (
	docSKUs        = "https://learn.microsoft.com/graph/api/subscribedsku-list"
	docSKUGet      = "https://learn.microsoft.com/graph/api/subscribedsku-get"
	docSKU         = "https://learn.microsoft.com/graph/api/resources/subscribedsku"
	docUnits       = "https://learn.microsoft.com/graph/api/resources/licenseunitsdetail"
	docPlanInfo    = "https://learn.microsoft.com/graph/api/resources/serviceplaninfo"
	docAssign      = "https://learn.microsoft.com/graph/api/user-assignlicense"
	docReprocess   = "https://learn.microsoft.com/graph/api/user-reprocesslicenseassignment"
	docDetails     = "https://learn.microsoft.com/graph/api/user-list-licensedetails"
	docStates      = "https://learn.microsoft.com/graph/api/resources/licenseassignmentstate"
	docUserGet     = "https://learn.microsoft.com/graph/api/user-get"
	docUserList    = "https://learn.microsoft.com/graph/api/user-list"
	docUserDelete  = "https://learn.microsoft.com/graph/api/user-delete"
	docRestore     = "https://learn.microsoft.com/graph/api/directory-deleteditems-restore"
	docGroupAssign = "https://learn.microsoft.com/graph/api/group-assignlicense"
	docGroup       = "https://learn.microsoft.com/graph/api/resources/group"
	docErrors      = "https://learn.microsoft.com/graph/errors"

	docPlans         = "https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference"
	docExclusive     = "https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference#service-plans-that-cannot-be-assigned-at-the-same-time"
	docGroupUse      = "https://learn.microsoft.com/entra/identity/users/licensing-groups-assign"
	docGroupAdvanced = "https://learn.microsoft.com/entra/identity/users/licensing-group-advanced"
	docGroupProblems = "https://learn.microsoft.com/entra/identity/users/licensing-groups-resolve-problems"

	docSubscriptions = "https://learn.microsoft.com/graph/api/directory-list-subscriptions"
	docSubscription  = "https://learn.microsoft.com/graph/api/resources/companysubscription"
	docSubGet        = "https://learn.microsoft.com/graph/api/companysubscription-get"
	docExpires       = "https://learn.microsoft.com/microsoft-365/commerce/subscriptions/what-if-my-subscription-expires"

	docRoles       = "https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference"
	docPermissions = "https://learn.microsoft.com/graph/permissions-reference"

	docChange      = "the comment of billing.LicenseChange"
	docFind        = "the comment of billing.FindSKU"
	docAvailable   = "the comment of billing.Available"
	docLifecycle   = "the comment of billing.Lifecycle"
	docPurchase    = "the comment of billing.Purchase"
	docBackstage   = "the comment of billingtest.Backstage"
	docGroupType   = "the comment of billing.GroupLicenses"
	docListed      = "the comment of billing.SKUs"
	docOwnership   = "design rule: what goes in and what comes out belongs to the caller"
	docEndedCalls  = "design rule: errors of the context pass through"
	docConcurrency = "design rule: every implementation is safe for concurrent use"
	docPathIDs     = "design rule: ids that change the path are refused unsent"
)

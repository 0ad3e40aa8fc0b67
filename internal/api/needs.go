package api

import "github.com/admin365/admin365"

// What is refused where the caller or the tenant lacks what a property needs.
var (
	// PermissionMissing names the permission. Unverified: that the service says so
	// of other properties than signInActivity.
	PermissionMissing = Refusal{
		Name: "PermissionMissing", Status: 403, Code: "Authentication_MSGraphPermissionMissing",
		Text: "Calling principal does not have required MSGraph permissions %s",
		Is:   admin365.ErrForbidden, Source: "microsoftgraph/microsoft-graph-explorer-v4#2731",
	}
	// ReportsRoleMissing: the signed-in person has no role that reads reports.
	ReportsRoleMissing = Refusal{
		Name: "ReportsRoleMissing", Status: 403, Code: "Authentication_RequestFromUnsupportedUserRole",
		Text: "User is not in the allowed roles",
		Detail: admin365.Detail{
			Target:  "signInActivity",
			Message: "it needs one of the roles Reports Reader, Security Reader, Security Operator, Security Administrator, Global Reader or Global Administrator",
		},
		Is: admin365.ErrForbidden, Source: "AzureAD/MSIdentityTools#91",
	}
	// PremiumMissing: the tenant has no premium license. The beginning of the text
	// differs: "Neither tenant is B2C or tenant doesn't have" (2021), "Tenant is
	// not a B2C tenant and doesn't have" (2025).
	PremiumMissing = Refusal{
		Name: "PremiumMissing", Status: 403, Code: "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
		Text: "%s premium license",
		Detail: admin365.Detail{
			Target:  "signInActivity",
			Message: "the tenant needs a Microsoft Entra ID P1 or P2 license",
		},
		Is: admin365.ErrForbidden, Source: "microsoftgraph/microsoft-graph-docs#12772",
	}
)

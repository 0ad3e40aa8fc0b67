package admin

import (
	"encoding/json"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// methodsRow is the policy of authentication methods of a tenant that has changed it;
// the others have the defaults and no row. A method is as it is on the wire, because
// each has settings of its own, which are kept and not modeled.
type methodsRow struct {
	ID       tenant.Key                   `json:"id"`
	Modified time.Time                    `json:"lastModifiedDateTime"`
	Campaign RegistrationCampaign         `json:"campaign"`
	Methods  []map[string]json.RawMessage `json:"methods"`
}

// userResetRow is the switch of those who are no administrators, which no API has.
type userResetRow struct {
	ID    tenant.Key            `json:"id"`
	Scope SelfServiceResetScope `json:"scope"`
	Group tenant.Key            `json:"group,omitzero"`
}

var (
	methodPolicies = tenant.Table[*methodsRow]{
		Name: "authenticationMethodsPolicy", Key: func(r *methodsRow) tenant.Key { return r.ID },
		Label: func(*methodsRow) string { return "Authentication Methods Policy" },
	}
	userResets = tenant.Table[*userResetRow]{
		Name: "userSelfServiceReset", Key: func(r *userResetRow) tenant.Key { return r.ID },
		Label: func(r *userResetRow) string { return string(r.Scope) },
	}
)

// methodsOf is the tenant's policy.
func methodsOf(tx *tenant.Tx) (*methodsRow, error) {
	for row := range tenant.In(tx, &methodPolicies).All() {
		return row, nil
	}
	row := &methodsRow{
		ID: tenant.NameKey("policy", "authenticationMethodsPolicy"),
		Campaign: RegistrationCampaign{
			SnoozeDurationInDays: 1, State: CampaignDefault, ExcludeTargets: []MethodTarget{},
			IncludeTargets: []CampaignTarget{{TargetType: TargetGroup, ID: AllUsers, TargetedAuthenticationMethod: "microsoftAuthenticator"}},
		},
	}
	if o, ok := organizationOf(tx); ok {
		row.Modified = o.Created
	}
	return row, json.Unmarshal([]byte(firstMethods), &row.Methods)
}

// firstMethods are the methods of a new tenant, as the page of the policy shows them;
// those that it leaves out are off.
// Source: https://learn.microsoft.com/graph/api/authenticationmethodspolicy-get
const firstMethods = `[
{"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","id":"Fido2","state":"disabled","isSelfServiceRegistrationAllowed":true,"isAttestationEnforced":true,
 "keyRestrictions":{"isEnforced":false,"enforcementType":"block","aaGuids":[]},"excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users","isRegistrationRequired":false}]},
{"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration","id":"MicrosoftAuthenticator","state":"disabled",
 "excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users","isRegistrationRequired":false,"authenticationMode":"any"}]},
{"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","id":"Sms","state":"enabled",
 "excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users","isRegistrationRequired":false,"isUsableForSignIn":true}]},
{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration","id":"TemporaryAccessPass","state":"disabled","defaultLifetimeInMinutes":60,"defaultLength":8,
 "minimumLifetimeInMinutes":60,"maximumLifetimeInMinutes":480,"isUsableOnce":false,"excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users","isRegistrationRequired":false}]},
{"@odata.type":"#microsoft.graph.softwareOathAuthenticationMethodConfiguration","id":"SoftwareOath","state":"disabled",
 "excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users","isRegistrationRequired":false}]},
{"@odata.type":"#microsoft.graph.voiceAuthenticationMethodConfiguration","id":"Voice","state":"disabled","isOfficePhoneAllowed":false,
 "excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users","isRegistrationRequired":false}]},
{"@odata.type":"#microsoft.graph.emailAuthenticationMethodConfiguration","id":"Email","state":"enabled","allowExternalIdToUseEmailOtp":"default","excludeTargets":[],"includeTargets":[]},
{"@odata.type":"#microsoft.graph.x509CertificateAuthenticationMethodConfiguration","id":"X509Certificate","state":"disabled",
 "excludeTargets":[],"includeTargets":[{"targetType":"group","id":"all_users","isRegistrationRequired":false}]}
]`

// userResetOf is the switch of those who are no administrators: off in a new tenant.
func userResetOf(tx *tenant.Tx) *userResetRow {
	for row := range tenant.In(tx, &userResets).All() {
		return row
	}
	return &userResetRow{ID: tenant.NameKey("policy", "userSelfServiceReset"), Scope: SelfServiceResetNone}
}

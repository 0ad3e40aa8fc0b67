package identity

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// userRow is a user in memory: what is looked at all the time has a field, the
// rest lies packed in cells.
type userRow struct {
	ID          tenant.Key
	Name        string // userPrincipalName
	DisplayName string
	Mail        string
	Enabled     odata.Tri
	Synced      odata.Tri
	Manager     tenant.Key
	Password    passwordHash
	Created     time.Time
	Cells       odata.Cells
}

// users are the live users, and deletedUsers those in the bin.
var (
	users = tenant.Table[*userRow]{
		Name: "users", Key: userKey, Label: userLabel, Diff: userDiff, Changed: noteUser,
		Indexes: []*tenant.Index[*userRow]{&usersByName, &usersByDisplayName, &usersByMail, &usersByManager, &usersByCreated, &usersByDomain},
	}
	usersByName        = tenant.Index[*userRow]{Name: "userPrincipalName", Unique: true, Text: func(r *userRow) string { return r.Name }}
	usersByDisplayName = tenant.Index[*userRow]{Name: "displayName", Text: func(r *userRow) string { return r.DisplayName }}
	usersByMail        = tenant.Index[*userRow]{Name: "mail", Text: func(r *userRow) string { return r.Mail }}
	usersByCreated     = tenant.Index[*userRow]{Name: "createdDateTime", Ref: func(r *userRow) tenant.Key { return tenant.TimeKey(r.Created) }}
	usersByManager     = tenant.Index[*userRow]{Name: "manager", Ref: func(r *userRow) tenant.Key { return r.Manager }}

	deletedUsers = tenant.Table[*userRow]{Name: "deletedUsers", Key: userKey, Label: deletedLabel, Diff: userDiff, Changed: noteDeletedUser}
)

func userKey(r *userRow) tenant.Key { return r.ID }

// deletedLabel is the name that a deleted user had.
func deletedLabel(r *userRow) string { return strings.TrimPrefix(r.Name, mangling(r.ID)) }

func userLabel(r *userRow) string { return r.Name }
func userDiff(before, after *userRow) []string {
	lines := userProps.Diff(before, after)
	if before.Manager != after.Manager {
		lines = append(lines, fmt.Sprintf("manager %s -> %s", shownKey(before.Manager), shownKey(after.Manager)))
	}
	if before.Password != after.Password {
		lines = append(lines, "password changed")
	}
	return lines
}

func shownKey(k tenant.Key) string {
	if k.IsZero() {
		return "null"
	}
	return k.String()
}

// addressRow is an address that a live user holds: no other may have it.
type addressRow struct {
	ID      tenant.Key `json:"id"`
	Address string     `json:"address"`
	Owner   tenant.Key `json:"owner"`
}

var (
	addresses = tenant.Table[*addressRow]{
		Name: "addresses", Internal: true, Key: func(r *addressRow) tenant.Key { return r.ID },
		Label:   func(r *addressRow) string { return r.Address },
		Indexes: []*tenant.Index[*addressRow]{&addressesByText, &addressesByOwner, &addressesByDomain},
	}
	addressesByText  = tenant.Index[*addressRow]{Name: "address", Unique: true, Text: func(r *addressRow) string { return r.Address }}
	addressesByOwner = tenant.Index[*addressRow]{Name: "owner", Ref: func(r *addressRow) tenant.Key { return r.Owner }}
)

// savedUser is a row as it is saved: by name, never by place.
type savedUser struct {
	ID         tenant.Key      `json:"id"`
	Manager    tenant.Key      `json:"manager,omitzero"`
	Password   passwordHash    `json:"password,omitzero"`
	Properties json.RawMessage `json:"properties"`
}

// MarshalJSON writes the row for a tenant file.
func (r *userRow) MarshalJSON() ([]byte, error) {
	props := append(userProps.AppendSet([]byte{'{'}, r), '}')
	return json.Marshal(savedUser{r.ID, r.Manager, r.Password, props})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *userRow) UnmarshalJSON(b []byte) error {
	var saved savedUser
	if err := json.Unmarshal(b, &saved); err != nil {
		return err
	}
	change, err := userProps.Body(saved.Properties)
	if err != nil {
		if e, ok := errors.AsType[*admin365.Error](err); ok && len(e.Details) > 0 {
			return fmt.Errorf("property %s: %w", e.Details[0].Target, err)
		}
		return err
	}
	*r = userRow{ID: saved.ID, Manager: saved.Manager, Password: saved.Password}
	userProps.Apply(r, change)
	return nil
}

// userBinding and profileBinding tie the public structs to the properties.
var (
	userBinding    = odata.Binding[*userRow, *User]{Table: &userProps}
	profileBinding = odata.Binding[*userRow, *Profile]{Table: &userProps}
)

// The three answers of the contract's filter table, as short as there.
const (
	d = odata.ByDefault
	a = odata.Advanced
)

// userProps are the properties of a user. The filter columns are eq, ge/le,
// startsWith and eq null.
//
// Source: https://learn.microsoft.com/graph/api/resources/user#properties and
// https://learn.microsoft.com/graph/aad-advanced-queries
var userProps = odata.Table[*userRow]{
	Entity: "User", EDM: "microsoft.graph.user", Set: "users",
	Cells: func(r *userRow) *odata.Cells { return &r.Cells },
	Props: []odata.Prop[*userRow]{
		// The default set, in the order in which Graph gives it.
		{Name: "businessPhones", Type: odata.TextList, Max: 1, Flags: odata.Default | odata.NotNull | odata.Synced, Filter: odata.Filter{Eq: d}},
		{Name: "displayName", Max: 256, Flags: odata.Default | odata.Required | odata.NotNull | odata.Synced, Order: d,
			Filter: odata.Filter{Eq: d, StartsWith: d, EqNull: a}, Text: func(r *userRow) *string { return &r.DisplayName }},
		{Name: "givenName", Max: 64, Flags: odata.Default | odata.Synced, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "jobTitle", Max: 128, Flags: odata.Default | odata.Synced, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "mail", Max: 256, Flags: odata.Default | odata.Synced | odata.EndsWith, Check: isAddress,
			Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d}, Text: func(r *userRow) *string { return &r.Mail }},
		{Name: "mobilePhone", Max: 64, Flags: odata.Default | odata.Synced, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
		{Name: "officeLocation", Max: 128, Flags: odata.Default | odata.Synced, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
		{Name: "preferredLanguage", Max: 100, Flags: odata.Default | odata.Synced, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
		{Name: "surname", Max: 64, Flags: odata.Default | odata.Synced, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "userPrincipalName", Flags: odata.Default | odata.Required | odata.NotNull | odata.Synced | odata.EndsWith, Order: d,
			Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d}, Text: func(r *userRow) *string { return &r.Name }},
		{Name: "id", Flags: odata.Default | odata.ReadOnly | odata.NotNull, Filter: odata.Filter{Eq: d}, Read: func(r *userRow) string { return r.ID.String() }},

		// What an administrator edits.
		{Name: "accountEnabled", Type: odata.Bool, Flags: odata.Required | odata.NotNull | odata.Synced, Filter: odata.Filter{Eq: d, GeLe: a},
			Bool: func(r *userRow) *odata.Tri { return &r.Enabled }},
		{Name: "ageGroup", Filter: odata.Filter{Eq: d}, Check: isAgeGroup},
		{Name: "city", Max: 128, Flags: odata.Synced, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "companyName", Max: 64, Flags: odata.Synced, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
		{Name: "consentProvidedForMinor", Filter: odata.Filter{Eq: d}, Check: isConsent},
		{Name: "country", Max: 128, Flags: odata.Synced, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "department", Max: 64, Flags: odata.Synced, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "employeeHireDate", Type: odata.Time, Filter: odata.Filter{Eq: a, GeLe: a}},
		{Name: "employeeId", Max: 16, Flags: odata.Synced, Filter: odata.Filter{Eq: d, GeLe: a, StartsWith: d, EqNull: a}},
		{Name: "employeeOrgData", Type: odata.Object, EDM: "microsoft.graph.employeeOrgData", Members: []odata.Member{{Name: "costCenter"}, {Name: "division"}}, Flags: odata.NotFiltered},
		{Name: "employeeType", Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a}},
		{Name: "faxNumber", Max: 64, Flags: odata.Synced, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
		{Name: "identities", Type: odata.ObjectList, EDM: "microsoft.graph.objectIdentity", Members: []odata.Member{{Name: "signInType"}, {Name: "issuer"}, {Name: "issuerAssignedId"}}, Filter: odata.Filter{Eq: d}},
		{Name: "mailNickname", Max: 64, Flags: odata.Required | odata.NotNull | odata.Synced, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}, Check: isNickname},
		{Name: "onPremisesExtensionAttributes", Type: odata.Object, EDM: "microsoft.graph.onPremisesExtensionAttributes", Members: extensionAttributes, Flags: odata.Synced,
			Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
		{Name: "onPremisesImmutableId", Flags: odata.Synced, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a}},
		{Name: "otherMails", Type: odata.TextList, Max: 250, Flags: odata.NotNull | odata.EndsWith, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d}, Check: areAddresses},
		{Name: "passwordPolicies", Flags: odata.Synced, Filter: odata.Filter{Eq: a, EqNull: a}, Check: arePasswordPolicies},
		{Name: "passwordProfile", Type: odata.Object, EDM: "microsoft.graph.passwordProfile", Members: passwordMembers,
			Flags: odata.Required | odata.NotNull | odata.Synced | odata.Secret | odata.OnRequest | odata.NotFiltered},
		{Name: "postalCode", Max: 40, Flags: odata.Synced, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
		{Name: "preferredDataLocation", Flags: odata.NotFiltered},
		{Name: "showInAddressList", Type: odata.Bool, Filter: odata.Filter{Eq: a, GeLe: a}},
		{Name: "state", Max: 128, Flags: odata.Synced, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "streetAddress", Max: 1024, Flags: odata.Synced, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
		{Name: "usageLocation", Flags: odata.NotNull, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d}, Check: isCountryCode},
		{Name: "userType", Filter: odata.Filter{Eq: d, EqNull: a}, Check: isUserType},
		{Name: "authorizationInfo", Type: odata.Object, EDM: "microsoft.graph.authorizationInfo", Members: []odata.Member{{Name: "certificateUserIds", Type: odata.TextList}}, Flags: odata.OnRequest | odata.NotFiltered},
		{Name: "customSecurityAttributes", Type: odata.Object, EDM: "microsoft.graph.customSecurityAttributeValue", Flags: odata.OnRequest | odata.NotFiltered},
		{Name: "employeeLeaveDateTime", Type: odata.Time, Flags: odata.OnRequest | odata.NotFiltered},

		// What the service sets.
		{Name: "assignedLicenses", Type: odata.ObjectList, EDM: "microsoft.graph.assignedLicense", Flags: odata.ReadOnly | odata.NotNull, Filter: odata.Filter{Eq: d}},
		{Name: "assignedPlans", Type: odata.ObjectList, EDM: "microsoft.graph.assignedPlan", Flags: odata.ReadOnly | odata.NotNull | odata.Untracked, Filter: odata.Filter{Eq: d}},
		{Name: "createdDateTime", Type: odata.Time, Flags: odata.ReadOnly, Order: a, Filter: odata.Filter{Eq: d, GeLe: d},
			Time: func(r *userRow) *time.Time { return &r.Created }},
		{Name: "creationType", Flags: odata.ReadOnly, Filter: odata.Filter{Eq: d}},
		{Name: "deletedDateTime", Type: odata.Time, Flags: odata.ReadOnly, Order: a, Filter: odata.Filter{Eq: d, GeLe: d}},
		{Name: "deviceEnrollmentLimit", Type: odata.Int, Flags: odata.ReadOnly | odata.NotNull | odata.SingleOnly | odata.OnRequest | odata.NotFiltered},
		{Name: "externalUserState", Flags: odata.ReadOnly, Filter: odata.Filter{Eq: d}},
		{Name: "externalUserStateChangeDateTime", Type: odata.Time, Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "identityParentId", Flags: odata.ReadOnly | odata.OnRequest | odata.NotFiltered},
		{Name: "imAddresses", Type: odata.TextList, Flags: odata.ReadOnly, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "isManagementRestricted", Type: odata.Bool, Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "isResourceAccount", Type: odata.Bool, Flags: odata.ReadOnly, Filter: odata.Filter{Eq: d}},
		{Name: "lastPasswordChangeDateTime", Type: odata.Time, Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "legalAgeGroupClassification", Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "licenseAssignmentStates", Type: odata.ObjectList, EDM: "microsoft.graph.licenseAssignmentState", Flags: odata.ReadOnly | odata.NotFiltered | odata.Untracked},
		{Name: "onPremisesDistinguishedName", Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "onPremisesDomainName", Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "onPremisesLastSyncDateTime", Type: odata.Time, Flags: odata.ReadOnly, Filter: odata.Filter{Eq: a, GeLe: a}},
		{Name: "onPremisesProvisioningErrors", Type: odata.ObjectList, EDM: "microsoft.graph.onPremisesProvisioningError", Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "onPremisesSamAccountName", Flags: odata.ReadOnly, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a}},
		{Name: "onPremisesSecurityIdentifier", Flags: odata.ReadOnly, Filter: odata.Filter{Eq: d, EqNull: a}},
		{Name: "onPremisesSyncEnabled", Type: odata.Bool, Flags: odata.ReadOnly, Filter: odata.Filter{Eq: d, GeLe: a, EqNull: a},
			Bool: func(r *userRow) *odata.Tri { return &r.Synced }},
		{Name: "onPremisesUserPrincipalName", Flags: odata.ReadOnly, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d}},
		{Name: "print", Type: odata.Object, EDM: "microsoft.graph.userPrint", Flags: odata.ReadOnly | odata.OnRequest | odata.SingleOnly | odata.NotFiltered},
		{Name: "provisionedPlans", Type: odata.ObjectList, EDM: "microsoft.graph.provisionedPlan", Flags: odata.ReadOnly | odata.NotNull | odata.NotFiltered | odata.Untracked},
		{Name: "proxyAddresses", Type: odata.TextList, Flags: odata.ReadOnly | odata.NotNull | odata.Synced | odata.EndsWith, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "securityIdentifier", Flags: odata.ReadOnly | odata.NotFiltered, Read: securityIdentifier},
		{Name: "serviceProvisioningErrors", Type: odata.ObjectList, EDM: "microsoft.graph.serviceProvisioningError", Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "signInActivity", Type: odata.Object, EDM: "microsoft.graph.signInActivity", Flags: odata.ReadOnly | odata.OnRequest | odata.Untracked, Filter: odata.Filter{Eq: d, GeLe: d}},
		{Name: "signInSessionsValidFromDateTime", Type: odata.Time, Flags: odata.ReadOnly | odata.NotFiltered},

		// What the person tells, from another store: one user at a time, one
		// property at a time.
		{Name: "aboutMe", Flags: profile},
		{Name: "birthday", Type: odata.Time, Flags: profile | odata.NotNull},
		{Name: "hireDate", Type: odata.Time, Flags: profile | odata.NotNull},
		{Name: "interests", Type: odata.TextList, Flags: profile},
		{Name: "mailboxSettings", Type: odata.Object, EDM: "microsoft.graph.mailboxSettings", Flags: odata.ReadOnly | odata.OnRequest | odata.SingleOnly | odata.NotFiltered},
		{Name: "mySite", Flags: profile},
		{Name: "pastProjects", Type: odata.TextList, Flags: profile},
		{Name: "preferredName", Flags: profile},
		{Name: "responsibilities", Type: odata.TextList, Flags: profile},
		{Name: "schools", Type: odata.TextList, Flags: profile},
		{Name: "skills", Type: odata.TextList, Flags: profile},
	},
}

var (
	extensionAttributes = []odata.Member{
		{Name: "extensionAttribute1"}, {Name: "extensionAttribute2"}, {Name: "extensionAttribute3"}, {Name: "extensionAttribute4"},
		{Name: "extensionAttribute5"}, {Name: "extensionAttribute6"}, {Name: "extensionAttribute7"}, {Name: "extensionAttribute8"},
		{Name: "extensionAttribute9"}, {Name: "extensionAttribute10"}, {Name: "extensionAttribute11"}, {Name: "extensionAttribute12"},
		{Name: "extensionAttribute13"}, {Name: "extensionAttribute14"}, {Name: "extensionAttribute15"},
	}
	passwordMembers = []odata.Member{
		{Name: "password"}, {Name: "forceChangePasswordNextSignIn", Type: odata.Bool}, {Name: "forceChangePasswordNextSignInWithMfa", Type: odata.Bool},
	}
)

const profile = odata.SingleOnly | odata.OnRequest | odata.Alone | odata.NotFiltered

// prop is a property's place in the table, for the rules that name one. A wrong
// name is a programmer's error, and every test meets it.
func prop(name string) int {
	i := userProps.Lookup(name)
	if i < 0 {
		panic("identity: no property " + name)
	}
	return i
}

func securityIdentifier(r *userRow) string { return cloudSID(r.ID) }

// cloudSID is the security identifier of an object, which is its id in other
// words: four 32-bit numbers of its bytes in the order in which Windows keeps a
// GUID.
func cloudSID(id tenant.Key) string {
	first := uint32(id.Hi >> 32)
	second := uint32(id.Hi>>16&0xffff) | uint32(id.Hi&0xffff)<<16
	third := bits.ReverseBytes32(uint32(id.Lo >> 32))
	fourth := bits.ReverseBytes32(uint32(id.Lo))
	return fmt.Sprintf("S-1-12-1-%d-%d-%d-%d", first, second, third, fourth)
}

func isAddress(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	return ok && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(s, " \t\r\n<>,;") &&
		// Other scripts come in their encoded form.
		!strings.ContainsFunc(domain, func(c rune) bool { return c >= utf8.RuneSelf })
}

func areAddresses(list string) bool {
	for _, item := range odata.List(list) {
		if !isAddress(item) {
			return false
		}
	}
	return true
}

// isNickname: the alias part of an address, which takes neither a space nor the
// characters that an address is made with.
func isNickname(s string) bool { return !strings.ContainsAny(s, "@()\\[]\";:<>, ") }

// isUserType: the page names the two kinds, and no other was taken.
// Source: https://learn.microsoft.com/graph/api/resources/user#properties and
// https://stackoverflow.com/questions/51878083
func isUserType(s string) bool { return oneOf(s, string(Member), string(Guest)) }

func isAgeGroup(s string) bool { return oneOf(s, "minor", "notAdult", "adult") }

func isConsent(s string) bool { return oneOf(s, "granted", "denied", "notRequired") }

func oneOf(s string, values ...string) bool {
	for _, v := range values {
		if strings.EqualFold(s, v) {
			return true
		}
	}
	return false
}

// arePasswordPolicies parses loosely, as the service does: any order, with or
// without blanks.
func arePasswordPolicies(s string) bool {
	for policy := range strings.SplitSeq(s, ",") {
		if !oneOf(strings.TrimSpace(policy), "None", "DisablePasswordExpiration", "DisableStrongPassword") {
			return false
		}
	}
	return true
}

// isCountryCode takes the ISO 3166-1 two-letter codes.
func isCountryCode(s string) bool {
	return len(s) == 2 && strings.Contains(countryCodes, " "+strings.ToUpper(s)+" ")
}

const countryCodes = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
	"SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
	"UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW "

package admin

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// organizationRow is the tenant as a whole. Lists and objects are as on the wire.
type organizationRow struct {
	ID             tenant.Key `json:"id"`
	DisplayName    string     `json:"displayName"`
	Quota          int        `json:"directoryQuota"`
	Created        time.Time  `json:"createdDateTime,omitzero"`
	Country        string     `json:"countryLetterCode,omitzero"`
	Language       string     `json:"preferredLanguage,omitzero"`
	Marketing      string     `json:"marketingNotificationEmails,omitzero"`
	Technical      string     `json:"technicalNotificationMails,omitzero"`
	SecurityMails  string     `json:"securityComplianceNotificationMails,omitzero"`
	SecurityPhones string     `json:"securityComplianceNotificationPhones,omitzero"`
	Privacy        string     `json:"privacyProfile,omitzero"`

	Synced   odata.Tri `json:"onPremisesSyncEnabled,omitzero"`
	LastSync time.Time `json:"onPremisesLastSyncDateTime,omitzero"`
	// TurningOff is when the synchronization will be off that is being turned off.
	TurningOff time.Time `json:"turningOff,omitzero"`

	// verified are the verified domains as on the wire: filled in for a reader, and
	// never saved.
	verified string
}

var organizations = tenant.Table[*organizationRow]{
	Name: "organization", Key: func(r *organizationRow) tenant.Key { return r.ID },
	Label: func(r *organizationRow) string { return r.DisplayName },
	Diff:  organizationDiff,
}

func organizationDiff(before, after *organizationRow) []string {
	lines := organizationProps.Diff(before, after)
	if before.Quota != after.Quota || !before.TurningOff.Equal(after.TurningOff) {
		lines = append(lines, "changed behind the stage")
	}
	return lines
}

// organizationProps are the properties of an organization in the vendor's order of a
// recorded answer. Those without a place of their own are not modeled, and null.
//
// Source: https://learn.microsoft.com/graph/api/resources/organization#properties
var (
	organizationProps = odata.Table[*organizationRow]{
		Entity: "Organization", EDM: "microsoft.graph.organization", Set: "organization",
		Props: []odata.Prop[*organizationRow]{
			{Name: "id", Flags: fixed, Read: func(r *organizationRow) string { return r.ID.String() }},
			{Name: "deletedDateTime", Type: odata.Time, Flags: fixed, Read: noValue},
			{Name: "businessPhones", Type: odata.TextList, Flags: fixed, Read: noValue},
			{Name: "city", Flags: fixed, Read: noValue},
			{Name: "country", Flags: fixed, Read: noValue},
			{Name: "countryLetterCode", Flags: fixed, Read: func(r *organizationRow) string { return r.Country }},
			{Name: "createdDateTime", Type: odata.Time, Flags: fixed, Time: func(r *organizationRow) *time.Time { return &r.Created }},
			{Name: "defaultUsageLocation", Flags: fixed, Read: noValue},
			{Name: "displayName", Flags: fixed, Read: func(r *organizationRow) string { return r.DisplayName }},
			{Name: "isMultipleDataLocationsForServicesEnabled", Type: odata.Bool, Flags: fixed, Read: noValue},
			{Name: "marketingNotificationEmails", Type: odata.TextList, Flags: settable, Check: areMails, Text: func(r *organizationRow) *string { return &r.Marketing }},
			{Name: "onPremisesLastSyncDateTime", Type: odata.Time, Flags: fixed, Time: func(r *organizationRow) *time.Time { return &r.LastSync }},
			// Its own operations set it; see directory_sync_core.go.
			{Name: "onPremisesSyncEnabled", Type: odata.Bool, Flags: settable, Bool: func(r *organizationRow) *odata.Tri { return &r.Synced }},
			{Name: "partnerTenantType", Flags: fixed, Read: noValue},
			{Name: "postalCode", Flags: fixed, Read: noValue},
			{Name: "preferredLanguage", Flags: fixed, Read: func(r *organizationRow) string { return r.Language }},
			{Name: "securityComplianceNotificationMails", Type: odata.TextList, Flags: settable, Check: areMails, Text: func(r *organizationRow) *string { return &r.SecurityMails }},
			{Name: "securityComplianceNotificationPhones", Type: odata.TextList, Flags: settable, Text: func(r *organizationRow) *string { return &r.SecurityPhones }},
			{Name: "state", Flags: fixed, Read: noValue},
			{Name: "street", Flags: fixed, Read: noValue},
			{Name: "technicalNotificationMails", Type: odata.TextList, Flags: settable, Check: areMails, Text: func(r *organizationRow) *string { return &r.Technical }},
			{Name: "tenantType", Flags: fixed, Read: func(*organizationRow) string { return "AAD" }},
			{Name: "assignedPlans", Type: odata.ObjectList, EDM: "microsoft.graph.assignedPlan", Flags: fixed, Read: noValue},
			{Name: "mobileDeviceManagementAuthority", Flags: odata.ReadOnly | odata.OnRequest | odata.NotFiltered, Read: func(*organizationRow) string { return "unknown" }},
			{Name: "privacyProfile", Type: odata.Object, EDM: "microsoft.graph.privacyProfile", Members: []odata.Member{{Name: "contactEmail"}, {Name: "statementUrl"}},
				Flags: odata.Default | odata.NotFiltered, Check: isPrivacyProfile, Text: func(r *organizationRow) *string { return &r.Privacy }},
			{Name: "provisionedPlans", Type: odata.ObjectList, EDM: "microsoft.graph.provisionedPlan", Flags: fixed, Read: noValue},
			{Name: "verifiedDomains", Type: odata.ObjectList, EDM: "microsoft.graph.verifiedDomain", Flags: fixed, Read: func(r *organizationRow) string { return r.verified }},
		},
	}
	organizationBinding = odata.Binding[*organizationRow, *Organization]{Table: &organizationProps}
)

// What the properties of the settings have in common: they come without being asked
// for, and no list is filtered by them.
const (
	fixed    = odata.Default | odata.ReadOnly | odata.NotFiltered
	settable = odata.Default | odata.NotNull | odata.NotFiltered
)

func noValue(*organizationRow) string { return "" }

// areMails: each is an address. Unverified: that the service looks.
func areMails(list string) bool {
	return !slices.ContainsFunc(odata.List(list), func(item string) bool { return !isMail(item) })
}

func isMail(text string) bool {
	local, domain, ok := strings.Cut(text, "@")
	return ok && local != "" && strings.Contains(domain, ".") && !strings.ContainsAny(text, " \t\r\n<>,;")
}

// maxStatement is the longest address of a privacy statement.
// Source: https://learn.microsoft.com/graph/api/resources/privacyprofile
const maxStatement = 255

// isPrivacyProfile: an address of mail and one of the web, each possibly null or "".
func isPrivacyProfile(object string) bool {
	var p PrivacyProfile
	if !parses(object, &p) {
		return false
	}
	if p.ContactEmail != "" && !isMail(p.ContactEmail) {
		return false
	}
	if p.StatementURL == "" {
		return true
	}
	u, err := url.Parse(p.StatementURL)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(p.StatementURL) <= maxStatement
}

// directoryQuota is how many directory objects a tenant may have once it has
// verified a domain.
// Source: https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions
const directoryQuota = 300_000

// organizationPort answers other areas' questions about the tenant.
type organizationPort struct{}

func (organizationPort) DirectoryQuota(tx *tenant.Tx) int {
	if row, ok := organizationOf(tx); ok {
		return row.Quota
	}
	return directoryQuota
}

// Premium implements the port.
func (organizationPort) Premium(tx *tenant.Tx) bool {
	return tx.Ports().Licenses.Premium(tx)
}

// organizationOf is the one organization of the tenant.
func organizationOf(tx *tenant.Tx) (*organizationRow, bool) {
	for row := range tenant.In(tx, &organizations).All() {
		return row, true
	}
	return nil, false
}

func conflict(target, message string) error {
	return &admin365.Error{Kind: admin365.ErrConflict, Target: target, Message: message}
}

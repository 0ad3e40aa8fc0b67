package admin

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// domainRow is a domain of the tenant. Lists and objects are as on the wire.
type domainRow struct {
	ID        tenant.Key `json:"id"`
	Name      string     `json:"name"`
	Verified  bool       `json:"verified"`
	Default   bool       `json:"default,omitzero"`
	Initial   bool       `json:"initial,omitzero"`
	Federated bool       `json:"federated,omitzero"`
	// Subdomain: it was verified as one of a verified domain of the tenant.
	Subdomain bool `json:"subdomain,omitzero"`
	// Promoted: it was one, and is a root domain for good.
	Promoted bool `json:"promoted,omitzero"`
	// PasswordValidity and PasswordNotification are in days; none is the service's
	// default.
	PasswordValidity     days   `json:"passwordValidityPeriodInDays,omitzero"`
	PasswordNotification days   `json:"passwordNotificationWindowInDays,omitzero"`
	Services             string `json:"supportedServices,omitzero"`
	State                string `json:"state,omitzero"`

	// availability is the answer of a verification, and never saved.
	availability string
}

// days is a number of days as the properties hold it, "" for none. A tenant file has
// it as a number.
type days string

// MarshalJSON writes the number.
func (d days) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("0"), nil
	}
	return []byte(d), nil
}

// UnmarshalJSON reads the number; 0 is none.
func (d *days) UnmarshalJSON(b []byte) error {
	var n int64
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	*d = ""
	if n != 0 {
		*d = days(strconv.FormatInt(n, 10))
	}
	return nil
}

var (
	domains = tenant.Table[*domainRow]{
		Name: "domains", Key: func(r *domainRow) tenant.Key { return r.ID },
		Label:   func(r *domainRow) string { return r.Name },
		Diff:    func(before, after *domainRow) []string { return domainProps.Diff(before, after) },
		Indexes: []*tenant.Index[*domainRow]{&domainsByName},
	}
	domainsByName = tenant.Index[*domainRow]{Name: "name", Unique: true, Text: func(r *domainRow) string { return r.Name }}
)

// domainProps are the properties of a domain in the vendor's order of a recorded
// answer.
//
// Source: https://learn.microsoft.com/graph/api/resources/domain#properties
var (
	domainProps = odata.Table[*domainRow]{
		Entity: "Domain", EDM: "microsoft.graph.domain", Set: "domains",
		Props: []odata.Prop[*domainRow]{
			{Name: "authenticationType", Flags: fixed, Read: func(r *domainRow) string { return string(r.authentication()) }},
			{Name: "availabilityStatus", Flags: fixed, Read: func(r *domainRow) string { return r.availability }},
			// A create gives it and nothing else does; see checkOnlyName.
			{Name: "id", Max: maxDomain, Flags: settable | odata.Required, Check: isDomainName, Text: func(r *domainRow) *string { return &r.Name }},
			{Name: "isAdminManaged", Type: odata.Bool, Flags: fixed, Read: func(*domainRow) string { return "true" }},
			{Name: "isDefault", Type: odata.Bool, Flags: settable, Read: func(r *domainRow) string { return strconv.FormatBool(r.Default) }},
			{Name: "isInitial", Type: odata.Bool, Flags: fixed, Read: func(r *domainRow) string { return strconv.FormatBool(r.Initial) }},
			{Name: "isRoot", Type: odata.Bool, Flags: fixed, Read: func(r *domainRow) string { return strconv.FormatBool(!r.Subdomain) }},
			{Name: "isVerified", Type: odata.Bool, Flags: fixed, Read: func(r *domainRow) string { return strconv.FormatBool(r.Verified) }},
			{Name: "manufacturer", Flags: odata.ReadOnly | odata.OnRequest | odata.NotFiltered, Read: func(*domainRow) string { return "" }},
			{Name: "model", Flags: odata.ReadOnly | odata.OnRequest | odata.NotFiltered, Read: func(*domainRow) string { return "" }},
			{Name: "supportedServices", Type: odata.TextList, Flags: settable, Text: func(r *domainRow) *string { return &r.Services }},
			{Name: "passwordValidityPeriodInDays", Type: odata.Int, Flags: odata.Default | odata.NotFiltered, Check: isPasswordValidity,
				Text: func(r *domainRow) *string { return (*string)(&r.PasswordValidity) }},
			{Name: "passwordNotificationWindowInDays", Type: odata.Int, Flags: odata.Default | odata.NotFiltered, Check: isPasswordNotification,
				Text: func(r *domainRow) *string { return (*string)(&r.PasswordNotification) }},
			{Name: "state", Type: odata.Object, EDM: "microsoft.graph.domainState", Flags: fixed, Text: func(r *domainRow) *string { return &r.State }},
		},
	}
	domainBinding = odata.Binding[*domainRow, *Domain]{Table: &domainProps}
)

func (r *domainRow) authentication() AuthenticationType {
	if r.Federated {
		return Federated
	}
	return Managed
}

// The limits of a domain's name.
// Source: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
const (
	maxDomain = 253
	maxLabel  = 63
)

// isDomainName: at least two labels of letters, digits and dashes; other scripts come
// in their encoded form.
func isDomainName(name string) bool {
	labels := strings.Split(name, ".")
	if len(labels) < 2 || strings.Trim(labels[len(labels)-1], "0123456789") == "" {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.Trim(label, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "" {
			return false
		}
	}
	return true
}

// isReserved: Microsoft gives the names in its own domains, one in each cloud, to the
// tenant that begins with it, and to nobody who asks for one.
// Source: https://learn.microsoft.com/entra/fundamentals/add-custom-domain
func isReserved(name string) bool {
	name = "." + tenant.Fold(name)
	return slices.ContainsFunc([]string{".onmicrosoft.com", ".onmicrosoft.us", ".partner.onmschina.cn", ".microsoftonline.com"}, func(of string) bool {
		return strings.HasSuffix(name, of)
	})
}

// The limits are those of the admin center's page. Unverified: that Graph keeps them.
// Source: https://learn.microsoft.com/microsoft-365/admin/manage/set-password-expiration-policy
func isPasswordValidity(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && (n >= 14 && n <= 730 || n == PasswordNeverExpires)
}

func isPasswordNotification(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= 1 && n <= 30
}

// domainPort answers other areas' questions about domains.
type domainPort struct{}

func (domainPort) Verified(tx *tenant.Tx, name string) (tenant.Domain, bool) {
	if !isDomainName(name) {
		// Letters of other scripts that only fold to those of a domain are no name of it.
		return tenant.Domain{}, false
	}
	row, ok := tenant.In(tx, &domains).Find(&domainsByName, name)
	if !ok || !row.Verified {
		return tenant.Domain{}, false
	}
	return tenant.Domain{Name: row.Name, Federated: row.Federated, PasswordValidity: passwordValidity(tx, row)}, true
}

// passwordValidity is how old the domain's passwords may become; 0 means that they
// never expire, as where nothing is said in a tenant that was made since 2021. A
// subdomain follows its root.
func passwordValidity(tx *tenant.Tx, row *domainRow) time.Duration {
	for row.Subdomain {
		root, ok := rootOf(tx, row.Name)
		if !ok {
			break
		}
		row = root
	}
	n, err := strconv.Atoi(string(row.PasswordValidity))
	if err != nil || n == PasswordNeverExpires {
		return 0
	}
	return time.Duration(n) * 24 * time.Hour
}

func (domainPort) Initial(tx *tenant.Tx) string {
	return domainWith(tx, func(row *domainRow) bool { return row.Initial })
}

func (domainPort) Default(tx *tenant.Tx) string {
	return domainWith(tx, func(row *domainRow) bool { return row.Default })
}

func domainWith(tx *tenant.Tx, is func(*domainRow) bool) string {
	for row := range tenant.In(tx, &domains).All() {
		if is(row) {
			return row.Name
		}
	}
	return ""
}

// addDomain puts a verified domain into the tenant; no other tenant of the world
// may have it.
func addDomain(tx *tenant.Tx, row domainRow) error {
	if _, twice := tenant.In(tx, &domains).Find(&domainsByName, row.Name); twice {
		return conflict(row.Name, "the tenant has this domain already")
	}
	free, err := tx.Claim("domain", row.Name)
	if err != nil {
		return err
	}
	if !free {
		return conflict(row.Name, "another tenant has verified this domain")
	}
	row.ID, row.Verified = tx.NewKey(), true
	return putDomain(tx, &row)
}

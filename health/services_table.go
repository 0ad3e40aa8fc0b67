package health

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// serviceRow is a service that the tenant subscribes to.
type serviceRow struct {
	ID      tenant.Key `json:"id"`
	Service string     `json:"service"` // Its technical name.
	Name    string     `json:"name"`
}

var services = tenant.Table[*serviceRow]{
	Name: "healthServices", Key: (*serviceRow).key, Label: (*serviceRow).label,
}

func (r *serviceRow) key() tenant.Key { return r.ID }
func (r *serviceRow) label() string   { return r.Name }

// settingsRow is how the service treats the tenant.
type settingsRow struct {
	ID tenant.Key `json:"id"`
	// Retention is how long what is over is kept; zero is for ever.
	Retention time.Duration `json:"retention,omitzero"`
}

var settings = tenant.Table[*settingsRow]{Name: "healthSettings", Key: (*settingsRow).key}

func (r *settingsRow) key() tenant.Key { return r.ID }

// theSettings is the key of the one row.
func theSettings() tenant.Key { return tenant.Key{Hi: 1, Lo: 1} }

// overview is a service with how it is now, as the wire has it.
type overview struct {
	*serviceRow
	status Status
	issues []*issueRow
}

// serviceProps are the properties of serviceHealth.
// Source: https://learn.microsoft.com/graph/api/resources/servicehealth#properties
// Unverified: what can be a condition and what can be ordered by.
var serviceProps = odata.Table[*overview]{
	Entity: "serviceHealth", EDM: "microsoft.graph.serviceHealth", Set: root + "/healthOverviews",
	Props: []odata.Prop[*overview]{
		{Name: "service", Flags: plain, Filter: texts, Order: odata.ByDefault, Read: func(o *overview) string { return o.Name }},
		{Name: "status", Flags: plain, Filter: words, Order: odata.ByDefault, Read: func(o *overview) string { return string(o.status) }},
		{Name: "id", Flags: plain, Filter: texts, Order: odata.ByDefault, Read: func(o *overview) string { return o.Service }},
	},
}

// plain is how all properties are: always there, and never written by a caller.
const plain = odata.Default | odata.ReadOnly

var (
	texts = odata.Filter{Eq: odata.ByDefault, GeLe: odata.ByDefault, StartsWith: odata.ByDefault, EqNull: odata.ByDefault}
	words = odata.Filter{Eq: odata.ByDefault, EqNull: odata.ByDefault}
	times = odata.Filter{Eq: odata.ByDefault, GeLe: odata.ByDefault, EqNull: odata.ByDefault}
)

// idKey is the key of an id such as "EX226574": its own letters, so that rows are in the
// order of their ids. One that is longer than any of the service's has a key of its hash.
func idKey(id string) tenant.Key {
	var k tenant.Key
	folded := tenant.Fold(id)
	if len(folded) > 16 || folded == "" {
		return tenant.NameKey("health", id)
	}
	for i := range 16 {
		var c uint64
		if i < len(folded) {
			c = uint64(folded[i])
		}
		if i < 8 {
			k.Hi = k.Hi<<8 | c
		} else {
			k.Lo = k.Lo<<8 | c
		}
	}
	return k
}

// known is a service of Microsoft's: its technical name, its name, and how the ids of
// its issues begin.
type known struct{ id, name, prefix string }

// catalog are the services that are known, in the irregular spelling of the service.
// Documented: Exchange, OrgLiveID and OSDPPlatform; recorded by PnP CLI for Microsoft
// 365: the others. Unverified: the letters of issues but EX, MO, CR and FM.
// Source: https://learn.microsoft.com/graph/api/serviceannouncement-list-healthoverviews
func catalog() []known {
	return []known{
		{"Exchange", "Exchange Online", "EX"}, {"OrgLiveID", "Identity Service", "IS"}, {"OSDPPlatform", "Microsoft 365 suite", "MO"},
		{"Lync", "Skype for Business", "LY"}, {"SharePoint", "SharePoint Online", "SP"}, {"DynamicsCRM", "Dynamics 365 Apps", "CR"},
		{"RMS", "Azure Information Protection", "RM"}, {"yammer", "Yammer Enterprise", "YA"},
		{"MobileDeviceManagement", "Mobile Device Management for Office 365", "MD"}, {"Planner", "Planner", "PL"},
		{"SwayEnterprise", "Sway", "SW"}, {"PowerBIcom", "Power BI", "PB"}, {"Intune", "Microsoft Intune", "IT"},
		{"OneDriveForBusiness", "OneDrive for Business", "OD"}, {"microsoftteams", "Microsoft Teams", "TM"},
		{"StaffHub", "Microsoft StaffHub", "SH"}, {"Bookings", "Microsoft Bookings", "BK"}, {"officeonline", "Office for the web", "OO"},
		{"O365Client", "Microsoft 365 Apps", "OP"}, {"PowerApps", "Power Apps", "CR"},
		{"PowerAppsM365", "Power Apps in Microsoft 365", "MP"}, {"MicrosoftFlow", "Microsoft Power Automate", "MF"},
		{"MicrosoftFlowM365", "Microsoft Power Automate in Microsoft 365", "MM"}, {"Forms", "Microsoft Forms", "FM"},
		{"Microsoft365Defender", "Microsoft 365 Defender", "DZ"}, {"Stream", "Microsoft Stream", "ST"},
		{"PAM", "Privileged Access", "PA"}, {"Viva", "Microsoft Viva", "VV"}, {"cloudappsecurity", "Microsoft Defender for Cloud Apps", "CS"},
	}
}

// knownAs is the service of that name or technical name, letter case aside.
func knownAs(name string) (known, bool) {
	all := catalog()
	at := slices.IndexFunc(all, func(k known) bool { return strings.EqualFold(k.name, name) || strings.EqualFold(k.id, name) })
	if at < 0 {
		return known{}, false
	}
	return all[at], true
}

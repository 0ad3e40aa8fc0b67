package health

import (
	"encoding/json"
	"time"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// issueRow is an issue as it is kept: all that the service says of it.
type issueRow struct{ Issue }

var issues = tenant.Table[*issueRow]{Name: "healthIssues", Key: (*issueRow).key, Label: (*issueRow).label}

func (r *issueRow) key() tenant.Key { return idKey(string(r.ID)) }
func (r *issueRow) label() string   { return string(r.ID) + " " + r.Title }

// fileRow is a file: an attachment of a message, or the review of an issue.
type fileRow struct {
	ID          AttachmentID `json:"id"`
	Owner       string       `json:"owner"`
	Name        string       `json:"name,omitzero"`
	ContentType string       `json:"contentType,omitzero"`
	Content     []byte       `json:"content"`
	Modified    time.Time    `json:"modified"`
}

var files = tenant.Table[*fileRow]{Name: "healthFiles", Key: (*fileRow).key, Label: (*fileRow).label}

// key begins as all files of the same owner do.
func (r *fileRow) key() tenant.Key {
	return tenant.Key{Hi: ownerKey(r.Owner), Lo: tenant.NameKey("health file", string(r.ID)).Lo}
}
func (r *fileRow) label() string { return r.Name + " of " + r.Owner }

func ownerKey(owner string) uint64 { return tenant.NameKey("health owner", owner).Hi }

// issueProps are the properties of serviceHealthIssue, in the order in which the service
// writes them. That details takes no condition is documented. Unverified: what the others
// take, beyond what public clients send.
// Source: https://learn.microsoft.com/graph/api/resources/servicehealthissue#properties
var issueProps = odata.Table[*issueRow]{
	Entity: "serviceHealthIssue", EDM: "microsoft.graph.serviceHealthIssue", Set: root + "/issues",
	Props: []odata.Prop[*issueRow]{
		{Name: "startDateTime", Type: odata.Time, Flags: plain, Filter: times, Order: odata.ByDefault, Time: func(r *issueRow) *time.Time { return &r.StartDateTime }},
		{Name: "endDateTime", Type: odata.Time, Flags: plain, Filter: times, Order: odata.ByDefault, Time: func(r *issueRow) *time.Time { return &r.EndDateTime }},
		{Name: "lastModifiedDateTime", Type: odata.Time, Flags: plain, Filter: times, Order: odata.ByDefault, Time: func(r *issueRow) *time.Time { return &r.LastModifiedDateTime }},
		{Name: "title", Flags: plain, Filter: texts, Order: odata.ByDefault, Text: func(r *issueRow) *string { return &r.Title }},
		{Name: "id", Flags: plain, Filter: texts, Order: odata.ByDefault, Read: func(r *issueRow) string { return string(r.ID) }},
		{Name: "impactDescription", Flags: plain, Filter: texts, Text: func(r *issueRow) *string { return &r.ImpactDescription }},
		{Name: "classification", Flags: plain, Filter: words, Order: odata.ByDefault, Read: func(r *issueRow) string { return string(r.Classification) }},
		{Name: "origin", Flags: plain, Filter: words, Read: func(r *issueRow) string { return string(r.Origin) }},
		{Name: "status", Flags: plain, Filter: words, Order: odata.ByDefault, Read: func(r *issueRow) string { return string(r.Status) }},
		{Name: "service", Flags: plain, Filter: texts, Order: odata.ByDefault, Text: func(r *issueRow) *string { return &r.Service }},
		{Name: "feature", Flags: plain, Filter: texts, Text: func(r *issueRow) *string { return &r.Feature }},
		{Name: "featureGroup", Flags: plain, Filter: texts, Text: func(r *issueRow) *string { return &r.FeatureGroup }},
		{Name: "isResolved", Type: odata.Bool, Flags: plain, Filter: words, Read: func(r *issueRow) string { return boolText(&r.IsResolved) }},
		{Name: "highImpact", Type: odata.Bool, Flags: plain, Filter: words, Read: func(r *issueRow) string { return boolText(r.HighImpact) }},
		{Name: "details", Type: odata.ObjectList, EDM: "microsoft.graph.keyValuePair", Flags: plain | odata.NotFiltered, Read: func(r *issueRow) string { return jsonText(r.Details) }},
		{Name: "posts", Type: odata.ObjectList, EDM: "microsoft.graph.serviceHealthIssuePost", Flags: plain | odata.NotFiltered, Read: func(r *issueRow) string { return jsonText(r.Posts) }},
	},
}

func boolText(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "true"
	default:
		return "false"
	}
}

// jsonText is a list, or what a property holds, as the service writes it; "" for none.
func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "null" {
		return ""
	}
	return string(b)
}

package health

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// messageRow is a message as it is kept, without anybody's viewpoint.
type messageRow struct{ Message }

var messages = tenant.Table[*messageRow]{Name: "healthMessages", Key: (*messageRow).key, Label: (*messageRow).label}

func (r *messageRow) key() tenant.Key { return idKey(string(r.ID)) }
func (r *messageRow) label() string   { return string(r.ID) + " " + r.Title }

// private reports whether few may read the message.
func (r *messageRow) private() bool {
	return slices.ContainsFunc(r.Tags, func(tag string) bool { return strings.EqualFold(tag, TagDataPrivacy) })
}

// viewpointRow is what a person has done with a message.
type viewpointRow struct {
	User    tenant.Key `json:"user"`
	Message MessageID  `json:"message"`
	Marks   Viewpoint  `json:"marks"`
}

var viewpoints = tenant.Table[*viewpointRow]{Name: "healthViewpoints", Key: (*viewpointRow).key, Label: (*viewpointRow).label}

func (r *viewpointRow) key() tenant.Key { return viewpointKey(r.User, r.Message) }
func (r *viewpointRow) label() string   { return string(r.Message) + " of " + r.User.String() }

// viewpointKey begins as all of the same person do.
func viewpointKey(user tenant.Key, message MessageID) tenant.Key {
	id := idKey(string(message))
	const odd = 0x9e3779b97f4a7c15 // Ids differ in their last letters, and so do these products.
	return tenant.Key{Hi: user.Hi ^ user.Lo<<1, Lo: (id.Hi*odd ^ id.Lo)}
}

// own reports whether a row that was found by that key is of the two: keys are hashes.
func (r *viewpointRow) own(user tenant.Key, message MessageID) bool {
	return r.User == user && r.Message == message
}

// seen is a message as one caller sees it.
type seen struct {
	*messageRow
	marks *Viewpoint
}

// messageProps are the properties of serviceUpdateMessage, in the order in which the
// service writes them. Unverified: what takes a condition, beyond what public clients
// send; that a list is compared by any alone is OData's own rule. expiryDateTime is on the wire and not in the metadata, null always so far.
// Source: https://learn.microsoft.com/graph/api/resources/serviceupdatemessage#properties
var messageProps = odata.Table[*seen]{
	Entity: "serviceUpdateMessage", EDM: "microsoft.graph.serviceUpdateMessage", Set: root + "/messages",
	Props: []odata.Prop[*seen]{
		{Name: "startDateTime", Type: odata.Time, Flags: plain, Filter: times, Order: odata.ByDefault, Time: func(r *seen) *time.Time { return &r.StartDateTime }},
		{Name: "endDateTime", Type: odata.Time, Flags: plain, Filter: times, Order: odata.ByDefault, Time: func(r *seen) *time.Time { return &r.EndDateTime }},
		{Name: "lastModifiedDateTime", Type: odata.Time, Flags: plain, Filter: times, Order: odata.ByDefault, Time: func(r *seen) *time.Time { return &r.LastModifiedDateTime }},
		{Name: "title", Flags: plain, Filter: texts, Order: odata.ByDefault, Text: func(r *seen) *string { return &r.Title }},
		{Name: "id", Flags: plain, Filter: texts, Order: odata.ByDefault, Read: func(r *seen) string { return string(r.ID) }},
		{Name: "category", Flags: plain, Filter: words, Order: odata.ByDefault, Read: func(r *seen) string { return string(r.Category) }},
		{Name: "severity", Flags: plain, Filter: words, Order: odata.ByDefault, Read: func(r *seen) string { return string(r.Severity) }},
		{Name: "tags", Type: odata.TextList, Flags: plain | odata.ByItem, Filter: texts, Read: func(r *seen) string { return jsonText(r.Tags) }},
		{Name: "isMajorChange", Type: odata.Bool, Flags: plain, Filter: words, Read: func(r *seen) string { return boolText(r.IsMajorChange) }},
		{Name: "actionRequiredByDateTime", Type: odata.Time, Flags: plain, Filter: times, Order: odata.ByDefault, Time: func(r *seen) *time.Time { return &r.ActionRequiredByDateTime }},
		{Name: "services", Type: odata.TextList, Flags: plain | odata.ByItem, Filter: texts, Read: func(r *seen) string { return jsonText(r.Services) }},
		{Name: "expiryDateTime", Type: odata.Time, Flags: plain, Filter: times, Read: func(*seen) string { return "" }},
		{Name: "hasAttachments", Type: odata.Bool, Flags: plain, Filter: words, Read: func(r *seen) string { return boolText(&r.HasAttachments) }},
		{Name: "viewPoint", Type: odata.Object, EDM: "microsoft.graph.serviceUpdateMessageViewpoint", Flags: plain | odata.NotFiltered, Read: func(r *seen) string { return viewpointText(r.marks) }},
		{Name: "details", Type: odata.ObjectList, EDM: "microsoft.graph.keyValuePair", Flags: plain | odata.NotFiltered, Read: func(r *seen) string { return jsonText(r.Details) }},
		{Name: "body", Type: odata.Object, EDM: "microsoft.graph.itemBody", Flags: plain | odata.NotFiltered, Read: func(r *seen) string { return jsonText(r.Body) }},
	},
}

// viewpointText is a viewpoint with all its marks, null where one was never written.
func viewpointText(v *Viewpoint) string {
	if v == nil {
		return ""
	}
	return jsonText(struct {
		IsRead      *bool `json:"isRead"`
		IsArchived  *bool `json:"isArchived"`
		IsFavorited *bool `json:"isFavorited"`
	}{v.IsRead, v.IsArchived, v.IsFavorited})
}

// attachmentProps are the properties of serviceAnnouncementAttachment. isInline is on the
// wire and not in the metadata.
// Source: https://learn.microsoft.com/graph/api/resources/serviceannouncementattachment#properties
var attachmentProps = odata.Table[*fileRow]{
	Entity: "serviceAnnouncementAttachment", EDM: "microsoft.graph.serviceAnnouncementAttachment", Set: root + "/messages",
	Props: []odata.Prop[*fileRow]{
		{Name: "contentType", Flags: plain, Filter: texts, Text: func(r *fileRow) *string { return &r.ContentType }},
		{Name: "isInline", Type: odata.Bool, Flags: plain, Filter: words, Read: func(*fileRow) string { return "false" }},
		{Name: "lastModifiedDateTime", Type: odata.Time, Flags: plain, Filter: times, Order: odata.ByDefault, Time: func(r *fileRow) *time.Time { return &r.Modified }},
		{Name: "name", Flags: plain, Filter: texts, Order: odata.ByDefault, Text: func(r *fileRow) *string { return &r.Name }},
		{Name: "size", Type: odata.Int, Flags: plain, Filter: times, Read: func(r *fileRow) string { return jsonText(len(r.Content)) }},
		{Name: "id", Flags: plain, Filter: texts, Order: odata.ByDefault, Read: func(r *fileRow) string { return string(r.ID) }},
	},
}

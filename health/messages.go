package health

import (
	"context"
	"iter"
	"time"
)

// Messages is what Microsoft announces in the message center: changes that come, and
// what is to be done. A message is gone after its end.
//
// Source: https://learn.microsoft.com/graph/api/resources/serviceupdatemessage
type Messages interface {
	// List returns the messages that the query asks for, by id in memory and in the
	// service's own order elsewhere. It yields as [Services.List] does, and pages as
	// [Issues.List] does.
	//
	// The conditions of the query go to the service and are checked again here. That the
	// service takes those of Service and ChangedSince has been seen, of the others it is
	// unverified: where it refuses them, the list is fetched without, and the answer is
	// the same.
	//
	// Messages with the tag [TagDataPrivacy] are left out for who is neither a Global
	// Administrator nor a Message Center Privacy Reader. An application on its own gets
	// none of them in memory; whether the service does so is unverified.
	//
	// Effect: read. Role: almost any administrator's, Global Reader, Message Center
	// Reader or Message Center Privacy Reader, and not those of Directory Readers,
	// Directory Writers, Reports Reader and Privileged Role Administrator alone;
	// permission ServiceMessage.Read.All.
	// Errors: [admin365.ErrForbidden]; [admin365.ErrInvalid], before anything is sent,
	// for a negative page size or a Filter whose quotes or parentheses do not match,
	// and for a Filter that the service does not take.
	// Operation: health.Messages.List.
	// Source: https://learn.microsoft.com/graph/api/serviceannouncement-list-messages
	List(ctx context.Context, q MessageQuery) iter.Seq2[*Message, error]

	// Get returns a message.
	//
	// Effect: read. Role and permission: as for List. Errors: [admin365.ErrNotFound]
	// for one that does not exist, that has ended, or that is about data privacy and
	// not for the caller; [admin365.ErrForbidden].
	// Operation: health.Messages.Get.
	// Source: https://learn.microsoft.com/graph/api/serviceupdatemessage-get
	Get(ctx context.Context, id MessageID) (*Message, error)
}

// Attachments is the files of messages.
//
// Source: https://learn.microsoft.com/graph/api/resources/serviceannouncementattachment
type Attachments interface {
	// List returns the attachments of a message without their content, by id in
	// memory. It yields as [Services.List] does.
	//
	// Effect: read. Role and permission: as for [Messages.List].
	// Errors: [admin365.ErrNotFound] where [Messages.Get] has no such message;
	// [admin365.ErrForbidden]. Operation: health.Attachments.List.
	// Source: https://learn.microsoft.com/graph/api/serviceupdatemessage-list-attachments
	List(ctx context.Context, message MessageID) iter.Seq2[*Attachment, error]

	// Get returns an attachment without its content.
	//
	// Effect: read. Role and permission: as for [Messages.List].
	// Errors: [admin365.ErrNotFound], [admin365.ErrForbidden].
	// Operation: health.Attachments.Get.
	// Source: https://learn.microsoft.com/graph/api/serviceannouncementattachment-get
	Get(ctx context.Context, message MessageID, id AttachmentID) (*Attachment, error)

	// Content returns the file itself.
	//
	// Effect: read. Role and permission: as for [Messages.List].
	// Errors: [admin365.ErrNotFound], [admin365.ErrForbidden];
	// [admin365.ErrUnavailable] for a file of more than [MaxFile] bytes.
	// Operation: health.Attachments.Content.
	// Source: https://learn.microsoft.com/graph/api/serviceannouncementattachment-get
	Content(ctx context.Context, message MessageID, id AttachmentID) (*File, error)

	// Archive returns all attachments of a message as one zip file. Of a message
	// without attachments it is [admin365.ErrNotFound] (unverified).
	//
	// Effect: read. Role and permission: as for [Messages.List]. Errors: as for
	// Content. Operation: health.Attachments.Archive.
	// Source: https://learn.microsoft.com/graph/api/serviceupdatemessage-get
	Archive(ctx context.Context, message MessageID) (*File, error)
}

// Viewpoints is what the signed-in person has done with messages. It is his own: nobody
// else sees it, and an application on its own has none.
//
// Each method takes several messages in one step, is idempotent, and leaves the other
// two marks of a message alone; a mark that was never written is nil.
//
// Effect of each: reversible. Role: as for [Messages.List]; permission
// ServiceMessageViewpoint.Write, delegated only. Errors of each:
// [admin365.ErrForbidden], for an application on its own too; [admin365.ErrNotFound] if
// one of the messages does not exist for the caller, and then none is changed
// (unverified: the service is documented to answer "false", and not what it did to the
// others); [admin365.ErrInvalid], before anything is sent, for an empty list and for an
// empty id.
//
// Source: https://learn.microsoft.com/graph/api/resources/serviceupdatemessageviewpoint
type Viewpoints interface {
	// MarkRead marks the messages as read. Operation: health.Viewpoints.MarkRead.
	// Source: https://learn.microsoft.com/graph/api/serviceupdatemessage-markread
	MarkRead(ctx context.Context, messages []MessageID) error
	// MarkUnread marks them as unread. Operation: health.Viewpoints.MarkUnread.
	// Source: https://learn.microsoft.com/graph/api/serviceupdatemessage-markunread
	MarkUnread(ctx context.Context, messages []MessageID) error
	// Archive archives them. Operation: health.Viewpoints.Archive.
	// Source: https://learn.microsoft.com/graph/api/serviceupdatemessage-archive
	Archive(ctx context.Context, messages []MessageID) error
	// Unarchive takes them back. Operation: health.Viewpoints.Unarchive.
	// Source: https://learn.microsoft.com/graph/api/serviceupdatemessage-unarchive
	Unarchive(ctx context.Context, messages []MessageID) error
	// Favorite makes them favorites. Operation: health.Viewpoints.Favorite.
	// Source: https://learn.microsoft.com/graph/api/serviceupdatemessage-favorite
	Favorite(ctx context.Context, messages []MessageID) error
	// Unfavorite takes that back. Operation: health.Viewpoints.Unfavorite.
	// Source: https://learn.microsoft.com/graph/api/serviceupdatemessage-unfavorite
	Unfavorite(ctx context.Context, messages []MessageID) error
}

// MessageID is the id of a message, such as "MC237349".
type MessageID string

// AttachmentID is the id of an attachment.
type AttachmentID string

// MessageQuery says which messages a list has. Conditions that are set all hold; the
// zero value asks for every message.
type MessageQuery struct {
	// Service is the name of a service that the message is about.
	Service string
	// Category and Severity are what the messages are, one value each.
	Category Category
	Severity Severity
	// ActionRequiredBefore asks for those by whose date somebody has to act, if the date
	// is before it; those whose date has passed are among them.
	ActionRequiredBefore time.Time
	// Major asks for major changes, or, new(false), for those of which the service says
	// that they are none; nil for both, and for those of which it says nothing.
	Major *bool
	// ChangedSince asks for those that changed at that time or later.
	ChangedSince time.Time
	// Filter is a further condition in the service's own language; it goes to the
	// service as it is.
	Filter string
	// PageSize is how many are fetched at once, 1 to 1,000; zero is the service's own
	// 100. It is a hint.
	PageSize int
}

// Message is an announcement.
//
// Source: https://learn.microsoft.com/graph/api/resources/serviceupdatemessage
type Message struct {
	ID    MessageID `json:"id"`
	Title string    `json:"title"`
	// StartDateTime is when it was published, and EndDateTime when it goes from the
	// message center, both in UTC; the latter is zero where it is not said.
	StartDateTime time.Time `json:"startDateTime"`
	EndDateTime   time.Time `json:"endDateTime,omitzero"`
	// LastModifiedDateTime is when this version of it was written, in UTC.
	LastModifiedDateTime time.Time `json:"lastModifiedDateTime"`
	// Details are further facts by name, such as "RoadmapIds" and "ExternalLink".
	Details []Detail `json:"details"`
	// Body is HTML; see [Text].
	Body     Body     `json:"body"`
	Category Category `json:"category"`
	Severity Severity `json:"severity"`
	// Tags are free text; see [TagDataPrivacy].
	Tags []string `json:"tags"`
	// IsMajorChange is nil where the service does not say.
	IsMajorChange *bool `json:"isMajorChange,omitempty"`
	// ActionRequiredByDateTime is by when somebody has to act, in UTC; zero where
	// nobody has to.
	ActionRequiredByDateTime time.Time `json:"actionRequiredByDateTime,omitzero"`
	// Services are the names of the services that it is about.
	Services []string `json:"services"`
	// HasAttachments says that [Attachments] has files.
	HasAttachments bool `json:"hasAttachments"`
	// Viewpoint is what the signed-in person has done with it; nil for an application
	// on its own, and until he has done something.
	Viewpoint *Viewpoint `json:"viewPoint,omitempty"`
}

// TagDataPrivacy is the tag of messages about data privacy, which few may read.
const TagDataPrivacy = "Data privacy"

// Viewpoint is what a person has done with a message. A mark is nil until it is first
// written.
//
// Source: https://learn.microsoft.com/graph/api/resources/serviceupdatemessageviewpoint
type Viewpoint struct {
	IsRead      *bool `json:"isRead,omitempty"`
	IsArchived  *bool `json:"isArchived,omitempty"`
	IsFavorited *bool `json:"isFavorited,omitempty"`
}

// Attachment is a file of a message.
//
// Source: https://learn.microsoft.com/graph/api/resources/serviceannouncementattachment
type Attachment struct {
	ID          AttachmentID `json:"id"`
	Name        string       `json:"name"`
	ContentType string       `json:"contentType"`
	// Size is in bytes.
	Size int `json:"size"`
	// LastModifiedDateTime is in UTC.
	LastModifiedDateTime time.Time `json:"lastModifiedDateTime,omitzero"`
}

// Category is what a message asks of its readers. Values that this module does not know
// are kept as they came.
//
// Source: https://learn.microsoft.com/graph/api/resources/serviceupdatemessage#serviceupdatecategory-values
type Category string

// The categories.
const (
	PreventOrFixIssue Category = "preventOrFixIssue"
	PlanForChange     Category = "planForChange"
	StayInformed      Category = "stayInformed"
)

// UnmarshalText takes it in any letter case.
func (c *Category) UnmarshalText(b []byte) error {
	*c = Category(b).spelled()
	return nil
}

func (c Category) spelled() Category {
	return spelled(c, []Category{PreventOrFixIssue, PlanForChange, StayInformed})
}

// Severity is how urgent a message is. Values that this module does not know are kept
// as they came.
//
// Source: https://learn.microsoft.com/graph/api/resources/serviceupdatemessage#serviceupdateseverity-values
type Severity string

// The severities.
const (
	SeverityNormal   Severity = "normal"
	SeverityHigh     Severity = "high"
	SeverityCritical Severity = "critical"
)

// UnmarshalText takes it in any letter case.
func (s *Severity) UnmarshalText(b []byte) error {
	*s = Severity(b).spelled()
	return nil
}

func (s Severity) spelled() Severity {
	return spelled(s, []Severity{SeverityNormal, SeverityHigh, SeverityCritical})
}

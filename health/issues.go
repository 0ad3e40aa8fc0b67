package health

import (
	"context"
	"iter"
	"time"
)

// Issues is what is or was wrong with the services that the tenant subscribes to. It
// can only be read. How long the service keeps them is not published: the admin center
// shows 30 days, the API has been seen to have six months.
//
// Source: https://learn.microsoft.com/graph/api/resources/servicehealthissue
type Issues interface {
	// List returns the issues that the query asks for, with all their posts, by id in
	// memory and in the service's own order elsewhere. It yields as [Services.List]
	// does. The service pages by counting: where an issue comes or goes while the list
	// is being ranged over, another may be left out or come twice. [Watch] knows.
	//
	// The conditions of the query go to the service and are checked again here. Whether
	// the service takes the condition of Since and Until is unverified: where it
	// refuses it, the list is fetched without, and the answer is the same.
	//
	// Effect: read. Role: Service Support Administrator, Helpdesk Administrator, Global
	// Reader, or most administrators of a service; permission ServiceHealth.Read.All.
	// Errors: [admin365.ErrForbidden]; [admin365.ErrInvalid], before anything is sent,
	// for a query that cannot be meant (Until not after Since, a negative page size, a
	// Filter whose quotes or parentheses do not match), and for a Filter that the
	// service does not take, such as one on details.
	// Operation: health.Issues.List.
	// Source: https://learn.microsoft.com/graph/api/serviceannouncement-list-issues
	List(ctx context.Context, q IssueQuery) iter.Seq2[*Issue, error]

	// Get returns an issue with all its posts, oldest first.
	//
	// Effect: read. Role and permission: as for List.
	// Errors: [admin365.ErrNotFound] for one that does not exist, or that is no issue
	// of a service that the tenant subscribes to; [admin365.ErrForbidden].
	// Operation: health.Issues.Get.
	// Source: https://learn.microsoft.com/graph/api/servicehealthissue-get
	Get(ctx context.Context, id IssueID) (*Issue, error)

	// Report returns the review that Microsoft publishes some days after an incident.
	// There is one where the issue's status is [PostIncidentReviewPublished].
	//
	// Effect: read. Role and permission: as for List.
	// Errors: [admin365.ErrNotFound] where there is no such issue or no review of it,
	// which the service does not tell apart; [admin365.ErrForbidden];
	// [admin365.ErrUnavailable] for a file of more than [MaxFile] bytes.
	// Operation: health.Issues.Report.
	// Source: https://learn.microsoft.com/graph/api/servicehealthissue-incidentreport
	Report(ctx context.Context, id IssueID) (*File, error)
}

// IssueID is the id of an issue, such as "EX226574": letters of the service, digits.
type IssueID string

// IssueQuery says which issues a list has. Conditions that are set all hold; the zero
// value asks for every issue.
type IssueQuery struct {
	// Service is the name of a service, such as "Exchange Online" ([Issue.Service]);
	// letter case does not matter.
	Service string
	// Classification and Status are what the issues are, one value each.
	Classification Classification
	Status         Status
	// Resolved is whether they are resolved: new(false) asks for the open ones, nil
	// for both.
	Resolved *bool
	// Since and Until are the time in which they affected the service, if for a moment
	// only: those that began before Until and that had not ended before Since. Either
	// may be zero, which is no limit. An issue that is open has not ended.
	Since, Until time.Time
	// ChangedSince asks for those that changed at that time or later.
	ChangedSince time.Time
	// Filter is a further condition in the service's own language, such as
	// "highImpact eq true"; it goes to the service as it is.
	Filter string
	// PageSize is how many are fetched at once, 1 to 1,000; zero is the service's own
	// 100. It is a hint.
	PageSize int
}

// Issue is something that is or was wrong with a service.
//
// Source: https://learn.microsoft.com/graph/api/resources/servicehealthissue
type Issue struct {
	ID    IssueID `json:"id"`
	Title string  `json:"title"`
	// StartDateTime is when it began, in UTC, which is earlier than it was published.
	StartDateTime time.Time `json:"startDateTime"`
	// EndDateTime is when it ended, in UTC; zero while it is open.
	EndDateTime time.Time `json:"endDateTime,omitzero"`
	// LastModifiedDateTime is when Microsoft last changed it, in UTC.
	LastModifiedDateTime time.Time `json:"lastModifiedDateTime"`
	// Details are further facts by name, as a rule none.
	Details           []Detail       `json:"details"`
	ImpactDescription string         `json:"impactDescription"`
	Classification    Classification `json:"classification"`
	Origin            Origin         `json:"origin"`
	Status            Status         `json:"status"`
	// Service is the name of the service, as [ServiceHealth.Service] has it.
	Service string `json:"service"`
	// Feature and FeatureGroup are what of the service; empty where it is not said.
	Feature      string `json:"feature,omitempty"`
	FeatureGroup string `json:"featureGroup,omitempty"`
	IsResolved   bool   `json:"isResolved"`
	// HighImpact is nil where the service does not say, as a rule.
	HighImpact *bool `json:"highImpact,omitempty"`
	// Posts are what Microsoft said about it, oldest first.
	Posts []Post `json:"posts"`
}

// Open reports whether the issue is open still.
func (i *Issue) Open() bool { return !i.IsResolved }

// Post is what Microsoft said about an issue at one time.
//
// Source: https://learn.microsoft.com/graph/api/resources/servicehealthissuepost
type Post struct {
	// CreatedDateTime is in UTC. Two posts of an issue may have the same.
	CreatedDateTime time.Time `json:"createdDateTime"`
	PostType        PostType  `json:"postType"`
	// Description is HTML; see [Text].
	Description Body `json:"description"`
}

// Body is a text as Microsoft wrote it.
//
// Source: https://learn.microsoft.com/graph/api/resources/itembody
type Body struct {
	// ContentType is "html", always so far.
	ContentType string `json:"contentType"`
	// Content is not to be trusted in a page: [Text] has what a person would read.
	Content string `json:"content"`
}

// Detail is a fact by name.
//
// Source: https://learn.microsoft.com/graph/api/resources/keyvaluepair
type Detail struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// File is a file as the service has it.
type File struct {
	// ContentType is its media type; empty where the service does not say.
	ContentType string
	Content     []byte
}

// MaxFile is how large a file may be that is fetched: a larger one is refused, and not
// cut.
const MaxFile = 32 << 20

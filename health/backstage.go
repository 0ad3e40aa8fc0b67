package health

import (
	"context"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// NewIssue is an issue to be published.
type NewIssue struct {
	// Service is the name or the id of a service; the tenant need not subscribe to it,
	// and then sees nothing of it.
	Service string
	// ID is its id; empty takes the next one, of the service's letters and a number.
	ID     IssueID
	Title  string
	Impact string
	// Classification is [Incident] if empty, Origin [OriginMicrosoft], Status
	// [Investigating].
	Classification Classification
	Origin         Origin
	Status         Status
	Feature        string
	FeatureGroup   string
	// Start is when it began; zero means now.
	Start time.Time
	// Text is the first post, in HTML; empty publishes the issue without one.
	Text string
}

// IssueUpdate is what Microsoft says about an issue next.
type IssueUpdate struct {
	// Text is the post, in HTML; empty changes the issue without one.
	Text string
	// PostType is [PostRegular] if empty.
	PostType PostType
	// Status is the new state; empty leaves it. A state that is over ends the issue now,
	// if it has no end yet, and one that is not opens it again.
	Status Status
	// Title and Impact are new wordings; empty leaves them.
	Title, Impact string
}

// NewMessage is a message to be published.
type NewMessage struct {
	// ID is its id; empty takes the next one.
	ID    MessageID
	Title string
	// Body is HTML.
	Body string
	// Category is [StayInformed] if empty, Severity [SeverityNormal].
	Category Category
	Severity Severity
	Services []string
	Tags     []string
	Major    bool
	// ActionRequiredBy is by when somebody has to act; zero for nobody.
	ActionRequiredBy time.Time
	// End is when it goes from the message center; zero means 180 days from now.
	End     time.Time
	Details []Detail
}

// MessageVersion is a message written again. What is empty or nil stays.
type MessageVersion struct {
	Title, Body      string
	Category         Category
	Severity         Severity
	Tags             []string
	Major            *bool
	ActionRequiredBy time.Time
	End              time.Time
}

// NewAttachment is a file for a message.
type NewAttachment struct {
	Name        string
	ContentType string
	Content     []byte
}

// Backstage is what Microsoft does to the tenant in memory: no administrator can. What
// it names and does not exist is [admin365.ErrNotFound], what cannot be meant
// [admin365.ErrInvalid].
type Backstage struct{ tenant *tenant.Tenant }

// NewBackstage returns the backstage of a tenant. For package admin alone.
func NewBackstage(t *tenant.Tenant) *Backstage { return &Backstage{t} }

// PublishIssue publishes an issue now, and returns it as a tenant that subscribes to its
// service sees it. It fails with [admin365.ErrInvalid] for a service that is not
// Microsoft's, an id that is none, without a title, and for a start that is to come;
// with [admin365.ErrConflict] for an id that there is.
func (b *Backstage) PublishIssue(ctx context.Context, in NewIssue) (i *Issue, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		row, err := publishIssue(tx, in)
		if err == nil {
			i = row.copied()
		}
		return err
	})
	return i, err
}

// UpdateIssue says something new about an issue, whether it is over or not.
func (b *Backstage) UpdateIssue(ctx context.Context, id IssueID, in IssueUpdate) (i *Issue, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		row, err := updateIssue(tx, id, in)
		if err == nil {
			i = row.copied()
		}
		return err
	})
	return i, err
}

// PublishReport publishes the review of an issue, or another version of it: the issue is
// resolved, if it was not, and [PostIncidentReviewPublished].
func (b *Backstage) PublishReport(ctx context.Context, id IssueID, file File) (i *Issue, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		row, err := publishReport(tx, id, file)
		if err == nil {
			i = row.copied()
		}
		return err
	})
	return i, err
}

// PublishMessage publishes a message now. It fails with [admin365.ErrInvalid] for an id
// that is none, without a title, and for an end that has passed; with
// [admin365.ErrConflict] for an id that there is.
func (b *Backstage) PublishMessage(ctx context.Context, in NewMessage) (m *Message, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		row, err := publishMessage(tx, in)
		if err == nil {
			m = (&seen{messageRow: row}).copied()
		}
		return err
	})
	return m, err
}

// UpdateMessage writes a message again, now.
func (b *Backstage) UpdateMessage(ctx context.Context, id MessageID, in MessageVersion) (m *Message, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		row, err := updateMessage(tx, id, in)
		if err == nil {
			m = (&seen{messageRow: row}).copied()
		}
		return err
	})
	return m, err
}

// Attach adds a file to a message, which is a change of the message.
func (b *Backstage) Attach(ctx context.Context, id MessageID, in NewAttachment) (a *Attachment, err error) {
	err = b.do(ctx, func(tx *tenant.Tx) error {
		row, err := attach(tx, id, tx.NewKey(), in)
		if err == nil {
			a = attachmentOf(row)
		}
		return err
	})
	return a, err
}

// Subscribe has the tenant subscribe to a service, by name or technical name. With the
// service come its issues. It is the only way in memory: products that the tenant buys
// bring no service.
func (b *Backstage) Subscribe(ctx context.Context, service string) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		k, err := mustKnow(service)
		if err != nil {
			return err
		}
		return subscribe(tx, k)
	})
}

// Unsubscribe ends a subscription: with the service go its issues, until it comes back.
func (b *Backstage) Unsubscribe(ctx context.Context, service string) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		row, ok := subscribed(tx, service)
		if !ok {
			return &admin365.Error{Kind: admin365.ErrNotFound, Target: service, Message: "the tenant does not subscribe to this service"}
		}
		tenant.In(tx, &services).Delete(row.ID)
		return nil
	})
}

// SetRetention has issues be gone when they ended longer ago than d; zero, as it is at
// first, keeps all of them. The service does not say how long it keeps them.
func (b *Backstage) SetRetention(ctx context.Context, d time.Duration) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		if d < 0 {
			return &admin365.Error{Kind: admin365.ErrInvalid, Message: "the time is negative"}
		}
		return tenant.In(tx, &settings).Put(&settingsRow{ID: theSettings(), Retention: d})
	})
}

func (b *Backstage) do(ctx context.Context, fn func(*tenant.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(fn)
}

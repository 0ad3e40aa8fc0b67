package health

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// stamp is now, as exactly as the service stamps what it publishes.
func stamp(tx *tenant.Tx) time.Time { return tx.Now().Truncate(time.Millisecond) }

// wireTime is a time as exactly as the wire has it.
func wireTime(at time.Time) time.Time { return at.UTC().Truncate(tick) }

// mustKnow is a service of Microsoft's.
func mustKnow(service string) (known, error) {
	k, ok := knownAs(service)
	if !ok {
		return k, &admin365.Error{Kind: admin365.ErrInvalid, Target: service, Message: "Microsoft has no service of this name"}
	}
	return k, nil
}

// publishIssue publishes an issue.
func publishIssue(tx *tenant.Tx, in NewIssue) (*issueRow, error) {
	k, err := mustKnow(in.Service)
	if err != nil {
		return nil, err
	}
	now := stamp(tx)
	start := cmp.Or(wireTime(in.Start), now)
	switch {
	case strings.TrimSpace(in.Title) == "":
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Message: "an issue needs a title"}
	case start.After(tx.Now()):
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Message: "an issue is not published before it begins"}
	}
	id := string(in.ID)
	if id == "" {
		id = nextID(k.prefix, issueIDs(tx))
	}
	if err := newID(id, issueIDs(tx)); err != nil {
		return nil, err
	}
	row := &issueRow{Issue{
		ID: IssueID(id), Title: in.Title, StartDateTime: start, LastModifiedDateTime: now, Details: []Detail{},
		ImpactDescription: cmp.Or(in.Impact, in.Title), Classification: cmp.Or(in.Classification.spelled(), Incident),
		Origin: cmp.Or(in.Origin.spelled(), OriginMicrosoft), Service: k.name,
		Feature: in.Feature, FeatureGroup: in.FeatureGroup, Posts: []Post{},
	}}
	row.move(cmp.Or(in.Status, Investigating), now)
	row.say(in.Text, PostRegular, now)
	return row, tenant.In(tx, &issues).Put(row)
}

// move brings an issue into a state: one that is over ends it, one that is not opens it.
func (r *issueRow) move(to Status, now time.Time) {
	r.Status, r.IsResolved = spelled(to, statuses), to.Over()
	switch {
	case !r.IsResolved:
		r.EndDateTime = time.Time{}
	case r.EndDateTime.IsZero():
		r.EndDateTime = now
	}
}

// say appends a post.
func (r *issueRow) say(text string, kind PostType, now time.Time) {
	if text != "" {
		r.Posts = append(slices.Clone(r.Posts), Post{CreatedDateTime: now, PostType: kind.spelled(), Description: Body{"html", text}})
	}
}

// changeIssue changes an issue, whether the tenant sees it or not.
func changeIssue(tx *tenant.Tx, id IssueID, change func(*issueRow)) (*issueRow, error) {
	row, ok := tenant.In(tx, &issues).Get(idKey(string(id)))
	if !ok {
		return nil, &admin365.Error{Kind: admin365.ErrNotFound, Target: string(id), Message: "there is no such issue"}
	}
	next := *row
	next.LastModifiedDateTime = stamp(tx)
	change(&next)
	return &next, tenant.In(tx, &issues).Put(&next)
}

func updateIssue(tx *tenant.Tx, id IssueID, in IssueUpdate) (*issueRow, error) {
	return changeIssue(tx, id, func(r *issueRow) {
		if in.Status != "" {
			r.move(in.Status, stamp(tx))
		}
		r.Title, r.ImpactDescription = cmp.Or(in.Title, r.Title), cmp.Or(in.Impact, r.ImpactDescription)
		r.say(in.Text, cmp.Or(in.PostType, PostRegular), stamp(tx))
	})
}

// reviewID is what the one file of an issue is called.
const reviewID AttachmentID = "incidentReport"

func publishReport(tx *tenant.Tx, id IssueID, file File) (*issueRow, error) {
	row, err := changeIssue(tx, id, func(r *issueRow) { r.move(PostIncidentReviewPublished, stamp(tx)) })
	if err != nil {
		return nil, err
	}
	return row, tenant.In(tx, &files).Put(&fileRow{
		ID: reviewID, Owner: string(row.ID), ContentType: file.ContentType, Content: bytes.Clone(file.Content), Modified: stamp(tx),
	})
}

// publishMessage publishes a message.
func publishMessage(tx *tenant.Tx, in NewMessage) (*messageRow, error) {
	now := stamp(tx)
	end := cmp.Or(wireTime(in.End), now.AddDate(0, 0, 180))
	switch {
	case strings.TrimSpace(in.Title) == "":
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Message: "a message needs a title"}
	case !end.After(now):
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Message: "a message is not published when it has ended"}
	}
	id := string(in.ID)
	if id == "" {
		id = nextID("MC", messageIDs(tx))
	}
	if err := newID(id, messageIDs(tx)); err != nil {
		return nil, err
	}
	row := &messageRow{Message{
		ID: MessageID(id), Title: in.Title, StartDateTime: now, EndDateTime: end, LastModifiedDateTime: now,
		Details: append([]Detail{}, in.Details...), Body: Body{"html", in.Body},
		Category: cmp.Or(in.Category.spelled(), StayInformed), Severity: cmp.Or(in.Severity.spelled(), SeverityNormal),
		Tags: append([]string{}, in.Tags...), Services: append([]string{}, in.Services...),
		IsMajorChange: new(in.Major), ActionRequiredByDateTime: wireTime(in.ActionRequiredBy),
	}}
	return row, tenant.In(tx, &messages).Put(row)
}

func changeMessage(tx *tenant.Tx, id MessageID, change func(*messageRow)) (*messageRow, error) {
	row, ok := tenant.In(tx, &messages).Get(idKey(string(id)))
	if !ok {
		return nil, &admin365.Error{Kind: admin365.ErrNotFound, Target: string(id), Message: "there is no such message"}
	}
	next := *row
	next.LastModifiedDateTime = stamp(tx)
	change(&next)
	return &next, tenant.In(tx, &messages).Put(&next)
}

func updateMessage(tx *tenant.Tx, id MessageID, in MessageVersion) (*messageRow, error) {
	return changeMessage(tx, id, func(r *messageRow) {
		r.Title, r.Body.Content = cmp.Or(in.Title, r.Title), cmp.Or(in.Body, r.Body.Content)
		r.Category, r.Severity = cmp.Or(in.Category.spelled(), r.Category), cmp.Or(in.Severity.spelled(), r.Severity)
		if in.Tags != nil {
			r.Tags = append([]string{}, in.Tags...)
		}
		if in.Major != nil {
			r.IsMajorChange = new(*in.Major)
		}
		r.ActionRequiredByDateTime = cmp.Or(wireTime(in.ActionRequiredBy), r.ActionRequiredByDateTime)
		r.EndDateTime = cmp.Or(wireTime(in.End), r.EndDateTime)
	})
}

// attach adds a file to a message.
func attach(tx *tenant.Tx, id MessageID, key tenant.Key, in NewAttachment) (*fileRow, error) {
	if strings.TrimSpace(in.Name) == "" {
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Target: string(id), Message: "a file needs a name"}
	}
	message, err := changeMessage(tx, id, func(r *messageRow) { r.HasAttachments = true })
	if err != nil {
		return nil, err
	}
	row := &fileRow{
		ID: AttachmentID(key.String()), Owner: string(message.ID), Name: in.Name, ContentType: in.ContentType,
		Content: bytes.Clone(in.Content), Modified: stamp(tx),
	}
	return row, tenant.In(tx, &files).Put(row)
}

func issueIDs(tx *tenant.Tx) iter.Seq[string] {
	return func(yield func(string) bool) {
		for row := range tenant.In(tx, &issues).All() {
			if !yield(string(row.ID)) {
				return
			}
		}
	}
}

func messageIDs(tx *tenant.Tx) iter.Seq[string] {
	return func(yield func(string) bool) {
		for row := range tenant.In(tx, &messages).All() {
			if !yield(string(row.ID)) {
				return
			}
		}
	}
}

// firstNumber is the number of the first issue or message that gets one by itself.
const firstNumber = 1_210_001

// nextID is the next id that begins with the letters.
func nextID(prefix string, taken iter.Seq[string]) string {
	next := firstNumber
	for id := range taken {
		if n, err := strconv.Atoi(strings.TrimPrefix(id, prefix)); err == nil && strings.HasPrefix(id, prefix) {
			next = max(next, n+1)
		}
	}
	return prefix + strconv.Itoa(next)
}

// newID refuses an id that is none, two letters and at least six digits, or that is taken.
func newID(id string, taken iter.Seq[string]) error {
	digits := strings.TrimLeft(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	if len(id)-len(digits) != 2 || len(digits) < 6 || len(digits) > 12 || strings.Trim(digits, "0123456789") != "" {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: id, Message: "an id is two letters and at least six digits"}
	}
	for other := range taken {
		if other == id {
			return &admin365.Error{Kind: admin365.ErrConflict, Target: id, Message: "this id is taken"}
		}
	}
	return nil
}

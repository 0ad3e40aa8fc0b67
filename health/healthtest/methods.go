package healthtest

import (
	"context"
	"iter"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// What the id of a method names.
const (
	idOfService    = "service"
	idOfIssue      = "issue"
	idOfMessage    = "message"
	idOfAttachment = "attachment"
	idOfMarked     = "message to be marked"
)

// target is what the methods are called on.
type target struct {
	service    string
	issue      health.IssueID
	message    health.MessageID
	attachment health.AttachmentID
	marked     health.MessageID
}

// nowhere is a target that is complete and is not there.
func nowhere() target {
	return target{service: "Microsoft Telegraph", issue: "EX100001", message: "MC100001", attachment: "0badc0de-5ea7-4bad-8bad-000000000000", marked: "MC100001"}
}

// targetOf is a target on which every method works.
func targetOf(c *run) target {
	c.Helper()
	subscribe(c, Skype)
	i := reviewed(c, issue(c, Skype).ID)
	m := message(c, about(Skype))
	a := attach(c, m.ID, "notes.txt", "text/plain", []byte("notes"))
	return target{service: Skype, issue: i.ID, message: m.ID, attachment: a.ID, marked: m.ID}
}

// with returns the target with another id of the kind.
func (t target) with(kind, id string) target {
	switch kind {
	case idOfService:
		t.service = id
	case idOfIssue:
		t.issue = health.IssueID(id)
	case idOfMessage:
		t.message = health.MessageID(id)
	case idOfAttachment:
		t.attachment = health.AttachmentID(id)
	case idOfMarked:
		t.marked = health.MessageID(id)
	default:
	}
	return t
}

// method is one method of the area, called in the simplest way that works.
type method struct {
	op string
	// takes says what its ids name; the last one is what is not there if it is unknown.
	takes []string
	// writes is set where it changes something.
	writes bool
	call   func(ctx context.Context, s *health.Service, at target) error
}

// ranged ranges over a list, for its error.
func ranged[V any](list iter.Seq2[*V, error]) error {
	_, err := conform.Collect(list)
	return err
}

// only is the error of a method that answers something.
func only[V any](_ V, err error) error { return err }

func methods() []method {
	type service = *health.Service
	return append([]method{
		{opServices, nil, false, func(ctx context.Context, s service, _ target) error {
			return ranged(s.Services.List(ctx, health.ServiceQuery{}))
		}},
		{opService, []string{idOfService}, false, func(ctx context.Context, s service, at target) error {
			return only(s.Services.Get(ctx, at.service, health.ServiceQuery{}))
		}},
		{opIssues, nil, false, func(ctx context.Context, s service, _ target) error {
			return ranged(s.Issues.List(ctx, health.IssueQuery{}))
		}},
		{opIssue, []string{idOfIssue}, false, func(ctx context.Context, s service, at target) error {
			return only(s.Issues.Get(ctx, at.issue))
		}},
		{opReport, []string{idOfIssue}, false, func(ctx context.Context, s service, at target) error {
			return only(s.Issues.Report(ctx, at.issue))
		}},
		{opMessages, nil, false, func(ctx context.Context, s service, _ target) error {
			return ranged(s.Messages.List(ctx, health.MessageQuery{}))
		}},
		{opMessage, []string{idOfMessage}, false, func(ctx context.Context, s service, at target) error {
			return only(s.Messages.Get(ctx, at.message))
		}},
		{opAttachments, []string{idOfMessage}, false, func(ctx context.Context, s service, at target) error {
			return ranged(s.Attachments.List(ctx, at.message))
		}},
		{opAttachment, []string{idOfMessage, idOfAttachment}, false, func(ctx context.Context, s service, at target) error {
			return only(s.Attachments.Get(ctx, at.message, at.attachment))
		}},
		{opContent, []string{idOfMessage, idOfAttachment}, false, func(ctx context.Context, s service, at target) error {
			return only(s.Attachments.Content(ctx, at.message, at.attachment))
		}},
		{opZip, []string{idOfMessage}, false, func(ctx context.Context, s service, at target) error {
			return only(s.Attachments.Archive(ctx, at.message))
		}},
	}, markingMethods()...)
}

func markingMethods() []method {
	var list []method
	for _, a := range actions() {
		list = append(list, method{a.op, []string{idOfMarked}, true, func(ctx context.Context, s *health.Service, at target) error {
			return a.do(ctx, s.Viewpoints, []health.MessageID{at.marked})
		}})
	}
	return list
}

// action is one of the methods of [health.Viewpoints].
type action struct {
	op string
	do func(ctx context.Context, v health.Viewpoints, messages []health.MessageID) error
	// mark is the mark that it writes, and value what it writes.
	mark  func(*health.Viewpoint) **bool
	value bool
}

func actions() []action {
	type (
		marks = health.Viewpoints
		ids   = []health.MessageID
	)
	read := func(v *health.Viewpoint) **bool { return &v.IsRead }
	archived := func(v *health.Viewpoint) **bool { return &v.IsArchived }
	favorite := func(v *health.Viewpoint) **bool { return &v.IsFavorited }
	return []action{
		{opMarkRead, func(ctx context.Context, v marks, m ids) error { return v.MarkRead(ctx, m) }, read, true},
		{opMarkUnread, func(ctx context.Context, v marks, m ids) error { return v.MarkUnread(ctx, m) }, read, false},
		{opArchive, func(ctx context.Context, v marks, m ids) error { return v.Archive(ctx, m) }, archived, true},
		{opUnarchive, func(ctx context.Context, v marks, m ids) error { return v.Unarchive(ctx, m) }, archived, false},
		{opFavorite, func(ctx context.Context, v marks, m ids) error { return v.Favorite(ctx, m) }, favorite, true},
		{opUnfavorite, func(ctx context.Context, v marks, m ids) error { return v.Unfavorite(ctx, m) }, favorite, false},
	}
}

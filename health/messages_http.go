package health

import (
	"context"
	"iter"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

type httpMessages struct{ c *rest.Client }

var _ Messages = httpMessages{}

// inUTC is the message with its times in UTC and with lists that are there.
func (m *Message) inUTC() {
	m.StartDateTime, m.EndDateTime, m.LastModifiedDateTime = m.StartDateTime.UTC(), m.EndDateTime.UTC(), m.LastModifiedDateTime.UTC()
	m.ActionRequiredByDateTime = m.ActionRequiredByDateTime.UTC()
	if m.Details == nil {
		m.Details = []Detail{}
	}
	if m.Tags == nil {
		m.Tags = []string{}
	}
	if m.Services == nil {
		m.Services = []string{}
	}
}

// List implements [Messages].
func (h httpMessages) List(ctx context.Context, q MessageQuery) iter.Seq2[*Message, error] {
	call := opMessagesList.At()
	if err := q.check(call); err != nil {
		return failed[Message](err)
	}
	if q.Major != nil {
		q.Major = new(*q.Major)
	}
	return narrowed(q.filter(true), q.filter(false), func(filter string) iter.Seq2[*Message, error] {
		rq := rest.Request{Call: call, Query: conditions(filter), Header: wantsPage(q.PageSize)}
		return pages(ctx, h.c, rq, (*Message).inUTC, q.matches)
	})
}

// Get implements [Messages].
func (h httpMessages) Get(ctx context.Context, id MessageID) (*Message, error) {
	return one(ctx, h.c, rest.Request{Call: opMessagesGet.At(string(id))}, (*Message).inUTC)
}

type httpAttachments struct{ c *rest.Client }

var _ Attachments = httpAttachments{}

func (a *Attachment) inUTC() { a.LastModifiedDateTime = a.LastModifiedDateTime.UTC() }

// List implements [Attachments].
func (h httpAttachments) List(ctx context.Context, message MessageID) iter.Seq2[*Attachment, error] {
	rq := rest.Request{Call: opAttachmentsList.At(string(message))}
	return pages(ctx, h.c, rq, (*Attachment).inUTC, func(*Attachment) bool { return true })
}

// Get implements [Attachments].
func (h httpAttachments) Get(ctx context.Context, message MessageID, id AttachmentID) (*Attachment, error) {
	return one(ctx, h.c, rest.Request{Call: opAttachmentsGet.At(string(message), string(id))}, (*Attachment).inUTC)
}

// Content implements [Attachments].
func (h httpAttachments) Content(ctx context.Context, message MessageID, id AttachmentID) (*File, error) {
	return download(ctx, h.c, opAttachmentsContent.At(string(message), string(id)))
}

// Archive implements [Attachments].
func (h httpAttachments) Archive(ctx context.Context, message MessageID) (*File, error) {
	return download(ctx, h.c, opAttachmentsArchive.At(string(message)))
}

type httpViewpoints struct{ c *rest.Client }

var _ Viewpoints = httpViewpoints{}

// MarkRead implements [Viewpoints].
func (h httpViewpoints) MarkRead(ctx context.Context, list []MessageID) error {
	return h.mark(ctx, &opMarkRead, list)
}

// MarkUnread implements [Viewpoints].
func (h httpViewpoints) MarkUnread(ctx context.Context, list []MessageID) error {
	return h.mark(ctx, &opMarkUnread, list)
}

// Archive implements [Viewpoints].
func (h httpViewpoints) Archive(ctx context.Context, list []MessageID) error {
	return h.mark(ctx, &opArchive, list)
}

// Unarchive implements [Viewpoints].
func (h httpViewpoints) Unarchive(ctx context.Context, list []MessageID) error {
	return h.mark(ctx, &opUnarchive, list)
}

// Favorite implements [Viewpoints].
func (h httpViewpoints) Favorite(ctx context.Context, list []MessageID) error {
	return h.mark(ctx, &opFavorite, list)
}

// Unfavorite implements [Viewpoints].
func (h httpViewpoints) Unfavorite(ctx context.Context, list []MessageID) error {
	return h.mark(ctx, &opUnfavorite, list)
}

// markBody is the body of an action on messages.
type markBody struct {
	IDs []string `json:"messageIds"`
}

// mark sends an action, and reads its answer: whether it was done for all.
func (h httpViewpoints) mark(ctx context.Context, op *api.Op, list []MessageID) error {
	call := op.At()
	ids, err := checkIDs(call, list)
	if err != nil {
		return err
	}
	answer, err := rest.One[struct {
		Value bool `json:"value"`
	}](ctx, h.c, rest.Request{Call: call, Body: markBody{ids}})
	if err != nil {
		return readable(err)
	}
	if !answer.Value {
		return notAll(call)
	}
	return nil
}

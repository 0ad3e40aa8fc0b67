package health

import (
	"context"
	"iter"
	"net/http"
	"strconv"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// NewMemory returns the area over a tenant in memory. For package admin alone: programs
// begin with admin.NewMemory.
func NewMemory(s *tenant.Session) *Service {
	return &Service{
		Services: memoryServices{s}, Issues: memoryIssues{s}, Messages: memoryMessages{s},
		Attachments: memoryAttachments{s}, Viewpoints: memoryViewpoints{s},
	}
}

// memoryList yields what fetch finds in one transaction, when it is ranged over, each
// made the caller's own as it is yielded. An error comes once, as the last pair.
func memoryList[R, T any](ctx context.Context, s *tenant.Session, call api.Call, fetch func(*tenant.Tx) ([]R, error), own func(R) *T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		var rows []R
		err := s.Do(ctx, call, func(tx *tenant.Tx) (err error) {
			rows, err = fetch(tx)
			return err
		})
		if err != nil {
			yield(nil, readable(err))
			return
		}
		for _, row := range rows {
			if !yield(own(row), nil) {
				return
			}
		}
	}
}

// memoryGet returns what find finds in one transaction.
func memoryGet[T any](ctx context.Context, s *tenant.Session, call api.Call, find func(*tenant.Tx) (*T, error)) (found *T, err error) {
	err = s.Do(ctx, call, func(tx *tenant.Tx) (err error) {
		found, err = find(tx)
		return err
	})
	if err != nil {
		return nil, readable(err)
	}
	return found, nil
}

// filtered are the rows that pass a filter in the service's language, and a query.
func filtered[P any](t *odata.Table[P], text string, rows iter.Seq[P], matches func(P) bool) (list []P, err error) {
	var f *odata.Predicate[P]
	if text != "" {
		if f, err = t.ParseFilter(text); err != nil {
			return nil, err
		}
	}
	for row := range rows {
		if f.Match(row) && matches(row) {
			list = append(list, row)
		}
	}
	return list, nil
}

type memoryServices struct{ s *tenant.Session }

var _ Services = memoryServices{}

// List implements [Services].
func (m memoryServices) List(ctx context.Context, q ServiceQuery) iter.Seq2[*ServiceHealth, error] {
	call := opServicesList.At()
	if err := checkList(call, q.PageSize, ""); err != nil {
		return failed[ServiceHealth](err)
	}
	return memoryList(ctx, m.s, call, func(tx *tenant.Tx) ([]*overview, error) { return overviews(tx), nil },
		func(o *overview) *ServiceHealth { return o.copied(q.Issues) })
}

// Get implements [Services].
func (m memoryServices) Get(ctx context.Context, service string, q ServiceQuery) (*ServiceHealth, error) {
	return memoryGet(ctx, m.s, opServicesGet.At(service), func(tx *tenant.Tx) (*ServiceHealth, error) {
		o, err := findOverview(tx, service)
		if err != nil {
			return nil, err
		}
		return o.copied(q.Issues), nil
	})
}

type memoryIssues struct{ s *tenant.Session }

var _ Issues = memoryIssues{}

// List implements [Issues].
func (m memoryIssues) List(ctx context.Context, q IssueQuery) iter.Seq2[*Issue, error] {
	call := opIssuesList.At()
	if err := q.check(call); err != nil {
		return failed[Issue](err)
	}
	if q.Resolved != nil {
		q.Resolved = new(*q.Resolved)
	}
	text := q.filter(true)
	return memoryList(ctx, m.s, call, func(tx *tenant.Tx) ([]*issueRow, error) {
		return filtered(&issueProps, text, visibleIssues(tx), func(r *issueRow) bool { return q.matches(&r.Issue) })
	}, (*issueRow).copied)
}

// Get implements [Issues].
func (m memoryIssues) Get(ctx context.Context, id IssueID) (*Issue, error) {
	return memoryGet(ctx, m.s, opIssuesGet.At(string(id)), func(tx *tenant.Tx) (*Issue, error) {
		row, err := findIssue(tx, string(id))
		if err != nil {
			return nil, err
		}
		return row.copied(), nil
	})
}

// Report implements [Issues].
func (m memoryIssues) Report(ctx context.Context, id IssueID) (*File, error) {
	return memoryGet(ctx, m.s, opIssuesReport.At(string(id)), func(tx *tenant.Tx) (*File, error) {
		row, err := findReport(tx, string(id))
		if err != nil {
			return nil, err
		}
		return whole(row.file())
	})
}

type memoryMessages struct{ s *tenant.Session }

var _ Messages = memoryMessages{}

// List implements [Messages].
func (m memoryMessages) List(ctx context.Context, q MessageQuery) iter.Seq2[*Message, error] {
	call := opMessagesList.At()
	if err := q.check(call); err != nil {
		return failed[Message](err)
	}
	if q.Major != nil {
		q.Major = new(*q.Major)
	}
	text := q.filter(true)
	return memoryList(ctx, m.s, call, func(tx *tenant.Tx) ([]*seen, error) {
		return filtered(&messageProps, text, readerOf(tx).all(), func(s *seen) bool { return q.matches(&s.Message) })
	}, (*seen).copied)
}

// Get implements [Messages].
func (m memoryMessages) Get(ctx context.Context, id MessageID) (*Message, error) {
	return memoryGet(ctx, m.s, opMessagesGet.At(string(id)), func(tx *tenant.Tx) (*Message, error) {
		s, err := readerOf(tx).find(string(id))
		if err != nil {
			return nil, err
		}
		return s.copied(), nil
	})
}

type memoryAttachments struct{ s *tenant.Session }

var _ Attachments = memoryAttachments{}

// List implements [Attachments].
func (m memoryAttachments) List(ctx context.Context, message MessageID) iter.Seq2[*Attachment, error] {
	return memoryList(ctx, m.s, opAttachmentsList.At(string(message)), func(tx *tenant.Tx) ([]*fileRow, error) {
		return readerOf(tx).attachments(string(message))
	}, attachmentOf)
}

// Get implements [Attachments].
func (m memoryAttachments) Get(ctx context.Context, message MessageID, id AttachmentID) (*Attachment, error) {
	return memoryGet(ctx, m.s, opAttachmentsGet.At(string(message), string(id)), func(tx *tenant.Tx) (*Attachment, error) {
		row, err := readerOf(tx).attachment(string(message), string(id))
		if err != nil {
			return nil, err
		}
		return attachmentOf(row), nil
	})
}

// Content implements [Attachments].
func (m memoryAttachments) Content(ctx context.Context, message MessageID, id AttachmentID) (*File, error) {
	return memoryGet(ctx, m.s, opAttachmentsContent.At(string(message), string(id)), func(tx *tenant.Tx) (*File, error) {
		row, err := readerOf(tx).attachment(string(message), string(id))
		if err != nil {
			return nil, err
		}
		return whole(row.file())
	})
}

// Archive implements [Attachments].
func (m memoryAttachments) Archive(ctx context.Context, message MessageID) (*File, error) {
	return memoryGet(ctx, m.s, opAttachmentsArchive.At(string(message)), func(tx *tenant.Tx) (*File, error) {
		file, err := readerOf(tx).archive(string(message))
		if err != nil {
			return nil, err
		}
		return whole(file)
	})
}

// whole is a file that a client takes.
func whole(f *File) (*File, error) {
	if len(f.Content) > MaxFile {
		return nil, &admin365.Error{Kind: admin365.ErrUnavailable, Status: http.StatusOK, Message: "the file has more than " + strconv.Itoa(MaxFile) + " bytes"}
	}
	return f, nil
}

type memoryViewpoints struct{ s *tenant.Session }

var _ Viewpoints = memoryViewpoints{}

// MarkRead implements [Viewpoints].
func (m memoryViewpoints) MarkRead(ctx context.Context, list []MessageID) error {
	return m.mark(ctx, &opMarkRead, list)
}

// MarkUnread implements [Viewpoints].
func (m memoryViewpoints) MarkUnread(ctx context.Context, list []MessageID) error {
	return m.mark(ctx, &opMarkUnread, list)
}

// Archive implements [Viewpoints].
func (m memoryViewpoints) Archive(ctx context.Context, list []MessageID) error {
	return m.mark(ctx, &opArchive, list)
}

// Unarchive implements [Viewpoints].
func (m memoryViewpoints) Unarchive(ctx context.Context, list []MessageID) error {
	return m.mark(ctx, &opUnarchive, list)
}

// Favorite implements [Viewpoints].
func (m memoryViewpoints) Favorite(ctx context.Context, list []MessageID) error {
	return m.mark(ctx, &opFavorite, list)
}

// Unfavorite implements [Viewpoints].
func (m memoryViewpoints) Unfavorite(ctx context.Context, list []MessageID) error {
	return m.mark(ctx, &opUnfavorite, list)
}

func (m memoryViewpoints) mark(ctx context.Context, op *api.Op, list []MessageID) error {
	call := op.At()
	ids, err := checkIDs(call, list)
	if err != nil {
		return err
	}
	var all bool
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) (err error) {
		all, err = setMarks(tx, ids, markOf(op))
		return err
	})
	if err == nil && !all {
		err = notAll(call)
	}
	return err
}

// markOf is what an action writes.
func markOf(op *api.Op) func(*Viewpoint) {
	switch op {
	case &opMarkRead:
		return func(v *Viewpoint) { v.IsRead = new(true) }
	case &opMarkUnread:
		return func(v *Viewpoint) { v.IsRead = new(false) }
	case &opArchive:
		return func(v *Viewpoint) { v.IsArchived = new(true) }
	case &opUnarchive:
		return func(v *Viewpoint) { v.IsArchived = new(false) }
	case &opFavorite:
		return func(v *Viewpoint) { v.IsFavorited = new(true) }
	default:
		return func(v *Viewpoint) { v.IsFavorited = new(false) }
	}
}

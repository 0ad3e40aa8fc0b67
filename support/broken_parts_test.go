package support_test

import (
	"context"
	"errors"
	"iter"
	"path"
	"strings"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/support"
)

func brokenParts() map[string]mistake {
	return map[string]mistake{
		"bare-bodies": {func(s *support.Service) { s.Communications = bare{s.Communications} }, []string{"Communications.Add/body-is-wrapped", "Communications.Add/says-it"}},
		"mirrored": {func(s *support.Service) { s.Communications = mirrored{s.Communications} }, []string{
			"Communications.Add/name-taken", "Communications.Add/says-it", "Communications.List/from-microsoft",
			"Communications.List/received", "Lists/not-fetched-until-ranged", "Waiting/for-us",
		}},
		"ids-alone":  {func(s *support.Service) { s.Communications = idsAlone{s.Communications} }, []string{"Communications.Get/by-its-own-name"}},
		"said-twice": {func(s *support.Service) { s.Communications = saidTwice{s.Communications} }, []string{"Communications.Add/name-taken"}},
		"any-type":   {func(s *support.Service) { s.Communications = anyType{s.Communications} }, []string{"Communications.List/of-a-type-that-azure-does-not-take"}},
		"failed-in-silence": {func(s *support.Service) { s.Operations = silent{s.Operations} }, []string{
			"Communications.Add/fails", "Open/plan", "Plans/words-need-one",
			"Tickets.Create/billing-of-a-subscription-needs-one", "Tickets.Create/fails",
			"Tickets.Create/plan-in-other-words", "Tickets.Create/plan-refused-later", "Wait/plan",
		}},
		"failed-polls": {func(s *support.Service) { s.Operations = failedPolls{s.Operations} }, []string{
			"Communications.Add/fails", "Operations.Get/stays-ended", "Plans/words-need-one",
			"Tickets.Create/billing-of-a-subscription-needs-one", "Tickets.Create/fails",
			"Tickets.Create/plan-in-other-words", "Tickets.Create/plan-refused-later", "Wait/plan",
		}},
		"week-long":        {func(s *support.Service) { s.Attachments = weekLong{s.Attachments} }, []string{"Attachments.CreateWorkspace/makes-one"}},
		"harmless-endings": {func(s *support.Service) { s.Attachments = harmless{s.Attachments} }, []string{"Attachments.Create/names-that-are-none"}},
		"overwrites":       {func(s *support.Service) { s.Attachments = overwriting{s.Attachments} }, []string{"Attachments.Upload/complete", "Attachments.Upload/replaced"}},
		"in-order-alone":   {func(s *support.Service) { s.Attachments = &inOrder{Attachments: s.Attachments, next: map[string]int{}} }, []string{"Attachments.Upload/in-any-order"}},
		"always-free": {func(s *support.Service) { s.Catalogue = alwaysFree{s.Catalogue} }, []string{
			"Catalogue.CheckName/communications", "Catalogue.CheckName/subscriptions", "Catalogue.CheckName/tickets",
			"Catalogue.CheckName/workspaces",
		}},
		"asks-nothing":    {func(s *support.Service) { s.Catalogue = asksNothing{s.Catalogue} }, []string{"Catalogue.Problems/of-every-service"}},
		"whole-ids-alone": {func(s *support.Service) { s.Catalogue = wholeIDs{s.Catalogue} }, []string{"Catalogue.Service/as-listed"}},
		"empty-and-fine":  {func(s *support.Service) { s.Microsoft365 = emptyAndFine{s.Microsoft365} }, []string{"Microsoft365/no-api", "Microsoft365/whatever-is-asked"}},
	}
}

// bare takes off what the service wraps bodies in.
type bare struct{ support.Communications }

func (b bare) Get(ctx context.Context, t support.TicketID, id support.CommunicationID) (*support.Communication, error) {
	got, err := b.Communications.Get(ctx, t, id)
	if err == nil {
		got.Body = strings.TrimSuffix(strings.TrimPrefix(got.Body, "<pre>"), "</pre>")
	}
	return got, err
}

// mirrored has the directions as the customer sees them.
type mirrored struct{ support.Communications }

func (m mirrored) List(ctx context.Context, t support.TicketID, q support.CommunicationQuery) iter.Seq2[*support.Communication, error] {
	return mapped(m.Communications.List(ctx, t, q), func(c *support.Communication) *support.Communication {
		if c.Direction == support.FromCustomer {
			c.Direction = support.FromMicrosoft
		} else {
			c.Direction = support.FromCustomer
		}
		return c
	})
}

// idsAlone knows nothing of the names with which something was said.
type idsAlone struct{ support.Communications }

func (i idsAlone) Get(ctx context.Context, t support.TicketID, id support.CommunicationID) (*support.Communication, error) {
	got, err := i.Communications.Get(ctx, t, id)
	if err == nil && !strings.EqualFold(string(got.ID), string(id)) && strings.HasPrefix(string(id), "Mine-") {
		return nil, &admin365.Error{Op: "support.Communications.Get", Kind: admin365.ErrNotFound, Status: 404, Code: "ResourceNotFound"}
	}
	return got, err
}

// saidTwice says under another name what is taken.
type saidTwice struct{ support.Communications }

func (s saidTwice) Add(ctx context.Context, t support.TicketID, n support.NewCommunication) (*admin365.Operation, error) {
	op, err := s.Communications.Add(ctx, t, n)
	if errors.Is(err, admin365.ErrConflict) {
		n.Name = ""
		return s.Communications.Add(ctx, t, n)
	}
	return op, err
}

// anyType drops the type that it does not know.
type anyType struct{ support.Communications }

func (a anyType) List(ctx context.Context, t support.TicketID, q support.CommunicationQuery) iter.Seq2[*support.Communication, error] {
	if q.Type != support.CommunicationWeb {
		q.Type = ""
	}
	return a.Communications.List(ctx, t, q)
}

// silent forgets why an operation failed.
type silent struct{ support.Operations }

func (s silent) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	op, err := s.Operations.Get(ctx, id)
	if err == nil {
		op.Err = nil
	}
	return op, err
}

// failedPolls takes a failed operation for a failed poll.
type failedPolls struct{ support.Operations }

func (f failedPolls) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	op, err := f.Operations.Get(ctx, id)
	if err == nil && op.Err != nil {
		return nil, op.Err
	}
	return op, err
}

// weekLong says that workspaces are kept for a week.
type weekLong struct{ support.Attachments }

func (w weekLong) GetWorkspace(ctx context.Context, id support.WorkspaceID) (*support.Workspace, error) {
	got, err := w.Attachments.GetWorkspace(ctx, id)
	if err == nil {
		got.Expires = got.Created.Add(7 * support.WorkspaceLife)
	}
	return got, err
}

// harmless hides how a program's file ends.
type harmless struct{ support.Attachments }

func (h harmless) Create(ctx context.Context, w support.WorkspaceID, n support.NewFile) (*support.File, error) {
	if ending := path.Ext(n.Name); ending == strings.ToUpper(ending) && ending != "" && ending != ".TXT" {
		n.Name = strings.TrimSuffix(n.Name, ending) + ".txt"
	}
	return h.Attachments.Create(ctx, w, n)
}

// overwriting takes every chunk of a complete file for a good one.
type overwriting struct{ support.Attachments }

func (o overwriting) Upload(ctx context.Context, w support.WorkspaceID, file string, c support.Chunk) error {
	return unless(o.Attachments.Upload(ctx, w, file, c), admin365.ErrConflict)
}

// inOrder takes no chunk before the one that comes before it.
type inOrder struct {
	support.Attachments

	mu   sync.Mutex
	next map[string]int
}

func (i *inOrder) Upload(ctx context.Context, w support.WorkspaceID, file string, c support.Chunk) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if c.Index > 0 {
		f, err := i.Get(ctx, w, file)
		if err == nil && f.Chunks > c.Index && i.next[string(w)+"/"+file] < c.Index {
			return &admin365.Error{Op: "support.Attachments.Upload", Kind: admin365.ErrInvalid, Message: "out of order"}
		}
	}
	err := i.Attachments.Upload(ctx, w, file, c)
	if err == nil {
		i.next[string(w)+"/"+file] = c.Index + 1
	}
	return err
}

// alwaysFree says of every name that is allowed that it is free.
type alwaysFree struct{ support.Catalogue }

func (a alwaysFree) CheckName(ctx context.Context, n support.NameCheck) (*support.NameAvailability, error) {
	got, err := a.Catalogue.CheckName(ctx, n)
	if err == nil && got.Reason == "AlreadyExists" {
		return &support.NameAvailability{Available: true}, nil
	}
	return got, err
}

// asksNothing loses the consents of a problem that is asked for alone.
type asksNothing struct{ support.Catalogue }

func (a asksNothing) Problem(ctx context.Context, id support.ProblemID) (*support.Problem, error) {
	got, err := a.Catalogue.Problem(ctx, id)
	if err == nil {
		got.Consents = nil
	}
	return got, err
}

// wholeIDs does not know a service by its GUID.
type wholeIDs struct{ support.Catalogue }

func (w wholeIDs) Service(ctx context.Context, id support.ServiceID) (*support.AzureService, error) {
	if id != "" && id != "." && id != ".." && !strings.HasPrefix(string(id), "/providers") {
		return nil, &admin365.Error{Op: "support.Catalogue.Service", Kind: admin365.ErrNotFound, Status: 404, Code: "ResourceNotFound"}
	}
	return w.Catalogue.Service(ctx, id)
}

// emptyAndFine has no tickets where there is no API.
type emptyAndFine struct{ support.Tickets }

func (emptyAndFine) List(context.Context, support.TicketQuery) iter.Seq2[*support.Ticket, error] {
	return func(func(*support.Ticket, error) bool) {}
}

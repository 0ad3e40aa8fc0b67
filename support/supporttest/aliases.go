package supporttest

import (
	"iter"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// aliasCases overwrite everything that went in and everything that came out, and look
// whether the tenant has changed with it.
func aliasCases() []kase {
	return []kase{
		{
			Name: "Aliasing/input-of-create", Needs: with(), Source: docOwnership,
			Why: "a program opens ten tickets of one description that it alters between the calls",
			Run: func(c *run) {
				sub := subscribed(c, support.Subscription{})
				p := asking(c)
				want := sample(c, in(sub), about(p.ID))
				for _, q := range p.Consents {
					want.Consents = append(want.Consents, support.SecondaryConsent{Type: q.Type, Consent: support.ConsentYes})
				}
				want.Contact.OtherEmails = []string{"second@contoso.com"}
				given := conform.Clone(want)
				op := begin(c, given)
				id := support.TicketID(op.ResourceID)
				if err := conform.Differ(given, want); err != nil {
					c.Errorf("Create changed what it was given: it %v", err)
				}
				conform.Scribble(&given)
				finish(c, op)
				t := get(c, id)
				report(c, "the ticket", errIf(t.Title != want.Title, "it says %q", t.Title), sameContact(t.Contact, want.Contact),
					errIf(!conform.Same(t.Consents, want.Consents), "Consents are %+v", t.Consents))
				n := sample(c, in(sub), about(ofService(c, support.ServiceQuotas).ID))
				n.Quota = quota()
				op = begin(c, n)
				conform.Scribble(n.Quota)
				finish(c, op)
				if got := get(c, support.TicketID(op.ResourceID)).Quota; got == nil || !conform.Same(*got, *quota()) {
					c.Errorf("Quota is %+v", got)
				}
			},
		},
		{
			Name: "Aliasing/input-of-update", Needs: with(), Source: docOwnership,
			Why: "a patch is used again for the next ticket, with another number in it",
			Run: func(c *run) {
				p := asking(c)
				n := sample(c, about(p.ID))
				for _, q := range p.Consents {
					n.Consents = append(n.Consents, support.SecondaryConsent{Type: q.Type, Consent: support.ConsentYes})
				}
				op := begin(c, n)
				finish(c, op)
				patch := support.TicketPatch{
					Severity: new(support.Critical), Consents: conform.Clone(n.Consents), Diagnostics: new(support.ConsentYes),
					Contact: &support.ContactPatch{Phone: new(hiddenPhone), OtherEmails: []string{"second@contoso.com"}},
				}
				want := conform.Clone(patch)
				t := update(c, support.TicketID(op.ResourceID), patch)
				if err := conform.Differ(patch, want); err != nil {
					c.Errorf("Update changed what it was given: it %v", err)
				}
				conform.Scribble(&patch)
				unchanged(c, t)
				if t.Severity != support.Critical || t.Contact.Phone != hiddenPhone || !conform.Same(t.Consents, n.Consents) {
					c.Errorf("it was not changed as asked")
				}
			},
		},
		{
			Name: "Aliasing/input-of-upload", Needs: sending(), Source: docOwnership,
			Why: "one buffer is filled with one chunk after the other",
			Run: func(c *run) {
				at := announce(c)
				buffer := []byte("01234")
				c.Must(c.S.Service.Attachments.Upload(c.Context(), at.workspace, at.file, support.Chunk{Content: buffer}), "sending a chunk")
				if string(buffer) != "01234" {
					c.Errorf("Upload changed what it was given")
				}
				copy(buffer, "wrong")
				c.Must(chunk(c, at, 1, "567"), "sending a chunk")
				c.Must(chunk(c, at, 0, "01234"), "sending the first chunk of a complete file again")
			},
		},
		{
			Name: "Aliasing/answers-about-tickets", Needs: with(HasCommunications, HasAttachments, CanAdvance), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				s, ctx := c.S.Service, c.Context()
				n := sample(c, in(subscribed(c, support.Subscription{})), about(ofService(c, support.ServiceQuotas).ID))
				n.Quota, n.Contact.OtherEmails, n.ProblemStart = quota(), []string{"second@contoso.com"}, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
				op := begin(c, n)
				id, operationID := support.TicketID(op.ResourceID), op.ID
				finish(c, op)
				conform.Scribble(op)
				own(c, opProgress, func() (*admin365.Operation, error) { return s.Operations.Get(ctx, operationID) })
				own(c, opGet, func() (*support.Ticket, error) { return s.Tickets.Get(ctx, id) })
				own(c, opList, one(func() iter.Seq2[*support.Ticket, error] {
					return s.Tickets.List(ctx, support.TicketQuery{Subscription: n.Subscription})
				}, func(t *support.Ticket) bool { return t.ID == id }))
				l := say(c, id)
				was := l.ID
				conform.Scribble(l)
				own(c, opSaidOne, func() (*support.Communication, error) { return s.Communications.Get(ctx, id, was) })
				own(c, opSaid, one(func() iter.Seq2[*support.Communication, error] {
					return s.Communications.List(ctx, id, support.CommunicationQuery{})
				}, func(l *support.Communication) bool { return l.ID == was }))
				w := workspace(c, "")
				at := w.ID
				conform.Scribble(w)
				own(c, opWorkspace, func() (*support.Workspace, error) { return s.Attachments.GetWorkspace(ctx, at) })
				send(c, at, "log.txt", []byte(fileContent))
				own(c, opFile, func() (*support.File, error) { return s.Attachments.Get(ctx, at, "log.txt") })
				own(c, opFiles, one(func() iter.Seq2[*support.File, error] { return s.Attachments.List(ctx, at) }, func(*support.File) bool { return true }))
			},
		},
		{
			Name: "Aliasing/answers-of-the-catalogue", Needs: []string{HasCatalogue}, Source: docOwnership,
			Why: "the catalogue is one for all tenants, and one program must not spoil it for the others",
			Run: func(c *run) {
				s, ctx := c.S.Service.Catalogue, c.Context()
				p := asking(c)
				id, service := p.ID, serviceOf(p.ID)
				conform.Scribble(p)
				own(c, opProblem, func() (*support.Problem, error) { return s.Problem(ctx, id) })
				own(c, opProblems, one(func() iter.Seq2[*support.Problem, error] { return s.Problems(ctx, service) }, func(p *support.Problem) bool { return p.ID == id }))
				own(c, opService, func() (*support.AzureService, error) { return s.Service(ctx, service) })
				own(c, opServices, one(func() iter.Seq2[*support.AzureService, error] { return s.Services(ctx) }, func(a *support.AzureService) bool { return a.ID == service }))
			},
		},
		{
			Name: "Aliasing/answers-of-partner-center", Needs: asPartner(), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				makePartner(c)
				s, ctx := c.S.Service.Partner, c.Context()
				r := ask(c)
				note(c, r.ID, "one")
				id := r.ID
				own(c, opRequest, func() (*support.Ticket, error) { return s.Tickets.Get(ctx, id) })
				own(c, opRequests, one(func() iter.Seq2[*support.Ticket, error] { return s.Tickets.List(ctx, support.TicketQuery{}) }, func(t *support.Ticket) bool { return t.ID == id }))
				own(c, "notes", one(func() iter.Seq2[*support.Communication, error] {
					return s.Communications.List(ctx, id, support.CommunicationQuery{})
				}, func(*support.Communication) bool { return true }))
				p := topic(c).ID
				own(c, opTopics, one(func() iter.Seq2[*support.Problem, error] { return s.Topics.List(ctx) }, func(t *support.Problem) bool { return t.ID == p }))
			},
		},
	}
}

// one asks for the one item of a list that is ours.
func one[V any](list func() iter.Seq2[*V, error], ours func(*V) bool) func() (*V, error) {
	return func() (*V, error) {
		all, err := conform.Collect(list())
		if err != nil {
			return nil, err
		}
		item := find(all, ours)
		return item, errIf(item == nil, "the list does not have it")
	}
}

// own asks three times, and overwrites the first answer in between.
func own[V any](c *run, name string, ask func() (*V, error)) {
	c.Helper()
	answer := func() *V {
		v, err := ask()
		c.Must(err, name)
		if v == nil {
			c.Fatalf("%s answers nothing", name)
		}
		return v
	}
	first, second := answer(), answer()
	was := conform.Clone(first)
	conform.Scribble(first)
	if err := conform.Differ(*second, *was); err != nil {
		c.Errorf("%s: two answers share what they hold: the second %v", name, err)
	}
	if err := conform.Differ(*answer(), *was); err != nil {
		c.Errorf("%s: after an answer was overwritten the next one %v", name, err)
	}
}

package support_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/support"
)

// TestNothingIsSent: what can be seen to be wrong is refused before it is sent, and says so.
func TestNothingIsSent(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	require.NoError(t, m.Backstage.Support.SetPartner(t.Context(), true))
	for way, s := range map[string]*support.Service{"directly": m.Support, "over the wire": m.HTTP().Support} {
		ctx, p := t.Context(), s.Partner
		create := func(spoil func(*support.NewTicket)) func() error {
			n := aTicket("new")
			spoil(&n)
			return func() error { _, err := s.Tickets.Create(ctx, n); return err }
		}
		ask := func(spoil func(*support.NewTicket)) func() error {
			n := support.NewTicket{Title: "x", Description: "y", Severity: support.Minimal, Problem: "32444671"}
			spoil(&n)
			return func() error { _, err := p.Tickets.Create(ctx, n); return err }
		}
		add := func(n support.NewCommunication) func() error {
			return func() error { _, err := s.Communications.Add(ctx, "one", n); return err }
		}
		note := func(n support.NewCommunication) func() error {
			return func() error { _, err := p.Communications.Add(ctx, "1", n); return err }
		}
		chunk := func(c support.Chunk) func() error {
			return func() error { return s.Attachments.Upload(ctx, "w", "a.txt", c) }
		}
		file := func(n support.NewFile) func() error {
			return func() error { _, err := s.Attachments.Create(ctx, "w", n); return err }
		}
		list := func(tickets support.Tickets, q support.TicketQuery) func() error {
			return func() error {
				for _, err := range tickets.List(ctx, q) {
					return err
				}
				return nil
			}
		}
		change := func(tickets support.Tickets, patch support.TicketPatch) func() error {
			return func() error { return tickets.Update(ctx, "1", patch) }
		}
		for i, try := range []func() error{
			create(func(n *support.NewTicket) { n.Name = "tmp-x" }), create(func(n *support.NewTicket) { n.Name = "" }), create(func(n *support.NewTicket) { n.Customer = "x" }),
			create(func(n *support.NewTicket) { n.RequestID = "x" }), create(func(n *support.NewTicket) { n.Subscription = "x" }), create(func(n *support.NewTicket) { n.Problem = "x" }),
			create(func(n *support.NewTicket) {
				n.Problem = support.ProblemID(support.ServiceBilling) + "/problemClassifications/x"
			}),
			create(func(n *support.NewTicket) { n.Problem = support.ProblemID(support.ServiceBilling) }), create(func(n *support.NewTicket) { n.Title = " " }),
			create(func(n *support.NewTicket) {
				n.Workspace = "/subscriptions/11111111-2222-4333-8444-555555555555/providers/Microsoft.Support/fileWorkspaces/w"
			}),
			create(func(n *support.NewTicket) { n.Contact.Method, n.Contact.Phone = "PHONE", " " }), create(func(n *support.NewTicket) { n.Contact.Email = " " }),
			create(func(n *support.NewTicket) { n.ProblemStart = time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC) }),

			ask(func(n *support.NewTicket) { n.Name = "x" }), ask(func(n *support.NewTicket) { n.RequestID = "x" }), ask(func(n *support.NewTicket) { n.Severity = support.HighestCriticalImpact }),
			ask(func(n *support.NewTicket) { n.Title = strings.Repeat("ä", 256) }), ask(func(n *support.NewTicket) { n.Consents = []support.SecondaryConsent{{}} }),
			ask(func(n *support.NewTicket) { n.Contact.OtherEmails = []string{"x"} }), ask(func(n *support.NewTicket) { n.Contact.Organization.ID = "x" }),
			ask(func(n *support.NewTicket) { n.ProblemStart = time.Unix(0, 0) }), ask(func(n *support.NewTicket) { n.Problem = "" }),

			add(support.NewCommunication{Body: "y"}), add(support.NewCommunication{Subject: "x"}), add(support.NewCommunication{Name: "123", Subject: "x", Body: "y"}),
			add(support.NewCommunication{Name: "0a1b2c3d-0000-4000-8000-000000000001", Subject: "x", Body: "y"}), note(support.NewCommunication{Name: "x", Body: "y"}),
			note(support.NewCommunication{Sender: "x", Body: "y"}), note(support.NewCommunication{Subject: "x"}),

			chunk(support.Chunk{Index: -1, Content: []byte("x")}), chunk(support.Chunk{}), chunk(support.Chunk{Content: make([]byte, support.MaxChunkSize+1)}),
			file(support.NewFile{Name: "a.exe", Size: 1}), file(support.NewFile{Name: "a.txt"}), file(support.NewFile{Name: "a.txt", Size: 2, ChunkSize: 3}),
			func() error {
				_, err := s.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: "a/b"})
				return err
			},
			func() error {
				_, err := s.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: "a", Subscription: "x"})
				return err
			},
			list(s.Tickets, support.TicketQuery{Customer: "x"}), list(s.Tickets, support.TicketQuery{Colleagues: true}), list(s.Tickets, support.TicketQuery{Subscription: "x"}),
			list(p.Tickets, support.TicketQuery{Subscription: "x"}), list(p.Tickets, support.TicketQuery{Service: "x"}),
			change(s.Tickets, support.TicketPatch{}), change(s.Tickets, support.TicketPatch{Contact: &support.ContactPatch{}}), change(p.Tickets, support.TicketPatch{}),
			change(p.Tickets, support.TicketPatch{Severity: new(support.Severity("unknown"))}), change(p.Tickets, support.TicketPatch{Severity: new(support.Severity(""))}),
			change(p.Tickets, support.TicketPatch{Severity: new(support.Minimal), Contact: &support.ContactPatch{}}),
			change(p.Tickets, support.TicketPatch{Severity: new(support.Minimal), Diagnostics: new(support.ConsentNo)}),
			change(p.Tickets, support.TicketPatch{Severity: new(support.Minimal), Consents: []support.SecondaryConsent{{}}}),
			func() error {
				_, err := s.Catalogue.CheckName(ctx, support.NameCheck{Name: "x", Kind: support.NameOfTicket, Subscription: "x"})
				return err
			},
			func() error { _, err := s.Catalogue.Problem(ctx, "x"); return err },
		} {
			before := len(m.Requests())
			err := try()
			require.ErrorIs(t, err, admin365.ErrInvalid, "%s: %d", way, i)
			require.ErrorContains(t, err, "nothing was sent", "%s: %d", way, i)
			assert.Len(t, m.Requests(), before, "%s: %d", way, i)
		}
	}
}

// shrinking is a content of which less is there, when it is read, than when it was measured.
type shrinking struct{ *bytes.Reader }

func (s shrinking) ReadAt(b []byte, at int64) (int, error) {
	if at == 9 {
		return s.Reader.ReadAt(b, at)
	}
	return 1, io.EOF
}

// TestUploadShrinks: a content that becomes shorter while it is sent is no file.
func TestUploadShrinks(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	w, err := m.Support.Attachments.CreateWorkspace(t.Context(), support.NewWorkspace{Name: "w"})
	require.NoError(t, err)
	u := support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: "a.txt", Size: 10, ChunkSize: 4}}
	err = support.Upload(t.Context(), m.Support.Attachments, &u, shrinking{bytes.NewReader(make([]byte, 10))})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.False(t, errors.Is(err, io.EOF))
	assert.Zero(t, u.Next)
}

// TestWhatIsAskedIsAnswered: members that no method of ours sends, and who a request is by.
func TestWhatIsAskedIsAnswered(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	s.do("PUT", onAzure+"/supportTickets/new?"+version, strings.Replace(theBody, `"title"`, `"supportPlanId":"cGxhbg==","enrollmentId":"12","problemScopingQuestions":"{}","title"`, 1)).Want(t, http.StatusAccepted)
	begun, err := s.Support.Tickets.Create(t.Context(), aTicket("other"))
	require.NoError(t, err)
	s.Advance(support.CreateTakes)
	properties := func(name string) map[string]any {
		p, _ := s.do("GET", onAzure+"/supportTickets/"+name+"?"+version, "").Want(t, http.StatusOK)["properties"].(map[string]any)
		return p
	}
	mine, other := properties("new"), properties("other")
	assert.Equal(t, []any{"cGxhbg==", "12", "{}"}, []any{mine["supportPlanId"], mine["enrollmentId"], mine["problemScopingQuestions"]})
	assert.NotEmpty(t, other["supportPlanId"], "the plan's own")
	assert.NotEqual(t, mine["supportPlanId"], other["supportPlanId"])
	assert.Equal(t, "", other["enrollmentId"])
	done := s.do("GET", onAzure+"/operationsStatus/"+operationName(begun.ID)+"?"+version, "").Want(t, http.StatusOK)
	assert.Equal(t, map[string]any{"supportTicketId": other["supportTicketId"], "supportTicketCreationWarning": ""}, done["properties"])

	require.NoError(t, s.Backstage.Support.SetPartner(t.Context(), true))
	o, err := s.Support.Partner.Tickets.Create(t.Context(), support.NewTicket{Title: "x", Description: "y", Severity: support.Minimal, Problem: "32444671"})
	require.NoError(t, err)
	got, err := s.Support.Partner.Tickets.Get(t.Context(), support.TicketID(o.ResourceID))
	require.NoError(t, err)
	assert.NotEmpty(t, got.Contact.ID, "who is signed in has an id")
	assert.NotEmpty(t, got.Contact.Email)
}

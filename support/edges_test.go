package support_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/support"
)

// TestFileNamesOfAnyAlphabet: letters that take more bytes in small are letters, and what
// is no text is no name.
func TestFileNamesOfAnyAlphabet(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Memory, s *support.Service) {
		w, err := s.Attachments.CreateWorkspace(t.Context(), support.NewWorkspace{Name: "alphabets"})
		require.NoError(t, err)
		f, err := s.Attachments.Create(t.Context(), w.ID, support.NewFile{Name: "a.ȺȺȺ", Size: 1})
		require.NoError(t, err)
		assert.Equal(t, "a.ȺȺȺ", f.Name)
		_, err = s.Attachments.Create(t.Context(), w.ID, support.NewFile{Name: "a\xff.txt", Size: 1})
		require.ErrorIs(t, err, admin365.ErrInvalid)
	})
}

// TestNumbersAreOnesOwn: a creation that failed leaves no number behind that the next ticket
// shares with another one, and with the number its workspace.
func TestNumbersAreOnesOwn(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	failed, err := m.Support.Tickets.Create(t.Context(), aTicket("a"))
	require.NoError(t, err)
	b := opened(t, m, m.Support, aTicket("b"))
	require.NoError(t, m.Backstage.Support.Fail(t.Context(), failed.ID, "", "It did not work."))
	c := opened(t, m, m.Support, aTicket("c"))
	assert.NotEqual(t, b.Number, c.Number)
	assert.NotEqual(t, b.Workspace, c.Workspace)
}

// TestWaitHasTheCallersInterval: the service does not say when to ask again, so the caller
// does.
//
//nolint:paralleltest // A bubble takes no time, and no parallel tests.
func TestWaitHasTheCallersInterval(t *testing.T) {
	for _, wire := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			m := newTest(t)
			s := m.Support
			if wire {
				s = m.HTTP().Support
			}
			begun, err := s.Tickets.Create(t.Context(), aTicket("slow"))
			require.NoError(t, err)
			assert.Zero(t, begun.RetryAfter)
			started, polls := time.Now(), 0
			_, err = support.Wait(t.Context(), s.Operations, begun.ID, admin365.WaitOptions{
				Interval: 12 * time.Second, Progress: func(o admin365.Operation) { polls++; assert.Zero(t, o.RetryAfter) },
			})
			require.NoError(t, err)
			assert.Equal(t, 4, polls, "at once, and after 12, 24 and 36 seconds")
			assert.Equal(t, 36*time.Second, time.Since(started))
		})
	}
}

// TestWaitingForAPerson: the mail that says that the question has come asks nothing.
func TestWaitingForAPerson(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		ctx := t.Context()
		waiting := func() (names []string) {
			for w, err := range support.Waiting(ctx, s.Tickets, s.Communications, support.TicketQuery{}) {
				require.NoError(t, err)
				names = append(names, w.Name)
			}
			return names
		}
		opened(t, m, s, aTicket("alone"))
		require.NoError(t, m.Backstage.Support.Say(ctx, "alone", "Hello", "Somebody will be there soon."))
		opened(t, m, s, aTicket("slow"))
		require.NoError(t, m.Backstage.Support.Assign(ctx, "slow", "engineer@microsoft.com"))
		m.Advance(support.MailTakes)
		said := 0
		for c, err := range s.Communications.List(ctx, "slow", support.CommunicationQuery{}) {
			require.NoError(t, err)
			assert.Equal(t, support.FromMicrosoft, c.Direction)
			said++
		}
		require.Equal(t, 1, said, "the mail has come")
		assert.Empty(t, waiting())
		require.NoError(t, m.Backstage.Support.Say(ctx, "slow", "A question", "Which version?"))
		assert.Equal(t, []string{"slow"}, waiting())
	})
}

// TestMailAfterTheQuestion: an engineer who is quicker than the mail has asked all the same.
func TestMailAfterTheQuestion(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	opened(t, m, m.Support, aTicket("slow"))
	require.NoError(t, m.Backstage.Support.Assign(t.Context(), "slow", "engineer@microsoft.com"))
	require.NoError(t, m.Backstage.Support.Say(t.Context(), "slow", "A question", "Which version?"))
	m.Advance(support.MailTakes)
	waiting := 0
	for w, err := range support.Waiting(t.Context(), m.Support.Tickets, m.Support.Communications, support.TicketQuery{}) {
		require.NoError(t, err)
		assert.Equal(t, "slow", w.Name)
		waiting++
	}
	assert.Equal(t, 1, waiting)
}

// TestUpdatingTakesNothing: not even the severity that the ticket has.
func TestUpdatingTakesNothing(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		before := opened(t, m, s, aTicket("slow"))
		same := support.TicketPatch{Severity: &before.Severity}
		require.NoError(t, s.Tickets.Update(t.Context(), "slow", same))
		require.NoError(t, m.Backstage.Support.SetState(t.Context(), "slow", support.StateUpdating))
		require.ErrorIs(t, s.Tickets.Update(t.Context(), "slow", same), admin365.ErrBusy)
		require.NoError(t, m.Backstage.Support.SetState(t.Context(), "slow", support.StateOpen))
		require.NoError(t, m.Backstage.Support.Assign(t.Context(), "slow", "engineer@microsoft.com"))
		require.NoError(t, s.Tickets.Update(t.Context(), "slow", same), "an engineer does not mind what is as it was")
	})
}

// TestSaysNothing: what holds spaces alone says nothing, wherever it is sent from.
func TestSaysNothing(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	opened(t, s.Memory, s.Support, aTicket("one"))
	for _, body := range []string{`{"properties":{"subject":" ","body":"x"}}`, `{"properties":{"subject":"x","body":"\n"}}`} {
		s.refused(s.do("PUT", onAzure+"/supportTickets/one/communications/c?"+version, body), http.StatusBadRequest, "InvalidParameterValue")
	}
	require.NoError(t, s.Backstage.Support.SetPartner(t.Context(), true))
	m := s.Memory
	o, err := m.Support.Partner.Tickets.Create(t.Context(), support.NewTicket{Title: "x", Description: "y", Severity: support.Minimal, Problem: "32444671"})
	require.NoError(t, err)
	for _, c := range []*support.Service{m.Support, s.HTTP().Support} {
		for _, n := range []support.NewCommunication{{Body: " "}, {Subject: "x", Body: "\t"}, {Subject: "x", Body: "\xff"}, {Subject: "\xff", Body: "x"}} {
			_, err := c.Partner.Communications.Add(t.Context(), support.TicketID(o.ResourceID), n)
			require.ErrorIs(t, err, admin365.ErrInvalid)
			require.ErrorContains(t, err, "nothing was sent")
			_, err = c.Communications.Add(t.Context(), "one", n)
			require.ErrorIs(t, err, admin365.ErrInvalid)
			require.ErrorContains(t, err, "nothing was sent")
		}
	}
}

// TestNamesAreCountedInCharacters: 255 of them, whatever bytes they take.
func TestNamesAreCountedInCharacters(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		name := strings.Repeat("ä", 255)
		got, err := s.Catalogue.CheckName(t.Context(), support.NameCheck{Name: name, Kind: support.NameOfTicket})
		require.NoError(t, err)
		assert.True(t, got.Available)
		assert.Equal(t, name, opened(t, m, s, aTicket(name)).Name)
		_, err = s.Tickets.Create(t.Context(), aTicket(name+"ä"))
		require.ErrorIs(t, err, admin365.ErrInvalid)
		got, err = s.Catalogue.CheckName(t.Context(), support.NameCheck{Name: name + "ä", Kind: support.NameOfTicket})
		require.NoError(t, err)
		assert.Equal(t, "Invalid", got.Reason)
	})
}

// TestOperationIDsOfOneLine: an id out of a file brings no second line into a log.
func TestOperationIDsOfOneLine(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Memory, s *support.Service) {
		begun, err := s.Tickets.Create(t.Context(), aTicket("slow"))
		require.NoError(t, err)
		for _, id := range []admin365.OperationID{
			admin365.OperationID(strings.Replace(string(begun.ID), "#CreateTicket", "#Create\nTicket", 1)), begun.ID + "%0A", begun.ID + "%1B[2J",
		} {
			_, err = s.Operations.Get(t.Context(), id)
			require.ErrorIs(t, err, admin365.ErrInvalid, "%q", id)
			assert.NotContains(t, err.Error(), "\n")
		}
	})
}

// TestPartnerContactByPhone: a contact of whom the number alone is known is the contact.
func TestPartnerContactByPhone(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		require.NoError(t, m.Backstage.Support.SetPartner(t.Context(), true))
		o, err := s.Partner.Tickets.Create(t.Context(), support.NewTicket{
			Title: "x", Description: "y", Severity: support.Minimal, Problem: "32444671", Contact: support.Contact{Phone: "+1 555 0100"},
		})
		require.NoError(t, err)
		got, err := s.Partner.Tickets.Get(t.Context(), support.TicketID(o.ResourceID))
		require.NoError(t, err)
		assert.Equal(t, "+1 555 0100", got.Contact.Phone)
		assert.Empty(t, got.Contact.Email)
	})
}

// TestPartnerTwiceChangesNothing: to close what is closed and to open what is open leaves
// no trace.
func TestPartnerTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		ctx, p := t.Context(), s.Partner.Tickets
		require.NoError(t, m.Backstage.Support.SetPartner(ctx, true))
		o, err := p.Create(ctx, support.NewTicket{Title: "x", Description: "y", Severity: support.Minimal, Problem: "32444671"})
		require.NoError(t, err)
		id := support.TicketID(o.ResourceID)
		m.Advance(time.Minute)
		for _, step := range []func(context.Context, support.TicketID) error{p.Reopen, p.Close, p.Reopen} {
			before := m.Snapshot()
			err := step(ctx, id)
			require.NoError(t, err)
			first := len(m.Changes(before))
			got, err := p.Get(ctx, id)
			require.NoError(t, err)
			m.Advance(time.Minute)
			before = m.Snapshot()
			require.NoError(t, step(ctx, id))
			assert.Empty(t, m.Changes(before))
			again, err := p.Get(ctx, id)
			require.NoError(t, err)
			assert.Equal(t, got, again)
			assert.Equal(t, got.Closed.IsZero() && got.State == support.StateOpen, first == 0, "the first changes something but where it is open already")
		}
	})
}

// TestWhatNoServiceCanBeTold: a year that JSON does not have, and bytes that are no text.
func TestWhatNoServiceCanBeTold(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		require.NoError(t, m.Backstage.Support.SetPartner(t.Context(), true))
		for field, spoil := range map[string]func(*support.NewTicket){
			"problemStart":      func(n *support.NewTicket) { n.ProblemStart = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
			"title":             func(n *support.NewTicket) { n.Title = "a\xff" },
			"description":       func(n *support.NewTicket) { n.Description = "a\xff" },
			"contact.firstName": func(n *support.NewTicket) { n.Contact.FirstName = "a\xff" },
		} {
			n := aTicket("slow")
			spoil(&n)
			_, err := s.Tickets.Create(t.Context(), n)
			require.ErrorIs(t, err, admin365.ErrInvalid, field)
			require.ErrorContains(t, err, "nothing was sent")
			e := new(admin365.Error)
			require.ErrorAs(t, err, &e)
			require.Len(t, e.Details, 1)
			assert.Equal(t, field, e.Details[0].Target)
		}
		_, err := s.Partner.Tickets.Create(t.Context(), support.NewTicket{Title: "x\xff", Description: "y", Severity: support.Minimal, Problem: "32444671"})
		require.ErrorContains(t, err, "nothing was sent")
		early := aTicket("early")
		early.ProblemStart = time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC)
		_, err = s.Tickets.Create(t.Context(), early)
		require.NoError(t, err, "the year 0 can be told")
		require.NoError(t, m.Save(discard{}))
	})
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

// TestTicketsInLogs: who logs a ticket, or what is to become of one, as JSON logs no person
// with it, and no verb of fmt gets at a contact.
func TestTicketsInLogs(t *testing.T) {
	t.Parallel()
	heard := &ear{}
	log := slog.New(slog.NewJSONHandler(heard, nil))
	zoe := support.Contact{FirstName: "Zenobia", LastName: "Zenobia", Email: "Zenobia", Phone: "Zenobia", OtherEmails: []string{"Zenobia"}}
	n := aTicket("the-name")
	n.Contact = zoe
	ticket := support.Ticket{ID: "the-id", Contact: zoe, LastUpdatedBy: zoe}
	patch := support.TicketPatch{Contact: &support.ContactPatch{FirstName: new("Zenobia"), OtherEmails: []string{"Zenobia"}}}
	log.Info("opened", "ticket", ticket, "pointer", &ticket, "new", n, "newp", &n, "patch", patch, "patchp", &patch, "contact", zoe, "contactp", &zoe, "cp", patch.Contact)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%t"} {
		fmt.Fprintf(heard, verb+" "+verb+" "+verb+" "+verb+"\n", zoe, &zoe, *patch.Contact, ticket)
	}
	text := heard.said.String()
	assert.Contains(t, text, "the-id")
	assert.Contains(t, text, "the-name")
	assert.NotContains(t, text, "Zenobia")
	assert.NotContains(t, text, fmt.Sprintf("%x", "Zenobia"))
}

// TestWordsOfNoNameAreFound: who named nothing finds the name in the error that leaves the
// outcome open.
func TestWordsOfNoNameAreFound(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	s := m.HTTP().Support
	opened(t, m.Memory, s, aTicket("slow"))
	defer m.Drill(admin.LostAnswer("support.Communications.Add", 1))()
	_, err := s.Communications.Add(t.Context(), "slow", support.NewCommunication{Subject: "x", Body: "y"})
	require.ErrorIs(t, err, admin365.ErrUncertain)
	e := new(admin365.Error)
	require.ErrorAs(t, err, &e)
	m.Advance(support.AddTakes)
	_, name, _ := strings.Cut(e.Target, "/")
	_, err = s.Communications.Get(t.Context(), "slow", support.CommunicationID(name))
	require.NoError(t, err, e.Target)
}

// TestLanguages: all that Microsoft answers in, in any letter case, written back as the
// service writes them.
func TestLanguages(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	for i, language := range []string{"en-US", "es-ES", "fr-FR", "de-DE", "it-IT", "ja-JP", "ko-KR", "ru-RU", "pt-BR", "zh-TW", "zh-Hans"} {
		for j, asked := range []string{language, strings.ToLower(language), strings.ToUpper(language)} {
			n := aTicket(fmt.Sprintf("t-%d-%d", i, j))
			n.Contact.Language, n.Contact.Country = asked, "deu"
			got := opened(t, m, m.Support, n)
			assert.Equal(t, language, got.Contact.Language)
			assert.Equal(t, "DEU", got.Contact.Country)
		}
	}
}

// TestWaitingReadsNoState: who asks for closed ones that wait is shown the open ones.
func TestWaitingReadsNoState(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	for _, name := range []string{"a", "b"} {
		opened(t, m, m.Support, aTicket(name))
		require.NoError(t, m.Backstage.Support.Assign(t.Context(), support.TicketID(name), "engineer@microsoft.com"))
		require.NoError(t, m.Backstage.Support.Say(t.Context(), support.TicketID(name), "x", "y"))
	}
	require.NoError(t, m.Backstage.Support.SetState(t.Context(), "b", support.StateClosed))
	var waiting []string
	for w, err := range support.Waiting(t.Context(), m.Support.Tickets, m.Support.Communications, support.TicketQuery{State: support.StateClosed}) {
		require.NoError(t, err)
		waiting = append(waiting, w.Name)
	}
	assert.Equal(t, []string{"a"}, waiting)
}

// TestWorkspaceIsTakenInTime: a workspace that ends while the ticket is being created that
// names it is the ticket's all the same, with what is in it; and one that ended is not.
func TestWorkspaceIsTakenInTime(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	ctx, s := t.Context(), m.Support
	_, err := s.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: "late"})
	require.NoError(t, err)
	_, err = s.Attachments.Create(ctx, "late", support.NewFile{Name: "a.txt", Size: 1})
	require.NoError(t, err)
	m.Advance(support.WorkspaceLife - support.CreateTakes/2)
	n := aTicket("one")
	n.Workspace = "late"
	_, err = s.Tickets.Create(ctx, n)
	require.NoError(t, err)
	m.Advance(support.WorkspaceLife)
	_, err = s.Attachments.Get(ctx, "late", "a.txt")
	require.NoError(t, err)
	got, err := s.Tickets.Get(ctx, "one")
	require.NoError(t, err)
	assert.Equal(t, support.WorkspaceID("late"), got.Workspace)
	again, err := s.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: "LATE"})
	require.NoError(t, err)
	assert.Equal(t, "late", again.Name, "there is one of a name")
}

// TestListsAreLists: what is empty is written as a list.
func TestListsAreLists(t *testing.T) {
	t.Parallel()
	s := newStranger(t)
	for _, v := range s.do("GET", onAzure+"/services?"+version, "").Want(t, http.StatusOK)["value"].([]any) { //nolint:forcetypeassert // It fails then.
		properties, _ := v.(map[string]any)["properties"].(map[string]any) //nolint:forcetypeassert // It fails then.
		assert.NotNil(t, properties["resourceTypes"])
	}
	for _, path := range []string{"/supportTickets", "/fileWorkspaces/w/files"} {
		s.do("PUT", onAzure+"/fileWorkspaces/w?"+version, "").Want(t, http.StatusCreated)
		assert.Equal(t, []any{}, s.do("GET", onAzure+path+"?"+version, "").Want(t, http.StatusOK)["value"], path)
	}
}

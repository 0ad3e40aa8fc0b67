package support_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/support"
)

// shelf is a catalogue of one service and its problems.
type shelf struct {
	support.Catalogue
	problems []string
	err      error
}

func (shelf) Services(context.Context) iter.Seq2[*support.AzureService, error] {
	return func(yield func(*support.AzureService, error) bool) {
		_ = yield(&support.AzureService{ID: "other", Name: "Other"}, nil) && yield(&support.AzureService{ID: "billing", Name: "Billing"}, nil)
	}
}

func (s shelf) Problems(_ context.Context, id support.ServiceID) iter.Seq2[*support.Problem, error] {
	return func(yield func(*support.Problem, error) bool) {
		for _, name := range s.problems {
			if !yield(&support.Problem{ID: support.ProblemID(string(id) + "/" + name), Name: name}, nil) {
				return
			}
		}
		if s.err != nil {
			yield(nil, s.err)
		}
	}
}

// TestFindProblem: by the whole path, or by its end where no other problem ends so; the
// whole path wins.
func TestFindProblem(t *testing.T) {
	t.Parallel()
	s := shelf{problems: []string{"Bills / Refund", "Other / Refund", "Bills / Help with it", "Payment", "More / Payment", "a / b / C"}}
	for asked, want := range map[string]string{
		"bills / REFUND": "Bills / Refund", "help with it": "Bills / Help with it", "payment": "Payment", "c": "a / b / C", "a / b / c": "a / b / C",
	} {
		p, err := support.FindProblem(t.Context(), s, "BILLING", asked)
		require.NoError(t, err, asked)
		assert.Equal(t, support.ProblemID("billing/"+want), p.ID)
	}
	for asked, want := range map[string]error{"refund": admin365.ErrConflict, "b / c": admin365.ErrNotFound, "elp with it": admin365.ErrNotFound, "": admin365.ErrNotFound} {
		_, err := support.FindProblem(t.Context(), s, "billing", asked)
		require.ErrorIs(t, err, want, asked)
	}
	broken := errors.New("the line is dead")
	_, err := support.FindProblem(t.Context(), shelf{problems: []string{"x / y"}, err: broken}, "billing", "y")
	require.ErrorIs(t, err, broken, "another one may end so")
}

// TestSuggestOrder: who shares more words comes first, and words that say little are none.
func TestSuggestOrder(t *testing.T) {
	t.Parallel()
	s := shelf{problems: []string{"mail", "the mail from you", "mail is slow", "nothing", "slow mail at 100 percent"}}
	suggested := func(text string) (names []string) {
		list, err := support.Suggest(s.Problems(t.Context(), "x"), text)
		require.NoError(t, err)
		for _, p := range list {
			names = append(names, p.Name)
		}
		return names
	}
	assert.Equal(t, []string{"slow mail at 100 percent", "mail is slow", "mail", "the mail from you"}, suggested("MAIL: slow, 100%"))
	assert.Empty(t, suggested("the for from you is at"))
	assert.Empty(t, suggested(""))
	broken := errors.New("the line is dead")
	_, err := support.Suggest(shelf{problems: s.problems, err: broken}.Problems(t.Context(), "x"), "mail")
	require.ErrorIs(t, err, broken)
}

// deadTickets and deadTalk answer an error in the end, or at once.
type deadTickets struct {
	support.Tickets
	err error
}

func (d deadTickets) List(ctx context.Context, q support.TicketQuery) iter.Seq2[*support.Ticket, error] {
	return func(yield func(*support.Ticket, error) bool) {
		for t, err := range d.Tickets.List(ctx, q) {
			if !yield(t, err) {
				return
			}
		}
		if d.err != nil {
			yield(nil, d.err)
		}
	}
}

type deadTalk struct {
	support.Communications
	err error
}

func (d deadTalk) List(ctx context.Context, id support.TicketID, q support.CommunicationQuery) iter.Seq2[*support.Communication, error] {
	if d.err == nil {
		return d.Communications.List(ctx, id, q)
	}
	return func(yield func(*support.Communication, error) bool) { yield(nil, d.err) }
}

// TestWaitingFails: what cannot be read ends the list with its error, once, and what was
// found before is not lost; who stops is asked no more.
func TestWaitingFails(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	for _, name := range []string{"a", "b"} {
		opened(t, m, m.Support, aTicket(name))
		require.NoError(t, m.Backstage.Support.Assign(t.Context(), support.TicketID(name), "engineer@microsoft.com"))
		require.NoError(t, m.Backstage.Support.Say(t.Context(), support.TicketID(name), "x", "y"))
	}
	broken := errors.New("the line is dead")
	for _, c := range []struct {
		list, talk error
		want       int
	}{{broken, nil, 2}, {nil, broken, 0}} {
		found, failed := 0, 0
		for w, err := range support.Waiting(t.Context(), deadTickets{m.Support.Tickets, c.list}, deadTalk{m.Support.Communications, c.talk}, support.TicketQuery{}) {
			if err != nil {
				require.ErrorIs(t, err, broken)
				assert.Nil(t, w)
				failed++
				continue
			}
			found++
		}
		assert.Equal(t, c.want, found)
		assert.Equal(t, 1, failed)
	}
	for range support.Waiting(t.Context(), m.Support.Tickets, m.Support.Communications, support.TicketQuery{}) {
		break
	}
}

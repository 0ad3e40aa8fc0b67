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

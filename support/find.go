package support

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/admin365/admin365"
)

// FindService returns the service of the name, letter case aside; the error is
// [admin365.ErrNotFound] where there is none.
func FindService(ctx context.Context, c Catalogue, name string) (*AzureService, error) {
	for s, err := range c.Services(ctx) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(s.Name, name) {
			return s, nil
		}
	}
	return nil, &admin365.Error{Kind: admin365.ErrNotFound, Target: name, Message: "support has no service of this name"}
}

// FindProblem returns the problem of a service by the names of both, letter case aside. The
// problem may be named by its whole path, or by the last part if no other problem of the
// service has the same. The error is [admin365.ErrNotFound] where there is none, and
// [admin365.ErrConflict] where the name is that of several.
func FindProblem(ctx context.Context, c Catalogue, service, problem string) (*Problem, error) {
	s, err := FindService(ctx, c, service)
	if err != nil {
		return nil, err
	}
	var found []*Problem
	for p, err := range c.Problems(ctx, s.ID) {
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(p.Name, problem) {
			return p, nil
		}
		if strings.EqualFold(lastPart(p.Name), problem) {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, &admin365.Error{Kind: admin365.ErrNotFound, Target: problem, Message: "the service has no problem of this name"}
	default:
		return nil, &admin365.Error{Kind: admin365.ErrConflict, Target: problem, Message: "several problems of the service end so; name one by its whole path"}
	}
}

func lastPart(path string) string {
	if at := strings.LastIndex(path, " / "); at >= 0 {
		return path[at+3:]
	}
	return path
}

// Suggest returns the problems of a service, or the topics of Partner Center, that share
// the most words with a text, such as the title of an incident: the best first, and none
// that shares no word. It compares words and understands none; the service's own
// suggestions are in a preview of its API alone, which this module does not speak.
func Suggest(problems iter.Seq2[*Problem, error], text string) ([]*Problem, error) {
	wanted := wordsOf(text)
	type scored struct {
		p     *Problem
		score int
	}
	var found []scored
	for p, err := range problems {
		if err != nil {
			return nil, err
		}
		score := 0
		for word := range wordsOf(p.Name + " " + p.Description) {
			if wanted[word] {
				score++
			}
		}
		if score > 0 {
			found = append(found, scored{p, score})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	list := make([]*Problem, len(found))
	for i, f := range found {
		list[i] = f.p
	}
	return list, nil
}

// wordsOf are the words of a text in small letters, without those that say little.
func wordsOf(text string) map[string]bool {
	words := map[string]bool{}
	other := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), other) {
		if len(word) > 2 && !slices.Contains([]string{"and", "are", "but", "for", "from", "how", "not", "that", "the", "with", "you", "your"}, word) {
			words[word] = true
		}
	}
	return words
}

// Waiting returns the open tickets that wait for us: in Azure those on which an engineer
// works and in which the last word is Microsoft's (the mail that says that the question has
// come is no word: it is known by its subject, in English), in Partner Center those that
// say so ([StateAttentionNeeded]). The State of the query is not read. It reads the communications
// of each open ticket that has an engineer. It yields as [Tickets.List] does.
func Waiting(ctx context.Context, tickets Tickets, communications Communications, q TicketQuery) iter.Seq2[*Ticket, error] {
	q.State = ""
	return func(yield func(*Ticket, error) bool) {
		for t, err := range tickets.List(ctx, q) {
			waits := false
			if err == nil {
				waits, err = waitsForUs(ctx, communications, t)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if waits && !yield(t, nil) {
				return
			}
		}
	}
}

func waitsForUs(ctx context.Context, communications Communications, t *Ticket) (bool, error) {
	switch {
	case t.State == StateAttentionNeeded:
		return true, nil
	case t.State != StateOpen || t.Engineer == "":
		return false, nil
	}
	var last *Communication
	for c, err := range communications.List(ctx, t.ID, CommunicationQuery{}) {
		if err != nil {
			return false, err
		}
		if c.Direction == FromMicrosoft && strings.HasPrefix(c.Subject, mailBegins) {
			continue
		}
		// Of two at one time the service lists the later one first.
		if last == nil || c.Created.After(last.Created) {
			last = c
		}
	}
	return last != nil && last.Direction == FromMicrosoft, nil
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/shell"
	"github.com/admin365/admin365/identity"
)

// move is a change of somebody's sign-in name.
type move struct {
	id          admin365.UserID
	displayName string
	from, to    string
}

// String is the change as people are told of it.
func (m move) String() string {
	return printable(m.displayName + ": " + m.from + " -> " + m.to)
}

// movement is who moves, and who does not.
type movement struct {
	moves []move
	// left are those who stay, and why.
	left []string
	// taken are the names, in small letters, that somebody has in the new domain.
	taken map[string]bool
	// caller is who is signed in; the last one to move.
	caller admin365.UserID
}

// The reasons for which somebody is left alone.
const (
	isSynchronized = "is synchronized, so the name is changed on-premises"
	isGuest        = "is a guest"
)

// staysAs is why the name of somebody stays as it is; "" if it need not.
func staysAs(u *identity.User) string {
	switch {
	case u.OnPremisesSyncEnabled != nil && *u.OnPremisesSyncEnabled:
		return isSynchronized
	case u.UserType == identity.Guest:
		return isGuest
	default:
		return ""
	}
}

// inDomain returns the part before the @ of a sign-in name in the domain.
func inDomain(name, domain string) (local string, in bool) {
	at := strings.LastIndexByte(name, '@')
	if at < 0 || !sameText(name[at+1:], domain) {
		return "", false
	}
	return name[:at], true
}

// find reads everybody once, and keeps who is in one of the two domains.
func (w *worker) find(ctx context.Context) (*movement, error) {
	caller, err := w.c.caller(ctx)
	if err != nil {
		return nil, fmt.Errorf("who is signed in: %w", err)
	}
	m := &movement{taken: map[string]bool{}, caller: caller}
	for u, err := range w.c.Identity.Users.List(ctx, identity.UserQuery{}) {
		if err != nil {
			return nil, fmt.Errorf("the people: %w", err)
		}
		if _, there := inDomain(u.UserPrincipalName, w.domain.Name); there {
			m.taken[strings.ToLower(u.UserPrincipalName)] = true
		}
		local, here := inDomain(u.UserPrincipalName, w.from)
		if !here {
			continue
		}
		if why := staysAs(u); why != "" {
			m.left = append(m.left, printable(u.DisplayName+" ("+u.UserPrincipalName+") "+why))
			continue
		}
		m.moves = append(m.moves, move{id: u.ID, displayName: u.DisplayName, from: u.UserPrincipalName, to: local + "@" + w.domain.Name})
	}
	slices.SortFunc(m.moves, m.inOrder)
	slices.Sort(m.left)
	return m, nil
}

// inOrder goes by name, and puts who is signed in last.
func (m *movement) inOrder(a, b move) int {
	last := func(c move) int {
		if m.isCaller(c) {
			return 1
		}
		return 0
	}
	return cmp.Or(last(a)-last(b), strings.Compare(strings.ToLower(a.from), strings.ToLower(b.from)), strings.Compare(string(a.id), string(b.id)))
}

func (m *movement) isCaller(c move) bool { return m.caller != "" && sameText(c.id, m.caller) }

// moveUsers says whose names change, and changes them if it is to. It returns how many
// were refused.
func (w *worker) moveUsers(ctx context.Context) (refused int, err error) {
	m, err := w.find(ctx)
	if err != nil {
		return 0, err
	}
	w.showMoves(m)
	if !w.o.yes {
		w.say("-move-users was a dry run, no name was changed; add -yes to do it")
		if place := w.o.place(); place != nil && len(m.moves) > 0 {
			w.tell("To do it:\n  %s", shell.Command(w.name, append(place, "-add", w.domain.Name, "-move-users", "-from", w.from, "-record", cmp.Or(w.o.record, "moved.jsonl"), "-yes")...))
		}
		return 0, nil
	}
	if len(m.moves) == 0 {
		return 0, nil
	}
	w.tell("It is done:")
	moved := 0
	for _, who := range m.moves {
		if err = ctx.Err(); err != nil {
			break
		}
		if m.isCaller(who) {
			w.say("%s: the next one is who is signed in, who signs in as %s from then on", w.name, printable(who.to))
		}
		// A person who is begun is finished.
		changed, failed := w.move(context.WithoutCancel(ctx), who)
		if changed {
			moved++
			w.tell("  moved: %s", who)
		}
		if errors.Is(failed, admin365.ErrUnauthenticated) || errors.Is(failed, errRecord) {
			err = failed
			break
		}
		if failed != nil {
			refused++
			w.say("%s: refused: %s: %s", w.name, who, reason(failed))
		}
	}
	w.tell("%s changed.", count(moved, "name", "names"))
	if place := w.o.place(); place != nil && moved > 0 && w.o.record != "" {
		w.tell("To put the old names back:\n  %s", shell.Command(w.name, append(place, "-undo", w.o.record, "-yes")...))
	}
	return refused, err
}

// showMoves says whose names change, whose do not, and why.
func (w *worker) showMoves(m *movement) {
	w.tell("\nThe sign-in names of %s in %s that move to %s:", count(len(m.moves), "person", "people"), w.from, w.domain.Name)
	for _, who := range m.moves {
		note := ""
		if m.taken[strings.ToLower(who.to)] {
			note = ": that name is taken"
		}
		if m.isCaller(who) {
			note += " (who is signed in)"
		}
		w.tell("  %s%s", who, note)
	}
	for _, who := range m.left {
		w.tell("  left alone: %s", who)
	}
	if n := len(m.taken); n > 0 {
		w.tell("%s in %s already.", count(n, "person is", "people are"), w.domain.Name)
	}
}

// move changes a name, as far as it still is what it was: the person is looked at
// again right before. It reports whether the name is the new one.
func (w *worker) move(ctx context.Context, who move) (changed bool, err error) {
	u, err := w.c.Identity.Users.Get(ctx, who.id)
	if errors.Is(err, admin365.ErrNotFound) {
		w.tell("  left alone: %s: the account is gone", who)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	why := staysAs(u)
	if why == "" && u.UserPrincipalName != who.from {
		why = "is named " + u.UserPrincipalName + " meanwhile"
	}
	if why != "" {
		w.tell("  left alone: %s: %s", who, printable(why))
		return false, nil
	}
	if err := w.record.add(stepBegun, who); err != nil {
		return false, err
	}
	if err := rename(ctx, w.c, who.id, who.to); err != nil {
		if errors.Is(err, admin365.ErrUncertain) {
			// It stays begun: it may have happened.
			return false, err
		}
		return false, errors.Join(err, w.record.add(stepRefused, who))
	}
	return true, w.record.add(stepMoved, who)
}

// rename changes the sign-in name of somebody.
func rename(ctx context.Context, c *connection, id admin365.UserID, name string) error {
	return again(ctx, c, func() error {
		return c.Identity.Users.Update(ctx, id, identity.UserPatch{UserPrincipalName: &name})
	})
}

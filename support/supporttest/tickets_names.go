package supporttest

import (
	"strings"

	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// badNames are names that no ticket can have.
func badNames() []string {
	names := []string{"12345", "tmp-x", strings.Repeat("n", 256), "a\tb", "a\x7fb"}
	for _, r := range `<>%&:\?/` {
		names = append(names, "a"+string(r)+"b")
	}
	return names
}

// goodNames are names that a ticket can have, each with something of its own.
func goodNames() []string {
	own := conform.Unique()
	return []string{
		own, own + " with blanks", own + ".dots-and_lines", "x" + strings.Repeat("n", 254-len(own)) + own, "1" + own, own + "-tmp-",
		own + " ü 漢字", own + "'quoted'", own + "+plus;semi=is,comma#hash@at!",
	}
}

func nameCases() []kase {
	return []kase{
		{
			Name: "Tickets.Create/names-that-are-none", Needs: with(), Source: docRecorded,
			Why: "the name is a part of an address",
			Run: func(c *run) {
				for _, name := range badNames() {
					op, err := c.S.Service.Tickets.Create(c.Context(), sample(c, named(name)))
					if fault := invalid(opCreate).Check(err); fault != nil {
						c.Errorf("%.20q: %v", name, fault)
					}
					if op != nil {
						c.Errorf("%.20q: it answers an operation beside its error", name)
					}
				}
			},
		},
		{
			Name: "Tickets.Create/names-that-are", Needs: with(), Source: docRecorded,
			Why: "a ticket is named for an incident, whatever that is called",
			Run: func(c *run) {
				for _, name := range goodNames() {
					t := add(c, named(name))
					if t.Name != name || t.ID != support.TicketID(name) {
						c.Errorf("the ticket %.40q is called %.40q, %.40q", name, t.Name, t.ID)
					}
					if got := get(c, t.ID); got.Name != name {
						c.Errorf("the ticket %.40q is found as %.40q", name, got.Name)
					}
				}
			},
		},
		{
			Name: "Tickets.Create/name-taken", Needs: with(), Source: docTickets,
			Why: "the second run of a program finds the ticket of the first, and opens no other",
			Run: func(c *run) {
				t := add(c)
				was := len(list(c, support.TicketQuery{}))
				for _, name := range []string{t.Name, upper(t.Name)} {
					op, err := c.S.Service.Tickets.Create(c.Context(), sample(c, named(name)))
					c.Refused(err, taken(opCreate))
					if op != nil {
						c.Errorf("it answers an operation beside its error")
					}
				}
				if now := len(list(c, support.TicketQuery{})); now != was {
					c.Errorf("there are %d tickets, and were %d", now, was)
				}
				unchanged(c, t)
			},
		},
		{
			Name: "Tickets.Create/name-taken-meanwhile", Needs: with(), Source: docTickets,
			Why: "a ticket takes half a minute to be there, in which somebody opens it again",
			Run: func(c *run) {
				n := sample(c)
				op := begin(c, n)
				_, err := c.S.Service.Tickets.Create(c.Context(), n)
				c.Refused(err, taken(opCreate))
				finish(c, op)
				if t := get(c, support.TicketID(op.ResourceID)); t.Title != n.Title {
					c.Errorf("the ticket says %q", t.Title)
				}
				_, err = c.S.Service.Tickets.Create(c.Context(), n)
				c.Refused(err, taken(opCreate))
			},
		},
		{
			Name: "Tickets.Create/name-of-a-closed-one", Needs: with(), Source: docTickets,
			Why: "tickets are never deleted, and neither are their names",
			Run: func(c *run) {
				t := add(c)
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
				_, err := c.S.Service.Tickets.Create(c.Context(), sample(c, named(t.Name)))
				c.Refused(err, taken(opCreate))
			},
		},
		{
			Name: "Tickets.Get/in-any-letter-case", Needs: with(), Source: docTickets,
			Why: "Azure writes its ids in another case than it got them",
			Run: func(c *run) {
				t := add(c, named("Mixed-"+conform.Unique()))
				for _, id := range []support.TicketID{upper(t.ID), support.TicketID(strings.ToLower(string(t.ID)))} {
					got, err := c.S.Service.Tickets.Get(c.Context(), id)
					c.Must(err, "getting a ticket in another letter case")
					if got.ID != t.ID {
						c.Errorf("it is %q, want %q", got.ID, t.ID)
					}
				}
			},
		},
	}
}

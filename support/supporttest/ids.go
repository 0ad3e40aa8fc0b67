package supporttest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func idCases() []kase {
	return []kase{
		{
			Name: "IDs/empty-and-dots", Source: docPathIDs,
			Why: "an empty id or a dot turns the request for one ticket into one for all of them",
			Run: func(c *run) {
				for _, id := range []string{"", ".", ".."} {
					for _, m := range c.S.methods() {
						// A note is looked for in a list.
						if m.takes == "" || m.takes == idOfOperation || m.takes == idOfNote || m.writes && !c.S.Harness.MayWrite {
							continue
						}
						err := m.call(c.Context(), c.S.Service, nowhere().with(m.takes, id))
						if fault := (conform.Refusal{Kind: admin365.ErrInvalid}).Check(err); fault != nil {
							c.Errorf("%s of %q: %v", m.name, id, fault)
						}
					}
				}
			},
		},
		{
			Name: "IDs/that-climb", Source: docPathIDs,
			Why: "an id with a slash in it reaches another resource, unless it is refused or escaped",
			Run: func(c *run) {
				for _, id := range []string{"a/b", "/", "a/", "../supportTickets", "a/../b", "x?api-version=2020-04-01", "x#y", "%2e%2e", "a b", "x'", "')", "a\nb"} {
					for _, m := range c.S.methods() {
						if m.takes == "" || m.writes && !c.S.Harness.MayWrite {
							continue
						}
						err := m.call(c.Context(), c.S.Service, nowhere().with(m.takes, id))
						if !refusedOrNoPartner(m, err) {
							c.Errorf("%s of %q: %v; want that it is invalid, or not found", m.name, id, err)
						}
					}
				}
			},
		},
		{
			Name: "IDs/that-climb-from-what-is-there", Needs: whole(), Source: docPathIDs,
			Why: "whatever is closed by an id with something behind it is another ticket",
			Run: func(c *run) {
				for _, place := range []support.SubscriptionID{"", subscribed(c, support.Subscription{})} {
					at := targetOf(c, place)
					was, request := get(c, at.ticket), getRequest(c, at.request)
					own := map[string]string{
						idOfTicket: string(at.ticket), idOfCommunication: string(at.communication), idOfWorkspace: string(at.workspace), idOfFile: at.file,
						idOfService: string(at.service), idOfProblem: string(at.problem), idOfRequest: string(at.request),
					}
					for _, tail := range []string{"/", "/..", "/communications", "?api-version=2020-04-01", "#", "%20", "/."} {
						for _, m := range methods() {
							id, ok := own[m.takes]
							if !ok {
								continue
							}
							err := m.call(c.Context(), c.S.Service, at.with(m.takes, id+tail))
							if !errors.Is(err, admin365.ErrInvalid) && !errors.Is(err, admin365.ErrNotFound) {
								c.Errorf("%s of an id with %q: %v; want that it is invalid, or not found", m.name, tail, err)
							}
						}
					}
					unchanged(c, was)
					if err := conform.Differ(*getRequest(c, at.request), *request); err != nil {
						c.Errorf("the request %v", err)
					}
				}
			},
		},
		{
			Name: "IDs/of-another-kind", Needs: with(HasAttachments), Source: docErrors,
			Why: "the id of a workspace names no ticket, though it looks like one",
			Run: func(c *run) {
				sub := subscribed(c, support.Subscription{})
				w := workspace(c, sub)
				t := add(c, in(sub))
				if _, err := c.S.Service.Tickets.Get(c.Context(), support.TicketID(w.ID)); !refusedAs(err, "") {
					c.Errorf("the ticket of a workspace's id: %v", err)
				}
				if _, err := c.S.Service.Attachments.GetWorkspace(c.Context(), support.WorkspaceID(t.ID)); !refusedAs(err, "") {
					c.Errorf("the workspace of a ticket's id: %v", err)
				}
				half := strings.TrimSuffix(string(t.ID), "/"+t.Name)
				if _, err := c.S.Service.Tickets.Get(c.Context(), support.TicketID(half)); !refusedAs(err, "") {
					c.Errorf("half of a ticket's id: %v", err)
				}
			},
		},
	}
}

// refusedOrNoPartner reports whether an id was refused. A tenant that is no partner may be
// told that first.
func refusedOrNoPartner(m method, err error) bool {
	return errors.Is(err, admin365.ErrInvalid) || errors.Is(err, admin365.ErrNotFound) || m.part() == HasPartner && errors.Is(err, admin365.ErrForbidden)
}

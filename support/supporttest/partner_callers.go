package supporttest

import (
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// seen are the requests that somebody sees.
func seen(c *run, s *support.Service, q support.TicketQuery) []*support.Ticket {
	c.Helper()
	all, err := conform.Collect(s.Partner.Tickets.List(c.Context(), q))
	c.Must(err, "listing requests")
	return all
}

func partnerCallerCases() []kase {
	return []kase{
		{
			Name: "Partner.Callers/applications-alone", Needs: everyone(), Source: docPartnerAuth,
			Why: "Partner Center knows people, and a program on its own waits for nothing",
			Run: func(c *run) {
				at := targetOf(c, "")
				id := customer(c)
				s := seenBy(c, admin365.AsApp(admin365.AppID(nobody())))
				allForbidden(c, s, "an application", at, partnerMethods())
				for op, q := range map[string]support.TicketQuery{opRequestsOf: {Customer: id}, opColleagues: {Colleagues: true}} {
					_, err := conform.Collect(s.Partner.Tickets.List(c.Context(), q))
					c.Refused(err, forbidden(op))
				}
			},
		},
		{
			Name: "Partner.Callers/everybody-asks", Needs: everyone(), Source: docPartnerAuth,
			Why: "which roles it takes is not published, and a person of the partner is enough",
			Run: func(c *run) {
				makePartner(c)
				s, _ := actor(c)
				t := asked(c, s, request(c))
				if t.State != support.StateOpen {
					c.Errorf("it is %s", t.State)
				}
				if !slices.Contains(ids(seen(c, s, support.TicketQuery{})), string(t.ID)) {
					c.Errorf("he does not see his own request")
				}
				at := target{request: t.ID, note: "1", topic: topic(c).ID}
				for _, name := range []string{"Partner.Communications.Add", "Partner.Communications.List", "Partner.Communications.Get", "Partner.Tickets.Update", "Partner.Tickets.Close", "Partner.Tickets.Reopen"} {
					if err := methodNamed(name).call(c.Context(), s, at); err != nil {
						c.Errorf("%s: %v", name, err)
					}
				}
			},
		},
		{
			Name: "Partner.Callers/colleagues", Needs: everyone(), Source: docRequestList,
			Why: "people see what they asked themselves, and who has the role sees everything",
			Run: func(c *run) {
				makePartner(c)
				one, _ := actor(c)
				other, _ := actor(c)
				boss, _ := actor(c, serviceSupportAdministrator)
				ofOne, ofOther := asked(c, one, request(c)), asked(c, other, request(c))
				made := []*support.Ticket{ofOne, ofOther}
				report(c, "his own", sameIDs(among(seen(c, one, support.TicketQuery{}), made), ofOne))
				report(c, "his own", sameIDs(among(seen(c, other, support.TicketQuery{}), made), ofOther))
				report(c, "the boss's own", sameIDs(among(seen(c, boss, support.TicketQuery{}), made)))
				for _, s := range []*support.Service{boss, c.S.Service} {
					report(c, "everybody's", sameIDs(among(seen(c, s, support.TicketQuery{Colleagues: true}), made), made...))
					report(c, "everybody's that are closed", sameIDs(among(seen(c, s, support.TicketQuery{Colleagues: true, State: support.StateClosed}), made)))
				}
				all, err := conform.Collect(one.Partner.Tickets.List(c.Context(), support.TicketQuery{Colleagues: true}))
				c.Refused(err, forbidden(opColleagues))
				if len(all) > 0 {
					c.Errorf("without the role he sees %d requests", len(all))
				}
			},
		},
		{
			Name: "Partner.Callers/of-a-customer", Needs: everyone(), Source: docQuery,
			Why: "a customer's requests are those of all who look after him",
			Run: func(c *run) {
				makePartner(c)
				id := customer(c)
				one, _ := actor(c)
				other, _ := actor(c)
				ofOne, ofOther := asked(c, one, request(c, of(id))), asked(c, other, request(c, of(id)))
				report(c, "of the customer", sameIDs(seen(c, one, support.TicketQuery{Customer: id}), ofOne, ofOther))
				// With a customer the colleagues are not read, and take no role.
				report(c, "of the customer", sameIDs(seen(c, one, support.TicketQuery{Customer: id, Colleagues: true}), ofOne, ofOther))
			},
		},
	}
}

package supporttest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func catalogueCases() []kase {
	return []kase{
		{
			Name: "Catalogue.Services/well-known", Needs: []string{HasCatalogue}, Source: docServices,
			Why: "a bill, a quota and a subscription are what every tenant has questions about",
			Run: func(c *run) {
				all, err := conform.Collect(c.S.Service.Catalogue.Services(c.Context()))
				c.Must(err, "listing services")
				if err := conform.Once(all, func(s *support.AzureService) support.ServiceID { return s.ID }); err != nil {
					c.Errorf("%v", err)
				}
				for id, name := range map[support.ServiceID]string{
					support.ServiceBilling: "Billing", support.ServiceQuotas: "Service and subscription limits (quotas)", support.ServiceSubscriptionManagement: "Subscription management",
				} {
					if s := find(all, func(s *support.AzureService) bool { return strings.EqualFold(string(s.ID), string(id)) }); s == nil || s.Name != name {
						c.Errorf("%s is %+v, want %q", id, s, name)
					}
				}
				technical := false
				for _, s := range all {
					technical = technical || isTechnical(s.ID)
					report(c, s.Name, errIf(s.Name == "", "it has no name"), errIf(!strings.HasPrefix(string(s.ID), "/providers/Microsoft.Support/services/") || guid(string(s.ID)) == "", "its id is %q", s.ID))
					for _, resource := range s.ResourceTypes {
						if resource != strings.ToUpper(resource) || !strings.Contains(resource, "/") {
							c.Errorf("%s is about %q", s.Name, resource)
						}
					}
				}
				if !technical {
					c.Errorf("none is technical")
				}
			},
		},
		{
			Name: "Catalogue.Service/as-listed", Needs: []string{HasCatalogue}, Source: docCatalogue,
			Why: "the id is taken whole, or as its GUID alone",
			Run: func(c *run) {
				for s, err := range c.S.Service.Catalogue.Services(c.Context()) {
					c.Must(err, "listing services")
					for _, id := range []support.ServiceID{s.ID, support.ServiceID(guid(string(s.ID)))} {
						got, err := c.S.Service.Catalogue.Service(c.Context(), id)
						c.Must(err, "getting the service "+string(id))
						if err := conform.Differ(*got, *s); err != nil {
							c.Errorf("%s by %s %v", s.Name, id, err)
						}
					}
				}
			},
		},
		{
			Name: "Catalogue.Problems/of-every-service", Needs: []string{HasCatalogue}, Source: docProblems,
			Why: "a service without problems is one about which nobody can ask",
			Run: func(c *run) {
				for s, err := range c.S.Service.Catalogue.Services(c.Context()) {
					c.Must(err, "listing services")
					all := problems(c, s.ID)
					if err := conform.Once(all, func(p *support.Problem) support.ProblemID { return p.ID }); err != nil || len(all) == 0 {
						c.Errorf("%s has %d problems: %v", s.Name, len(all), err)
					}
					byGUID := problems(c, support.ServiceID(guid(string(s.ID))))
					if err := conform.Differ(byGUID, all); err != nil {
						c.Errorf("%s by its GUID: the list %v", s.Name, err)
					}
					for _, p := range all {
						report(c, p.Name,
							errIf(p.Name == "", "it has no name"), errIf(p.Description != "", "it has a description"),
							errIf(!strings.EqualFold(string(serviceOf(p.ID)), string(s.ID)), "its id is %q, in the service %q", p.ID, s.ID))
						got, err := c.S.Service.Catalogue.Problem(c.Context(), p.ID)
						c.Must(err, "getting the problem "+string(p.ID))
						if err := conform.Differ(*got, *p); err != nil {
							c.Errorf("%s: when it is got it %v", p.Name, err)
						}
					}
				}
			},
		},
		{
			Name: "Catalogue.Problems/consents", Needs: []string{HasCatalogue}, Source: docProblems,
			Why: "whoever writes a form has to know what it must ask",
			Run: func(c *run) {
				for _, q := range asking(c).Consents {
					if q.Type == "" || q.Description == "" {
						c.Errorf("it asks %+v", q)
					}
				}
			},
		},
		{
			Name: "Catalogue/unknown", Needs: []string{HasCatalogue}, Source: docErrors,
			Why: "the ids change, and a program that kept one has to learn that it is gone",
			Run: func(c *run) {
				for _, name := range []string{"Catalogue.Service", "Catalogue.Problems", "Catalogue.Problem"} {
					m := methodNamed(name)
					if fault := unknown(m.op).Check(m.call(c.Context(), c.S.Service, nowhere())); fault != nil {
						c.Errorf("%s: %v", name, fault)
					}
				}
				p := technical(c)
				for what, id := range map[string]support.ProblemID{
					"a problem of nobody":          support.ProblemID(strings.ReplaceAll(string(p.ID), guid(string(p.ID)), nobody())),
					"a problem of another service": support.ProblemID(string(support.ServiceBilling) + "/problemClassifications/" + guid(string(p.ID))),
				} {
					got, err := c.S.Service.Catalogue.Problem(c.Context(), id)
					if fault := unknown(opProblem).Check(err); fault != nil || got != nil {
						c.Errorf("%s: %v", what, fault)
					}
				}
			},
		},
	}
}

// The verbatim texts of the service.
const (
	saysTaken   = "Name already exists. Please select a different name."
	saysInvalid = "Name %s is invalid. The name cannot include: "
	reasonTaken = "AlreadyExists"
	reasonBad   = "Invalid"
)

// check asks whether a name is available, or ends the case.
func check(c *run, n support.NameCheck) support.NameAvailability {
	c.Helper()
	got, err := c.S.Service.Catalogue.CheckName(c.Context(), n)
	c.Must(err, "checking a name")
	return *got
}

func checkNameCases() []kase {
	free := support.NameAvailability{Available: true}
	taken := support.NameAvailability{Reason: reasonTaken, Message: saysTaken}
	expect := func(c *run, what string, n support.NameCheck, want support.NameAvailability) {
		c.Helper()
		if got := check(c, n); got != want {
			c.Errorf("%s: %+v, want %+v", what, got, want)
		}
	}
	return []kase{
		{
			Name: "Catalogue.CheckName/tickets", Needs: with(), Source: docRecorded,
			Why: "clients ask before they create, and show the answer to people",
			Run: func(c *run) {
				t := add(c)
				n := support.NameCheck{Name: conform.Unique(), Kind: support.NameOfTicket}
				expect(c, "a free name", n, free)
				n.Name = t.Name
				expect(c, "a name of a ticket", n, taken)
				n.Name = upper(t.Name)
				expect(c, "a name of a ticket in capital letters", n, taken)
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
				expect(c, "a name of a closed ticket", n, taken)
				for _, name := range badNames() {
					n.Name = name
					got := check(c, n)
					if got.Available || got.Reason != reasonBad || !strings.HasPrefix(got.Message, strings.Replace(saysInvalid, "%s", name, 1)) {
						c.Errorf("%.20q: %+v", name, got)
					}
				}
			},
		},
		{
			Name: "Catalogue.CheckName/subscriptions", Needs: with(), Source: docCheckName,
			Why: "a name is free in one place and taken in the other",
			Run: func(c *run) {
				sub := subscribed(c, support.Subscription{})
				ofTenant, ofSub := add(c), add(c, in(sub))
				expect(c, "of the tenant", support.NameCheck{Name: ofTenant.Name, Kind: support.NameOfTicket}, taken)
				expect(c, "of the tenant, in the subscription", support.NameCheck{Name: ofTenant.Name, Kind: support.NameOfTicket, Subscription: sub}, free)
				expect(c, "of the subscription", support.NameCheck{Name: ofSub.Name, Kind: support.NameOfTicket, Subscription: sub}, taken)
				expect(c, "of the subscription, in the tenant", support.NameCheck{Name: ofSub.Name, Kind: support.NameOfTicket}, free)
			},
		},
		{
			Name: "Catalogue.CheckName/workspaces", Needs: with(HasAttachments), Source: docRecorded,
			Why: "files of two people in one workspace go out together",
			Run: func(c *run) {
				w := workspace(c, "")
				expect(c, "a free name", support.NameCheck{Name: conform.Unique(), Kind: support.NameOfWorkspace}, free)
				expect(c, "a name of a workspace", support.NameCheck{Name: w.Name, Kind: support.NameOfWorkspace}, taken)
				expect(c, "a name of a workspace for a ticket", support.NameCheck{Name: w.Name, Kind: support.NameOfTicket}, free)
			},
		},
		{
			Name: "Catalogue.CheckName/communications", Needs: with(HasCommunications), Source: docRecorded,
			Why: "it is not the whole rule: a GUID is said to be free, and refused all the same",
			Run: func(c *run) {
				t, other := add(c), add(c)
				n := words()
				n.Name = conform.Unique()
				said(c, t.ID, n)
				expect(c, "a name that was used", support.NameCheck{Name: n.Name, Kind: support.NameOfCommunication, Ticket: t.ID}, taken)
				expect(c, "a name that was used in another ticket", support.NameCheck{Name: n.Name, Kind: support.NameOfCommunication, Ticket: other.ID}, free)
				bare := nobody()
				expect(c, "a GUID", support.NameCheck{Name: bare, Kind: support.NameOfCommunication, Ticket: t.ID}, free)
				n.Name = bare
				_, err := c.S.Service.Communications.Add(c.Context(), t.ID, n)
				c.Refused(err, invalid(opSay))
				if got := check(c, support.NameCheck{Name: "12345", Kind: support.NameOfCommunication, Ticket: t.ID}); got.Available || got.Reason != reasonBad {
					c.Errorf("a name of digits: %+v", got)
				}
				sub := subscribed(c, support.Subscription{})
				placed := add(c, in(sub))
				n.Name = conform.Unique()
				said(c, placed.ID, n)
				expect(c, "a name that was used in a ticket of a subscription", support.NameCheck{Name: n.Name, Kind: support.NameOfCommunication, Ticket: placed.ID}, taken)
			},
		},
		{
			Name: "Catalogue.CheckName/refused", Needs: with(HasCommunications), Source: docCheckName,
			Why: "no answer is not the answer that the name is free",
			Run: func(c *run) {
				m := checkSaid()
				c.Refused(m.call(c.Context(), c.S.Service, nowhere()), unknown(m.op))
				for _, kind := range []support.NameKind{"", "Microsoft.Compute/virtualMachines", "nonsense"} {
					got, err := c.S.Service.Catalogue.CheckName(c.Context(), support.NameCheck{Name: conform.Unique(), Kind: kind})
					if fault := (conform.Refusal{Kind: admin365.ErrInvalid, Op: opCheck}).Check(err); fault != nil || got != nil {
						c.Errorf("the kind %q: %v", kind, fault)
					}
				}
				got, err := c.S.Service.Catalogue.CheckName(c.Context(), support.NameCheck{Name: conform.Unique(), Kind: support.NameOfCommunication})
				if !refusedAs(err, "") || got != nil {
					c.Errorf("a communication of no ticket: %+v, %v", got, err)
				}
				got, err = c.S.Service.Catalogue.CheckName(c.Context(), support.NameCheck{Kind: support.NameOfTicket})
				if err == nil && got.Available || err != nil && !refusedAs(err, "") {
					c.Errorf("no name: %+v, %v", got, err)
				}
			},
		},
	}
}

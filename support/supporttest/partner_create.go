package supporttest

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// makePartner makes the tenant a partner.
func makePartner(c *run) {
	c.Helper()
	c.Must(c.S.Backstage.SetPartner(c.Context(), true), "making the tenant a partner")
}

// customer gives the partner a customer.
func customer(c *run) admin365.TenantID {
	c.Helper()
	id := admin365.TenantID(nobody())
	c.Must(c.S.Backstage.AddCustomer(c.Context(), support.Customer{ID: id, Name: "Fabrikam " + conform.Unique()}), "adding a customer")
	return id
}

// topic is what requests are about.
func topic(c *run) *support.Problem {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Partner.Topics.List(c.Context()))
	c.Must(err, "listing topics")
	if len(all) == 0 {
		c.Fatalf("there are no topics")
	}
	return all[0]
}

// request is a request of the partner's own.
func request(c *run, options ...option) support.NewTicket {
	c.Helper()
	name := conform.Unique()
	n := support.NewTicket{Title: "Request " + name, Description: "What is wrong with " + name, Severity: support.Moderate}
	for _, change := range options {
		change(&n)
	}
	if n.Problem == "" {
		n.Problem = topic(c).ID
	}
	return n
}

func of(customer admin365.TenantID) option {
	return func(n *support.NewTicket) { n.Customer = customer }
}

// ask creates a request, and waits until it is open.
func ask(c *run, options ...option) *support.Ticket {
	c.Helper()
	return asked(c, c.S.Service, request(c, options...))
}

// asked creates a request for somebody, and waits until it is open.
func asked(c *run, s *support.Service, n support.NewTicket) *support.Ticket {
	c.Helper()
	op, err := s.Partner.Tickets.Create(c.Context(), n)
	c.Must(err, "creating a request")
	c.S.Advance(time.Minute)
	t, err := s.Partner.Tickets.Get(c.Context(), support.TicketID(op.ResourceID))
	c.Must(err, "getting a request")
	return t
}

// getRequest returns a request, or ends the case.
func getRequest(c *run, id support.TicketID) *support.Ticket {
	c.Helper()
	t, err := c.S.Service.Partner.Tickets.Get(c.Context(), id)
	c.Must(err, "getting a request")
	return t
}

// requests are those that a query finds.
func requests(c *run, q support.TicketQuery) []*support.Ticket {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Partner.Tickets.List(c.Context(), q))
	c.Must(err, "listing requests")
	return all
}

func partnerCreateCases() []kase {
	return []kase{
		{
			Name: "Partner.Tickets.Create/as-asked", Needs: asPartner(), Source: docRequestCreate,
			Why: "an engineer reads what is in the request",
			Run: func(c *run) {
				makePartner(c)
				p := topic(c)
				n := request(c, about(p.ID), grave(support.Critical))
				op, err := c.S.Service.Partner.Tickets.Create(c.Context(), n)
				c.Must(err, "creating a request")
				report(c, "what Create answers",
					errIf(op.State != admin365.OperationSucceeded || !op.Done(), "it is %s", op.State), errIf(op.Kind != support.KindCreateTicket, "Kind is %q", op.Kind),
					errIf(op.Err != nil, "it has the error %v", op.Err))
				c.S.Advance(time.Minute)
				t := getRequest(c, support.TicketID(op.ResourceID))
				report(c, "the request",
					errIf(string(t.ID) != op.ResourceID || t.Name != op.ResourceID || t.Number != op.ResourceID, "it is %q, called %q, with the number %q, and the operation says %q", t.ID, t.Name, t.Number, op.ResourceID),
					errIf(strings.Trim(t.Number, "0123456789-") != "" || t.Number == "", "the number is %q", t.Number),
					errIf(t.Title != n.Title || t.Description != n.Description, "it says %q, %q", t.Title, t.Description),
					errIf(t.Severity != n.Severity, "Severity is %q", t.Severity),
					errIf(t.Problem != p.ID || t.ProblemName != p.Name, "it is about %q, %q", t.Problem, t.ProblemName),
					errIf(t.State != support.StateOpen, "it is %s", t.State),
					errIf(t.Created.IsZero() || t.Modified.Before(t.Created), "it was created at %v and modified at %v", t.Created, t.Modified),
					errIf(!t.Closed.IsZero(), "it was closed at %v", t.Closed),
					errIf(t.Organization.ID == "", "it is for nobody"), conform.NotUTC(*t))
				report(c, "what Azure alone has",
					errIf(t.Subscription != "" || t.Service != "" || t.ServiceName != "", "it is in %q, about %q", t.Subscription, t.Service),
					errIf(t.Plan != "" || t.PlanName != "" || t.Response != support.Response{}, "Plan is %q", t.Plan),
					errIf(t.Workspace != "" || t.Engineer != "" || t.Quota != nil || t.Resource != "", "Workspace is %q, Engineer %q", t.Workspace, t.Engineer))
			},
		},
		{
			Name: "Partner.Tickets.Create/begins-as-none", Needs: asPartner(), Source: docRequestCreate,
			Why: "a date in the year one is no date, and a state that is not yet one must not be counted",
			Run: func(c *run) {
				makePartner(c)
				op, err := c.S.Service.Partner.Tickets.Create(c.Context(), request(c))
				c.Must(err, "creating a request")
				t := getRequest(c, support.TicketID(op.ResourceID))
				// A slow run may see it open already.
				if t.State != support.StateNone && t.State != support.StateOpen || (t.State == support.StateNone) != t.Created.IsZero() {
					c.Errorf("it is %s, created at %v", t.State, t.Created)
				}
				c.S.Advance(time.Minute)
				if now := getRequest(c, t.ID); now.State != support.StateOpen || now.Created.IsZero() {
					c.Errorf("a minute later it is %s, created at %v", now.State, now.Created)
				}
			},
		},
		{
			Name: "Partner.Tickets.Create/contact", Needs: asPartner(), Source: docRequests,
			Why: "who called is not always who is to be called",
			Run: func(c *run) {
				makePartner(c)
				t := ask(c, func(n *support.NewTicket) {
					n.Contact = support.Contact{FirstName: hiddenFirst, LastName: hiddenLast, Email: hiddenMail, Phone: hiddenPhone}
				})
				if p := t.Contact; p.FirstName != hiddenFirst || p.LastName != hiddenLast || p.Email != hiddenMail || p.Phone != hiddenPhone {
					c.Errorf("the contact is another person")
				}
				printed(c, *t)
				if own := ask(c).Contact; own.Email == "" || own.Email == hiddenMail {
					c.Errorf("without a word about it the contact is not the person who calls")
				}
			},
		},
		{
			Name: "Partner.Tickets.Create/for-a-customer", Needs: asPartner(), Source: docRequests,
			Why: "the request is about the customer's tenant, and the engineer looks into that",
			Run: func(c *run) {
				makePartner(c)
				id := customer(c)
				t, own := ask(c, of(id)), ask(c)
				if !strings.EqualFold(t.Organization.ID, string(id)) || t.Organization.Name == "" {
					c.Errorf("it is for %+v, want %s", t.Organization, id)
				}
				if strings.EqualFold(own.Organization.ID, string(id)) {
					c.Errorf("the partner's own is for %+v", own.Organization)
				}
				report(c, "of the customer", sameIDs(requests(c, support.TicketQuery{Customer: id}), t))
			},
		},
		{
			Name: "Partner.Tickets.Create/longest-title", Needs: asPartner(), Source: docRequests,
			Why: "a title is cut nowhere, and counted in characters",
			Run: func(c *run) {
				makePartner(c)
				title := strings.Repeat("ä", 255)
				if t := ask(c, func(n *support.NewTicket) { n.Title = title }); t.Title != title {
					c.Errorf("the title is of %d characters", utf8.RuneCountInString(t.Title))
				}
			},
		},
		{
			Name: "Partner.Tickets.Create/repeated", Needs: asPartner(), Source: docPartnerAuth,
			Why: "after an outcome that is not known the same is sent again, and must not be two requests",
			Run: func(c *run) {
				makePartner(c)
				n := request(c)
				n.RequestID = nobody()
				var ids []string
				for range 3 {
					op, err := c.S.Service.Partner.Tickets.Create(c.Context(), n)
					c.Must(err, "creating a request again")
					ids = append(ids, op.ResourceID)
					c.S.Advance(time.Minute)
				}
				if ids[0] != ids[1] || ids[1] != ids[2] {
					c.Errorf("they are %q", ids)
				}
				same := 0
				for _, t := range requests(c, support.TicketQuery{}) {
					if t.Title == n.Title {
						same++
					}
				}
				if same != 1 {
					c.Errorf("there are %d of it", same)
				}
				n.RequestID = ""
				if t := asked(c, c.S.Service, n); string(t.ID) == ids[0] {
					c.Errorf("without a request id the same content is the same request")
				}
			},
		},
	}
}

func partnerRefusalCases() []kase {
	return []kase{
		{
			Name: "Partner.Tickets.Create/missing", Needs: asPartner(), Source: docRequestCreate,
			Why: "who forgot a field is told which",
			Run: func(c *run) {
				makePartner(c)
				for field, forget := range map[string]option{
					"Title":       func(n *support.NewTicket) { n.Title = "" },
					"Description": func(n *support.NewTicket) { n.Description = "" },
					"Severity":    func(n *support.NewTicket) { n.Severity = "" },
				} {
					refusedRequest(c, field, request(c, forget), invalid(opRequestCreate).On(field))
				}
				n := request(c)
				n.Problem = ""
				refusedRequest(c, "Problem", n, invalid(opRequestCreate).On("Problem"))
			},
		},
		{
			Name: "Partner.Tickets.Create/invalid", Needs: asPartner(), Source: docRequests,
			Why: "a value that nobody understands is refused before anybody waits for an answer",
			Run: func(c *run) {
				makePartner(c)
				for _, s := range []support.Severity{"urgent", "unknown", support.HighestCriticalImpact} {
					refusedRequest(c, "the severity "+string(s), request(c, grave(s)), invalid(opRequestCreate).On("Severity"))
				}
				refusedRequest(c, "a long title", request(c, func(n *support.NewTicket) { n.Title = strings.Repeat("t", 256) }), invalid(opRequestCreate).On("Title"))
				refusedRequest(c, "a request id that is none", request(c, func(n *support.NewTicket) { n.RequestID = "nonsense" }), invalid(opRequestCreate).On("RequestID"))
			},
		},
		{
			Name: "Partner.Tickets.Create/of-azure-alone", Needs: asPartner(), Source: docNew,
			Why: "a field that Partner Center does not read must not be dropped in silence", Run: azureAlone,
		},
		{
			Name: "Partner.Tickets.Create/unknown-topic", Needs: asPartner(), Source: docPartnerErrors,
			Why: "a topic that is gone is told apart from a mistake in the form",
			Run: func(c *run) {
				makePartner(c)
				refusedRequest(c, "a topic of nobody", request(c, about("999999999")), conform.Refusal{Kind: admin365.ErrNotFound, Op: opRequestCreate})
			},
		},
		{
			Name: "Partner.Tickets.Create/not-a-customer", Needs: asPartner(CanMakeTenants), Source: docPartnerErrors,
			Why: "a request in the name of a company that did not ask is a breach",
			Run: func(c *run) {
				makePartner(c)
				stranger, err := c.S.Make.Tenant(c.Context())
				c.Must(err, "adding a tenant")
				refusedRequest(c, "a tenant of others", request(c, of(stranger)), othersCustomer(opRequestCreate))
				refusedRequest(c, "a tenant of nobody", request(c, of(admin365.TenantID(nobody()))), unknownCustomer(opRequestCreate))
			},
		},
	}
}

// azureAlone has one field after the other that is Azure's.
func azureAlone(c *run) {
	makePartner(c)
	contact := func(change func(*support.Contact)) option {
		return func(n *support.NewTicket) {
			n.Contact = support.Contact{FirstName: hiddenFirst, LastName: hiddenLast, Email: hiddenMail}
			change(&n.Contact)
		}
	}
	for field, spoil := range map[string]option{
		"Name":         func(n *support.NewTicket) { n.Name = "name" },
		"Subscription": func(n *support.NewTicket) { n.Subscription = support.SubscriptionID(nobody()) },
		"Diagnostics":  func(n *support.NewTicket) { n.Diagnostics = support.ConsentNo },
		"Consents": func(n *support.NewTicket) {
			n.Consents = []support.SecondaryConsent{{Type: "x", Consent: support.ConsentYes}}
		},
		"AroundTheClock":      func(n *support.NewTicket) { n.AroundTheClock = true },
		"ProblemStart":        func(n *support.NewTicket) { n.ProblemStart = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
		"Resource":            func(n *support.NewTicket) { n.Resource = "/subscriptions/" + nobody() },
		"Quota":               func(n *support.NewTicket) { n.Quota = quota() },
		"Workspace":           keptIn("files"),
		"Contact.Method":      contact(func(p *support.Contact) { p.Method = support.ContactEmail }),
		"Contact.TimeZone":    contact(func(p *support.Contact) { p.TimeZone = "UTC" }),
		"Contact.Country":     contact(func(p *support.Contact) { p.Country = "USA" }),
		"Contact.Language":    contact(func(p *support.Contact) { p.Language = "en-us" }),
		"Contact.OtherEmails": contact(func(p *support.Contact) { p.OtherEmails = []string{"x@contoso.com"} }),
	} {
		names := []string{field}
		if whole, short, ok := strings.Cut(field, "."); ok {
			names = append(names, short, whole)
		}
		refusedRequest(c, field, request(c, spoil), invalid(opRequestCreate).On(names...))
	}
}

// refusedRequest checks that a request is refused and that there is none.
func refusedRequest(c *run, what string, n support.NewTicket, want conform.Refusal) {
	c.Helper()
	want.Hides = personal()
	was := len(requests(c, support.TicketQuery{}))
	op, err := c.S.Service.Partner.Tickets.Create(c.Context(), n)
	if fault := want.Check(err); fault != nil {
		c.Errorf("%s: %v", what, fault)
	}
	if op != nil {
		c.Errorf("%s: Create answers an operation beside its error", what)
	}
	if now := len(requests(c, support.TicketQuery{})); now != was {
		c.Errorf("%s: there are %d requests, and were %d", what, now, was)
	}
}

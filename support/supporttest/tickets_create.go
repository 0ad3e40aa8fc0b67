package supporttest

import (
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func createCases() []kase {
	return []kase{
		{
			Name: "Tickets.Create/as-asked", Needs: with(), Source: docNew,
			Why: "an engineer reads what is in the ticket, and calls whom it names",
			Run: func(c *run) {
				n := sample(c, grave(support.Moderate))
				n.Contact.OtherEmails = []string{"second@contoso.com", "third@contoso.com"}
				n.Contact.Phone = hiddenPhone
				n.AroundTheClock, n.Diagnostics = true, support.ConsentYes
				n.ProblemStart = time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
				op := begin(c, n)
				finish(c, op)
				t := get(c, support.TicketID(op.ResourceID))
				report(c, "the ticket",
					errIf(t.Name != n.Name, "Name is %q", t.Name),
					errIf(t.Title != n.Title || t.Description != n.Description, "it says %q, %q", t.Title, t.Description),
					errIf(t.Severity != n.Severity, "Severity is %q", t.Severity),
					errIf(t.State != support.StateOpen, "State is %q", t.State),
					errIf(!strings.EqualFold(string(t.Problem), string(n.Problem)), "Problem is %q", t.Problem),
					errIf(!t.AroundTheClock || t.Diagnostics != support.ConsentYes, "AroundTheClock and Diagnostics are %v and %q", t.AroundTheClock, t.Diagnostics),
					errIf(!t.ProblemStart.Equal(n.ProblemStart), "ProblemStart is %v", t.ProblemStart),
					sameContact(t.Contact, n.Contact), conform.NotUTC(*t))
			},
		},
		{
			Name: "Tickets.Create/what-the-service-adds", Needs: with(), Source: docTicket,
			Why: "the number is what people say on the phone, and the names are what they read",
			Run: func(c *run) {
				p := technical(c)
				t := add(c, about(p.ID))
				service, err := c.S.Service.Catalogue.Service(c.Context(), serviceOf(p.ID))
				c.Must(err, "getting a service")
				report(c, "the ticket",
					errIf(!isNumber(t.Number), "Number is %q, want 15 or 16 digits", t.Number),
					errIf(!strings.EqualFold(string(t.Service), string(service.ID)) || t.ServiceName != service.Name, "Service is %q, %q", t.Service, t.ServiceName),
					errIf(t.ProblemName != p.Name, "ProblemName is %q, want %q", t.ProblemName, p.Name),
					errIf(t.Plan == "" || t.PlanName == "", "Plan is %q, %q", t.Plan, t.PlanName),
					errIf(t.Created.IsZero() || t.Modified.Before(t.Created), "it was created at %v and modified at %v", t.Created, t.Modified),
					errIf(t.Engineer != "", "somebody works on it: %q", t.Engineer),
					errIf(t.Subscription != "", "Subscription is %q", t.Subscription),
					errIf(!t.Closed.IsZero(), "it was closed at %v", t.Closed),
					errIf(t.Organization != support.Organization{}, "Organization is %+v", t.Organization))
			},
		},
		{
			Name: "Tickets.Create/least", Needs: with(), Source: docNew,
			Why: "what was not asked for is not to be had by accident, least of all a look at the data",
			Run: func(c *run) {
				t := add(c)
				report(c, "the ticket",
					errIf(t.Diagnostics != support.ConsentNo, "Diagnostics are %q, want No", t.Diagnostics),
					errIf(t.AroundTheClock, "AroundTheClock is set"),
					errIf(t.Resource != "", "Resource is %q", t.Resource),
					errIf(t.Quota != nil, "Quota is %+v", t.Quota),
					errIf(len(t.Consents) > 0, "Consents are %+v", t.Consents),
					errIf(t.Contact.Phone != "" || len(t.Contact.OtherEmails) > 0, "the contact has more than was given"),
					errIf(!t.ProblemStart.IsZero() && t.ProblemStart.After(t.Created), "ProblemStart is %v, after %v", t.ProblemStart, t.Created))
			},
		},
		{
			Name: "Tickets.Create/every-severity", Needs: with(), Source: docCreate,
			Why: "the severities are written in another case on the way out",
			Run: func(c *run) {
				plan(c, support.PlanUnified)
				for _, s := range []support.Severity{support.Minimal, support.Moderate, support.Critical, support.HighestCriticalImpact} {
					if t := add(c, grave(s)); t.Severity != s {
						c.Errorf("Severity is %q, want %q", t.Severity, s)
					}
				}
			},
		},
		{
			Name: "Tickets.Create/contact-by-phone", Needs: with(), Source: docContact,
			Why: "who wants to be called is called",
			Run: func(c *run) {
				n := sample(c)
				n.Contact.Method, n.Contact.Phone = support.ContactPhone, hiddenPhone
				op := begin(c, n)
				finish(c, op)
				if err := sameContact(get(c, support.TicketID(op.ResourceID)).Contact, n.Contact); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
		{
			Name: "Tickets.Create/consents", Needs: with(), Source: docCreate,
			Why: "a problem with virtual machines asks whether somebody may look into them",
			Run: func(c *run) {
				p := asking(c)
				n := sample(c, about(p.ID))
				for _, q := range p.Consents {
					if q.Type == "" {
						c.Errorf("a consent is of no type: %+v", q)
					}
					n.Consents = append(n.Consents, support.SecondaryConsent{Type: q.Type, Consent: support.ConsentYes})
				}
				op := begin(c, n)
				finish(c, op)
				if got := get(c, support.TicketID(op.ResourceID)).Consents; !conform.Same(got, n.Consents) {
					c.Errorf("Consents are %+v, want %+v", got, n.Consents)
				}
			},
		},
		{
			Name: "Tickets.Create/workspace-of-its-own", Needs: with(HasAttachments), Source: docRecorded,
			Why: "files are sent for a ticket that was opened without any",
			Run: func(c *run) {
				t := add(c)
				if string(t.Workspace) != t.Number {
					c.Errorf("Workspace is %q, want the ticket's number %s", t.Workspace, t.Number)
				}
				w, err := c.S.Service.Attachments.GetWorkspace(c.Context(), t.Workspace)
				c.Must(err, "getting the workspace of a ticket")
				if w.ID != t.Workspace {
					c.Errorf("its workspace is %+v", w)
				}
			},
		},
		{
			Name: "Tickets.Create/workspace-made-before", Needs: with(HasAttachments), Source: docCreate,
			Why: "the engineer finds the files that were sent before there was a ticket",
			Run: func(c *run) {
				w := workspace(c, "")
				send(c, w.ID, "log.txt", []byte(fileContent))
				if t := add(c, keptIn(w.ID)); t.Workspace != w.ID {
					c.Errorf("Workspace is %q, want %q", t.Workspace, w.ID)
				}
				if got := files(c, w.ID); len(got) != 1 || got[0].Name != "log.txt" {
					c.Errorf("the workspace has %d files", len(got))
				}
			},
		},
		{
			Name: "Tickets.Create/numbers-differ", Needs: with(), Source: docTicket,
			Why: "two tickets of one number are one on the phone",
			Run: func(c *run) {
				seen := map[string]bool{}
				for range 5 {
					t := add(c)
					if seen[t.Number] {
						c.Errorf("two tickets have the number %s", t.Number)
					}
					seen[t.Number] = true
				}
			},
		},
		{
			Name: "Tickets.Create/private", Needs: with(), Source: docPrivate,
			Why: "the contact is personal data, and a ticket is printed in every log",
			Run: func(c *run) {
				n := sample(c)
				op := begin(c, n)
				finish(c, op)
				t := get(c, support.TicketID(op.ResourceID))
				for _, v := range []any{n, t, *t, t.Contact, support.ContactPatch{FirstName: new(hiddenFirst)}} {
					printed(c, v)
				}
			},
		},
	}
}

// isNumber reports whether a ticket can have the number.
func isNumber(number string) bool {
	return (len(number) == 15 || len(number) == 16) && strings.Trim(number, "0123456789") == ""
}

// serviceOf is the service that a problem is of.
func serviceOf(p support.ProblemID) support.ServiceID {
	service, _, _ := strings.Cut(string(p), "/problemClassifications/")
	return support.ServiceID(service)
}

// sameContact compares contacts. The service writes languages and countries back in
// another letter case.
func sameContact(got, want support.Contact) error {
	for _, contact := range []*support.Contact{&got, &want} {
		contact.Language, contact.Country = strings.ToLower(contact.Language), strings.ToLower(contact.Country)
	}
	return conform.Differ(got, want, "ID", "Organization")
}

func createRefusalCases() []kase {
	return []kase{
		{
			Name: "Tickets.Create/missing", Needs: with(), Source: docNew,
			Why: "who forgot a field is told which, and no half of a ticket is there afterwards", Run: missingFields,
		},
		{
			Name: "Tickets.Create/invalid", Needs: with(), Source: docCreate,
			Why: "a value that nobody understands is refused before anybody waits for an answer", Run: invalidFields,
		},
		{
			Name: "Tickets.Create/not-of-azure", Needs: with(), Source: docNew,
			Why: "a field that Azure does not read must not be dropped in silence",
			Run: func(c *run) {
				for field, spoil := range map[string]option{
					"Customer":  func(n *support.NewTicket) { n.Customer = admin365.TenantID(nobody()) },
					"RequestID": func(n *support.NewTicket) { n.RequestID = nobody() },
				} {
					refusedCreate(c, field, sample(c, spoil), invalid(opCreate).On(field))
				}
			},
		},
		{
			Name: "Tickets.Create/unknown-service", Needs: with(), Source: docErrors,
			Why: "the ids change, and a program that kept one has to learn that it is gone",
			Run: func(c *run) {
				p := support.ProblemID("/providers/Microsoft.Support/services/" + nobody() + "/problemClassifications/" + guid(string(technical(c).ID)))
				refusedCreate(c, "a service of nobody", sample(c, about(p)), unknown(opCreate))
			},
		},
		{
			Name: "Tickets.Create/unknown-problem", Needs: with(), Source: docErrors,
			Why: "the problem has to be one of the service, or the ticket lands with people who cannot help",
			Run: func(c *run) {
				p := technical(c)
				ofNobody := support.ProblemID(strings.ReplaceAll(string(p.ID), guid(string(p.ID)), nobody()))
				refusedCreate(c, "a problem of nobody", sample(c, about(ofNobody)), unknown(opCreate))
				ofAnother := support.ProblemID(string(support.ServiceBilling) + "/problemClassifications/" + guid(string(p.ID)))
				refusedCreate(c, "a problem of another service", sample(c, about(ofAnother)), unknown(opCreate))
			},
		},
		{
			Name: "Tickets.Create/unknown-workspace", Needs: with(HasAttachments), Source: docErrors,
			Why: "the files that somebody believes to have sent are not there",
			Run: func(c *run) {
				refusedCreate(c, "a workspace of nobody", sample(c, keptIn(support.WorkspaceID(conform.Unique()))), unknown(opCreate))
			},
		},
		{
			Name: "Tickets.Create/consent-missing", Needs: with(), Source: docCreate,
			Why: "a consent that was not asked for was not given",
			Run: func(c *run) {
				p := asking(c)
				refusedCreate(c, "no consent", sample(c, about(p.ID)), invalid(opCreate).On("consents"))
				refusedCreate(c, "another consent", sample(c, about(p.ID), func(n *support.NewTicket) {
					n.Consents = []support.SecondaryConsent{{Type: "nonsense", Consent: support.ConsentYes}}
				}), invalid(opCreate))
			},
		},
		{
			Name: "Tickets.Create/quota-of-the-tenant", Needs: with(), Source: docCreate,
			Why: "quotas are of subscriptions, and a request for one nowhere is never granted",
			Run: func(c *run) {
				n := sample(c, about(ofService(c, support.ServiceQuotas).ID))
				n.Quota = quota()
				refusedCreate(c, "a quota of the tenant", n, invalid(opCreate).On("quota"))
			},
		},
		{
			Name: "Tickets.Create/resource-of-the-tenant", Needs: with(), Source: docCreate,
			Why: "whoever looks into the resource has to be allowed to by its subscription",
			Run: func(c *run) {
				n := sample(c)
				n.Resource = "/subscriptions/" + nobody() + "/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm"
				refusedCreate(c, "a resource, and no subscription", n, invalid(opCreate).On("resource"))
			},
		},
	}
}

// quota is a request for a quota.
func quota() *support.QuotaRequest {
	return &support.QuotaRequest{Version: "1.0", Changes: []support.QuotaChange{{Region: "EastUS", Payload: `{"SKU":"DSv3 Series","NewLimit":104}`}}}
}

// refusedCreate checks that a ticket is refused and that there is none.
func refusedCreate(c *run, what string, n support.NewTicket, want conform.Refusal) {
	c.Helper()
	want.Hides = personal()
	op, err := c.S.Service.Tickets.Create(c.Context(), n)
	if fault := want.Check(err); fault != nil {
		c.Errorf("%s: %v", what, fault)
	}
	if op != nil {
		c.Errorf("%s: Create answers an operation beside its error", what)
	}
	for _, t := range list(c, support.TicketQuery{Subscription: n.Subscription}) {
		if n.Name != "" && strings.EqualFold(t.Name, n.Name) {
			c.Errorf("%s: there is a ticket all the same", what)
		}
	}
}

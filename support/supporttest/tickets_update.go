package supporttest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// update changes a ticket, or ends the case, and returns it.
func update(c *run, id support.TicketID, p support.TicketPatch) *support.Ticket {
	c.Helper()
	c.Must(c.S.Service.Tickets.Update(c.Context(), id, p), "changing a ticket")
	return get(c, id)
}

func updateCases() []kase {
	return []kase{
		{
			Name: "Tickets.Update/severity", Needs: with(CanAdvance), Source: docUpdate,
			Why: "it became worse, and must be known as that",
			Run: func(c *run) {
				t := add(c)
				c.S.Advance(hour)
				for _, s := range []support.Severity{support.Critical, support.Moderate, support.Minimal} {
					now := update(c, t.ID, support.TicketPatch{Severity: new(s)})
					if now.Severity != s {
						c.Errorf("Severity is %q, want %q", now.Severity, s)
					}
					if err := conform.Differ(*now, *t, "Severity", "Modified", "Response"); err != nil {
						c.Errorf("besides the severity it %v", err)
					}
					if !now.Modified.After(t.Modified) {
						c.Errorf("it was modified at %v, as before", now.Modified)
					}
				}
			},
		},
		{
			Name: "Tickets.Update/contact-field-by-field", Needs: with(), Source: docUpdate,
			Why: "who changes a telephone number must not lose the name", Run: contactFields,
		},
		{
			Name: "Tickets.Update/other-emails", Needs: with(), Source: docUpdate,
			Why: "somebody who left the company must get no more copies",
			Run: func(c *run) {
				n := sample(c)
				n.Contact.OtherEmails = []string{"second@contoso.com", "third@contoso.com"}
				op := begin(c, n)
				finish(c, op)
				id := support.TicketID(op.ResourceID)
				check := func(what string, p support.ContactPatch, want ...string) {
					c.Helper()
					now := update(c, id, support.TicketPatch{Contact: &p})
					if !conform.Same(now.Contact.OtherEmails, want) {
						c.Errorf("%s: OtherEmails are %q, want %q", what, now.Contact.OtherEmails, want)
					}
				}
				check("without a word about them", support.ContactPatch{Country: new("DEU")}, "second@contoso.com", "third@contoso.com")
				check("replaced", support.ContactPatch{OtherEmails: []string{"fourth@contoso.com"}}, "fourth@contoso.com")
				check("emptied", support.ContactPatch{OtherEmails: []string{}})
			},
		},
		{
			Name: "Tickets.Update/consents", Needs: with(), Source: docUpdate,
			Why: "a consent is taken back, and what is looked at then is looked at without one",
			Run: func(c *run) {
				p := asking(c)
				n := sample(c, about(p.ID))
				var no []support.SecondaryConsent
				for _, q := range p.Consents {
					n.Consents = append(n.Consents, support.SecondaryConsent{Type: q.Type, Consent: support.ConsentYes})
					no = append(no, support.SecondaryConsent{Type: q.Type, Consent: support.ConsentNo})
				}
				op := begin(c, n)
				finish(c, op)
				id := support.TicketID(op.ResourceID)
				now := update(c, id, support.TicketPatch{Diagnostics: new(support.ConsentYes)})
				if now.Diagnostics != support.ConsentYes || !conform.Same(now.Consents, n.Consents) {
					c.Errorf("Diagnostics are %q and Consents %+v", now.Diagnostics, now.Consents)
				}
				now = update(c, id, support.TicketPatch{Consents: no})
				if now.Diagnostics != support.ConsentYes || !conform.Same(now.Consents, no) {
					c.Errorf("Diagnostics are %q and Consents %+v", now.Diagnostics, now.Consents)
				}
			},
		},
		{
			Name: "Tickets.Update/all-at-once", Needs: with(), Source: docUpdate,
			Why: "a patch is one request, of which nothing may be lost",
			Run: func(c *run) {
				t := add(c)
				now := update(c, t.ID, support.TicketPatch{
					Severity: new(support.Moderate), Contact: &support.ContactPatch{Phone: new(hiddenPhone)}, Diagnostics: new(support.ConsentYes),
				})
				if now.Severity != support.Moderate || now.Contact.Phone != hiddenPhone || now.Diagnostics != support.ConsentYes {
					c.Errorf("it is %s, Diagnostics are %q, and the telephone number is changed: %v", now.Severity, now.Diagnostics, now.Contact.Phone == hiddenPhone)
				}
			},
		},
		{
			Name: "Tickets.Update/empty", Needs: with(), Source: docUpdate,
			Why: "a patch that says nothing is a mistake of the program",
			Run: func(c *run) {
				t := add(c)
				c.Refused(c.S.Service.Tickets.Update(c.Context(), t.ID, support.TicketPatch{}), invalid(opUpdate))
				unchanged(c, t)
			},
		},
		{
			Name: "Tickets.Update/invalid", Needs: with(), Source: docUpdate,
			Why: "what no ticket can be made with none can be changed to", Run: invalidPatches,
		},
		{
			Name: "Tickets.Update/consent-missing", Needs: with(), Source: docUpdate,
			Why: "the list replaces that of before, and one that lacks an answer takes it away",
			Run: func(c *run) {
				p := asking(c)
				n := sample(c, about(p.ID))
				for _, q := range p.Consents {
					n.Consents = append(n.Consents, support.SecondaryConsent{Type: q.Type, Consent: support.ConsentYes})
				}
				op := begin(c, n)
				finish(c, op)
				t := get(c, support.TicketID(op.ResourceID))
				c.Refused(c.S.Service.Tickets.Update(c.Context(), t.ID, support.TicketPatch{
					Consents: []support.SecondaryConsent{{Type: "nonsense", Consent: support.ConsentYes}},
				}), invalid(opUpdate))
				unchanged(c, t)
			},
		},
		{
			Name: "Tickets.Update/severity-needs-a-plan", Needs: with(), Source: docUpdate,
			Why: "what cannot be asked for at first cannot be asked for later",
			Run: func(c *run) {
				t := add(c)
				planned(c, c.S.Service.Tickets.Update(c.Context(), t.ID, support.TicketPatch{Severity: new(support.HighestCriticalImpact)}), plainly(support.ErrPlan, opUpdate).On("severity"))
				unchanged(c, t)
				plan(c, support.PlanPremier)
				if now := update(c, t.ID, support.TicketPatch{Severity: new(support.HighestCriticalImpact)}); now.Severity != support.HighestCriticalImpact {
					c.Errorf("Severity is %q", now.Severity)
				}
			},
		},
		{
			Name: "Tickets.Update/unknown", Needs: []string{CanWrite, HasTickets}, Source: docErrors,
			Why: "a ticket that is not there is told apart from one that does not take the change",
			Run: func(c *run) {
				for _, m := range []method{methodNamed("Tickets.Update"), methodNamed("Tickets.Close"), methodNamed("Tickets.Reopen")} {
					at := nowhere()
					c.Refused(m.call(c.Context(), c.S.Service, at), unknown(m.op).Of(string(at.ticket)))
				}
			},
		},
	}
}

// contactFields changes one field of a contact after the other.
func contactFields(c *run) {
	t := add(c)
	want := t.Contact
	for _, step := range []struct {
		patch  support.ContactPatch
		change func(*support.Contact)
	}{
		{support.ContactPatch{FirstName: new("Grace")}, func(p *support.Contact) { p.FirstName = "Grace" }},
		{support.ContactPatch{LastName: new("Hopper")}, func(p *support.Contact) { p.LastName = "Hopper" }},
		{support.ContactPatch{Email: new("grace@contoso.com")}, func(p *support.Contact) { p.Email = "grace@contoso.com" }},
		{support.ContactPatch{Phone: new("123-456-7890"), Method: new(support.ContactPhone)}, func(p *support.Contact) { p.Phone, p.Method = "123-456-7890", support.ContactPhone }},
		{support.ContactPatch{TimeZone: new("W. Europe Standard Time")}, func(p *support.Contact) { p.TimeZone = "W. Europe Standard Time" }},
		{support.ContactPatch{Country: new("DEU"), Language: new("de-de")}, func(p *support.Contact) { p.Country, p.Language = "DEU", "de-de" }},
		{support.ContactPatch{Method: new(support.ContactEmail)}, func(p *support.Contact) { p.Method = support.ContactEmail }},
	} {
		step.change(&want)
		now := update(c, t.ID, support.TicketPatch{Contact: &step.patch})
		if err := sameContact(now.Contact, want); err != nil {
			c.Errorf("the contact %v", err)
		}
		if err := conform.Differ(*now, *t, "Contact", "Modified"); err != nil {
			c.Errorf("besides the contact it %v", err)
		}
	}
}

// invalidPatches have one value each that is none.
func invalidPatches(c *run) {
	t := add(c)
	for what, p := range map[string]struct {
		patch support.TicketPatch
		names []string
	}{
		"a severity of nobody":     {support.TicketPatch{Severity: new(support.Severity("urgent"))}, []string{"Severity"}},
		"a consent of nobody":      {support.TicketPatch{Diagnostics: new(support.Consent("Maybe"))}, []string{"Diagnostics"}},
		"no first name":            {support.TicketPatch{Contact: &support.ContactPatch{FirstName: new("")}}, []string{"Contact.FirstName", "FirstName", "Contact"}},
		"no address":               {support.TicketPatch{Contact: &support.ContactPatch{Email: new("")}}, []string{"Contact.Email", "Email", "Contact"}},
		"by phone, and no number":  {support.TicketPatch{Contact: &support.ContactPatch{Method: new(support.ContactPhone)}}, []string{"Contact.Phone", "Phone", "Contact"}},
		"a way of nobody":          {support.TicketPatch{Contact: &support.ContactPatch{Method: new(support.ContactMethod("pigeon"))}}, []string{"Contact.Method", "Method", "Contact"}},
		"a language of nobody":     {support.TicketPatch{Contact: &support.ContactPatch{Language: new("tlh-xx")}}, []string{"Contact.Language", "Language", "Contact"}},
		"a country of two letters": {support.TicketPatch{Contact: &support.ContactPatch{Country: new("US")}}, []string{"Contact.Country", "Country", "Contact"}},
	} {
		// One mistake spoils all of the patch.
		if p.patch.Diagnostics == nil {
			p.patch.Diagnostics = new(support.ConsentYes)
		}
		want := invalid(opUpdate).On(p.names...)
		want.Hides = personal()
		if fault := want.Check(c.S.Service.Tickets.Update(c.Context(), t.ID, p.patch)); fault != nil {
			c.Errorf("%s: %v", what, fault)
		}
		unchanged(c, t)
	}
}

func stateCases() []kase {
	return []kase{
		{
			Name: "Tickets.Close/closes", Needs: with(CanAdvance), Source: docUpdate,
			Why: "what is done with is not to be asked about any more",
			Run: func(c *run) {
				t := add(c)
				c.S.Advance(hour)
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
				now := get(c, t.ID)
				if now.State != support.StateClosed || !now.Modified.After(t.Modified) {
					c.Errorf("it is %s, modified at %v", now.State, now.Modified)
				}
				if err := conform.Differ(*now, *t, "State", "Modified"); err != nil {
					c.Errorf("besides the state it %v", err)
				}
			},
		},
		{
			Name: "Tickets.Close/while-somebody-works", Needs: with(), Source: docManage,
			Why: "the engineer is to be told, and not left alone with it",
			Run: func(c *run) {
				t := add(c)
				assign(c, t)
				t = get(c, t.ID)
				notPlanned(c, c.S.Service.Tickets.Close(c.Context(), t.ID), denied(admin365.ErrPrecondition, opClose))
				unchanged(c, t)
				c.Must(c.S.Backstage.Assign(c.Context(), t.ID, ""), "taking the engineer off")
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
			},
		},
		{
			Name: "Tickets.Close/again", Needs: with(), Source: docTickets,
			Why: "who closes what is closed had another ticket in mind",
			Run: func(c *run) {
				t := add(c)
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
				t = get(c, t.ID)
				c.Refused(c.S.Service.Tickets.Close(c.Context(), t.ID), denied(admin365.ErrConflict, opClose))
				unchanged(c, t)
			},
		},
		{
			Name: "Tickets.Reopen/opens", Needs: with(), Source: docUpdate,
			Why: "what was thought to be mended was not",
			Run: func(c *run) {
				t := add(c)
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
				c.Must(c.S.Service.Tickets.Reopen(c.Context(), t.ID), "reopening a ticket")
				if now := get(c, t.ID); now.State != support.StateOpen || now.Number != t.Number {
					c.Errorf("it is %s, with the number %s", now.State, now.Number)
				}
				update(c, t.ID, support.TicketPatch{Severity: new(support.Moderate)})
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket again")
			},
		},
		{
			Name: "Tickets.Reopen/after-microsoft-closed", Needs: with(), Source: docManage,
			Why: "Microsoft closes a ticket whose problem comes back the next day",
			Run: func(c *run) {
				t := add(c)
				assign(c, t)
				setState(c, t.ID, support.StateClosed)
				now := get(c, t.ID)
				if now.State != support.StateClosed || now.Engineer != "" {
					c.Errorf("it is %s, and %q works on it", now.State, now.Engineer)
				}
				c.Refused(c.S.Service.Tickets.Close(c.Context(), t.ID), denied(admin365.ErrConflict, opClose))
				c.Must(c.S.Service.Tickets.Reopen(c.Context(), t.ID), "reopening a ticket")
				if now := get(c, t.ID); now.State != support.StateOpen {
					c.Errorf("it is %s", now.State)
				}
			},
		},
		{
			Name: "Tickets.Reopen/open", Needs: with(), Source: docTickets,
			Why: "who reopens what is open had another ticket in mind",
			Run: func(c *run) {
				t := add(c)
				c.Refused(c.S.Service.Tickets.Reopen(c.Context(), t.ID), denied(admin365.ErrConflict, opReopen))
				unchanged(c, t)
			},
		},
		{
			Name: "Tickets.Update/severity-while-somebody-works", Needs: with(), Source: docManage,
			Why: "from then on the severity is agreed with the engineer",
			Run: func(c *run) {
				t := add(c)
				assign(c, t)
				t = get(c, t.ID)
				notPlanned(c, c.S.Service.Tickets.Update(c.Context(), t.ID, support.TicketPatch{Severity: new(support.Critical)}), denied(admin365.ErrPrecondition, opUpdate))
				// The whole patch, not only a part of it.
				notPlanned(c, c.S.Service.Tickets.Update(c.Context(), t.ID, support.TicketPatch{Severity: new(support.Critical), Diagnostics: new(support.ConsentYes)}), denied(admin365.ErrPrecondition, opUpdate))
				unchanged(c, t)
				now := update(c, t.ID, support.TicketPatch{Contact: &support.ContactPatch{Phone: new(hiddenPhone)}})
				if now.Contact.Phone != hiddenPhone {
					c.Errorf("the contact cannot be changed")
				}
				c.Must(c.S.Backstage.Assign(c.Context(), t.ID, ""), "taking the engineer off")
				update(c, t.ID, support.TicketPatch{Severity: new(support.Critical)})
			},
		},
		{
			Name: "Tickets.Update/closed", Needs: with(), Source: docTickets,
			Why: "nobody reads what is changed in a closed ticket",
			Run: func(c *run) {
				t := add(c)
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
				t = get(c, t.ID)
				for _, p := range []support.TicketPatch{
					{Severity: new(support.Critical)}, {Diagnostics: new(support.ConsentYes)}, {Contact: &support.ContactPatch{Phone: new(hiddenPhone)}},
				} {
					notPlanned(c, c.S.Service.Tickets.Update(c.Context(), t.ID, p), denied(admin365.ErrPrecondition, opUpdate))
				}
				unchanged(c, t)
			},
		},
		{
			Name: "Tickets/updating", Needs: with(HasCommunications), Source: docTickets,
			Why: "two changes at once are one lost",
			Run: func(c *run) {
				t := add(c)
				setState(c, t.ID, support.StateUpdating)
				t = get(c, t.ID)
				if t.State != support.StateUpdating {
					c.Errorf("State is %q", t.State)
				}
				for _, name := range []string{"Tickets.Update", "Tickets.Close", "Tickets.Reopen", "Communications.Add"} {
					m := methodNamed(name)
					if fault := denied(admin365.ErrBusy, m.op).Check(m.call(c.Context(), c.S.Service, target{ticket: t.ID})); fault != nil {
						c.Errorf("%s: %v", name, fault)
					}
				}
				unchanged(c, t)
				setState(c, t.ID, support.StateOpen)
				update(c, t.ID, support.TicketPatch{Severity: new(support.Critical)})
			},
		},
	}
}

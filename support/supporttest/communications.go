package supporttest

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// words is something to say. The sender is left to the service.
func words() support.NewCommunication {
	return support.NewCommunication{Subject: "About " + conform.Unique(), Body: "It happens every morning."}
}

// say says something in a ticket and waits until it is said.
func say(c *run, id support.TicketID) *support.Communication {
	c.Helper()
	return said(c, id, words())
}

// said says something in a ticket and waits until it is said.
func said(c *run, id support.TicketID, n support.NewCommunication) *support.Communication {
	c.Helper()
	op, err := c.S.Service.Communications.Add(c.Context(), id, n)
	c.Must(err, "saying something")
	finish(c, op)
	got, err := c.S.Service.Communications.Get(c.Context(), id, support.CommunicationID(op.ResourceID))
	c.Must(err, "reading what was said")
	return got
}

// conversation is what was said in a ticket.
func conversation(c *run, id support.TicketID) []*support.Communication {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Communications.List(c.Context(), id, support.CommunicationQuery{}))
	c.Must(err, "listing what was said")
	return all
}

func communicationCases() []kase {
	return []kase{
		{
			Name: "Communications.Add/says-it", Needs: with(HasCommunications), Source: docSay,
			Why: "an answer that is not there is waited for",
			Run: func(c *run) {
				t := add(c)
				n := words()
				n.Sender = "ada@contoso.com"
				got := said(c, t.ID, n)
				report(c, "what was said",
					errIf(got.Ticket != t.ID, "it was said in %q", got.Ticket),
					errIf(got.Type != support.CommunicationWeb, "Type is %q", got.Type),
					errIf(got.Direction != support.FromCustomer, "Direction is %q", got.Direction),
					errIf(got.Sender != n.Sender, "Sender is %q", got.Sender),
					errIf(got.Created.Before(t.Created), "it was said at %v, before there was a ticket", got.Created),
					conform.NotUTC(*got))
				listed := find(conversation(c, t.ID), func(l *support.Communication) bool { return l.ID == got.ID })
				if listed == nil {
					c.Fatalf("the list does not have it")
				}
				if err := conform.Differ(*listed, *got); err != nil {
					c.Errorf("in the list it %v", err)
				}
			},
		},
		{
			Name: "Communications.Add/goes-on", Needs: with(HasCommunications, CanAdvance), Source: docAsync,
			Why: "what was accepted is not yet said",
			Run: func(c *run) {
				t := add(c)
				n := words()
				n.Name = conform.Unique()
				op, err := c.S.Service.Communications.Add(c.Context(), t.ID, n)
				c.Must(err, "saying something")
				report(c, "what Add answers", errIf(op.Kind != support.KindAddCommunication, "Kind is %q", op.Kind), errIf(op.ResourceID != n.Name, "ResourceID is %q, want the name", op.ResourceID))
				c.S.Advance(5 * time.Minute)
				if now := operation(c, op.ID); now.State != admin365.OperationSucceeded || now.Err != nil {
					c.Errorf("five minutes later it is %s: %v", now.State, now.Err)
				}
				if _, err := c.S.Service.Communications.Get(c.Context(), t.ID, support.CommunicationID(n.Name)); err != nil {
					c.Errorf("reading it by its name: %v", err)
				}
			},
		},
		{
			Name: "Communications.Get/by-its-own-name", Needs: with(HasCommunications), Source: docRecorded,
			Why: "who does not know whether it was said looks by the name that he gave",
			Run: func(c *run) {
				t := add(c)
				n := words()
				n.Name = "Mine-" + conform.Unique()
				got := said(c, t.ID, n)
				if guid(string(got.ID)) != string(got.ID) || got.ID == "" {
					c.Errorf("its id is %q, want a GUID of the service's", got.ID)
				}
				for _, id := range []support.CommunicationID{support.CommunicationID(n.Name), got.ID, upper(got.ID)} {
					again, err := c.S.Service.Communications.Get(c.Context(), t.ID, id)
					c.Must(err, "reading what was said by "+string(id))
					if err := conform.Differ(*again, *got); err != nil {
						c.Errorf("by %s it %v", id, err)
					}
				}
			},
		},
		{
			Name: "Communications.Add/subject-is-cut", Needs: with(HasCommunications), Source: docCommunication,
			Why: "who looks for what he said does not find it by its subject", Run: cutSubjects,
		},
		{
			Name: "Communications.Add/body-is-wrapped", Needs: with(HasCommunications), Source: docRecorded,
			Why: "the body is HTML as it comes back, whatever it was",
			Run: func(c *run) {
				t := add(c)
				n := words()
				n.Body = "First line.\nSecond line, of which nothing may be lost."
				if got := said(c, t.ID, n).Body; got != "<pre>"+n.Body+"</pre>" {
					c.Errorf("the body is %q", got)
				}
			},
		},
		{
			Name: "Communications.Add/sender", Needs: with(HasCommunications), Source: docSay,
			Why: "the answer goes to the sender",
			Run: func(c *run) {
				if got := say(c, add(c).ID); !strings.Contains(got.Sender, "@") {
					c.Errorf("Sender is %q, want the address of the person", got.Sender)
				}
			},
		},
		{
			Name: "Communications.Add/reopens", Needs: with(HasCommunications), Source: docCommunications,
			Why: "who answers to a closed ticket wants to be read",
			Run: func(c *run) {
				t := add(c)
				c.Must(c.S.Service.Tickets.Close(c.Context(), t.ID), "closing a ticket")
				say(c, t.ID)
				if now := get(c, t.ID); now.State != support.StateOpen {
					c.Errorf("the ticket is %s", now.State)
				}
			},
		},
		{
			Name: "Communications.Add/same-name-in-two-tickets", Needs: with(HasCommunications), Source: docCommunications,
			Why: "a name is that of one ticket",
			Run: func(c *run) {
				n := words()
				n.Name = conform.Unique()
				one, other := said(c, add(c).ID, n), said(c, add(c).ID, n)
				if one.ID == other.ID {
					c.Errorf("both have the id %s", one.ID)
				}
			},
		},
		{
			Name: "Communications.List/from-microsoft", Needs: with(HasCommunications), Source: docSaid,
			Why: "the question of an engineer is what the ticket waits for",
			Run: func(c *run) {
				t := add(c)
				assign(c, t)
				c.Must(c.S.Backstage.Say(c.Context(), t.ID, "A question", "Which version is it?"), "having Microsoft say something")
				got := find(conversation(c, t.ID), func(l *support.Communication) bool { return strings.Contains(l.Body, "Which version is it?") })
				if got == nil {
					c.Fatalf("the list does not have it")
				}
				report(c, "what was said",
					errIf(got.Direction != support.FromMicrosoft, "Direction is %q", got.Direction),
					errIf(got.Sender != engineer, "Sender is %q", got.Sender), errIf(!strings.Contains(got.Subject, "A question"), "Subject is %q", got.Subject),
					errIf(got.Ticket != t.ID, "it was said in %q", got.Ticket), errIf(got.ID == "", "it has no id"))
			},
		},
		{
			Name: "Communications.List/received", Needs: with(HasCommunications, CanAdvance), Source: docRecorded,
			Why: "the first mail is not an answer, and a program that takes it for one is wrong",
			Run: func(c *run) {
				t := add(c)
				c.S.Advance(hour)
				if find(conversation(c, t.ID), func(l *support.Communication) bool { return l.Direction == support.FromMicrosoft }) == nil {
					c.Errorf("Microsoft has not said that the question came")
				}
			},
		},
		{
			Name: "Communications.List/more-than-a-page", Needs: with(HasCommunications), Sweep: true, Source: docSaid,
			Why: "ten are in a page, and long conversations are the ones that matter",
			Run: func(c *run) {
				t := add(c)
				want := map[support.CommunicationID]bool{}
				for range 13 {
					want[say(c, t.ID).ID] = true
				}
				all, err := conform.Collect(c.S.Service.Communications.List(c.Context(), t.ID, support.CommunicationQuery{PageSize: c.PageSize}))
				c.Must(err, "listing what was said")
				if err := conform.Once(all, func(l *support.Communication) support.CommunicationID { return l.ID }); err != nil {
					c.Errorf("%v", err)
				}
				for _, l := range all {
					delete(want, l.ID)
				}
				if len(want) > 0 {
					c.Errorf("%d are not in the list", len(want))
				}
			},
		},
		{
			Name: "Communications.List/newest-first", Needs: with(HasCommunications, CanAdvance, CanOrder), Source: docCommunications,
			Why: "who looks at the first one sees what was said last",
			Run: func(c *run) {
				t := add(c)
				for range 4 {
					c.S.Advance(time.Minute)
					say(c, t.ID)
				}
				if !slices.IsSortedFunc(conversation(c, t.ID), func(a, b *support.Communication) int { return b.Created.Compare(a.Created) }) {
					c.Errorf("they are not the newest first")
				}
			},
		},
		{
			Name: "Communications.List/since", Needs: with(HasCommunications, CanAdvance), Source: docSaid,
			Why: "what is new since the last look must not be missed, nor shown twice",
			Run: func(c *run) {
				t := add(c)
				// The service's own mail has come by then.
				c.S.Advance(hour)
				var made []*support.Communication
				for range 3 {
					made = append(made, say(c, t.ID))
					c.S.Advance(hour)
				}
				since := func(at time.Time, kind support.CommunicationType, want ...*support.Communication) {
					c.Helper()
					all, err := conform.Collect(c.S.Service.Communications.List(c.Context(), t.ID, support.CommunicationQuery{Since: at, Type: kind}))
					c.Must(err, "listing what was said")
					report(c, at.String(), sameCommunications(all, want))
				}
				since(made[1].Created, "", made[1], made[2])
				since(made[1].Created.In(time.FixedZone("", 3600)), support.CommunicationWeb, made[1], made[2])
				since(made[1].Created.Add(time.Second), "", made[2])
				since(made[2].Created.Add(hour), "")
			},
		},
	}
}

// sameCommunications compares lists of them, whatever their order.
func sameCommunications(got, want []*support.Communication) error {
	names := func(list []*support.Communication) (all []string) {
		for _, l := range list {
			all = append(all, string(l.ID))
		}
		slices.Sort(all)
		return all
	}
	return errIf(!slices.Equal(names(got), names(want)), "they are %q, want %q", names(got), names(want))
}

// cutSubjects says things under subjects of many lengths.
func cutSubjects(c *run) {
	t := add(c)
	long := strings.Repeat("0123456789", 10)
	foreign := strings.Repeat("äöüß漢", 20)
	for _, subject := range []string{long[:1], long[:46], long[:47], long[:48], long[:50], long[:51], long[:60], long, foreign} {
		n := words()
		n.Subject = subject
		got := said(c, t.ID, n).Subject
		runes := []rune(subject)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 80 || !strings.HasSuffix(got, "TrackingID#"+t.Number) {
			c.Errorf("a subject of %d characters becomes %q", len(runes), got)
		}
		switch {
		case len(runes) >= 60:
			if want := string(runes[:47]) + "... - TrackingID#" + t.Number; got != want {
				c.Errorf("a subject of %d characters becomes %q, want %q", len(runes), got, want)
			}
		case len(runes) <= 47:
			if !strings.HasPrefix(got, subject) {
				c.Errorf("a subject of %d characters becomes %q, though there is room for it", len(runes), got)
			}
		default:
			if !strings.HasPrefix(got, string(runes[:47])) {
				c.Errorf("a subject of %d characters becomes %q", len(runes), got)
			}
		}
	}
}

package supporttest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

func communicationRefusalCases() []kase {
	return []kase{
		{
			Name: "Communications.Add/missing", Needs: with(HasCommunications), Source: docSay,
			Why: "an empty letter is a mistake, and cannot be taken back",
			Run: func(c *run) {
				t := add(c)
				was := len(conversation(c, t.ID))
				for field, forget := range map[string]func(*support.NewCommunication){
					"Subject": func(n *support.NewCommunication) { n.Subject = "" },
					"Body":    func(n *support.NewCommunication) { n.Body = "" },
				} {
					n := words()
					forget(&n)
					op, err := c.S.Service.Communications.Add(c.Context(), t.ID, n)
					c.Refused(err, invalid(opSay).On(field))
					if op != nil {
						c.Errorf("it answers an operation beside its error")
					}
				}
				if now := len(conversation(c, t.ID)); now != was {
					c.Errorf("there are %d communications, and were %d", now, was)
				}
			},
		},
		{
			Name: "Communications.Add/names-that-are-none", Needs: with(HasCommunications), Source: docRecorded,
			Why: "a name that is a GUID could be somebody else's id",
			Run: func(c *run) {
				t := add(c)
				for _, name := range append(badNames(), nobody()) {
					n := words()
					n.Name = name
					_, err := c.S.Service.Communications.Add(c.Context(), t.ID, n)
					if fault := invalid(opSay).Check(err); fault != nil {
						c.Errorf("%.20q: %v", name, fault)
					}
				}
			},
		},
		{
			Name: "Communications.Add/name-taken", Needs: with(HasCommunications), Source: docCommunications,
			Why: "what was said once is not said again by a program that starts anew",
			Run: func(c *run) {
				t := add(c)
				n := words()
				n.Name = conform.Unique()
				op, err := c.S.Service.Communications.Add(c.Context(), t.ID, n)
				c.Must(err, "saying something")
				_, err = c.S.Service.Communications.Add(c.Context(), t.ID, n)
				c.Refused(err, taken(opSay))
				finish(c, op)
				_, err = c.S.Service.Communications.Add(c.Context(), t.ID, n)
				c.Refused(err, taken(opSay))
				mine := 0
				for _, l := range conversation(c, t.ID) {
					if l.Direction == support.FromCustomer {
						mine++
					}
				}
				if mine != 1 {
					c.Errorf("it was said %d times", mine)
				}
			},
		},
		{
			Name: "Communications/unknown-ticket", Needs: []string{HasCommunications}, Source: docErrors,
			Why: "a ticket in which nothing was said is not one that is not there",
			Run: func(c *run) {
				id := support.TicketID(conform.Unique())
				_, err := conform.Collect(c.S.Service.Communications.List(c.Context(), id, support.CommunicationQuery{}))
				c.Refused(err, unknown(opSaid))
				_, err = c.S.Service.Communications.Get(c.Context(), id, support.CommunicationID(nobody()))
				c.Refused(err, unknown(opSaidOne))
				if !c.S.Harness.MayWrite {
					return
				}
				n := words()
				n.Sender = "ada@contoso.com"
				_, err = c.S.Service.Communications.Add(c.Context(), id, n)
				c.Refused(err, unknown(opSay))
			},
		},
		{
			Name: "Communications.Get/unknown", Needs: with(HasCommunications), Source: docErrors,
			Why: "whether something was said is asked by its name, and the answer must be clear",
			Run: func(c *run) {
				t, other := add(c), add(c)
				ofOther := say(c, other.ID)
				for _, id := range []support.CommunicationID{support.CommunicationID(nobody()), support.CommunicationID(conform.Unique()), ofOther.ID} {
					got, err := c.S.Service.Communications.Get(c.Context(), t.ID, id)
					c.Refused(err, unknown(opSaidOne))
					if got != nil {
						c.Errorf("it answers something beside its error")
					}
				}
			},
		},
		{
			Name: "Communications.List/of-a-type-that-azure-does-not-take", Needs: with(HasCommunications), Source: docSaid,
			Why: "a condition that is dropped returns what was not asked for",
			Run: func(c *run) {
				t := add(c)
				say(c, t.ID)
				for _, kind := range []support.CommunicationType{support.CommunicationPhone, "nonsense", "web' or communicationType eq 'phone"} {
					all, err := conform.Collect(c.S.Service.Communications.List(c.Context(), t.ID, support.CommunicationQuery{Type: kind}))
					if fault := invalid(opSaid).Check(err); fault != nil || len(all) > 0 {
						c.Errorf("%q: %d communications, %v", kind, len(all), fault)
					}
				}
			},
		},
		{
			Name: "Communications.Add/fails", Needs: with(HasCommunications), Source: docOperations,
			Why: "who does not wait believes that it was said",
			Run: func(c *run) {
				t := add(c)
				n := words()
				n.Name = conform.Unique()
				op, err := c.S.Service.Communications.Add(c.Context(), t.ID, n)
				c.Must(err, "saying something")
				c.Must(c.S.Backstage.Fail(c.Context(), op.ID, "", ""), "failing an operation")
				failed(c, op, func(err error) { notPlanned(c, err, plainly(admin365.ErrUnavailable, support.KindAddCommunication)) })
				if _, err := c.S.Service.Communications.Get(c.Context(), t.ID, support.CommunicationID(n.Name)); !errors.Is(err, admin365.ErrNotFound) {
					c.Errorf("reading it: %v", err)
				}
			},
		},
	}
}

package healthtest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
)

func privacyCases() []kase {
	return []kase{
		{
			Name: "Privacy/who-may-read", Needs: ofFiles(CanSwitch, CanMakePeople, HasViewpoints), Source: docMessageCenter,
			Why: "a leak of the company's data is read by those who have to act, and they have this role for it",
			Run: func(c *run) {
				at := secret(c)
				for _, role := range []admin365.RoleID{globalAdministrator, privacyReader} {
					s := actor(c, role)
					reads(c, s, "role "+string(role), at)
					seen(c, s, "role "+string(role), []health.MessageID{at.message}, []health.MessageID{at.message})
				}
				// Who has one of the roles and another one beside it, too.
				reads(c, actor(c, globalReader, privacyReader), "both roles", at)
			},
		},
		{
			Name: "Privacy/who-may-not", Needs: ofFiles(CanSwitch, CanMakePeople, HasViewpoints), Source: docMessageCenter,
			Why: "that there was a leak is the secret itself",
			Run: func(c *run) {
				at, open := secret(c), message(c)
				for _, role := range []admin365.RoleID{messageCenterReader, globalReader, serviceSupportAdministrator, helpdeskAdministrator, exchangeAdministrator} {
					s, who := actor(c, role), "role "+string(role)
					notThere(c, s, who, at)
					seen(c, s, who, []health.MessageID{at.message, open.ID}, []health.MessageID{open.ID})
				}
			},
		},
		{
			Name: "Privacy/not-for-applications", Needs: ofFiles(CanSwitch), Source: "the comment of health.Messages",
			Why: "a program without a person has none of the two roles, and a secret that it reads is in its log",
			Run: func(c *run) {
				at, open := secret(c), message(c)
				s := application(c, messageRead)
				for _, m := range c.S.methods() {
					if len(m.takes) > 0 && m.takes[0] == idOfMessage {
						c.Refused(m.call(c.Context(), s, at), missing(m.op))
					}
				}
				seen(c, s, "an application", []health.MessageID{at.message, open.ID}, []health.MessageID{open.ID})
			},
		},
		{
			Name: "Privacy/not-by-a-filter", Needs: ofMessages(CanSwitch, CanMakePeople), Source: docMessageCenter,
			Why: "what is left out of a list is left out of every list",
			Run: func(c *run) {
				m := message(c, about(Skype), tagged(health.TagDataPrivacy, "Admin impact"), func(in *health.NewMessage) {
					in.Major, in.Severity, in.Category = true, health.SeverityCritical, health.PreventOrFixIssue
				})
				s := actor(c, messageCenterReader)
				for _, q := range []health.MessageQuery{
					{}, {Service: Skype}, {Major: new(true)}, {Severity: health.SeverityCritical}, {ChangedSince: m.LastModifiedDateTime},
					{Filter: "id eq '" + string(m.ID) + "'"}, {Filter: "isMajorChange eq true or isMajorChange eq false"},
				} {
					list, err := all(c, s, q)
					if err != nil || len(among(list, messageID, []health.MessageID{m.ID})) > 0 {
						c.Errorf("%+v: %v, and the message is there", q, err)
					}
					list, err = all(c, c.S.Service, q)
					if err != nil || len(among(list, messageID, []health.MessageID{m.ID})) != 1 {
						c.Errorf("%+v: %v, and the message is not there for a Global Administrator", q, err)
					}
				}
			},
		},
		{
			Name: "Privacy/tagged-later", Needs: ofFiles(CanSwitch, CanMakePeople, HasViewpoints), Source: docMessageCenter,
			Why: "a message becomes a secret when somebody finds out that it is one",
			Run: func(c *run) {
				m := message(c, tagged("Admin impact"))
				a := attach(c, m.ID, "a.txt", "text/plain", []byte("a"))
				at := target{message: m.ID, attachment: a.ID, marked: m.ID}
				s := actor(c, messageCenterReader)
				reads(c, s, "before", at)
				rewrite(c, m.ID, health.MessageVersion{Tags: []string{"Admin impact", health.TagDataPrivacy}})
				notThere(c, s, "after", at)
				rewrite(c, m.ID, health.MessageVersion{Tags: []string{"Admin impact"}})
				reads(c, s, "when it is none any more", at)
			},
		},
		{
			Name: "Privacy/role-given-later", Needs: ofFiles(CanSwitch, CanMakePeople, HasViewpoints), Source: docMessageCenter,
			Why: "the role works for a program that runs already",
			Run: func(c *run) {
				at := secret(c)
				user, err := c.S.Make.User(c.Context())
				c.Must(err, "adding a user")
				c.Must(c.S.Make.Role(c.Context(), user, messageCenterReader), "giving a role")
				s := seenBy(c, admin365.AsUser(user))
				notThere(c, s, "before", at)
				c.Must(c.S.Make.Role(c.Context(), user, privacyReader), "giving a role")
				c.Eventually(func() error { return only(s.Messages.Get(c.Context(), at.message)) })
				reads(c, s, "after", at)
			},
		},
	}
}

// secret is a message about data privacy with an attachment.
func secret(c *run) target {
	c.Helper()
	m := message(c, tagged("Admin impact", health.TagDataPrivacy))
	a := attach(c, m.ID, "people.csv", "text/csv", []byte("name\n"))
	return target{message: m.ID, attachment: a.ID, marked: m.ID}
}

// reads checks that the caller may read and mark a message.
func reads(c *run, s *health.Service, who string, at target) {
	c.Helper()
	for _, m := range c.S.methods() {
		if len(m.takes) == 0 || m.takes[0] != idOfMessage && m.takes[0] != idOfMarked {
			continue
		}
		if err := m.call(c.Context(), s, at); err != nil {
			c.Errorf("%s: %s: %v", who, m.op, err)
		}
	}
}

// seen checks which of the messages are in the caller's list.
func seen(c *run, s *health.Service, who string, ours, want []health.MessageID) {
	c.Helper()
	c.Eventually(func() error {
		list, err := all(c, s, health.MessageQuery{})
		if err != nil {
			return err
		}
		return sameSet(who+" sees the messages", among(list, messageID, ours), want)
	})
}

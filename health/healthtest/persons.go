package healthtest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
)

func personCases() []kase {
	return []kase{
		{
			Name: "Viewpoints/each-persons-own", Needs: ofMarks(CanSwitch, CanMakePeople), Source: docViewpoint,
			Why: "what one person has read the other has not",
			Run: func(c *run) {
				m, other := message(c), message(c)
				a, b := actor(c, globalReader), actor(c, messageCenterReader)
				c.Must(a.Viewpoints.MarkRead(c.Context(), []health.MessageID{m.ID}), "marking as read")
				c.Must(b.Viewpoints.MarkUnread(c.Context(), []health.MessageID{m.ID}), "marking as unread")
				c.Must(b.Viewpoints.Archive(c.Context(), []health.MessageID{m.ID, other.ID}), "archiving")
				c.Must(a.Viewpoints.Favorite(c.Context(), []health.MessageID{other.ID}), "making a favorite")
				marksAre(c, a, "the first person", m.ID, health.Viewpoint{IsRead: new(true)})
				marksAre(c, b, "the second person", m.ID, health.Viewpoint{IsRead: new(false), IsArchived: new(true)})
				marksAre(c, a, "the first person", other.ID, health.Viewpoint{IsFavorited: new(true)})
				marksAre(c, b, "the second person", other.ID, health.Viewpoint{IsArchived: new(true)})
				marksAre(c, c.S.Service, "somebody else", m.ID, health.Viewpoint{})
				marksAre(c, c.S.Service, "somebody else", other.ID, health.Viewpoint{})
				if got := getMessage(c, m.ID); got.Viewpoint != nil {
					c.Errorf("who has marked nothing has the viewpoint %+v", got.Viewpoint)
				}
			},
		},
		{
			Name: "Viewpoints/of-the-person-not-of-the-program", Needs: ofMarks(CanSwitch, CanMakePeople), Source: docViewpoint,
			Why: "what somebody has read he has read, whichever program he used",
			Run: func(c *run) {
				m := message(c)
				user, err := c.S.Make.User(c.Context())
				c.Must(err, "adding a user")
				c.Must(c.S.Make.Role(c.Context(), user, messageCenterReader), "giving a role")
				one := seenBy(c, admin365.AsUser(user))
				two := seenBy(c, admin365.Caller{User: user, App: "0badc0de-0000-4000-8000-00000000a990", Permissions: []admin365.Permission{messageRead, viewpointWrite}})
				c.Must(one.Viewpoints.MarkRead(c.Context(), []health.MessageID{m.ID}), "marking as read")
				marksAre(c, two, "in another program", m.ID, health.Viewpoint{IsRead: new(true)})
				c.Must(two.Viewpoints.MarkUnread(c.Context(), []health.MessageID{m.ID}), "marking as unread")
				marksAre(c, one, "back in the first", m.ID, health.Viewpoint{IsRead: new(false)})
			},
		},
		{
			Name: "Viewpoints/not-of-an-application", Needs: ofMarks(CanSwitch), Source: docMarkRead,
			Why: "a program that runs at night has no eyes, whatever it was granted",
			Run: func(c *run) {
				m := message(c)
				marked(c, c.S.Service, actions()[0], m.ID)
				for who, s := range map[string]*health.Service{
					"with everything":     seenBy(c, admin365.AsApp("0badc0de-0000-4000-8000-00000000a991")),
					"with the permission": application(c, messageRead, viewpointWrite),
				} {
					for _, a := range actions() {
						if fault := forbidden(a.op).Check(a.do(c.Context(), s.Viewpoints, []health.MessageID{m.ID})); fault != nil {
							c.Errorf("%s: %v", who, fault)
						}
					}
					got, err := s.Messages.Get(c.Context(), m.ID)
					c.Must(err, "getting a message")
					if got.Viewpoint != nil {
						c.Errorf("%s: the viewpoint is %+v", who, got.Viewpoint)
					}
					list, err := all(c, s, health.MessageQuery{})
					c.Must(err, "listing messages")
					for _, l := range list {
						if l.Viewpoint != nil {
							c.Errorf("%s: in the list the viewpoint of %s is %+v", who, l.ID, l.Viewpoint)
						}
					}
				}
				marksAre(c, c.S.Service, "the person", m.ID, health.Viewpoint{IsRead: new(true)})
			},
		},
		{
			Name: "Viewpoints/no-change-of-anothers-secret", Needs: ofMarks(CanSwitch, CanMakePeople), Source: docMessageCenter,
			Why: "an action on what one may not see tells that it is there, unless it answers as for nothing",
			Run: func(c *run) {
				open, hidden := message(c), message(c, tagged(health.TagDataPrivacy))
				s := actor(c, messageCenterReader)
				for _, a := range actions() {
					c.Refused(a.do(c.Context(), s.Viewpoints, []health.MessageID{open.ID, hidden.ID}), notFound(a.op))
				}
				marksAre(c, s, "what failed", open.ID, health.Viewpoint{})
			},
		},
		{
			Name: "Viewpoints/survive-a-change", Needs: ofMarks(CanSwitch, CanMakePeople), Source: docViewpoint,
			Why: "a file that is added to one message leaves the marks on the others",
			Run: func(c *run) {
				m, other := message(c), message(c)
				s := actor(c, globalReader)
				c.Must(s.Viewpoints.Favorite(c.Context(), []health.MessageID{m.ID}), "making a favorite")
				rewrite(c, other.ID, health.MessageVersion{Title: "Again"})
				marksAre(c, s, "the favorite", m.ID, health.Viewpoint{IsFavorited: new(true)})
				marksAre(c, s, "the other", other.ID, health.Viewpoint{})
			},
		},
	}
}

package healthtest

import (
	"errors"
	"iter"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// aliasCases overwrite everything that went in and everything that came out, and look
// whether the tenant has changed with it.
func aliasCases() []kase {
	return []kase{
		{
			Name: "Aliasing/answers-about-issues", Needs: ofIssues(HasServices), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				subscribe(c, Skype)
				id := reviewed(c, issue(c, Skype).ID).ID
				kept(c, "Issues.Get", func() (*health.Issue, error) { return c.S.Service.Issues.Get(c.Context(), id) })
				kept(c, "Issues.List", func() (*health.Issue, error) {
					return one(c.S.Service.Issues.List(c.Context(), health.IssueQuery{}), func(i *health.Issue) bool { return i.ID == id })
				})
				kept(c, "Issues.Report", func() (*health.File, error) { return c.S.Service.Issues.Report(c.Context(), id) })
				kept(c, "Services.Get", func() (*health.ServiceHealth, error) {
					return c.S.Service.Services.Get(c.Context(), Skype, health.ServiceQuery{Issues: true})
				})
				kept(c, "Services.List", func() (*health.ServiceHealth, error) {
					return one(c.S.Service.Services.List(c.Context(), health.ServiceQuery{Issues: true}), func(s *health.ServiceHealth) bool { return s.Service == Skype })
				})
				kept(c, "Issues.Get", func() (*health.Issue, error) { return c.S.Service.Issues.Get(c.Context(), id) })
			},
		},
		{
			Name: "Aliasing/answers-about-messages", Needs: ofFiles(HasViewpoints), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				m := message(c, about(Skype), tagged("Retirement"), func(in *health.NewMessage) {
					in.Major, in.Details = true, []health.Detail{{Name: "BlogLink", Value: "x"}}
				})
				id, a := m.ID, attach(c, m.ID, "a.txt", "text/plain", []byte("content")).ID
				marked(c, c.S.Service, actions()[0], id)
				kept(c, "Messages.Get", func() (*health.Message, error) { return c.S.Service.Messages.Get(c.Context(), id) })
				kept(c, "Messages.List", func() (*health.Message, error) {
					return one(c.S.Service.Messages.List(c.Context(), health.MessageQuery{}), func(m *health.Message) bool { return m.ID == id })
				})
				kept(c, "Attachments.Get", func() (*health.Attachment, error) { return c.S.Service.Attachments.Get(c.Context(), id, a) })
				kept(c, "Attachments.List", func() (*health.Attachment, error) {
					return one(c.S.Service.Attachments.List(c.Context(), id), func(*health.Attachment) bool { return true })
				})
				kept(c, "Attachments.Content", func() (*health.File, error) { return c.S.Service.Attachments.Content(c.Context(), id, a) })
				kept(c, "Attachments.Archive", func() (*health.File, error) { return c.S.Service.Attachments.Archive(c.Context(), id) })
				kept(c, "Messages.Get", func() (*health.Message, error) { return c.S.Service.Messages.Get(c.Context(), id) })
			},
		},
		{
			Name: "Aliasing/what-goes-in", Needs: ofMarks(HasAttachments, HasIssues), Source: docOwnership,
			Why: "a program uses one list for many calls and alters it between them",
			Run: func(c *run) {
				x, y := message(c).ID, message(c).ID
				ids := []health.MessageID{x, y}
				c.Must(c.S.Service.Viewpoints.MarkRead(c.Context(), ids), "marking as read")
				if ids[0] != x || ids[1] != y {
					c.Errorf("the list that went in is %q", ids)
				}
				conform.Scribble(&ids)
				marksAre(c, c.S.Service, "afterwards", x, health.Viewpoint{IsRead: new(true)})
				content, tags := []byte("content"), []string{"Retirement"}
				m := message(c, tagged(tags...), about(Skype))
				conform.Scribble(&tags)
				a := attach(c, m.ID, "a.txt", "text/plain", content)
				subscribe(c, Skype)
				i := issue(c, Skype)
				_, err := c.S.Backstage.PublishReport(c.Context(), i.ID, health.File{ContentType: "text/plain", Content: content})
				c.Must(err, "publishing a review")
				copy(content, "scribble")
				if got := getMessage(c, m.ID); got.Tags[0] != "Retirement" {
					c.Errorf("the tags are %q", got.Tags)
				}
				file, err := c.S.Service.Attachments.Content(c.Context(), m.ID, a.ID)
				c.Must(err, "getting a file")
				report, err := c.S.Service.Issues.Report(c.Context(), i.ID)
				c.Must(err, "getting a review")
				if string(file.Content) != "content" || string(report.Content) != "content" {
					c.Errorf("the files are %q and %q", file.Content, report.Content)
				}
			},
		},
		{
			Name: "Aliasing/answers-of-functions", Needs: ofIssues(HasMessages), Source: docOwnership,
			Why: "a page that is made of a history sorts and cuts it",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := issue(c, Skype)
				kept(c, "Affecting", func() (*health.Issue, error) {
					list, err := c.S.affecting(c.Context(), c.S.Service.Issues, Skype, i.StartDateTime)
					if err != nil || len(list) != 1 {
						return nil, errors.Join(err, errIf(len(list) != 1, "there are %d issues", len(list)))
					}
					return list[0], nil
				})
				at := i.StartDateTime
				kept(c, "Days", func() (*[]health.ServiceDay, error) {
					days, err := c.S.days(c.Context(), c.S.Service.Issues, health.DaysQuery{From: at.Add(-day), To: at, Services: []string{Skype}})
					if err != nil || len(days) != 2 {
						return nil, errors.Join(err, errIf(len(days) != 2, "there are %d days", len(days)))
					}
					return &days[1].Services, nil
				})
				names := []string{Skype}
				days, err := c.S.days(c.Context(), c.S.Service.Issues, health.DaysQuery{From: at, To: at, Services: names})
				c.Must(err, "asking for the history")
				names[0] = "scribbled"
				if days[0].Services[0].Service != Skype {
					c.Errorf("the history is of %q", days[0].Services[0].Service)
				}
			},
		},
	}
}

// kept asks three times, and overwrites the first answer in between.
func kept[V any](c *run, name string, ask func() (*V, error)) {
	c.Helper()
	answer := func() *V {
		v, err := ask()
		c.Must(err, name)
		if v == nil {
			c.Fatalf("%s answers nothing", name)
		}
		return v
	}
	first, second := answer(), answer()
	was := conform.Clone(first)
	conform.Scribble(first)
	if err := conform.Differ(*second, *was); err != nil {
		c.Errorf("%s: two answers share what they hold: the second %v", name, err)
	}
	if err := conform.Differ(*answer(), *was); err != nil {
		c.Errorf("%s: after an answer was overwritten the next one %v", name, err)
	}
}

// one returns the one item of a list that is ours.
func one[V any](list iter.Seq2[*V, error], ours func(*V) bool) (*V, error) {
	items, err := conform.Collect(list)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		if ours(item) {
			return item, nil
		}
	}
	return nil, errors.New("the list does not have it")
}

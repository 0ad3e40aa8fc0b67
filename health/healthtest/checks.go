package healthtest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// errIf returns an error if the condition holds.
func errIf(wrong bool, format string, args ...any) error {
	if wrong {
		return fmt.Errorf(format, args...)
	}
	return nil
}

// sameSet compares two lists of ids, whatever their order. What comes twice is not the
// same as what comes once.
func sameSet[ID ~string](what string, got, want []ID) error {
	g, w := slices.Clone(got), slices.Clone(want)
	slices.Sort(g)
	slices.Sort(w)
	return errIf(!slices.Equal(g, w), "%s: %q, want %q", what, g, w)
}

// among are the ids that are some of ours.
func among[V any, ID ~string](list []*V, id func(*V) ID, ours []ID) (ids []ID) {
	for _, v := range list {
		if slices.Contains(ours, id(v)) {
			ids = append(ids, id(v))
		}
	}
	return ids
}

func issueID(i *health.Issue) health.IssueID                { return i.ID }
func messageID(m *health.Message) health.MessageID          { return m.ID }
func attachmentID(a *health.Attachment) health.AttachmentID { return a.ID }

// getIssue returns an issue, or ends the case.
func getIssue(c *run, id health.IssueID) *health.Issue {
	c.Helper()
	i, err := c.S.Service.Issues.Get(c.Context(), id)
	c.Must(err, "getting an issue")
	return i
}

// getMessage returns a message, or ends the case.
func getMessage(c *run, id health.MessageID) *health.Message {
	c.Helper()
	m, err := c.S.Service.Messages.Get(c.Context(), id)
	c.Must(err, "getting a message")
	return m
}

// getService returns a service, or ends the case.
func getService(c *run, name string, issues bool) *health.ServiceHealth {
	c.Helper()
	s, err := c.S.Service.Services.Get(c.Context(), name, health.ServiceQuery{Issues: issues})
	c.Must(err, "getting a service")
	return s
}

// issuesAre waits until the query has exactly these of our issues.
func issuesAre(c *run, what string, q health.IssueQuery, ours, want []health.IssueID) {
	c.Helper()
	if q.PageSize == 0 {
		q.PageSize = c.PageSize
	}
	c.Eventually(func() error {
		list, err := conform.Collect(c.S.Service.Issues.List(c.Context(), q))
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return errors.Join(sameSet(what, among(list, issueID, ours), want), conform.Once(list, issueID))
	})
}

// messagesAre waits until the query has exactly these of our messages.
func messagesAre(c *run, what string, q health.MessageQuery, ours, want []health.MessageID) {
	c.Helper()
	if q.PageSize == 0 {
		q.PageSize = c.PageSize
	}
	c.Eventually(func() error {
		list, err := conform.Collect(c.S.Service.Messages.List(c.Context(), q))
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return errors.Join(sameSet(what, among(list, messageID, ours), want), conform.Once(list, messageID))
	})
}

// statusIs waits until the service has the status.
func statusIs(c *run, service string, want health.Status) {
	c.Helper()
	c.Eventually(func() error {
		one, err := c.S.Service.Services.Get(c.Context(), service, health.ServiceQuery{})
		if err != nil {
			return err
		}
		list, err := conform.Collect(c.S.Service.Services.List(c.Context(), health.ServiceQuery{}))
		if err != nil {
			return err
		}
		for _, s := range list {
			if s.Service == service && s.Status != want {
				return fmt.Errorf("in the list the status is %q, want %q", s.Status, want)
			}
		}
		return errIf(one.Status != want, "the status is %q, want %q", one.Status, want)
	})
}

// same checks that a value is as it should be, and that its times are in UTC.
func same(c *run, what string, got, want any, except ...string) {
	c.Helper()
	if err := conform.Differ(got, want, except...); err != nil {
		c.Errorf("%s %v", what, err)
	}
	if err := conform.NotUTC(got); err != nil {
		c.Errorf("%s: %v", what, err)
	}
}

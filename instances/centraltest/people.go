package centraltest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// recipient returns the recipient of the list, nil if he is not in it.
func recipient(c *run, id instances.RecipientID) *instances.CentralRecipient {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Central.Recipients.List(c.Context()))
	c.Must(err, "listing recipients")
	if err := conform.Once(all, func(r *instances.CentralRecipient) instances.RecipientID { return r.ID }); err != nil {
		c.Errorf("%v", err)
	}
	for _, r := range all {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// authorized returns the application of the list, nil if it is not on it.
func authorized(c *run, app admin365.AppID) *instances.CentralAuthorizedApp {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Central.AuthorizedApps.List(c.Context()))
	c.Must(err, "listing authorized applications")
	for _, a := range all {
		if a.ID == app {
			return a
		}
	}
	return nil
}

func peopleCases() []kase {
	return []kase{
		{
			Name: "Recipients/added-and-removed", Needs: []string{HasCentral}, Source: docRecipients,
			Why: "who is not told learns of the update from the people",
			Run: func(c *run) {
				r, n := c.S.Service.Central.Recipients, instances.NewCentralRecipient{Email: name() + "@example.com", Name: "The night shift"}
				a, err := r.Add(c.Context(), n)
				c.Must(err, "adding a recipient")
				want := instances.CentralRecipient{ID: a.ID, Email: n.Email, Name: n.Name}
				if err := conform.Differ(*a, want); err != nil || a.ID == "" {
					c.Errorf("the answer has the id %q and %v", a.ID, err)
				}
				if got := recipient(c, a.ID); got == nil || *got != want {
					c.Errorf("he is listed as %+v, want %+v", got, want)
				}
				c.Must(r.Remove(c.Context(), a.ID), "removing a recipient")
				if got := recipient(c, a.ID); got != nil {
					c.Errorf("he is listed still: %+v", got)
				}
			},
		},
		{
			Name: "Recipients/twice-is-two", Needs: []string{HasCentral}, Source: "the comment of instances.CentralRecipients.Add",
			Why: "nothing is changed by adding, so that a second one is another one",
			Run: func(c *run) {
				r, n := c.S.Service.Central.Recipients, instances.NewCentralRecipient{Email: name() + "@example.com", Name: "One"}
				a, err := r.Add(c.Context(), n)
				c.Must(err, "adding a recipient")
				n.Name = "Two"
				b, err := r.Add(c.Context(), n)
				c.Must(err, "adding him again")
				if a.ID == b.ID || recipient(c, a.ID).Name != "One" || recipient(c, b.ID).Name != "Two" {
					c.Errorf("they are %+v and %+v", a, b)
				}
			},
		},
		{
			Name: "Recipients/refused", Needs: []string{HasCentral}, Source: docRecipients,
			Why: "a mail that nobody gets is found out when it would have been needed",
			Run: func(c *run) {
				r := c.S.Service.Central.Recipients
				for _, row := range []struct {
					n        instances.NewCentralRecipient
					property string
				}{
					{instances.NewCentralRecipient{Name: "x"}, "email"}, {instances.NewCentralRecipient{Email: "a@example.com"}, "name"},
					{instances.NewCentralRecipient{Email: "nobody", Name: "x"}, "email"},
				} {
					_, err := r.Add(c.Context(), row.n)
					c.Refused(err, input(opRecipient, row.property))
				}
				c.Refused(r.Remove(c.Context(), instances.RecipientID(nobody())), missing(admin365.ErrNotFound, opNoRecipient))
			},
		},
		{
			Name: "AuthorizedApps/added-and-removed", Needs: []string{HasCentral}, Source: docAuthorized,
			Why: "the list is all that stands between a program and the environments",
			Run: func(c *run) {
				a, app := c.S.Service.Central.AuthorizedApps, admin365.AppID(nobody())
				for range 2 {
					got, err := a.Add(c.Context(), app)
					c.Must(err, "authorizing an application")
					if got.ID != app {
						c.Errorf("the answer is %+v", got)
					}
				}
				all, err := conform.Collect(a.List(c.Context()))
				c.Must(err, "listing authorized applications")
				if err := conform.Once(all, func(a *instances.CentralAuthorizedApp) admin365.AppID { return a.ID }); err != nil || authorized(c, app) == nil {
					c.Errorf("it is listed as %+v, and %v", authorized(c, app), err)
				}
				c.Must(a.Remove(c.Context(), app), "taking it off")
				if got := authorized(c, app); got != nil {
					c.Errorf("it is listed still: %+v", got)
				}
			},
		},
		{
			Name: "AuthorizedApps/refused", Needs: []string{HasCentral}, Source: docAuthorized,
			Why: "an id with a typing error authorizes nobody, or a stranger",
			Run: func(c *run) {
				a := c.S.Service.Central.AuthorizedApps
				for _, wrong := range []admin365.AppID{"", "x", "admin365"} {
					_, err := a.Add(c.Context(), wrong)
					c.Refused(err, plainly(admin365.ErrInvalid, opAuthorize))
				}
				c.Refused(a.Remove(c.Context(), admin365.AppID(nobody())), missing(admin365.ErrNotFound, opUnauthorized))
			},
		},
	}
}

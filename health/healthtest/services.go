package healthtest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// services lists the services, each once, or ends the case.
func services(c *run, q health.ServiceQuery) map[string]*health.ServiceHealth {
	c.Helper()
	q.PageSize = c.PageSize
	list, err := conform.Collect(c.S.Service.Services.List(c.Context(), q))
	c.Must(err, "listing services")
	if err := conform.Once(list, func(s *health.ServiceHealth) string { return s.Service }); err != nil {
		c.Errorf("the list of services: %v", err)
	}
	by := map[string]*health.ServiceHealth{}
	for _, s := range list {
		by[s.Service] = s
	}
	return by
}

func serviceCases() []kase {
	return []kase{
		{
			Name: "Services.List/complete", Sweep: true, Needs: []string{HasServices}, Source: docServices,
			Why: "a dashboard with a service left out shows green where it should show nothing",
			Run: func(c *run) {
				all := services(c, health.ServiceQuery{})
				if len(all) == 0 {
					c.Errorf("the tenant subscribes to nothing")
				}
				for name, s := range all {
					if name == "" || s.ID == "" || s.Status == "" {
						c.Errorf("a service is %+v", s)
					}
					if s.Issues != nil {
						c.Errorf("%s comes with issues that nobody asked for", name)
					}
				}
			},
		},
		{
			Name: "Services.List/subscribed-alone", Sweep: true, Needs: ofServices(), Source: docOverview,
			Why: "whoever is told of services that his people cannot use looks away when it matters",
			Run: func(c *run) {
				for _, name := range Unsubscribed() {
					if s := services(c, health.ServiceQuery{})[name]; s != nil {
						c.Errorf("before it is subscribed to there is %+v", s)
					}
				}
				subscribe(c, Skype)
				c.Eventually(func() error {
					all := services(c, health.ServiceQuery{})
					return errors.Join(
						errIf(all[Skype] == nil, "%s is not there", Skype), errIf(all[StaffHub] != nil, "%s is there", StaffHub),
					)
				})
				c.Must(c.S.Backstage.Unsubscribe(c.Context(), Skype), "ending a subscription")
				c.Eventually(func() error {
					return errIf(services(c, health.ServiceQuery{})[Skype] != nil, "%s is there still", Skype)
				})
			},
		},
		{
			Name: "Services.List/names", Needs: ofServices(), Source: docService,
			Why: "the name is what issues, messages and the next request say",
			Run: func(c *run) {
				subscribe(c, "Lync", StaffHub)
				all := services(c, health.ServiceQuery{})
				for name, id := range map[string]string{Skype: "Lync", StaffHub: "StaffHub"} {
					if s := all[name]; s == nil || s.ID != id || s.Status != health.ServiceOperational {
						c.Errorf("%s is %+v, want the id %s and that it is operational", name, s, id)
					}
				}
			},
		},
		{
			Name: "Services.List/with-their-issues", Sweep: true, Needs: ofServices(HasIssues), Source: docServices,
			Why: "one request answers what is wrong everywhere, and what was",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				open, over, other := issue(c, Skype), issue(c, Skype), issue(c, StaffHub)
				over = resolve(c, over.ID)
				want := map[health.IssueID]*health.Issue{open.ID: open, over.ID: over, other.ID: other}
				c.Eventually(func() error {
					all := services(c, health.ServiceQuery{Issues: true})
					return errors.Join(
						issuesOf(all[Skype], want, open.ID, over.ID), issuesOf(all[StaffHub], want, other.ID),
					)
				})
			},
		},
		{
			Name: "Services.List/none-is-not-unasked", Needs: ofServices(), Source: docListed,
			Why: "a service without issues and one whose issues nobody asked for have the same status, and not the same history",
			Run: func(c *run) {
				subscribe(c, StaffHub)
				s := getService(c, StaffHub, false)
				if s.Issues != nil {
					c.Errorf("unasked it has the issues %v", s.Issues)
				}
				for _, i := range getService(c, StaffHub, true).Issues {
					if i.Service != StaffHub {
						c.Errorf("it has an issue of %s", i.Service)
					}
				}
			},
		},
		{
			Name: "Services.Get/is-as-in-the-list", Needs: ofServices(), Source: docServiceGet,
			Why: "two ways to one fact that differ are two facts",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := issue(c, Skype, being(health.ServiceDegradation))
				for _, with := range []bool{false, true} {
					got := getService(c, Skype, with)
					same(c, "the service", got, services(c, health.ServiceQuery{Issues: with})[Skype])
					if with {
						c.Eventually(func() error { return issuesOf(got, map[health.IssueID]*health.Issue{i.ID: i}, i.ID) })
					}
				}
			},
		},
		{
			Name: "Services.Get/letter-case-aside", Needs: ofServices(), Source: docListed,
			Why: "names are typed by people",
			Run: func(c *run) {
				subscribe(c, Skype)
				want := getService(c, Skype, false)
				for _, name := range []string{strings.ToUpper(Skype), strings.ToLower(Skype)} {
					same(c, "the service "+name, getService(c, name, false), want)
				}
			},
		},
		{
			Name: "Services.Get/page-size-does-not-count", Needs: ofServices(), Source: docListed,
			Why: "one query is made for the list, and used for the one after it",
			Run: func(c *run) {
				subscribe(c, Skype)
				got, err := c.S.Service.Services.Get(c.Context(), Skype, health.ServiceQuery{PageSize: -1})
				c.Must(err, "getting a service")
				same(c, "the service", got, getService(c, Skype, false))
			},
		},
		{
			Name: "Services.Get/unknown", Needs: []string{HasServices}, Source: docServiceGet,
			Why: "what is not there is told apart from who may not look",
			Run: func(c *run) {
				for _, name := range []string{"Microsoft Telegraph", "Exchange Online 2", "%", "Exchange%20Online"} {
					for _, with := range []bool{false, true} {
						s, err := c.S.Service.Services.Get(c.Context(), name, health.ServiceQuery{Issues: with})
						c.Refused(err, missing(opService).Of(name))
						if s != nil {
							c.Errorf("beside the error there is %+v", s)
						}
					}
				}
			},
		},
		{
			Name: "Services.Get/not-subscribed", Needs: ofServices(), Source: docOverview,
			Why: "health of what the tenant does not have is nobody's business",
			Run: func(c *run) {
				get := func() error { return only(c.S.Service.Services.Get(c.Context(), Skype, health.ServiceQuery{})) }
				c.Refused(get(), missing(opService).Of(Skype))
				subscribe(c, Skype)
				c.Eventually(get)
				c.Must(c.S.Backstage.Unsubscribe(c.Context(), Skype), "ending a subscription")
				c.Eventually(func() error { return missing(opService).Of(Skype).Check(get()) })
			},
		},
		{
			Name: "Services.List/bad-page-size", Needs: []string{HasServices}, Source: docListed,
			Why: "a size that cannot be meant is a mistake in the program, which nobody finds where it is taken for the default",
			Run: func(c *run) {
				for _, size := range []int{-1, -100} {
					c.Refused(ranged(c.S.Service.Services.List(c.Context(), health.ServiceQuery{PageSize: size})), unsent(opServices))
				}
			},
		},
	}
}

// issuesOf returns how those issues of a service that are ours differ from the wanted.
func issuesOf(s *health.ServiceHealth, ours map[health.IssueID]*health.Issue, want ...health.IssueID) error {
	if s == nil {
		return errors.New("the service is not there")
	}
	var ids []health.IssueID
	for _, i := range s.Issues {
		if ours[i.ID] == nil {
			continue
		}
		ids = append(ids, i.ID)
		if err := conform.Differ(i, ours[i.ID]); err != nil {
			return fmt.Errorf("%s of %s %w", i.ID, s.Service, err)
		}
	}
	return sameSet("the issues of "+s.Service, ids, want)
}

func statusCases() []kase {
	return []kase{
		{
			Name: "Services.Status/worst-of-what-is-open", Needs: ofServices(CanAdvance), Source: docStatus,
			Why: "the light on the wall goes by the worst, and not by the latest",
			Run: func(c *run) {
				subscribe(c, Skype)
				statusIs(c, Skype, health.ServiceOperational)
				bad := issue(c, Skype, being(health.ServiceInterruption), as(health.Advisory))
				statusIs(c, Skype, health.ServiceInterruption)
				later(c)
				worse := issue(c, Skype, being(health.ServiceDegradation))
				later(c)
				issue(c, Skype, being(health.Investigating))
				statusIs(c, Skype, health.ServiceInterruption)
				resolve(c, bad.ID)
				statusIs(c, Skype, health.ServiceDegradation)
				later(c)
				update(c, worse.ID, health.IssueUpdate{Status: health.VerifyingService})
				statusIs(c, Skype, health.Investigating)
			},
		},
		{
			Name: "Services.Status/operational-when-all-is-over", Needs: ofServices(), Source: docListed,
			Why: "an incident that stays on the wall when it is over is one that people stop to see",
			Run: func(c *run) {
				subscribe(c, Skype)
				for _, over := range []health.Status{health.ServiceRestored, health.FalsePositive} {
					i := issue(c, Skype, being(health.ServiceInterruption))
					statusIs(c, Skype, health.ServiceInterruption)
					update(c, i.ID, health.IssueUpdate{Status: over})
					statusIs(c, Skype, health.ServiceOperational)
				}
				reviewed(c, issue(c, Skype).ID)
				statusIs(c, Skype, health.ServiceOperational)
			},
		},
		{
			Name: "Services.Status/each-its-own", Needs: ofServices(), Source: docService,
			Why: "mail that works is not reported broken because calls are",
			Run: func(c *run) {
				subscribe(c, Skype, StaffHub)
				issue(c, Skype, being(health.ServiceInterruption))
				statusIs(c, Skype, health.ServiceInterruption)
				statusIs(c, StaffHub, health.ServiceOperational)
			},
		},
		{
			Name: "Services.Status/opened-again", Needs: ofServices(), Source: docBackstage,
			Why: "what is over may begin again, and then nobody looks any more",
			Run: func(c *run) {
				subscribe(c, Skype)
				i := issue(c, Skype)
				resolve(c, i.ID)
				statusIs(c, Skype, health.ServiceOperational)
				update(c, i.ID, health.IssueUpdate{Status: health.ServiceDegradation})
				statusIs(c, Skype, health.ServiceDegradation)
			},
		},
		{
			Name: "Worse/order", Source: docWorse,
			Why: "what is shown first is what is worst, and an order that differs between two pages is none",
			Run: func(c *run) {
				over := []health.Status{
					health.FalsePositive, health.ServiceRestored, health.PostIncidentReviewPublished,
					health.Resolved, health.Mitigated, health.MitigatedExternal, health.ResolvedExternal,
				}
				open := []health.Status{
					health.Investigating, health.RestoringService, health.VerifyingService, health.ServiceDegradation, health.ServiceInterruption,
					health.ExtendedRecovery, "neverHeardOf",
				}
				for _, bad := range open {
					for _, good := range append([]health.Status{health.ServiceOperational}, over...) {
						if !health.Worse(bad, good) || health.Worse(good, bad) {
							c.Errorf("%s is not worse than %s", bad, good)
						}
					}
					if bad.Over() || bad != health.ServiceInterruption && !health.Worse(health.ServiceInterruption, bad) {
						c.Errorf("%s is over, or as bad as an interruption", bad)
					}
				}
				for _, s := range over[:3] {
					if !s.Over() || health.Worse(health.ServiceOperational, s) {
						c.Errorf("%s is not over, or better than operational", s)
					}
				}
				for _, pair := range [][2]health.Status{{"neverHeardOf", health.ServiceDegradation}, {"ServiceInterruption", health.ServiceInterruption}, {health.Reported, health.Reported}} {
					if health.Worse(pair[0], pair[1]) || health.Worse(pair[1], pair[0]) {
						c.Errorf("%s and %s are not the same", pair[0], pair[1])
					}
				}
				if !health.Status("ServiceRestored").Over() || health.Worse("", health.ServiceOperational) {
					c.Errorf("letter case matters, or nothing is worse than operational")
				}
			},
		},
	}
}

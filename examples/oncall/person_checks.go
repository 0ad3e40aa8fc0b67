package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// account looks whether the account may sign in at all.
func (q *inquiry) account() {
	switch {
	case q.user.AccountEnabled == nil:
		q.note("whether the account is blocked could not be read")
	case !*q.user.AccountEnabled:
		q.found(finding{Whose: us, What: "the account is blocked", Page: q.page()})
	}
}

// password looks whether the password has expired. That a person has to choose a new one
// at the next sign-in, the service tells nobody.
func (q *inquiry) password(ctx context.Context) error {
	_, name, _ := strings.Cut(q.user.UserPrincipalName, "@")
	if strings.Contains(strings.ToLower(q.user.PasswordPolicies), "disablepasswordexpiration") {
		return nil
	}
	if synced := q.user.OnPremisesSyncEnabled; synced != nil && *synced {
		q.note("the account comes from a directory on-premises, and the password may be that directory's: look there whether it has expired or is locked")
		return nil
	}
	domain, err := q.root(ctx, name)
	if errors.Is(err, admin365.ErrNotFound) {
		return nil // A guest's domain is another tenant's.
	}
	if err != nil {
		return q.unread("the policy of passwords", err)
	}
	if domain.AuthenticationType == admin.Federated {
		q.note("people of %s sign in elsewhere: look there for the password", domain.Name)
		return nil
	}
	policy, err := q.c.PasswordPolicy.Get(ctx, domain.Name)
	if err != nil {
		return q.unread("the policy of passwords", err)
	}
	changed := q.user.LastPasswordChangeDateTime
	// A domain that says nothing has passwords that never expire, in a tenant of today.
	if policy.ValidityDays == 0 || policy.NeverExpires() || changed.IsZero() {
		return nil
	}
	if end := changed.AddDate(0, 0, policy.ValidityDays); !q.c.now().Before(end) {
		q.found(finding{
			Whose: us, Page: q.page(),
			What: fmt.Sprintf("the password has expired: it is of %s, and passwords last %d days", q.day(changed), policy.ValidityDays),
		})
	}
	return nil
}

// root is the domain whose policy counts: that of a subdomain is its root's.
func (q *inquiry) root(ctx context.Context, name string) (*admin.Domain, error) {
	for {
		domain, err := q.c.Domains.Get(ctx, name)
		if err != nil || domain.IsRoot {
			return domain, err
		}
		_, above, found := strings.Cut(name, ".")
		if !found {
			return domain, nil
		}
		if _, err := q.c.Domains.Get(ctx, above); errors.Is(err, admin365.ErrNotFound) {
			return domain, nil
		}
		name = above
	}
}

// licenses looks whether the person has any license, and whether they work.
func (q *inquiry) licenses() {
	page := q.c.Links().User(q.user.ID)
	if len(q.user.AssignedLicenses) == 0 {
		q.found(finding{Whose: us, What: "no license is assigned", Page: page})
	}
	for _, s := range q.user.LicenseAssignmentStates {
		if s.State == admin365.LicenseError {
			q.found(finding{Whose: us, What: fmt.Sprintf("the license %s does not work: %s", s.SKUID, s.Error), Page: page})
		}
	}
}

// instances looks whether the instances let the person in. The groups of Business
// Central's environments are not looked at.
func (q *inquiry) instances(ctx context.Context) error {
	member := map[admin365.GroupID]bool{}
	for g, err := range q.c.Identity.Memberships.ListTransitive(ctx, q.user.ID) {
		if err != nil {
			return q.unread("the groups of the person", err)
		}
		member[admin365.GroupID(strings.ToLower(string(g.ID)))] = true
	}
	found := false
	for e, err := range q.c.Instances.Environments.List(ctx, instances.EnvironmentQuery{}) {
		if err != nil {
			return q.unread("the instances", err)
		}
		if q.o.instance != "" && !sameName(e.DisplayName, q.o.instance) || e.Dataverse == nil {
			continue
		}
		found = true
		q.instance(ctx, e, member)
	}
	if q.o.instance != "" && !found {
		return fmt.Errorf("-instance: there is no environment %q with a database", q.o.instance)
	}
	return nil
}

// instance looks whether an instance lets the person in.
func (q *inquiry) instance(ctx context.Context, e *instances.Environment, member map[admin365.GroupID]bool) {
	if e.Type == instances.Developer && q.o.instance == "" {
		return // It is one person's own.
	}
	page := q.c.Links().Environment(string(e.ID))
	if group := e.Dataverse.SecurityGroupID; group != "" && !member[admin365.GroupID(strings.ToLower(string(group)))] {
		name := string(group)
		if g, err := q.c.Identity.Groups.Get(ctx, group); err == nil {
			name = g.DisplayName
		}
		q.found(finding{Whose: us, Where: e.DisplayName, What: fmt.Sprintf("the person is not in its security group %q", name), Page: page})
	}
	switch e.Runtime {
	case instances.RuntimeAdminMode:
		q.found(finding{Whose: us, Where: e.DisplayName, What: "it is in administration mode: only system administrators and customizers get in", Page: page})
	case instances.RuntimeDisabled:
		q.found(finding{Whose: us, Where: e.DisplayName, What: "it is disabled", Page: page})
	default:
	}
}

// page is where the account is put right.
func (q *inquiry) page() string { return q.c.Links().EntraUser(q.user.ID) }

// day is the day of a time in the zone of the run.
func (q *inquiry) day(at time.Time) string { return at.In(q.o.zone).Format(time.DateOnly) }

// sameName compares names without regard to letter case.
func sameName(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

package admin_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// domainMachine does things at random to the domains of a tenant and to those who use
// them, and knows what must hold after each of them.
type domainMachine struct {
	ctx context.Context
	m   *admin.Memory
	// names are the domains that come and go.
	names []string
	// users and groups are those that it made, live or in the bin.
	users  []admin365.UserID
	groups []admin365.GroupID
	made   int

	seen map[string]*admin.Domain
	uses map[string]int
}

func newDomainMachine(ctx context.Context, t *rapid.T) *domainMachine {
	d := &domainMachine{
		ctx: ctx, m: admin.NewMemory(admin.MemoryConfig{}),
		names: []string{"a.com", "s.a.com", "t.s.a.com", "b.com", "contoso.com"},
	}
	d.must(t, d.m.DirectorySync.TurnOn(ctx))
	d.seen, d.uses = d.domains(t), d.used(t)
	return d
}

func (d *domainMachine) must(t *rapid.T, err error) {
	if err != nil {
		t.Helper()
		t.Fatal(err)
	}
}

// mayRefuse takes a refusal that the rules explain for granted, and reports whether it
// is one.
func (d *domainMachine) mayRefuse(t *rapid.T, err error) bool {
	for _, kind := range []error{admin365.ErrNotFound, admin365.ErrInvalid, admin365.ErrPrecondition, admin365.ErrConflict, admin365.ErrBusy} {
		if errors.Is(err, kind) {
			return true
		}
	}
	d.must(t, err)
	return false
}

func (d *domainMachine) name(t *rapid.T) string { return rapid.SampledFrom(d.names).Draw(t, "domain") }

// verified draws one of the domains in which somebody can be named.
func (d *domainMachine) verified(t *rapid.T) string {
	var all []string
	for name, is := range d.seen {
		if is.IsVerified {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return rapid.SampledFrom(all).Draw(t, "verified domain")
}

// local is the part of a name before the @: few, so that they meet, and one as long as
// it may be.
func (d *domainMachine) local(t *rapid.T) string {
	return rapid.SampledFrom([]string{"ann", "bob", strings.Repeat("l", 64)}).Draw(t, "name")
}

func drawn[T any](t *rapid.T, what string, from []T) T {
	if len(from) == 0 {
		t.Skip("there is no " + what)
	}
	return rapid.SampledFrom(from).Draw(t, what)
}

// person is a new one in a verified domain, maybe with an address in another.
func (d *domainMachine) person(t *rapid.T) identity.NewUser {
	d.made++
	u := identity.NewUser{
		UserPrincipalName: d.local(t) + "@" + d.verified(t), DisplayName: "p", MailNickname: fmt.Sprintf("p%d", d.made), OnPremisesImmutableID: fmt.Sprintf("i%d", d.made),
		PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("xWwvJ]6NMw+bWH-d")},
	}
	switch rapid.IntRange(0, 3).Draw(t, "mail") {
	case 0, 1:
		u.Mail = d.local(t) + "@" + d.verified(t)
	case 2:
		u.Mail = fmt.Sprintf("p%d@elsewhere.example", d.made)
	}
	return u
}

func (d *domainMachine) domains(t *rapid.T) map[string]*admin.Domain {
	all := map[string]*admin.Domain{}
	for one, err := range d.m.Domains.List(d.ctx) {
		d.must(t, err)
		all[one.Name] = one
	}
	return all
}

// used is how many live people and groups use each domain, by what they say themselves.
func (d *domainMachine) used(t *rapid.T) map[string]int {
	all := map[string]int{}
	count := func(who string, addresses ...string) {
		here := map[string]bool{}
		for _, address := range addresses {
			local, domain, ok := strings.Cut(address[strings.IndexByte(address, ':')+1:], "@")
			if ok {
				here[domain] = true
			}
			if len(local) > 64 {
				t.Fatalf("%s has the address %s", who, address)
			}
		}
		for domain := range here {
			all[domain]++
		}
	}
	for u, err := range d.m.Identity.Users.List(d.ctx, identity.UserQuery{}) {
		d.must(t, err)
		u, err = d.m.Identity.Users.Get(d.ctx, u.ID)
		d.must(t, err)
		count(u.UserPrincipalName, append([]string{u.UserPrincipalName, u.Mail}, u.ProxyAddresses...)...)
	}
	for g, err := range d.m.Identity.Groups.List(d.ctx, identity.GroupQuery{}) {
		d.must(t, err)
		count(g.DisplayName, append([]string{g.Mail}, g.ProxyAddresses...)...)
	}
	return all
}

// remove deletes a domain without force.
func (d *domainMachine) remove(t *rapid.T) {
	name := d.name(t)
	was, n := d.seen[name], d.uses[name]
	if d.mayRefuse(t, d.m.Domains.Delete(d.ctx, name)) {
		return
	}
	if was == nil || was.IsDefault || was.IsInitial || was.State != nil || was.IsVerified && n > 0 {
		t.Fatalf("%s was removed, which was %+v and used by %d", name, was, n)
	}
}

// actions are what can happen, each checked afterwards.
func (d *domainMachine) actions() map[string]func(*rapid.T) {
	// A step may go on with another tenant, the one that was loaded.
	in, back := func() *identity.Service { return d.m.Identity }, func() *admin.Backstage { return d.m.Backstage }
	does := map[string]func(*rapid.T){
		"add": func(t *rapid.T) {
			_, err := d.m.Domains.Add(d.ctx, d.name(t))
			d.mayRefuse(t, err)
		},
		"verify": func(t *rapid.T) {
			name := d.name(t)
			records, err := d.m.DomainRecords.Verification(d.ctx, name)
			if d.mayRefuse(t, err) {
				return
			}
			if rapid.Bool().Draw(t, "in DNS") {
				d.must(t, back().PublishDNS(d.ctx, records[0]))
			}
			_, err = d.m.Domains.Verify(d.ctx, name, admin.DomainVerification{})
			d.mayRefuse(t, err)
		},
		"there at once": func(t *rapid.T) {
			d.mayRefuse(t, back().AddDomain(d.ctx, d.name(t), rapid.Bool().Draw(t, "federated")))
		},
		"default":       func(t *rapid.T) { d.mayRefuse(t, admin.SetDefaultDomain(d.ctx, d.m.Domains, d.name(t))) },
		"promote":       func(t *rapid.T) { d.mayRefuse(t, d.m.Domains.Promote(d.ctx, d.name(t))) },
		"delete domain": d.remove,
		"force": func(t *rapid.T) {
			_, err := d.m.DomainDeletions.ForceDelete(d.ctx, d.name(t), admin.DomainForceDelete{DisableUserAccounts: new(rapid.Bool().Draw(t, "block"))})
			d.mayRefuse(t, err)
		},
		"time": func(t *rapid.T) {
			d.m.Advance(rapid.SampledFrom([]time.Duration{time.Second, 40 * time.Second, time.Minute, 20 * 24 * time.Hour}).Draw(t, "by"))
		},
		"create user": func(t *rapid.T) {
			u, err := in().Users.Create(d.ctx, d.person(t))
			if !d.mayRefuse(t, err) {
				d.users = append(d.users, u.ID)
			}
		},
		"rename": func(t *rapid.T) {
			d.mayRefuse(t, in().Users.Update(d.ctx, drawn(t, "user", d.users), identity.UserPatch{UserPrincipalName: new(d.local(t) + "@" + d.verified(t))}))
		},
		"mail": func(t *rapid.T) {
			d.mayRefuse(t, in().Users.Update(d.ctx, drawn(t, "user", d.users), identity.UserPatch{Mail: admin365.Set(d.local(t) + "@" + d.verified(t))}))
		},
		"delete user": func(t *rapid.T) { d.mayRefuse(t, in().Users.Delete(d.ctx, drawn(t, "user", d.users))) },
		"restore user": func(t *rapid.T) {
			r := identity.UserRestore{AutoReconcileProxyConflict: rapid.Bool().Draw(t, "reconcile")}
			if rapid.Bool().Draw(t, "another name") {
				r.NewUserPrincipalName = d.local(t) + "@" + d.verified(t)
			}
			_, err := in().DeletedUsers.Restore(d.ctx, drawn(t, "user", d.users), r)
			d.mayRefuse(t, err)
		},
		"create group": func(t *rapid.T) {
			d.made++
			g, err := in().Groups.Create(d.ctx, identity.NewGroup{
				DisplayName: "g", MailNickname: fmt.Sprintf("g%d", d.made), GroupTypes: []string{"Unified"}, MailEnabled: new(true), SecurityEnabled: new(false),
			})
			if !d.mayRefuse(t, err) {
				d.groups = append(d.groups, g.ID)
			}
		},
		"delete group": func(t *rapid.T) { d.mayRefuse(t, in().Groups.Delete(d.ctx, drawn(t, "group", d.groups))) },
		"restore group": func(t *rapid.T) {
			_, err := in().DeletedGroups.Restore(d.ctx, drawn(t, "group", d.groups))
			d.mayRefuse(t, err)
		},
		// What takes long to come about by chance: a domain goes while somebody lies in
		// the bin who used it.
		"give up": func(t *rapid.T) {
			user := drawn(t, "user", d.users)
			d.mayRefuse(t, in().Users.Delete(d.ctx, user))
			d.seen, d.uses = d.domains(t), d.used(t)
			for range 2 {
				d.remove(t)
				d.seen, d.uses = d.domains(t), d.used(t)
			}
			_, err := in().DeletedUsers.Restore(d.ctx, user, identity.UserRestore{})
			d.mayRefuse(t, err)
		},
		"synchronize": d.synchronize,
		"save":        d.saveAndLoad,
	}
	for name, do := range does {
		does[name] = func(t *rapid.T) {
			do(t)
			d.check(t, name)
		}
	}
	return does
}

// synchronize is a run that adds somebody, or removes somebody, or does nothing but
// bring back who is there on-premises.
func (d *domainMachine) synchronize(t *rapid.T) {
	var s admin.Synchronization
	switch rapid.IntRange(0, 2).Draw(t, "run") {
	case 0:
		s.Added = []identity.NewUser{d.person(t)}
	case 1:
		s.Removed = []admin365.UserID{drawn(t, "user", d.users)}
	}
	result, err := d.m.Backstage.Synchronize(d.ctx, s)
	if d.mayRefuse(t, err) {
		return
	}
	for _, u := range result.Added {
		d.users = append(d.users, u.ID)
	}
}

// saveAndLoad goes on with what was saved.
func (d *domainMachine) saveAndLoad(t *rapid.T) {
	var file bytes.Buffer
	d.must(t, d.m.Save(&file))
	loaded, err := admin.LoadMemory(&file, admin.MemoryConfig{})
	d.must(t, err)
	d.m = loaded
}

// check is what must hold after every step.
func (d *domainMachine) check(t *rapid.T, step string) {
	now, uses := d.domains(t), d.used(t)
	for domain, n := range uses {
		if is := now[domain]; domain != "elsewhere.example" && (is == nil || !is.IsVerified) {
			t.Fatalf("after %q %d use %s, which is %+v", step, n, domain, is)
		}
	}
	for name, was := range d.seen {
		if now[name] == nil && step != "delete domain" && (was.State == nil || step != "time") {
			t.Fatalf("after %q %s is gone, which was %+v", step, name, *was)
		}
	}
	defaults, initials := 0, 0
	for name, is := range now {
		if is.IsDefault && is.IsVerified {
			defaults++
		}
		if is.IsInitial && is.IsVerified {
			initials++
		}
		if !is.IsRoot && !hasRoot(now, name) {
			t.Fatalf("after %q %s is a subdomain of none: %+v", step, name, *is)
		}
		n := 0
		for _, err := range d.m.Domains.References(d.ctx, name) {
			d.must(t, err)
			n++
		}
		if n != uses[name] {
			t.Fatalf("after %q %s has %d references, and is used by %d", step, name, n, uses[name])
		}
	}
	if defaults != 1 || initials != 1 {
		t.Fatalf("after %q %d domains are the default one, %d the initial one", step, defaults, initials)
	}
	d.seen, d.uses = now, uses
}

// hasRoot reports whether a verified domain is there in which the name lies.
func hasRoot(all map[string]*admin.Domain, name string) bool {
	for other, is := range all {
		if is.IsVerified && strings.HasSuffix(name, "."+other) {
			return true
		}
	}
	return false
}

// TestDomainSequences: whatever happens to domains and to those who use them, and in
// whatever order, nobody is named in a domain that is not a verified one of the tenant,
// and none goes without force while somebody is.
func TestDomainSequences(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	rapid.Check(t, func(t *rapid.T) {
		d := newDomainMachine(ctx, t)
		t.Repeat(d.actions())
	})
}

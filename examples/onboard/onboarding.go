package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/onboard/internal/starters"
	"github.com/admin365/admin365/identity"
)

// batchSize is how many people are looked up before the first of them is
// created. The passwords of a batch are made and put on the disk together.
const batchSize = 100

// onboarding is one run over one file.
type onboarding struct {
	users       identity.Users
	managers    identity.Managers
	roles       identity.Roles
	assignments identity.RoleAssignments
	bin         bin
	seats       *seats
	file        starters.File
	ledger      *ledger
	progress    *progress
	workers     int
	dryRun      bool
	// restoreDeleted brings back who is among the deleted, instead of making
	// another account.
	restoreDeleted bool

	rows []*row
	// named has the row of each user name; of several the first.
	named map[string]*row
	// outside has those who are managers of somebody and whom no row of the
	// file could name the id of.
	outside map[string]lookup
	// roleNames has the roles that rows name, by name.
	roleNames map[string]roleLookup

	mu sync.Mutex
	// fatal is what stopped the run, if it was not an interruption.
	fatal  error
	cancel context.CancelFunc
}

// row is one person on the way through a run.
type row struct {
	starters.Starter
	// name and department are those that may be shown; see [onboarding.show].
	name, department string
	// before is what the results file says of him from earlier runs.
	before results.Result
	// looked says that the tenant was asked; found is the account that was
	// there before this run, nil if none was.
	looked bool
	found  *identity.User
	// deleted is who had the user name and is among the deleted users.
	deleted *identity.User
	// tried says that the account's turn came.
	tried bool
	// id is the account's, once it is known.
	id admin365.UserID
	// manager is the manager's id, once it is known, or else without says why
	// there is none to set.
	manager admin365.UserID
	without string
	// password is the initial one, for somebody who is to be created. If his user
	// name turned out to be taken by the account of an earlier run, then same says
	// that what was written of that stands, the password too.
	password admin365.Secret
	same     bool
	// outcome is empty until the account is done; the manager may follow.
	outcome results.Outcome
	// changed are the properties that were brought up to the file.
	changed []string
	notes   []string
	// products are those that the file names, each once; licensed those of them that
	// the account has, and given those that this run has given. A dry run plans it.
	products, licensed, given []*product
	// lacking is what the service refused to an account that is well.
	lacking []string
	// waited says that the run ended before the manager could be set.
	waited bool
	// recorded says that the outcome stands where it is to stand.
	recorded bool
	// kept says that what the results file has about the person is to stay.
	kept bool
}

// lookup is what came of asking for somebody.
type lookup struct {
	id  admin365.UserID
	err error
}

// newOnboarding returns a run over a file whose seats were checked.
func newOnboarding(c *admin.Client, file starters.File, s *seats, l *ledger) *onboarding {
	service := c.Identity
	o := &onboarding{
		users: service.Users, managers: service.Managers, roles: service.Roles, assignments: service.RoleAssignments,
		bin: bin{users: service.DeletedUsers}, seats: s, file: file, ledger: l, workers: 1,
		named: map[string]*row{}, outside: map[string]lookup{}, roleNames: map[string]roleLookup{},
	}
	before := map[string]results.Result{}
	for _, old := range l.before() {
		before[key(old.UserPrincipalName)] = old
	}
	for _, s := range file.Starters {
		r := &row{Starter: s}
		if s.UserPrincipalName != "" && s.DuplicateOf == 0 {
			r.before = before[key(s.UserPrincipalName)]
		}
		o.rows = append(o.rows, r)
		if _, found := o.named[key(s.UserPrincipalName)]; !found {
			o.named[key(s.UserPrincipalName)] = r
		}
	}
	o.show()
	return o
}

// key is what two spellings of a user name have in common.
func key(userPrincipalName string) string { return strings.ToLower(userPrincipalName) }

// run goes through the file in batches. Who has a manager waits for him to be
// there, which may be in a later batch. The error is what stopped the run other
// than its context.
func (o *onboarding) run(ctx context.Context) error {
	ctx, o.cancel = context.WithCancel(ctx)
	defer o.cancel()
	var waiting []*row
	for batch := range slices.Chunk(o.rows, batchSize) {
		if ctx.Err() != nil {
			break
		}
		o.accounts(ctx, batch)
		waiting = o.links(ctx, append(slices.Clone(batch), waiting...))
		if err := o.ledger.checkpoint(false); err != nil {
			o.stop(err)
		}
	}
	for _, r := range waiting {
		r.waited = true
		r.note("the manager %s is not set yet", r.Manager)
		o.finish(r)
	}
	o.progress.end()
	return errors.Join(o.fatal, o.ledger.checkpoint(true), o.ledger.close())
}

// stop ends the run as an interruption does. The first reason counts.
func (o *onboarding) stop(reason error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.fatal == nil {
		o.fatal = reason
	}
	o.cancel()
}

// accounts looks up the people of a batch, and creates or updates them.
func (o *onboarding) accounts(ctx context.Context, batch []*row) {
	each(ctx, o.workers, batch, o.look)
	o.resolve(ctx, batch, func(r *row) bool { return r.looked && o.named[key(r.Manager)] == nil })
	o.resolveRoles(ctx, batch)
	var todo []*row
	for _, r := range batch {
		if r.looked && r.outcome == "" && o.managerKnown(r) && o.rolesKnown(r) && o.licensesKnown(r) {
			todo = append(todo, r)
		}
	}
	if ctx.Err() != nil {
		return
	}
	if !o.dryRun {
		if err := o.plan(todo); err != nil {
			o.stop(err)
			return
		}
	}
	each(ctx, o.workers, todo, o.account)
}

// look finds out whether the person is in the tenant.
func (o *onboarding) look(ctx context.Context, r *row) {
	if r.Problem != nil {
		o.fail(r, r.Problem.Error())
		return
	}
	user, err := o.users.Get(ctx, admin365.UserID(r.UserPrincipalName))
	if errors.Is(err, admin365.ErrNotFound) {
		user, err = o.missing(ctx, r)
	}
	if err != nil {
		o.refused(r, err)
		return
	}
	r.looked = true
	if user != nil {
		r.found, r.id = user, user.ID
	}
}

// plan gives a password to each of the people who are to be created. Those that
// are made here are on the disk when it returns. Of somebody who has one in the
// results, that of the starters file is not used: the results would lie.
func (o *onboarding) plan(batch []*row) error {
	var rows []*row
	var people []results.Person
	for _, r := range batch {
		switch {
		case r.found != nil, o.restoring(r):
		case !r.Password.IsZero() && r.before.InitialPassword.IsZero():
			r.password = r.Password
		case o.ledger.results == nil:
			// The tenant is in memory and not kept, so nobody will miss it.
			r.password = identity.NewPassword()
		default:
			if !r.Password.IsZero() {
				r.note("the password of the starters file is not used: an earlier run wrote one for this user name, so the account's stands in the results")
			}
			rows = append(rows, r)
			people = append(people, results.Person{Row: r.Row, UserPrincipalName: r.UserPrincipalName})
		}
	}
	if len(people) == 0 {
		return nil
	}
	passwords, err := o.ledger.results.Plan(people)
	if err != nil {
		return err
	}
	for i, r := range rows {
		r.password = passwords[i]
	}
	return nil
}

// each does something for all items with so many workers. When ctx ends, no
// further one is begun, and those that are begun are finished.
func each[T any](ctx context.Context, workers int, items []T, do func(context.Context, T)) {
	var next atomic.Int64
	var working sync.WaitGroup
	for range min(workers, len(items)) {
		working.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(items) {
					return
				}
				do(context.WithoutCancel(ctx), items[i])
			}
		})
	}
	working.Wait()
}

package tenant

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Session is one tenant as one caller sees it.
type Session struct {
	Tenant *Tenant
	Caller admin365.Caller
	// Guard, ReadOnly and Observe are the configuration's.
	Guard    func(context.Context, admin365.Write) error
	ReadOnly bool
	Observe  func(context.Context, admin365.Event)

	mu sync.Mutex
	// created are the names of what this session created under replica lag.
	created map[string]bool
}

// Created notes the names of what the session has just created: under replica
// lag, a client waits for it, and finds it at last.
func (s *Session) Created(names ...string) {
	if !s.Tenant.lag.on.Load() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.created == nil {
		s.created = map[string]bool{}
	}
	for _, name := range names {
		s.created[Fold(name)] = true
	}
}

// waitsFor reports whether err says that something is missing which the session
// created.
func (s *Session) waitsFor(err error) bool {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || !s.Tenant.lag.on.Load() || !errors.Is(err, admin365.ErrNotFound) {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.created[Fold(e.Target)]
}

// Do is one call of an operation by the session's caller, directly and not over
// the wire: guard, faults, then [Session.Run]. What the guard or the check of the
// ids refuses is no attempt, and nobody is told of it: over the wire nothing would
// have been sent.
func (s *Session) Do(ctx context.Context, call api.Call, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return call.Attribute(err)
	}
	if err := call.Check(); err != nil {
		return err
	}
	if err := api.GuardWrite(ctx, call, s.Tenant.id, s.ReadOnly, s.Guard); err != nil {
		return err
	}
	started := time.Now()
	err := s.play(ctx, call, fn)
	s.Tenant.Log.Add(Request{At: s.Tenant.world.Now(), Caller: s.Caller, Op: call.Op.Name, Effect: call.Op.Effect, Target: call.Target(), Err: err})
	s.observe(ctx, call, time.Since(started), err)
	return err
}

func (s *Session) observe(ctx context.Context, call api.Call, took time.Duration, err error) {
	if s.Observe == nil {
		return
	}
	event := admin365.Event{
		Op: call.Op.Name, Effect: call.Op.Effect, Target: call.Target(), TenantID: s.Tenant.id,
		Attempt: 1, Units: call.Op.Cost(call.Query), Duration: took, Err: err,
	}
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		event.Status = e.Status
	}
	s.Observe(ctx, event)
}

// play is the call as it reaches the tenant, faults included.
func (s *Session) play(ctx context.Context, call api.Call, fn func(*Tx) error) error {
	fault, failing := s.Tenant.Faults.Next(call)
	if failing {
		if err := fault.Pause(ctx); err != nil {
			return call.Attribute(err)
		}
		if !fault.Done {
			if err := fault.Err(call); err != nil {
				return s.named(call, err)
			}
		}
	}
	err := s.Run(ctx, call, fn)
	if !call.Op.Write() && s.waitsFor(err) {
		// A direct call returns what a client returns at last.
		err = s.run(ctx, call, fn, s.Tenant.state.Load)
	}
	if err == nil && failing && fault.Done {
		return s.named(call, fault.Err(call))
	}
	return err
}

// Run is Do without guard and faults, which the emulator plays on the wire.
func (s *Session) Run(ctx context.Context, call api.Call, fn func(*Tx) error) error {
	return s.run(ctx, call, fn, s.Tenant.visible)
}

func (s *Session) run(ctx context.Context, call api.Call, fn func(*Tx) error, visible func() *state) error {
	if err := ctx.Err(); err != nil {
		return call.Attribute(err)
	}
	if err := call.Check(); err != nil {
		return err
	}
	s.Tenant.settle()
	outside, err := s.ask(ctx, call)
	if err != nil {
		return s.named(call, err)
	}
	inner := fn
	fn = func(tx *Tx) error {
		tx.Outside = outside
		if access := tx.schema.ports.Access; access != nil {
			if err := access.Allow(tx, call); err != nil {
				return err
			}
		}
		return inner(tx)
	}
	if call.Op.Write() {
		s.Tenant.mu.Lock()
		err = func() error {
			defer s.Tenant.mu.Unlock()
			return s.Tenant.commit(s, s.Tenant.world.Now(), fn)
		}()
	} else {
		now := s.Tenant.world.Now()
		tx := &Tx{Session: s, tenant: s.Tenant, schema: s.Tenant.schema, st: visible(), at: now}
		err = fn(tx)
	}
	return s.named(call, err)
}

func (s *Session) named(call api.Call, err error) error {
	if err == nil {
		return nil
	}
	err = call.Attribute(err)
	if e, ok := errors.AsType[*admin365.Error](err); ok && e.TenantID == "" {
		named := *e
		named.TenantID = s.Tenant.id
		return &named
	}
	return err
}

// commit runs fn on a draft and publishes it; on an error or a panic the draft
// is dropped. The caller holds t.mu (or nobody else knows t).
func (t *Tenant) commit(s *Session, at time.Time, fn func(*Tx) error) error {
	before, j := t.state.Load(), t.journal.Load()
	draft := *before
	tx := &Tx{Session: s, tenant: t, schema: t.schema, st: &draft, at: at, write: true, keeps: j != nil && j.log != nil}
	published := false
	defer func() {
		if !published {
			for i := len(tx.undo) - 1; i >= 0; i-- {
				tx.undo[i]()
			}
		}
	}()
	err := fn(tx)
	stays, isDone := err.(done) //nolint:errorlint // It is our own, and nothing wraps it.
	if err != nil && !isDone {
		return err
	}
	if at.After(draft.at) {
		draft.at = at
	}
	draft.seeDue(t.schema)
	if j != nil {
		if err := j.keep(&draft, tx.changes(before)); err != nil {
			return err
		}
	}
	t.publish(&draft)
	published = true
	tx.settleClaims()
	return stays.error
}

func (t *Tenant) publish(st *state) {
	t.lag.remember(t, st)
	t.state.Store(st)
}

// settle runs the jobs that are due, in the order of their due times, each in a
// transaction of its own at its own time: what a reader sees does not depend on
// who looked when. With nothing due it is one comparison.
func (t *Tenant) settle() {
	now := t.world.Now()
	if due := t.state.Load().nextDue; due.IsZero() || due.After(now) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for {
		first, ok := t.state.Load().mains[t.schema.jobs.core.slot].Min()
		if !ok {
			return
		}
		job := first.row.(*jobRow)
		if job.Due.After(now) {
			return
		}
		drop := func(tx *Tx) { In(tx, &t.schema.jobs).Delete(job.key()) }
		err := t.commit(nil, job.Due, func(tx *Tx) (err error) {
			defer func() {
				if p := recover(); p != nil {
					err = fmt.Errorf("tenant: the job panicked: %v", p)
				}
			}()
			drop(tx)
			return t.schema.jobKinds[job.Kind](tx, job.Args)
		})
		if _, refused := errors.AsType[notKept](err); refused {
			return // Its time has come when it can be kept.
		}
		if err != nil {
			// A job that fails must not be met again for ever; its failure is
			// kept where a test can see it.
			t.Log.Add(Request{At: job.Due, Op: "job " + job.Kind, Effect: admin365.EffectReversible, Err: err})
			if t.commit(nil, job.Due, func(tx *Tx) error { drop(tx); return nil }) != nil {
				return
			}
		}
	}
}

// Backstage is one change by Microsoft or by somebody else than an
// administrator: no permission is asked, no operation is named.
func (t *Tenant) Backstage(fn func(*Tx) error) error {
	t.settle()
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.commit(nil, t.world.Now(), fn)
}

// Look is a read by the session's caller outside of any operation.
func (s *Session) Look(fn func(*Tx) error) error {
	s.Tenant.settle()
	return fn(&Tx{Session: s, tenant: s.Tenant, schema: s.Tenant.schema, st: s.Tenant.state.Load(), at: s.Tenant.world.Now()})
}

// Look is a read outside of any operation.
func (t *Tenant) Look(fn func(*Tx) error) error {
	t.settle()
	return fn(&Tx{tenant: t, schema: t.schema, st: t.state.Load(), at: t.world.Now()})
}

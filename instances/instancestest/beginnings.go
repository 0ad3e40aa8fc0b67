package instancestest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// beginning is a method that begins an operation on an environment, called in a way that
// works on the environment that make adds.
type beginning struct {
	op    string
	parts []string
	make  func(c *run) *instances.Environment
	call  func(c *run, e *instances.Environment, expect instances.Expect) error
	// free: it is not refused of a disabled environment; anywhere: of one without
	// Dataverse; always: of one whose last operation has failed.
	free, anywhere, always bool
	// expects: it takes an Expect.
	expects bool
	source  string
}

func sandbox(c *run) *instances.Environment { return add(c, instances.Sandbox) }

func beginnings() []beginning {
	return append(overwritings(), []beginning{
		{
			op: opUpdate, make: sandbox, anywhere: true, source: docEdit,
			call: func(c *run, e *instances.Environment, _ instances.Expect) error {
				_, err := c.S.Service.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("changed")})
				return err
			},
		},
		{
			op: opAddDatabase, parts: []string{HasLifecycle}, anywhere: true, always: true, source: docDatabase,
			make: func(c *run) *instances.Environment {
				roomy(c)
				return add(c, instances.Sandbox, bare)
			},
			call: func(c *run, e *instances.Environment, _ instances.Expect) error {
				_, err := c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{})
				return err
			},
		},
		{
			op: opSetManaged, parts: []string{HasLifecycle}, make: sandbox, source: docManaged,
			call: func(c *run, e *instances.Environment, _ instances.Expect) error {
				_, err := c.S.Service.Lifecycle.SetManaged(c.Context(), e.ID, true)
				return err
			},
		},
		{
			op: opEnter, parts: []string{HasAdminMode}, make: sandbox, source: docAdminMode,
			call: func(c *run, e *instances.Environment, _ instances.Expect) error {
				_, err := c.S.Service.AdminMode.Enter(c.Context(), e.ID, instances.AdminModeOptions{})
				return err
			},
		},
		{
			op: opLeave, parts: []string{HasAdminMode}, make: sandbox, source: docAdminMode,
			call: func(c *run, e *instances.Environment, _ instances.Expect) error {
				_, err := c.S.Service.AdminMode.Leave(c.Context(), e.ID)
				return err
			},
		},
		{
			op: opSetBackground, parts: []string{HasAdminMode}, make: sandbox, source: docAdminMode,
			call: func(c *run, e *instances.Environment, _ instances.Expect) error {
				_, err := c.S.Service.AdminMode.SetBackgroundOperations(c.Context(), e.ID, instances.BackgroundEnabled)
				return err
			},
		},
		{
			op: opBackup, parts: []string{HasBackups}, make: sandbox, source: docBackup,
			call: func(c *run, e *instances.Environment, _ instances.Expect) error {
				_, err := c.S.Service.Backups.Create(c.Context(), e.ID, instances.NewBackup{Label: "before"})
				return err
			},
		},
		{
			op: opSetRetention, parts: []string{HasBackups, HasLifecycle}, source: docBackup,
			make: func(c *run) *instances.Environment { return addManaged(c, instances.Production) },
			call: func(c *run, e *instances.Environment, _ instances.Expect) error {
				_, err := c.S.Service.Backups.SetRetention(c.Context(), e.ID, 14*day)
				return err
			},
		},
	}...)
}

// overwritings are those that lose data, and take an Expect.
func overwritings() []beginning {
	return []beginning{
		{
			op: opConvert, parts: []string{HasLifecycle}, make: sandbox, expects: true, source: docSwitch,
			call: func(c *run, e *instances.Environment, x instances.Expect) error {
				_, err := c.S.Service.Lifecycle.Convert(c.Context(), e.ID, x, instances.Production)
				return err
			},
		},
		{
			op: opDelete, parts: []string{HasLifecycle}, make: sandbox, free: true, anywhere: true, always: true, expects: true, source: docDelete,
			call: func(c *run, e *instances.Environment, x instances.Expect) error {
				_, err := c.S.Service.Lifecycle.Delete(c.Context(), e.ID, x)
				return err
			},
		},
		{
			op: opCopy, parts: []string{HasCopies}, make: sandbox, always: true, expects: true, source: docCopy,
			call: func(c *run, e *instances.Environment, x instances.Expect) error {
				roomy(c)
				source := add(c, instances.Production)
				_, err := c.S.Service.Copies.Copy(c.Context(), e.ID, x, instances.EnvironmentCopy{Source: source.ID, Type: instances.MinimalCopy})
				return err
			},
		},
		{
			op: opRestore, parts: []string{HasBackups}, always: true, expects: true, source: docBackup,
			make: func(c *run) *instances.Environment {
				roomy(c)
				return add(c, instances.Sandbox)
			},
			call: func(c *run, e *instances.Environment, x instances.Expect) error {
				source := add(c, instances.Production)
				b := backup(c, source.ID)
				_, err := c.S.Service.Backups.Restore(c.Context(), e.ID, x, instances.Restoration{Source: source.ID, Point: b.Point})
				return err
			},
		},
		{
			op: opReset, parts: []string{HasResets}, make: sandbox, always: true, expects: true, source: docReset,
			call: func(c *run, e *instances.Environment, x instances.Expect) error {
				_, err := c.S.Service.Resets.Reset(c.Context(), e.ID, x, instances.EnvironmentReset{})
				return err
			},
		},
	}
}

// beginningCases are the cases that every method has which begins an operation.
func beginningCases() []kase {
	var all []kase
	for _, b := range beginnings() {
		name := b.op[len("instances."):]
		needs := with(b.parts...)
		all = append(all,
			kase{
				Name: name + "/busy", Needs: needs, Source: b.source,
				Why: "two operations at once on one environment leave it as nobody wanted it", Run: b.busy,
			},
			kase{
				Name: name + "/unknown", Needs: needs, Source: docErrors,
				Why: "an environment that is not there is told apart from every other failure", Run: b.unknown,
			})
		if !b.free {
			all = append(all, kase{
				Name: name + "/disabled", Needs: needs, Source: b.source,
				Why: "what is switched off is switched on first", Run: b.disabled,
			})
		}
		if !b.anywhere {
			all = append(all, kase{
				Name: name + "/without-database", Needs: needs, Source: b.source,
				Why: "an environment without an instance has nothing that this could be done to", Run: b.withoutDatabase,
			})
		}
		if !b.always {
			all = append(all, kase{
				Name: name + "/after-a-failed-copy", Needs: with(append(b.parts, HasCopies)...), Source: docBackup,
				Why: "half a copy is no environment to work with", Run: b.afterFailed,
			})
		}
		if b.expects {
			all = append(all,
				kase{
					Name: name + "/another-environment", Needs: needs, Source: docExpect,
					Why: "a script with the wrong id must stop before it destroys something", Run: b.unexpected,
				},
				kase{
					Name: name + "/expects-nothing", Needs: needs, Source: docExpect,
					Why: "a guard that may be left out is left out", Run: b.incomplete,
				})
		}
	}
	return all
}

func (b beginning) busy(c *run) {
	e := b.make(c)
	if b.op == opRestore {
		// What is needed for the call keeps nothing else busy.
		source := add(c, instances.Production)
		from := backup(c, source.ID)
		hold(c, e.ID)
		_, err := c.S.Service.Backups.Restore(c.Context(), e.ID, e.Expect(), instances.Restoration{Source: source.ID, Point: from.Point})
		c.Refused(err, busy(b.op))
		finish(c)
		return
	}
	op := hold(c, e.ID)
	now, n := get(c, e.ID), len(history(c, e.ID))
	for range 2 {
		c.Refused(b.call(c, e, e.Expect()), busy(b.op))
	}
	unchanged(c, now, n)
	if again := operation(c, op.ID); again.Done() {
		c.Errorf("the operation that keeps it busy is %s", again.State)
	}
	finish(c)
	c.Must(b.call(c, e, e.Expect()), "doing it when the environment is ready")
}

func (b beginning) unknown(c *run) {
	e := b.make(c)
	missing := *e
	missing.ID = instances.EnvironmentID(nobody())
	c.Refused(b.call(c, &missing, missing.Expect()), unknown(b.op).Of(string(missing.ID)))
}

func (b beginning) disabled(c *run) {
	e := b.make(c)
	c.Must(c.S.Backstage.SetDisabled(c.Context(), e.ID, true), "disabling an environment")
	e = get(c, e.ID)
	if e.Runtime != instances.RuntimeDisabled {
		c.Errorf("Runtime is %q", e.Runtime)
	}
	n := len(history(c, e.ID))
	notFull(c, b.call(c, e, e.Expect()), disallowed(b.op))
	unchanged(c, e, n)
}

func (b beginning) withoutDatabase(c *run) {
	b.make(c)
	kind := instances.Sandbox
	if b.op == opSetRetention {
		kind = instances.Production
	}
	e := add(c, kind, bare)
	n := len(history(c, e.ID))
	notFull(c, b.call(c, e, e.Expect()), disallowed(b.op))
	unchanged(c, e, n)
}

func (b beginning) afterFailed(c *run) {
	e := failedCopy(c)
	n := len(history(c, e.ID))
	notFull(c, b.call(c, e, e.Expect()), disallowed(b.op))
	unchanged(c, e, n)
}

// failedCopy is a sandbox onto which a copy has failed.
func failedCopy(c *run) *instances.Environment {
	c.Helper()
	roomy(c)
	target, source := add(c, instances.Sandbox), add(c, instances.Production)
	op := began(c, "copying an environment")(c.S.Service.Copies.Copy(c.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy}))
	fail(c, op)
	return get(c, target.ID)
}

func (b beginning) unexpected(c *run) {
	e := b.make(c)
	n := len(history(c, e.ID))
	for what, x := range map[string]instances.Expect{
		"another name":                {Name: e.DisplayName + "x", Type: e.Type},
		"the name in capital letters": {Name: upper(e.DisplayName), Type: e.Type},
		"another type":                {Name: e.DisplayName, Type: instances.Production},
		"the type in small letters":   {Name: e.DisplayName, Type: "sandbox"},
	} {
		err := b.call(c, e, x)
		if fault := precluded(b.op).Of(string(e.ID)).Check(err); fault != nil {
			c.Errorf("%s: %v", what, fault)
		}
		if errors.Is(err, instances.ErrNoCapacity) {
			c.Errorf("%s: %v", what, err)
		}
		if op, ok := errors.AsType[*admin365.Error](err); ok && op.Message == "" {
			c.Errorf("%s: the error does not say what was expected", what)
		}
	}
	unchanged(c, e, n)
	c.Must(b.call(c, e, e.Expect()), "doing it as the environment is")
}

func (b beginning) incomplete(c *run) {
	e := b.make(c)
	n := len(history(c, e.ID))
	for _, x := range []instances.Expect{{}, {Name: e.DisplayName}, {Type: e.Type}} {
		c.Refused(b.call(c, e, x), invalid(b.op))
	}
	unchanged(c, e, n)
	missing := *e
	missing.ID = instances.EnvironmentID(nobody())
	c.Refused(b.call(c, &missing, instances.Expect{}), invalid(b.op))
}

// backup makes a backup of an environment and has that end well.
func backup(c *run, id instances.EnvironmentID) *instances.Backup {
	c.Helper()
	label := conform.Unique()
	_, err := c.S.Service.Backups.Create(c.Context(), id, instances.NewBackup{Label: label})
	c.Must(err, "backing an environment up")
	finish(c)
	b := find(backups(c, id), func(b *instances.Backup) bool { return b.Label == label })
	if b == nil {
		c.Fatalf("the backup that was made is not listed")
	}
	return b
}

// backups returns the backups of an environment, or ends the case.
func backups(c *run, id instances.EnvironmentID) []*instances.Backup {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Backups.List(c.Context(), id))
	c.Must(err, "listing backups")
	return all
}

package instancestest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// attempts are the operations that an environment says it allows or does not, each begun
// in the simplest way. Copies and restorations are left out: they are allowed to a source
// as they are to a target.
func attempts() map[instances.OperationKind]func(c *run, e *instances.Environment) error {
	return map[instances.OperationKind]func(*run, *instances.Environment) error{
		instances.KindEdit: func(c *run, e *instances.Environment) error {
			return only(c.S.Service.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("x")}))
		},
		instances.KindProvision: func(c *run, e *instances.Environment) error {
			return only(c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{}))
		},
		instances.KindConvert: func(c *run, e *instances.Environment) error {
			to := instances.Production
			if e.Type == to {
				to = instances.Sandbox
			}
			return only(c.S.Service.Lifecycle.Convert(c.Context(), e.ID, e.Expect(), to))
		},
		instances.KindEnableManaged: func(c *run, e *instances.Environment) error {
			return only(c.S.Service.Lifecycle.SetManaged(c.Context(), e.ID, true))
		},
		instances.KindBackup: func(c *run, e *instances.Environment) error {
			return only(c.S.Service.Backups.Create(c.Context(), e.ID, instances.NewBackup{Label: "before"}))
		},
		instances.KindReset: func(c *run, e *instances.Environment) error {
			return only(c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{}))
		},
		instances.KindDelete: func(c *run, e *instances.Environment) error {
			return only(c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
		},
	}
}

// allowedIsDone tries what environments of many kinds say that they allow, and that they
// do not.
func allowedIsDone(c *run) {
	roomy(c)
	disabled := func() *instances.Environment {
		e := add(c, instances.Sandbox)
		c.Must(c.S.Backstage.SetDisabled(c.Context(), e.ID, true), "disabling an environment")
		return get(c, e.ID)
	}
	made := map[string]func() *instances.Environment{
		"a production":                func() *instances.Environment { return add(c, instances.Production) },
		"a sandbox":                   func() *instances.Environment { return add(c, instances.Sandbox) },
		"a developer's own":           func() *instances.Environment { return add(c, instances.Developer) },
		"a trial":                     func() *instances.Environment { return add(c, instances.Trial) },
		"Teams":                       func() *instances.Environment { return add(c, instances.Teams) },
		"a sandbox without Dataverse": func() *instances.Environment { return add(c, instances.Sandbox, bare) },
		"a disabled sandbox":          disabled,
		"the default one":             func() *instances.Environment { return theDefault(c) },
	}
	for what, fresh := range made {
		for kind, attempt := range attempts() {
			e := fresh()
			if e.IsDefault {
				// There is one, which must not be busy with the last attempt.
				finish(c)
				e = fresh()
			}
			allows, refuses := permits(e, kind)
			if allows == (refuses != nil) {
				c.Errorf("%s: %s is among the allowed: %v, and among the disallowed: %v", what, kind, allows, refuses != nil)
				continue
			}
			err := attempt(c, e)
			switch {
			case allows && err != nil:
				c.Errorf("%s allows %s, and it is refused: %v", what, kind, err)
			case !allows && !errors.Is(err, admin365.ErrPrecondition):
				c.Errorf("%s does not allow %s: %v, want that it is a precondition", what, kind, err)
			case !allows:
				refusal, _ := errors.AsType[*admin365.Error](err)
				if refuses.Message != "" && refusal.Message != refuses.Message {
					c.Errorf("%s: of %s it says %q, and the refusal %q", what, kind, refuses.Message, refusal.Message)
				}
			}
		}
	}
}

// permits reports whether an environment says that it allows an operation, and if it says
// that it does not, how.
func permits(e *instances.Environment, kind instances.OperationKind) (allows bool, refuses *instances.DisallowedOperation) {
	for _, k := range e.Allowed {
		allows = allows || k == kind
	}
	for i := range e.Disallowed {
		if e.Disallowed[i].Kind == kind {
			refuses = &e.Disallowed[i]
		}
	}
	return allows, refuses
}

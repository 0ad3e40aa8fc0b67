package instancestest

import (
	"github.com/admin365/admin365/instances"
)

func adminModeCases() []kase {
	return []kase{
		{
			Name: "AdminMode.Enter/stops-what-runs-by-itself", Needs: with(HasAdminMode), Source: docAdminMode,
			Why: "whoever closes an environment to work on it does not want mail to go out of it",
			Run: func(c *run) {
				for _, e := range []*instances.Environment{add(c, instances.Sandbox), add(c, instances.Production)} {
					op := began(c, "entering administration mode")(c.S.Service.AdminMode.Enter(c.Context(), e.ID, instances.AdminModeOptions{}))
					runs(c, op, instances.KindEdit, e.ID)
					finish(c)
					report(c, string(e.Type), administered(get(c, e.ID)))
				}
			},
		},
		{
			Name: "AdminMode.Enter/keeps-what-runs", Needs: with(HasAdminMode), Source: docAdminMode,
			Why: "a customization is tested with its workflows, while people are out",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				done(c, "entering administration mode")(c.S.Service.AdminMode.Enter(c.Context(), e.ID, instances.AdminModeOptions{KeepBackgroundOperations: true}))
				now := get(c, e.ID)
				report(c, "the environment",
					errIf(now.Runtime != instances.RuntimeAdminMode, "Runtime is %q", now.Runtime),
					errIf(now.Dataverse.BackgroundOperations != instances.BackgroundEnabled, "BackgroundOperations are %q", now.Dataverse.BackgroundOperations))
			},
		},
		{
			Name: "AdminMode.Enter/again", Needs: with(HasAdminMode), Source: docAdminMode,
			Why: "a script that is run twice must end in the same way",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				for range 2 {
					done(c, "entering administration mode")(c.S.Service.AdminMode.Enter(c.Context(), e.ID, instances.AdminModeOptions{}))
					report(c, "the environment", administered(get(c, e.ID)))
				}
				for range 2 {
					done(c, "leaving administration mode")(c.S.Service.AdminMode.Leave(c.Context(), e.ID))
					report(c, "the environment afterwards", open(get(c, e.ID)))
				}
			},
		},
		{
			Name: "AdminMode.Leave/starts-what-ran", Needs: with(HasAdminMode), Source: docAdminMode,
			Why: "an environment that is open and sends no mail is broken for weeks before somebody finds out",
			Run: func(c *run) {
				e := add(c, instances.Production)
				done(c, "entering administration mode")(c.S.Service.AdminMode.Enter(c.Context(), e.ID, instances.AdminModeOptions{}))
				op := began(c, "leaving administration mode")(c.S.Service.AdminMode.Leave(c.Context(), e.ID))
				runs(c, op, instances.KindEdit, e.ID)
				finish(c)
				report(c, "the environment", open(get(c, e.ID)))
			},
		},
		{
			Name: "AdminMode.SetBackgroundOperations/within", Needs: with(HasAdminMode), Source: docAdminMode,
			Why: "they are switched on for a test, while people stay out",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				done(c, "entering administration mode")(c.S.Service.AdminMode.Enter(c.Context(), e.ID, instances.AdminModeOptions{}))
				for _, state := range []instances.BackgroundOperations{instances.BackgroundEnabled, instances.BackgroundDisabled} {
					done(c, "setting background operations")(c.S.Service.AdminMode.SetBackgroundOperations(c.Context(), e.ID, state))
					now := get(c, e.ID)
					report(c, "the environment",
						errIf(now.Runtime != instances.RuntimeAdminMode, "Runtime is %q", now.Runtime),
						errIf(now.Dataverse.BackgroundOperations != state, "BackgroundOperations are %q, want %q", now.Dataverse.BackgroundOperations, state))
				}
			},
		},
		{
			Name: "AdminMode.SetBackgroundOperations/not-outside", Needs: with(HasAdminMode), Source: docAdminMode,
			Why: "people who work in an environment rely on its workflows",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				n := len(history(c, e.ID))
				_, err := c.S.Service.AdminMode.SetBackgroundOperations(c.Context(), e.ID, instances.BackgroundDisabled)
				c.Refused(err, disallowed(opSetBackground))
				unchanged(c, e, n)
			},
		},
		{
			Name: "AdminMode.SetBackgroundOperations/no-such-state", Needs: with(HasAdminMode), Source: docAdminMode,
			Why: "what is neither on nor off is a mistake",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				done(c, "entering administration mode")(c.S.Service.AdminMode.Enter(c.Context(), e.ID, instances.AdminModeOptions{}))
				for _, state := range []instances.BackgroundOperations{"", "Sometimes"} {
					_, err := c.S.Service.AdminMode.SetBackgroundOperations(c.Context(), e.ID, state)
					c.Refused(err, invalid(opSetBackground))
				}
			},
		},
		{
			Name: "AdminMode.Leave/whatever-came-back", Needs: with(HasAdminMode, HasLifecycle, HasBackups), Source: docRecover,
			Why: "what came back closed must be opened again, whatever its type is",
			Run: func(c *run) {
				roomy(c)
				trial, developer := add(c, instances.Trial), add(c, instances.Developer)
				bin(c, trial)
				done(c, "recovering a trial")(c.S.Service.Lifecycle.Recover(c.Context(), trial.ID))
				restore(c, developer, instances.Restoration{Source: developer.ID, Point: backup(c, developer.ID).Point})
				for _, e := range []*instances.Environment{trial, developer} {
					report(c, "the "+string(e.Type)+" that came back", administered(get(c, e.ID)))
					done(c, "leaving administration mode")(c.S.Service.AdminMode.Leave(c.Context(), e.ID))
					report(c, "the "+string(e.Type)+" afterwards", open(get(c, e.ID)))
				}
			},
		},
		{
			Name: "AdminMode.Enter/types-without-it", Needs: with(HasAdminMode), Source: docAdminMode,
			Why: "only a sandbox and a production can be closed",
			Run: func(c *run) {
				for _, kind := range []instances.EnvironmentType{instances.Developer, instances.Trial, instances.Teams} {
					e := add(c, kind)
					n := len(history(c, e.ID))
					_, err := c.S.Service.AdminMode.Enter(c.Context(), e.ID, instances.AdminModeOptions{})
					c.Refused(err, disallowed(opEnter))
					_, err = c.S.Service.AdminMode.SetBackgroundOperations(c.Context(), e.ID, instances.BackgroundDisabled)
					c.Refused(err, disallowed(opSetBackground))
					unchanged(c, e, n)
				}
			},
		},
	}
}

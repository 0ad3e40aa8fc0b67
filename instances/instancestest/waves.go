package instancestest

import (
	"regexp"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

var waveName = regexp.MustCompile(`^(April|October)\d{4}Update$`)

func waveCases() []kase {
	return []kase{
		{
			Name: "Waves.List/to-choose-from", Needs: with(HasWaves), Source: docWaves,
			Why: "what is enabled stays so, and people have to know what they enable",
			Run: func(c *run) {
				all := waves(c, c.S.Service, add(c, instances.Sandbox).ID)
				report(c, "the waves", errIf(len(all) == 0, "there are none"), conform.Once(all, func(w *instances.Wave) string { return w.Name }))
				for _, w := range all {
					report(c, w.Name,
						errIf(!waveName.MatchString(w.Name), "its name is of another kind"), errIf(w.DisplayName == "", "it has no title"),
						errIf(w.Enabled != (w.Upgrade != instances.WaveOff), "it is enabled: %v, and its upgrade is %q", w.Enabled, w.Upgrade), conform.NotUTC(*w))
				}
			},
		},
		{
			Name: "Waves.Enable/until-it-is-on", Needs: with(HasWaves), Source: docWaves,
			Why: "the answer says nothing, and whoever takes it for the end tests on what was", Run: enableWave,
		},
		{
			Name: "Waves.Enable/not-allowed", Needs: with(HasWaves), Source: docWaves,
			Why: "nobody gets early what is not there yet",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name := wave(c, e.ID)
				c.Must(c.S.Backstage.SetWaveAllowed(c.Context(), e.ID, name, false), "forbidding a wave")
				if w := waveNamed(c, e.ID, name); w.Allowed {
					c.Errorf("it is allowed still")
				}
				c.Refused(c.S.Service.Waves.Enable(c.Context(), e.ID, name), precluded(opEnableWave))
				if w := waveNamed(c, e.ID, name); w.Enabled || w.Upgrade != instances.WaveOff {
					c.Errorf("it is enabled: %v, and its upgrade is %q", w.Enabled, w.Upgrade)
				}
				c.Must(c.S.Backstage.SetWaveAllowed(c.Context(), e.ID, name, true), "allowing a wave")
				c.Must(c.S.Service.Waves.Enable(c.Context(), e.ID, name), "enabling a wave")
			},
		},
		{
			Name: "Waves.Enable/failed", Needs: with(HasWaves), Source: docWaves,
			Why: "whoever waits until it is no longer on its way must see that it is not on",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name := wave(c, e.ID)
				c.Must(c.S.Service.Waves.Enable(c.Context(), e.ID, name), "enabling a wave")
				c.Must(c.S.Backstage.FailWave(c.Context(), e.ID, name), "failing a wave")
				if w := waveNamed(c, e.ID, name); w.Upgrade != instances.WaveFailed && w.Upgrade != instances.WaveError {
					c.Errorf("its upgrade is %q", w.Upgrade)
				}
			},
		},
		{
			Name: "Waves.Enable/unknown", Needs: with(HasWaves), Source: docErrors,
			Why: "a wave of last year and an environment of yesterday are told apart from every other failure",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				c.Refused(c.S.Service.Waves.Enable(c.Context(), e.ID, "April1999Update"), conform.Refusal{Kind: admin365.ErrNotFound})
				missing := instances.EnvironmentID(nobody())
				c.Refused(c.S.Service.Waves.Enable(c.Context(), missing, wave(c, e.ID)), conform.Refusal{Kind: admin365.ErrNotFound})
				_, err := conform.Collect(c.S.Service.Waves.List(c.Context(), missing))
				c.Refused(err, conform.Refusal{Kind: admin365.ErrNotFound})
			},
		},
		{
			Name: "Waves.Enable/needs-database", Needs: with(HasWaves), Source: docWaves,
			Why: "there is nothing to upgrade",
			Run: func(c *run) {
				e, other := add(c, instances.Sandbox, bare), add(c, instances.Sandbox)
				_, err := conform.Collect(c.S.Service.Waves.List(c.Context(), e.ID))
				c.Refused(err, conform.Refusal{Kind: admin365.ErrPrecondition})
				c.Refused(c.S.Service.Waves.Enable(c.Context(), e.ID, wave(c, other.ID)), conform.Refusal{Kind: admin365.ErrPrecondition})
			},
		},
		{
			Name: "Waves.Enable/people-alone", Needs: with(HasWaves, HasManagementApps, CanSwitch, CanMakePeople), Source: docWaves,
			Why: "an application that is registered may do everything else, and its tests have to say that it may not do this",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name := wave(c, e.ID)
				s := registered(c)
				_, err := s.Environments.Get(c.Context(), e.ID)
				c.Must(err, "getting an environment as an application")
				_, err = conform.Collect(s.Waves.List(c.Context(), e.ID))
				c.Refused(err, forbidden())
				c.Refused(s.Waves.Enable(c.Context(), e.ID, name), forbidden())
				if w := waveNamed(c, e.ID, name); w.Enabled {
					c.Errorf("it is enabled")
				}
				person, _ := actor(c, dynamics365Administrator)
				waves(c, person, e.ID)
				c.Must(person.Waves.Enable(c.Context(), e.ID, name), "enabling a wave as a person")
			},
		},
	}
}

// waves returns the release waves of an environment, or ends the case.
func waves(c *run, s *instances.Service, id instances.EnvironmentID) []*instances.Wave {
	c.Helper()
	all, err := conform.Collect(s.Waves.List(c.Context(), id))
	c.Must(err, "listing release waves")
	return all
}

// wave is one that can be enabled, or ends the case.
func wave(c *run, id instances.EnvironmentID) string {
	c.Helper()
	w := find(waves(c, c.S.Service, id), func(w *instances.Wave) bool { return !w.Enabled })
	if w == nil {
		c.Fatalf("there is no wave to enable")
	}
	c.Must(c.S.Backstage.SetWaveAllowed(c.Context(), id, w.Name, true), "allowing a wave")
	return w.Name
}

// waveNamed returns a wave as it is, or ends the case.
func waveNamed(c *run, id instances.EnvironmentID, name string) *instances.Wave {
	c.Helper()
	w := find(waves(c, c.S.Service, id), func(w *instances.Wave) bool { return w.Name == name })
	if w == nil {
		c.Fatalf("the wave %s is not listed", name)
	}
	return w
}

func enableWave(c *run) {
	e, other := add(c, instances.Sandbox), add(c, instances.Production)
	name := wave(c, e.ID)
	c.Must(c.S.Service.Waves.Enable(c.Context(), e.ID, name), "enabling a wave")
	if w := waveNamed(c, e.ID, name); !w.Enabled || w.Upgrade != instances.WaveUpgrading {
		c.Errorf("meanwhile it is enabled: %v, and its upgrade is %q", w.Enabled, w.Upgrade)
	}
	c.Refused(c.S.Service.Waves.Enable(c.Context(), e.ID, name), plainly(admin365.ErrBusy, opEnableWave))
	finish(c)
	if w := waveNamed(c, e.ID, name); !w.Enabled || w.Upgrade != instances.WaveOn {
		c.Errorf("afterwards it is enabled: %v, and its upgrade is %q", w.Enabled, w.Upgrade)
	}
	c.Refused(c.S.Service.Waves.Enable(c.Context(), e.ID, name), plainly(admin365.ErrConflict, opEnableWave))
	if w := waveNamed(c, other.ID, name); w.Enabled {
		c.Errorf("it is enabled on another environment, too")
	}
}

package instancestest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func idCases() []kase {
	return []kase{
		{
			Name: "IDs/empty-and-dots", Source: docPathIDs,
			Why: "an empty id or a dot turns the request for one environment into one for all of them",
			Run: func(c *run) {
				for _, id := range []string{"", ".", ".."} {
					for _, m := range c.S.methods() {
						// A wave is looked for in a list first.
						if m.takes == "" || m.takes == idOfWave || m.takes == idOfOperation || m.writes && !c.S.Harness.MayWrite {
							continue
						}
						err := m.call(c.Context(), c.S.Service, nowhere().with(m.takes, id))
						if fault := (conform.Refusal{Kind: admin365.ErrInvalid}).Check(err); fault != nil {
							c.Errorf("%s of %q: %v", m.op, id, fault)
						}
					}
				}
			},
		},
		{
			Name: "IDs/that-climb", Source: docPathIDs,
			Why: "an id with a slash in it reaches another resource, unless it is refused or escaped",
			Run: func(c *run) {
				for _, id := range []string{"a/b", "/", "a/", "../environments", "a/../b", "x?$expand=permissions", "x#y", "%2e%2e", "a b", "x'", "')"} {
					climbs(c, id, nowhere())
				}
			},
		},
		{
			Name: "IDs/that-climb-from-what-is-there", Needs: whole(), Source: docPathIDs,
			Why: "whatever is reset by an id with something behind it is another environment",
			Run: func(c *run) {
				at := targetOf(c)
				was, n := get(c, at.environment), len(history(c, at.environment))
				own := map[string]string{
					idOfEnvironment: string(at.environment), idOfBackup: string(at.backup), idOfApp: string(at.app),
					idOfSolution: at.solution, idOfWave: at.wave, idOfLocation: at.location,
				}
				for _, tail := range []string{"/", "/..", "?api-version=2021-04-01", "#", "%20", "/."} {
					for _, m := range methods() {
						id, ok := own[m.takes]
						if !ok {
							continue
						}
						err := m.call(c.Context(), c.S.Service, at.with(m.takes, id+tail))
						if !errors.Is(err, admin365.ErrInvalid) && !errors.Is(err, admin365.ErrNotFound) {
							c.Errorf("%s of an id with %q: %v; want that it is invalid, or not found", m.op, tail, err)
						}
					}
				}
				unchanged(c, was, n)
				if !hasBackup(backups(c, at.environment), at.backup) || registrations(c, at.app) != 1 {
					c.Errorf("the backup or the application are gone")
				}
			},
		},
		{
			Name: "IDs/unknown-environment", Source: docErrors,
			Why: "an environment that is not there is told apart from every other failure, whoever asks",
			Run: func(c *run) {
				for _, m := range c.S.methods() {
					if m.writes && !c.S.Harness.MayWrite || m.takes != idOfEnvironment {
						continue
					}
					at := nowhere()
					at.source = instances.EnvironmentID(nobody())
					err := m.call(c.Context(), c.S.Service, at)
					if fault := (conform.Refusal{Kind: admin365.ErrNotFound}).Check(err); fault != nil {
						c.Errorf("%s: %v", m.op, fault)
					}
				}
			},
		},
	}
}

// climbs calls every method that takes an id with one that has more in it.
func climbs(c *run, id string, at target) {
	c.Helper()
	for _, m := range c.S.methods() {
		if m.takes == "" || m.writes && !c.S.Harness.MayWrite {
			continue
		}
		err := m.call(c.Context(), c.S.Service, at.with(m.takes, id))
		if !errors.Is(err, admin365.ErrInvalid) && !errors.Is(err, admin365.ErrNotFound) {
			c.Errorf("%s of %q: %v; want that it is invalid, or not found", m.op, id, err)
		}
	}
}

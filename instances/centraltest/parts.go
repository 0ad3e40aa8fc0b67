package centraltest

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// envID names an environment.
type envID = instances.CentralEnvironmentID

const day = 24 * time.Hour

// name returns a name that no environment has.
func name() string { return "C" + conform.Unique() }

// nobody returns a GUID that nothing has.
func nobody() string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789abcdef", r) {
			return r
		}
		return '0' + r%10
	}, "0000000000"+conform.Unique())
	return "0badc0de-5ea7-4bad-8bad-" + digits[len(digits)-12:]
}

// add adds a Danish environment, in version 26.4 unless it is changed.
func add(c *run, t instances.EnvironmentType, changes ...func(*CentralEnvironment)) envID {
	c.Helper()
	e := CentralEnvironment{ID: instances.Central(name()), Type: t, Country: "DK", Version: "26.4"}
	for _, change := range changes {
		change(&e)
	}
	c.Must(c.S.Backstage.AddCentral(c.Context(), e), "adding an environment")
	return e.ID
}

// at changes the version, from the country.
func at(version string) func(*CentralEnvironment) {
	return func(e *CentralEnvironment) { e.Version = version }
}

func from(country string) func(*CentralEnvironment) {
	return func(e *CentralEnvironment) { e.Country = country }
}

// offer has versions be released.
func offer(c *run, versions ...string) {
	c.Helper()
	for _, v := range versions {
		c.Must(c.S.Backstage.Offer(c.Context(), CentralVersion{Version: v, Type: instances.UpdateGA, Available: true}), "offering "+v)
	}
}

// plan announces a version for a month of 2026.
func plan(c *run, version string, month time.Month) {
	c.Helper()
	c.Must(c.S.Backstage.Offer(c.Context(), CentralVersion{
		Version: version, Type: instances.UpdateGA, Expected: instances.Month{Year: 2026, Month: month},
	}), "announcing "+version)
}

// preview offers a version as a preview of that type.
func preview(c *run, version string, t instances.UpdateType) instances.Target {
	c.Helper()
	c.Must(c.S.Backstage.Offer(c.Context(), CentralVersion{Version: version, Type: t, Available: true}), "offering a preview")
	return instances.Target{Version: version, Type: t}
}

// usual is an environment in 26.4 and what it can be brought to in January 2026: 26.5 and
// 27.0 to 27.2 are released, 27.4 is to be in February.
func usual(c *run, t instances.EnvironmentType) envID {
	c.Helper()
	offer(c, "26.5", "27.0", "27.1", "27.2")
	if c.S.Now().Before(time.Date(2026, time.February, 1, 0, 0, 0, 0, time.UTC)) {
		plan(c, "27.4", time.February)
	}
	return add(c, t)
}

// ga is the target that is a version for everybody.
func ga(version string) instances.Target { return instances.Target{Version: version} }

// getEnv returns an environment, or ends the case.
func getEnv(c *run, id envID) *instances.CentralEnvironment {
	c.Helper()
	e, err := c.S.Service.Central.Environments.Get(c.Context(), id)
	c.Must(err, "getting "+id.String())
	if e == nil {
		c.Fatalf("Get answered no environment")
	}
	return e
}

// standing checks the version ("26.5") and the status of an environment.
func standing(c *run, id envID, version string, status instances.CentralStatus) {
	c.Helper()
	e := getEnv(c, id)
	if !strings.HasPrefix(e.ApplicationVersion, version+".") || e.Status != status {
		c.Errorf("%s is in version %s and %s, want %s and %s", id, e.ApplicationVersion, e.Status, version, status)
	}
}

// updates returns what an environment can be brought to, or ends the case. It checks that
// at most one is selected.
func updates(c *run, id envID) []*instances.Update {
	c.Helper()
	list, err := conform.Collect(c.S.Service.Central.Updates.List(c.Context(), id))
	c.Must(err, "listing updates")
	selected := 0
	for _, u := range list {
		if u.Selected {
			selected++
		}
	}
	if selected > 1 {
		c.Errorf("%d updates are selected", selected)
	}
	return list
}

// find returns the update of a list, nil if it is not in it.
func find(list []*instances.Update, t instances.Target) *instances.Update {
	for _, u := range list {
		if u.Version == t.Version && (u.Type == t.Type || t.Type == "" && u.Type == instances.UpdateGA) {
			return u
		}
	}
	return nil
}

// update returns an update that is listed, or ends the case.
func update(c *run, id envID, version string) *instances.Update {
	c.Helper()
	list := updates(c, id)
	u := find(list, ga(version))
	if u == nil {
		c.Fatalf("%s is not listed among %s", version, names(list))
	}
	return u
}

// selected returns the update that is selected, nil if none is.
func selected(c *run, id envID) *instances.Update {
	c.Helper()
	for _, u := range updates(c, id) {
		if u.Selected {
			return u
		}
	}
	return nil
}

func names(list []*instances.Update) string {
	var all []string
	for _, u := range list {
		all = append(all, fmt.Sprintf("%s (%s)", u.Version, u.Type))
	}
	return strings.Join(all, ", ")
}

// choose selects a version, or ends the case.
func choose(c *run, id envID, version string, s instances.Schedule) *instances.Update {
	c.Helper()
	u, err := c.S.Service.Central.Updates.Select(c.Context(), id, ga(version), s)
	c.Must(err, "selecting "+version)
	if u == nil {
		c.Fatalf("Select answered no update")
	}
	return u
}

// on is a schedule for a moment, passing over the window; in is one in the window.
func on(t time.Time) instances.Schedule { return instances.Schedule{At: t, IgnoreWindow: new(true)} }

func in(t time.Time) instances.Schedule { return instances.Schedule{At: t, IgnoreWindow: new(false)} }

// only returns the one item of a list that is ours.
func only[V any](list iter.Seq2[*V, error], ours func(*V) bool) (*V, error) {
	all, err := conform.Collect(list)
	if err != nil {
		return nil, err
	}
	for _, item := range all {
		if ours(item) {
			return item, nil
		}
	}
	return nil, errors.New("the list does not have it")
}

// near checks that two times are less than a minute apart.
func near(c *run, what string, got, want time.Time) {
	c.Helper()
	if d := got.Sub(want).Abs(); d > time.Minute {
		c.Errorf("%s is %v, want %v", what, got, want)
	}
}

// refuses checks each of the errors of one refusal.
func refuses(c *run, want conform.Refusal, errs map[string]error) {
	c.Helper()
	for what, err := range errs {
		if fault := want.Check(err); fault != nil {
			c.Errorf("%s: %v", what, fault)
		}
	}
}

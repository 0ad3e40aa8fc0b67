package instancestest

import (
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// aliasCases overwrite everything that went in and everything that came out, and look
// whether the tenant has changed with it.
func aliasCases() []kase {
	return []kase{
		{
			Name: "Aliasing/input-of-create", Needs: with(HasCatalogue), Source: docOwnership,
			Why: "a program creates ten environments of one description that it alters between the calls",
			Run: func(c *run) {
				roomy(c)
				want := sample(instances.Sandbox, withDatabase(func(d *instances.NewDatabase) { d.Templates = []string{template(c)} }))
				given := conform.Clone(want)
				op := began(c, "creating an environment")(c.S.Service.Environments.Create(c.Context(), given))
				if err := conform.Differ(given, want); err != nil {
					c.Errorf("Create changed what it was given: it %v", err)
				}
				conform.Scribble(&given)
				finish(c)
				e := get(c, instances.EnvironmentID(operation(c, op.ID).ResourceID))
				report(c, "the environment",
					errIf(e.DisplayName != want.DisplayName || e.Dataverse.DomainName != want.Dataverse.DomainName, "it is called %q, %q", e.DisplayName, e.Dataverse.DomainName),
					errIf(!conform.Same(e.Dataverse.Templates, want.Dataverse.Templates), "Templates are %q", e.Dataverse.Templates))
			},
		},
		{
			Name: "Aliasing/input-of-update", Needs: with(), Source: docOwnership,
			Why: "what the service does later must not follow what the caller does in between",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				name, text := "Other "+conform.Unique(), "another purpose"
				p := instances.EnvironmentPatch{DisplayName: new(name), Description: new(text)}
				began(c, "changing an environment")(c.S.Service.Environments.Update(c.Context(), e.ID, p))
				*p.DisplayName, *p.Description = "scribbled", "scribbled"
				finish(c)
				if now := get(c, e.ID); now.DisplayName != name || now.Description != text {
					c.Errorf("it is called %q, %q", now.DisplayName, now.Description)
				}
			},
		},
		{
			Name: "Aliasing/input-of-databases", Needs: with(HasLifecycle, HasResets, HasCatalogue), Source: docOwnership,
			Why: "a list of templates is kept by the program and used again",
			Run: func(c *run) {
				roomy(c)
				name := template(c)
				templates := []string{name}
				empty, e := add(c, instances.Sandbox, bare), add(c, instances.Sandbox)
				began(c, "adding a database")(c.S.Service.Lifecycle.AddDatabase(c.Context(), empty.ID, instances.NewDatabase{Templates: templates}))
				began(c, "resetting an environment")(c.S.Service.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{Templates: templates}))
				templates[0] = "scribbled"
				finish(c)
				for _, id := range []instances.EnvironmentID{empty.ID, e.ID} {
					if got := get(c, id).Dataverse.Templates; len(got) != 1 || got[0] != name {
						c.Errorf("Templates are %q, want %q", got, name)
					}
				}
			},
		},
		{
			Name: "Aliasing/answers-about-environments", Needs: with(HasLifecycle, HasCopies), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				s := c.S.Service
				e := addDynamics(c)
				target := add(c, instances.Sandbox)
				own(c, opGet, func() (*instances.Environment, error) { return s.Environments.Get(c.Context(), e.ID) })
				own(c, opList, one(func() iter.Seq2[*instances.Environment, error] {
					return s.Environments.List(c.Context(), instances.EnvironmentQuery{})
				}, func(got *instances.Environment) bool { return got.ID == e.ID }))
				own(c, opCheckDelete, func() (*instances.DeleteCheck, error) { return s.Lifecycle.CheckDelete(c.Context(), e.ID) })
				own(c, opCopyTargets, one(func() iter.Seq2[*instances.Candidate, error] { return s.Copies.Targets(c.Context(), e.ID) },
					func(got *instances.Candidate) bool { return got.ID == target.ID }))
				began(c, "changing an environment")(s.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("x")}))
				own(c, opGet+" while busy", func() (*instances.Environment, error) { return s.Environments.Get(c.Context(), e.ID) })
				finish(c)
				bin(c, e)
				own(c, opDeleted, one(func() iter.Seq2[*instances.Environment, error] { return s.Lifecycle.Deleted(c.Context()) },
					func(got *instances.Environment) bool { return got.ID == e.ID }))
			},
		},
		{
			Name: "Aliasing/answers-about-operations", Needs: with(HasBackups), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				s := c.S.Service
				e := add(c, instances.Sandbox)
				op := hold(c, e.ID)
				id := op.ID
				conform.Scribble(op)
				own(c, opOperation, func() (*admin365.Operation, error) { return s.Operations.Get(c.Context(), id) })
				own(c, opDetails, func() (*instances.OperationDetails, error) { return s.Operations.Details(c.Context(), id) })
				own(c, opOperations, one(func() iter.Seq2[*admin365.Operation, error] { return s.Operations.List(c.Context(), e.ID) },
					func(got *admin365.Operation) bool { return got.ID == id }))
				finish(c)
				b, err := s.Backups.Create(c.Context(), e.ID, instances.NewBackup{Label: "mine"})
				c.Must(err, "backing an environment up")
				conform.Scribble(b)
				finish(c)
				own(c, opBackups, one(func() iter.Seq2[*instances.Backup, error] { return s.Backups.List(c.Context(), e.ID) },
					func(got *instances.Backup) bool { return got.Label == "mine" }))
			},
		},
		{
			Name: "Aliasing/answers-about-the-rest", Needs: whole(), Source: docOwnership,
			Why: "returned values belong to the caller, who may sort, cut and overwrite them",
			Run: func(c *run) {
				s := c.S.Service
				at := targetOf(c)
				own(c, opLocations, one(func() iter.Seq2[*instances.Location, error] { return s.Catalogue.Locations(c.Context()) },
					func(l *instances.Location) bool { return l.Name == "europe" }))
				own(c, opTemplates, one(func() iter.Seq2[*instances.Template, error] { return s.Catalogue.Templates(c.Context(), "europe") },
					func(t *instances.Template) bool { return t.Name == customerEngagement && t.Type == instances.Sandbox }))
				own(c, opSolutions, one(func() iter.Seq2[*instances.Solution, error] {
					return s.Solutions.List(c.Context(), at.environment, instances.SolutionQuery{})
				}, func(x *instances.Solution) bool { return x.UniqueName == at.solution }))
				own(c, opCatalogue, one(func() iter.Seq2[*instances.Solution, error] { return s.Solutions.Catalogue(c.Context()) },
					func(x *instances.Solution) bool { return x.UniqueName == at.solution }))
				own(c, opWaves, one(func() iter.Seq2[*instances.Wave, error] { return s.Waves.List(c.Context(), at.environment) },
					func(w *instances.Wave) bool { return w.Name == at.wave }))
				own(c, opTenantCapacity, func() (*instances.TenantCapacity, error) { return s.Capacity.Tenant(c.Context()) })
				own(c, opCapacity, func() (*[]instances.Consumption, error) {
					all, err := s.Capacity.Environment(c.Context(), at.environment)
					return &all, err
				})
				own(c, opWarnings, func() (*[]instances.StorageWarning, error) {
					all, err := s.Capacity.Warnings(c.Context())
					return &all, err
				})
			},
		},
	}
}

// template is one with which a sandbox in Europe can be made and reset.
func template(c *run) string {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Catalogue.Templates(c.Context(), "europe"))
	c.Must(err, "listing templates")
	t := find(all, func(t *instances.Template) bool {
		return t.Type == instances.Sandbox && !t.IsDisabled && t.ResetSupported
	})
	if t == nil {
		c.Fatalf("there is no template for a sandbox")
	}
	return t.Name
}

// one asks for the one item of a list that is ours.
func one[V any](list func() iter.Seq2[*V, error], ours func(*V) bool) func() (*V, error) {
	return func() (*V, error) {
		all, err := conform.Collect(list())
		if err != nil {
			return nil, err
		}
		item := find(all, ours)
		return item, errIf(item == nil, "the list does not have it")
	}
}

// own asks three times, and overwrites the first answer in between.
func own[V any](c *run, name string, ask func() (*V, error)) {
	c.Helper()
	answer := func() *V {
		v, err := ask()
		c.Must(err, name)
		if v == nil {
			c.Fatalf("%s answers nothing", name)
		}
		return v
	}
	first, second := answer(), answer()
	was := conform.Clone(first)
	conform.Scribble(first)
	if err := conform.Differ(*second, *was, "BackupsFrom"); err != nil {
		c.Errorf("%s: two answers share what they hold: the second %v", name, err)
	}
	if err := conform.Differ(*answer(), *was, "BackupsFrom"); err != nil {
		c.Errorf("%s: after an answer was overwritten the next one %v", name, err)
	}
}

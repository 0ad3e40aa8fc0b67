package instancestest

import (
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func copyRefusalCases() []kase {
	return []kase{
		{
			Name: "Copies.Copy/onto-types-that-take-none", Needs: with(HasCopies), Source: docCopy,
			Why: "a production is overwritten by nobody",
			Run: func(c *run) {
				roomy(c)
				source := add(c, instances.Sandbox)
				for _, target := range []*instances.Environment{
					add(c, instances.Production), add(c, instances.Developer), add(c, instances.Trial), add(c, instances.Teams),
					add(c, instances.SubscriptionBasedTrial),
				} {
					noCopy(c, target, source)
				}
			},
		},
		{
			Name: "Copies.Copy/of-types-that-give-none", Needs: with(HasCopies), Source: docCopy,
			Why: "what is everybody's, and what is on trial, is not copied",
			Run: func(c *run) {
				roomy(c)
				for _, source := range []*instances.Environment{theDefault(c), add(c, instances.Trial)} {
					noCopy(c, add(c, instances.Sandbox), source)
				}
			},
		},
		{
			Name: "Copies.Copy/elsewhere", Needs: with(HasCopies), Source: docCopy,
			Why: "data does not leave its geography by the way",
			Run: func(c *run) {
				roomy(c)
				target, source := add(c, instances.Sandbox), add(c, instances.Production, in("japan"))
				noCopy(c, target, source)
			},
		},
		{
			Name: "Copies.Copy/source-without-database", Needs: with(HasCopies), Source: docCopy,
			Why: "there is nothing to copy",
			Run: func(c *run) {
				roomy(c)
				noCopy(c, add(c, instances.Sandbox), add(c, instances.Production, bare))
			},
		},
		{
			Name: "Copies.Copy/source-disabled", Needs: with(HasCopies), Source: docCopy,
			Why: "what is switched off is switched on first",
			Run: func(c *run) {
				roomy(c)
				target, source := add(c, instances.Sandbox), add(c, instances.Production)
				c.Must(c.S.Backstage.SetDisabled(c.Context(), source.ID, true), "disabling the source")
				noCopy(c, target, source)
			},
		},
		{
			Name: "Copies.Copy/source-busy", Needs: with(HasCopies), Source: docCopy,
			Why: "a copy of what is being changed is a copy of nothing that ever was",
			Run: func(c *run) {
				roomy(c)
				target, source := add(c, instances.Sandbox), add(c, instances.Production)
				hold(c, source.ID)
				n := len(history(c, target.ID))
				_, err := c.S.Service.Copies.Copy(c.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
				c.Refused(err, busy(opCopy))
				unchanged(c, target, n)
			},
		},
		{
			Name: "Copies.Copy/bad-input", Needs: with(HasCopies), Source: docCopy,
			Why: "an environment that is copied onto itself is gone", Run: copyBadInput,
		},
		{
			Name: "Copies.Copy/no-capacity", Needs: with(HasCopies, HasCapacity), Source: docStorage,
			Why: "a copy may be larger than what it replaces",
			Run: func(c *run) {
				target, source := add(c, instances.Sandbox), add(c, instances.Production)
				leaveFree(c, gigabyte-1)
				_, err := c.S.Service.Copies.Copy(c.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
				full(c, opCopy, err)
				leaveFree(c, gigabyte)
				copyOnto(c, target, instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
			},
		},
	}
}

// noCopy checks that one environment is not copied onto another, which stays as it is.
func noCopy(c *run, target, source *instances.Environment) {
	c.Helper()
	n := len(history(c, target.ID))
	_, err := c.S.Service.Copies.Copy(c.Context(), target.ID, target.Expect(), instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy})
	if fault := disallowed(opCopy).Check(err); fault != nil {
		c.Errorf("a %s onto a %s: %v", source.Type, target.Type, fault)
	}
	unchanged(c, target, n)
}

func copyBadInput(c *run) {
	roomy(c)
	target, source := add(c, instances.Sandbox), add(c, instances.Production)
	n := len(history(c, target.ID))
	for _, wrong := range []struct {
		what string
		x    instances.EnvironmentCopy
		want conform.Refusal
	}{
		{"no source", instances.EnvironmentCopy{Type: instances.FullCopy}, invalid(opCopy)},
		{"onto itself", instances.EnvironmentCopy{Source: target.ID, Type: instances.FullCopy}, invalid(opCopy)},
		{"a source that is not there", instances.EnvironmentCopy{Source: instances.EnvironmentID(nobody()), Type: instances.FullCopy}, unknown(opCopy)},
		{"no type", instances.EnvironmentCopy{Source: source.ID}, invalid(opCopy)},
		{"a type that is none", instances.EnvironmentCopy{Source: source.ID, Type: "HalfCopy"}, invalid(opCopy)},
		{"a security group that is none", instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy, SecurityGroupID: "everybody"}, coded(opCopy, "InvalidSecurityGroupId")},
	} {
		op, err := c.S.Service.Copies.Copy(c.Context(), target.ID, target.Expect(), wrong.x)
		if fault := wrong.want.Check(err); fault != nil {
			c.Errorf("%s: %v", wrong.what, fault)
		}
		if op != nil {
			c.Errorf("%s: an operation is answered beside the error: %+v", wrong.what, op)
		}
	}
	unchanged(c, target, n)
}

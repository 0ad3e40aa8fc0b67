package admintest

import (
	"errors"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func resetSwitchCases() []kase {
	return []kase{
		{
			Name: "SelfServiceReset.SetAdministrators/round-trip", Needs: writing(HasSelfServiceReset), Source: docResetPolicy,
			Why: "a switch that reads otherwise than it was set is thrown twice",
			Run: func(c *run) {
				for _, allowed := range []bool{false, true, true, false} {
					setAdministrators(c, allowed)
					administratorsMay(c, allowed)
				}
			},
		},
		{
			Name: "SelfServiceReset.Administrators/same-as-the-policy", Needs: writing(HasSelfServiceReset, HasAuthorization), Source: docPolicy,
			Why: "there is one switch, and two ways to it",
			Run: func(c *run) {
				for _, allowed := range []bool{false, true} {
					setAdministrators(c, allowed)
					want := *getPolicy(c)
					if want.AllowedToUseSSPR != allowed {
						c.Errorf("AllowedToUseSSPR is %t, want %t", want.AllowedToUseSSPR, allowed)
					}
					c.Must(c.S.Settings.Authorization.Update(c.Context(), admin.AuthorizationPolicyPatch{AllowedToUseSSPR: new(!allowed)}), "changing the policy")
					administratorsMay(c, !allowed)
					want.AllowedToUseSSPR = !allowed
					policyIs(c, want)
				}
			},
		},
		{
			Name: "SelfServiceReset.Users/no-api-tells", Needs: []string{HasSelfServiceReset}, Source: docUserReset,
			Why: "nobody must believe a program that says for whom it is on and cannot know",
			Run: func(c *run) {
				u, err := c.S.Settings.SelfServiceReset.Users(c.Context())
				unsupported(c, err)
				if u != nil {
					c.Errorf("Users answers %+v beside its error", *u)
				}
			},
		},
		{
			Name: "SelfServiceReset.SetUsers/no-api-does-it", Needs: ofReset(), Source: docUserReset,
			Why: "who is told that it is on tells his people, and they find it off",
			Run: func(c *run) {
				c.Must(c.S.Backstage.SetPremium(c.Context(), true), "having a license")
				for _, scope := range []admin.SelfServiceResetScope{admin.SelfServiceResetAll, admin.SelfServiceResetNone, "nonsense"} {
					unsupported(c, c.S.Settings.SelfServiceReset.SetUsers(c.Context(), admin.UserSelfServiceReset{Scope: scope}))
				}
				resetIsFor(c, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetNone})
			},
		},
		{
			Name: "SelfServiceReset.Users/contacts-nobody", Needs: writing(HasSelfServiceReset, CanSwitch), Source: docUserReset,
			Why: "a question that no API answers needs no permission, and is in no log",
			Run: func(c *run) {
				s := application(c, "Domain.Read.All").SelfServiceReset
				_, err := s.Users(c.Context())
				unsupported(c, err)
				unsupported(c, s.SetUsers(c.Context(), admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll}))
			},
		},
	}
}

// unsupported checks that no API does this, and that the error names the page.
func unsupported(c *run, err error) {
	c.Helper()
	c.Refused(err, plainly(admin365.ErrUnsupported, ""))
	_, page, _ := strings.Cut(admin.Links{}.SelfServiceReset(), "#")
	if e, ok := errors.AsType[*admin365.Error](err); ok && !strings.Contains(e.Message, page) {
		c.Errorf("Message %q does not name the page …#%s", e.Message, page)
	}
}

func setAdministrators(c *run, allowed bool) {
	c.Helper()
	c.Must(c.S.Settings.SelfServiceReset.SetAdministrators(c.Context(), allowed), "throwing the administrators' switch")
}

func administratorsMay(c *run, want bool) {
	c.Helper()
	c.Eventually(func() error {
		got, err := c.S.Settings.SelfServiceReset.Administrators(c.Context())
		return errors.Join(err, errIf(err == nil && got != want, "Administrators answers %t, want %t", got, want))
	})
}

func methodCases() []kase {
	return []kase{
		{
			Name: "SelfServiceReset.Methods/the-eight", Needs: []string{HasSelfServiceReset}, Source: docMethods,
			Why: "a program that turns off what is weak has to find it",
			Run: func(c *run) {
				p := getMethods(c)
				for _, id := range theEight() {
					m, ok := find(p, id)
					if !ok || m.State != admin.MethodEnabled && m.State != admin.MethodDisabled {
						c.Errorf("the method %s is there: %t, its state %q", id, ok, m.State)
					}
				}
				for i, m := range p.Methods {
					if slices.ContainsFunc(p.Methods[:i], func(other admin.AuthenticationMethod) bool { return other.ID == m.ID }) {
						c.Errorf("the method %s comes twice", m.ID)
					}
				}
				if days := p.Campaign.SnoozeDurationInDays; days < 0 || days > 14 || p.Campaign.State == "" {
					c.Errorf("the campaign is %+v", p.Campaign)
				}
				if err := conform.NotUTC(p); err != nil {
					c.Errorf("%v", err)
				}
			},
		},
		{
			Name: "SelfServiceReset.UpdateMethod/state", Needs: writing(HasSelfServiceReset), Source: docMethod,
			Why: "turning off text messages must not turn off everything else",
			Run: func(c *run) {
				for _, id := range theEight() {
					for _, state := range []admin.MethodState{admin.MethodDisabled, admin.MethodEnabled} {
						want := getMethods(c)
						at := slices.IndexFunc(want.Methods, func(m admin.AuthenticationMethod) bool { return m.ID == id })
						if at < 0 {
							c.Fatalf("the policy does not have the method %s", id)
						}
						want.Methods[at].State = state
						updateMethod(c, id, admin.AuthenticationMethodPatch{State: new(state)})
						methodIs(c, id, func(m admin.AuthenticationMethod) error { return conform.Differ(m, want.Methods[at]) })
						if err := conform.Differ(*getMethods(c), *want, "LastModifiedDateTime"); err != nil {
							c.Errorf("after %s became %s the policy %v", id, state, err)
						}
					}
				}
			},
		},
		{
			Name: "SelfServiceReset.UpdateMethod/targets", Needs: writing(HasSelfServiceReset, CanMakePeople), Source: docMethod,
			Why: "a method is tried out with one department, and one is kept from guests",
			Run: methodTargets,
		},
		{
			Name: "SelfServiceReset.UpdateMethod/unknown-method", Needs: writing(HasSelfServiceReset), Source: docMethod,
			Why: "a method that is not there cannot be turned off, and a typing error must not look like it",
			Run: func(c *run) {
				was := getMethods(c)
				err := c.S.Settings.SelfServiceReset.UpdateMethod(c.Context(), "CarrierPigeon", admin.AuthenticationMethodPatch{State: new(admin.MethodDisabled)})
				c.Refused(err, plainly(admin365.ErrNotFound, opMethodUpdate))
				if err := conform.Differ(*getMethods(c), *was); err != nil {
					c.Errorf("after the refusal the policy %v", err)
				}
			},
		},
		{
			Name: "SelfServiceReset.UpdateMethod/invalid", Needs: writing(HasSelfServiceReset), Source: docMethod,
			Why: "a state that is none must not be taken for off, nor a target that is none for everybody",
			Run: func(c *run) {
				was := getMethods(c)
				for _, p := range []admin.AuthenticationMethodPatch{
					{}, {State: new(admin.MethodState("on"))}, {State: new(admin.MethodState(""))},
					{IncludeTargets: []admin.MethodTarget{{TargetType: "planet", ID: admin.AllUsers}}},
					{IncludeTargets: []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: ""}}},
					{State: new(admin.MethodDisabled), IncludeTargets: []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: "no id of a group"}}},
				} {
					err := c.S.Settings.SelfServiceReset.UpdateMethod(c.Context(), admin.MethodFIDO2, p)
					if fault := invalid(opMethodUpdate).Check(err); fault != nil {
						c.Errorf("%+v: %v", p, fault)
					}
				}
				if err := conform.Differ(*getMethods(c), *was); err != nil {
					c.Errorf("after the refusals the policy %v", err)
				}
			},
		},
	}
}

func theEight() []admin.AuthenticationMethodID {
	return []admin.AuthenticationMethodID{
		admin.MethodFIDO2, admin.MethodMicrosoftAuthenticator, admin.MethodSMS, admin.MethodTemporaryAccessPass,
		admin.MethodSoftwareOATH, admin.MethodVoice, admin.MethodEmail, admin.MethodX509Certificate,
	}
}

// updateMethod changes a method, or ends the case.
func updateMethod(c *run, id admin.AuthenticationMethodID, p admin.AuthenticationMethodPatch) {
	c.Helper()
	c.Must(c.S.Settings.SelfServiceReset.UpdateMethod(c.Context(), id, p), "changing the method "+string(id))
}

func methodTargets(c *run) {
	const id = admin.MethodTemporaryAccessPass
	group := func(g admin365.GroupID, required bool) admin.MethodTarget {
		return admin.MethodTarget{TargetType: admin.TargetGroup, ID: string(g), IsRegistrationRequired: required}
	}
	one, two := makeTeam(c), makeTeam(c)
	want, ok := find(getMethods(c), id)
	if !ok {
		c.Fatalf("the policy does not have the method %s", id)
	}
	set := func(p admin.AuthenticationMethodPatch) {
		c.Helper()
		updateMethod(c, id, p)
		methodIs(c, id, func(m admin.AuthenticationMethod) error { return conform.Differ(inOrderOfIDs(m), inOrderOfIDs(want)) })
	}
	want.IncludeTargets = []admin.MethodTarget{group(one, true), group(two, false)}
	set(admin.AuthenticationMethodPatch{IncludeTargets: slices.Clone(want.IncludeTargets)})
	want.ExcludeTargets = []admin.MethodTarget{group(two, false)}
	set(admin.AuthenticationMethodPatch{ExcludeTargets: slices.Clone(want.ExcludeTargets)})
	want.IncludeTargets = []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: admin.AllUsers}}
	set(admin.AuthenticationMethodPatch{IncludeTargets: slices.Clone(want.IncludeTargets)})
	want.ExcludeTargets = nil
	set(admin.AuthenticationMethodPatch{ExcludeTargets: []admin.MethodTarget{}})
}

// inOrderOfIDs is a method with its targets in an order that can be compared.
func inOrderOfIDs(m admin.AuthenticationMethod) admin.AuthenticationMethod {
	byID := func(a, b admin.MethodTarget) int { return strings.Compare(a.ID, b.ID) }
	m.IncludeTargets = slices.SortedFunc(slices.Values(m.IncludeTargets), byID)
	m.ExcludeTargets = slices.SortedFunc(slices.Values(m.ExcludeTargets), byID)
	return m
}

package admintest

import (
	"slices"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func campaignCases() []kase {
	return []kase{
		{
			Name: "SelfServiceReset.UpdateCampaign/round-trip", Needs: writing(HasSelfServiceReset), Source: docMethodsUpdate,
			Why: "the days are changed without the state, and the state without the days",
			Run: func(c *run) {
				want := getMethods(c).Campaign
				set := func(p admin.RegistrationCampaignPatch) {
					c.Helper()
					updateCampaign(c, p)
					campaignIs(c, want)
				}
				for _, days := range []int{0, 14, 3} {
					want.SnoozeDurationInDays = days
					set(admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(days)})
				}
				for _, state := range []admin.CampaignState{admin.CampaignEnabled, admin.CampaignDisabled, admin.CampaignDefault} {
					want.State = state
					set(admin.RegistrationCampaignPatch{State: new(state)})
				}
			},
		},
		{
			Name: "SelfServiceReset.UpdateCampaign/leaves-the-methods", Needs: writing(HasSelfServiceReset), Source: docMethodsUpdate,
			Why: "the campaign is a part of the policy, and the methods are another",
			Run: func(c *run) {
				was := getMethods(c)
				updateCampaign(c, admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(5), State: new(admin.CampaignEnabled)})
				if err := conform.Differ(*getMethods(c), *was, "Campaign", "LastModifiedDateTime"); err != nil {
					c.Errorf("after a change of the campaign the policy %v", err)
				}
			},
		},
		{
			Name: "SelfServiceReset.UpdateCampaign/targets", Needs: writing(HasSelfServiceReset, CanMakePeople), Source: docCampaign,
			Why: "people are asked department by department, and the director not at all",
			Run: func(c *run) {
				u := makeUser(c)
				g := makeTeam(c, u)
				want := getMethods(c).Campaign
				set := func(p admin.RegistrationCampaignPatch) {
					c.Helper()
					updateCampaign(c, p)
					campaignIs(c, want)
				}
				want.IncludeTargets = []admin.CampaignTarget{
					{TargetType: admin.TargetGroup, ID: string(g), TargetedAuthenticationMethod: "microsoftAuthenticator"},
				}
				set(admin.RegistrationCampaignPatch{IncludeTargets: slices.Clone(want.IncludeTargets)})
				want.ExcludeTargets = []admin.MethodTarget{{TargetType: admin.TargetUser, ID: string(u)}}
				set(admin.RegistrationCampaignPatch{ExcludeTargets: slices.Clone(want.ExcludeTargets)})
				want.IncludeTargets = []admin.CampaignTarget{
					{TargetType: admin.TargetGroup, ID: admin.AllUsers, TargetedAuthenticationMethod: "microsoftAuthenticator"},
				}
				set(admin.RegistrationCampaignPatch{IncludeTargets: slices.Clone(want.IncludeTargets)})
				want.ExcludeTargets = nil
				set(admin.RegistrationCampaignPatch{ExcludeTargets: []admin.MethodTarget{}})
			},
		},
		{
			Name: "SelfServiceReset.UpdateCampaign/invalid", Needs: writing(HasSelfServiceReset), Source: docCampaign,
			Why: "a campaign that is never or always on by mistake annoys everybody, or nobody registers",
			Run: func(c *run) {
				updateCampaign(c, admin.RegistrationCampaignPatch{SnoozeDurationInDays: new(3)})
				was := getMethods(c)
				for _, p := range []admin.RegistrationCampaignPatch{
					{}, {SnoozeDurationInDays: new(-1)}, {SnoozeDurationInDays: new(15)}, {State: new(admin.CampaignState("on"))},
					{SnoozeDurationInDays: new(7), State: new(admin.CampaignState(""))},
					{SnoozeDurationInDays: new(7), ExcludeTargets: []admin.MethodTarget{{TargetType: "planet", ID: admin.AllUsers}}},
					{SnoozeDurationInDays: new(7), ExcludeTargets: []admin.MethodTarget{{TargetType: admin.TargetGroup, ID: "no id of a group"}}},
				} {
					if fault := invalid(opMethodsUpdate).Check(c.S.Settings.SelfServiceReset.UpdateCampaign(c.Context(), p)); fault != nil {
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

// updateCampaign changes the campaign, or ends the case.
func updateCampaign(c *run, p admin.RegistrationCampaignPatch) {
	c.Helper()
	c.Must(c.S.Settings.SelfServiceReset.UpdateCampaign(c.Context(), p), "changing the campaign")
}

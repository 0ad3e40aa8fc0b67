package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return now.Add(-time.Duration(days) * day) }
	const sku = admin365.SKUID("05e9a617-0261-4cee-bb44-138d3ef5d965")
	direct := admin365.LicenseState{SKUID: sku, State: admin365.LicenseActive}
	group := admin365.LicenseState{SKUID: "05E9A617-0261-4CEE-BB44-138D3EF5D965", State: admin365.LicenseActive, AssignedByGroup: "g"}
	without := func(s admin365.LicenseState, plans ...admin365.ServicePlanID) admin365.LicenseState {
		s.DisabledPlans = plans
		return s
	}
	in := func(s admin365.LicenseState, status admin365.LicenseStateStatus) admin365.LicenseState {
		s.State = status
		return s
	}
	signedIn := func(days int) *identity.SignInActivity {
		return &identity.SignInActivity{LastSuccessfulSignInDateTime: ago(days)}
	}
	for _, tt := range []struct {
		name, reason    string
		enabled         *bool
		created         time.Time
		activity        *identity.SignInActivity
		states          []admin365.LicenseState
		unused, release why
	}{
		{"in use", "he signed in a day before it would be too long", nil, ago(500), signedIn(89), []admin365.LicenseState{direct}, "", ""},
		{"inactive", "the last day counts", new(true), ago(500), signedIn(90), []admin365.LicenseState{direct}, inactive, inactive},
		{"never signed in", "he counts from the day of his account", nil, ago(91), nil, []admin365.LicenseState{direct}, inactive, inactive},
		{"new", "he had no chance yet", nil, ago(5), nil, []admin365.LicenseState{direct}, "", ""},
		{"no date", "nothing is known of him", nil, time.Time{}, nil, []admin365.LicenseState{direct}, "", ""},
		{
			"only a client", "a program signs in for him", nil, ago(500),
			&identity.SignInActivity{LastSignInDateTime: ago(200), LastNonInteractiveSignInDateTime: ago(2)},
			[]admin365.LicenseState{direct},
			"", "",
		},
		{
			"in vain", "an attempt is no sign-in where the service knows which one succeeded", nil, ago(500),
			&identity.SignInActivity{LastSignInDateTime: ago(1), LastSuccessfulSignInDateTime: ago(200)},
			[]admin365.LicenseState{direct},
			inactive, inactive,
		},
		{"blocked", "whenever he signed in", new(false), ago(500), signedIn(1), []admin365.LicenseState{direct}, blocked, blocked},
		{"blocked, by a group", "what is inherited stays", new(false), ago(500), nil, []admin365.LicenseState{group}, blocked, ""},
		{"blocked, twice", "the direct one frees no seat", new(false), ago(500), nil, []admin365.LicenseState{direct, group}, blocked, twice},
		{"twice", "the group gives the same", nil, ago(5), nil, []admin365.LicenseState{direct, group}, "", twice},
		{"twice, the group gives less", "he would lose a plan", nil, ago(5), nil, []admin365.LicenseState{direct, without(group, "p")}, "", ""},
		{"twice, the group gives more", "he loses nothing", nil, ago(5), nil, []admin365.LicenseState{without(direct, "p", "q"), without(group, "Q")}, "", twice},
		{"twice, one of two groups", "one that gives the same is enough", nil, ago(5), nil, []admin365.LicenseState{without(group, "p"), group, direct}, "", twice},
		{"the group's does not work", "it gives nothing", nil, ago(5), nil, []admin365.LicenseState{direct, in(group, admin365.LicenseError)}, "", ""},
		{"the direct one is suspended", "it takes no seat that could be given", new(false), ago(5), nil, []admin365.LicenseState{in(direct, admin365.LicenseDisabled)}, blocked, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			j := judge{now: now, days: 90, activity: true}
			all := j.of(&identity.User{
				AccountEnabled: tt.enabled, CreatedDateTime: tt.created, SignInActivity: tt.activity,
				AssignedLicenses: []admin365.AssignedLicense{{SKUID: sku}}, LicenseAssignmentStates: tt.states,
			})
			if assert.Len(t, all, 1) {
				assert.Equal(t, tt.unused, all[0].unused, tt.reason)
				assert.Equal(t, tt.release, all[0].release, tt.reason)
			}
			j.activity = false
			for _, v := range j.of(&identity.User{AccountEnabled: new(true), CreatedDateTime: ago(500), AssignedLicenses: []admin365.AssignedLicense{{SKUID: sku}}}) {
				assert.Empty(t, v.unused, "nobody knows")
			}
		})
	}
}

package instances_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestWhatIsMade: a new environment has what was asked for, and of what was not the usual of
// its location; who made it and what kind of creation it was stand on it.
func TestWhatIsMade(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of       instances.EnvironmentType
		creation string
	}{
		{instances.Production, "User"}, {instances.Sandbox, "User"}, {instances.Trial, "Trial"}, {instances.SubscriptionBasedTrial, "Trial"}, {instances.Developer, "Developer"},
	} {
		still(t, func(t *testing.T) {
			l := newLab(t)
			began := l.Now()
			op, err := l.Instances.Environments.Create(t.Context(), instances.NewEnvironment{
				DisplayName: "Made", Description: "What for", Type: c.of, Location: "Europe", BillingPolicyID: "p", Dataverse: &instances.NewDatabase{},
			})
			l.done(op, err)
			e := l.get(l.named("Made"))
			assert.Equal(t, []any{c.creation, c.of, "What for", "europe", "p", instances.CadenceFrequent, began, began, "admin@contoso.com", "admin@contoso.com", false, false},
				[]any{e.CreationType, e.Type, e.Description, e.Location, e.BillingPolicyID, e.Cadence, e.Created, e.Modified, e.CreatedBy.UserPrincipalName, e.ModifiedBy.UserPrincipalName, e.Managed, e.IsDefault})
			assert.NotEmpty(t, e.AzureRegion)
			d := e.Dataverse
			require.NotNil(t, d)
			assert.True(t, strings.HasPrefix(d.DomainName, "org"), "the service's choice: %s", d.DomainName)
			assert.Len(t, d.DomainName, 11)
			assert.Equal(t, []any{
				"https://" + d.DomainName + ".crm4.dynamics.com/", "https://" + d.DomainName + ".api.crm4.dynamics.com", 1033, instances.InstanceReady,
				instances.BackgroundEnabled, "Made", admin365.GroupID(""), began,
			}, []any{d.URL, d.APIURL, d.Language, d.State, d.BackgroundOperations, d.FriendlyName, d.SecurityGroupID, d.Created})
			assert.Regexp(t, "^unq[0-9a-f]{29}$", d.UniqueName)
			assert.True(t, strings.HasPrefix(d.Version, "9.2."))
			if c.of == instances.Developer {
				assert.Equal(t, "admin@contoso.com", e.UsedBy.UserPrincipalName, "for who asked")
			} else {
				assert.Nil(t, e.UsedBy)
			}
			assert.Equal(t, c.of == instances.Trial, e.BackupsFrom.IsZero(), "of a trial there are no backups")
			if c.of != instances.Trial {
				assert.Equal(t, began, e.BackupsFrom, "not from before it was made")
			}
		})
	}
	l := newLab(t)
	group, err := l.Backstage.Instances.AddEnvironmentGroup(t.Context(), "Teams of sales")
	require.NoError(t, err)
	op, err := l.Instances.Environments.Create(t.Context(), instances.NewEnvironment{
		DisplayName: "Chosen", Type: instances.Developer, Location: "asia", AzureRegion: "EastAsia", Cadence: instances.CadenceModerate, GroupID: group, UsedBy: "MeganB@contoso.com",
		Dataverse: &instances.NewDatabase{DomainName: "Chosen-1", Language: 1031, Currency: "eur", SecurityGroupID: "204162d5-59db-40c2-9788-2cda6b063f2b"},
	})
	l.done(op, err)
	e := l.get(l.named("Chosen"))
	assert.Equal(t, []any{"eastasia", instances.CadenceModerate, group, "MeganB@contoso.com", "chosen-1", 1031, admin365.GroupID("204162d5-59db-40c2-9788-2cda6b063f2b"), "asia"},
		[]any{e.AzureRegion, e.Cadence, e.GroupID, e.UsedBy.UserPrincipalName, e.Dataverse.DomainName, e.Dataverse.Language, e.Dataverse.SecurityGroupID, e.Location})

	// Without Dataverse it is there at once.
	op, err = l.Instances.Environments.Create(t.Context(), instances.NewEnvironment{DisplayName: "Bare", Type: instances.Sandbox, Location: "europe"})
	require.NoError(t, err)
	assert.Equal(t, []any{admin365.OperationSucceeded, "Create", string(l.named("Bare"))}, []any{op.State, op.Kind, op.ResourceID})
	bare := l.get(l.named("Bare"))
	assert.Equal(t, []any{instances.Provisioned, time.Time{}, true}, []any{bare.Provisioning, bare.BackupsFrom, bare.Dataverse == nil})
}

// TestWhatIsReset: a reset environment is like a new one of its type: what was not asked for
// stays as it was, and of backups there are none from before.
func TestWhatIsReset(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newLab(t)
		ctx := t.Context()
		dev := l.byDomain("contoso-dev")
		require.NoError(t, l.Backstage.Instances.SetVersion(ctx, dev.ID, "9.2.3.4"))
		backup, err := l.Instances.Backups.Create(ctx, dev.ID, instances.NewBackup{Label: "x"})
		require.NoError(t, err)
		l.Advance(time.Hour)
		l.done(l.Instances.Resets.Reset(ctx, dev.ID, dev.Expect(), instances.EnvironmentReset{}))
		e := l.get(dev.ID)
		assert.Equal(t, []any{dev.DisplayName, dev.Description, dev.Type, "contoso-dev", dev.Dataverse.Language, "9.2.3.4", dev.Dataverse.OrganizationID, dev.Dataverse.SecurityGroupID, l.Now(), instances.RuntimeEnabled},
			[]any{e.DisplayName, e.Description, e.Type, e.Dataverse.DomainName, e.Dataverse.Language, e.Dataverse.Version, e.Dataverse.OrganizationID, e.Dataverse.SecurityGroupID, e.BackupsFrom, e.Runtime})
		assert.Empty(t, e.Dataverse.Templates, "its applications are gone")
		for b, err := range l.Instances.Backups.List(ctx, dev.ID) {
			require.NoError(t, err)
			assert.NotEqual(t, backup.ID, b.ID, "they are gone, too")
		}
		l.done(l.Instances.Resets.Reset(ctx, dev.ID, dev.Expect(), instances.EnvironmentReset{
			DisplayName: "Again", Description: "Anew", DomainName: "Contoso-Again", Language: 1031, Currency: "USD", SecurityGroupID: "204162d5-59db-40c2-9788-2cda6b063f2b", Templates: []string{"D365_Sales"},
		}))
		e = l.get(dev.ID)
		assert.Equal(t, []any{"Again", "Anew", "contoso-again", 1031, admin365.GroupID("204162d5-59db-40c2-9788-2cda6b063f2b"), []string{"D365_Sales"}},
			[]any{e.DisplayName, e.Description, e.Dataverse.DomainName, e.Dataverse.Language, e.Dataverse.SecurityGroupID, e.Dataverse.Templates})
		assert.Equal(t, instances.SolutionInstalled, l.solution(dev.ID, sales).State, "it came with the template")
		require.ErrorIs(t, l.Instances.Environments.CheckDomain(ctx, "contoso-dev", "europe"), admin365.ErrConflict, "the old address answers for a day")
	})
}

// TestWavesByTheClock: a wave can be had three months early, is everybody's on its day, and
// takes an hour to come.
func TestWavesByTheClock(t *testing.T) {
	t.Parallel()
	still(t, func(t *testing.T) {
		l := newLab(t)
		dev := l.byDomain("contoso-dev").ID
		names := func() (list []string) {
			for w, err := range l.Instances.Waves.List(t.Context(), dev) {
				require.NoError(t, err)
				list = append(list, w.Name+" "+w.DisplayName+" "+w.State)
			}
			return list
		}
		assert.Equal(t, []string{"October2025Update 2025 release wave 2 On", "April2026Update 2026 release wave 1 Off", "October2026Update 2026 release wave 2 Off"}, names())
		w := l.wave(dev, nextWave)
		assert.Equal(t, []any{utcOf(time.January, 1, 0, 0), utcOf(time.April, 1, 0, 0), utcOf(time.April, 1, 0, 0), "9.2", true, false},
			[]any{w.NotBefore, w.NotAfter, w.Available, w.MinVersion, w.Allowed, w.Enabled})
		require.NoError(t, l.Instances.Waves.Enable(t.Context(), dev, nextWave))
		l.Advance(time.Hour - 1)
		w = l.wave(dev, nextWave)
		assert.Equal(t, []any{instances.WaveUpgrading, "On", true}, []any{w.Upgrade, w.State, w.Enabled})
		require.ErrorIs(t, l.Instances.Waves.Enable(t.Context(), dev, nextWave), admin365.ErrBusy)
		l.Advance(1)
		assert.Equal(t, instances.WaveOn, l.wave(dev, nextWave).Upgrade)
		const autumn = "October2026Update"
		l.Advance(utcOf(time.April, 1, 0, 0).Sub(l.Now()) - 1)
		assert.Len(t, names(), 3)
		assert.Contains(t, names()[0], "October2025Update")
		l.Advance(1)
		assert.Equal(t, []string{"April2026Update 2026 release wave 1 On", "October2026Update 2026 release wave 2 Off", "April2027Update 2027 release wave 1 Off"}, names())
		l.Advance(utcOf(time.July, 1, 0, 0).Sub(l.Now()) - 1)
		assert.False(t, l.wave(dev, autumn).Allowed)
		l.Advance(1)
		assert.True(t, l.wave(dev, autumn).Allowed)
		require.NoError(t, l.Backstage.Instances.SetVersion(t.Context(), dev, "9.1.9.9"))
		assert.False(t, l.wave(dev, autumn).Allowed, "it takes 9.2")
	})
}

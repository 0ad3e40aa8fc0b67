package instances_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

func sandbox(name, domain string) instances.NewEnvironment {
	return instances.NewEnvironment{
		DisplayName: name, Type: instances.Sandbox, Location: "europe",
		Dataverse: &instances.NewDatabase{DomainName: domain, Templates: []string{"D365_Sales"}},
	}
}

func (l lab) byDomain(domain string) *instances.Environment {
	l.t.Helper()
	e, err := instances.FindByDomain(l.t.Context(), l.Instances.Environments, domain)
	require.NoError(l.t, err)
	return e
}

// operation reads an operation.
func (l lab) operation(id admin365.OperationID) *admin365.Operation {
	l.t.Helper()
	op, err := l.Instances.Operations.Get(l.t.Context(), id)
	require.NoError(l.t, err)
	return op
}

// TestContoso: the seed is what a tenant has.
func TestContoso(t *testing.T) {
	t.Parallel()
	l := lab{newTest(t).Memory, t}
	var lines []string
	for e, err := range l.Instances.Environments.List(t.Context(), instances.EnvironmentQuery{}) {
		require.NoError(t, err)
		url := ""
		if e.Dataverse != nil {
			url = e.Dataverse.URL
		}
		lines = append(lines, strings.Join([]string{string(e.ID), string(e.Type), e.DisplayName, url}, " | "))
		again := l.get(e.ID)
		assert.Equal(t, e, again, "List and Get tell the same")
	}
	assert.Equal(t, []string{
		"81703969-f3de-4cdb-99c2-5074e400a2cf | Production | Contoso Production | https://contoso.crm4.dynamics.com/",
	}, lines[1:2])
	assert.Len(t, lines, 5)
	e := l.get("~default")
	assert.Equal(t, instances.EnvironmentID("Default-"+string(l.TenantID())), e.ID)
	assert.True(t, e.IsDefault)
	assert.Equal(t, e, l.get(e.ID))
	_, err := l.Instances.Environments.Get(t.Context(), instances.EnvironmentID(l.TenantID()))
	require.ErrorIs(t, err, admin365.ErrNotFound, "the bare id of the tenant is none")
}

func TestQueries(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	count := func(q instances.EnvironmentQuery) (names []string) {
		for e, err := range l.Instances.Environments.List(t.Context(), q) {
			require.NoError(t, err)
			names = append(names, e.DisplayName)
		}
		return names
	}
	uat := l.byDomain("CONTOSO-uat")
	assert.Equal(t, []string{"Contoso UAT", "Contoso Dev"}, count(instances.EnvironmentQuery{Type: "sandbox"}))
	assert.Equal(t, []string{"Contoso UAT"}, count(instances.EnvironmentQuery{Domain: "Contoso-UAT"}))
	assert.Equal(t, []string{"Contoso UAT"}, count(instances.EnvironmentQuery{OrganizationID: uat.Dataverse.OrganizationID}))
	assert.Equal(t, []string{"Contoso Dev"}, count(instances.EnvironmentQuery{Name: " dev"}))
	assert.Len(t, count(instances.EnvironmentQuery{WithDatabase: true}), 4)
	assert.Len(t, count(instances.EnvironmentQuery{Location: "Europe"}), 5)
	assert.Empty(t, count(instances.EnvironmentQuery{Location: "asia"}))
	assert.Empty(t, count(instances.EnvironmentQuery{GroupID: "x"}))
	_, err := instances.FindByDomain(t.Context(), l.Instances.Environments, "nobody")
	require.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = instances.FindByDomain(t.Context(), l.Instances.Environments, "")
	require.ErrorIs(t, err, admin365.ErrInvalid)
	e, err := instances.FindByName(t.Context(), l.Instances.Environments, "Contoso UAT")
	require.NoError(t, err)
	assert.Equal(t, uat, e)
	_, err = instances.FindByName(t.Context(), l.Instances.Environments, "contoso uat")
	require.ErrorIs(t, err, admin365.ErrNotFound)
	op, err := l.Instances.Environments.Create(t.Context(), instances.NewEnvironment{DisplayName: "Contoso UAT", Type: instances.Sandbox, Location: "europe"})
	l.done(op, err)
	_, err = instances.FindByName(t.Context(), l.Instances.Environments, "Contoso UAT")
	require.ErrorIs(t, err, admin365.ErrConflict)
}

// TestCreate follows a creation by the tenant's clock.
func TestCreate(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	op, err := l.Instances.Environments.Create(ctx, sandbox("Test", "Contoso-TEST"))
	require.NoError(t, err)
	assert.Equal(t, &admin365.Operation{ID: op.ID, Kind: "Create", State: admin365.OperationNotStarted, RetryAfter: 5 * time.Second}, op)
	assert.Contains(t, string(op.ID), "lifecycleOperations/")
	e := l.byDomain("contoso-test")
	assert.Equal(t, []any{instances.Provisioning, instances.ManagementRunning, instances.InstanceProvisioning}, []any{e.Provisioning, e.Management, e.Dataverse.State})
	assert.Equal(t, &instances.RunningOperation{ID: op.ID, Kind: instances.KindCreate}, e.Running)
	_, err = l.Instances.Environments.Update(ctx, e.ID, instances.EnvironmentPatch{Description: new("x")})
	require.ErrorIs(t, err, admin365.ErrBusy)

	l.Advance(6 * time.Second)
	got := l.operation(op.ID)
	assert.Equal(t, []any{admin365.OperationRunning, "", 10 * time.Second}, []any{got.State, got.ResourceID, got.RetryAfter})
	l.Advance(4 * time.Minute)
	got = l.operation(op.ID)
	assert.Equal(t, []any{admin365.OperationSucceeded, string(e.ID), time.Duration(0)}, []any{got.State, got.ResourceID, got.RetryAfter})
	assert.Equal(t, 4*time.Minute, got.Updated.Sub(got.Created))
	e = l.get(e.ID)
	assert.Equal(t, []any{instances.Provisioned, instances.ManagementReady, instances.InstanceReady}, []any{e.Provisioning, e.Management, e.Dataverse.State})
	assert.Nil(t, e.Running)
	assert.Equal(t, []any{"contoso-test", 1033, "https://contoso-test.api.crm4.dynamics.com", []string{"D365_Sales"}, "westeurope", "admin@contoso.com"},
		[]any{e.Dataverse.DomainName, e.Dataverse.Language, e.Dataverse.APIURL, e.Dataverse.Templates, e.AzureRegion, e.CreatedBy.UserPrincipalName})
	assert.Regexp(t, "^unq[0-9a-f]{29}$", e.Dataverse.UniqueName)

	op, err = l.Instances.Environments.Create(ctx, instances.NewEnvironment{DisplayName: "Bare", Type: instances.Production, Location: "UnitedStates"})
	require.NoError(t, err)
	assert.Equal(t, []any{"Create", admin365.OperationSucceeded}, []any{op.Kind, op.State})
	bare := l.get(instances.EnvironmentID(op.ResourceID))
	assert.Nil(t, bare.Dataverse)
	assert.Equal(t, "unitedstates", bare.Location)
	assert.Equal(t, op, l.operation(op.ID), "what was done at once can be followed still")

	edit, err := l.Instances.Environments.Update(ctx, bare.ID, instances.EnvironmentPatch{Description: new("x")})
	require.NoError(t, err)
	assert.Equal(t, op.State, l.operation(op.ID).State, "what is done to it afterwards is another operation")
	l.done(edit, nil)

	op, err = l.Instances.Lifecycle.AddDatabase(ctx, bare.ID, instances.NewDatabase{Language: 1036, Currency: "cad"})
	require.NoError(t, err)
	assert.Equal(t, []any{"Provision", admin365.OperationRunning, string(bare.ID)}, []any{op.Kind, op.State, op.ResourceID})
	assert.Equal(t, instances.ProvisioningDatabase, l.get(bare.ID).Provisioning)
	l.Advance(3 * time.Minute)
	assert.Equal(t, admin365.OperationSucceeded, l.operation(op.ID).State)
	bare = l.get(bare.ID)
	assert.Equal(t, 1036, bare.Dataverse.Language)
	assert.Regexp(t, "^https://org[0-9a-f]{8}.crm.dynamics.com/$", bare.Dataverse.URL)
}

// TestCreateRefused: what a new environment may not be.
func TestCreateRefused(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, c := range []struct {
		name   string
		with   func(*instances.NewEnvironment)
		is     error
		code   string
		status int
	}{
		{"no name", func(n *instances.NewEnvironment) { n.DisplayName = " " }, admin365.ErrInvalid, "EnvironmentDisplayNameNotFound", 400},
		{"type", func(n *instances.NewEnvironment) { n.Type = "Gold" }, admin365.ErrInvalid, "InvalidEnvironmentSku", 400},
		{"a second default", func(n *instances.NewEnvironment) { n.Type = instances.Default }, admin365.ErrInvalid, "InvalidEnvironmentSku", 400},
		{"location", func(n *instances.NewEnvironment) { n.Location = "moon" }, admin365.ErrInvalid, "EnvironmentLocationUnsupported", 400},
		{"a closed location", func(n *instances.NewEnvironment) { n.Location = "sweden" }, admin365.ErrInvalid, "EnvironmentLocationUnsupported", 400},
		{"region", func(n *instances.NewEnvironment) { n.AzureRegion = "eastus" }, admin365.ErrInvalid, "InvalidRequestContent", 400},
		{"cadence", func(n *instances.NewEnvironment) { n.Cadence = "Never" }, admin365.ErrInvalid, "InvalidRequestContent", 400},
		{"language", func(n *instances.NewEnvironment) { n.Dataverse.Language = 7 }, admin365.ErrInvalid, "InvalidRequestContent", 400},
		{"currency", func(n *instances.NewEnvironment) { n.Dataverse.Currency = "EURO" }, admin365.ErrInvalid, "InvalidRequestContent", 400},
		{"template", func(n *instances.NewEnvironment) { n.Dataverse.Templates = []string{"Sales"} }, admin365.ErrInvalid, "InvalidRequestContent", 400},
		{"domain", func(n *instances.NewEnvironment) { n.Dataverse.DomainName = "1st" }, admin365.ErrInvalid, "InvalidDomainName", 400},
		{"domain with a dot", func(n *instances.NewEnvironment) { n.Dataverse.DomainName = "a.b" }, admin365.ErrInvalid, "InvalidDomainName", 400},
		{"a taken domain", func(n *instances.NewEnvironment) { n.Dataverse.DomainName = "CONTOSO" }, admin365.ErrConflict, "DomainNameAlreadyInUse", 409},
		{"security group", func(n *instances.NewEnvironment) { n.Dataverse.SecurityGroupID = "everybody" }, admin365.ErrInvalid, "InvalidSecurityGroupId", 400},
		{"group", func(n *instances.NewEnvironment) { n.GroupID = "204162d5-59db-40c2-9788-2cda6b063f2b" }, admin365.ErrNotFound, "EnvironmentGroupNotFound", 404},
		{"for somebody", func(n *instances.NewEnvironment) { n.UsedBy = "MeganB@contoso.com" }, admin365.ErrInvalid, "UsedByInvalidInRequest", 400},
		{"for nobody", func(n *instances.NewEnvironment) { n.Type, n.UsedBy = instances.Developer, "nobody@contoso.com" }, admin365.ErrInvalid, "UsedByInvalidInRequest", 400},
	} {
		n := sandbox("Test", "fresh")
		c.with(&n)
		before := l.Snapshot()
		_, err := l.Instances.Environments.Create(t.Context(), n)
		require.ErrorIs(t, err, c.is, c.name)
		e, _ := errors.AsType[*admin365.Error](err)
		assert.Equal(t, []any{c.code, c.status, "instances.Environments.Create"}, []any{e.Code, e.Status, e.Op}, c.name)
		assert.Empty(t, l.Changes(before), c.name)
	}
	require.NoError(t, l.Instances.Environments.CheckDomain(t.Context(), "fresh", "europe"))
}

// TestDeveloper: an environment of one person's own counts against nothing.
func TestDeveloper(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	require.NoError(t, l.Backstage.Instances.SetCapacity(t.Context(), instances.DatabaseCapacity, 0))
	op, err := l.Instances.Environments.Create(t.Context(), instances.NewEnvironment{
		DisplayName: "Mine", Type: instances.Developer, Location: "europe", UsedBy: "MeganB@contoso.com", Dataverse: &instances.NewDatabase{},
	})
	l.done(op, err)
	e := l.get(instances.EnvironmentID(l.operation(op.ID).ResourceID))
	assert.Equal(t, []any{"MeganB@contoso.com", "Developer"}, []any{e.UsedBy.UserPrincipalName, e.CreationType})
}

// TestDomains: a name is one environment's, in all the world, and for a day after it.
func TestDomains(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	other, err := l.AddTenant(admin.NewTenant{Name: "Fabrikam"})
	require.NoError(t, err)
	require.NoError(t, other.Backstage.Instances.SetCapacity(ctx, instances.DatabaseCapacity, 1<<20))
	free := func(m *admin.Memory, domain string) error {
		return m.Instances.Environments.CheckDomain(ctx, domain, "europe")
	}
	require.ErrorIs(t, free(other, "contoso-dev"), admin365.ErrConflict, "it is Contoso's")
	require.NoError(t, other.Instances.Environments.CheckDomain(ctx, "contoso-dev", "asia"), "elsewhere it is another address")
	require.ErrorIs(t, other.Instances.Environments.CheckDomain(ctx, "contoso-dev", "moon"), admin365.ErrInvalid)
	require.ErrorIs(t, free(other, ""), admin365.ErrInvalid)
	_, err = other.Instances.Environments.Create(ctx, sandbox("Theirs", "contoso-dev"))
	require.ErrorIs(t, err, admin365.ErrConflict)

	dev := l.byDomain("contoso-dev")
	op, err := l.Instances.Environments.Update(ctx, dev.ID, instances.EnvironmentPatch{DomainName: new("Contoso-New")})
	require.NoError(t, err)
	require.ErrorIs(t, free(other, "contoso-new"), admin365.ErrConflict, "it is taken from the beginning")
	require.ErrorIs(t, free(l.Memory, "contoso-new"), admin365.ErrConflict)
	l.done(op, nil)
	assert.Equal(t, "https://contoso-new.crm4.dynamics.com/", l.get(dev.ID).Dataverse.URL)
	require.ErrorIs(t, free(other, "contoso-dev"), admin365.ErrConflict, "the old one answers for a day")
	require.ErrorIs(t, free(l.Memory, "contoso-dev"), admin365.ErrConflict)
	l.Advance(23 * time.Hour)
	require.ErrorIs(t, free(other, "contoso-dev"), admin365.ErrConflict)
	l.Advance(time.Hour)
	require.NoError(t, free(other, "contoso-dev"))

	op, err = l.Instances.Environments.Update(ctx, dev.ID, instances.EnvironmentPatch{DomainName: new("contoso-dev")})
	l.done(op, err)
	op, err = l.Instances.Environments.Update(ctx, dev.ID, instances.EnvironmentPatch{DomainName: new("contoso-new")})
	l.done(op, err)
	l.Advance(25 * time.Hour)
	require.ErrorIs(t, free(other, "contoso-new"), admin365.ErrConflict, "it was taken back")
	require.NoError(t, free(other, "contoso-dev"))

	op, err = l.Instances.Environments.Update(ctx, dev.ID, instances.EnvironmentPatch{DomainName: new("failed")})
	require.NoError(t, err)
	require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, "Prepare"))
	require.NoError(t, free(other, "failed"), "what failed has taken nothing")
	assert.Equal(t, "contoso-new", l.get(dev.ID).Dataverse.DomainName)

	op, err = l.Instances.Lifecycle.Delete(ctx, dev.ID, dev.Expect())
	l.done(op, err)
	require.ErrorIs(t, free(other, "contoso-new"), admin365.ErrConflict, "the bin keeps it")
	l.Advance(7*24*time.Hour + time.Hour)
	require.ErrorIs(t, free(other, "contoso-new"), admin365.ErrConflict, "and a day")
	l.Advance(24 * time.Hour)
	op, err = other.Instances.Environments.Create(ctx, sandbox("Theirs", "contoso-new"))
	require.NoError(t, err)
	require.NoError(t, other.Backstage.Instances.Fail(ctx, op.ID, "Run"))
	require.NoError(t, free(l.Memory, "contoso-new"))
	_, err = instances.FindByName(ctx, other.Instances.Environments, "Theirs")
	require.ErrorIs(t, err, admin365.ErrNotFound, "a creation that failed has made nothing")
	failed, err := other.Instances.Operations.Get(ctx, op.ID)
	require.NoError(t, err)
	assert.Equal(t, []any{admin365.OperationFailed, ""}, []any{failed.State, failed.ResourceID})
	require.ErrorIs(t, failed.Err, admin365.ErrUnavailable)
}

// TestSave: a tenant in the middle of operations goes on where it was saved.
func TestSave(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	uat, production := l.byDomain("contoso-uat"), l.byDomain("contoso")
	op, err := l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: production.ID, Type: instances.FullCopy, DisplayName: "Copied"})
	require.NoError(t, err)
	made, err := l.Instances.Environments.Create(ctx, sandbox("Test", "contoso-test"))
	require.NoError(t, err)
	_, err = l.Instances.ManagementApps.Register(ctx, "deadbeef-0000-4000-8000-000000000001")
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, l.Save(&file))
	m, err := admin.LoadMemory(bytes.NewReader(file.Bytes()), admin.MemoryConfig{})
	require.NoError(t, err)
	var again bytes.Buffer
	require.NoError(t, m.Save(&again))
	assert.Equal(t, file.String(), again.String())
	loaded := lab{m, t}
	assert.Equal(t, admin365.OperationNotStarted, loaded.operation(op.ID).State)
	loaded.Advance(24 * time.Hour)
	assert.Equal(t, admin365.OperationSucceeded, loaded.operation(op.ID).State)
	assert.Equal(t, admin365.OperationSucceeded, loaded.operation(made.ID).State)
	assert.Equal(t, "Copied", loaded.get(uat.ID).DisplayName)
	_, err = loaded.Instances.ManagementApps.Get(ctx, "deadbeef-0000-4000-8000-000000000001")
	require.NoError(t, err)
	assert.Equal(t, admin365.OperationNotStarted, l.operation(op.ID).State, "the other one has its own clock")
}

// TestCanceled: a context that has ended is no call.
func TestCanceled(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := l.Instances.Environments.Create(ctx, sandbox("a", "b"))
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, l.Backstage.Instances.FinishAll(ctx), context.Canceled)
}

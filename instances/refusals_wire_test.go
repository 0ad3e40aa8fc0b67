package instances

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/rest"
	"github.com/admin365/admin365/internal/tenant"
)

const (
	refusingTenant = admin365.TenantID("11111111-2222-4333-8444-555555555555")
	refusedID      = "99999999-2222-4333-8444-555555555555"
)

// mounted are all operations of the area.
func mounted() []*api.Op {
	m := emu.NewMux()
	Mount(m)
	return slices.DeleteFunc(m.Ops(), func(o *api.Op) bool {
		return strings.Contains(o.Name, ".Central") || strings.Contains(o.Name, ".FinOps")
	})
}

// refusing is a tenant that refuses everything in the words of one refusal, directly and
// over the wire.
type refusing struct {
	refusal *api.Refusal
	args    []string
	tenant  *tenant.Tenant
	emu     *emu.Emulator
	client  *rest.Client
}

func newRefusing(t *testing.T, o *api.Op, r *api.Refusal, args []string) *refusing {
	t.Helper()
	f := &refusing{refusal: r, args: args}
	schema, start := tenant.NewSchema(), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	seed, err := tenant.NewSeed(schema, refusingTenant, start, func(*tenant.Tx) error { return nil })
	require.NoError(t, err)
	f.tenant, err = tenant.NewWorld(schema, start).Add(refusingTenant, seed)
	require.NoError(t, err)
	mux := emu.NewMux()
	mux.Handle(o, func(*emu.Request) (emu.Response, error) { return emu.Response{}, f.raise() })
	if o.Method != "GET" || !slices.Equal(o.Paths, opEnvironmentsGet.Paths) {
		// What is read before is there.
		mux.Handle(&opEnvironmentsGet, func(rq *emu.Request) (emu.Response, error) {
			return rq.Object(http.StatusOK, wireEnvironment(&Environment{
				ID: refusedID, DisplayName: "n", Type: Sandbox, Location: "europe", Dataverse: &Dataverse{OrganizationID: refusedID},
			}))
		})
	}
	if o != &opWavesOrganizations {
		mux.Handle(&opWavesOrganizations, func(rq *emu.Request) (emu.Response, error) {
			return rq.Object(http.StatusOK, []organizationWire{{ID: refusedID, Geo: "EMEA"}})
		})
	}
	f.emu = emu.New(f.tenant.World(), mux, admin365.CloudPublic)
	f.client, err = rest.New(rest.Config{
		TenantID: refusingTenant, Credential: f, HTTPClient: &http.Client{Transport: f.emu.Transport()}, Unlimited: true, MaxAttempts: 1,
	})
	require.NoError(t, err)
	return f
}

// raise names the target as the rules do where the refusal's text names it.
func (f *refusing) raise() error { return f.refusal.Err(f.refusal.Target(f.args, ""), f.args...) }

// GetToken implements azcore.TokenCredential.
func (f *refusing) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	token, expires, err := f.emu.Token(refusingTenant, admin365.AsUser("ada"), o.Scopes)
	return azcore.AccessToken{Token: token, ExpiresOn: expires}, err
}

func drained[T any](list iter.Seq2[*T, error]) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

func errOf[T any](_ T, err error) error { return err }

// performed is each operation as a method performs it.
func performed() map[string]func(context.Context, *Service) error {
	const id = EnvironmentID(refusedID)
	x := Expect{"n", Sandbox}
	return map[string]func(context.Context, *Service) error{
		"Environments.List": func(ctx context.Context, s *Service) error {
			return drained(s.Environments.List(ctx, EnvironmentQuery{}))
		},
		"Environments.Get": func(ctx context.Context, s *Service) error { return errOf(s.Environments.Get(ctx, id)) },
		"Environments.Create": func(ctx context.Context, s *Service) error {
			return errOf(s.Environments.Create(ctx, NewEnvironment{DisplayName: refusedID}))
		},
		"Environments.Update": func(ctx context.Context, s *Service) error {
			return errOf(s.Environments.Update(ctx, id, EnvironmentPatch{DomainName: new("x")}))
		},
		"Environments.CheckDomain": func(ctx context.Context, s *Service) error {
			return s.Environments.CheckDomain(ctx, refusedID, "europe")
		},
		"Lifecycle.AddDatabase": func(ctx context.Context, s *Service) error {
			return errOf(s.Lifecycle.AddDatabase(ctx, id, NewDatabase{}))
		},
		"Lifecycle.Convert": func(ctx context.Context, s *Service) error {
			return errOf(s.Lifecycle.Convert(ctx, id, x, Production))
		},
		"Lifecycle.CheckDelete": func(ctx context.Context, s *Service) error { return errOf(s.Lifecycle.CheckDelete(ctx, id)) },
		"Lifecycle.Delete":      func(ctx context.Context, s *Service) error { return errOf(s.Lifecycle.Delete(ctx, id, x)) },
		"Lifecycle.Deleted":     func(ctx context.Context, s *Service) error { return drained(s.Lifecycle.Deleted(ctx)) },
		"Lifecycle.Recover":     func(ctx context.Context, s *Service) error { return errOf(s.Lifecycle.Recover(ctx, id)) },
		"Lifecycle.SetManaged":  func(ctx context.Context, s *Service) error { return errOf(s.Lifecycle.SetManaged(ctx, id, true)) },
		"AdminMode.Enter": func(ctx context.Context, s *Service) error {
			return errOf(s.AdminMode.Enter(ctx, id, AdminModeOptions{}))
		},
		"AdminMode.Leave": func(ctx context.Context, s *Service) error { return errOf(s.AdminMode.Leave(ctx, id)) },
		"AdminMode.SetBackgroundOperations": func(ctx context.Context, s *Service) error {
			return errOf(s.AdminMode.SetBackgroundOperations(ctx, id, BackgroundDisabled))
		},
		"Copies.Copy": func(ctx context.Context, s *Service) error {
			return errOf(s.Copies.Copy(ctx, id, x, EnvironmentCopy{Source: "s", Type: FullCopy}))
		},
		"Copies.Targets": func(ctx context.Context, s *Service) error { return drained(s.Copies.Targets(ctx, id)) },
		"Backups.List":   func(ctx context.Context, s *Service) error { return drained(s.Backups.List(ctx, id)) },
		"Backups.Create": func(ctx context.Context, s *Service) error { return errOf(s.Backups.Create(ctx, id, NewBackup{"l"})) },
		"Backups.Delete": func(ctx context.Context, s *Service) error { return s.Backups.Delete(ctx, id, refusedID) },
		"Backups.Restore": func(ctx context.Context, s *Service) error {
			return errOf(s.Backups.Restore(ctx, id, x, Restoration{Source: "s", Point: time.Unix(1, 0)}))
		},
		"Backups.Targets":      func(ctx context.Context, s *Service) error { return drained(s.Backups.Targets(ctx, id)) },
		"Backups.SetRetention": func(ctx context.Context, s *Service) error { return errOf(s.Backups.SetRetention(ctx, id, week)) },
		"Resets.Reset": func(ctx context.Context, s *Service) error {
			return errOf(s.Resets.Reset(ctx, id, x, EnvironmentReset{}))
		},
		"Operations.Get": func(ctx context.Context, s *Service) error {
			return errOf(s.Operations.Get(ctx, lifecycleID(refusedID)))
		},
		"Operations.Environment": func(ctx context.Context, s *Service) error {
			return errOf(s.Operations.Get(ctx, environmentOperationID(id)))
		},
		"Operations.Install": func(ctx context.Context, s *Service) error {
			return errOf(s.Operations.Get(ctx, installID(id, refusedID)))
		},
		"Operations.Details": func(ctx context.Context, s *Service) error {
			return errOf(s.Operations.Details(ctx, lifecycleID(refusedID)))
		},
		"Operations.List":      func(ctx context.Context, s *Service) error { return drained(s.Operations.List(ctx, id)) },
		"Catalogue.Locations":  func(ctx context.Context, s *Service) error { return drained(s.Catalogue.Locations(ctx)) },
		"Catalogue.Currencies": func(ctx context.Context, s *Service) error { return drained(s.Catalogue.Currencies(ctx, refusedID)) },
		"Catalogue.Languages":  func(ctx context.Context, s *Service) error { return drained(s.Catalogue.Languages(ctx, refusedID)) },
		"Catalogue.Templates":  func(ctx context.Context, s *Service) error { return drained(s.Catalogue.Templates(ctx, refusedID)) },
		"Solutions.Catalogue":  func(ctx context.Context, s *Service) error { return drained(s.Solutions.Catalogue(ctx)) },
		"Solutions.List": func(ctx context.Context, s *Service) error {
			return drained(s.Solutions.List(ctx, id, SolutionQuery{}))
		},
		"Solutions.Install":         func(ctx context.Context, s *Service) error { return errOf(s.Solutions.Install(ctx, id, refusedID)) },
		"Capacity.Tenant":           func(ctx context.Context, s *Service) error { return errOf(s.Capacity.Tenant(ctx)) },
		"Capacity.Environment":      func(ctx context.Context, s *Service) error { return errOf(s.Capacity.Environment(ctx, id)) },
		"Capacity.Warnings":         func(ctx context.Context, s *Service) error { return errOf(s.Capacity.Warnings(ctx)) },
		"Waves.Organizations":       func(ctx context.Context, s *Service) error { return drained(s.Waves.List(ctx, id)) },
		"Waves.List":                func(ctx context.Context, s *Service) error { return drained(s.Waves.List(ctx, id)) },
		"Waves.Enable":              func(ctx context.Context, s *Service) error { return s.Waves.Enable(ctx, id, refusedID) },
		"ManagementApps.List":       func(ctx context.Context, s *Service) error { return drained(s.ManagementApps.List(ctx)) },
		"ManagementApps.Get":        func(ctx context.Context, s *Service) error { return errOf(s.ManagementApps.Get(ctx, refusedID)) },
		"ManagementApps.Register":   func(ctx context.Context, s *Service) error { return errOf(s.ManagementApps.Register(ctx, refusedID)) },
		"ManagementApps.Unregister": func(ctx context.Context, s *Service) error { return s.ManagementApps.Unregister(ctx, refusedID) },
	}
}

// TestRefusalsRoundTrip sends every refusal of every operation from the tenant through
// the emulator to the client: it says there what it says in memory.
func TestRefusalsRoundTrip(t *testing.T) {
	t.Parallel()
	methods := performed()
	for _, o := range mounted() {
		if o.Strangers {
			continue // No method of ours performs it.
		}
		perform := methods[strings.TrimPrefix(o.Name, "instances.")]
		require.NotNil(t, perform, o.Name)
		for _, r := range o.RefusalsAll() {
			t.Run(o.Name+" "+r.Name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { roundTrip(t, o, r, perform) })
			})
		}
	}
}

func roundTrip(t *testing.T, o *api.Op, r *api.Refusal, perform func(context.Context, *Service) error) {
	t.Helper()
	args := []string{`it's "x" %s`, "second", "third", "fourth"}[:strings.Count(r.Text, "%s")]
	f := newRefusing(t, o, r, args)
	call := o.At(slices.Repeat([]string{refusedID}, strings.Count(o.Paths[0], "{id}"))...)
	switch o {
	case &opEnvironmentsCreate, &opEnvironmentsCheckDomain, &opOperationsList:
		call = call.About(refusedID)
	}
	session := &tenant.Session{Tenant: f.tenant}
	direct := session.Do(t.Context(), call, func(*tenant.Tx) error { return f.raise() })
	wired := perform(t.Context(), NewHTTP(f.client))
	a, ok := errors.AsType[*admin365.Error](direct)
	require.True(t, ok, "%v", direct)
	b, ok := errors.AsType[*admin365.Error](wired)
	require.True(t, ok, "over HTTP: %v", wired)
	want := r.Is
	if o.Write() && errors.Is(want, admin365.ErrUnavailable) && r.After == 0 {
		// A server that only failed may have written all the same.
		want = admin365.ErrUncertain
	}
	require.ErrorIs(t, direct, r.Is)
	require.ErrorIs(t, wired, want)
	assert.Equal(t, []any{a.Op, a.Target, a.TenantID, a.Code, a.Status, a.Message, a.Details},
		[]any{b.Op, b.Target, b.TenantID, b.Code, b.Status, b.Message, b.Details})
}

// TestRefusalsDiffer: no two refusals of one operation are the same answer, and each is
// recognized as itself whatever its arguments hold.
func TestRefusalsDiffer(t *testing.T) {
	t.Parallel()
	for _, o := range mounted() {
		names := map[string]bool{}
		for _, r := range o.RefusalsAll() {
			assert.False(t, names[r.Name], "%s refuses %s twice", o.Name, r.Name)
			names[r.Name] = true
			for _, args := range [][]string{{"a", "b", "c", "d"}, {"", "", "", ""}, {"it's", `"x"`, "%s", "'"}} {
				e := r.Err("", args...)
				got, _ := api.Recognize(o.RefusalsAll(), e.Status, e.Code, e.Message)
				if assert.NotNil(t, got, "%s: %s is not recognized", o.Name, r) {
					assert.Equal(t, r.Name, got.Name, "%s: %q", o.Name, e.Message)
				}
			}
		}
	}
}

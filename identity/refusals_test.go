package identity

import (
	"context"
	"errors"
	"maps"
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

const refusingTenant admin365.TenantID = "11111111-2222-4333-8444-555555555555"

// refusing is a tenant that refuses everything in the words of one refusal,
// directly and over the wire.
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
	schema := tenant.NewSchema()
	seed, err := tenant.NewSeed(schema, refusingTenant, time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), func(*tenant.Tx) error { return nil })
	require.NoError(t, err)
	f.tenant, err = tenant.NewWorld(schema, time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)).Add(refusingTenant, seed)
	require.NoError(t, err)
	mux := emu.NewMux()
	mux.Handle(o, func(*emu.Request) (emu.Response, error) { return emu.Response{}, f.raise() })
	for of, reads := range readsFirst() {
		if o == of {
			mux.Handle(reads, func(rq *emu.Request) (emu.Response, error) { return rq.JSON(200, []byte(`{"id":"x"}`)), nil })
		}
	}
	f.emu = emu.New(f.tenant.World(), mux, admin365.CloudPublic)
	f.client, err = rest.New(rest.Config{
		TenantID: refusingTenant, Credential: f, HTTPClient: &http.Client{Transport: f.emu.Transport()}, Unlimited: true, MaxAttempts: 1,
	})
	require.NoError(t, err)
	return f
}

// raise names the target as the area's rules do: of what was not found, the id;
// the client takes it from the text.
func (f *refusing) raise() error {
	if f.refusal == &api.ResourceNotFound {
		return f.refusal.Err(f.args[0], f.args...)
	}
	return f.refusal.Err("", f.args...)
}

// GetToken implements azcore.TokenCredential.
func (f *refusing) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	token, expires, err := f.emu.Token(refusingTenant, admin365.AsUser("ada"), o.Scopes)
	return azcore.AccessToken{Token: token, ExpiresOn: expires}, err
}

// performed is each operation as a method performs it.
func performed() map[string]func(context.Context, *Service) error {
	const id = admin365.UserID("ada@contoso.com")
	last := func(seq func(func(*User, error) bool)) error {
		for _, err := range seq {
			if err != nil {
				return err
			}
		}
		return nil
	}
	methods := map[string]func(context.Context, *Service) error{
		"identity.Users.Changes": func(ctx context.Context, s *Service) error { _, err := s.Users.Changes(ctx, ""); return err },
		"identity.Users.List":    func(ctx context.Context, s *Service) error { return last(s.Users.List(ctx, UserQuery{})) },
		"identity.Users.Count":   func(ctx context.Context, s *Service) error { _, err := s.Users.Count(ctx, UserQuery{}); return err },
		"identity.Users.Me":      func(ctx context.Context, s *Service) error { _, err := s.Users.Me(ctx); return err },
		"identity.Users.Get":     func(ctx context.Context, s *Service) error { _, err := s.Users.Get(ctx, id); return err },
		"identity.Users.Create": func(ctx context.Context, s *Service) error {
			_, err := s.Users.Create(ctx, NewUser{UserPrincipalName: string(id)})
			return err
		},
		"identity.Users.Update": func(ctx context.Context, s *Service) error {
			return s.Users.Update(ctx, id, UserPatch{DisplayName: new("Ada")})
		},
		"identity.Users.Delete":     func(ctx context.Context, s *Service) error { return s.Users.Delete(ctx, id) },
		"identity.Managers.Get":     func(ctx context.Context, s *Service) error { _, err := s.Managers.Get(ctx, id); return err },
		"identity.Managers.Set":     func(ctx context.Context, s *Service) error { return s.Managers.Set(ctx, id, "boss@contoso.com") },
		"identity.Managers.Remove":  func(ctx context.Context, s *Service) error { return s.Managers.Remove(ctx, id) },
		"identity.Managers.Reports": func(ctx context.Context, s *Service) error { return last(s.Managers.Reports(ctx, id)) },
		"identity.Profiles.Get":     func(ctx context.Context, s *Service) error { _, err := s.Profiles.Get(ctx, id); return err },
		"identity.DeletedUsers.List": func(ctx context.Context, s *Service) error {
			return last(s.DeletedUsers.List(ctx, DeletedUserQuery{}))
		},
		"identity.DeletedUsers.Get": func(ctx context.Context, s *Service) error { _, err := s.DeletedUsers.Get(ctx, id); return err },
		"identity.DeletedUsers.Restore": func(ctx context.Context, s *Service) error {
			_, err := s.DeletedUsers.Restore(ctx, id, UserRestore{})
			return err
		},
		"identity.DeletedUsers.Purge": func(ctx context.Context, s *Service) error { return s.DeletedUsers.Purge(ctx, id) },
		"identity.Passwords.Set": func(ctx context.Context, s *Service) error {
			return s.Passwords.Set(ctx, id, PasswordProfile{Password: NewPassword()})
		},
		"identity.Passwords.Reset": func(ctx context.Context, s *Service) error {
			_, err := s.Passwords.Reset(ctx, id, admin365.Secret{})
			return err
		},
		"identity.Passwords.Change": func(ctx context.Context, s *Service) error {
			return s.Passwords.Change(ctx, NewPassword(), NewPassword())
		},
		"identity.Passwords.RevokeSessions": func(ctx context.Context, s *Service) error { return s.Passwords.RevokeSessions(ctx, id) },
		"identity.Operations.Get": func(ctx context.Context, s *Service) error {
			_, err := s.Operations.Get(ctx, api.OperationID(opOperationsGet.At(string(id), "ada@contoso.com"), ""))
			return err
		},
		"identity.Profiles.Update": func(ctx context.Context, s *Service) error {
			return s.Profiles.Update(ctx, id, ProfilePatch{AboutMe: admin365.Set("x")})
		},
	}
	maps.Copy(methods, performedRoles())
	maps.Copy(methods, performedOnGroups())
	return methods
}

// TestRefusalsRoundTrip sends every refusal of every operation from the tenant
// through the emulator to the client: it says there what it says in memory.
func TestRefusalsRoundTrip(t *testing.T) {
	t.Parallel()
	methods := performed()
	for _, o := range operations() {
		if o.Strangers {
			continue // No method of ours performs it.
		}
		perform := methods[o.Name]
		require.NotNil(t, perform, o.Name)
		for _, r := range o.RefusalsAll() {
			t.Run(o.Name+" "+r.Name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					args := []string{`it's "x" %s`, "User", "third"}[:strings.Count(r.Text, "%s")]
					f := newRefusing(t, o, r, args)
					call := o.At(slices.Repeat([]string{"ada@contoso.com"}, strings.Count(o.Paths[0], "{id}"))...)
					if o.Method == "POST" && len(call.IDs) == 0 && !strings.HasPrefix(o.Paths[0], "/me") {
						call = call.About("ada@contoso.com")
					}
					if o == &opPasswordsReset {
						call = o.At("ada@contoso.com", passwordMethod)
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
					assert.ErrorIs(t, direct, r.Is)
					assert.ErrorIs(t, wired, want)
					assert.Equal(t, []any{a.Op, a.Target, a.TenantID, a.Code, a.Status, a.Message, a.Details},
						[]any{b.Op, b.Target, b.TenantID, b.Code, b.Status, b.Message, b.Details})
					assert.Equal(t, refusingTenant, b.TenantID)
				})
			})
		}
	}
}

// readsFirst are the operations before which the client reads what it is about to
// change.
func readsFirst() map[*api.Op]*api.Op {
	return map[*api.Op]*api.Op{
		&opDeletedUsersRestore: &opDeletedUsersGet, &opDeletedUsersPurge: &opDeletedUsersGet,
		&opDeletedGroupsRestore: &opDeletedGroupsGet, &opDeletedGroupsPurge: &opDeletedGroupsGet,
	}
}

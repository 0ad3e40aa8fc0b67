package azidentity_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/endpoints"

	"github.com/admin365/admin365"
)

func (l *lab) oauth2(tenant string) (context.Context, *oauth2.Config) {
	ctx := context.WithValue(l.t.Context(), oauth2.HTTPClient, &http.Client{Transport: l.transport})
	return ctx, &oauth2.Config{
		ClientID: string(l.e.DefaultApp().ID), Endpoint: endpoints.AzureAD(tenant), RedirectURL: "http://localhost:8400/",
		Scopes: []string{"openid", "profile", "offline_access", "https://graph.microsoft.com/User.ReadWrite.All"},
	}
}

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// TestAuthorizationCode: golang.org/x/oauth2 with PKCE, a person at the form, and a
// token that renews itself.
func TestAuthorizationCode(t *testing.T) {
	t.Parallel()
	for _, by := range ways() {
		for _, tenant := range []string{"contoso.com", "common"} {
			t.Run(string(by)+", "+tenant, func(t *testing.T) {
				t.Parallel()
				l := newLab(t, by)
				id := l.withAda()
				ctx, cfg := l.oauth2(tenant)
				verifier := oauth2.GenerateVerifier()
				address := cfg.AuthCodeURL("state-1", oauth2.AccessTypeOffline, oauth2.S256ChallengeOption(verifier))
				_, page := l.browse(http.MethodGet, address, nil)
				form := url.Values{"login": {ada}, "passwd": {password}}
				for _, field := range hiddenInput.FindAllStringSubmatch(page, -1) {
					form.Set(html.UnescapeString(field[1]), html.UnescapeString(field[2]))
				}
				u, err := url.Parse(address)
				require.NoError(t, err)
				u.RawQuery = ""
				answer, page := l.browse(http.MethodPost, u.String(), form)
				require.Equal(t, http.StatusFound, answer.StatusCode, page)
				back, err := url.Parse(answer.Header.Get("Location"))
				require.NoError(t, err)
				assert.Equal(t, []string{"localhost:8400", "state-1"}, []string{back.Host, back.Query().Get("state")})
				got, err := cfg.Exchange(ctx, back.Query().Get("code"), oauth2.VerifierOption(verifier))
				require.NoError(t, err)
				assert.Equal(t, string(id), claimsOf(t, got.AccessToken)["oid"])
				assert.Equal(t, ada, claimsOf(t, got.Extra("id_token").(string))["preferred_username"])
				_, err = cfg.Exchange(ctx, back.Query().Get("code"), oauth2.VerifierOption(verifier))
				require.ErrorContains(t, err, "AADSTS54005")

				got.Expiry = time.Now().Add(-time.Minute)
				renewed, err := cfg.TokenSource(ctx, got).Token()
				require.NoError(t, err)
				assert.NotEqual(t, got.AccessToken, renewed.AccessToken)
				assert.NotEqual(t, got.RefreshToken, renewed.RefreshToken)
				rq, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://graph.microsoft.com/v1.0/me", nil)
				require.NoError(t, err)
				me, err := oauth2.NewClient(ctx, oauth2.StaticTokenSource(renewed)).Do(rq)
				require.NoError(t, err)
				assert.NoError(t, me.Body.Close())
				assert.Equal(t, http.StatusOK, me.StatusCode)

				require.NoError(t, l.m.Identity.Passwords.RevokeSessions(ctx, id))
				renewed.Expiry = time.Now().Add(-time.Minute)
				_, err = cfg.TokenSource(ctx, renewed).Token()
				require.ErrorContains(t, err, "AADSTS50173")
			})
		}
	}
}

// TestDeviceFlow: golang.org/x/oauth2 at a device.
func TestDeviceFlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, inProcess)
		id := l.withAda()
		ctx, cfg := l.oauth2("organizations")
		auth, err := cfg.DeviceAuth(ctx)
		require.NoError(t, err)
		assert.Equal(t, "https://microsoft.com/devicelogin", auth.VerificationURI)
		go func() {
			time.Sleep(time.Minute)
			assert.NoError(t, l.e.ApproveDeviceCode(auth.UserCode, admin365.UserID(ada)))
		}()
		got, err := cfg.DeviceAccessToken(ctx, auth)
		require.NoError(t, err)
		assert.Equal(t, string(id), claimsOf(t, got.AccessToken)["oid"])
		assert.NotEmpty(t, got.RefreshToken)

		late, err := cfg.DeviceAuth(ctx)
		require.NoError(t, err)
		late.Expiry = time.Time{} // So that the service has to say it.
		_, err = cfg.DeviceAccessToken(ctx, late)
		require.ErrorContains(t, err, "expired_token")
	})
}

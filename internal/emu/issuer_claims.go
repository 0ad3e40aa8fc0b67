package emu

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// claimsFor are the claims of a token for the caller in the tenant.
func (i *issuer) claimsFor(t *tenant.Tenant, caller admin365.Caller, audience, appName string) claims {
	now := t.World().Now()
	c := claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    "https://sts.windows.net/" + string(t.ID()) + "/",
			IssuedAt:  jwt.NewNumericDate(now),
			NotBefore: jwt.NewNumericDate(now),
			ExpiresAt: jwt.NewNumericDate(now.Add(tokenLife)),
		},
		Audience: audience, TenantID: string(t.ID()), AppID: string(caller.App), AppName: appName,
		Kind: "app", ObjectID: string(caller.App), Version: "1.0", Permissive: caller.Permissions == nil,
		UTI: rand.Text(), // Two tokens of one second are two.
	}
	for _, p := range caller.Permissions {
		c.Roles = append(c.Roles, string(p))
	}
	if caller.User != "" {
		c.Kind, c.ObjectID = "user", string(caller.User)
		c.Scopes, c.Roles = strings.Join(c.Roles, " "), nil
		if strings.Contains(string(caller.User), "@") {
			c.UPN = string(caller.User)
		}
	}
	c.Subject = c.ObjectID
	return c
}

// claimsOf are the claims of a token for a person in an application.
// Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
func (q *asking) claimsOf(who tenant.Account, w wanted, granted []admin365.Permission) claims {
	caller := admin365.Caller{User: admin365.UserID(who.ID.String()), App: q.client.ID, Permissions: granted}
	c := q.claimsFor(q.tenant, caller, w.audience, q.client.Name)
	c.Subject = q.pairwise(who.ID)
	c.UPN, c.UniqueName, c.Name, c.GivenName, c.FamilyName = who.UserPrincipalName, who.UserPrincipalName, who.DisplayName, who.GivenName, who.Surname
	c.ACR, c.AMR, c.Proof = "1", []string{"pwd"}, string(q.proof)
	for _, role := range who.Roles {
		c.WIDs = append(c.WIDs, string(role))
	}
	if granted == nil {
		c.Scopes = q.everyScope(w.published)
	}
	for _, personal := range w.personal {
		if personal != "offline_access" {
			c.Scopes = strings.TrimSpace(c.Scopes + " " + personal)
		}
	}
	return c
}

// everyScope are the scopes of an API that the emulator knows; those that have none of
// their own have user_impersonation.
func (i *issuer) everyScope(published *api.API) string {
	var all []string
	for _, op := range i.mux.ops {
		if op.API == published {
			for _, p := range op.Access.Delegated {
				all = append(all, string(p))
			}
		}
	}
	if len(all) == 0 {
		return "user_impersonation"
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// pairwise is a person's name in an application: another one in each.
func (q *asking) pairwise(who tenant.Key) string {
	return tenant.NameKey("subject", string(q.client.ID)+" "+who.String()).String()
}

// identityClaims are what an id token tells.
// Source: https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
type identityClaims struct {
	jwt.RegisteredClaims
	Audience          string   `json:"aud"`
	TenantID          string   `json:"tid"`
	Version           string   `json:"ver"`
	Nonce             string   `json:"nonce,omitempty"`
	ObjectID          string   `json:"oid,omitempty"`
	Name              string   `json:"name,omitempty"`
	PreferredUsername string   `json:"preferred_username,omitempty"`
	Email             string   `json:"email,omitempty"`
	UTI               string   `json:"uti"`
	AMR               []string `json:"amr,omitempty"`
	UniqueName        string   `json:"unique_name,omitempty"`
	UPN               string   `json:"upn,omitempty"`
	GivenName         string   `json:"given_name,omitempty"`
	FamilyName        string   `json:"family_name,omitempty"`
}

// idToken says who signed in. Unverified: that one is good for an hour here as there.
func (q *asking) idToken(who tenant.Account, w wanted, nonce string) (string, error) {
	now := q.now()
	c := identityClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: q.loginURL() + "/" + string(q.tenant.ID()) + "/v2.0", Subject: q.pairwise(who.ID),
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(tokenLife)),
		},
		Audience: string(q.client.ID), TenantID: string(q.tenant.ID()), Version: "2.0", Nonce: nonce, UTI: rand.Text(),
	}
	if w.has("profile") {
		c.ObjectID, c.Name, c.PreferredUsername = who.ID.String(), who.DisplayName, who.UserPrincipalName
	}
	if w.has("email") {
		c.Email = who.Mail
	}
	if q.v1 {
		c.Issuer, c.Version, c.AMR = "https://sts.windows.net/"+string(q.tenant.ID())+"/", "1.0", []string{"pwd"}
		c.PreferredUsername, c.UniqueName, c.UPN = "", who.UserPrincipalName, who.UserPrincipalName
		c.GivenName, c.FamilyName = who.GivenName, who.Surname
	}
	return q.sign(c)
}

// clientInfo is how libraries name an account in their caches.
func (q *asking) clientInfo(who tenant.Account) string {
	// Two strings can always be written.
	info, _ := json.Marshal(map[string]string{"uid": who.ID.String(), "utid": string(q.tenant.ID())})
	return base64.RawURLEncoding.EncodeToString(info)
}

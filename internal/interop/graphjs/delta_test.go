package graphjs_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// changes are what the client's iterator collects up to the delta link.
type changes struct {
	Items     []object
	Complete  bool
	DeltaLink string
}

// byID is the last word on each object.
func (c changes) byID() map[string]object {
	last := map[string]object{}
	for _, o := range c.Items {
		last[o.text("id")] = o
	}
	return last
}

func (l *lab) changes(link string, headers map[string]string) changes {
	l.t.Helper()
	got := take[changes](l, "paths.iterate", input{"path": link, "headers": headers})
	require.True(l.t, got.Complete)
	require.NotEmpty(l.t, got.DeltaLink)
	return got
}

// TestDelta: everybody first, then what has happened since.
// Source: https://learn.microsoft.com/graph/delta-query-users
func TestDelta(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	l.m.Given.Users(150)
	selected := []string{"displayName", "userPrincipalName", "jobTitle"}

	first := served[changes](l, "paths.iterate", input{"path": "/users/delta", "select": selected})
	require.NotEmpty(t, first.DeltaLink)
	assert.ElementsMatch(t, l.inTenant(identity.UserQuery{}), namesOf(first.Items))
	for _, u := range first.Items {
		assert.NotEmpty(t, u.text("id"), "it comes unasked")
		assert.NotContains(t, u, "mail", "what was not selected does not come")
		assert.LessOrEqual(t, len(u), 4)
	}
	nothing := l.changes(first.DeltaLink, nil)
	assert.Empty(t, nothing.Items)

	adele, alex, megan := l.user("AdeleV@contoso.com").ID, l.user("AlexW@contoso.com").ID, l.user("MeganB@contoso.com").ID
	users := l.m.Identity.Users
	require.NoError(t, users.Update(ctx, adele, identity.UserPatch{DisplayName: new("Adele V."), JobTitle: admin365.Null[string]()}))
	require.NoError(t, users.Update(ctx, megan, identity.UserPatch{City: admin365.Set("Berlin")}))
	require.NoError(t, users.Delete(ctx, alex))
	fresh := l.m.Given.User(identity.NewUser{DisplayName: "Fresh", UserPrincipalName: "fresh@contoso.com"})

	got := l.changes(nothing.DeltaLink, nil)
	last := got.byID()
	assert.Equal(t, "Adele V.", last[string(adele)].text("displayName"))
	assert.Contains(t, last[string(adele)], "jobTitle")
	assert.Nil(t, last[string(adele)]["jobTitle"], "what was cleared is null")
	assert.Equal(t, map[string]any{"reason": "changed"}, last[string(alex)]["@removed"], "he can be restored")
	assert.Equal(t, "Fresh", last[string(fresh.ID)].text("displayName"))
	assert.NotContains(t, last[string(fresh.ID)], "jobTitle", "what was never set is left out")
	assert.NotContains(t, last, string(megan), "his city was not asked for")
	assert.Len(t, last, 3)

	// A link is good more than once, and can ask for what has changed alone.
	minimal := l.changes(nothing.DeltaLink, map[string]string{"Prefer": "return=minimal"}).byID()
	assert.NotContains(t, minimal[string(adele)], "userPrincipalName", "it did not change")
	assert.Equal(t, "Adele V.", minimal[string(adele)].text("displayName"))

	// What was deleted can come back, and can go for good.
	l.take("paths.delete", input{"path": "/users/" + string(megan)})
	served[object](l, "paths.post", input{"path": "/directory/deletedItems/" + string(alex) + "/restore"})
	l.take("paths.delete", input{"path": "/directory/deletedItems/" + string(megan)})
	last = l.changes(got.DeltaLink, nil).byID()
	assert.NotContains(t, last[string(alex)], "@removed")
	assert.Equal(t, "AlexW@contoso.com", last[string(alex)].text("userPrincipalName"))
	assert.Equal(t, map[string]any{"reason": "deleted"}, last[string(megan)]["@removed"])
}

// TestDeltaForms: the SDKs call it as a function, with its namespace, and from
// now on.
func TestDeltaForms(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	served[object](l, "paths.get", input{"path": "/users/delta"})
	for _, path := range []string{"/users/delta()", "/users/microsoft.graph.delta()", "/users/microsoft.graph.delta"} {
		assert.Len(t, l.changes(path, nil).Items, 24, path)
	}
	from := l.changes("/users/delta?$deltatoken=latest", nil)
	assert.Empty(t, from.Items)
	l.m.Given.User(identity.NewUser{DisplayName: "Fresh", UserPrincipalName: "fresh@contoso.com"})
	assert.Equal(t, []string{"fresh@contoso.com"}, namesOf(l.changes(from.DeltaLink, nil).Items))
	one := l.user("AdeleV@contoso.com").ID
	only := served[changes](l, "paths.iterate", input{"path": "/users/delta", "filter": "id eq '" + string(one) + "'"})
	assert.Equal(t, []string{string(one)}, idsOf(only.Items))
}

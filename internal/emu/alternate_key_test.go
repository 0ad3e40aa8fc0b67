package emu

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// TestAlternateKeys: an object may be named by another key than its id, in
// parentheses or as a segment of its own, and the handler is told which it was.
// Source: https://learn.microsoft.com/graph/api/directoryrole-get
func TestAlternateKeys(t *testing.T) {
	t.Parallel()
	m := NewMux()
	get := op("get", "GET", admin365.EffectRead, "/directoryRoles/roleTemplateId={id}", "/directoryRoles/{id}")
	member := op("member", "GET", admin365.EffectRead, "/directoryRoles/roleTemplateId={id}/members/{id}/$ref", "/directoryRoles/{id}/members/{id}/$ref")
	user := op("user", "GET", admin365.EffectRead, "/users/{id}")
	bought := op("bought", "GET", admin365.EffectRead, "/directory/subscriptions(commerceSubscriptionId='{id}')")
	for _, o := range []*api.Op{get, member, user, bought} {
		m.Handle(o, nil)
	}
	for _, c := range []struct {
		name, path string
		op         *api.Op
		ids, keys  []string
	}{
		{"id", "/directoryRoles/x", get, []string{"x"}, []string{""}},
		{"id as a key", "/directoryRoles('x')", get, []string{"x"}, []string{""}},
		{"in parentheses", "/directoryRoles(roleTemplateId='x')", get, []string{"x"}, []string{"roletemplateid"}},
		{"quotes escaped", "/directoryRoles(roleTemplateId=%27x%27)", get, []string{"x"}, []string{"roletemplateid"}},
		{"sign escaped", "/directoryRoles(roleTemplateId%3D'x')", get, []string{"x"}, []string{"roletemplateid"}},
		{"without quotes", "/directoryRoles(roleTemplateId=x)", get, []string{"x"}, []string{"roletemplateid"}},
		{"doubled quote", "/directoryRoles(roleTemplateId='x''y')", get, []string{"x'y"}, []string{"roletemplateid"}},
		{"letter case", "/directoryroles(ROLETEMPLATEID='X')", get, []string{"X"}, []string{"roletemplateid"}},
		{"segment", "/directoryRoles/roleTemplateId=x", get, []string{"x"}, []string{"roletemplateid"}},
		{"segment, quoted", "/directoryRoles/roleTemplateId='x'", get, []string{"x"}, []string{"roletemplateid"}},
		{"segment, escaped as the vendor's SDKs do", "/directoryRoles/roleTemplateId%3Dx", get, []string{"x"}, []string{"roletemplateid"}},
		{"then an id", "/directoryRoles(roleTemplateId='x')/members/y/$ref", member, []string{"x", "y"}, []string{"roletemplateid", ""}},
		{"a template in parentheses", "/directory/subscriptions(commerceSubscriptionId='x')", bought, []string{"x"}, []string{"commercesubscriptionid"}},
		{"the same as a segment", "/directory/subscriptions/commerceSubscriptionId=x", bought, []string{"x"}, []string{"commercesubscriptionid"}},
		{"unknown key", "/directoryRoles(name='x')", get, []string{"name='x'"}, []string{""}},
		{"where no route has keys", "/users/a=b", user, []string{"a=b"}, []string{""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			found, ok := m.find(&api.Graph, split(c.path))
			if assert.True(t, ok) {
				assert.Equal(t, c.op, found.node.routes["GET"].op)
				assert.Equal(t, c.ids, found.ids)
				assert.Equal(t, c.keys, found.keys)
			}
		})
	}
	assert.Equal(t, "planets", m.unknown(&api.Graph, split("/directoryRoles(roleTemplateId='x')/planets")), "what is unknown stands behind the key")
	assert.Equal(t, "/v1.0/directoryRoles/roleTemplateId=x", get.At("x").Path(), "what the client sends")
	assert.Equal(t, "/v1.0/directory/subscriptions(commerceSubscriptionId='a%27%27b%2Fc')", bought.At("a'b/c").Path(), "a quote is doubled")
	assert.Panics(t, func() { m.Handle(op("again", "GET", admin365.EffectRead, "/directoryRoles/roletemplateid={id}"), nil) })
}

// TestKeyOfRequests: who asks for a key beyond the ids is told that there is none.
func TestKeyOfRequests(t *testing.T) {
	t.Parallel()
	rq := &Request{IDs: []string{"x", "y"}, keys: []string{"name", ""}}
	assert.Equal(t, []string{"name", "", ""}, []string{rq.Key(0), rq.Key(1), rq.Key(2)})
}

package conform

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// TestDeclared: every fault in a declaration is found, and none where there is none.
func TestDeclared(t *testing.T) {
	t.Parallel()
	const page = "https://learn.microsoft.com/x"
	sound := func() *api.Op {
		return &api.Op{
			Name: "shop.Things.Look", Method: "GET", Paths: []string{"/things"}, Effect: admin365.EffectRead, Retry: api.RetrySafe, Source: page,
			Access:   api.Access{Delegated: []admin365.Permission{"Thing.Read"}},
			Refusals: []*api.Refusal{{Name: "Taken", Status: 400, Code: "Bad", Text: "%s is taken.", Is: admin365.ErrConflict, Source: page}},
		}
	}
	assert.Empty(t, Declared("shop", []*api.Op{sound()}))
	assert.Equal(t, []string{"shop.Things.Look: declared twice"}, Declared("shop", []*api.Op{sound(), sound()}))
	asks := sound()
	asks.Method, asks.Strangers = "POST", true
	assert.Empty(t, Declared("shop", []*api.Op{asks}), "an action that reads")
	for want, spoil := range map[string]func(*api.Op){
		"of another area":         func(o *api.Op) { o.Name = "shops.Look" },
		"no source":               func(o *api.Op) { o.Source = "https://example.com" },
		"no path":                 func(o *api.Op) { o.Paths = nil },
		"no delegated permission": func(o *api.Op) { o.Access.Delegated = nil },
		"the method says otherwise than the effect": func(o *api.Op) { o.Method = "PATCH" },
		"the effect says otherwise than the retry":  func(o *api.Op) { o.Retry = api.RetryNever },
		"a POST is sent twice": func(o *api.Op) {
			o.Method, o.Effect, o.Retry = "POST", admin365.EffectReversible, api.RetryRepeatable
		},
		"a repeated DELETE that finds nothing is no success": func(o *api.Op) {
			o.Method, o.Effect, o.Retry = "DELETE", admin365.EffectLosesData, api.RetryRepeatable
		},
		"Taken twice":           func(o *api.Op) { o.Refusals = append(o.Refusals, o.Refusals[0]) },
		"Taken has no source":   func(o *api.Op) { o.Refusals[0].Source = "" },
		"Taken has no sentinel": func(o *api.Op) { o.Refusals[0].Is = nil },
		"Other is not recognized": func(o *api.Op) {
			other := *o.Refusals[0]
			other.Name = "Other"
			o.Refusals = append(o.Refusals, &other)
		},
	} {
		o := sound()
		spoil(o)
		assert.Equal(t, []string{o.Name + ": " + want}, Declared("shop", []*api.Op{o}), want)
	}
}

func TestEffects(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[admin365.Effect][]string{admin365.EffectRead: {"a", "c"}, admin365.EffectLosesData: {"b"}}, Effects([]*api.Op{
		{Name: "c", Effect: admin365.EffectRead}, {Name: "b", Effect: admin365.EffectLosesData}, {Name: "a", Effect: admin365.EffectRead},
	}))
}

func TestUnexplained(t *testing.T) {
	t.Parallel()
	assert.Empty(t, Unexplained([]string{"a", "a"}, map[string]string{"a": "so"}))
	assert.Equal(t, []string{"b: without a reason", "c: the reason is needed no more"}, Unexplained([]string{"a", "b"}, map[string]string{"a": "so", "c": "so"}))
}

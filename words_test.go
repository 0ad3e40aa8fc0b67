package admin365_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
)

func TestCallers(t *testing.T) {
	t.Parallel()
	granted := []admin365.Permission{"User.Read.All"}
	app := admin365.AsApp("app", granted...)
	granted[0] = "written over"
	assert.Equal(t, []admin365.Permission{"User.Read.All"}, app.Permissions, "the list is the caller's own")
	assert.Nil(t, admin365.AsApp("app").Permissions, "none named means all")
	for want, c := range map[string]admin365.Caller{
		"default administrator": {}, "app app": app, "user ada": admin365.AsUser("ada"), "user ada in app app": {User: "ada", App: "app"},
	} {
		assert.Equal(t, want, c.String())
	}
}

func TestEffects(t *testing.T) {
	t.Parallel()
	texts := map[string]bool{}
	for e := admin365.EffectRead; e <= admin365.EffectIrrevocable; e++ {
		assert.False(t, texts[e.String()], e.String())
		texts[e.String()] = true
	}
	assert.NotContains(t, texts, "unknown effect")
	assert.Equal(t, "unknown effect", admin365.Effect(99).String())
}

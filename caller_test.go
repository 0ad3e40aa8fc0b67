package admin365_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
)

// TestAsApp: an application without a word about permissions has all, and one whose
// list came out empty has none.
func TestAsApp(t *testing.T) {
	t.Parallel()
	assert.Nil(t, admin365.AsApp("app").Permissions, "nil means all")
	none := admin365.AsApp("app", []admin365.Permission{}...).Permissions
	assert.NotNil(t, none, "a list that is there and empty is none")
	assert.Empty(t, none)
	given := []admin365.Permission{"User.Read.All"}
	app := admin365.AsApp("app", given...)
	given[0] = "Directory.ReadWrite.All"
	assert.Equal(t, []admin365.Permission{"User.Read.All"}, app.Permissions)
}

package admin_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// TestPermissionNamesAreAll: every permission that stands in the source of an area is known.
func TestPermissionNamesAreAll(t *testing.T) {
	t.Parallel()
	names := admin.PermissionNames()
	lists := regexp.MustCompile(`\[\]admin365\.Permission\{[^}]*\}|admin365\.Permission = "[^"]*"`)
	quoted := regexp.MustCompile(`"([^"]+)"`)
	seen := 0
	for _, area := range []string{"admin", "billing", "health", "identity", "instances", "support"} {
		files, err := filepath.Glob("../" + area + "/*.go")
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			require.NoError(t, err)
			for _, list := range lists.FindAllString(string(source), -1) {
				for _, name := range quoted.FindAllStringSubmatch(list, -1) {
					seen++
					assert.Contains(t, names, admin365.Permission(name[1]), file)
				}
			}
		}
	}
	assert.Greater(t, seen, 30)
	assert.NotContains(t, names, admin365.Permission("User.Raed.All"))
}

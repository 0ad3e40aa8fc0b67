package admin365_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestListingProgram builds the smallest program that lists users: nothing of
// the tenant in memory may be in it, and it may not be much larger than the same
// on bare net/http.
func TestListingProgram(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it links two programs")
	}
	dir := t.TempDir()
	size := func(name string) int64 {
		program := filepath.Join(dir, name)
		out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./testdata/listing/"+name).CombinedOutput()
		require.NoError(t, err, string(out))
		info, err := os.Stat(program)
		require.NoError(t, err)
		return info.Size()
	}
	const mebibyte = 1 << 20
	more := float64(size("ours")-size("bare")) / mebibyte
	t.Logf("%.2f MiB more than bare net/http", more)
	assert.Less(t, more, 3.0, "MiB more than the same on bare net/http")

	symbols, err := exec.CommandContext(t.Context(), "go", "tool", "nm", filepath.Join(dir, "ours")).Output()
	require.NoError(t, err)
	// The emulator's JWT library registers its methods in an init of its own, which
	// is linked wherever the door is; nothing else of the emulator is.
	for _, fake := range []string{"tidwall/btree", "internal/emu.(*", "tenant.(*Tenant)", "tenant.(*World)", "tenant.(*Tx)", "admin.NewMemory", "jwt/v5.(*Parser)"} {
		assert.False(t, strings.Contains(string(symbols), fake), "%s of the fake is linked into a live program", fake)
	}
	assert.True(t, strings.Contains(string(symbols), "admin365/internal/rest"), "it is the program that was meant")
}

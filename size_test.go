package admin365_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestListingProgram builds the smallest program that lists users: nothing of
// the tenant in memory may be in it, and it may not be much larger than the same
// on bare net/http: 4 MiB, the JSON module included, are for the whole library, of
// which each area takes its part.
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
	assert.Less(t, more, 4.0, "MiB more than the same on bare net/http")

	symbols, err := exec.CommandContext(t.Context(), "go", "tool", "nm", filepath.Join(dir, "ours")).Output()
	require.NoError(t, err)
	fake := linkedFake(string(symbols))
	assert.Empty(t, fake, "of the fake is linked into a live program")
	assert.True(t, strings.Contains(string(symbols), "admin365/internal/rest"), "it is the program that was meant")
}

// linkedFake returns the symbols of the fake that a program has and need not have:
// the tenant in memory and the emulator, their libraries, and the halves of the
// areas and of the door that stand on them.
func linkedFake(symbols string) (found []string) {
	// A generic function of another package may have a type of these in its name, so
	// the package that it is of counts.
	of := regexp.MustCompile(`^\w (go:itab\.\*?|type:\.\w+\.)?github\.com/(tidwall/btree|golang-jwt/jwt|admin365/admin365/(internal/emu|internal/tenant)\b|` +
		`admin365/admin365/(identity|billing|instances|health|support)\.\(?\*?(memory|handle)|` +
		`admin365/admin365/admin\.(\(\*)?(Memory|Emulator|NewMemory|NewEmulator|LoadMemory|NewTest)\b)`)
	spared := regexp.MustCompile(
		// The emulator's JWT library registers its methods in an init of its own, which
		// is linked wherever the door is: its functions, and its tables.
		`^T .*golang-jwt/jwt/v5\.(init(\.\d+)?(\.func\d+)?|RegisterSigningMethod(\.deferwrap\d+)?|newError)$|^T type:\.eq\.\S+$|` +
			`^[DRBdrb] (go:itab\.\*)?github\.com/golang-jwt/jwt/v5\.[\w.,/-]+$|` +
			// A tenant's rows have keys, and the table of properties that the client
			// selects by is declared over rows.
			`^T .*internal/tenant\.(\(\*Key\)\.|Key\.|\(\*errBadKey\)\.|errBadKey\.|ParseKey$)|^R go:itab\.\S+internal/tenant\.errBadKey,error$`)
	for line := range strings.Lines(symbols) {
		fields := strings.Fields(line)
		if len(fields) > 2 {
			fields = fields[1:] // The address.
		}
		if symbol := strings.Join(fields, " "); of.MatchString(symbol) && !spared.MatchString(symbol) {
			found = append(found, symbol)
		}
	}
	return found
}

// TestLinkedFake: the check finds each part of the fake, and spares what it says.
func TestLinkedFake(t *testing.T) {
	t.Parallel()
	const ours = "github.com/admin365/admin365/"
	for _, symbol := range []string{
		"T " + ours + "internal/emu.init", "D " + ours + "internal/emu.meNeedsUser", "D " + ours + "internal/emu..inittask",
		"T " + ours + "internal/emu.(*Emulator).ServeHTTP", "T " + ours + "internal/tenant.(*Tenant).settle", "T " + ours + "internal/tenant.NewWorld",
		"T github.com/tidwall/btree.(*BTreeG[go.shape.*uint8]).Get", "T github.com/golang-jwt/jwt/v5.(*Parser).Parse",
		"T github.com/golang-jwt/jwt/v5.ParseRSAPublicKeyFromPEM", "T " + ours + "identity.memoryUsers.Get", "T " + ours + "identity.(*memoryUsers).Get",
		"T " + ours + "identity.handleUsersGet", "T " + ours + "admin.NewMemory", "T " + ours + "admin.(*Memory).Save", "T " + ours + "admin.(*Emulator).Client",
	} {
		assert.Len(t, linkedFake("  6e7000 "+symbol+"\n"), 1, symbol)
	}
	for _, symbol := range []string{
		"T github.com/golang-jwt/jwt/v5.init.5.func1", "D github.com/golang-jwt/jwt/v5.SigningMethodES256", "T " + ours + "internal/tenant.Key.String",
		"T " + ours + "internal/odata.(*Table[" + ours + "internal/tenant.Key]).Value", "T " + ours + "internal/rest.New", "T " + ours + "identity.httpUsers.List", "T " + ours + "admin.New",
	} {
		assert.Empty(t, linkedFake("  6e7000 "+symbol+"\n"), symbol)
	}
}

package wiretest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Fixture returns a fixture of our own, in the documented shape: a file of the
// package's testdata/wire.
func Fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "wire", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// MustSameShape fails the test where the two documents differ as [SameShape] tells.
func MustSameShape(t testing.TB, want, got []byte) {
	t.Helper()
	differences, err := SameShape(want, got)
	if err != nil {
		t.Fatal(err)
	}
	if len(differences) > 0 {
		t.Errorf("%s\n%s", strings.Join(differences, "\n"), got)
	}
}

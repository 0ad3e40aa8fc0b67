package admin365_test

import (
	"io/fs"
	"os"
	"slices"
	"testing"
)

// TestArchitectureSamples proves that each rule can fail. Each folder under
// testdata/architecture/bad is a small module that breaks exactly one.
func TestArchitectureSamples(t *testing.T) {
	t.Parallel()
	const module = architectureModule
	cases := []struct{ sample, want string }{
		{"good", ""},
		{"bad/admin-imports-conform", `admin/client.go:3: admin may not import "` + module + `/internal/conform"`},
		{"bad/admin-imports-testing", `admin/memory.go:3: admin may not import "testing"`},
		{"bad/admin-variable-new", `admin/cloud.go:3: package variable timeout is not a literal`},
		{"bad/area-imports-admin", `billing/service.go:3: billing may not import "` + module + `/admin"`},
		{"bad/area-imports-area", `identity/users.go:4: identity may not import "` + module + `/billing"`},
		{"bad/area-imports-btree", `health/issues_table.go:3: health may not import "` + btree + `"`},
		{"bad/area-imports-httptest", `instances/http.go:3: instances may not import "net/http/httptest"`},
		{"bad/area-imports-kit", `identity/service.go:3: identity may not import "` + module + `/identity/identitytest"`},
		{"bad/area-imports-testing", `support/tickets.go:3: support may not import "testing/fstest"`},
		{"bad/area-subfolder", `identity/roles: no row of the table names this package`},
		{"bad/area-variable-call", `identity/operations.go:5: package variable schema is not a literal`},
		{"bad/area-variable-copy", `billing/refusals.go:5: package variable errTaken is not a literal`},
		{"bad/area-variable-nested-call", `identity/operations.go:8: package variable limits calls a function`},
		{"bad/emu-imports-rest", `internal/emu/batch.go:3: internal/emu may not import "` + module + `/internal/rest"`},
		{"bad/file-too-long", `internal/tenant/state.go: 401 lines, at most 400 are allowed; split it`},
		{"bad/file-vague-name", `identity/user_helpers_test.go: "helpers" does not say what is in it`},
		{"bad/folder-vague-name", `internal/util: "util" does not say what is in it`},
		{"bad/kit-imports-admin", `identity/identitytest/suite.go:5: identity/identitytest may not import "` + module + `/admin"`},
		{"bad/kit-imports-testify", `identity/identitytest/users.go:3: identity/identitytest may not import "` + testify + `/require"`},
		{"bad/rest-imports-tenant", `internal/rest/client.go:3: internal/rest may not import "` + module + `/internal/tenant"`},
		{"bad/root-imports-ours", `errors.go:3: the root package may not import "` + module + `/internal/api"`},
		{"bad/root-imports-others", `ids.go:3: the root package may not import "github.com/google/uuid"`},
		{"bad/root-uses-cgo", `secret.go:3: the root package may not import "C"`},
		{"bad/test-imports-stranger", `identity/memory_test.go:3: a test may not import "github.com/onsi/gomega"`},
		{"bad/test-too-long", `internal/tenant/state_test.go: 401 lines, at most 400 are allowed; split it`},
		{"bad/top-level-folder", `pkg: no such folder is allowed at the top level`},
		{"bad/unknown-internal", `internal/cache: no row of the table names this package`},
	}
	samples, err := fs.Glob(os.DirFS("testdata/architecture"), "bad/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		samples = slices.DeleteFunc(samples, func(s string) bool { return s == c.sample })
		t.Run(c.sample, func(t *testing.T) {
			t.Parallel()
			got, err := checkArchitecture(os.DirFS("testdata/architecture/" + c.sample))
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
	if len(samples) > 0 {
		t.Errorf("samples without a case: %q", samples)
	}
}

package admin365_test

import (
	"os"
	"testing"
)

// This file is the architecture of the module as data, and the test that keeps
// it true. Whoever needs an import that the table does not grant changes the
// table in the same commit, and says in the commit why.

// architectureModule is the path that all packages of this module begin with.
const architectureModule = "github.com/admin365/admin365"

// architectureAreas are the areas of administration. None imports another: what
// they need from each other goes through internal/tenant.
var architectureAreas = []string{"identity", "billing", "instances", "health", "support"}

// architectureTopLevel are the folders that may stand beside the root package's
// files. Folders that begin with a dot belong to tools and are not looked at.
var architectureTopLevel = []string{
	"admin", "identity", "billing", "instances", "health", "support",
	"internal", "examples", "docs", "testdata",
}

// The modules of others that the table names. A path grants its subpackages.
const (
	azcore        = "github.com/Azure/azure-sdk-for-go/sdk/azcore"
	btree         = "github.com/tidwall/btree"
	jsonv2        = "github.com/go-json-experiment/json"
	jwt           = "github.com/golang-jwt/jwt/v5"
	rapid         = "pgregory.net/rapid"
	retryablehttp = "github.com/hashicorp/go-retryablehttp"
	testify       = "github.com/stretchr/testify"
	xhtml         = "golang.org/x/net/html"
	xtime         = "golang.org/x/time"
)

// architectureRow says what one package may import beside the standard library.
type architectureRow struct {
	// pkg is the folder, "." the root package. "AREA" stands for each area.
	pkg string
	// ours are the packages of this module that pkg may import. "AREA" is the
	// row's own area, or every area if the row has none.
	ours []string
	// others are the modules of others that pkg may import.
	others []string
	// kit is set for packages that only tests import. Only they may import
	// testing and net/http/httptest, which add flags to every program they are
	// linked into.
	kit bool
	// literals is set where package variables must be literals. A single call
	// in an initializer keeps all that it reaches in every program: the whole
	// tenant in memory was once linked into programs that never used it.
	literals bool
}

// architectureTable is who may import whom. A package without a row fails, and
// so does a folder inside an area. Test files may import every package of this
// module, everything that the rows grant, testify and rapid. Folders with a
// go.mod of their own (examples, internal/interop) are modules of their own and
// not looked at.
var architectureTable = []architectureRow{
	{pkg: "."},
	{pkg: "internal/api", ours: []string{"."}},
	{pkg: "internal/odata", ours: []string{".", "internal/api"}, others: []string{jsonv2}},
	{
		pkg:    "internal/rest",
		ours:   []string{".", "internal/api"},
		others: []string{azcore, retryablehttp, xtime, jsonv2},
	},
	{pkg: "internal/tenant", ours: []string{".", "internal/api"}, others: []string{btree}},
	{pkg: "internal/emu", ours: []string{".", "internal/api", "internal/odata", "internal/tenant"}, others: []string{jwt}},
	{
		pkg: "AREA",
		ours: []string{
			".", "internal/api", "internal/odata", "internal/rest", "internal/tenant", "internal/emu",
		},
		others:   []string{jsonv2},
		literals: true,
	},
	// What Microsoft says of its services is HTML that others wrote, and this tokenizer is
	// the one that Go's own team keeps.
	{
		pkg: "health",
		ours: []string{
			".", "internal/api", "internal/odata", "internal/rest", "internal/tenant", "internal/emu",
		},
		others:   []string{jsonv2, xhtml},
		literals: true,
	},
	{
		pkg: "admin",
		ours: []string{
			".", "internal/api", "internal/odata", "internal/rest", "internal/tenant", "internal/emu",
			"AREA",
		},
		others:   []string{azcore},
		literals: true,
	},
	// The listener is beside the door, because a program that only imports admin shall not
	// have a server in it.
	// Its page shows what the areas hold.
	{pkg: "admin/emulator", ours: []string{".", "admin", "AREA"}},
	{pkg: "AREA/AREAtest", ours: []string{".", "AREA", "internal/conform"}, kit: true},
	// The suite of Business Central and of updates: another API, and as many cases again.
	{pkg: "instances/centraltest", ours: []string{".", "instances", "internal/conform"}, kit: true},
	// The suite of what hangs on the client itself. What people are named by is the
	// area's of people.
	{pkg: "admin/admintest", ours: []string{".", "admin", "identity", "internal/conform"}, kit: true},
	{pkg: "internal/conform", ours: []string{".", "internal/api", "internal/odata"}, kit: true},
	{pkg: "internal/wiretest", ours: []string{".", "internal/api", "internal/odata"}, kit: true},
	{
		pkg:    "internal/subjects",
		ours:   []string{".", "admin", "AREA", "AREA/AREAtest", "admin/admintest", "instances/centraltest", "internal/conform", "internal/wiretest"},
		others: []string{azcore},
		kit:    true,
	},
}

// architectureTestModules are what test files may import beside all that the
// table grants.
var architectureTestModules = []string{testify, rapid}

// architectureMaxLines is the length at which a file must be split, a test like
// any other.
const architectureMaxLines = 400

// architectureVagueNames say nothing about what is in a file or a folder, so
// everything ends up there. A file is named for its resource.
var architectureVagueNames = []string{"util", "utils", "types", "common", "helper", "helpers"}

func TestArchitecture(t *testing.T) {
	t.Parallel()
	findings, err := checkArchitecture(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
	if t.Failed() {
		t.Log("the rules stand at the top of architecture_test.go")
	}
}

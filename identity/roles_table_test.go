package identity

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// TestAssignmentIDs: the id of an assignment is made as in the samples of the
// vendor's pages, and leads back to it.
// Source: https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments and
// https://learn.microsoft.com/graph/api/rbacapplication-post-roleassignments (example 3)
func TestAssignmentIDs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ id, role, principal, scope string }{
		{"lAPpYvVpN0KRkAEhdxReEMmO4KwRqtpKkUWt3wOYIz4-1", "62e90394-69f5-4237-9190-012177145e10", "ace08ec9-aa11-4ada-9145-addf0398233e", ""},
		{"LJnv8vs6uUa3z6Em7nTEUXJ1hPGqSKpHlqMuxhkE9B8-1", "f2ef992c-3afb-46b9-b7cf-a126ee74c451", "f1847572-48aa-47aa-96a3-2ec61904f41f", ""},
		{"kl2Jm9Msx0SdAqasLV6lw516k2sxx1tGqEQtW1NowWEQEx5mdr2VR4mnjzyPhVv8-1", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "6b937a9d-c731-465b-a844-2d5b5368c161", "661e1310-bd76-4795-89a7-8f3c8f855bfc"},
	} {
		row := roleAssignmentRow{Role: api.Role(c.role), Principal: tenant.MustKey(c.principal)}
		if c.scope != "" {
			row.Scope = tenant.MustKey(c.scope)
		}
		assert.Equal(t, c.id, row.wireID())
		got, ok := parseWireID(c.id)
		assert.True(t, ok)
		assert.Equal(t, row, got)
	}
	for _, bad := range []string{
		"", "-1", "x", "lAPpYvVpN0KRkAEhdxReEMmO4KwRqtpKkUWt3wOYIz4", "lAPpYvVpN0KRkAEhdxReEMmO4KwRqtpKkUWt3wOYIz4-2", "lAPpYvVpN0KRkAEhdxReEMmO4KwRqtpKkUWt3wOYIz5-1",
		"lAPpYvVpN0KRkAEhdxReEMmO4KwRqtpKkUWt3wOYI-1", "lAPpYvVpN0KRkAEhdxReEMmO4KwRqtpKkUWt3wOYIz4=-1", strings.Repeat("A", 86) + "-1",
	} {
		_, ok := parseWireID(bad)
		assert.False(t, ok, "%q", bad)
	}
}

// TestBuiltInRoles: the catalog is whole and in order.
func TestBuiltInRoles(t *testing.T) {
	t.Parallel()
	ids, names, implicit := map[api.Role]bool{}, map[string]bool{}, false
	last := ""
	for _, r := range builtInRoles {
		assert.False(t, ids[r.ID] || names[r.DisplayName], "%s twice", r.DisplayName)
		ids[r.ID], names[r.DisplayName] = true, true
		assert.True(t, isKey(string(r.ID)) && string(r.ID) == strings.ToLower(string(r.ID)), r.ID)
		assert.True(t, strings.HasSuffix(r.Description, "."), r.DisplayName)
		assert.Less(t, len(r.Description), 140, "short, and our own words: %s", r.DisplayName)
		assert.NotEmpty(t, r.Actions, r.DisplayName)
		assert.True(t, areRolePermissions(r.definition().Permissions), r.DisplayName)
		assert.False(t, implicit && !r.Implicit, "%s: the implicit ones are the last", r.DisplayName)
		if r.Implicit != implicit {
			implicit, last = r.Implicit, ""
		}
		assert.Less(t, last, r.DisplayName, "in order")
		last = r.DisplayName
	}
}

// TestContractRoles compares the catalog with the contract's table: names,
// template ids, who is privileged and who is implicit.
func TestContractRoles(t *testing.T) {
	t.Parallel()
	_, table, found := strings.Cut(string(shared(t, "identity-admin.md")), "| Role | Template id |")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n### ")
	guid := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)
	rest := slices.Clone(builtInRoles)
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 || !guid.MatchString(cells[2]) {
			continue
		}
		named := strings.Split(strings.TrimPrefix(strings.TrimSpace(cells[1]), "(implicit) "), " / ")
		for i, id := range guid.FindAllString(cells[2], -1) {
			name, privileged := strings.CutSuffix(strings.TrimSpace(named[i]), " ★")
			at := slices.IndexFunc(rest, func(r builtInRole) bool { return string(r.ID) == id })
			if !assert.GreaterOrEqual(t, at, 0, "%s is not in the catalog", name) {
				continue
			}
			r := rest[at]
			rest = slices.Delete(rest, at, at+1)
			// The table shortens pairs: "Security Administrator / Reader".
			if len(named) == 1 {
				assert.Equal(t, name, r.DisplayName)
			} else {
				assert.Contains(t, r.DisplayName, name)
			}
			assert.Equal(t, privileged, r.Privileged, "whether %s is privileged", name)
			assert.Equal(t, strings.Contains(cells[1], "(implicit)"), r.Implicit, name)
		}
	}
	// The table lacks one that the contract's row of domains names (§1).
	assert.Equal(t, []api.Role{api.ExternalIdentityProviderAdministrator}, idsOf(rest), "the contract does not have the others")
}

// constants are the string constants of a Go file that have the type, by name.
func constants(t *testing.T, file, typeName string) map[string]string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	require.NoError(t, err)
	values := map[string]string{}
	for _, decl := range parsed.Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok || general.Tok != token.CONST {
			continue
		}
		for _, spec := range general.Specs {
			value, ok := spec.(*ast.ValueSpec)
			if !ok || value.Type == nil {
				continue
			}
			name := ""
			switch of := value.Type.(type) {
			case *ast.Ident:
				name = of.Name
			case *ast.SelectorExpr:
				name = of.Sel.Name
			}
			if literal, ok := value.Values[0].(*ast.BasicLit); ok && name == typeName {
				values[value.Names[0].Name], err = strconv.Unquote(literal.Value)
				require.NoError(t, err)
			}
		}
	}
	return values
}

// TestRoleConstants: the constants for users of the library, those of the
// permissions, and the catalog name the same roles by the same ids.
func TestRoleConstants(t *testing.T) {
	t.Parallel()
	public, internal := constants(t, "roles.go", "RoleID"), constants(t, "../internal/api/roles.go", "Role")
	require.Greater(t, len(public), 20)
	for name, id := range public {
		assert.Equal(t, internal[name], id, name)
	}
	require.Len(t, internal, len(builtInRoles))
	for name, id := range internal {
		b, ok := builtIn(api.Role(id))
		if assert.True(t, ok, name) {
			want := strings.TrimPrefix(name, "Implicit")
			assert.Equal(t, want, strings.ReplaceAll(b.DisplayName, " ", ""))
		}
	}
}

// TestRoleTypes compares the tables with the vendor's type list.
func TestRoleTypes(t *testing.T) {
	t.Parallel()
	types := vendorTypes(t)
	kinds := map[string]odata.Type{"String": odata.Text, "Boolean": odata.Bool, "DateTimeOffset": odata.Time}
	compare := func(edm string, ours map[string]odata.Type, beside ...string) {
		vendor := append([]string{"id"}, beside...)
		for property, v := range types[edm].Properties {
			vendor = append(vendor, property)
			want, simple := kinds[v.Type]
			switch {
			case simple && v.Collection:
				want = odata.TextList
			case v.Collection:
				want = odata.ObjectList
			}
			got, ok := ours[property]
			assert.True(t, ok, "%s has no %s", edm, property)
			assert.Equal(t, want, got, "%s.%s", edm, property)
		}
		for name := range ours {
			assert.Contains(t, vendor, name, "the vendor's %s", edm)
		}
	}
	compare(roleProps.EDM, typesOf(&roleProps), "inheritsPermissionsFrom")
	compare(roleAssignmentProps.EDM, typesOf(&roleAssignmentProps))
	compare(roleObjectProps.EDM, typesOf(&roleObjectProps))
	compare(roleTemplateProps.EDM, typesOf(&roleTemplateProps))
	for name := range types["microsoft.graph.unifiedRolePermission"].Properties {
		assert.True(t, slices.ContainsFunc(rolePermissionMembers, func(m odata.Member) bool { return m.Name == name }), name)
	}
}

func typesOf[P any](table *odata.Table[P]) map[string]odata.Type {
	all := map[string]odata.Type{}
	for _, p := range table.Props {
		all[p.Name] = p.Type
	}
	return all
}

// TestRoleTags: the fields of the public structs are properties of the tables.
func TestRoleTags(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of     reflect.Type
		lookup func(string) int
	}{
		{reflect.TypeFor[Role](), roleProps.Lookup},
		{reflect.TypeFor[NewRole](), roleProps.Lookup},
		{reflect.TypeFor[RolePatch](), roleProps.Lookup},
		{reflect.TypeFor[RoleAssignment](), roleAssignmentProps.Lookup},
		{reflect.TypeFor[NewRoleAssignment](), roleAssignmentProps.Lookup},
		{reflect.TypeFor[ActivatedRole](), roleObjectProps.Lookup},
	} {
		for name := range tags(c.of) {
			assert.GreaterOrEqual(t, c.lookup(name), 0, "%s.%s", c.of, name)
		}
	}
}

func idsOf(roles []builtInRole) (ids []api.Role) {
	for _, r := range roles {
		ids = append(ids, r.ID)
	}
	return ids
}

package admin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/api"
)

const program admin365.AppID = "11111111-2222-4333-8444-555555555555"

// run is one thing that a program does: what it learns by it, or why it does not.
type run func(ctx context.Context, c *admin.Client) (any, error)

func oneUser(id admin365.UserID) run {
	return func(ctx context.Context, c *admin.Client) (any, error) { return c.Identity.Users.Get(ctx, id) }
}

func listing(q identity.UserQuery) run {
	return func(ctx context.Context, c *admin.Client) (any, error) {
		var names []string
		for u, err := range c.Identity.Users.List(ctx, q) {
			if err != nil {
				return nil, err
			}
			names = append(names, fmt.Sprint(u.DisplayName, u.JobTitle, u.SignInActivity != nil))
		}
		return names, nil
	}
}

func updating(id admin365.UserID, p identity.UserPatch) run {
	return func(ctx context.Context, c *admin.Client) (any, error) {
		return nil, c.Identity.Users.Update(ctx, id, p)
	}
}

// groups are who is in which group.
func groups(ctx context.Context, c *admin.Client) (any, error) {
	var names []string
	for g, err := range c.Identity.Groups.List(ctx, identity.GroupQuery{}) {
		if err != nil {
			return nil, err
		}
		names = append(names, g.DisplayName)
		for m, err := range c.Identity.GroupMembers.List(ctx, g.ID) {
			if err != nil {
				return nil, err
			}
			names = append(names, m.DisplayName)
		}
	}
	return names, nil
}

func organization(ctx context.Context, c *admin.Client) (any, error) {
	o, err := c.Organization.Get(ctx)
	if err != nil {
		return nil, err
	}
	return []string{o.DisplayName, o.City, o.CountryLetterCode}, nil
}

// outcome is what a program learns in all.
func outcome(t *testing.T, c *admin.Client, runs []run) []string {
	t.Helper()
	var all []string
	for _, do := range runs {
		v, err := do(t.Context(), c)
		if err != nil {
			v = err.Error()
		}
		b, err := json.Marshal(v)
		require.NoError(t, err)
		all = append(all, string(b))
	}
	return all
}

// TestLeastPrivilege: a run that was let in with everything goes the same way with the
// least set, directly and over the wire, and with none of it left out.
func TestLeastPrivilege(t *testing.T) {
	t.Parallel()
	const alex = "AlexW@contoso.com"
	for _, c := range []struct {
		name string
		runs []run
		want []admin365.Permission
	}{
		{"reading one", []run{oneUser(alex)}, []admin365.Permission{"User.Read.All"}},
		{"listing", []run{listing(identity.UserQuery{})}, []admin365.Permission{"User.Read.All"}},
		{"who is not there", []run{oneUser("nobody@contoso.com")}, []admin365.Permission{"User.ReadBasic.All"}},
		{"when they signed in", []run{listing(identity.UserQuery{Include: []identity.UserProperty{identity.IncludeSignInActivity}})}, []admin365.Permission{"AuditLog.Read.All", "User.Read.All"}},
		{"a title", []run{updating(alex, identity.UserPatch{JobTitle: admin365.Set("Boss")}), oneUser(alex)}, []admin365.Permission{"User.ReadWrite.All"}},
		{"blocking", []run{updating(alex, identity.UserPatch{AccountEnabled: new(false)})}, []admin365.Permission{"User.EnableDisableAccount.All"}},
		{"a password", []run{updating(alex, identity.UserPatch{PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret("vQ7#mzKp2!rT")}})}, []admin365.Permission{"User-PasswordProfile.ReadWrite.All"}},
		{"the organization", []run{organization}, []admin365.Permission{"Organization.Read.All"}},
		{"groups and who is in them", []run{groups}, nil},
		{"all of it", []run{organization, oneUser(alex), updating(alex, identity.UserPatch{AccountEnabled: new(false), JobTitle: admin365.Set("Boss")})}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			first := admin.NewTest(t)
			want := outcome(t, first.As(admin365.AsApp(program)), c.runs)
			all := admin.LeastPrivilege(first.Requests())
			require.Len(t, all, 1)
			p := all[0]
			assert.Equal(t, []any{program, false, true}, []any{p.App, p.Delegated, p.Exact})
			assert.Nil(t, p.Granted)
			require.NotEmpty(t, p.Least)
			if c.want != nil {
				assert.Equal(t, c.want, p.Least)
			}
			assert.LessOrEqual(t, p.AtLeast, len(p.Least))

			again := func(granted []admin365.Permission) (*admin.Test, []string) {
				m := admin.NewTest(t)
				return m, outcome(t, m.As(admin365.Caller{App: program, Permissions: granted}), c.runs)
			}
			m, got := again(p.Least)
			assert.Equal(t, want, got)
			same := admin.LeastPrivilege(m.Requests())[0]
			assert.Equal(t, p.Least, same.Least, "it is its own least")
			assert.Empty(t, same.Unused)
			for i := range p.Least {
				_, got := again(slices.Delete(slices.Clone(p.Least), i, i+1))
				assert.NotEqual(t, want, got, "without %s", p.Least[i])
			}

			wire := admin.NewTest(t)
			client, err := admin.NewEmulator(wire.Memory, admin.EmulatorConfig{}).Client(admin365.Caller{App: program, Permissions: p.Least})
			require.NoError(t, err)
			assert.Len(t, outcome(t, client, c.runs), len(want))
			for _, r := range wire.Requests() {
				assert.NotErrorIs(t, r.Err, admin365.ErrForbidden, r)
			}
		})
	}
}

// TestLeastPrivilegeOfPeople: what is delegated is granted apart, and who acts needs a
// role, the least of those that would do.
func TestLeastPrivilegeOfPeople(t *testing.T) {
	t.Parallel()
	const ga, alex = "admin@contoso.com", "AlexW@contoso.com"
	runs := []run{oneUser(ga), oneUser(alex), updating(alex, identity.UserPatch{AccountEnabled: new(false)})}
	first := admin.NewTest(t)
	admins, err := first.Identity.Users.Get(t.Context(), ga)
	require.NoError(t, err)
	want := outcome(t, first.As(admin365.Caller{User: admins.ID, App: program}), runs)
	outcome(t, first.As(admin365.AsApp(program)), []run{oneUser(alex)})
	all := admin.LeastPrivilege(first.Requests())
	require.Len(t, all, 2)
	assert.Equal(t, []bool{false, true}, []bool{all[0].Delegated, all[1].Delegated})
	p := all[1]
	require.Len(t, p.Roles, 1)
	assert.Equal(t, admins.ID, p.Roles[0].User)
	assert.Equal(t, []admin365.RoleID{identity.AuthenticationAdministrator}, p.Roles[0].Least)

	m := admin.NewTest(t)
	clerk := m.Given.User(identity.NewUser{})
	caller := admin365.Caller{User: clerk.ID, App: program, Permissions: p.Least}
	assert.NotEqual(t, want, outcome(t, m.As(caller), runs), "without the role")
	_, err = m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: p.Roles[0].Least[0], PrincipalID: admin365.ObjectID(clerk.ID)})
	require.NoError(t, err)
	assert.Equal(t, want, outcome(t, m.As(caller), runs))
}

// TestLeastPrivilegeOfNobody: the default administrator is asked nothing, and what was
// granted for nothing is named.
func TestLeastPrivilegeOfNobody(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	outcome(t, m.Client, []run{organization, listing(identity.UserQuery{})})
	assert.Empty(t, admin.LeastPrivilege(m.Requests()))
	outcome(t, m.As(admin365.AsApp(program, "User.Read.All", "Group.ReadWrite.All", "Directory.Read.All")), []run{oneUser("AlexW@contoso.com")})
	p := admin.LeastPrivilege(m.Requests())
	require.Len(t, p, 1)
	assert.Equal(t, []admin365.Permission{"Group.ReadWrite.All"}, p[0].Unused)
	assert.Equal(t, []admin365.Permission{"User.Read.All"}, p[0].Least)
	outcome(t, m.As(admin365.AsApp(program, "Group.Read.All")), []run{oneUser("AlexW@contoso.com")})
	assert.Equal(t, 1, admin.LeastPrivilege(m.Requests())[0].Requests, "what was refused counts for nothing")
}

// TestLeastSetIsLeast: no set that has one of each clause is cheaper, by looking at all.
func TestLeastSetIsLeast(t *testing.T) {
	t.Parallel()
	ops := admin.Operations()
	places := map[*api.Op]int{}
	for i, op := range ops {
		places[op] = i
	}
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c", "d", "e", "f"}
		clauses := rapid.SliceOfN(rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 4, rapid.ID[string]), 0, 7).Draw(t, "clauses")
		reaches := map[string][]int{}
		for _, n := range names {
			reaches[n] = rapid.SliceOfN(rapid.IntRange(0, 11), 0, 6).Draw(t, n)
		}
		let := func(op *api.Op) (of []string) {
			for _, n := range names {
				if slices.Contains(reaches[n], places[op]%12) {
					of = append(of, n)
				}
			}
			return of
		}
		cost := func(set []string) (c [3]int) {
			for _, op := range ops {
				for _, n := range set {
					if slices.Contains(reaches[n], places[op]%12) {
						c[1]++
						if op.Write() {
							c[0]++
						}
						break
					}
				}
			}
			c[2] = len(set)
			return c
		}
		hits := func(set []string) bool {
			return !slices.ContainsFunc(clauses, func(c []string) bool {
				return !slices.ContainsFunc(c, func(n string) bool { return slices.Contains(set, n) })
			})
		}
		set, exact, atLeast := admin.LeastOf(clauses, let)
		if !exact || !hits(set) || len(set) < atLeast {
			t.Fatalf("%v: exact %v, at least %d", set, exact, atLeast)
		}
		best := cost(set)
		for bits := range 1 << len(names) {
			var other []string
			for i, n := range names {
				if bits>>i&1 == 1 {
					other = append(other, n)
				}
			}
			if c := cost(other); hits(other) && slices.Compare(c[:], best[:]) < 0 {
				t.Fatalf("%v costs %v, and %v costs %v", set, best, other, c)
			}
		}
	})
}

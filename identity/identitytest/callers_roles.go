package identitytest

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// errand is something that a caller does to somebody without a role, whom the
// tenant's administrator makes ready for it.
type errand struct {
	name, op string
	do       func(c *run, s *identity.Service) error
}

// errands are what the tables of roles and of permissions speak of, by short names.
func errands() []errand {
	return []errand{
		{"get", opGet, func(c *run, s *identity.Service) error {
			_, err := s.Users.Get(c.Context(), create(c).ID)
			return err
		}},
		{"list", opList, func(c *run, s *identity.Service) error {
			_, err := conform.Collect(s.Users.List(c.Context(), identity.UserQuery{}))
			return err
		}},
		{"create", opCreate, func(c *run, s *identity.Service) error {
			_, err := s.Users.Create(c.Context(), person(c))
			return err
		}},
		{"update", opUpdate, func(c *run, s *identity.Service) error {
			return s.Users.Update(c.Context(), create(c).ID, identity.UserPatch{JobTitle: admin365.Set("Changed")})
		}},
		{"location", opUpdate, func(c *run, s *identity.Service) error {
			return s.Users.Update(c.Context(), create(c).ID, identity.UserPatch{UsageLocation: new("FR")})
		}},
		{"manager", opSetManager, func(c *run, s *identity.Service) error {
			return s.Managers.Set(c.Context(), create(c).ID, create(c).ID)
		}},
		{"delete", opDelete, func(c *run, s *identity.Service) error { return s.Users.Delete(c.Context(), create(c).ID) }},
		{"restore", opRestore, func(c *run, s *identity.Service) error {
			_, err := s.DeletedUsers.Restore(c.Context(), discard(c, create(c).ID).ID, identity.UserRestore{})
			return err
		}},
		{"purge", opPurge, func(c *run, s *identity.Service) error {
			return s.DeletedUsers.Purge(c.Context(), discard(c, create(c).ID).ID)
		}},
		{"set", opSetPassword, func(c *run, s *identity.Service) error {
			return s.Passwords.Set(c.Context(), create(c).ID, identity.PasswordProfile{Password: admin365.NewSecret(secondPassword)})
		}},
		{"reset", opResetPassword, func(c *run, s *identity.Service) error {
			_, err := s.Passwords.Reset(c.Context(), create(c).ID, admin365.NewSecret(secondPassword))
			return err
		}},
		{"revoke", opRevokeSessions, func(c *run, s *identity.Service) error {
			return s.Passwords.RevokeSessions(c.Context(), create(c).ID)
		}},
	}
}

// rights say which errands are permitted. What stands in neither list is refused.
type rights struct {
	// may are the short names of what is permitted, open those of what the
	// documentation does not settle.
	may, open string
}

// within checks that a caller may do what his rights say, and nothing else.
func within(c *run, s *identity.Service, r rights, who string) {
	c.Helper()
	may, open := strings.Fields(r.may), strings.Fields(r.open)
	known := append(slices.Clone(may), open...)
	for _, d := range errands() {
		known = slices.DeleteFunc(known, func(name string) bool { return name == d.name })
		if slices.Contains(open, d.name) {
			continue
		}
		if fault := permitted(d.do(c, s), d.op, slices.Contains(may, d.name)); fault != nil {
			c.Errorf("%s, %s: %v", who, d.name, fault)
		}
	}
	if len(known) > 0 {
		c.Errorf("%s: the suite knows no errands %q", who, known)
	}
}

// roleRightCases are what each role allows, to somebody without one.
func roleRightCases() []kase {
	const reads = "get list"
	list := []kase{
		{
			Name: "Callers/license-administrator-and-one-property", Needs: matrixNeeds(), Source: docRoleRights,
			Why: "a license needs a location, and nothing else of a user",
			Run: func(c *run) {
				s := actor(c, identity.LicenseAdministrator)
				u := create(c)
				c.Must(s.Users.Update(c.Context(), u.ID, identity.UserPatch{UsageLocation: new("FR")}), "setting the location")
				was := get(c, u.ID)
				c.Refused(s.Users.Update(c.Context(), u.ID, identity.UserPatch{UsageLocation: new("DE"), City: admin365.Set("Kiel")}), forbidden(opUpdate))
				unchanged(c, was)
			},
		},
	}
	for _, is := range []struct {
		name string
		role admin365.RoleID
		rights
	}{
		{"nobody-special", "", rights{may: reads}},
		{"global-administrator", identity.GlobalAdministrator, rights{may: "get list create update location manager delete restore purge set reset revoke"}},
		{"user-administrator", identity.UserAdministrator, rights{may: "get list create update location manager delete restore purge set revoke"}},
		{"directory-writers", identity.DirectoryWriters, rights{may: "get list create update location manager"}},
		{"license-administrator", identity.LicenseAdministrator, rights{may: "get list location"}},
		{"helpdesk-administrator", identity.HelpdeskAdministrator, rights{may: "get list set revoke"}},
		{"password-administrator", identity.PasswordAdministrator, rights{may: "get list set revoke"}},
		{"authentication-administrator", identity.AuthenticationAdministrator, rights{may: "get list delete restore set reset revoke"}},
		{"privileged-authentication-administrator", identity.PrivilegedAuthenticationAdministrator, rights{may: "get list delete restore set reset revoke"}},
		{"privileged-role-administrator", identity.PrivilegedRoleAdministrator, rights{may: reads}},
		{"groups-administrator", identity.GroupsAdministrator, rights{may: reads}},
		{"billing-administrator", identity.BillingAdministrator, rights{may: reads}},
		{"service-support-administrator", identity.ServiceSupportAdministrator, rights{may: reads}},
		{"global-reader", identity.GlobalReader, rights{may: reads}},
		{"directory-readers", identity.DirectoryReaders, rights{may: reads}},
		// Deprecated roles of partners, of which the pages tell the one thing.
		{"partner-tier1-support", partnerTier1Support, rights{may: "get list create", open: "update location manager delete restore purge set reset revoke"}},
		{"partner-tier2-support", partnerTier2Support, rights{may: "get list create", open: "update location manager delete restore purge set reset revoke"}},
	} {
		list = append(list, kase{
			Name: "Callers/role-of-" + is.name, Needs: matrixNeeds(CanReset), Source: docRoleRights,
			Why: "a fake that allows what the service forbids lets programs be written that fail on their first day",
			Run: func(c *run) { within(c, actor(c, roles(is.role)...), is.rights, is.name) },
		})
	}
	return list
}

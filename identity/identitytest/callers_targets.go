package identitytest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// What one administrator may do to another depends on the roles of both.

// target is a row of the service's table: the roles of a user, and what callers
// of each role may do to him: "R", what stands beside a password reset; "RS",
// that and what is sensitive besides; "", neither.
type target struct {
	what                                     string
	roles                                    []admin365.RoleID
	password, helpdesk, authentication, user string
}

// targets are the rows. All that a user holds must be allowed.
func targets() []target {
	one := func(what string, role admin365.RoleID, password, helpdesk, authentication, user string) target {
		return target{what, []admin365.RoleID{role}, password, helpdesk, authentication, user}
	}
	return []target{
		{"nobody special", nil, "R", "R", "RS", "RS"},
		one("Directory Readers", identity.DirectoryReaders, "R", "R", "RS", "RS"),
		one("Guest Inviter", guestInviter, "R", "R", "RS", "RS"),
		one("Password Administrator", identity.PasswordAdministrator, "R", "R", "RS", "RS"),
		one("Message Center Reader", messageCenterReader, "", "R", "RS", "RS"),
		one("Reports Reader", reportsReader, "", "R", "RS", "RS"),
		one("Usage Summary Reports Reader", usageReportsReader, "", "R", "RS", "RS"),
		one("User Experience Success Manager", experienceManager, "", "R", "RS", "RS"),
		one("Helpdesk Administrator", identity.HelpdeskAdministrator, "", "R", "", "RS"),
		one("Authentication Administrator", identity.AuthenticationAdministrator, "", "", "RS", ""),
		one("Groups Administrator", identity.GroupsAdministrator, "", "", "", "RS"),
		one("User Administrator", identity.UserAdministrator, "", "", "", "RS"),
		one("Global Administrator", identity.GlobalAdministrator, "", "", "", ""),
		one("Privileged Role Administrator", identity.PrivilegedRoleAdministrator, "", "", "", ""),
		one("Privileged Authentication Administrator", identity.PrivilegedAuthenticationAdministrator, "", "", "", ""),
		one("License Administrator", identity.LicenseAdministrator, "", "", "", ""),
		one("Billing Administrator", identity.BillingAdministrator, "", "", "", ""),
		one("Service Support Administrator", identity.ServiceSupportAdministrator, "", "", "", ""),
		one("Global Reader", identity.GlobalReader, "", "", "", ""),
		one("Directory Writers", identity.DirectoryWriters, "", "", "", ""),
		one("Exchange Administrator", identity.ExchangeAdministrator, "", "", "", ""),
		{"two that are allowed", []admin365.RoleID{identity.PasswordAdministrator, reportsReader}, "", "R", "RS", "RS"},
		{"one that is not among two", []admin365.RoleID{identity.HelpdeskAdministrator, identity.AuthenticationAdministrator}, "", "", "", ""},
		{"a reader of everything", []admin365.RoleID{identity.DirectoryReaders, identity.GlobalReader}, "", "", "", ""},
	}
}

// cell returns what a caller of the role may do.
func (t target) cell(caller admin365.RoleID) string {
	switch caller {
	case identity.PasswordAdministrator:
		return t.password
	case identity.HelpdeskAdministrator:
		return t.helpdesk
	case identity.AuthenticationAdministrator:
		return t.authentication
	case identity.UserAdministrator:
		return t.user
	case identity.PrivilegedAuthenticationAdministrator, identity.GlobalAdministrator:
		return "RS"
	default:
		return ""
	}
}

// matrixNeeds are the capabilities that the table needs.
func matrixNeeds(more ...string) []string {
	return append(more, CanWrite, CanSwitch, HasRoleAssignments, HasPasswords, HasDeletedUsers)
}

// targetCases are the columns of the table, cell by cell.
func targetCases() []kase {
	var list []kase
	for _, caller := range []struct {
		name string
		role admin365.RoleID
	}{
		{"password-administrator", identity.PasswordAdministrator},
		{"helpdesk-administrator", identity.HelpdeskAdministrator},
		{"authentication-administrator", identity.AuthenticationAdministrator},
		{"user-administrator", identity.UserAdministrator},
		{"privileged-authentication-administrator", identity.PrivilegedAuthenticationAdministrator},
		{"global-administrator", identity.GlobalAdministrator},
		{"nobody-special", ""},
	} {
		list = append(list, kase{
			Name: "Callers/targets-of-" + caller.name, Needs: matrixNeeds(), Source: docPrivileged,
			Why: "who may set the password of one who is mightier is as mighty, an hour later",
			Run: func(c *run) {
				s := actor(c, roles(caller.role)...)
				for _, t := range targets() {
					tries(c, s, holder(c, t.roles...), t.cell(caller.role), caller.name+" on "+t.what)
				}
			},
		})
	}
	return append(list, moreTargetCases()...)
}

// action is something that a caller does to a user.
type action struct {
	what, op string
	// sensitive is set for S, and not for R.
	sensitive bool
	do        func(c *run, s *identity.Service, id admin365.UserID) error
}

func patching(what string, sensitive bool, patch func(c *run) identity.UserPatch) action {
	return action{what, opUpdate, sensitive, func(c *run, s *identity.Service, id admin365.UserID) error {
		return s.Users.Update(c.Context(), id, patch(c))
	}}
}

// actions are those of the table that leave the user where he is.
func actions() []action {
	return []action{
		{"a password", opSetPassword, false, func(c *run, s *identity.Service, id admin365.UserID) error {
			return s.Passwords.Set(c.Context(), id, identity.PasswordProfile{Password: admin365.NewSecret(secondPassword)})
		}},
		{"the end of sessions", opRevokeSessions, false, func(c *run, s *identity.Service, id admin365.UserID) error {
			return s.Passwords.RevokeSessions(c.Context(), id)
		}},
		// The same request by the other method that can; its refusal may name either.
		{"a password by a patch", "", false, func(c *run, s *identity.Service, id admin365.UserID) error {
			return s.Users.Update(c.Context(), id, identity.UserPatch{
				PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret(thirdPassword)},
			})
		}},
		patching("businessPhones", false, func(*run) identity.UserPatch { return identity.UserPatch{BusinessPhones: []string{"+49 30 5550199"}} }),
		patching("mobilePhone", false, func(*run) identity.UserPatch {
			return identity.UserPatch{MobilePhone: admin365.Set("+49 170 5550199")}
		}),
		patching("otherMails", false, func(*run) identity.UserPatch { return identity.UserPatch{OtherMails: []string{"other@example.net"}} }),
		patching("accountEnabled", true, func(*run) identity.UserPatch { return identity.UserPatch{AccountEnabled: new(false)} }),
		patching("onPremisesImmutableId", true, func(*run) identity.UserPatch {
			return identity.UserPatch{OnPremisesImmutableID: admin365.Set(conform.Unique())}
		}),
		patching("userPrincipalName", true, func(c *run) identity.UserPatch {
			return identity.UserPatch{UserPrincipalName: new(conform.Unique() + "@" + c.S.Harness.Domain)}
		}),
	}
}

// tries does everything of the table to the user and checks that the cell
// decides, and that what is refused does not happen.
func tries(c *run, s *identity.Service, u *identity.User, cell, who string) {
	c.Helper()
	resets, all := strings.HasPrefix(cell, "R"), cell == "RS"
	for _, a := range actions() {
		may := resets && (!a.sensitive || all)
		was := get(c, u.ID)
		err := a.do(c, s, u.ID)
		if may && err != nil {
			c.Errorf("%s, %s: may, and is refused: %v", who, a.what, err)
		}
		if may {
			continue
		}
		fault := forbidden(a.op).Check(err)
		if err := joined(fault, conform.Differ(get(c, u.ID), was)); err != nil {
			c.Errorf("%s, %s: may not: %v", who, a.what, err)
		}
	}
	// Deleted and restored: by the caller, or else by the administrator.
	err := s.Users.Delete(c.Context(), u.ID)
	if fault := permitted(err, opDelete, all); fault != nil {
		c.Errorf("%s, delete: %v", who, fault)
	}
	if err != nil {
		discard(c, u.ID)
	}
	_, err = s.DeletedUsers.Restore(c.Context(), u.ID, identity.UserRestore{})
	if fault := permitted(err, opRestore, all); fault != nil {
		c.Errorf("%s, restore: %v", who, fault)
	}
	if errors.Is(err, admin365.ErrForbidden) {
		restore(c, u.ID, identity.UserRestore{})
	}
}

// permitted checks that an error is none, or the refusal of one who may not.
func permitted(err error, op string, may bool) error {
	switch {
	case !may:
		return forbidden(op).Check(err)
	case err != nil:
		return fmt.Errorf("may, and is refused: %w", err)
	default:
		return nil
	}
}

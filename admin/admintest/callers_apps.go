package admintest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

func applicationCases() []kase {
	return []kase{
		{
			Name: "Callers/application-that-reads-domains", Needs: ofDomains(HasPasswordPolicy, CanSwitch), Source: docPermissions,
			Why: "a program asks for the least that it needs, and its tests are where it learns what that is",
			Run: func(c *run) {
				at := aTarget(c)
				s := application(c, "Domain.Read.All")
				reads(c, s, "Domain.Read.All", at, HasDomains, HasDomainRecords, HasDomainDeletions, HasPasswordPolicy)
				for _, m := range c.S.methods() {
					if part := m.part(); !m.writes || !isOfDomains(part) {
						continue
					}
					if fault := forbidden(m.op).Check(m.call(c.Context(), s, at)); fault != nil {
						c.Errorf("with Domain.Read.All: %s: %v", m.name, fault)
					}
				}
				s = application(c, "Directory.Read.All")
				_, err := conform.Collect(s.Domains.List(c.Context()))
				c.Must(err, "listing with Directory.Read.All")
				_, err = s.Domains.Get(c.Context(), at.domain)
				c.Must(err, "getting with Directory.Read.All")
				_, err = application(c, "Policy.Read.All").Domains.Get(c.Context(), at.domain)
				c.Refused(err, forbidden(opDomain))
			},
		},
		{
			Name: "Callers/application-that-writes-domains", Needs: ofDomains(HasPasswordPolicy, CanSwitch, CanAdvance), Source: docPermissions,
			Why: "one permission is for all that is done to domains, reading included",
			Run: func(c *run) {
				at := aTarget(c)
				s := application(c, "Domain.ReadWrite.All")
				reads(c, s, "Domain.ReadWrite.All", at, HasDomains, HasDomainRecords, HasDomainDeletions, HasPasswordPolicy)
				for _, m := range c.S.methods() {
					part := m.part()
					if !m.writes || !isOfDomains(part) || m.op == opForce || m.op == opDelete {
						continue
					}
					if err := m.call(c.Context(), s, at); err != nil {
						c.Errorf("with Domain.ReadWrite.All: %s: %v", m.name, err)
					}
				}
				forget(c, at.fresh)
				c.Must(s.Domains.Delete(c.Context(), at.domain), "deleting")
				op, err := s.DomainDeletions.ForceDelete(c.Context(), at.unverified, admin.DomainForceDelete{})
				c.Must(err, "deleting with all that uses it")
				ended(c, op.ID)
			},
		},
		{
			Name: "Callers/application-and-organization", Needs: writing(HasOrganization, CanSwitch), Source: docPermissions,
			Why: "to read an organization is not to change it",
			Run: func(c *run) {
				p := admin.OrganizationPatch{TechnicalNotificationMails: []string{"ops@example.com"}}
				for _, granted := range []admin365.Permission{"Organization.Read.All", "Directory.Read.All"} {
					s := application(c, granted).Organization
					o, err := s.Get(c.Context())
					c.Must(err, "getting the organization with "+string(granted))
					if err := conform.Differ(*o, *getOrganization(c)); err != nil {
						c.Errorf("with %s the organization %v", granted, err)
					}
					c.Refused(s.Update(c.Context(), p), forbidden(opOrganizationUpdate))
				}
				c.Must(application(c, "Organization.ReadWrite.All").Organization.Update(c.Context(), p), "changing the organization")
				_, err := application(c, "Domain.Read.All").Organization.Get(c.Context())
				c.Refused(err, forbidden(opOrganization))
			},
		},
		{
			Name: "Callers/application-and-policies", Needs: writing(HasAuthorization, HasSelfServiceReset, CanSwitch), Source: docPermissions,
			Why: "each policy has a permission of its own, and one to read them all",
			Run: func(c *run) {
				reader := application(c, "Policy.Read.All")
				reads(c, reader, "Policy.Read.All", target{}, HasAuthorization, HasSelfServiceReset)
				authorization, methods := application(c, "Policy.ReadWrite.Authorization"), application(c, "Policy.ReadWrite.AuthenticationMethod")
				for _, m := range c.S.methods() {
					part := m.part()
					if !m.writes || part != HasAuthorization && part != HasSelfServiceReset {
						continue
					}
					at := target{method: admin.MethodFIDO2}
					may, mayNot := authorization, methods
					if m.op != opPolicyUpdate {
						may, mayNot = methods, authorization
					}
					for what, s := range map[string]Settings{"Policy.Read.All": reader, "the permission for the other policy": mayNot} {
						if fault := forbidden(m.op).Check(m.call(c.Context(), s, at)); fault != nil {
							c.Errorf("with %s: %s: %v", what, m.name, fault)
						}
					}
					if err := m.call(c.Context(), may, at); err != nil {
						c.Errorf("%s: %v", m.name, err)
					}
				}
				_, err := application(c, "Domain.Read.All").Authorization.Get(c.Context())
				c.Refused(err, forbidden(opPolicy))
			},
		},
		{
			Name: "Callers/application-and-synchronization", Needs: writing(HasDirectorySync, CanSwitch), Source: docSyncGet,
			Why: "the service offers it to signed-in administrators alone, and a program that runs by itself finds that out here",
			Run: func(c *run) {
				turnOn(c)
				for _, s := range []Settings{application(c), application(c, "OnPremDirectorySynchronization.ReadWrite.All", "Organization.ReadWrite.All")} {
					_, err := s.DirectorySync.Get(c.Context())
					c.Refused(err, forbidden(""))
					err = s.DirectorySync.Update(c.Context(), admin.DirectorySyncPatch{AccidentalDeletions: byCount(7)})
					c.Refused(err, forbidden(opSyncUpdate))
				}
				syncIs(c, func(s *admin.DirectorySyncStatus) error {
					return conform.Differ(s.AccidentalDeletions, *byCount(500))
				})
			},
		},
	}
}

package supporttest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// The roles that cases give, by Microsoft's template ids.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const (
	globalAdministrator         admin365.RoleID = "62e90394-69f5-4237-9190-012177145e10"
	serviceSupportAdministrator admin365.RoleID = "f023fd81-a637-4b56-95fd-791ac0226033"
	helpdeskAdministrator       admin365.RoleID = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	userAdministrator           admin365.RoleID = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	billingAdministrator        admin365.RoleID = "b0f54661-2d74-4c50-afa3-1ec803f12efe"
	messageCenterReader         admin365.RoleID = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b"
	directoryReader             admin365.RoleID = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
)

// actor returns the service of a new user who has the roles of the directory.
func actor(c *run, roles ...admin365.RoleID) (*support.Service, admin365.UserID) {
	c.Helper()
	user, err := c.S.Make.User(c.Context())
	c.Must(err, "adding a user")
	for _, role := range roles {
		c.Must(c.S.Make.Role(c.Context(), user, role), "giving the role "+string(role))
	}
	return seenBy(c, admin365.AsUser(user)), user
}

// seenBy returns the service of the same tenant for another caller.
func seenBy(c *run, caller admin365.Caller) *support.Service {
	c.Helper()
	s := c.S.As(caller)
	if s == nil {
		c.Fatalf("there is no service for %v", caller)
	}
	return s
}

// everyone is what a case needs that calls the whole area as somebody else.
func everyone(more ...string) []string {
	return append(whole(CanSwitch, CanMakePeople), more...)
}

// ofTenant are the methods of Azure that are about the tenant's tickets.
func ofTenant() []method { return append(azureMethods(), methodNamed("Operations.Get")) }

func callerCases() []kase {
	return []kase{
		{
			Name: "Callers/who-has-to-do-with-tickets", Needs: everyone(), Source: docRoles,
			Why: "the role that was given for this must be enough for this",
			Run: func(c *run) {
				for _, role := range []admin365.RoleID{globalAdministrator, serviceSupportAdministrator, helpdeskAdministrator, userAdministrator, billingAdministrator} {
					at := targetOf(c, "")
					s, _ := actor(c, role)
					for _, m := range ofTenant() {
						if m.op == opReopen {
							continue // The ticket is closed by then or not, whatever the order.
						}
						if err := m.call(c.Context(), s, at); err != nil {
							c.Errorf("role %s: %s: %v", role, m.op, err)
						}
					}
				}
			},
		},
		{
			Name: "Callers/who-has-nothing-to-do-with-them", Needs: everyone(), Source: docRoles,
			Why: "a ticket tells what is broken, and who is to be called about it",
			Run: func(c *run) {
				at := targetOf(c, "")
				was, n := get(c, at.ticket), len(list(c, support.TicketQuery{}))
				for _, role := range []admin365.RoleID{"", directoryReader, messageCenterReader} {
					var roles []admin365.RoleID
					if role != "" {
						roles = append(roles, role)
					}
					s, _ := actor(c, roles...)
					allForbidden(c, s, "role "+string(role), at, ofTenant())
				}
				unchanged(c, was)
				if now := len(list(c, support.TicketQuery{})); now != n {
					c.Errorf("there are %d tickets, and were %d", now, n)
				}
			},
		},
		{
			Name: "Callers/everybody-reads-the-catalogue", Needs: everyone(), Source: docCatalogue,
			Why: "what a ticket can be about is no secret, and asked before there is a role",
			Run: func(c *run) {
				at := targetOf(c, "")
				member, _ := actor(c)
				for who, s := range map[string]*support.Service{"a member": member, "an application": seenBy(c, admin365.AsApp(admin365.AppID(nobody())))} {
					for _, name := range []string{"Catalogue.Services", "Catalogue.Service", "Catalogue.Problems", "Catalogue.Problem"} {
						m := methodNamed(name)
						if err := m.call(c.Context(), s, at); err != nil {
							c.Errorf("%s: %s: %v", who, name, err)
						}
					}
				}
			},
		},
		{
			Name: "Callers/without-the-scope", Needs: everyone(), Source: docRoles,
			Why: "a program that was not consented to acts for nobody, whoever is signed in",
			Run: func(c *run) {
				at := targetOf(c, "")
				_, user := actor(c, globalAdministrator)
				s := seenBy(c, admin365.Caller{User: user, Permissions: []admin365.Permission{"User.Read"}})
				allForbidden(c, s, "without the scope", at, append(ofTenant(), partnerMethods()...))
				s = seenBy(c, admin365.Caller{User: user, Permissions: []admin365.Permission{"user_impersonation"}})
				if _, err := s.Tickets.Get(c.Context(), at.ticket); err != nil {
					c.Errorf("with the scope: %v", err)
				}
			},
		},
		{
			Name: "Callers/application-on-its-own", Needs: everyone(), Source: docRoles,
			Why: "a program has no role of the directory until somebody gives it one",
			Run: func(c *run) {
				at := targetOf(c, "")
				allForbidden(c, seenBy(c, admin365.AsApp(admin365.AppID(nobody()))), "an application", at, ofTenant())
			},
		},
		{
			Name: "Callers/microsoft365-for-everybody", Needs: everyone(), Source: docService,
			Why: "that there is no API is no matter of roles",
			Run: func(c *run) {
				s, _ := actor(c)
				for _, m := range microsoft365Methods() {
					if fault := unsupported().Check(m.call(c.Context(), s, nowhere())); fault != nil {
						c.Errorf("%s: %v", m.name, fault)
					}
				}
			},
		},
	}
}

// allForbidden calls methods of which none may do anything.
func allForbidden(c *run, s *support.Service, who string, at target, methods []method) {
	c.Helper()
	for _, m := range methods {
		if fault := forbidden(m.op).Check(m.call(c.Context(), s, at)); fault != nil {
			c.Errorf("%s: %s: %v", who, m.name, fault)
		}
	}
}

// subscriber returns the service of somebody with a role of Azure on a new subscription,
// and the subscription. Without a role he is nobody there.
func subscriber(c *run, role support.AzureRole, directory ...admin365.RoleID) (*support.Service, support.SubscriptionID) {
	c.Helper()
	s, user := actor(c, directory...)
	roles := map[admin365.ObjectID]support.AzureRole{}
	if role != "" {
		roles[admin365.ObjectID(user)] = role
	}
	return s, subscribed(c, support.Subscription{Roles: roles})
}

func azureCallerCases() []kase {
	return []kase{
		{
			Name: "Callers/azure-roles-that-write", Needs: everyone(), Source: docAzureRoles,
			Why: "the role that was given for this must be enough for this",
			Run: func(c *run) {
				for _, role := range []support.AzureRole{support.AzureOwner, support.AzureContributor, support.AzureSupport} {
					s, sub := subscriber(c, role)
					at := targetOf(c, sub)
					for _, m := range ofTenant() {
						if m.op == opReopen {
							continue
						}
						if err := m.call(c.Context(), s, at); err != nil {
							c.Errorf("role %s: %s: %v", role, m.op, err)
						}
					}
				}
			},
		},
		{
			Name: "Callers/azure-role-that-reads", Needs: everyone(), Source: docAzureRoles,
			Why: "who may look must not be able to close",
			Run: func(c *run) {
				s, sub := subscriber(c, support.AzureReader)
				at := targetOf(c, sub)
				was := get(c, at.ticket)
				for _, m := range ofTenant() {
					err := m.call(c.Context(), s, at)
					if !m.writes && err != nil {
						c.Errorf("%s: %v", m.op, err)
					}
					if m.writes {
						if fault := forbidden(m.op).Check(err); fault != nil {
							c.Errorf("%s: %v", m.op, fault)
						}
					}
				}
				unchanged(c, was)
			},
		},
		{
			Name: "Callers/no-azure-role", Needs: everyone(), Source: docAzureRoles,
			Why: "a role of the directory is no help in a subscription, not even the highest",
			Run: func(c *run) {
				for _, directory := range [][]admin365.RoleID{nil, {serviceSupportAdministrator}, {globalAdministrator}} {
					s, sub := subscriber(c, "", directory...)
					at := targetOf(c, sub)
					was := get(c, at.ticket)
					for _, m := range ofTenant() {
						err := m.call(c.Context(), s, at)
						// Who may not see it may be told that it is not there.
						if forbidden(m.op).Check(err) != nil && noSubscription(m.op).Check(err) != nil {
							c.Errorf("roles %q: %s: %v", directory, m.op, err)
						}
					}
					unchanged(c, was)
				}
			},
		},
		{
			Name: "Callers/role-on-another-subscription", Needs: everyone(), Source: docAzureRoles,
			Why: "the owner of one subscription is nobody in the next",
			Run: func(c *run) {
				s, _ := subscriber(c, support.AzureOwner)
				_, other := subscriber(c, support.AzureOwner)
				at := targetOf(c, other)
				for _, m := range ofTenant() {
					err := m.call(c.Context(), s, at)
					if forbidden(m.op).Check(err) != nil && noSubscription(m.op).Check(err) != nil {
						c.Errorf("%s: %v", m.op, err)
					}
				}
			},
		},
		{
			Name: "Callers/azure-role-and-the-tenant", Needs: everyone(), Source: docRoles,
			Why: "a role of Azure is no help with the tenant's tickets",
			Run: func(c *run) {
				s, _ := subscriber(c, support.AzureOwner)
				allForbidden(c, s, "an owner of a subscription", targetOf(c, ""), ofTenant())
			},
		},
		{
			Name: "Callers/application-with-an-azure-role", Needs: everyone(), Source: docSay,
			Why: "a program that opens tickets has to say for whom it speaks",
			Run: func(c *run) {
				app := admin365.AppID(nobody())
				sub := subscribed(c, support.Subscription{Roles: map[admin365.ObjectID]support.AzureRole{admin365.ObjectID(app): support.AzureSupport}})
				s := seenBy(c, admin365.AsApp(app))
				op, err := s.Tickets.Create(c.Context(), sample(c, in(sub)))
				c.Must(err, "creating a ticket as an application")
				finish(c, op)
				id := support.TicketID(op.ResourceID)
				n := words()
				answer, err := s.Communications.Add(c.Context(), id, n)
				c.Refused(err, invalid(opSay).On("sender"))
				if answer != nil {
					c.Errorf("it answers an operation beside its error")
				}
				n.Sender = "bot@contoso.com"
				answer, err = s.Communications.Add(c.Context(), id, n)
				c.Must(err, "saying something as an application")
				finish(c, answer)
				got, err := s.Communications.Get(c.Context(), id, support.CommunicationID(answer.ResourceID))
				c.Must(err, "reading what was said")
				if got.Sender != n.Sender {
					c.Errorf("Sender is %q", got.Sender)
				}
			},
		},
		{
			Name: "Callers/role-taken-away", Needs: everyone(), Source: docAzureRoles,
			Why: "who left the team must not read on",
			Run: func(c *run) {
				s, user := actor(c)
				sub := subscribed(c, support.Subscription{Roles: map[admin365.ObjectID]support.AzureRole{admin365.ObjectID(user): support.AzureOwner}})
				_, err := conform.Collect(s.Tickets.List(c.Context(), support.TicketQuery{Subscription: sub}))
				c.Must(err, "listing the tickets of a subscription")
				subscribed(c, support.Subscription{ID: sub})
				_, err = conform.Collect(s.Tickets.List(c.Context(), support.TicketQuery{Subscription: sub}))
				if forbidden(opList).Check(err) != nil && noSubscription(opList).Check(err) != nil {
					c.Errorf("without the role: %v", err)
				}
			},
		},
	}
}

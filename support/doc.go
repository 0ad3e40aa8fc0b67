// Package support is what an administrator asks Microsoft: tickets of Azure's support,
// and the service requests that a partner opens in Partner Center.
//
// # Which of them
//
// There are three places in which a question to Microsoft can lie, and the [Service] has
// them apart because a ticket of one is none of another:
//
//   - Tickets is Azure's support (Azure Resource Manager, Microsoft.Support): Azure itself,
//     Microsoft Entra ID, billing and subscriptions. It needs no subscription of Azure.
//   - Partner is Partner Center, by which a partner opens requests about Microsoft 365 and
//     Dynamics 365, his own and those for his customers.
//   - Microsoft365 is the tenant's own requests about Microsoft 365 and Dynamics 365. No API
//     reaches them; its errors are [admin365.ErrUnsupported] and name the page that does.
//
// All three are [Tickets], so that what is written for one works with the others.
//
// # A ticket
//
// A ticket is about a problem of a service, which the [Catalogue] lists:
//
//	problem, err := support.FindProblem(ctx, c.Support.Catalogue, "Billing", "Refund request")
//	t, err := support.Open(ctx, c.Support.Tickets, c.Support.Operations, support.NewTicket{
//		Name: "refund-2026-01", Title: "Refund for January", Description: "…",
//		Severity: support.Minimal, Problem: problem.ID,
//		Contact: support.Contact{
//			FirstName: "Ada", LastName: "King", Email: "ada@contoso.com", Method: support.ContactEmail,
//			TimeZone: "Pacific Standard Time", Country: "USA", Language: "en-us",
//		},
//	}, admin365.WaitOptions{})
//
// [Open] is Create, [Wait] and Get. The name is the caller's, and there is one ticket of a
// name: a program that opens a ticket for an incident names it after the incident, and
// finds it the next time with Get. Creating takes half a minute, and may fail after it was
// accepted: the support plan of the tenant has to include the API
// ([ErrPlan]); tickets about billing alone were seen to need none.
//
// Tickets are never deleted. They are closed, by us while nobody works on them and by
// Microsoft, and can be reopened.
//
// # A subscription's tickets
//
// Whoever has no subscription of Azure, or no wish to name one, leaves Subscription empty:
// the ticket is the tenant's. A ticket about a resource belongs to the resource's
// subscription. From then on it is named by [Ticket.ID], which says to which of them it
// belongs, and everything that takes a [TicketID] takes either.
//
// # Talking
//
// [Communications] is what was said. Add says more; [Waiting] lists the tickets in which
// the last word is Microsoft's. The service rewrites what it is told: see [Communication].
//
// # Files
//
// A file is sent in at most two chunks into a workspace: that of a ticket
// ([Ticket.Workspace]), or a new one that NewTicket.Workspace names. [Upload] sends one,
// and goes on after an interruption where it stopped, in another process too.
//
// # Personal data
//
// The person to talk to ([Contact]) is in the ticket and nowhere else: no error, no log
// and no URL has it, and printing a [Contact] shows none of it. A program that writes a
// ticket as JSON writes the contact with it.
//
// # Who may do what
//
// The tenant's tickets take a role of the directory that includes support tickets, such as
// Service Support Administrator; a subscription's take a role of Azure on the subscription
// (see [AzureRole]), and a role of the directory is no help. Partner Center takes people of
// the partner's tenant, and no application on its own. docs/permissions.md lists it.
//
// # Two implementations
//
// Programs get the area as the field Support of a client of package admin: of a live
// tenant, or of one in memory that keeps the same rules. [Backstage] is what Microsoft does
// in the latter: an engineer is assigned, asks a question, closes the ticket.
package support

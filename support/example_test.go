package support_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/support"
)

// check ends an example that does not go as it should.
func check(err error) {
	if err != nil {
		panic(err)
	}
}

// A question about a bill: the problem is found by its name, the ticket is named by us, so
// that a second run of the program finds the one that there is.
func ExampleTickets() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	problem, err := support.FindProblem(ctx, c.Support.Catalogue, "Billing", "Refund request")
	check(err)
	const name = "refund-2026-01"
	for range 2 {
		if t, err := c.Support.Tickets.Get(ctx, name); err == nil {
			fmt.Println(t.Number, t.ServiceName, "/", t.ProblemName, t.State)
			fmt.Printf("an answer within %d minutes, on the plan %s, to %s\n", t.Response.Minutes, t.PlanName, t.Contact)
			continue
		}
		begun, err := c.Support.Tickets.Create(ctx, support.NewTicket{
			Name: name, Title: "Refund for January", Description: "We were charged twice.", Severity: support.Minimal, Problem: problem.ID,
			Contact: support.Contact{
				FirstName: "Ada", LastName: "King", Email: "ada@contoso.com", Method: support.ContactEmail,
				TimeZone: "Pacific Standard Time", Country: "USA", Language: "en-us",
			},
		})
		check(err)
		c.Advance(time.Minute) // A live tenant needs as long; see support.Open.
		done, err := support.Wait(ctx, c.Support.Operations, begun.ID, admin365.WaitOptions{})
		check(err)
		fmt.Println(done.Kind, done.ResourceID, done.State)
	}
	// Output:
	// CreateTicket refund-2026-01 Succeeded
	// 2601050010000001 Billing / Refund request open
	// an answer within 240 minutes, on the plan Professional Direct, to (a contact)
}

// The plan does not include the API: the ticket is accepted, and fails later.
func ExampleOperations() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	check(c.Backstage.Support.SetPlan(ctx, support.PlanBasic))
	begun, err := c.Support.Tickets.Create(ctx, aTicket("slow"))
	check(err)
	fmt.Println(begun.State)
	c.Advance(time.Minute)
	_, err = support.Wait(ctx, c.Support.Operations, begun.ID, admin365.WaitOptions{})
	fmt.Println(errors.Is(err, support.ErrPlan), errors.Is(err, admin365.ErrPrecondition))
	// Output:
	// Running
	// true true
}

// Microsoft asks, and we answer.
func ExampleCommunications() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	begun, err := c.Support.Tickets.Create(ctx, aTicket("slow"))
	check(err)
	c.Advance(5 * time.Minute)
	check(c.Backstage.Support.Assign(ctx, "slow", "engineer@microsoft.com"))
	check(c.Backstage.Support.Say(ctx, "slow", "More information", "Since when is it slow?"))
	waiting := func() (names []string) {
		for t, err := range support.Waiting(ctx, c.Support.Tickets, c.Support.Communications, support.TicketQuery{}) {
			check(err)
			names = append(names, t.Name)
		}
		return names
	}
	fmt.Println("waiting for us:", waiting())
	_, err = c.Support.Communications.Add(ctx, support.TicketID(begun.ResourceID), support.NewCommunication{Subject: "Re: More information", Body: "Since Monday."})
	check(err)
	c.Advance(time.Minute)
	fmt.Println("waiting for us:", waiting())
	for said, err := range c.Support.Communications.List(ctx, "slow", support.CommunicationQuery{}) {
		check(err)
		fmt.Println(said.Direction, said.Subject)
	}
	fmt.Println(c.Support.Tickets.Close(ctx, "slow") != nil, "as long as an engineer works on it")
	// Output:
	// waiting for us: [slow]
	// waiting for us: []
	// outbound Re: More information - TrackingID#2601050010000001
	// inbound More information - TrackingID#2601050010000001
	// inbound Your question was successfully submitted to Mic... - TrackingID#2601050010000001
	// true as long as an engineer works on it
}

// A file is sent before the ticket is opened that names its workspace.
func ExampleAttachments() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	w, err := c.Support.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: "traces"})
	check(err)
	trace := bytes.Repeat([]byte("trace "), 700_000)
	upload := support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: "trace.log", Size: len(trace)}}
	// If this fails, upload is what to go on with.
	check(support.Upload(ctx, c.Support.Attachments, &upload, bytes.NewReader(trace)))
	n := aTicket("slow")
	n.Workspace = w.ID
	begun, err := c.Support.Tickets.Create(ctx, n)
	check(err)
	check(c.Backstage.Support.Finish(ctx, begun.ID))
	t, err := c.Support.Tickets.Get(ctx, "slow")
	check(err)
	for f, err := range c.Support.Attachments.List(ctx, t.Workspace) {
		check(err)
		fmt.Println(f.Name, f.Size, "bytes in", f.Chunks, "chunks")
	}
	// Output:
	// trace.log 4200000 bytes in 2 chunks
}

// What a ticket can be about, and which of it sounds like our problem.
func ExampleCatalogue() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	s, err := support.FindService(ctx, c.Support.Catalogue, "Microsoft Entra Sign-in and Multifactor Authentication")
	check(err)
	found, err := support.Suggest(c.Support.Catalogue.Problems(ctx, s.ID), "Nobody can sign in with MFA since this morning")
	check(err)
	fmt.Println(found[0].Name)
	free, err := c.Support.Catalogue.CheckName(ctx, support.NameCheck{Name: "tmp-1", Kind: support.NameOfTicket})
	check(err)
	fmt.Println(free.Available, free.Reason)
	// Output:
	// Multifactor authentication (MFA) / Users are not able to sign in with MFA
	// false Invalid
}

// A partner asks for a customer.
func ExampleTopics() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	const fabrikam admin365.TenantID = "9c3bdb7a-6b3f-4c0c-9a3f-1f1b4f5f0001"
	check(c.Backstage.Support.AddCustomer(ctx, support.Customer{ID: fabrikam, Name: "Fabrikam"}))
	p := c.Support.Partner
	topics, err := support.Suggest(p.Topics.List(ctx), "Mail flow stopped")
	check(err)
	t, err := support.Open(ctx, p.Tickets, p.Operations, support.NewTicket{
		Title: "Mail flow stopped", Description: "Since Monday.", Severity: support.Critical, Problem: topics[0].ID, Customer: fabrikam,
	}, admin365.WaitOptions{})
	check(err)
	fmt.Println(t.Organization.Name, t.State)
	c.Advance(time.Minute)
	check(c.Backstage.Support.SetState(ctx, t.ID, support.StateAttentionNeeded))
	t, err = p.Tickets.Get(ctx, t.ID)
	check(err)
	fmt.Println(t.ProblemName, t.State)
	// Output:
	// Fabrikam none
	// Exchange Online attention_needed
}

// The tenant's own requests about Microsoft 365 have no API.
func ExampleService() {
	c := admin.NewMemory(admin.MemoryConfig{})
	_, err := c.Support.Microsoft365.Get(context.Background(), "123")
	fmt.Println(errors.Is(err, admin365.ErrUnsupported))
	fmt.Println(c.Links().SupportRequests())
	// Output:
	// true
	// https://admin.microsoft.com/Adminportal/Home#/support/requests
}

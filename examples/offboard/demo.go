package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// demonstrate shows the whole way on a tenant in memory: the plan, the
// offboarding, and how it is undone.
func (p program) demonstrate(ctx context.Context) int {
	folder, err := os.MkdirTemp("", "offboard")
	if err != nil {
		return p.failed(err)
	}
	defer func() { _ = os.RemoveAll(folder) }() // What cannot be removed lies among the temporary files.
	m := admin.NewMemory(admin.MemoryConfig{})
	o := options{who: "AllanD@contoso.com", record: filepath.Join(folder, "alland.json")}
	allan, err := m.Identity.Users.Get(ctx, admin365.UserID(o.who))
	if err != nil {
		return p.failed(err)
	}
	nestor, err := m.Identity.Users.Get(ctx, "NestorW@contoso.com")
	if err != nil {
		return p.failed(err)
	}
	_, err = m.Identity.Groups.Create(ctx, identity.NewGroup{
		DisplayName: "Security Desk", MailNickname: "SecurityDesk",
		Members: []admin365.ObjectID{admin365.ObjectID(allan.ID)},
		Owners:  []admin365.ObjectID{admin365.ObjectID(allan.ID), admin365.ObjectID(nestor.ID)},
	})
	if err != nil {
		return p.failed(err)
	}
	c := connectionOf(m.Client)

	p.tell("A demonstration on a tenant in memory; %s -h says how to do it for real.\n\nThe plan:", p.name)
	dry := o
	dry.dryRun = true
	if code := p.offboard(ctx, c, dry); code != exitWell {
		return code
	}
	p.tell("\nIt is done:")
	if code := p.offboard(ctx, c, o); code != exitWell {
		return code
	}
	p.tell("\nIt is undone:")
	code := p.putBack(ctx, c, options{undo: o.record, results: filepath.Join(folder, "results.csv")})
	p.tell("\nThe tenant is gone, and so are the files of the demonstration.")
	return code
}

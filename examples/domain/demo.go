package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// demonstrate shows the whole way on a tenant in memory: a domain that is added and
// verified, the plan of who moves, and the same command again with -yes.
func (p program) demonstrate(ctx context.Context, o options) int {
	folder, err := os.MkdirTemp("", "domain")
	if err != nil {
		return p.unusable(err)
	}
	defer func() { _ = os.RemoveAll(folder) }() // What cannot be removed lies among the temporary files.
	m := admin.NewMemory(admin.MemoryConfig{})
	if err := seed(ctx, m); err != nil {
		return p.unusable(err)
	}
	o.add, o.makeDefault, o.moveUsers = "example.com", true, true
	o.record = filepath.Join(folder, "moved.jsonl")
	c, err := reach(m, o)
	if err != nil {
		return p.unusable(err)
	}
	// What is told to be added belongs to a command line that there is none of.
	quiet := p
	quiet.stderr = p.stdout

	p.tell("A demonstration on a tenant in memory; %s -h says how to do it for real.\n", p.name)
	p.tell("$ %s -add example.com -default -move-users", p.name)
	if code := quiet.work(ctx, c, o); code != exitWell {
		return code
	}
	o.yes, o.passwordDays = true, admin.PasswordNeverExpires
	p.tell("\n$ %s -add example.com -default -move-users -yes -password-days never", p.name)
	code := quiet.work(ctx, c, o)
	p.tell("\nThe tenant is gone, and so are the files of the demonstration.")
	return code
}

// seed adds somebody who is synchronized.
func seed(ctx context.Context, m *admin.Memory) error {
	_, err := m.Backstage.Identity.SyncUser(ctx, identity.NewUser{
		UserPrincipalName: "OnPrem@" + admin.ContosoDomain, DisplayName: "Olga Premik", MailNickname: "OnPrem",
		PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
	})
	return err
}

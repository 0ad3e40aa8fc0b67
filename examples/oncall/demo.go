package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
)

// demonstrate shows the three questions on a tenant in memory. It ends with 0, burning or
// not, since nobody is on duty for it.
func (p program) demonstrate(ctx context.Context) int {
	folder, err := os.MkdirTemp("", "oncall")
	if err != nil {
		return p.unusable(err)
	}
	defer func() { _ = os.RemoveAll(folder) }() // What cannot be removed lies among the temporary files.
	m := admin.NewMemory(admin.MemoryConfig{})
	c, err := reach(m, viaMemory)
	if err != nil {
		return p.unusable(err)
	}
	o := options{state: filepath.Join(folder, "last.json"), zone: time.UTC}
	p.tell("A demonstration on a tenant in memory; %s -h says how to do it for real.\n", p.name)
	p.tell("The first look:\n")
	code := p.look(ctx, c, o)
	if code != exitBurns {
		return exitFailed
	}
	if err := unfold(ctx, m); err != nil {
		return p.unusable(err)
	}
	p.tell("\nAn hour later Microsoft has said more, and somebody cannot sign in:\n")
	if code = p.look(ctx, c, o); code != exitBurns {
		return exitFailed
	}
	p.tell("\nIs it us or Microsoft?\n")
	for _, user := range []string{"AdeleV@contoso.com", "AlexW@contoso.com"} {
		if code = p.person(ctx, c, options{user: user, zone: time.UTC}); code != exitBurns {
			return exitFailed
		}
	}
	p.tell("\nA request for the incident:\n")
	p.ticket(ctx, c, options{ticket: "EX1207533", zone: time.UTC})
	p.tell("\nOn a real tenant the exit code would have been %d: an incident is open.", exitBurns)
	return exitWell
}

// unfold is what happens meanwhile.
func unfold(ctx context.Context, m *admin.Memory) error {
	m.Advance(time.Hour)
	if _, err := m.Backstage.Health.UpdateIssue(ctx, "EX1207533", health.IssueUpdate{
		Text: "<p>Current status: Nine of ten mailboxes open again.</p>", Status: health.RestoringService,
	}); err != nil {
		return err
	}
	blocked := false
	return m.Identity.Users.Update(ctx, "AlexW@contoso.com", identity.UserPatch{AccountEnabled: &blocked})
}

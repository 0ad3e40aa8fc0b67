package instances

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
)

// TestOddAnswers: whatever the service answers, nobody panics.
func TestOddAnswers(t *testing.T) {
	t.Parallel()
	bodies := []string{
		"null", "{}", "[]", "[null]", `""`, "0", `{"value":null}`, `{"value":[null]}`, `{"value":[{}]}`, `{"value":{}}`, `{"properties":null}`,
		`{"properties":{"linkedEnvironmentMetadata":{},"states":null,"createdBy":null,"usedBy":null,"retentionDetails":null,"capacity":[null],"lifecycleOperationsEnforcement":{"allowedOperations":[null],"disallowedOperations":[null,{"type":null,"reason":null}]},"ongoingOperation":{}}}`,
		`{"name":"e1","properties":{"displayName":"n","environmentSku":"Sandbox","states":{"runtime":null,"management":null},"ongoingOperation":{"type":null,"links":null}}}`,
		`{"stages":[null],"links":null,"type":null,"state":null,"requestedBy":null}`, `{"stages":[{"state":null}],"links":{"environment":null}}`,
		`{"collection":[null],"continuationToken":null}`, `{"collection":null}`, `{"values":[null]}`, `{"tenantCapacities":[null]}`,
		`{"value":[{"properties":null,"errorDetails":null}]}`, `{"error":null,"status":1}`, `{"standard":[null],"production":null}`,
	}
	for _, body := range bodies {
		for name, call := range map[string]func(context.Context, *Service){
			"list":       func(ctx context.Context, s *Service) { _ = drained(s.Environments.List(ctx, EnvironmentQuery{})) },
			"get":        func(ctx context.Context, s *Service) { _, _ = s.Environments.Get(ctx, "e1") },
			"create":     func(ctx context.Context, s *Service) { _, _ = s.Environments.Create(ctx, NewEnvironment{}) },
			"add":        func(ctx context.Context, s *Service) { _, _ = s.Lifecycle.AddDatabase(ctx, "e1", NewDatabase{}) },
			"check":      func(ctx context.Context, s *Service) { _, _ = s.Lifecycle.CheckDelete(ctx, "e1") },
			"deleted":    func(ctx context.Context, s *Service) { _ = drained(s.Lifecycle.Deleted(ctx)) },
			"delete":     func(ctx context.Context, s *Service) { _, _ = s.Lifecycle.Delete(ctx, "e1", Expect{"n", Sandbox}) },
			"managed":    func(ctx context.Context, s *Service) { _, _ = s.Lifecycle.SetManaged(ctx, "e1", true) },
			"targets":    func(ctx context.Context, s *Service) { _ = drained(s.Copies.Targets(ctx, "e1")) },
			"backups":    func(ctx context.Context, s *Service) { _ = drained(s.Backups.List(ctx, "e1")) },
			"backup":     func(ctx context.Context, s *Service) { _, _ = s.Backups.Create(ctx, "e1", NewBackup{"l"}) },
			"operation":  func(ctx context.Context, s *Service) { _, _ = s.Operations.Get(ctx, followsOP) },
			"details":    func(ctx context.Context, s *Service) { _, _ = s.Operations.Details(ctx, followsOP) },
			"followed":   func(ctx context.Context, s *Service) { _, _ = s.Operations.Get(ctx, environmentOperationID("e1")) },
			"install":    func(ctx context.Context, s *Service) { _, _ = s.Operations.Get(ctx, installID("e1", "o1")) },
			"history":    func(ctx context.Context, s *Service) { _ = drained(s.Operations.List(ctx, "e1")) },
			"locations":  func(ctx context.Context, s *Service) { _ = drained(s.Catalogue.Locations(ctx)) },
			"currencies": func(ctx context.Context, s *Service) { _ = drained(s.Catalogue.Currencies(ctx, "l")) },
			"languages":  func(ctx context.Context, s *Service) { _ = drained(s.Catalogue.Languages(ctx, "l")) },
			"templates":  func(ctx context.Context, s *Service) { _ = drained(s.Catalogue.Templates(ctx, "l")) },
			"solutions":  func(ctx context.Context, s *Service) { _ = drained(s.Solutions.List(ctx, "e1", SolutionQuery{})) },
			"capacity":   func(ctx context.Context, s *Service) { _, _ = s.Capacity.Tenant(ctx) },
			"uses":       func(ctx context.Context, s *Service) { _, _ = s.Capacity.Environment(ctx, "e1") },
			"warnings":   func(ctx context.Context, s *Service) { _, _ = s.Capacity.Warnings(ctx) },
			"waves":      func(ctx context.Context, s *Service) { _ = drained(s.Waves.List(ctx, "e1")) },
			"apps":       func(ctx context.Context, s *Service) { _ = drained(s.ManagementApps.List(ctx)) },
			"app":        func(ctx context.Context, s *Service) { _, _ = s.ManagementApps.Get(ctx, "a") },
		} {
			s, _ := newScripted(t, say(200, body), say(200, body), say(200, body))
			assert.NotPanics(t, func() { call(t.Context(), s) }, "%s of %s", name, body)
			s, _ = newScripted(t, say(200, sandboxNow), say(200, body), say(200, body))
			assert.NotPanics(t, func() { call(t.Context(), s) }, "%s of %s", name, body)
		}
	}
}

// TestDatabaseIsNotThereYet: an answer that shows no database is none that says that it is
// made.
func TestDatabaseIsNotThereYet(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 202} {
		s, _ := newScripted(t, say(status, `{"name":"e1","properties":{"displayName":"n","environmentSku":"Sandbox","provisioningState":"Succeeded"}}`))
		op, err := s.Lifecycle.AddDatabase(t.Context(), "e1", NewDatabase{})
		if assert.NoError(t, err) {
			assert.Equal(t, admin365.OperationRunning, op.State, "%d", status)
		}
	}
}

// TestCopyThatRunsIsNotDone: an answer that does not say where a copy is followed is no
// proof that it is done: the environment tells.
func TestCopyThatRunsIsNotDone(t *testing.T) {
	t.Parallel()
	const runs = `{"name":"e1","properties":{"displayName":"n","environmentSku":"Sandbox","provisioningState":"Succeeded","states":{"management":{"id":"Running"}},
		"ongoingOperation":{"id":"OP1","type":{"id":"Copy"}}}}`
	s, _ := newScripted(t, say(200, sandboxNow), say(200, ""), say(200, runs))
	op, err := s.Copies.Copy(t.Context(), "e1", Expect{"n", Sandbox}, EnvironmentCopy{Source: "e2", Type: FullCopy})
	if assert.NoError(t, err) {
		assert.Equal(t, &admin365.Operation{ID: lifecycleID("OP1"), Kind: "Copy", State: admin365.OperationRunning, ResourceID: "e1", RetryAfter: 10 * time.Second}, op)
	}
}

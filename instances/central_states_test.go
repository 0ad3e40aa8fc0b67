package instances_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// centralStatesFile is where the tables are printed.
const centralStatesFile = "../docs/central-states.md"

// tried is an operation as the tables try it on an environment.
type tried struct {
	name string
	act  instances.Act
	call func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error
}

// one and two drop an answer, and first reads the beginning of a list.
func two[T any](_ T, err error) error { return err }

func first[T any](list func(func(*T, error) bool)) error {
	for _, err := range list {
		return err
	}
	return nil
}

// everyOperation are all those that look at an environment's state.
func everyOperation() []tried {
	app := admin365.AppID(tenant.NameKey("app", "Tailspin Banking").String())
	ctxOf := func(of func(context.Context, *centralLab, instances.CentralEnvironmentID) error) func(context.Context, *centralLab, instances.CentralEnvironmentID) error {
		return of
	}
	return []tried{
		{"Backups.Periods", instances.ActRead, ctxOf(func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return first(l.Backups.Periods(ctx, id))
		})},
		{"Capacity.Used", instances.ActRead, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Capacity.Used(ctx, id))
		}},
		{"Settings.Window", instances.ActRead, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Settings.Window(ctx, id))
		}},
		{"Access.SecurityGroup", instances.ActRead, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Access.SecurityGroup(ctx, id))
		}},
		{"Access.Microsoft365", instances.ActRead, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Access.Microsoft365(ctx, id))
		}},
		{"Access.Partners", instances.ActRead, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Access.Partners(ctx, id))
		}},
		{"Apps.List", instances.ActRead, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return first(l.Apps.List(ctx, id))
		}},
		{"Apps.Available", instances.ActRead, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return first(l.Apps.Available(ctx, id))
		}},
		{"Apps.Operations", instances.ActRead, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return first(l.Apps.Operations(ctx, id, app))
		}},
		{"Updates.List", instances.ActRead, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return first(l.Updates.List(ctx, id))
		}},
		{"Environments.Copy", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Environments.Copy(ctx, id, instances.CentralCopy{Name: "Twin", Type: instances.Sandbox}))
		}},
		{"Environments.Rename", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Environments.Rename(ctx, id, "Renamed"))
		}},
		{"Backups.Restore", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Backups.Restore(ctx, id, instances.CentralRestore{Name: "Former", Type: instances.Sandbox, PointInTime: l.world.Now().Add(-time.Hour)}))
		}},
		{"Settings.SetAppUpdateCadence", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return l.Settings.SetAppUpdateCadence(ctx, id, instances.AppUpdatesDuringMajor)
		}},
		{"Access.ClearSecurityGroup", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return l.Access.ClearSecurityGroup(ctx, id)
		}},
		{"Access.SetSecurityGroup", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			err := l.Access.SetSecurityGroup(ctx, id, "00000000-0000-4000-8000-000000000001")
			if e, ok := errors.AsType[*admin365.Error](err); ok && e.Code == instances.CentralNoGroup.Code && strings.HasPrefix(e.Message, "The group") {
				return nil // The state allows it; nobody in this tenant knows groups.
			}
			return err
		}},
		{"Access.SetMicrosoft365", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return l.Access.SetMicrosoft365(ctx, id, true)
		}},
		{"Access.SetPartners", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return l.Access.SetPartners(ctx, id, instances.PartnerAccess{Status: instances.PartnersNone})
		}},
		{"Apps.Install", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Apps.Install(ctx, id, app, instances.NewCentralApp{AcceptTerms: true}))
		}},
		{"Apps.Update", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			core := admin365.AppID(tenant.NameKey("app", "Contoso Core").String())
			return two(l.Apps.Update(ctx, id, core, instances.CentralAppChange{Version: "3.5.0.0"}))
		}},
		{"Apps.Uninstall", instances.ActUse, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			core := admin365.AppID(tenant.NameKey("app", "Contoso Reports").String())
			return two(l.Apps.Uninstall(ctx, id, core, instances.CentralAppRemoval{}))
		}},
		{"Settings.SetTelemetryKey", instances.ActKey, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return l.Settings.SetTelemetryKey(ctx, id, admin365.NewSecret("a key"))
		}},
		{"Settings.SetWindow", instances.ActWindow, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Settings.SetWindow(ctx, id, instances.Window{Start: "20:00", End: "06:00", TimeZone: "UTC"}))
		}},
		{"Updates.Select", instances.ActUpdate, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Updates.Select(ctx, id, instances.Target{Version: "27.4"}, instances.Schedule{}))
		}},
		{"Updates.Reschedule", instances.ActUpdate, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Updates.Reschedule(ctx, id, instances.Target{Version: "27.3"}, instances.Schedule{At: l.world.Now().AddDate(0, 0, 9)}))
		}},
		{"Environments.Delete", instances.ActDelete, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Environments.Delete(ctx, id, instances.Expect{"Sandbox", instances.Sandbox}))
		}},
		{"Environments.Recover", instances.ActRecover, func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID) error {
			return two(l.Environments.Recover(ctx, id))
		}},
	}
}

// TestEveryOperationInEverySituation compares what is refused with the table.
func TestEveryOperationInEverySituation(t *testing.T) {
	t.Parallel()
	id := instances.Central("Sandbox")
	for _, s := range instances.Situations() {
		for _, o := range everyOperation() {
			l := newCentralLab(t)
			require.NoError(t, l.stage.Release(t.Context(), instances.Target{Version: "27.3"}))
			require.NoError(t, l.stage.ReleaseApp(t.Context(), instances.CentralAppRelease{ID: admin365.AppID(tenant.NameKey("app", "Contoso Core").String()), Name: "Contoso Core", Publisher: "Contoso", Version: "3.5.0.0"}))
			require.NoError(t, l.stage.Bring(id, s))
			err := o.call(t.Context(), l, id)
			want := s.Allows(o.act)
			if want == nil {
				assert.NoError(t, err, "%s: %s", s, o.name)
				continue
			}
			e, ok := errors.AsType[*admin365.Error](err)
			if !ok || e.Code != want.Code || e.Status != want.Status || !errors.Is(err, want.Is) {
				t.Errorf("%s: %s: got %v, the table says %s", s, o.name, err, want)
			}
		}
	}
}

// TestCentralStates compares the tables of docs/central-states.md with the code.
func TestCentralStates(t *testing.T) {
	t.Parallel()
	got := statesDocument(t)
	if *update {
		require.NoError(t, os.WriteFile(centralStatesFile, []byte(got), 0o644))
	}
	want, err := os.ReadFile(centralStatesFile)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "run go test ./instances -run TestCentralStates -update, and review the difference")
}

func statesDocument(t *testing.T) string {
	var b strings.Builder
	b.WriteString(`# What the states of Business Central allow

Generated from the code by ` + "`go test ./instances -run TestCentralStates -update`" + `; tests try every
operation in every state and compare.

## Environments

A dash means that the state allows it; otherwise the service's code stands there, with the
sentinel of package admin365.

`)
	titles := []struct {
		act  instances.Act
		text string
	}{{instances.ActRead, "read"}, {instances.ActUse, "use"}, {instances.ActKey, "key"}, {instances.ActWindow, "window"}, {instances.ActUpdate, "update"}, {instances.ActDelete, "delete"}, {instances.ActRecover, "recover"}}
	b.WriteString("| State |")
	for _, title := range titles {
		b.WriteString(" " + title.text + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(titles)) + "\n")
	for _, s := range instances.Situations() {
		b.WriteString("| " + s.String() + " |")
		for _, title := range titles {
			b.WriteString(" " + refusalCell(s.Allows(title.act)) + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString("\n| Column | Operations |\n|---|---|\n")
	for _, title := range titles {
		var names []string
		for _, o := range everyOperation() {
			if o.act == title.act {
				names = append(names, o.name)
			}
		}
		b.WriteString("| " + title.text + " | " + strings.Join(names, ", ") + " |\n")
	}
	b.WriteString("\nTo read an environment and its operations, and to list all of them, no state forbids.\n\n## Updates\n\n")
	b.WriteString("What becomes of a version of an environment, by where it stands. Where nothing is said it stays as it is.\n\n")
	b.WriteString("| State |")
	for _, m := range updateMoves() {
		b.WriteString(" " + m.name + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(updateMoves())) + "\n")
	for _, s := range updateStatesOf() {
		b.WriteString("| " + s.name + " |")
		for _, m := range updateMoves() {
			b.WriteString(" " + tryMove(t, s, m) + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func refusalCell(r *api.Refusal) string {
	if r == nil {
		return "–"
	}
	return r.Code + " (" + sentinelName(r.Is) + ")"
}

func sentinelName(err error) string {
	for name, sentinel := range map[string]error{
		"ErrNotFound": admin365.ErrNotFound, "ErrConflict": admin365.ErrConflict, "ErrBusy": admin365.ErrBusy,
		"ErrInvalid": admin365.ErrInvalid, "ErrPrecondition": admin365.ErrPrecondition, "ErrUnsupported": admin365.ErrUnsupported,
	} {
		if errors.Is(err, sentinel) {
			return name
		}
	}
	return "?"
}

// updateState is where an update stands: how the lab comes there, and which version it is.
type updateState struct {
	name    string
	version string
	id      instances.CentralEnvironmentID
	reach   func(t *testing.T, l *centralLab, id instances.CentralEnvironmentID)
}

func updateStatesOf() []updateState {
	production, uk, sandbox := instances.Central("Production"), instances.Central("Production-UK"), instances.Central("Sandbox")
	wait := func(month time.Month, day int) func(*testing.T, *centralLab, instances.CentralEnvironmentID) {
		return func(t *testing.T, l *centralLab, id instances.CentralEnvironmentID) {
			require.NoError(t, l.stage.Hold(t.Context(), id, instances.RolloutPostponed))
			for at := time.Date(2026, month, day, 9, 0, 0, 0, time.UTC); l.world.Now().Before(at); {
				l.world.Advance(24 * time.Hour)
				l.status(t, id)
			}
		}
	}
	nothing := func(*testing.T, *centralLab, instances.CentralEnvironmentID) {}
	start := func(t *testing.T, l *centralLab, id instances.CentralEnvironmentID) {
		require.NoError(t, two(l.stage.StartUpdate(t.Context(), id)))
	}
	return []updateState{
		{"planned", "27.4", production, nothing},
		{"planned, selected", "27.3", sandbox, nothing},
		{"available", "27.0", uk, nothing},
		{"scheduled", "27.2", production, nothing},
		{"running", "27.2", production, start},
		{"failed", "27.2", production, func(t *testing.T, l *centralLab, id instances.CentralEnvironmentID) {
			start(t, l, id)
			require.NoError(t, l.stage.FailUpdate(t.Context(), id, "No."))
		}},
		{"scheduled, in the grace period", "27.2", uk, wait(time.March, 4)},
		{"running, in the grace period", "27.2", uk, func(t *testing.T, l *centralLab, id instances.CentralEnvironmentID) {
			wait(time.March, 4)(t, l, id)
			start(t, l, id)
		}},
		{"running, enforced", "27.2", uk, func(t *testing.T, l *centralLab, id instances.CentralEnvironmentID) {
			wait(time.April, 1)(t, l, id)
			start(t, l, id)
		}},
	}
}

// updateMove is something that an administrator does with an update.
type updateMove struct {
	name string
	call func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID, u *instances.Update) error
}

func updateMoves() []updateMove {
	move := func(days int) func(context.Context, *centralLab, instances.CentralEnvironmentID, *instances.Update) error {
		return func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID, u *instances.Update) error {
			at := u.At
			if at.IsZero() {
				at = l.world.Now().AddDate(0, 0, 14)
			}
			return two(l.Updates.Reschedule(ctx, id, u.Target(), instances.Schedule{At: at.AddDate(0, 0, days)}))
		}
	}
	return []updateMove{
		{"select it", func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID, u *instances.Update) error {
			return two(l.Updates.Select(ctx, id, u.Target(), instances.Schedule{}))
		}},
		{"earlier", move(-2)},
		{"later", move(2)},
		{"after the latest", func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID, u *instances.Update) error {
			return two(l.Updates.Reschedule(ctx, id, u.Target(), instances.Schedule{At: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}))
		}},
		{"into the past", func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID, u *instances.Update) error {
			return two(l.Updates.Reschedule(ctx, id, u.Target(), instances.Schedule{At: l.world.Now().Add(-time.Hour)}))
		}},
		{"now", func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID, u *instances.Update) error {
			return two(instances.RunNow(ctx, l.Updates, id, u.Target(), l.world.Now()))
		}},
		{"cancel", func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID, _ *instances.Update) error {
			for o, err := range l.Operations.List(ctx, id) {
				if err != nil {
					return err
				}
				if o.Kind == string(instances.CentralKindUpdate) {
					return two(l.Operations.Cancel(ctx, o.ID))
				}
			}
			return errNothingRuns
		}},
		{"window", func(ctx context.Context, l *centralLab, id instances.CentralEnvironmentID, _ *instances.Update) error {
			return two(l.Settings.SetWindow(ctx, id, instances.Window{Start: "19:00", End: "05:00", TimeZone: "UTC"}))
		}},
	}
}

var errNothingRuns = errors.New("nothing runs")

// tryMove is what becomes of an update.
func tryMove(t *testing.T, s updateState, m updateMove) string {
	l := newCentralLab(t)
	s.reach(t, l, s.id)
	before := l.update(t, s.id, s.version)
	require.NotNil(t, before, s.name)
	err := m.call(t.Context(), l, s.id, before)
	if errors.Is(err, errNothingRuns) {
		return "nothing runs"
	}
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		return fmt.Sprintf("%s (%s)", e.Code, sentinelName(err))
	}
	require.NoError(t, err, "%s: %s", s.name, m.name)
	after := l.update(t, s.id, s.version)
	if after == nil {
		return "done"
	}
	return "→ " + wordOf(after)
}

// wordOf is where an update stands in a word.
func wordOf(u *instances.Update) string {
	switch {
	case u.Status != "" && u.Selected:
		return string(u.Status)
	case !u.Available && u.Selected:
		return "planned, selected"
	case !u.Available:
		return "planned"
	case u.At.IsZero():
		return "available"
	default:
		return "available, with a date"
	}
}

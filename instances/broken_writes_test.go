package instances_test

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

func brokenWrites() map[string]mistake {
	return map[string]mistake{
		"expects-what-is": {
			func(s *instances.Service) { s.Copies = trusting{s.Copies, s.Environments} },
			[]string{"Copies.Copy/another-environment", "Copies.Copy/expects-nothing"},
		},
		"expects-a-name-in-any-case": {
			func(s *instances.Service) { s.Resets = sloppy{s.Resets, s.Environments} },
			[]string{"Resets.Reset/another-environment"},
		},
		"busy-is-done": {
			func(s *instances.Service) { s.Environments = patient{s.Environments, s.Operations} },
			[]string{
				"Backups.Restore/source-busy",
				"Copies.Copy/both-are-busy",
				"Environments.Update/busy",
				"Operations.List/each-keeps-it-busy",
			},
		},
		"null-is-left-alone": {
			func(s *instances.Service) { s.Environments = nullBlind{s.Environments} },
			[]string{"Environments.Update/environment-group", "Environments.Update/security-group"},
		},
		"half-a-patch": {
			func(s *instances.Service) { s.Environments = forgetful{s.Environments} },
			[]string{"Environments.Update/leaves-the-rest"},
		},
		"background-always-off": {
			func(s *instances.Service) { s.AdminMode = strict{s.AdminMode} },
			[]string{"AdminMode.Enter/keeps-what-runs"},
		},
		"background-stays-off": {
			func(s *instances.Service) { s.AdminMode = silent{s.AdminMode} },
			[]string{
				"AdminMode.SetBackgroundOperations/busy",
				"AdminMode.SetBackgroundOperations/no-such-state",
				"AdminMode.SetBackgroundOperations/within",
				"Operations.List/each-keeps-it-busy",
			},
		},
		"rounded-retention": {
			func(s *instances.Service) { s.Backups = rounding{s.Backups} },
			[]string{"Backups.SetRetention/another-time"},
		},
		"copies-everything": {
			func(s *instances.Service) { s.Copies = generous{s.Copies} },
			[]string{"Copies.Copy/bad-input"},
		},
		"conversion-by-twice": {
			func(s *instances.Service) { s.Lifecycle = idempotent{s.Lifecycle, s.Environments} },
			[]string{"Lifecycle.Convert/so-already"},
		},
		"names-lost-in-a-copy": {
			func(s *instances.Service) { s.Copies = nameless{s.Copies} },
			[]string{"Copies.Copy/bad-input", "Copies.Copy/with-a-name-and-a-group"},
		},
		"templates-lost-in-a-reset": {
			func(s *instances.Service) { s.Resets = templateless{s.Resets} },
			[]string{"Aliasing/input-of-databases", "Resets.Reset/as-it-says", "Resets.Reset/bad-input"},
		},
		"deletion-without-a-look": {
			func(s *instances.Service) { s.Lifecycle = careless{s.Lifecycle, s.Environments} },
			[]string{"Lifecycle.Delete/another-environment", "Lifecycle.Delete/expects-nothing"},
		},
	}
}

// trusting takes the environment for what the caller expects, whatever he says.
type trusting struct {
	instances.Copies
	environments instances.Environments
}

func (b trusting) Copy(ctx context.Context, target instances.EnvironmentID, x instances.Expect, y instances.EnvironmentCopy) (*admin365.Operation, error) {
	if e, err := b.environments.Get(ctx, target); err == nil {
		x = e.Expect()
	}
	return b.Copies.Copy(ctx, target, x, y)
}

// sloppy compares names as if letters had no case.
type sloppy struct {
	instances.Resets
	environments instances.Environments
}

func (b sloppy) Reset(ctx context.Context, id instances.EnvironmentID, x instances.Expect, r instances.EnvironmentReset) (*admin365.Operation, error) {
	if e, err := b.environments.Get(ctx, id); err == nil && strings.EqualFold(x.Name, e.DisplayName) && strings.EqualFold(string(x.Type), string(e.Type)) {
		x = e.Expect()
	}
	return b.Resets.Reset(ctx, id, x, r)
}

// patient takes a refusal of a busy environment for the operation that runs.
type patient struct {
	instances.Environments
	operations instances.Operations
}

func (b patient) Update(ctx context.Context, id instances.EnvironmentID, p instances.EnvironmentPatch) (*admin365.Operation, error) {
	op, err := b.Environments.Update(ctx, id, p)
	if !errors.Is(err, admin365.ErrBusy) {
		return op, err
	}
	for op, err := range b.operations.List(ctx, id) {
		return op, err
	}
	return op, err
}

// nullBlind writes nothing where null is to be written.
type nullBlind struct{ instances.Environments }

func (b nullBlind) Update(ctx context.Context, id instances.EnvironmentID, p instances.EnvironmentPatch) (*admin365.Operation, error) {
	if p.SecurityGroupID.IsNull() || p.GroupID.IsNull() {
		e, err := b.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		p.SecurityGroupID, p.GroupID, p.Description = admin365.Optional[admin365.GroupID]{}, admin365.Optional[string]{}, &e.Description
	}
	return b.Environments.Update(ctx, id, p)
}

// forgetful writes what is not set as it is without it.
type forgetful struct{ instances.Environments }

func (b forgetful) Update(ctx context.Context, id instances.EnvironmentID, p instances.EnvironmentPatch) (*admin365.Operation, error) {
	if p.DisplayName != nil && *p.DisplayName != "" && p.Description == nil {
		p.Description = new("")
	}
	return b.Environments.Update(ctx, id, p)
}

// strict forgets that background operations may be kept.
type strict struct{ instances.AdminMode }

func (b strict) Enter(ctx context.Context, id instances.EnvironmentID, _ instances.AdminModeOptions) (*admin365.Operation, error) {
	return b.AdminMode.Enter(ctx, id, instances.AdminModeOptions{})
}

// silent takes every state of background operations for off.
type silent struct{ instances.AdminMode }

func (b silent) SetBackgroundOperations(ctx context.Context, id instances.EnvironmentID, _ instances.BackgroundOperations) (*admin365.Operation, error) {
	return b.AdminMode.SetBackgroundOperations(ctx, id, instances.BackgroundDisabled)
}

// rounding keeps backups for the next number of weeks.
type rounding struct{ instances.Backups }

func (b rounding) SetRetention(ctx context.Context, id instances.EnvironmentID, keep time.Duration) (*admin365.Operation, error) {
	const week = 7 * 24 * time.Hour
	if keep > 0 {
		keep = min(4*week, (keep+week-1)/week*week)
	}
	return b.Backups.SetRetention(ctx, id, keep)
}

// generous takes an unknown type of copy for a full one.
type generous struct{ instances.Copies }

func (b generous) Copy(ctx context.Context, target instances.EnvironmentID, x instances.Expect, y instances.EnvironmentCopy) (*admin365.Operation, error) {
	if y.Type != instances.MinimalCopy {
		y.Type = instances.FullCopy
	}
	return b.Copies.Copy(ctx, target, x, y)
}

// idempotent takes an environment that is so already for one that was made so.
type idempotent struct {
	instances.Lifecycle
	environments instances.Environments
}

func (b idempotent) Convert(ctx context.Context, id instances.EnvironmentID, x instances.Expect, to instances.EnvironmentType) (*admin365.Operation, error) {
	op, err := b.Lifecycle.Convert(ctx, id, x, to)
	if errors.Is(err, admin365.ErrConflict) {
		return &admin365.Operation{ID: "x", Kind: "Convert", State: admin365.OperationSucceeded, ResourceID: string(id)}, nil
	}
	return op, err
}

// nameless forgets the new name and the new security group of a copy.
type nameless struct{ instances.Copies }

func (b nameless) Copy(ctx context.Context, target instances.EnvironmentID, x instances.Expect, y instances.EnvironmentCopy) (*admin365.Operation, error) {
	y.DisplayName, y.SecurityGroupID = "", ""
	return b.Copies.Copy(ctx, target, x, y)
}

// templateless installs nothing.
type templateless struct{ instances.Resets }

func (b templateless) Reset(ctx context.Context, id instances.EnvironmentID, x instances.Expect, r instances.EnvironmentReset) (*admin365.Operation, error) {
	r.Templates = nil
	return b.Resets.Reset(ctx, id, x, r)
}

// careless looks at the expected type alone.
type careless struct {
	instances.Lifecycle
	environments instances.Environments
}

func (b careless) Delete(ctx context.Context, id instances.EnvironmentID, x instances.Expect) (*admin365.Operation, error) {
	if e, err := b.environments.Get(ctx, id); err == nil && x.Type == e.Type {
		x.Name = e.DisplayName
	}
	return b.Lifecycle.Delete(ctx, id, x)
}

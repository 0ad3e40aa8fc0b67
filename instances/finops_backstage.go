package instances

import (
	"context"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// FinOpsBackstage is what Microsoft does to Finance and Operations in a tenant in memory.
// Nothing of it exists in the real service's API.
type FinOpsBackstage struct{ tenant *tenant.Tenant }

// Install has Finance and Operations of a version run on an environment, in the place of
// what ran there. It fails with [admin365.ErrNotFound] for an environment that there is
// not, and with [admin365.ErrInvalid] for what is no version such as "10.0.45.4".
func (b *FinOpsBackstage) Install(ctx context.Context, id EnvironmentID, d FinOpsDeployment, version string) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		e, err := findEnvironment(tx, string(id))
		if err != nil {
			return err
		}
		if err := checkFinOpsVersion(version); err != nil {
			return err
		}
		return tenant.In(tx, &finOpses).Put(&finOpsRow{ID: e.ID, Deployment: d, Version: version, Cadence: FinOpsEveryUpdate, Days: []Weekday{"Sunday"}})
	})
}

// Release has Microsoft offer a version to every environment that is below it.
func (b *FinOpsBackstage) Release(ctx context.Context, version string) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		if err := checkFinOpsVersion(version); err != nil {
			return err
		}
		return tenant.In(tx, &finOpsReleases).Put(&finOpsReleaseRow{tenant.NameKey("finance and operations", version), version})
	})
}

func checkFinOpsVersion(version string) error {
	if strings.HasPrefix(version, "10.0.") && strings.Trim(version, "0123456789.") == "" {
		return nil
	}
	return &admin365.Error{Kind: admin365.ErrInvalid, Target: version, Message: `a version is such as "10.0.45.4"`}
}

// Finish has an update that runs succeed now. It fails with [admin365.ErrNotFound] if there
// is none that runs.
func (b *FinOpsBackstage) Finish(ctx context.Context, id admin365.OperationID) error {
	return b.end(ctx, id, "")
}

// Fail has it fail, with what the service says of it; empty is that the update failed.
func (b *FinOpsBackstage) Fail(ctx context.Context, id admin365.OperationID, why string) error {
	if why == "" {
		why = "The update failed."
	}
	return b.end(ctx, id, why)
}

func (b *FinOpsBackstage) end(ctx context.Context, id admin365.OperationID, why string) error {
	call, _, err := api.ParseOperationID(&opFinOpsUpdatesGet, id)
	if err != nil {
		return err
	}
	return b.do(ctx, func(tx *tenant.Tx) error {
		o, ok := finOpsOperationOf(tx, call.IDs[0], call.IDs[1])
		if !ok || o.ended() {
			return &admin365.Error{Kind: admin365.ErrNotFound, Target: string(id), Message: "no such operation runs"}
		}
		return o.finish(tx, why)
	})
}

func (b *FinOpsBackstage) do(ctx context.Context, fn func(*tenant.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.tenant.Backstage(fn)
}

package instances

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// finishOffers has everything that runs beside the operations on environments succeed:
// applications being installed, and release waves.
func finishOffers(tx *tenant.Tx) error {
	var all []*installRow
	for o := range tenant.In(tx, &installs).ByRef(&installsRunning, nil, false) {
		all = append(all, o)
	}
	for _, o := range all {
		if err := endInstall(tx, o, o.Doomed); err != nil {
			return err
		}
	}
	for row := range tenant.In(tx, &waves).All() {
		if row.Upgrade != WaveUpgrading {
			continue
		}
		if err := endWave(tx, row, WaveOn); err != nil {
			return err
		}
	}
	return nil
}

// installRunning is the installation of that id, if it is one and runs.
func installRunning(tx *tenant.Tx, id admin365.OperationID) (*installRow, bool) {
	call, _, err := api.ParseOperationID(&opOperationsInstall, id)
	if err != nil {
		return nil, false
	}
	o, err := installRowOf(tx, call.IDs[0], call.IDs[1])
	return o, err == nil && o.State == ""
}

// installFailed is why an installation failed that somebody has fail. The name and the
// number are plausible.
func installFailed(message string) *SolutionError {
	if message == "" {
		message = "The import of the solution failed."
	}
	return &SolutionError{Name: "SolutionImportFailed", Code: -2147188706, Message: message, Type: "System", Source: "Dataverse"}
}

// FailInstall has an application that is being installed fail at once, with a message;
// empty is one that the service could have. It fails with [admin365.ErrNotFound] if no
// installation with the id runs.
func (b *Backstage) FailInstall(ctx context.Context, id admin365.OperationID, message string) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		o, ok := installRunning(tx, id)
		if !ok {
			return &admin365.Error{Kind: admin365.ErrNotFound, Target: string(id), Message: "no such installation runs"}
		}
		return endInstall(tx, o, installFailed(message))
	})
}

// NewPackage is an application that Microsoft publishes, or a newer version of one.
type NewPackage struct {
	UniqueName string
	Version    string
	// Name is what people are shown; empty keeps what it was, or is the unique name.
	Name string
	// MinVersion is the version of Dataverse that it takes; empty keeps what it was.
	MinVersion string
	// CustomInstaller: it has an installer of its own from now on.
	CustomInstaller bool
}

// PublishPackage publishes an application, or a version of one: it can be installed from
// now on. It fails with [admin365.ErrInvalid] without a name or a version.
func (b *Backstage) PublishPackage(ctx context.Context, n NewPackage) error {
	if n.UniqueName == "" || n.Version == "" {
		return &admin365.Error{Kind: admin365.ErrInvalid, Target: n.UniqueName, Message: "an application has a unique name and a version"}
	}
	return b.do(ctx, func(tx *tenant.Tx) error {
		row := &publishedRow{At: now(tx)}
		if p, ok := findPackage(tx, n.UniqueName); ok {
			row.offeredPackage = *p
		} else {
			row.offeredPackage = offeredPackage{UniqueName: n.UniqueName, Name: n.UniqueName, Application: n.UniqueName, Publisher: "Contoso"}
		}
		row.Version, row.Custom = n.Version, n.CustomInstaller
		if n.Name != "" {
			row.Name = n.Name
		}
		if n.MinVersion != "" {
			row.MinVersion = n.MinVersion
		}
		return tenant.In(tx, &published).Put(row)
	})
}

// SetWaveAllowed says whether an environment may have a release wave early, whatever the
// date. It fails with [admin365.ErrNotFound] if the environment does not know the wave.
func (b *Backstage) SetWaveAllowed(ctx context.Context, id EnvironmentID, wave string, allowed bool) error {
	return b.changeWave(ctx, id, wave, func(row *waveRow) error {
		row.Allowed = &allowed
		return nil
	})
}

// FailWave has a release wave fail that is on its way. It fails with
// [admin365.ErrNotFound] if it is not.
func (b *Backstage) FailWave(ctx context.Context, id EnvironmentID, wave string) error {
	return b.changeWave(ctx, id, wave, func(row *waveRow) error {
		if row.Upgrade != WaveUpgrading {
			return &admin365.Error{Kind: admin365.ErrNotFound, Target: wave, Message: "the release wave is not on its way"}
		}
		row.Upgrade = WaveFailed
		return nil
	})
}

func (b *Backstage) changeWave(ctx context.Context, id EnvironmentID, wave string, to func(*waveRow) error) error {
	return b.do(ctx, func(tx *tenant.Tx) error {
		r, err := findEnvironment(tx, string(id))
		if err != nil {
			return err
		}
		if r.Database == nil {
			return &admin365.Error{Kind: admin365.ErrPrecondition, Target: string(id), Message: "the environment has no Dataverse"}
		}
		for _, w := range releases(tx.Now()) {
			if tenant.Fold(w.name()) != tenant.Fold(wave) {
				continue
			}
			row := waveRowOf(tx, r, w.name())
			if err := to(&row); err != nil {
				return err
			}
			return tenant.In(tx, &waves).Put(&row)
		}
		return waveUnknown.Err(wave, wave)
	})
}

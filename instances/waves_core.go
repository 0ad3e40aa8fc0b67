package instances

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// waveRow is a release wave on an environment, once somebody has done something about it.
type waveRow struct {
	ID          tenant.Key `json:"id"`
	Environment tenant.Key `json:"environment"`
	Wave        string     `json:"wave"`
	// Allowed is what the service says besides what the time does; nil for nothing.
	Allowed *bool `json:"allowed,omitzero"`
	// Enabled: somebody has asked for it, and Upgrade is how far it is.
	Enabled bool        `json:"enabled,omitzero"`
	Upgrade WaveUpgrade `json:"upgrade,omitzero"`
	// Round tells the upgrade that runs from those before.
	Round int `json:"round,omitzero"`
}

var (
	waves = tenant.Table[*waveRow]{
		Name: "releaseWaves", Key: func(r *waveRow) tenant.Key { return r.ID }, Label: func(r *waveRow) string { return r.Wave },
		Indexes: []*tenant.Index[*waveRow]{&wavesByEnvironment},
	}
	wavesByEnvironment = tenant.Index[*waveRow]{Name: "environment", Ref: func(r *waveRow) tenant.Key { return r.Environment }}
)

// earlyMonths is how long before everybody an environment can have a release wave. The
// service's is about two months, and its days differ from year to year; three here, so
// that in January there is one to choose.
// Source: https://learn.microsoft.com/power-platform/admin/opt-in-early-access-updates
const earlyMonths = 3

// release is a release wave.
type release struct{ available time.Time }

func (w release) name() string { return w.available.Format("January2006") + "Update" }

func (w release) display() string {
	n := 1
	if w.available.Month() == time.October {
		n = 2
	}
	return strconv.Itoa(w.available.Year()) + " release wave " + strconv.Itoa(n)
}

func (w release) early() time.Time { return w.available.AddDate(0, -earlyMonths, 0) }

// releases are the waves that an environment knows at a time: the one that everybody has,
// and the two to come.
func releases(at time.Time) []release {
	first := time.Date(at.Year()-1, time.October, 1, 0, 0, 0, 0, time.UTC)
	for !first.AddDate(0, 6, 0).After(at) {
		first = first.AddDate(0, 6, 0)
	}
	return []release{{first}, {first.AddDate(0, 6, 0)}, {first.AddDate(0, 12, 0)}}
}

// waveMin is the version of Dataverse that a wave takes.
const waveMin = "9.2"

// environmentOfOrganization returns the environment with that organization. Of one that
// there is not the service says that the caller may not see it.
func environmentOfOrganization(tx *tenant.Tx, organization string) (*environmentRow, error) {
	if k, ok := tenant.ParseKey(organization); ok {
		for r := range tenant.In(tx, &environments).Referring(&environmentsByOrganization, k) {
			if !r.binned() && r.Provisioning != Provisioning && r.Provisioning != ProvisioningDatabase {
				return r, nil
			}
		}
	}
	return nil, waveUnknownOrganization.Err(organization)
}

func waveKey(environment tenant.Key, wave string) tenant.Key {
	return tenant.NameKey("release wave", environment.String()+" "+tenant.Fold(wave))
}

func waveRowOf(tx *tenant.Tx, r *environmentRow, wave string) waveRow {
	id := waveKey(r.ID, wave)
	if row, ok := tenant.In(tx, &waves).Get(id); ok {
		return *row
	}
	return waveRow{ID: id, Environment: r.ID, Wave: wave}
}

// listWaves are the release waves of an environment.
func listWaves(tx *tenant.Tx, r *environmentRow) (list []*Wave) {
	for _, w := range releases(tx.Now()) {
		list = append(list, waveOn(tx, r, w))
	}
	return list
}

func waveOn(tx *tenant.Tx, r *environmentRow, w release) *Wave {
	row := waveRowOf(tx, r, w.name())
	v := &Wave{
		Name: w.name(), DisplayName: w.display(), Enabled: row.Enabled, Upgrade: row.Upgrade, State: "Off",
		NotBefore: w.early(), NotAfter: w.available, Available: w.available, MinVersion: waveMin,
	}
	at := tx.Now()
	v.Allowed = !at.Before(w.early()) && !older(r.Database.Version, waveMin)
	if row.Allowed != nil {
		v.Allowed = *row.Allowed
	}
	if !at.Before(w.available) && v.Upgrade != WaveUpgrading {
		// By now everybody has it.
		v.Enabled, v.Allowed, v.Upgrade = true, true, WaveOn
	}
	if v.Enabled {
		v.State = "On"
	}
	return v
}

// jobWave is the applications of a wave having come.
const jobWave = "release wave"

type waveArgs struct {
	ID    tenant.Key `json:"id"`
	Round int        `json:"round"`
}

// waveTakes is how long the applications of a wave take.
const waveTakes = time.Hour

// enableWave gives an environment a release wave. One that failed can be asked for again.
func enableWave(tx *tenant.Tx, r *environmentRow, name string) error {
	all := listWaves(tx, r)
	i := slices.IndexFunc(all, func(w *Wave) bool { return strings.EqualFold(w.Name, name) })
	if i < 0 {
		return waveUnknown.Err(name, name)
	}
	w := all[i]
	switch {
	case w.Upgrade == WaveUpgrading:
		return waveUpgrading.Err("", w.Name)
	case w.Enabled && w.Upgrade == WaveOn:
		return waveEnabled.Err("", w.Name)
	case !w.Allowed:
		return waveNotAllowed.Err("", w.Name)
	}
	row := waveRowOf(tx, r, w.Name)
	row.Enabled, row.Upgrade, row.Round = true, WaveUpgrading, row.Round+1
	return putUpgrading(tx, &row)
}

// putUpgrading writes a release wave, and has it come if it is on its way.
func putUpgrading(tx *tenant.Tx, row *waveRow) error {
	if err := tenant.In(tx, &waves).Put(row); err != nil || row.Upgrade != WaveUpgrading {
		return err
	}
	return tx.Schedule(tx.Now().Add(waveTakes), jobWave, waveArgs{row.ID, row.Round})
}

// waveOver is the job.
func waveOver(tx *tenant.Tx, args waveArgs) error {
	row, ok := tenant.In(tx, &waves).Get(args.ID)
	if !ok || row.Round != args.Round || row.Upgrade != WaveUpgrading {
		return nil
	}
	return endWave(tx, row, WaveOn)
}

func endWave(tx *tenant.Tx, row *waveRow, as WaveUpgrade) error {
	next := *row
	next.Upgrade = as
	return tenant.In(tx, &waves).Put(&next)
}

// organizations are the organizations of the tenant, as the admin center lists them.
func organizations(tx *tenant.Tx) []organizationWire {
	list := []organizationWire{}
	for _, r := range allEnvironments(tx) {
		if r.Database == nil || r.Provisioning == Provisioning || r.Provisioning == ProvisioningDatabase {
			continue
		}
		list = append(list, organizationWire{
			ID: r.Database.Organization.String(), TenantID: string(tx.TenantID()), Name: r.Name, Geo: geoOf(r.Location),
			RelationType: "Owner", OrganizationType: string(r.Type), URL: dataverseOf(tx, r).URL,
		})
	}
	return list
}

// geoOf is the geo of a location, by the code that the requests for features take.
func geoOf(location string) string {
	if g, ok := geographyOf(location); ok {
		return g.Code
	}
	return ""
}

// copyWaves: a copy and a restore bring the waves along.
func copyWaves(tx *tenant.Tx, e contentCopied) error {
	if e.Source == e.Target {
		return nil
	}
	round := 0
	for row := range tenant.In(tx, &waves).Referring(&wavesByEnvironment, e.Target) {
		round = max(round, row.Round)
	}
	forgetWaves(tx, e.Target)
	for row := range tenant.In(tx, &waves).Referring(&wavesByEnvironment, e.Source) {
		if !row.Enabled {
			continue
		}
		next := *row
		next.ID, next.Environment, next.Round = waveKey(e.Target, row.Wave), e.Target, round+1
		if err := putUpgrading(tx, &next); err != nil {
			return err
		}
	}
	return nil
}

func forgetWaves(tx *tenant.Tx, environment tenant.Key) {
	for row := range tenant.In(tx, &waves).Referring(&wavesByEnvironment, environment) {
		tenant.In(tx, &waves).Delete(row.ID)
	}
}

package instances

import "time"

// organizationWire is an organization as the admin center's own API lists it: the only
// way to learn the geo that the requests for features take.
type organizationWire struct {
	ID               string `json:"id"`
	TenantID         string `json:"tenantId"`
	Name             string `json:"name"`
	Geo              string `json:"crmGeo"`
	RelationType     string `json:"relationType"`
	OrganizationType string `json:"organizationType"`
	URL              string `json:"url"`
}

// featuresWire is a list of features.
type featuresWire struct {
	Values     []*featureWire `json:"values"`
	Count      int            `json:"count"`
	TotalCount int            `json:"totalCount"`
	NextToken  string         `json:"nextPageToken"`
}

// featureWire is a release wave. The service writes its names with large letters; some
// recorded answers do not.
type featureWire struct {
	Name        string    `json:"FeatureName,case:ignore"`
	DisplayName string    `json:"DisplayName,case:ignore"`
	Enabled     bool      `json:"Enabled,case:ignore"`
	State       string    `json:"State,case:ignore"`
	Upgrade     string    `json:"AppsUpgradeState,case:ignore"`
	Allowed     bool      `json:"IsAllowed,case:ignore"`
	CanBeReset  bool      `json:"CanBeReset,case:ignore"`
	NotBefore   time.Time `json:"NotBefore,omitzero,case:ignore"`
	NotAfter    time.Time `json:"NotAfter,omitzero,case:ignore"`
	Available   time.Time `json:"GeneralAvailabilityDate,omitzero,case:ignore"`
	MinVersion  string    `json:"MinVersion,case:ignore"`
	MaxVersion  string    `json:"MaxVersion,case:ignore"`
	Apps        []any     `json:"AppInstallationStatus,case:ignore"`
}

func (w *featureWire) wave() *Wave {
	return &Wave{
		Name: w.Name, DisplayName: w.DisplayName, Enabled: w.Enabled, Allowed: w.Allowed, State: w.State, Upgrade: WaveUpgrade(w.Upgrade),
		NotBefore: w.NotBefore.UTC(), NotAfter: w.NotAfter.UTC(), Available: w.Available.UTC(), MinVersion: w.MinVersion, MaxVersion: w.MaxVersion,
	}
}

func wireFeature(w *Wave) *featureWire {
	return &featureWire{
		Name: w.Name, DisplayName: w.DisplayName, Enabled: w.Enabled, State: w.State, Upgrade: string(w.Upgrade), Allowed: w.Allowed,
		NotBefore: w.NotBefore, NotAfter: w.NotAfter, Available: w.Available, MinVersion: w.MinVersion, MaxVersion: w.MaxVersion, Apps: []any{},
	}
}

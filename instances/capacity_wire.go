package instances

import (
	"time"

	"github.com/admin365/admin365"
)

// capacityWire is what an environment uses of one kind of storage, as the Business
// Application Platform writes it.
type capacityWire struct {
	Type    string    `json:"capacityType"`
	Actual  float64   `json:"actualConsumption"`
	Rated   float64   `json:"ratedConsumption"`
	Unit    string    `json:"capacityUnit"`
	Updated time.Time `json:"updatedOn,omitzero"`
}

func consumptions(list []capacityWire) []Consumption {
	all := make([]Consumption, 0, len(list))
	for _, w := range list {
		all = append(all, Consumption{CapacityType(w.Type), w.Actual, w.Rated, w.Unit, w.Updated.UTC()})
	}
	return all
}

func wireConsumptions(list []Consumption) []capacityWire {
	all := make([]capacityWire, 0, len(list))
	for _, c := range list {
		all = append(all, capacityWire{string(c.Type), c.Actual, c.Rated, c.Unit, c.Updated})
	}
	return all
}

// What the tenant has and uses, as the Power Platform API writes it.
type (
	tenantCapacityWire struct {
		TenantID string              `json:"tenantId"`
		Model    string              `json:"licenseModelType"`
		Summary  capacitySummaryWire `json:"capacitySummary"`
		Kinds    []capacityKindWire  `json:"tenantCapacities"`
	}
	capacitySummaryWire struct {
		Status        string `json:"status"`
		Message       string `json:"statusMessage"`
		Code          string `json:"statusMessageCode"`
		FinOpsStatus  string `json:"finOpsStatus"`
		FinOpsMessage string `json:"finOpsStatusMessage"`
		FinOpsCode    string `json:"finOpsStatusMessageCode"`
	}
	capacityKindWire struct {
		Type         string                `json:"capacityType"`
		Unit         string                `json:"capacityUnits"`
		Total        float64               `json:"totalCapacity"`
		Max          float64               `json:"maxCapacity"`
		Consumption  consumptionWire       `json:"consumption"`
		Status       string                `json:"status"`
		Overflow     []any                 `json:"overflowCapacity"`
		Entitlements []entitlementPartWire `json:"capacityEntitlements"`
	}
	consumptionWire struct {
		Actual        float64   `json:"actual"`
		Rated         float64   `json:"rated"`
		ActualUpdated time.Time `json:"actualUpdatedOn,omitzero"`
		RatedUpdated  time.Time `json:"ratedUpdatedOn,omitzero"`
	}
	entitlementPartWire struct {
		Type     string           `json:"capacityType"`
		SubType  string           `json:"capacitySubType"`
		Total    float64          `json:"totalCapacity"`
		Licenses []map[string]any `json:"licenses"`
	}
	// storageWarningWire is a warning about storage.
	storageWarningWire struct {
		Category  string `json:"storageCategory"`
		Entity    string `json:"storageEntity"`
		Threshold int    `json:"thresholdPct"`
		Active    bool   `json:"storageWarningInd"`
		TenantID  string `json:"tenantId,omitzero"`
	}
)

func (w *tenantCapacityWire) capacity() *TenantCapacity {
	c := &TenantCapacity{TenantID: admin365.TenantID(w.TenantID), Model: w.Model, Status: w.Summary.Status, Message: w.Summary.Message}
	for _, k := range w.Kinds {
		usage := CapacityUsage{
			Type: CapacityType(k.Type), Unit: k.Unit, Total: k.Total, Actual: k.Consumption.Actual, Rated: k.Consumption.Rated,
			Updated: k.Consumption.RatedUpdated.UTC(), Status: k.Status,
		}
		for _, e := range k.Entitlements {
			usage.Entitlements = append(usage.Entitlements, CapacityEntitlement{e.SubType, e.Total})
		}
		c.Kinds = append(c.Kinds, usage)
	}
	return c
}

func wireTenantCapacity(c *TenantCapacity) *tenantCapacityWire {
	w := &tenantCapacityWire{
		TenantID: string(c.TenantID), Model: c.Model,
		Summary: capacitySummaryWire{
			Status: c.Status, Message: c.Message, Code: "AllCapacityAvailable", FinOpsStatus: "None",
			FinOpsMessage: "Finance and Operations Storage Capacity Usage reporting is in preview and for information only.", FinOpsCode: "FinOpsNotAvailable",
		},
	}
	if c.Status != capacityAvailable {
		w.Summary.Code = "CapacityNotAvailable"
	}
	for _, k := range c.Kinds {
		kind := capacityKindWire{
			Type: string(k.Type), Unit: k.Unit, Total: k.Total, Status: k.Status, Overflow: []any{}, Entitlements: []entitlementPartWire{},
			Consumption: consumptionWire{k.Actual, k.Rated, k.Updated, k.Updated},
		}
		for _, e := range k.Entitlements {
			kind.Entitlements = append(kind.Entitlements, entitlementPartWire{string(k.Type), e.SubType, e.Total, []map[string]any{}})
		}
		w.Kinds = append(w.Kinds, kind)
	}
	return w
}

// What there is of the tenant's storage.
const (
	capacityAvailable    = "Available"
	capacityNotAvailable = "NotAvailable"
)

func (w storageWarningWire) warning() StorageWarning {
	return StorageWarning{w.Category, w.Entity, w.Threshold, w.Active, w.TenantID}
}

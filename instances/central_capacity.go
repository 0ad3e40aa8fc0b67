package instances

import (
	"context"
	"iter"
)

// CentralCapacity is what environments of Business Central use, and how much there may
// be. It has nothing to do with the capacity of Dataverse.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_environments
type CentralCapacity interface {
	// Used returns what one environment uses.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	Used(ctx context.Context, id CentralEnvironmentID) (*CentralStorage, error)

	// UsedByAll returns what each environment uses.
	//
	// Effect: read.
	UsedByAll(ctx context.Context) iter.Seq2[*CentralStorage, error]

	// Quotas returns how much there may be. A tenant can be over it: nothing is taken
	// away then, and nothing can be added.
	//
	// Effect: read.
	Quotas(ctx context.Context) (*CentralQuotas, error)
}

// StorageUnknown stands where the service could not find out.
const StorageUnknown int64 = -1

// CentralStorage is what one environment uses.
type CentralStorage struct {
	Name   string          `json:"environmentName"`
	Family Family          `json:"applicationFamily"`
	Type   EnvironmentType `json:"environmentType"`
	// DatabaseKilobytes is the size of the database, or [StorageUnknown].
	DatabaseKilobytes int64 `json:"databaseStorageInKilobytes"`
}

// CentralQuotas are how many environments and how much storage the tenant may have.
type CentralQuotas struct {
	// Environments are counted by type.
	Environments struct {
		Production int `json:"production"`
		Sandbox    int `json:"sandbox"`
	} `json:"environmentsCount"`
	// Storage is in kilobytes: what everybody has, what comes with licenses, what was
	// bought, and the sum.
	Storage struct {
		Default            int64 `json:"default"`
		UserLicenses       int64 `json:"userLicenses"`
		AdditionalCapacity int64 `json:"additionalCapacity"`
		Total              int64 `json:"total"`
	} `json:"storageInKilobytes"`
}

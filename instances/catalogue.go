package instances

import (
	"context"
	"iter"
)

// Catalogue is what a new environment can be made of. Roles are those of [Environments].
type Catalogue interface {
	// Locations returns the geographies.
	//
	// Effect: read. Operation: instances.Catalogue.Locations.
	Locations(ctx context.Context) iter.Seq2[*Location, error]

	// Currencies returns the base currencies that a database in the location can have.
	//
	// Effect: read. Errors: [admin365.ErrInvalid] (an unknown location). Operation:
	// instances.Catalogue.Currencies.
	Currencies(ctx context.Context, location string) iter.Seq2[*Currency, error]

	// Languages returns the base languages that a database in the location can have.
	//
	// Effect: read. Errors: [admin365.ErrInvalid]. Operation:
	// instances.Catalogue.Languages.
	Languages(ctx context.Context, location string) iter.Seq2[*Language, error]

	// Templates returns the applications with which a database in the location can be
	// made, for each type of environment that takes them.
	//
	// Effect: read. Errors: [admin365.ErrInvalid]. Operation:
	// instances.Catalogue.Templates.
	Templates(ctx context.Context, location string) iter.Seq2[*Template, error]
}

// Location is a geography.
type Location struct {
	// Name is what the API takes, such as "europe".
	Name        string `json:"name"`
	DisplayName string `json:"displayName"`
	// Code is such as "EMEA".
	Code       string `json:"code,omitzero"`
	IsDefault  bool   `json:"isDefault"`
	IsDisabled bool   `json:"isDisabled"`
	// Database and CustomerEngagement are whether it takes Dataverse, and applications of
	// Dynamics 365 in it.
	Database           bool     `json:"canProvisionDatabase"`
	CustomerEngagement bool     `json:"canProvisionCustomerEngagementDatabase"`
	AzureRegions       []string `json:"azureRegions"`
}

// Currency is a base currency.
type Currency struct {
	// Code is such as "EUR".
	Code      string `json:"code"`
	Symbol    string `json:"symbol"`
	IsDefault bool   `json:"isTenantDefault"`
}

// Language is a base language.
type Language struct {
	// LCID is such as 1033.
	LCID        int    `json:"localeId"`
	DisplayName string `json:"displayName"`
	// LocalizedName is the language's name in the language itself.
	LocalizedName string `json:"localizedName"`
	IsDefault     bool   `json:"isTenantDefault"`
}

// Template is an application with which a database can be made.
type Template struct {
	// Name is what the API takes, such as "D365_Sales".
	Name        string `json:"name"`
	DisplayName string `json:"displayName"`
	// Type is the type of environment that it is listed for; a template is listed once
	// for each.
	Type     EnvironmentType `json:"type"`
	Location string          `json:"location"`
	// IsDisabled: the tenant cannot use it, for the reason with that code and sentence.
	IsDisabled      bool   `json:"isDisabled"`
	DisabledCode    string `json:"disabledCode,omitzero"`
	DisabledMessage string `json:"disabledMessage,omitzero"`
	// CustomerEngagement: it is an application of Dynamics 365.
	CustomerEngagement bool `json:"isCustomerEngagement"`
	// ResetSupported: a [Resets.Reset] can install it.
	ResetSupported bool `json:"isSupportedForResetOperation"`
}

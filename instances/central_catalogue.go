package instances

import (
	"context"
	"iter"
)

// CentralCatalogue is where environments of Business Central can be made, and in which
// versions.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_available_applications
type CentralCatalogue interface {
	// Families returns the families that the tenant has, each with its countries and
	// their rings.
	//
	// Effect: read.
	Families(ctx context.Context) iter.Seq2[*CentralFamily, error]

	// Versions returns the versions that an environment can be made in, the newest last
	// in memory.
	//
	// Effect: read. Errors: [admin365.ErrNotFound] for a family, a country or a ring
	// that is not offered.
	Versions(ctx context.Context, family Family, country, ring string) ([]string, error)

	// TimeZones returns the time zones that an update window can have.
	//
	// Effect: read.
	TimeZones(ctx context.Context) iter.Seq2[*TimeZone, error]
}

// CentralFamily is a family with where it is offered.
type CentralFamily struct {
	Family    Family           `json:"applicationFamily"`
	Countries []CentralCountry `json:"countriesringDetails"`
}

// CentralCountry is a country or region, and its rings.
type CentralCountry struct {
	Code  string        `json:"countryCode"`
	Rings []CentralRing `json:"rings"`
}

// CentralRing is a release ring.
type CentralRing struct {
	// Name is what [NewCentralEnvironment] takes, such as [RingProduction].
	Name string `json:"name"`
	// Production: production environments can be in it.
	Production   bool   `json:"productionRing"`
	FriendlyName string `json:"friendlyName"`
}

// TimeZone is a time zone of Windows.
type TimeZone struct {
	// ID is what a [Window] takes, such as "Romance Standard Time". It is the name of
	// the zone in winter and in summer.
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
	// CurrentUTCOffset is how far it is from UTC today, such as "+01:00".
	CurrentUTCOffset           string `json:"currentUtcOffset"`
	SupportsDaylightSavingTime bool   `json:"supportsDaylightSavingTime"`
	IsDaylightSavingTime       bool   `json:"isCurrentlyDaylightSavingTime"`
}

package instances

import (
	"encoding/json"
	"time"

	"github.com/admin365/admin365"
)

// packageWire is an application as the Power Platform API writes it.
type packageWire struct {
	ID              string `json:"id,omitzero"`
	UniqueName      string `json:"uniqueName"`
	Version         string `json:"version,omitzero"`
	Description     orNull `json:"localizedDescription"`
	Name            string `json:"localizedName"`
	ApplicationID   string `json:"applicationId"`
	ApplicationName string `json:"applicationName"`
	ApplicationText orNull `json:"applicationDescription"`
	SinglePageURL   orNull `json:"singlePageApplicationUrl"`
	PublisherName   string `json:"publisherName"`
	PublisherID     string `json:"publisherId"`
	LearnMoreURL    orNull `json:"learnMoreUrl"`
	// Three members had other names in the preview.
	MinVersion          *orNull      `json:"platformMinVersion,omitzero"`
	MaxVersion          *orNull      `json:"platformMaxVersion,omitzero"`
	LastError           *errorOrNull `json:"lastError,omitzero"`
	PreviewMinVersion   *orNull      `json:"crmMinversion,omitzero"`
	PreviewMaxVersion   *orNull      `json:"crmMaxVersion,omitzero"`
	PreviewLastError    *errorOrNull `json:"errorDetails,omitzero"`
	CustomHandleUpgrade bool         `json:"customHandleUpgrade"`
	InstancePackageID   orNull       `json:"instancePackageId"`
	State               string       `json:"state,omitzero"`
	CatalogVisibility   string       `json:"catalogVisibility"`
	ApplicationVisible  string       `json:"applicationVisibility"`
	StartDate           time.Time    `json:"startDateUtc,omitzero"`
	EndDate             time.Time    `json:"endDateUtc,omitzero"`
	SupportedCountries  []string     `json:"supportedCountries"`
}

// orNull is a text that is null where it is empty.
type orNull string

// MarshalJSON implements [json.Marshaler].
func (s orNull) MarshalJSON() ([]byte, error) {
	if s == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(s))
}

// errorOrNull is an error that is null where there is none.
type errorOrNull struct{ of *solutionErrorWire }

// MarshalJSON implements [json.Marshaler].
func (e errorOrNull) MarshalJSON() ([]byte, error) { return json.Marshal(e.of) }

// UnmarshalJSON implements [json.Unmarshaler].
func (e *errorOrNull) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &e.of) }

type solutionErrorWire struct {
	Name       string `json:"errorName"`
	Code       int    `json:"errorCode"`
	Message    string `json:"message"`
	Type       string `json:"type"`
	StatusCode int    `json:"statusCode"`
	Source     string `json:"source"`
}

func (w *packageWire) solution() *Solution {
	s := &Solution{
		ID: w.ID, UniqueName: w.UniqueName, Name: w.Name, Description: string(w.Description), Version: w.Version, State: SolutionState(w.State),
		ApplicationID: w.ApplicationID, ApplicationName: w.ApplicationName, Publisher: w.PublisherName, PublisherID: w.PublisherID,
		LearnMoreURL: string(w.LearnMoreURL), MinVersion: textOf(w.MinVersion, w.PreviewMinVersion), MaxVersion: textOf(w.MaxVersion, w.PreviewMaxVersion),
		InstanceID: string(w.InstancePackageID), Start: w.StartDate.UTC(), End: w.EndDate.UTC(), Countries: w.SupportedCountries,
		CustomInstaller: w.CustomHandleUpgrade || w.SinglePageURL != "",
	}
	for _, e := range []*errorOrNull{w.PreviewLastError, w.LastError} {
		if e != nil && e.of != nil {
			s.LastError = e.of.solutionError()
		}
	}
	return s
}

// textOf is the one of two texts that is there.
func textOf(a, b *orNull) string {
	for _, s := range []*orNull{a, b} {
		if s != nil {
			return string(*s)
		}
	}
	return ""
}

func (w *solutionErrorWire) solutionError() *SolutionError {
	return &SolutionError{w.Name, w.Code, w.Message, w.Type, w.Source}
}

// previewPackages is the version of the API that has other names.
const previewPackages = "2022-03-01-preview"

// wirePackage is an application as the service writes it in a version of the API.
func wirePackage(s *Solution, version string) *packageWire {
	w := &packageWire{
		ID: s.ID, UniqueName: s.UniqueName, Version: s.Version, Description: orNull(s.Description), Name: s.Name,
		ApplicationID: s.ApplicationID, ApplicationName: s.ApplicationName, PublisherName: s.Publisher, PublisherID: s.PublisherID,
		LearnMoreURL: orNull(s.LearnMoreURL), InstancePackageID: orNull(s.InstanceID), CustomHandleUpgrade: s.CustomInstaller,
		State: string(s.State), CatalogVisibility: "None", ApplicationVisible: "All",
		StartDate: s.Start, EndDate: s.End, SupportedCountries: append([]string{}, s.Countries...),
	}
	if s.CustomInstaller {
		w.SinglePageURL = orNull("https://apps.powerplatform.microsoft.com/" + s.UniqueName)
	}
	lowest, highest, failed := orNull(s.MinVersion), orNull(s.MaxVersion), errorOrNull{}
	if e := s.LastError; e != nil {
		failed.of = wireSolutionError(e)
	}
	if version == previewPackages {
		w.PreviewMinVersion, w.PreviewMaxVersion, w.PreviewLastError = &lowest, &highest, &failed
	} else {
		w.MinVersion, w.MaxVersion, w.LastError = &lowest, &highest, &failed
	}
	return w
}

func wireSolutionError(e *SolutionError) *solutionErrorWire {
	return &solutionErrorWire{Name: e.Name, Code: e.Code, Message: e.Message, Type: e.Type, Source: e.Source, StatusCode: 400}
}

// instancePackageWire is an application on an environment, as the answer to a request that
// installs it has it.
type instancePackageWire struct {
	ID              string            `json:"id"`
	PackageID       string            `json:"packageId"`
	ApplicationID   string            `json:"applicationId"`
	ApplicationName string            `json:"applicationName"`
	ApplicationText string            `json:"applicationDescription"`
	SinglePageURL   string            `json:"singlePageApplicationUrl"`
	PublisherName   string            `json:"publisherName"`
	PublisherID     string            `json:"publisherId"`
	UniqueName      string            `json:"packageUniqueName"`
	Version         string            `json:"packageVersion"`
	Description     string            `json:"localizedDescription"`
	Name            string            `json:"localizedName"`
	LearnMoreURL    string            `json:"learnMoreUrl"`
	Terms           []string          `json:"termsOfServiceBlobUris"`
	Visibility      string            `json:"applicationVisibility"`
	LastOperation   lastOperationWire `json:"lastOperation"`
	CustomUpgrade   bool              `json:"customHandleUpgrade"`
}

type lastOperationWire struct {
	State             string             `json:"state"`
	Created           time.Time          `json:"createdOn"`
	Modified          *time.Time         `json:"modifiedOn"`
	Error             *solutionErrorWire `json:"errorDetails"`
	StatusMessage     orNull             `json:"statusMessage"`
	InstancePackageID string             `json:"instancePackageId"`
	OperationID       string             `json:"operationId"`
}

// wireInstancePackage is an application that has just begun to be installed.
func wireInstancePackage(s *Solution, r *installRow) *instancePackageWire {
	return &instancePackageWire{
		ID: s.InstanceID, PackageID: s.ID, ApplicationID: s.ApplicationID, ApplicationName: s.ApplicationName,
		PublisherName: s.Publisher, PublisherID: s.PublisherID, UniqueName: s.UniqueName, Version: s.Version,
		Description: s.Description, Name: s.Name, LearnMoreURL: s.LearnMoreURL, Terms: []string{}, Visibility: "All",
		LastOperation: lastOperationWire{
			State: string(s.State), Created: r.Created, InstancePackageID: s.InstanceID, OperationID: r.ID.String(),
		},
	}
}

// installWire is an application being installed as the Power Platform API writes it.
type installWire struct {
	OperationID   string             `json:"operationId"`
	Created       time.Time          `json:"createdDateTime,omitzero"`
	LastAction    time.Time          `json:"lastActionDateTime,omitzero"`
	Status        string             `json:"status"`
	StatusMessage string             `json:"statusMessage"`
	Error         *solutionErrorWire `json:"error,omitzero"`
}

func (w *installWire) operation(id admin365.OperationID, environment EnvironmentID) *admin365.Operation {
	o := &admin365.Operation{
		ID: id, Kind: string(KindInstall), State: admin365.OperationState(w.Status), Created: w.Created.UTC(), Updated: w.LastAction.UTC(),
		ResourceID: string(environment),
	}
	switch {
	case o.State == admin365.OperationFailed:
		e := &admin365.Error{Op: string(KindInstall), Kind: admin365.ErrUnavailable, Target: string(environment), Message: "the installation failed"}
		if w.Error != nil {
			e.Code, e.Message = w.Error.Name, w.Error.Message
		}
		o.Err = e
	case !o.Done():
		o.RetryAfter = pollAgain
	}
	return o
}

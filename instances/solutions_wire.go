package instances

import (
	"encoding/json"
	"time"

	"github.com/admin365/admin365"
)

// packageWire is an application as the Power Platform API writes it.
type packageWire struct {
	ID                  string             `json:"id,omitzero"`
	UniqueName          string             `json:"uniqueName"`
	Version             string             `json:"version,omitzero"`
	Description         orNull             `json:"localizedDescription"`
	Name                string             `json:"localizedName"`
	ApplicationID       string             `json:"applicationId"`
	ApplicationName     string             `json:"applicationName"`
	ApplicationText     orNull             `json:"applicationDescription"`
	SinglePageURL       orNull             `json:"singlePageApplicationUrl"`
	PublisherName       string             `json:"publisherName"`
	PublisherID         string             `json:"publisherId"`
	LearnMoreURL        orNull             `json:"learnMoreUrl"`
	MinVersion          orNull             `json:"crmMinversion"`
	MaxVersion          orNull             `json:"crmMaxVersion"`
	CustomHandleUpgrade bool               `json:"customHandleUpgrade"`
	InstancePackageID   orNull             `json:"instancePackageId"`
	State               string             `json:"state,omitzero"`
	CatalogVisibility   string             `json:"catalogVisibility"`
	ApplicationVisible  string             `json:"applicationVisibility"`
	ErrorDetails        *solutionErrorWire `json:"errorDetails"`
	LastError           *solutionErrorWire `json:"lastError,omitzero"`
	StartDate           time.Time          `json:"startDateUtc,omitzero"`
	EndDate             time.Time          `json:"endDateUtc,omitzero"`
	SupportedCountries  []string           `json:"supportedCountries"`
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
		LearnMoreURL: string(w.LearnMoreURL), MinVersion: string(w.MinVersion), MaxVersion: string(w.MaxVersion), InstanceID: string(w.InstancePackageID),
		Start: w.StartDate.UTC(), End: w.EndDate.UTC(), Countries: w.SupportedCountries,
	}
	if e := w.ErrorDetails; e != nil {
		s.LastError = e.solutionError()
	} else if e := w.LastError; e != nil {
		s.LastError = e.solutionError()
	}
	return s
}

func (w *solutionErrorWire) solutionError() *SolutionError {
	return &SolutionError{w.Name, w.Code, w.Message, w.Type, w.Source}
}

func wirePackage(s *Solution) *packageWire {
	w := &packageWire{
		ID: s.ID, UniqueName: s.UniqueName, Version: s.Version, Description: orNull(s.Description), Name: s.Name,
		ApplicationID: s.ApplicationID, ApplicationName: s.ApplicationName, PublisherName: s.Publisher, PublisherID: s.PublisherID,
		LearnMoreURL: orNull(s.LearnMoreURL), MinVersion: orNull(s.MinVersion), MaxVersion: orNull(s.MaxVersion), InstancePackageID: orNull(s.InstanceID),
		State: string(s.State), CatalogVisibility: "None", ApplicationVisible: "All",
		StartDate: s.Start, EndDate: s.End, SupportedCountries: append([]string{}, s.Countries...),
	}
	if e := s.LastError; e != nil {
		w.ErrorDetails = &solutionErrorWire{Name: e.Name, Code: e.Code, Message: e.Message, Type: e.Type, Source: e.Source}
	}
	return w
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

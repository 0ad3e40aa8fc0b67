package instances

import (
	"time"

	"github.com/admin365/admin365"
)

// copyWire is the body that copies an environment. The names are those of the service's
// own client.
type copyWire struct {
	Source          string `json:"SourceEnvironmentId"`
	Type            string `json:"CopyType"`
	Name            string `json:"TargetEnvironmentName,omitzero"`
	SecurityGroupID string `json:"TargetSecurityGroupId,omitzero"`
	SkipAuditData   bool   `json:"SkipAuditData"`
	Advanced        bool   `json:"ExecuteAdvancedCopyForFinanceAndOperations,omitzero"`
}

func (c EnvironmentCopy) body() *copyWire {
	return &copyWire{string(c.Source), string(c.Type), c.DisplayName, string(c.SecurityGroupID), !c.IncludeAuditData, false}
}

func (w *copyWire) copy() EnvironmentCopy {
	return EnvironmentCopy{
		Source: EnvironmentID(w.Source), Type: CopyType(w.Type), DisplayName: w.Name,
		SecurityGroupID: admin365.GroupID(w.SecurityGroupID), IncludeAuditData: !w.SkipAuditData,
	}
}

// restoreWire is the body that restores an environment.
type restoreWire struct {
	Source          string `json:"SourceEnvironmentId"`
	Point           string `json:"RestorePointDateTime"`
	Name            string `json:"TargetEnvironmentName,omitzero"`
	SecurityGroupID string `json:"TargetSecurityGroupId,omitzero"`
	SkipAuditData   bool   `json:"SkipAuditData"`
}

func (r Restoration) body() *restoreWire {
	return &restoreWire{string(r.Source), wireTime(r.Point).Format(time.RFC3339Nano), r.DisplayName, string(r.SecurityGroupID), !r.IncludeAuditData}
}

// restoration is what the body asks for. A time that cannot be read is refused.
func (w *restoreWire) restoration() (Restoration, error) {
	point, ok := parsePoint(w.Point)
	if !ok {
		return Restoration{}, badValue.Err("", w.Point, "restorePointDateTime")
	}
	return Restoration{
		Source: EnvironmentID(w.Source), Point: point, DisplayName: w.Name,
		SecurityGroupID: admin365.GroupID(w.SecurityGroupID), IncludeAuditData: !w.SkipAuditData,
	}, nil
}

// parsePoint reads a point in time as it stands in a backup, or as people write it in
// UTC.
func parsePoint(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, time.DateTime, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// resetWire is the body that resets an environment.
type resetWire struct {
	Name            string        `json:"FriendlyName,omitzero"`
	DomainName      string        `json:"DomainName,omitzero"`
	Purpose         string        `json:"Purpose,omitzero"`
	BaseLanguage    lcid          `json:"BaseLanguageCode,omitzero"`
	Currency        *currencyName `json:"Currency,omitzero"`
	SecurityGroupID string        `json:"SecurityGroupId,omitzero"`
	Templates       []string      `json:"Templates,omitzero"`
}

type currencyName struct {
	Code   string `json:"Code"`
	Name   string `json:"Name,omitzero"`
	Symbol string `json:"Symbol,omitzero"`
}

func (r EnvironmentReset) body() *resetWire {
	w := &resetWire{
		Name: r.DisplayName, DomainName: r.DomainName, Purpose: r.Description, BaseLanguage: lcid(r.Language),
		SecurityGroupID: string(r.SecurityGroupID), Templates: r.Templates,
	}
	if r.Currency != "" {
		w.Currency = &currencyName{Code: r.Currency, Name: r.Currency}
	}
	return w
}

func (w *resetWire) reset() EnvironmentReset {
	r := EnvironmentReset{
		DisplayName: w.Name, DomainName: w.DomainName, Description: w.Purpose, Language: int(w.BaseLanguage),
		SecurityGroupID: admin365.GroupID(w.SecurityGroupID), Templates: w.Templates,
	}
	if w.Currency != nil {
		r.Currency = w.Currency.Code
	}
	return r
}

// Small bodies.
type (
	// skuWire converts an environment.
	skuWire struct {
		EnvironmentSku string `json:"environmentSku"`
	}
	// deleteWire deletes one: why, by a number or a name, and in words.
	deleteWire struct {
		Code    any    `json:"code,omitzero"`
		Message string `json:"message,omitzero"`
	}
	// deleteCheckWire is what a deletion would do.
	deleteCheckWire struct {
		Can       bool                  `json:"canInitiateDelete"`
		Resources []deletedResourceWire `json:"resourcesToBeDeleted"`
	}
	deletedResourceWire struct {
		Type string `json:"type"`
		Name string `json:"name,omitzero"`
	}
	// validateWire asks for a domain: of a new environment in a location, or of one that
	// there is.
	validateWire struct {
		DomainName  string `json:"domainName"`
		Location    string `json:"environmentLocation,omitzero"`
		Environment string `json:"environmentName,omitzero"`
	}
	// newBackupWire makes a backup. The older API takes notes as well.
	newBackupWire struct {
		Label string `json:"label"`
		Notes string `json:"notes,omitzero"`
	}
	// managementAppWire is an application that may administer environments.
	managementAppWire struct {
		ID string `json:"applicationId"`
	}
)

func (w *deleteCheckWire) check() *DeleteCheck {
	c := &DeleteCheck{Can: w.Can, Resources: []DeletedResource{}}
	for _, r := range w.Resources {
		c.Resources = append(c.Resources, DeletedResource(r))
	}
	return c
}

func wireDeleteCheck(c *DeleteCheck) *deleteCheckWire {
	w := &deleteCheckWire{Can: c.Can, Resources: []deletedResourceWire{}}
	for _, r := range c.Resources {
		w.Resources = append(w.Resources, deletedResourceWire(r))
	}
	return w
}

package instances

import (
	"strings"

	"github.com/admin365/admin365"
)

// CentralService is Business Central: its environments, and all that its own admin
// center does with them. An environment of Business Central is none of Dataverse: it
// is named by its family and its name, and its API is another one.
//
// Who may: a Global Administrator, a Dynamics 365 Administrator, or a Dynamics 365
// Business Central Administrator. An application on its own needs the permission
// AdminCenter.ReadWrite.All, and to be on the tenant's list of [CentralAuthorizedApps]:
// one that is not is refused as [admin365.ErrForbidden]. Each call can fail so, and
// with what every API refuses; the comments of the methods name the rest.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api
type CentralService struct {
	// Environments are the environments themselves.
	Environments CentralEnvironments
	// Backups go back to a point in time.
	Backups CentralBackups
	// Capacity is what is used, and how much there may be.
	Capacity CentralCapacity
	// Catalogue is where environments can be made, in which versions.
	Catalogue CentralCatalogue
	// Operations are what is being done with environments and their apps, and what was.
	Operations CentralOperations
	// Settings are an environment's settings.
	Settings CentralSettings
	// Access is who gets into an environment.
	Access CentralAccess
	// Apps are the apps inside of an environment.
	Apps CentralApps
	// Updates are the versions that an environment can be brought to, and when.
	Updates CentralUpdates
	// Recipients are who is told by mail.
	Recipients CentralRecipients
	// AuthorizedApps are the applications that may call this API on their own.
	AuthorizedApps CentralAuthorizedApps
}

// Family is an application family of Business Central: Microsoft's own, or that of a
// partner who builds on it. Letter case does not matter.
type Family string

// BusinessCentral is Microsoft's own family; the empty Family stands for it.
const BusinessCentral Family = "BusinessCentral"

// CentralEnvironmentID names an environment of Business Central: its name is unique in
// its family, letter case aside. A name changes by [CentralEnvironments.Rename], and
// when the environment is deleted.
type CentralEnvironmentID struct {
	// Family is its family; empty means [BusinessCentral].
	Family Family `json:"family,omitzero"`
	// Name is its name, such as "Production".
	Name string `json:"name"`
}

// Central is the environment of that name in Microsoft's own family.
func Central(name string) CentralEnvironmentID {
	return CentralEnvironmentID{Family: BusinessCentral, Name: name}
}

// String returns family and name as the service writes them: "BusinessCentral/Production".
// So does the ResourceID of an operation.
func (id CentralEnvironmentID) String() string {
	return string(id.family()) + "/" + id.Name
}

// ParseCentralEnvironmentID reads what String returned; what holds no family is a name
// in Microsoft's own. It fails with [admin365.ErrInvalid] for a text without a name.
func ParseCentralEnvironmentID(s string) (CentralEnvironmentID, error) {
	family, name, found := strings.Cut(s, "/")
	if !found {
		family, name = string(BusinessCentral), s
	}
	if family == "" || name == "" || strings.Contains(name, "/") {
		return CentralEnvironmentID{}, &admin365.Error{Kind: admin365.ErrInvalid, Target: s, Message: "it names no environment of Business Central"}
	}
	return CentralEnvironmentID{Family: Family(family), Name: name}, nil
}

// Equal reports whether both name the same environment, letter case aside.
func (id CentralEnvironmentID) Equal(other CentralEnvironmentID) bool {
	return strings.EqualFold(id.String(), other.String())
}

func (id CentralEnvironmentID) family() Family {
	if id.Family == "" {
		return BusinessCentral
	}
	return id.Family
}

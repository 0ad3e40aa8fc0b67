package identity

import "time"

// EmployeeOrgData is where an employee belongs.
type EmployeeOrgData struct {
	CostCenter string `json:"costCenter,omitzero"`
	Division   string `json:"division,omitzero"`
}

// ObjectIdentity is one way in which a user signs in.
type ObjectIdentity struct {
	// SignInType is "userPrincipalName", "emailAddress", "federated" and the like.
	SignInType string `json:"signInType,omitzero"`
	// Issuer is a domain of the tenant or the name of an identity provider.
	Issuer           string `json:"issuer,omitzero"`
	IssuerAssignedID string `json:"issuerAssignedId,omitzero"`
}

// ProvisionedError is a service that could not set a user up.
type ProvisionedError struct {
	CreatedDateTime time.Time `json:"createdDateTime,omitzero"`
	IsResolved      bool      `json:"isResolved"`
	ServiceInstance string    `json:"serviceInstance"`
}

// OnPremisesProvisioning is why the synchronization could not write a property.
type OnPremisesProvisioning struct {
	Category             string    `json:"category"`
	OccurredDateTime     time.Time `json:"occurredDateTime,omitzero"`
	PropertyCausingError string    `json:"propertyCausingError"`
	Value                string    `json:"value"`
}

// ExtensionAttributes are the fifteen free attributes of a user, writable in
// the cloud unless he is synchronized.
type ExtensionAttributes struct {
	ExtensionAttribute1  string `json:"extensionAttribute1,omitzero"`
	ExtensionAttribute2  string `json:"extensionAttribute2,omitzero"`
	ExtensionAttribute3  string `json:"extensionAttribute3,omitzero"`
	ExtensionAttribute4  string `json:"extensionAttribute4,omitzero"`
	ExtensionAttribute5  string `json:"extensionAttribute5,omitzero"`
	ExtensionAttribute6  string `json:"extensionAttribute6,omitzero"`
	ExtensionAttribute7  string `json:"extensionAttribute7,omitzero"`
	ExtensionAttribute8  string `json:"extensionAttribute8,omitzero"`
	ExtensionAttribute9  string `json:"extensionAttribute9,omitzero"`
	ExtensionAttribute10 string `json:"extensionAttribute10,omitzero"`
	ExtensionAttribute11 string `json:"extensionAttribute11,omitzero"`
	ExtensionAttribute12 string `json:"extensionAttribute12,omitzero"`
	ExtensionAttribute13 string `json:"extensionAttribute13,omitzero"`
	ExtensionAttribute14 string `json:"extensionAttribute14,omitzero"`
	ExtensionAttribute15 string `json:"extensionAttribute15,omitzero"`
}

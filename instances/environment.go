package instances

import (
	"time"

	"github.com/admin365/admin365"
)

// EnvironmentID is the id of an environment: a GUID, or "Default-" and the tenant's id
// for the tenant's default environment. It is not the id of the organization behind it.
type EnvironmentID string

// OrganizationID is the id of the Dataverse organization behind an environment, a GUID.
type OrganizationID string

// Environment is an environment of the tenant.
//
// Source: https://learn.microsoft.com/power-platform/admin/environments-overview
type Environment struct {
	ID          EnvironmentID   `json:"id"`
	DisplayName string          `json:"displayName"`
	Description string          `json:"description,omitzero"`
	Type        EnvironmentType `json:"type"`
	// IsDefault: it is the one that every tenant has and nobody can delete.
	IsDefault bool `json:"isDefault"`
	// Location is the geography by name, such as "europe", and AzureRegion the region
	// in it, such as "westeurope"; empty if the service does not tell.
	Location    string            `json:"location"`
	AzureRegion string            `json:"azureRegion,omitzero"`
	TenantID    admin365.TenantID `json:"tenantId"`
	// CreationType is how it came to be, such as "User" or "DefaultTenant".
	CreationType string `json:"creationType,omitzero"`

	// Provisioning is how far its making or its deletion is.
	Provisioning ProvisioningState `json:"provisioningState"`
	// Management is whether an operation runs on it.
	Management ManagementState `json:"managementState"`
	// Runtime is who may work in it.
	Runtime RuntimeState `json:"runtimeState"`
	// Dataverse is the organization behind it; nil if there is none.
	Dataverse *Dataverse `json:"dataverse,omitzero"`

	// Created and Modified are in UTC.
	Created    time.Time `json:"created"`
	CreatedBy  Principal `json:"createdBy"`
	Modified   time.Time `json:"modified,omitzero"`
	ModifiedBy Principal `json:"modifiedBy,omitzero"`
	// UsedBy is for whom an environment of type [Developer] was made; nil otherwise.
	UsedBy *Principal `json:"usedBy,omitzero"`

	// Retention is how long backups are kept: 7, 14, 21 or 28 days.
	Retention time.Duration `json:"retention,omitzero"`
	// BackupsFrom is the earliest time to which it can be restored; zero if there is
	// none.
	BackupsFrom time.Time `json:"backupsFrom,omitzero"`
	// Cadence is how often it is updated.
	Cadence UpdateCadence `json:"updateCadence,omitzero"`
	// Managed: it is a Managed Environment (its protection level is Standard).
	Managed bool `json:"managed"`
	// KeyManagedBy is "Microsoft", or "Customer" for a key of the customer's own.
	KeyManagedBy string `json:"keyManagedBy,omitzero"`
	// DisasterRecovery is "Enabled" or "Disabled"; empty if the service does not tell.
	DisasterRecovery string `json:"disasterRecovery,omitzero"`
	// GroupID is the environment group that it is in; empty for none.
	GroupID string `json:"groupId,omitzero"`
	// BillingPolicyID is the policy that pays for it as it is used; empty for none.
	BillingPolicyID string `json:"billingPolicyId,omitzero"`

	// Running is the operation that runs on it; nil if none does, or if the service does
	// not tell.
	Running *RunningOperation `json:"running,omitzero"`
	// Allowed are the operations that its type and its state allow, busy or not, and
	// Disallowed those that they do not, each with the reason.
	Allowed    []OperationKind       `json:"allowed,omitzero"`
	Disallowed []DisallowedOperation `json:"disallowed,omitzero"`

	// AdminURL and MakerURL are its pages as the service names them; see
	// [Environment.Links].
	AdminURL string `json:"adminUrl,omitzero"`
	MakerURL string `json:"makerUrl,omitzero"`
}

// Dataverse is the organization behind an environment: the instance.
type Dataverse struct {
	OrganizationID OrganizationID `json:"organizationId"`
	// FriendlyName is the organization's name, as a rule the environment's.
	FriendlyName string `json:"friendlyName,omitzero"`
	// UniqueName is the database's, such as "unq0123456789abcdef0123456789abc".
	UniqueName string `json:"uniqueName,omitzero"`
	// DomainName is the first label of its address.
	DomainName string `json:"domainName"`
	// URL is where people work, such as "https://contoso.crm4.dynamics.com/", and APIURL
	// where programs do, such as "https://contoso.api.crm4.dynamics.com".
	URL    string `json:"url"`
	APIURL string `json:"apiUrl,omitzero"`
	// Version is such as "9.2.26014.00155".
	Version string `json:"version,omitzero"`
	// Language is the base language by its LCID, such as 1033.
	Language int `json:"language,omitzero"`
	// State is how the organization is.
	State InstanceState `json:"state"`
	// BackgroundOperations is whether workflows, synchronization and mail run.
	BackgroundOperations BackgroundOperations `json:"backgroundOperations,omitzero"`
	// SecurityGroupID restricts it to the members of the group; empty for everybody who
	// has a license.
	SecurityGroupID admin365.GroupID `json:"securityGroupId,omitzero"`
	// Templates are the applications that it was made with.
	Templates []string  `json:"templates,omitzero"`
	Created   time.Time `json:"created,omitzero"`
	Modified  time.Time `json:"modified,omitzero"`
}

// Principal is who did something.
type Principal struct {
	// ID is an object id, or "SYSTEM" for the platform itself.
	ID          string `json:"id,omitzero"`
	DisplayName string `json:"displayName,omitzero"`
	// Type is "User", "ServicePrincipal", "Service" or "NotSpecified".
	Type              string            `json:"type,omitzero"`
	TenantID          admin365.TenantID `json:"tenantId,omitzero"`
	UserPrincipalName string            `json:"userPrincipalName,omitzero"`
}

// RunningOperation is the operation that keeps an environment busy.
type RunningOperation struct {
	ID   admin365.OperationID `json:"id"`
	Kind OperationKind        `json:"kind"`
}

// DisallowedOperation is what cannot be done to an environment as it is.
type DisallowedOperation struct {
	Kind OperationKind `json:"kind"`
	// Reason is such as "EnvironmentSkuType" or "CdsLink".
	Reason DisallowReason `json:"reason,omitzero"`
	// Message is the service's sentence; it may be empty.
	Message string `json:"message,omitzero"`
}

// EnvironmentType is what an environment is for; the service's word is SKU. Unknown
// values are kept.
type EnvironmentType string

// The types of environments.
const (
	Production EnvironmentType = "Production"
	Sandbox    EnvironmentType = "Sandbox"
	Trial      EnvironmentType = "Trial"
	// SubscriptionBasedTrial is a trial that belongs to a subscription.
	SubscriptionBasedTrial EnvironmentType = "SubscriptionBasedTrial"
	Developer              EnvironmentType = "Developer"
	// Default is the tenant's own; there is one.
	Default EnvironmentType = "Default"
	// Teams is Dataverse for Teams.
	Teams   EnvironmentType = "Teams"
	Support EnvironmentType = "Support"
)

// ProvisioningState is how far the making of an environment is. Unknown values are kept.
type ProvisioningState string

// The states of provisioning.
const (
	Provisioned          ProvisioningState = "Succeeded"
	Provisioning         ProvisioningState = "Provisioning"
	ProvisioningDatabase ProvisioningState = "LinkedDatabaseProvisioning"
	ProvisioningDeleting ProvisioningState = "Deleting"
	ProvisioningFailed   ProvisioningState = "Failed"
)

// ManagementState is whether an operation runs on an environment. Unknown values are
// kept.
type ManagementState string

// The states of management.
const (
	ManagementReady   ManagementState = "Ready"
	ManagementRunning ManagementState = "Running"
)

// RuntimeState is who may work in an environment. Unknown values are kept.
type RuntimeState string

// The states at run time.
const (
	// RuntimeEnabled: everybody with a license may.
	RuntimeEnabled RuntimeState = "Enabled"
	// RuntimeAdminMode: System Administrators and System Customizers alone.
	RuntimeAdminMode RuntimeState = "AdminMode"
	// RuntimeDisabled: nobody.
	RuntimeDisabled RuntimeState = "Disabled"
)

// InstanceState is how the organization behind an environment is. Unknown values are
// kept.
type InstanceState string

// The states of an organization.
const (
	InstanceReady        InstanceState = "Ready"
	InstanceProvisioning InstanceState = "Provisioning"
	InstanceDisabled     InstanceState = "Disabled"
	InstanceDeleting     InstanceState = "Deleting"
	InstanceFailed       InstanceState = "Failed"
)

// BackgroundOperations is whether an organization does what it does by itself. Unknown
// values are kept.
type BackgroundOperations string

// The states of background operations.
const (
	BackgroundEnabled  BackgroundOperations = "Enabled"
	BackgroundDisabled BackgroundOperations = "Disabled"
)

// UpdateCadence is how often an environment is updated. Unknown values are kept.
type UpdateCadence string

// The cadences.
const (
	CadenceFrequent UpdateCadence = "Frequent"
	CadenceModerate UpdateCadence = "Moderate"
)

// DisallowReason is what stands in the way of an operation. Unknown values are kept.
type DisallowReason string

// The reasons.
const (
	// ReasonNoDatabase: there is no Dataverse, or already one.
	ReasonNoDatabase DisallowReason = "CdsLink"
	// ReasonType: the type does not allow it.
	ReasonType DisallowReason = "EnvironmentSkuType"
	// ReasonDisabled: the environment is disabled.
	ReasonDisabled DisallowReason = "EnvironmentDisabled"
	// ReasonKey: the encryption key is Microsoft's.
	ReasonKey DisallowReason = "EnvironmentCmkLinked"
	// ReasonManaged: it is a Managed Environment, or is none.
	ReasonManaged DisallowReason = "GovernanceConfig"
)

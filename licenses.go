package admin365

import "time"

// A license is a seat of a product that a user has. These words are shared by
// people, groups and billing.

type (
	// SKUID is the id of a product (stock-keeping unit), a GUID that is the same in
	// every tenant: 6fd2c87f-b296-42f0-b197-1e91e994b900 is Office 365 E3.
	//
	// Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
	SKUID string
	// ServicePlanID is the id of a service that a product holds, such as Exchange
	// Online, a GUID that is the same in every tenant.
	ServicePlanID string
)

// AssignedLicense is a product that a user or a group has, and the service plans
// of it that are switched off.
//
// Source: https://learn.microsoft.com/graph/api/resources/assignedlicense
type AssignedLicense struct {
	SKUID         SKUID           `json:"skuId"`
	DisabledPlans []ServicePlanID `json:"disabledPlans"`
}

// LicenseState is how a user came by a license, and whether it works. Who has a
// product directly and by two groups has three of them, and takes one seat.
//
// Source: https://learn.microsoft.com/graph/api/resources/licenseassignmentstate
type LicenseState struct {
	SKUID         SKUID           `json:"skuId"`
	DisabledPlans []ServicePlanID `json:"disabledPlans"`
	// AssignedByGroup is the group that it comes from, empty for a direct
	// assignment.
	AssignedByGroup GroupID            `json:"assignedByGroup"`
	State           LicenseStateStatus `json:"state"`
	// Error is why it does not work: one of the constants that begin with License, such
	// as [LicenseCountViolation] for want of a seat, or a value that is new. Where it
	// works it is [LicenseNoError], or empty: the service says either.
	Error LicenseStateError `json:"error"`
	// LastUpdatedDateTime is in UTC.
	LastUpdatedDateTime time.Time `json:"lastUpdatedDateTime,omitzero"`
}

// LicenseStateStatus is whether an assignment works. Values that this module
// does not know are kept as they came.
type LicenseStateStatus string

// The states of an assignment.
const (
	LicenseActive          LicenseStateStatus = "Active"
	LicenseActiveWithError LicenseStateStatus = "ActiveWithError"
	LicenseDisabled        LicenseStateStatus = "Disabled"
	LicenseError           LicenseStateStatus = "Error"
)

// LicenseStateError is why an assignment does not work: [LicenseCountViolation],
// [LicenseMutuallyExclusiveViolation], [LicenseDependencyViolation],
// [LicenseProhibitedInUsageLocationViolation], [LicenseUniquenessViolation] or
// [LicenseOtherError]; [LicenseNoError] or empty where it does. Values that this module
// does not know are kept as they came.
//
// Source: https://learn.microsoft.com/graph/api/resources/licenseassignmentstate
type LicenseStateError string

// The errors of an assignment.
const (
	// LicenseNoError is what the service may say of an assignment that works.
	LicenseNoError LicenseStateError = "None"
	// LicenseCountViolation: there is no free seat.
	LicenseCountViolation LicenseStateError = "CountViolation"
	// LicenseMutuallyExclusiveViolation: a plan of it excludes one that the user has.
	LicenseMutuallyExclusiveViolation LicenseStateError = "MutuallyExclusiveViolation"
	// LicenseDependencyViolation: a plan needs another one that is missing.
	LicenseDependencyViolation LicenseStateError = "DependencyViolation"
	// LicenseProhibitedInUsageLocationViolation: the product is not sold where the
	// user is.
	LicenseProhibitedInUsageLocationViolation LicenseStateError = "ProhibitedInUsageLocationViolation"
	// LicenseUniquenessViolation: an address of the user is not unique.
	LicenseUniquenessViolation LicenseStateError = "UniquenessViolation"
	// LicenseOtherError: another license of the same group is the culprit; that one has its
	// own reason.
	LicenseOtherError LicenseStateError = "Other"
)

// AssignedPlan is a service plan that a user has.
//
// Source: https://learn.microsoft.com/graph/api/resources/assignedplan
type AssignedPlan struct {
	// AssignedDateTime is in UTC.
	AssignedDateTime time.Time `json:"assignedDateTime,omitzero"`
	// CapabilityStatus is "Enabled", "Warning", "Suspended", "LockedOut" or "Deleted".
	CapabilityStatus string `json:"capabilityStatus"`
	// Service is the service's own name, such as "exchange".
	Service       string        `json:"service"`
	ServicePlanID ServicePlanID `json:"servicePlanId"`
}

// ProvisionedPlan is a service plan as its service has set it up.
//
// Source: https://learn.microsoft.com/graph/api/resources/provisionedplan
type ProvisionedPlan struct {
	CapabilityStatus   string `json:"capabilityStatus"`
	ProvisioningStatus string `json:"provisioningStatus"`
	Service            string `json:"service"`
}

package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
)

// Copies overwrite one environment with another. Roles are those of [Environments].
//
// Source: https://learn.microsoft.com/power-platform/admin/copy-environment
type Copies interface {
	// Copy overwrites the target with the source: an operation of kind [KindCopy] that
	// takes up to eight hours, or a day with much data. Both are busy meanwhile. Afterwards
	// the target has the source's language, currency and version, keeps its own address,
	// and is in administration mode with its background operations off.
	//
	// The target is a [Sandbox] (a [SubscriptionBasedTrial] for a source of that type) in
	// the source's location; the source is no [Default] and no [Trial]. A Managed
	// Environment is copied onto a Managed one only.
	//
	// Effect: loses data (the target's). Errors: [admin365.ErrInvalid] (an unknown type of
	// copy, the target is the source), [admin365.ErrNotFound] (either),
	// [admin365.ErrBusy] (either), [admin365.ErrPrecondition] (not as expected; types,
	// locations, Dataverse, Managed Environments), [ErrNoCapacity]. Operation:
	// instances.Copies.Copy.
	Copy(ctx context.Context, target EnvironmentID, expect Expect, c EnvironmentCopy) (*admin365.Operation, error)

	// Targets returns the environments onto which the source could be copied.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation: instances.Copies.Targets.
	Targets(ctx context.Context, source EnvironmentID) iter.Seq2[*Candidate, error]
}

// EnvironmentCopy says what to copy onto the target, and how.
type EnvironmentCopy struct {
	// Source is what is copied.
	Source EnvironmentID
	// Type is [FullCopy] or [MinimalCopy].
	Type CopyType
	// DisplayName is the target's new name; empty keeps its own.
	DisplayName string
	// SecurityGroupID is the target's new security group; empty keeps its own, and the zero
	// GUID opens it to everybody who has a license.
	SecurityGroupID admin365.GroupID
	// IncludeAuditData copies the audit logs too, which may take days.
	IncludeAuditData bool
}

// CopyType is what a copy takes along. Unknown values are kept.
type CopyType string

// The types of copies.
const (
	// FullCopy takes all data, customizations and users.
	FullCopy CopyType = "FullCopy"
	// MinimalCopy takes users, customizations and the schema, and no data of the business.
	MinimalCopy CopyType = "MinimalCopy"
)

// Candidate is an environment that could be the target of a copy or a restore.
type Candidate struct {
	ID          EnvironmentID `json:"environmentId"`
	DisplayName string        `json:"displayName"`
	URL         string        `json:"dataverseOrganizationUrl"`
}

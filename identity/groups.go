package identity

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365"
)

// Groups adds, finds, edits and deletes groups: security groups and Microsoft
// 365 groups.
//
// Source: https://learn.microsoft.com/graph/api/resources/group
type Groups interface {
	// Create adds a group. The answer holds what was sent and what the service
	// added.
	//
	// Required: DisplayName, MailNickname. Members and Owners are bound in the
	// same request, at most 20 together. Who creates a Microsoft 365 group as a
	// signed-in user and names no owner becomes it himself.
	//
	// Effect: reversible. Role: Groups Administrator. Errors:
	// [admin365.ErrInvalid] (Details name the property), [admin365.ErrNotFound]
	// (a member or an owner), [admin365.ErrConflict] (the mail nickname of a
	// Microsoft 365 group is taken), [admin365.ErrPrecondition] (the directory is
	// full), [admin365.ErrUncertain] (sent, and no answer: display names are not
	// unique, so look before you repeat it).
	// Source: https://learn.microsoft.com/graph/api/group-post-groups
	Create(ctx context.Context, g NewGroup) (*Group, error)

	// Get returns a group with every property of [Group].
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/group-get
	Get(ctx context.Context, id admin365.GroupID) (*Group, error)

	// List returns the groups that q asks for; it yields as [Users.List] does.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrInvalid] (the query).
	// Source: https://learn.microsoft.com/graph/api/group-list
	List(ctx context.Context, q GroupQuery) iter.Seq2[*Group, error]

	// Count returns how many groups q asks for.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrInvalid].
	// Source: https://learn.microsoft.com/graph/api/group-list
	Count(ctx context.Context, q GroupQuery) (int, error)

	// Update changes what p names and leaves the rest alone. An empty patch is
	// refused with [admin365.ErrInvalid].
	//
	// Effect: reversible; repeating it is harmless. Role: Groups Administrator.
	// Errors: [admin365.ErrNotFound], [admin365.ErrInvalid], [admin365.ErrConflict]
	// (the mail nickname of a Microsoft 365 group is taken),
	// [admin365.ErrPrecondition] (mastered on-premises, or by Exchange).
	// Source: https://learn.microsoft.com/graph/api/group-update
	Update(ctx context.Context, id admin365.GroupID, p GroupPatch) error

	// Delete moves a group to the deleted groups, from where it can be restored
	// for 30 days. Its members lose at once what they had by it. A group that is
	// synchronized, or mail-enabled and no Microsoft 365 group, is gone for good.
	//
	// Effect: loses data after 30 days, revokes access at once. Role: Groups
	// Administrator. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/group-delete
	Delete(ctx context.Context, id admin365.GroupID) error
}

// GroupMembers says who is in a group. Members are users, groups and service
// principals.
//
// Source: https://learn.microsoft.com/graph/api/group-list-members
type GroupMembers interface {
	// List returns the direct members; it yields as [Users.List] does.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/group-list-members
	List(ctx context.Context, group admin365.GroupID) iter.Seq2[*DirectoryObject, error]

	// ListTransitive returns the members and the members of groups that are
	// members, each once.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/group-list-transitivemembers
	ListTransitive(ctx context.Context, group admin365.GroupID) iter.Seq2[*DirectoryObject, error]

	// Add makes objects members, all of them or, on an error, none. At most 20
	// in one call. A security group takes users, service principals and other
	// security groups, a Microsoft 365 group users alone, and a group that is
	// assignable to roles no groups.
	//
	// Effect: reversible. Role: Groups Administrator. Errors:
	// [admin365.ErrNotFound] (the group or a member), [admin365.ErrConflict] (one
	// is a member already), [admin365.ErrInvalid] (none, more than 20, or one that
	// the group does not take), [admin365.ErrForbidden] (also for a group whose
	// members follow from a rule: the service says no more about it),
	// [admin365.ErrPrecondition] (mastered on-premises, or by Exchange),
	// [admin365.ErrUncertain] (sent, and no answer: look whether they are there).
	// Source: https://learn.microsoft.com/graph/api/group-post-members
	Add(ctx context.Context, group admin365.GroupID, members ...admin365.ObjectID) error

	// Remove takes one member out. The object itself is untouched.
	//
	// Effect: revokes access; repeating it is harmless. Role: Groups
	// Administrator. Errors: [admin365.ErrNotFound] (the group, or it is no
	// member), [admin365.ErrForbidden] (also for a group whose members follow from
	// a rule), [admin365.ErrPrecondition] (mastered on-premises, or by Exchange).
	// Source: https://learn.microsoft.com/graph/api/group-delete-members
	Remove(ctx context.Context, group admin365.GroupID, member admin365.ObjectID) error
}

// GroupOwners says who looks after a group: users and service principals.
//
// Source: https://learn.microsoft.com/graph/api/group-list-owners
type GroupOwners interface {
	// List returns the owners; it yields as [Users.List] does.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/group-list-owners
	List(ctx context.Context, group admin365.GroupID) iter.Seq2[*DirectoryObject, error]

	// Add makes an object an owner. A group has at most 100.
	//
	// Effect: reversible. Role: Groups Administrator. Errors:
	// [admin365.ErrNotFound], [admin365.ErrConflict] (it is one already),
	// [admin365.ErrInvalid] (a group cannot be one), [admin365.ErrPrecondition]
	// (the group has 100, or is mastered on-premises or by Exchange),
	// [admin365.ErrUncertain] (sent, and no answer).
	// Source: https://learn.microsoft.com/graph/api/group-post-owners
	Add(ctx context.Context, group admin365.GroupID, owner admin365.ObjectID) error

	// Remove takes an owner away. The last user among a group's owners has to
	// stay.
	//
	// Effect: revokes access; repeating it is harmless. Role: Groups
	// Administrator. Errors: [admin365.ErrNotFound] (the group, or it is no owner),
	// [admin365.ErrPrecondition] (the last one, or mastered on-premises or by
	// Exchange).
	// Source: https://learn.microsoft.com/graph/api/group-delete-owners
	Remove(ctx context.Context, group admin365.GroupID, owner admin365.ObjectID) error
}

// Memberships says what a user is a member of: groups and activated roles.
//
// Source: https://learn.microsoft.com/graph/api/user-list-memberof
type Memberships interface {
	// List returns what the user is a direct member of; it yields as
	// [Users.List] does.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/user-list-memberof
	List(ctx context.Context, user admin365.UserID) iter.Seq2[*DirectoryObject, error]

	// ListTransitive returns also what the user is a member of by other groups.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/user-list-transitivememberof
	ListTransitive(ctx context.Context, user admin365.UserID) iter.Seq2[*DirectoryObject, error]
}

// DeletedGroups is the bin of groups: those that were deleted in the last 30
// days.
//
// Source: https://learn.microsoft.com/graph/api/resources/directory
type DeletedGroups interface {
	// List returns the deleted groups with every property of [Group]; it yields
	// as [Users.List] does.
	//
	// Effect: read. Role: every member.
	// Source: https://learn.microsoft.com/graph/api/directory-deleteditems-list
	List(ctx context.Context) iter.Seq2[*Group, error]

	// Get returns a deleted group with every property of [Group].
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound], also for
	// a group that is not deleted.
	// Source: https://learn.microsoft.com/graph/api/directory-deleteditems-get
	Get(ctx context.Context, id admin365.GroupID) (*Group, error)

	// Restore brings a group back with its members and owners.
	//
	// Effect: reversible. Role: Groups Administrator. Errors:
	// [admin365.ErrNotFound], [admin365.ErrConflict] (an address or the mail
	// nickname is taken meanwhile), [admin365.ErrUncertain] (sent, and no answer).
	// Source: https://learn.microsoft.com/graph/api/directory-deleteditems-restore
	Restore(ctx context.Context, id admin365.GroupID) (*Group, error)

	// Purge deletes a deleted group for good. Nobody can bring it back.
	//
	// Effect: irrevocable. Role: Groups Administrator. Errors:
	// [admin365.ErrNotFound], also for a group that is not deleted.
	// Source: https://learn.microsoft.com/graph/api/directory-deleteditems-delete
	Purge(ctx context.Context, id admin365.GroupID) error
}

// UnifiedGroup in [Group.GroupTypes] makes a group a Microsoft 365 group, and
// DynamicMembership one whose members follow from a rule.
const (
	UnifiedGroup      = "Unified"
	DynamicMembership = "DynamicMembership"
)

// Group is a security group (SecurityEnabled, no GroupTypes), a Microsoft 365
// group ([UnifiedGroup]), or one of the mail groups that Exchange manages. An
// empty text and a zero time mean that the property is not set; a boolean that
// may be missing is a pointer. Times are in UTC.
//
// Source: https://learn.microsoft.com/graph/api/resources/group#properties
type Group struct {
	ID          admin365.GroupID `json:"id"`
	DisplayName string           `json:"displayName"`
	Description string           `json:"description"`
	// Mail is the address of a mail-enabled group; the service sets it.
	Mail            string   `json:"mail"`
	MailEnabled     *bool    `json:"mailEnabled"`
	MailNickname    string   `json:"mailNickname"`
	ProxyAddresses  []string `json:"proxyAddresses"`
	SecurityEnabled *bool    `json:"securityEnabled"`
	// GroupTypes are [UnifiedGroup], [DynamicMembership], both, or none.
	GroupTypes []string `json:"groupTypes"`
	// Visibility is "Private", "Public" or "HiddenMembership".
	Visibility string `json:"visibility"`
	// IsAssignableToRole: the group can hold directory roles. It is given when the
	// group is created and never changes.
	IsAssignableToRole *bool `json:"isAssignableToRole"`
	// MembershipRule is whom a dynamic group takes in.
	MembershipRule                string `json:"membershipRule"`
	MembershipRuleProcessingState string `json:"membershipRuleProcessingState"`
	Classification                string `json:"classification"`
	PreferredDataLocation         string `json:"preferredDataLocation"`
	PreferredLanguage             string `json:"preferredLanguage"`
	Theme                         string `json:"theme"`
	SecurityIdentifier            string `json:"securityIdentifier"`

	AssignedLicenses []admin365.AssignedLicense `json:"assignedLicenses"`

	CreatedDateTime    time.Time `json:"createdDateTime"`
	RenewedDateTime    time.Time `json:"renewedDateTime"`
	ExpirationDateTime time.Time `json:"expirationDateTime"`
	DeletedDateTime    time.Time `json:"deletedDateTime"`

	// OnPremisesSyncEnabled: true for a synchronized group, which is mastered
	// on-premises; false if it once was; nil if never.
	OnPremisesSyncEnabled        *bool     `json:"onPremisesSyncEnabled"`
	OnPremisesLastSyncDateTime   time.Time `json:"onPremisesLastSyncDateTime"`
	OnPremisesDomainName         string    `json:"onPremisesDomainName"`
	OnPremisesNetBiosName        string    `json:"onPremisesNetBiosName"`
	OnPremisesSamAccountName     string    `json:"onPremisesSamAccountName"`
	OnPremisesSecurityIdentifier string    `json:"onPremisesSecurityIdentifier"`
}

// NewGroup is a group to create. Empty fields are not sent. The zero value of
// the kinds is a security group, the usual one: SecurityEnabled nil means true
// unless the group is Unified, MailEnabled nil means true only if it is.
type NewGroup struct {
	// DisplayName has at most 256 characters. Required.
	DisplayName string `json:"displayName,omitzero"`
	Description string `json:"description,omitzero"`
	// MailNickname has at most 64 characters of ASCII without @ () \ [] " ; : <> ,
	// and blanks. Required, also for a group without mail.
	MailNickname    string   `json:"mailNickname,omitzero"`
	MailEnabled     *bool    `json:"mailEnabled,omitzero"`
	SecurityEnabled *bool    `json:"securityEnabled,omitzero"`
	GroupTypes      []string `json:"groupTypes,omitzero"`
	Visibility      string   `json:"visibility,omitzero"`
	// IsAssignableToRole can be given now and never changed. It needs a caller who
	// manages roles, and an Entra ID P1 license.
	IsAssignableToRole            *bool  `json:"isAssignableToRole,omitzero"`
	MembershipRule                string `json:"membershipRule,omitzero"`
	MembershipRuleProcessingState string `json:"membershipRuleProcessingState,omitzero"`
	PreferredDataLocation         string `json:"preferredDataLocation,omitzero"`
	PreferredLanguage             string `json:"preferredLanguage,omitzero"`
	Theme                         string `json:"theme,omitzero"`

	// Members and Owners are bound in the same request.
	Members []admin365.ObjectID `json:"-"`
	Owners  []admin365.ObjectID `json:"-"`
}

// GroupPatch is a change to a group. A nil pointer and a zero Optional leave the
// property alone.
type GroupPatch struct {
	DisplayName     *string                   `json:"displayName,omitzero"`
	MailNickname    *string                   `json:"mailNickname,omitzero"`
	SecurityEnabled *bool                     `json:"securityEnabled,omitzero"`
	Visibility      *string                   `json:"visibility,omitzero"`
	Description     admin365.Optional[string] `json:"description,omitzero"`

	MembershipRule                admin365.Optional[string] `json:"membershipRule,omitzero"`
	MembershipRuleProcessingState admin365.Optional[string] `json:"membershipRuleProcessingState,omitzero"`
	Classification                admin365.Optional[string] `json:"classification,omitzero"`
	PreferredDataLocation         admin365.Optional[string] `json:"preferredDataLocation,omitzero"`
	PreferredLanguage             admin365.Optional[string] `json:"preferredLanguage,omitzero"`
	Theme                         admin365.Optional[string] `json:"theme,omitzero"`
}

// GroupQuery says which groups to list. The zero value lists all. Its conditions
// are joined by "and"; texts are compared without regard to letter case.
type GroupQuery struct {
	// DisplayName is the whole name, DisplayNamePrefix how it begins.
	DisplayName       string
	DisplayNamePrefix string
	MailNickname      string
	// SecurityEnabled true lists groups that give access; nil lists all.
	SecurityEnabled *bool
	// MailEnabled true lists groups that have a mailbox; nil lists all.
	MailEnabled *bool
	// Unified true lists Microsoft 365 groups alone.
	Unified bool
	// Filter is a further condition in the service's own language, such as
	// "groupTypes/any(c:c eq 'Unified')".
	Filter string
	// OrderByDisplayName orders the list. Together with a condition it implies
	// Advanced.
	OrderByDisplayName bool
	// Advanced asks for the service's advanced query engine; see
	// [UserQuery.Advanced].
	Advanced bool
	// PageSize is a hint, 1 to 999; 0 means the largest.
	PageSize int
}

package identity

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// groupRow is a group in memory.
type groupRow struct {
	ID              tenant.Key
	DisplayName     string
	Nickname        string // mailNickname
	Mail            string
	MailEnabled     odata.Tri
	SecurityEnabled odata.Tri
	Synced          odata.Tri
	RoleAssignable  odata.Tri
	// Unified and Dynamic follow from groupTypes: see apply.
	Unified, Dynamic bool
	Cells            odata.Cells
}

// groups are the live groups, and deletedGroups those in the bin.
var (
	groups = tenant.Table[*groupRow]{
		Name: "groups", Key: groupKey, Label: groupLabel, Diff: groupDiff,
		Indexes: []*tenant.Index[*groupRow]{&groupsByDisplayName, &groupsByNickname, &groupsByMail, &unifiedByNickname},
	}
	groupsByDisplayName = tenant.Index[*groupRow]{Name: "displayName", Text: groupLabel}
	groupsByNickname    = tenant.Index[*groupRow]{Name: "mailNickname", Text: func(r *groupRow) string { return r.Nickname }}
	groupsByMail        = tenant.Index[*groupRow]{Name: "mail", Text: func(r *groupRow) string { return r.Mail }}
	unifiedByNickname   = tenant.Index[*groupRow]{Name: "unifiedMailNickname", Unique: true, Text: unifiedNickname}

	deletedGroups = tenant.Table[*groupRow]{
		Name: "deletedGroups", Key: groupKey, Label: groupLabel, Diff: groupDiff,
		Indexes: []*tenant.Index[*groupRow]{&deletedGroupsByDisplayName, &deletedGroupsByTime},
	}
	deletedGroupsByDisplayName = tenant.Index[*groupRow]{Name: "displayName", Text: groupLabel}
	// Times are written in UTC to the second, so their texts are in their order.
	deletedGroupsByTime = tenant.Index[*groupRow]{Name: "deletedDateTime", Text: groupDeletedAt}
)

func groupKey(r *groupRow) tenant.Key { return r.ID }

func groupLabel(r *groupRow) string { return r.DisplayName }

func groupDiff(before, after *groupRow) []string { return groupProps.Diff(before, after) }

// unifiedNickname is the nickname of a Microsoft 365 group, which no other such
// group may have; security groups may share theirs.
// Source: https://learn.microsoft.com/graph/api/resources/group#properties
func unifiedNickname(r *groupRow) string {
	if !r.Unified {
		return ""
	}
	return r.Nickname
}

func groupDeletedAt(r *groupRow) string {
	at, _ := groupProps.Value(r, groupProp("deletedDateTime"))
	return at
}

// apply writes a change into the row, which is the caller's own clone.
func (r *groupRow) apply(c odata.Change) {
	groupProps.Apply(r, c)
	kinds, _ := groupProps.Value(r, groupProp("groupTypes"))
	r.Unified, r.Dynamic = false, false
	for _, kind := range odata.List(kinds) {
		r.Unified = r.Unified || kind == UnifiedGroup
		r.Dynamic = r.Dynamic || kind == DynamicMembership
	}
}

// exchanged reports whether the group is one that Exchange manages: a
// distribution group or a mail-enabled security group.
func (r *groupRow) exchanged() bool { return r.MailEnabled == odata.True && !r.Unified }

// savedGroup is a row as it is saved.
type savedGroup struct {
	ID         tenant.Key      `json:"id"`
	Properties json.RawMessage `json:"properties"`
}

// MarshalJSON writes the row for a tenant file.
func (r *groupRow) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedGroup{r.ID, append(groupProps.AppendSet([]byte{'{'}, r), '}')})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *groupRow) UnmarshalJSON(b []byte) error {
	var saved savedGroup
	if err := json.Unmarshal(b, &saved); err != nil {
		return err
	}
	change, err := groupProps.Body(saved.Properties)
	if err != nil {
		return fmt.Errorf("group %s: %w", saved.ID, err)
	}
	*r = groupRow{ID: saved.ID}
	r.apply(change)
	return nil
}

// groupBinding ties the public struct to the properties.
var groupBinding = odata.Binding[*groupRow, *Group]{Table: &groupProps}

// groupProp returns the index of a property that the table must have.
func groupProp(name string) int {
	i := groupProps.Lookup(name)
	if i < 0 {
		panic("identity: no property of groups " + name)
	}
	return i
}

// mailbox marks what Exchange knows of a Microsoft 365 group: it comes for one
// group at a time, when it is asked for. Setting it is absent.
const mailbox = odata.ReadOnly | odata.OnRequest | odata.SingleOnly | odata.NotFiltered

// groupProps are the properties of a group. The default set is in the order in
// which Graph gives it.
//
// The filter columns are those of the page of advanced queries for groups, with
// what the page of the resource says since: createdDateTime takes no filter
// (its refusal is recorded there), proxyAddresses and resourceProvisioningOptions
// take more. Unverified: isAssignableToRole, membershipRuleProcessingState,
// groupTypes and resourceProvisioningOptions work by default, as scripts use them.
//
// Source: https://learn.microsoft.com/graph/api/resources/group#properties and
// https://learn.microsoft.com/graph/aad-advanced-queries#group-properties
var groupProps = odata.Table[*groupRow]{
	Entity: "Group", EDM: "microsoft.graph.group", Set: "groups",
	Cells: func(r *groupRow) *odata.Cells { return &r.Cells },
	Props: []odata.Prop[*groupRow]{
		{Name: "id", Flags: odata.Default | odata.ReadOnly | odata.NotNull, Filter: odata.Filter{Eq: d}, Read: func(r *groupRow) string { return r.ID.String() }},
		{Name: "deletedDateTime", Type: odata.Time, Flags: odata.Default | odata.ReadOnly, Order: a, Filter: odata.Filter{Eq: d, GeLe: d}},
		{Name: "classification", Flags: odata.Default, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d}},
		{Name: "createdDateTime", Type: odata.Time, Flags: odata.Default | odata.ReadOnly | odata.NotFiltered},
		{Name: "description", Max: 1024, Flags: odata.Default | odata.Synced, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a}},
		{Name: "displayName", Max: 256, Flags: odata.Default | odata.Required | odata.NotNull | odata.Synced, Order: d,
			Filter: odata.Filter{Eq: d, StartsWith: d, EqNull: a}, Text: func(r *groupRow) *string { return &r.DisplayName }},
		{Name: "expirationDateTime", Type: odata.Time, Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: a, GeLe: a}},
		{Name: "groupTypes", Type: odata.TextList, Max: 2, Flags: odata.Default | odata.NotNull | odata.Synced, Filter: odata.Filter{Eq: d}, Check: areGroupTypes},
		{Name: "isAssignableToRole", Type: odata.Bool, Flags: odata.Default, Filter: odata.Filter{Eq: d}, Bool: func(r *groupRow) *odata.Tri { return &r.RoleAssignable }},
		{Name: "mail", Flags: odata.Default | odata.ReadOnly | odata.Synced | odata.EndsWith, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a},
			Text: func(r *groupRow) *string { return &r.Mail }},
		{Name: "mailEnabled", Type: odata.Bool, Flags: odata.Default | odata.Required | odata.NotNull | odata.Synced, Filter: odata.Filter{Eq: d},
			Bool: func(r *groupRow) *odata.Tri { return &r.MailEnabled }},
		{Name: "mailNickname", Max: 64, Flags: odata.Default | odata.Required | odata.NotNull | odata.Synced, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a},
			Check: isGroupNickname, Text: func(r *groupRow) *string { return &r.Nickname }},
		{Name: "membershipRule", Max: 3072, Flags: odata.Default, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d}},
		{Name: "membershipRuleProcessingState", Flags: odata.Default, Filter: odata.Filter{Eq: d}, Check: isProcessingState},
		{Name: "onPremisesDomainName", Flags: odata.Default | odata.ReadOnly | odata.NotFiltered},
		{Name: "onPremisesLastSyncDateTime", Type: odata.Time, Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: a, GeLe: a}},
		{Name: "onPremisesNetBiosName", Flags: odata.Default | odata.ReadOnly | odata.NotFiltered},
		{Name: "onPremisesSamAccountName", Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a}},
		{Name: "onPremisesSecurityIdentifier", Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: d, EqNull: a}},
		{Name: "onPremisesSyncEnabled", Type: odata.Bool, Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: d, EqNull: a},
			Bool: func(r *groupRow) *odata.Tri { return &r.Synced }},
		{Name: "preferredDataLocation", Flags: odata.Default | odata.NotFiltered},
		{Name: "preferredLanguage", Flags: odata.Default, Filter: odata.Filter{Eq: a, GeLe: a, StartsWith: a, EqNull: a}},
		{Name: "proxyAddresses", Type: odata.TextList, Flags: odata.Default | odata.ReadOnly | odata.NotNull | odata.Synced | odata.EndsWith,
			Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d, EqNull: a}},
		{Name: "renewedDateTime", Type: odata.Time, Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: d, GeLe: d}},
		{Name: "resourceBehaviorOptions", Type: odata.TextList, Flags: odata.Default | odata.NotNull | odata.NotFiltered},
		{Name: "resourceProvisioningOptions", Type: odata.TextList, Flags: odata.Default | odata.NotNull, Filter: odata.Filter{Eq: d, StartsWith: d}},
		{Name: "securityEnabled", Type: odata.Bool, Flags: odata.Default | odata.Required | odata.NotNull | odata.Synced, Filter: odata.Filter{Eq: d},
			Bool: func(r *groupRow) *odata.Tri { return &r.SecurityEnabled }},
		{Name: "securityIdentifier", Flags: odata.Default | odata.ReadOnly | odata.NotFiltered, Read: func(r *groupRow) string { return cloudSID(r.ID) }},
		{Name: "theme", Flags: odata.Default | odata.NotFiltered, Check: isTheme},
		{Name: "visibility", Flags: odata.Default | odata.NotFiltered, Check: isVisibility},
		{Name: "onPremisesProvisioningErrors", Type: odata.ObjectList, EDM: "microsoft.graph.onPremisesProvisioningError", Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: d}},

		// What comes when it is asked for.
		{Name: "assignedLabels", Type: odata.ObjectList, EDM: "microsoft.graph.assignedLabel", Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "assignedLicenses", Type: odata.ObjectList, EDM: "microsoft.graph.assignedLicense", Flags: odata.ReadOnly, Filter: odata.Filter{Eq: d}},
		{Name: "hasMembersWithLicenseErrors", Type: odata.Bool, Flags: odata.ReadOnly | odata.OnRequest | odata.Unseen, Filter: odata.Filter{Eq: d, EqNull: d}},
		{Name: "infoCatalogs", Type: odata.TextList, Flags: odata.ReadOnly | odata.NotNull, Filter: odata.Filter{Eq: d, GeLe: d, StartsWith: d}},
		{Name: "isManagementRestricted", Type: odata.Bool, Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "licenseProcessingState", Type: odata.Object, EDM: "microsoft.graph.licenseProcessingState", Flags: odata.ReadOnly | odata.NotFiltered},
		{Name: "onPremisesExtensionAttributes", Type: odata.Object, EDM: "microsoft.graph.onPremisesExtensionAttributes", Members: extensionAttributes,
			Flags: odata.ReadOnly | odata.Synced, Filter: odata.Filter{Eq: a}},
		{Name: "organizationId", Flags: odata.ReadOnly | odata.OnRequest | odata.NotFiltered},
		{Name: "serviceProvisioningErrors", Type: odata.ObjectList, EDM: "microsoft.graph.serviceProvisioningError", Flags: odata.ReadOnly, Filter: odata.Filter{Eq: d}},
		{Name: "uniqueName", Flags: odata.ReadOnly | odata.NotFiltered},

		{Name: "accessType", Flags: mailbox},
		{Name: "allowExternalSenders", Type: odata.Bool, Flags: mailbox},
		{Name: "autoSubscribeNewMembers", Type: odata.Bool, Flags: mailbox},
		{Name: "hideFromAddressLists", Type: odata.Bool, Flags: mailbox},
		{Name: "hideFromOutlookClients", Type: odata.Bool, Flags: mailbox},
		{Name: "isArchived", Type: odata.Bool, Flags: mailbox},
		{Name: "isFavorite", Type: odata.Bool, Flags: mailbox},
		{Name: "isSubscribedByMail", Type: odata.Bool, Flags: mailbox},
		{Name: "unseenConversationsCount", Type: odata.Int, Flags: mailbox},
		{Name: "unseenCount", Type: odata.Int, Flags: mailbox},
		{Name: "unseenMessagesCount", Type: odata.Int, Flags: mailbox},
		{Name: "welcomeMessageEnabled", Type: odata.Bool, Flags: mailbox},
	},
}

// The texts of which a property is one, in the service's spelling.
var (
	groupKinds       = []string{UnifiedGroup, DynamicMembership}
	visibilities     = []string{"Private", "Public", hiddenMembership}
	processingStates = []string{"On", "Paused"}
	themes           = []string{"Teal", "Purple", "Green", "Blue", "Pink", "Orange", "Red"}
)

// hiddenMembership is the visibility that is given to a Microsoft 365 group when
// it is created, and stays.
const hiddenMembership = "HiddenMembership"

func areGroupTypes(list string) bool {
	for _, kind := range odata.List(list) {
		if !oneOf(kind, groupKinds...) {
			return false
		}
	}
	return true
}

func isVisibility(s string) bool      { return oneOf(s, visibilities...) }
func isProcessingState(s string) bool { return oneOf(s, processingStates...) }
func isTheme(s string) bool           { return oneOf(s, themes...) }

// isGroupNickname: as a user's, and of ASCII alone.
// Source: https://learn.microsoft.com/graph/api/resources/group#properties
func isGroupNickname(s string) bool {
	return isNickname(s) && strings.IndexFunc(s, func(r rune) bool { return r > '\x7f' }) < 0
}

// spelled returns the change with its known words in the service's spelling: it
// takes them in any letter case.
func spelled(c odata.Change) odata.Change {
	words := map[int][]string{
		groupProp("visibility"): visibilities, groupProp("theme"): themes, groupProp("membershipRuleProcessingState"): processingStates,
	}
	out := make(odata.Change, len(c))
	for i, item := range c {
		if item.Prop == groupProp("groupTypes") {
			var kinds []string
			for _, kind := range odata.List(item.Value) {
				kinds = append(kinds, spelling(kind, groupKinds))
			}
			item.Value = odata.ListValue(kinds)
		} else if known := words[item.Prop]; known != nil {
			item.Value = spelling(item.Value, known)
		}
		out[i] = item
	}
	return out
}

func spelling(word string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(k, word) {
			return k
		}
	}
	return word
}

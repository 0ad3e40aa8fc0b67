package identity

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// groupNotNullBeyond are the properties that the vendor's list lets be null and a
// write may not set to null, each with the reason.
var groupNotNullBeyond = map[string]string{
	"displayName":     "cannot be cleared, by the page of group-update",
	"mailEnabled":     "required by a create",
	"mailNickname":    "required by a create",
	"securityEnabled": "required by a create",
}

// TestGroupTypes compares the table with the vendor's type list: names, types,
// lists and what may be null.
func TestGroupTypes(t *testing.T) {
	t.Parallel()
	types := vendorTypes(t)
	kinds := map[string]odata.Type{
		"String": odata.Text, "Boolean": odata.Bool, "Int32": odata.Int, "DateTimeOffset": odata.Time,
		"microsoft.graph.groupAccessType": odata.Text, // An enumeration is written as its word.
	}
	seen := map[string]bool{}
	for property, vendor := range types[groupProps.EDM].Properties {
		seen[property] = true
		i := groupProps.Lookup(property)
		if !assert.GreaterOrEqual(t, i, 0, "%s is not in the table", property) {
			continue
		}
		p := groupProps.Props[i]
		assert.Equal(t, property, p.Name, "letter case")
		want, simple := kinds[vendor.Type]
		switch {
		case simple && vendor.Collection:
			want = odata.TextList
		case vendor.Collection:
			want = odata.ObjectList
		case !simple:
			want = odata.Object
		}
		assert.Equal(t, want, p.Type, "the type of %s", property)
		if !simple {
			assert.Equal(t, vendor.Type, p.EDM, property)
		}
		notNull := vendor.Nullable != nil && !*vendor.Nullable
		if _, ours := groupNotNullBeyond[property]; ours {
			assert.False(t, notNull, "%s: the vendor says so too; take it off the list", property)
			notNull = true
		}
		assert.Equal(t, notNull, p.Has(odata.NotNull), "whether %s may be null", property)
	}
	for _, p := range groupProps.Props {
		assert.True(t, seen[p.Name], "the vendor does not have %s", p.Name)
	}
}

// notInGroup are the properties that Group does not have, each with the reason.
var notInGroup = map[string]string{
	"accessType": mailboxReason, "allowExternalSenders": mailboxReason, "autoSubscribeNewMembers": mailboxReason, "hideFromAddressLists": mailboxReason,
	"hideFromOutlookClients": mailboxReason, "isFavorite": mailboxReason, "isSubscribedByMail": mailboxReason, "unseenConversationsCount": mailboxReason,
	"unseenCount": mailboxReason, "unseenMessagesCount": mailboxReason, "welcomeMessageEnabled": mailboxReason, "isArchived": "a team's",
	"assignedLabels": "sensitivity labels are not modeled", "hasMembersWithLicenseErrors": "is filtered by and never returned",
	"infoCatalogs": "not described", "isManagementRestricted": "administrative units are not modeled", "licenseProcessingState": "comes with the licenses of groups",
	"onPremisesExtensionAttributes": "wants its own select", "onPremisesProvisioningErrors": "of the synchronization", "organizationId": "not described",
	"resourceBehaviorOptions": "Exchange's", "resourceProvisioningOptions": "Exchange's", "serviceProvisioningErrors": "of services", "uniqueName": "of deployments",
}

const mailboxReason = "the mailbox's, one group at a time"

// TestGroupTags: every field of the public structs is a property of the table,
// and every property has its field or a reason.
func TestGroupTags(t *testing.T) {
	t.Parallel()
	inTable := func(s reflect.Type) map[string]reflect.StructField {
		fields := tags(s)
		for name := range fields {
			i := groupProps.Lookup(name)
			if assert.GreaterOrEqual(t, i, 0, "%s.%s", s, name) {
				assert.Equal(t, groupProps.Props[i].Name, name, "%s: letter case, which the client compares", s)
			}
		}
		return fields
	}
	group, created, patch := inTable(reflect.TypeFor[Group]()), inTable(reflect.TypeFor[NewGroup]()), inTable(reflect.TypeFor[GroupPatch]())
	for i := range groupProps.Props {
		p := &groupProps.Props[i]
		_, left := notInGroup[p.Name]
		_, has := group[p.Name]
		assert.Equal(t, !left, has, "Group and %s", p.Name)
	}
	for _, fields := range []map[string]reflect.StructField{created, patch} {
		for name, f := range fields {
			p := &groupProps.Props[groupProps.Lookup(name)]
			assert.False(t, p.Has(odata.ReadOnly), "%s is set by the service", name)
			assert.True(t, strings.HasSuffix(f.Tag.Get("json"), ",omitzero"), "%s: what is left alone is absent", name)
		}
	}
	for name, f := range patch {
		if groupProps.Props[groupProps.Lookup(name)].Has(odata.NotNull) || name == "visibility" {
			assert.Equal(t, reflect.Pointer, f.Type.Kind(), "%s cannot be cleared", name)
		} else {
			assert.True(t, strings.HasPrefix(f.Type.Name(), "Optional["), "%s can be cleared", name)
		}
	}
}

// TestGroupFlags: what the pages list by name.
func TestGroupFlags(t *testing.T) {
	t.Parallel()
	assert.Equal(t, strings.Fields(`id deletedDateTime classification createdDateTime description displayName expirationDateTime groupTypes isAssignableToRole
		mail mailEnabled mailNickname membershipRule membershipRuleProcessingState onPremisesDomainName onPremisesLastSyncDateTime onPremisesNetBiosName
		onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled preferredDataLocation preferredLanguage proxyAddresses renewedDateTime
		resourceBehaviorOptions resourceProvisioningOptions securityEnabled securityIdentifier theme visibility onPremisesProvisioningErrors`),
		groupProps.Names(odata.Default), "the default set, in the order of the page of group-post-groups")
	assert.Equal(t, strings.Fields("displayName mailEnabled mailNickname securityEnabled"), groupProps.Names(odata.Required), "required by a create")
	assert.Equal(t, strings.Fields("mail proxyAddresses"), groupProps.Names(odata.EndsWith))
}

// TestGroupFilters: the lines of the page of advanced queries for groups.
func TestGroupFilters(t *testing.T) {
	t.Parallel()
	const never, always, advanced = 0, 1, 2
	for filter, want := range map[string]int{
		"displayName eq 'x'": always, "startsWith(displayName,'x')": always, "displayName eq null": advanced, "displayName ne 'x'": advanced, "displayName ge 'x'": never,
		"mailNickname eq 'x'": always, "mailNickname in ('x','y')": always, "mail eq 'x'": always, "endsWith(mail,'x')": advanced, "mail eq null": advanced,
		"description eq 'x'": advanced, "startsWith(description,'x')": advanced, "preferredLanguage eq 'x'": advanced,
		"securityEnabled eq true": always, "mailEnabled eq false": always, "isAssignableToRole eq true": always, "isAssignableToRole ne true": advanced,
		"groupTypes/any(c:c eq 'Unified')": always, "not groupTypes/any(c:c eq 'Unified')": advanced, "groupTypes/any(c:startsWith(c,'U'))": never,
		"proxyAddresses/any(p:startsWith(p,'smtp:x'))": always, "proxyAddresses/any(p:endsWith(p,'x'))": advanced,
		"resourceProvisioningOptions/any(x:x eq 'Team')": always, "hasMembersWithLicenseErrors eq true": always,
		"membershipRule eq 'x'": always, "membershipRuleProcessingState eq 'On'": always, "onPremisesSyncEnabled eq true": always, "onPremisesSyncEnabled eq null": advanced,
		"onPremisesSamAccountName eq 'x'": advanced, "onPremisesLastSyncDateTime ge 2026-01-01T00:00:00Z": advanced, "renewedDateTime ge 2026-01-01T00:00:00Z": always,
		"expirationDateTime le 2026-01-01T00:00:00Z": advanced, "createdDateTime ge 2021-11-01T00:00:00Z": never, "visibility eq 'Private'": never, "theme eq 'Red'": never,
		"classification eq 'x'": always, "startsWith(classification,'x')": always, "id eq 'x'": always, "assignedLicenses/any(a:a/skuId eq 6fd2c87f-b296-42f0-b197-1e91e994b900)": always,
	} {
		parsed, err := groupProps.ParseFilter(filter)
		got := never
		switch {
		case err != nil:
		case parsed.Check(false, false) == nil:
			got = always
		case parsed.Check(true, true) == nil:
			got = advanced
		}
		assert.Equal(t, want, got, "%s: %v", filter, err)
	}
}

// TestGroupSaved: a row comes back from a tenant file as it was.
func TestGroupSaved(t *testing.T) {
	t.Parallel()
	row := &groupRow{ID: tenant.NameKey("group", "x")}
	change, err := groupProps.Body([]byte(`{"displayName":"X","mailNickname":"x","mailEnabled":true,"securityEnabled":false,"groupTypes":["Unified","DynamicMembership"],
		"membershipRule":"user.department -eq \"Sales\"","visibility":"Public","description":"a \u2028 b"}`))
	require.NoError(t, err)
	row.apply(change)
	row.apply(odata.Change{{Prop: groupProp("proxyAddresses"), Value: `["SMTP:x@contoso.com"]`}})
	require.True(t, row.Unified && row.Dynamic)
	b, err := json.Marshal(row)
	require.NoError(t, err)
	var back groupRow
	require.NoError(t, json.Unmarshal(b, &back))
	assert.Equal(t, *row, back)
	require.Error(t, json.Unmarshal([]byte(`{"id":"`+row.ID.String()+`","properties":{"planet":"Mars"}}`), &back))
}

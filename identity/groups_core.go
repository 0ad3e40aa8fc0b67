package identity

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// findGroup returns the live group with that object id.
func findGroup(tx *tenant.Tx, id string) (*groupRow, error) {
	if key, ok := tenant.ParseKey(id); ok {
		if row, found := tenant.In(tx, &groups).Get(key); found {
			return row, nil
		}
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

// newGroup is a group to create: its properties, and what is bound to it by ids
// or, of users, names.
type newGroup struct {
	change          odata.Change
	members, owners []string
	// id is one that the seed has fixed for ever; the zero Key takes the next one.
	id tenant.Key
	// anyKind: it is made by Exchange or the directory synchronization, which
	// make groups that Graph cannot.
	anyKind bool
}

// groupToWrite is findGroup for a change: what gives roles to its members is not
// for everybody to change.
func groupToWrite(tx *tenant.Tx, id string) (*groupRow, error) {
	row, err := findGroup(tx, id)
	if err != nil {
		return nil, err
	}
	return row, checkRoleGroup(tx, row)
}

// checkRoleGroup refuses a caller who may write groups and does not manage roles,
// where the group can hold roles.
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept
func checkRoleGroup(tx *tenant.Tx, row *groupRow) error {
	if row.RoleAssignable != odata.True {
		return nil
	}
	who, err := callerOf(tx)
	if err != nil {
		return err
	}
	managers := []api.Role{api.PrivilegedRoleAdministrator, api.GlobalAdministrator}
	granted := who.hasOne([]admin365.Permission{rolesReadWrite})
	if who.user == nil {
		return may(granted || who.hasRole(managers...))
	}
	return may(granted && who.hasRole(managers...))
}

// createGroup adds a group with what is bound to it: all of it, or nothing.
func createGroup(tx *tenant.Tx, n newGroup) (*groupRow, error) {
	c := spelled(n.change)
	if err := groupProps.Validate(c, true); err != nil {
		return nil, err
	}
	row := &groupRow{ID: n.id}
	row.apply(c)
	if err := checkKind(row, n.anyKind); err != nil {
		return nil, err
	}
	if err := checkRoleGroup(tx, row); err != nil {
		return nil, err
	}
	if len(n.members)+len(n.owners) > maxBinds {
		return nil, tooManyLinks.Err("")
	}
	if err := checkQuota(tx); err != nil {
		return nil, err
	}
	if row.ID.IsZero() {
		row.ID = tx.NewKey()
	}
	now := odata.FormatTime(tx.Now().Truncate(time.Second))
	row.apply(odata.Change{
		{Prop: groupProp("createdDateTime"), Value: now},
		{Prop: groupProp("renewedDateTime"), Value: now},
		defaultVisibility(row),
	})
	if err := checkUnifiedNickname(tx, row); err != nil {
		return nil, err
	}
	if row.MailEnabled == odata.True {
		if err := giveAddresses(tx, row); err != nil {
			return nil, err
		}
	}
	if err := tenant.In(tx, &groups).Put(row); err != nil {
		return nil, err
	}
	for _, id := range ownersOf(tx, row, n.owners) {
		if err := bindOwner(tx, row, id); err != nil {
			return nil, err
		}
	}
	for _, id := range n.members {
		if err := bindMember(tx, row, id); err != nil {
			return nil, err
		}
	}
	return row, nil
}

// ownersOf returns the owners to bind: a signed-in user becomes the owner of a
// Microsoft 365 group that he creates without naming one.
// Source: https://learn.microsoft.com/graph/api/resources/group#relationships
func ownersOf(tx *tenant.Tx, row *groupRow, given []string) []string {
	if len(given) > 0 || !row.Unified || tx.Session == nil {
		return given
	}
	caller, err := findReferenced(tx, string(tx.Session.Caller.User))
	if err != nil {
		// An application by itself is nobody's owner.
		return nil
	}
	return []string{caller.id().String()}
}

// defaultVisibility is what a group begins with unless it says so: a Microsoft
// 365 group is public, one that is assignable to roles private. A security group
// has none, as recorded answers show; the page says Private.
func defaultVisibility(row *groupRow) odata.Item {
	item := odata.Item{Prop: groupProp("visibility")}
	value, set := groupProps.Value(row, item.Prop)
	switch {
	case set:
		item.Value = value
	case row.RoleAssignable == odata.True:
		item.Value = "Private"
	case row.Unified:
		item.Value = "Public"
	default:
		item.Null = true
	}
	return item
}

// checkKind keeps the rules of what kinds of groups there are, and of what goes
// with which.
// Source: https://learn.microsoft.com/graph/api/resources/groups-overview
func checkKind(row *groupRow, anyKind bool) error {
	visibility, _ := groupProps.Value(row, groupProp("visibility"))
	_, hasRule := groupProps.Value(row, groupProp("membershipRule"))
	_, hasState := groupProps.Value(row, groupProp("membershipRuleProcessingState"))
	assignable := row.RoleAssignable == odata.True
	switch {
	case assignable && (row.Dynamic || row.Unified && row.MailEnabled != odata.True):
		return kindOfRoleGroup.Err("")
	case assignable && row.SecurityEnabled != odata.True:
		// Unverified: the text; the page says that it must be true.
		return groupProps.Invalid(groupProp("securityEnabled"))
	case assignable && visibility != "" && visibility != "Private":
		return visibilityOfRoleGroup.Err("")
	case row.Unified && row.MailEnabled != odata.True:
		// Unverified: the text.
		return groupProps.Invalid(groupProp("mailEnabled"))
	case !anyKind && !row.Unified && (row.MailEnabled == odata.True || row.SecurityEnabled != odata.True):
		return mailGroup.Err("")
	case visibility == hiddenMembership && !row.Unified:
		return groupProps.Invalid(groupProp("visibility"))
	case row.Dynamic && !hasRule:
		// Unverified: the text; it is refused by public reports.
		return groupProps.Missing(groupProp("membershipRule"))
	case !row.Dynamic && hasRule:
		return groupProps.Invalid(groupProp("membershipRule"))
	case !row.Dynamic && hasState:
		return groupProps.Invalid(groupProp("membershipRuleProcessingState"))
	}
	return nil
}

// checkUnifiedNickname keeps the nicknames of Microsoft 365 groups unique.
func checkUnifiedNickname(tx *tenant.Tx, row *groupRow) error {
	if other, taken := tenant.In(tx, &groups).Find(&unifiedByNickname, unifiedNickname(row)); taken && other.ID != row.ID {
		return api.ObjectConflict.Err("", "mailNickname")
	}
	return nil
}

// giveAddresses gives a mail-enabled group its addresses, which no user and no
// other group has: the nickname in the default domain, and in the initial one.
func giveAddresses(tx *tenant.Tx, row *groupRow) error {
	primary, initial := tx.Ports().Domains.Default(tx), tx.Ports().Domains.Initial(tx)
	row.Mail = row.Nickname + "@" + primary
	list := []string{"SMTP:" + row.Mail}
	if initial != primary {
		list = append(list, "smtp:"+row.Nickname+"@"+initial)
	}
	row.apply(odata.Change{{Prop: groupProp("proxyAddresses"), Value: odata.ListValue(list)}})
	return holdGroupAddresses(tx, row)
}

// holdGroupAddresses takes the addresses of a group that comes to life.
func holdGroupAddresses(tx *tenant.Tx, row *groupRow) error {
	value, _ := groupProps.Value(row, groupProp("proxyAddresses"))
	list := odata.List(value)
	for _, p := range list {
		_, address, _ := strings.Cut(p, ":")
		if _, taken := tenant.In(tx, &users).Find(&usersByName, address); taken {
			return api.ObjectConflict.Err("", "proxyAddresses")
		}
	}
	return holdAddresses(tx, row.ID, list)
}

// updateGroup changes what the change names.
func updateGroup(tx *tenant.Tx, id string, c odata.Change) error {
	old, err := groupToWrite(tx, id)
	if err != nil {
		return err
	}
	c = spelled(withoutNullOfUnset(&groupProps, old, c))
	if err := groupProps.Validate(c, false); err != nil {
		return err
	}
	row := *old
	row.apply(c)
	if err := checkFixed(old, &row); err != nil {
		return err
	}
	mastered := func(i int) bool { return groupProps.Props[i].Has(odata.Synced) }
	switch {
	case old.Synced == odata.True && slices.ContainsFunc(c.Props(), mastered):
		return api.SyncedReadOnly.Err("")
	case old.exchanged():
		return exchangeGroup.Err("")
	}
	if err := checkKind(&row, row.Synced == odata.True); err != nil {
		return err
	}
	if err := checkUnifiedNickname(tx, &row); err != nil {
		return err
	}
	if row.Dynamic && !old.Dynamic {
		if err := removeAllMembers(tx, &row); err != nil {
			return err
		}
	}
	return tenant.In(tx, &groups).Put(&row)
}

// checkFixed refuses a change of what is given to a group once and for all.
func checkFixed(old, row *groupRow) error {
	before, _ := groupProps.Value(old, groupProp("visibility"))
	after, _ := groupProps.Value(row, groupProp("visibility"))
	switch {
	case (old.RoleAssignable == odata.True) != (row.RoleAssignable == odata.True):
		return roleAssignableFixed.Err("")
	case old.MailEnabled != row.MailEnabled:
		return mailGroup.Err("")
	case old.Unified != row.Unified:
		// Unverified: the text.
		return groupProps.Invalid(groupProp("groupTypes"))
	case before != after && (before == hiddenMembership || after == hiddenMembership):
		// Unverified: the text; the page says that it cannot be updated.
		return groupProps.Invalid(groupProp("visibility"))
	}
	return nil
}

// deleteGroup moves a group to the bin. One that is synchronized or belongs to
// Exchange is gone for good.
// Source: https://learn.microsoft.com/graph/api/group-delete and the message
// center, MC1183299, for security groups.
func deleteGroup(tx *tenant.Tx, id string) error {
	old, err := groupToWrite(tx, id)
	if err != nil {
		return err
	}
	if err := tenant.Emit(tx, tenant.GroupDeleting{ID: old.ID}); err != nil {
		return err
	}
	tenant.In(tx, &groups).Delete(old.ID)
	if err := holdAddresses(tx, old.ID, nil); err != nil {
		return err
	}
	if err := tenant.Emit(tx, tenant.PrincipalDeleted{ID: old.ID}); err != nil {
		return err
	}
	if old.Synced == odata.True || old.exchanged() {
		return tenant.Emit(tx, tenant.PrincipalPurged{ID: old.ID})
	}
	row := *old
	row.apply(odata.Change{{Prop: groupProp("deletedDateTime"), Value: odata.FormatTime(tx.Now().Truncate(time.Second))}})
	if err := tenant.In(tx, &deletedGroups).Put(&row); err != nil {
		return err
	}
	return tx.Schedule(tx.Now().Add(binTime), jobPurgeGroup, purgeArgs{ID: row.ID, Deleted: tx.Now()})
}

// deletedGroup returns the group in the bin with that object id.
func deletedGroup(tx *tenant.Tx, id string) (*groupRow, bool) {
	key, ok := tenant.ParseKey(id)
	if !ok {
		return nil, false
	}
	return tenant.In(tx, &deletedGroups).Get(key)
}

// mustDeletedGroup is deletedGroup with the directory's refusal.
func mustDeletedGroup(tx *tenant.Tx, id string) (*groupRow, error) {
	row, ok := deletedGroup(tx, id)
	if !ok {
		return nil, api.ResourceNotFound.Err(id, id)
	}
	return row, nil
}

// restoreGroup brings a group back from the bin. Its members and owners never
// went: their links count again.
func restoreGroup(tx *tenant.Tx, id string) (*groupRow, error) {
	old, err := mustDeletedGroup(tx, id)
	if err != nil {
		return nil, err
	}
	if err := checkRoleGroup(tx, old); err != nil {
		return nil, err
	}
	if err := checkQuota(tx); err != nil {
		return nil, err
	}
	row := *old
	row.apply(odata.Change{{Prop: groupProp("deletedDateTime"), Null: true}})
	proxies, _ := groupProps.Value(&row, groupProp("proxyAddresses"))
	rehome(tx, odata.List(proxies), row.move)
	if err := checkUnifiedNickname(tx, &row); err != nil {
		return nil, err
	}
	if err := holdGroupAddresses(tx, &row); err != nil {
		return nil, err
	}
	tenant.In(tx, &deletedGroups).Delete(row.ID)
	if err := tenant.In(tx, &groups).Put(&row); err != nil {
		return nil, err
	}
	return &row, tenant.Emit(tx, tenant.PrincipalRestored{ID: row.ID})
}

// purgeGroup deletes a deleted group for good.
func purgeGroup(tx *tenant.Tx, id string) error {
	row, err := mustDeletedGroup(tx, id)
	if err != nil {
		return err
	}
	if err := checkRoleGroup(tx, row); err != nil {
		return err
	}
	tenant.In(tx, &deletedGroups).Delete(row.ID)
	return tenant.Emit(tx, tenant.PrincipalPurged{ID: row.ID})
}

const jobPurgeGroup = "identity.purgeGroup"

// purgeGroupLater is purgeGroup as the job that ends a group's time in the bin.
func purgeGroupLater(tx *tenant.Tx, args purgeArgs) error {
	row, ok := tenant.In(tx, &deletedGroups).Get(args.ID)
	if !ok || groupDeletedAt(row) != odata.FormatTime(args.Deleted.Truncate(time.Second)) {
		return nil
	}
	return purgeGroup(tx, args.ID.String())
}

package identity

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// binTime is how long a deleted user can be restored.
// Source: https://learn.microsoft.com/entra/fundamentals/users-restore
const binTime = 30 * 24 * time.Hour

// findUser returns the live user with that object id or user principal name.
func findUser(tx *tenant.Tx, id string) (*userRow, error) {
	rows := tenant.In(tx, &users)
	if key, isKey := tenant.ParseKey(id); isKey {
		if row, ok := rows.Get(key); ok {
			return row, nil
		}
	} else if row, ok := rows.Find(&usersByName, id); ok {
		return row, nil
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

// createUser adds the user that the change describes.
func createUser(tx *tenant.Tx, c odata.Change) (*userRow, error) {
	return createUserAs(tx, tenant.Key{}, c)
}

// createUserAs adds a user with an id that the seed has fixed for ever; the zero
// Key takes the next one.
func createUserAs(tx *tenant.Tx, id tenant.Key, c odata.Change) (*userRow, error) {
	if err := userProps.Validate(c, true); err != nil {
		return nil, err
	}
	if err := checkAlone(c); err != nil {
		return nil, err
	}
	name, _ := c.Get(prop("userPrincipalName"))
	domain, err := checkName(tx, name.Value)
	if err != nil {
		return nil, err
	}
	if immutable, ok := c.Get(prop("onPremisesImmutableId")); domain.Federated && (!ok || immutable.Null) {
		return nil, userProps.Missing(prop("onPremisesImmutableId"))
	}
	if err := checkQuota(tx); err != nil {
		return nil, err
	}
	if id.IsZero() {
		id = tx.NewKey()
	}
	row := &userRow{ID: id}
	userProps.Apply(row, withoutPassword(c))
	password, _ := c.Get(prop("passwordProfile"))
	if !hasPassword(password.Value) {
		return nil, userProps.Missing(prop("passwordProfile"))
	}
	if err := setPassword(tx, row, password.Value); err != nil {
		return nil, err
	}
	if err := checkNameFree(tx, row, name.Value); err != nil {
		return nil, err
	}
	now := odata.FormatTime(tx.Now().Truncate(time.Second))
	defaults := odata.Change{
		storedPassword(password),
		{Prop: prop("createdDateTime"), Value: now},
		{Prop: prop("lastPasswordChangeDateTime"), Value: now},
		{Prop: prop("signInSessionsValidFromDateTime"), Value: now},
	}
	if kind, ok := c.Get(prop("userType")); !ok || kind.Null {
		defaults = append(defaults, odata.Item{Prop: prop("userType"), Value: string(Member)})
	}
	userProps.Apply(row, defaults)
	if err := setMail(tx, row, c); err != nil {
		return nil, err
	}
	if err := holdIdentities(tx, row.ID, identitiesOf(row)); err != nil {
		return nil, err
	}
	return row, tenant.In(tx, &users).Put(row)
}

func hasPassword(profile string) bool {
	var wire passwordWire
	return json.Unmarshal([]byte(profile), &wire) == nil && wire.Password != nil
}

// storedPassword is the item with the password taken out.
func storedPassword(item odata.Item) odata.Item {
	var wire passwordWire
	// A value that does not parse was refused by setPassword before.
	_ = json.Unmarshal([]byte(item.Value), &wire)
	return odata.Item{Prop: item.Prop, Value: wire.stored()}
}

// updateUser changes what the change names.
func updateUser(tx *tenant.Tx, id string, c odata.Change) error {
	old, err := findUser(tx, id)
	if err != nil {
		return err
	}
	if err := checkAlone(c); err != nil {
		return err
	}
	who, err := callerOf(tx)
	if err != nil {
		return err
	}
	if err := who.mayUpdate(tx, old, c); err != nil {
		return err
	}
	c = withoutNullOfUnset(&userProps, old, c)
	if err := userProps.Validate(c, false); err != nil {
		return err
	}
	if _, ok := c.Get(prop("passwordProfile")); ok {
		if err := checkPasswordIsHere(tx, old); err != nil {
			return err
		}
	}
	// The synchronization itself has no session, and is the master.
	if old.Synced == odata.True && tx.Session != nil {
		for _, item := range c {
			if userProps.Props[item.Prop].Has(odata.Synced) {
				return api.SyncedReadOnly.Err("")
			}
		}
	}
	row := *old
	if name, ok := c.Get(prop("userPrincipalName")); ok {
		if _, err := checkName(tx, name.Value); err != nil {
			return err
		}
		if err := checkNameFree(tx, &row, name.Value); err != nil {
			return err
		}
	}
	userProps.Apply(&row, withoutPassword(c))
	if password, ok := c.Get(prop("passwordProfile")); ok {
		if err := setPassword(tx, &row, password.Value); err != nil {
			return err
		}
		extra := odata.Change{storedPassword(password)}
		if row.Password != old.Password {
			extra = append(freshPassword(tx, &row, passwordWire{}), extra...)
		}
		userProps.Apply(&row, extra)
	}
	if err := setMail(tx, &row, c); err != nil {
		return err
	}
	if _, ok := c.Get(prop("identities")); ok {
		if err := holdIdentities(tx, row.ID, identitiesOf(&row)); err != nil {
			return err
		}
	}
	return tenant.In(tx, &users).Put(&row)
}

// withoutNullOfUnset leaves out what would clear a property that is not set:
// clients send null for all that they do not manage, and only a value that is
// there can be kept from being cleared.
func withoutNullOfUnset[P any](t *odata.Table[P], row P, c odata.Change) odata.Change {
	return slices.DeleteFunc(slices.Clone(c), func(item odata.Item) bool {
		_, set := t.Value(row, item.Prop)
		p := &t.Props[item.Prop]
		return item.Null && !set && p.Has(odata.NotNull) && !p.Has(odata.ReadOnly)
	})
}

func withoutPassword(c odata.Change) odata.Change {
	return slices.DeleteFunc(slices.Clone(c), func(item odata.Item) bool { return item.Prop == prop("passwordProfile") })
}

// checkAlone refuses a property of the profile that comes with any other.
func checkAlone(c odata.Change) error {
	if len(c) < 2 {
		return nil
	}
	for _, item := range c {
		if userProps.Props[item.Prop].Has(odata.Alone) {
			return profileAlone.Err("")
		}
	}
	return nil
}

// The limits of a user principal name.
// Source: https://learn.microsoft.com/graph/api/resources/user#properties
const (
	maxName       = 113
	maxNameLocal  = 64
	maxNameDomain = 48
	nameLetters   = lowerLetters + upperLetters + digits + "'.-_!#^~"
)

// checkName keeps the rules of a user principal name and returns its domain.
func checkName(tx *tenant.Tx, name string) (tenant.Domain, error) {
	invalid := userProps.Invalid(prop("userPrincipalName"))
	local, domain, ok := strings.Cut(name, "@")
	switch {
	case !ok, local == "", domain == "", len(name) > maxName, len(local) > maxNameLocal, len(domain) > maxNameDomain,
		strings.HasSuffix(local, "."), strings.Trim(local, nameLetters) != "", strings.Contains(domain, "@"):
		return tenant.Domain{}, invalid
	}
	for _, r := range local {
		if !strings.ContainsRune(nameLetters, r) {
			return tenant.Domain{}, invalid
		}
	}
	verified, ok := tx.Ports().Domains.Verified(tx, domain)
	if !ok {
		return tenant.Domain{}, domainNotVerified.Err("")
	}
	return verified, nil
}

// checkNameFree refuses a name that another live user has, as his name or among
// his addresses.
func checkNameFree(tx *tenant.Tx, row *userRow, name string) error {
	if addressTaken(tx, name, row.ID) {
		return api.ObjectConflict.Err("", "userPrincipalName")
	}
	return nil
}

// checkQuota refuses a new object in a full directory; a deleted one counts a
// quarter. Unverified: the quarter.
func checkQuota(tx *tenant.Tx) error {
	used := tenant.In(tx, &users).Len() + tenant.In(tx, &groups).Len() +
		(tenant.In(tx, &deletedUsers).Len()+tenant.In(tx, &deletedGroups).Len())/4
	if used >= tx.Ports().Organization.DirectoryQuota(tx) {
		return api.QuotaExceeded.Err("", "Tenant")
	}
	return nil
}

// setMail keeps proxyAddresses in step with a mail that the change sets: the new
// primary address begins with SMTP:, the old one stays as a secondary.
func setMail(tx *tenant.Tx, row *userRow, c odata.Change) error {
	mail, ok := c.Get(prop("mail"))
	if !ok {
		return nil
	}
	proxies, _ := userProps.Value(row, prop("proxyAddresses"))
	list := odata.List(proxies)
	for i, p := range list {
		list[i] = strings.Replace(p, "SMTP:", "smtp:", 1)
	}
	list = slices.DeleteFunc(list, func(p string) bool { return strings.EqualFold(p, "smtp:"+mail.Value) })
	if !mail.Null {
		list = append([]string{"SMTP:" + mail.Value}, list...)
		if addressTaken(tx, mail.Value, row.ID) {
			return api.ObjectConflict.Err("", "proxyAddresses")
		}
	}
	userProps.Apply(row, odata.Change{{Prop: prop("proxyAddresses"), Value: odata.ListValue(list), Null: len(list) == 0}})
	return holdAddresses(tx, row.ID, list)
}

// holdAddresses makes the list what the owner holds.
func holdAddresses(tx *tenant.Tx, owner tenant.Key, list []string) error {
	rows := tenant.In(tx, &addresses)
	for held := range rows.Referring(&addressesByOwner, owner) {
		rows.Delete(held.ID)
	}
	for _, p := range list {
		_, address, found := strings.Cut(p, ":")
		if !found {
			continue
		}
		if err := rows.Put(&addressRow{ID: tx.NewKey(), Address: address, Owner: owner}); err != nil {
			return api.ObjectConflict.Err("", "proxyAddresses")
		}
	}
	return nil
}

// deleteUser moves a user to the bin. His name is mangled there, so that it is
// free at once; whom he managed keeps the link, which counts for nothing while
// he is deleted and is there again when he is restored.
func deleteUser(tx *tenant.Tx, id string) error {
	old, err := findUser(tx, id)
	if err != nil {
		return err
	}
	who, err := callerOf(tx)
	if err != nil {
		return err
	}
	if err := who.mayAct(tx, touches, old); err != nil {
		return err
	}
	if err := checkMayGo(tx, old); err != nil {
		return err
	}
	row := *old
	row.Name = mangling(row.ID) + row.Name
	userProps.Apply(&row, odata.Change{{Prop: prop("deletedDateTime"), Value: odata.FormatTime(tx.Now().Truncate(time.Second))}})
	tenant.In(tx, &users).Delete(row.ID)
	if err := holdAddresses(tx, row.ID, nil); err != nil {
		return err
	}
	if err := holdIdentities(tx, row.ID, nil); err != nil {
		return err
	}
	if err := tenant.In(tx, &deletedUsers).Put(&row); err != nil {
		return err
	}
	if err := tenant.Emit(tx, tenant.PrincipalDeleted{ID: row.ID}); err != nil {
		return err
	}
	return tx.Schedule(tx.Now().Add(binTime), jobPurge, purgeArgs{ID: row.ID, Deleted: tx.Now()})
}

// checkMayGo refuses to let an administrator delete himself, and to leave the
// tenant without a Global Administrator.
func checkMayGo(tx *tenant.Tx, row *userRow) error {
	if tx.Session == nil {
		return nil
	}
	if self, known := callerKey(tx); known && self == row.ID {
		return selfDeletion.Err("")
	}
	if held, ok := assignmentOf(tx, api.GlobalAdministrator, row.ID, tenant.Key{}); ok {
		return checkAdministratorStays(tx, held)
	}
	return nil
}

// mangling is what stands before the name of a deleted user: his id without
// its dashes. Observed in public scripts.
func mangling(id tenant.Key) string { return strings.ReplaceAll(id.String(), "-", "") }

const jobPurge = "identity.purgeUser"

// purgeArgs names a deletion: a user who was restored and deleted again is
// purged by the later job alone.
type purgeArgs struct {
	ID      tenant.Key `json:"id"`
	Deleted time.Time  `json:"deleted"`
}

func purgeUser(tx *tenant.Tx, args purgeArgs) error {
	row, ok := tenant.In(tx, &deletedUsers).Get(args.ID)
	if !ok {
		return nil
	}
	if at, _ := userProps.Value(row, prop("deletedDateTime")); at != odata.FormatTime(args.Deleted.Truncate(time.Second)) {
		return nil
	}
	return forgetUser(tx, row)
}

package identity

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// Backstage is what others than an administrator do to the people of a tenant
// in memory. Nothing of it exists in the real service's API.
type Backstage struct{ tenant *tenant.Tenant }

// NewBackstage returns the backstage of a tenant. For package admin alone:
// programs take admin.Memory's field Backstage.
func NewBackstage(t *tenant.Tenant) *Backstage { return &Backstage{t} }

// AddUser adds a user without an administrator's request: how a test's tenant
// comes by its people. The rules are those of a create.
func (b *Backstage) AddUser(ctx context.Context, u NewUser) (*User, error) {
	return b.add(ctx, u, nil)
}

// SyncUser creates a user as the directory synchronization does: mastered
// on-premises, so that most of his properties are read-only in the cloud. Of u
// the same is required as for a create.
func (b *Backstage) SyncUser(ctx context.Context, u NewUser) (*User, error) {
	return b.add(ctx, u, func(tx *tenant.Tx) odata.Change { return asSynced(tx, u) })
}

// SyncChange changes a synchronized user as the directory synchronization does,
// which may what an administrator of the cloud may not.
func (b *Backstage) SyncChange(ctx context.Context, id admin365.UserID, p UserPatch) error {
	call := opUsersUpdate.At(string(id))
	if err := ctx.Err(); err != nil {
		return call.Attribute(err)
	}
	body, err := p.body(call)
	if err != nil {
		return err
	}
	return call.Attribute(b.tenant.Backstage(func(tx *tenant.Tx) error { return syncChange(tx, id, body) }))
}

// SyncDelete deletes a user whom the synchronization does not find on-premises
// any more. He goes to the bin.
func (b *Backstage) SyncDelete(ctx context.Context, id admin365.UserID) error {
	call := opUsersDelete.At(string(id))
	if err := ctx.Err(); err != nil {
		return call.Attribute(err)
	}
	return call.Attribute(b.tenant.Backstage(func(tx *tenant.Tx) error { return syncDelete(tx, id) }))
}

// AddApp adds the service principal of an application, which can hold roles, and
// returns its object id. Without one an application has the permissions that its
// caller was given, and no role.
func (b *Backstage) AddApp(ctx context.Context, app admin365.AppID, displayName string) (admin365.ObjectID, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	var id tenant.Key
	err := b.tenant.Backstage(func(tx *tenant.Tx) error {
		if _, twice := tenant.In(tx, &apps).Find(&appsByAppID, string(app)); twice {
			return &admin365.Error{Kind: admin365.ErrConflict, Target: string(app), Message: "the tenant has this application already"}
		}
		id = tx.NewKey()
		return tenant.In(tx, &apps).Put(&appRow{ID: id, AppID: app, DisplayName: displayName})
	})
	return admin365.ObjectID(id.String()), err
}

// SignIn is a person signing in with a password: it sets his sign-in activity,
// and fails as the sign-in page does, with the code of Microsoft Entra ID:
// [admin365.ErrUnauthenticated] (no such user, wrong password, locked after too
// many wrong ones), [admin365.ErrForbidden] (blocked), and
// [admin365.ErrPrecondition] (he has to choose another password first, because an
// administrator said so or because it has expired; see
// [Backstage.ChangePassword]).
func (b *Backstage) SignIn(ctx context.Context, id admin365.UserID, password admin365.Secret) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var refused error
	err := b.tenant.Backstage(func(tx *tenant.Tx) (err error) {
		refused, err = signIn(tx, string(id), password.Reveal())
		return err
	})
	if err != nil {
		return err
	}
	return refused
}

// ChangePassword is a person choosing another password at the sign-in page, who
// knows the current one. It fails as [Passwords.Change].
func (b *Backstage) ChangePassword(ctx context.Context, id admin365.UserID, current, next admin365.Secret) error {
	call := opPasswordsChange.At().About(string(id))
	if err := ctx.Err(); err != nil {
		return call.Attribute(err)
	}
	return call.Attribute(b.tenant.Backstage(func(tx *tenant.Tx) error {
		row, err := findUser(tx, string(id))
		if err != nil {
			return err
		}
		return changePassword(tx, row, changeWire{Current: current.Reveal(), New: next.Reveal()})
	}))
}

// add creates a user within the rules, and then what no administrator can set.
func (b *Backstage) add(ctx context.Context, u NewUser, further func(*tenant.Tx) odata.Change) (*User, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	body, err := u.body()
	if err != nil {
		return nil, err
	}
	var created *User
	err = b.tenant.Backstage(func(tx *tenant.Tx) error {
		created, err = addUser(tx, body, further)
		return err
	})
	if err != nil {
		return nil, opUsersCreate.At().About(u.UserPrincipalName).Attribute(err)
	}
	return created, nil
}

package identity

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// trackedUser reports whether a change brings the property of [User].
func trackedUser(p *odata.Prop[*userRow]) bool { return !p.Has(odata.Untracked) }

// Changes implements [Users].
func (m memoryUsers) Changes(ctx context.Context, from ChangeToken) (page *UserChanges, err error) {
	err = m.s.Do(ctx, opUsersChanges.At(), func(tx *tenant.Tx) error {
		place, err := changesFrom(tx, &odata.DeltaQuery{Token: string(from)})
		if err != nil {
			return err
		}
		found, next, more := pageChanges(tx, place, changePage)
		page = &UserChanges{Changes: make([]UserChange, 0, len(found)), Next: ChangeToken(next.token()), More: more}
		for _, n := range found {
			change := UserChange{User: &User{ID: admin365.UserID(n.id.String())}, Removed: n.removed}
			if n.row != nil {
				change.User = userBinding.Pick(n.row, trackedUser)
			}
			page.Changes = append(page.Changes, change)
		}
		return nil
	})
	return page, err
}

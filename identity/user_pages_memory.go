package identity

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// memoryCursor is a cursor of a tenant in memory: the last user who was given,
// never an offset.
type memoryCursor struct {
	Tenant     admin365.TenantID `json:"tenant"`
	Generation uint64            `json:"generation"`
	Query      string            `json:"query"`
	Text       string            `json:"text,omitempty"`
	ID         tenant.Key        `json:"id"`
}

var _ UserPager = memoryUsers{}

// Page implements [UserPager].
func (m memoryUsers) Page(ctx context.Context, q UserQuery, from Cursor) (page *UserPage, err error) {
	call := opUsersList.At()
	if err := q.check(); err != nil {
		return nil, call.Attribute(err)
	}
	err = m.s.Do(ctx, call, func(tx *tenant.Tx) error {
		var after *tenant.Position
		binding := q.binding()
		if from != "" {
			var c memoryCursor
			if !readCursor(from, &c) || c.Tenant != tx.TenantID() || c.Query != binding {
				return errForeignCursor()
			}
			if c.Generation != tx.Generation() {
				return api.InvalidPageToken.Err("")
			}
			after = &tenant.Position{Text: c.Text, ID: c.ID}
		}
		users, next, err := listUsers(tx, q, after)
		if err != nil {
			return err
		}
		page = &UserPage{Users: users}
		if next != nil {
			page.Next = writeCursor(memoryCursor{tx.TenantID(), tx.Generation(), binding, next.Text, next.ID})
		}
		return nil
	})
	return page, err
}

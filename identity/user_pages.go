package identity

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/admin365/admin365"
)

// Cursor is where a list was cut. It is opaque, can be stored, and goes on in
// another process, with the same query and the same kind of implementation. The
// page size of the query may be another one, and is a hint.
type Cursor string

// UserPage is one page of a list.
type UserPage struct {
	Users []*User
	// Next is where the next page begins; empty at the end.
	Next Cursor
}

// UserPager is what an implementation of [Users] has besides, if it can cut its
// lists and go on cheaply. Both of this library have it; [Page] uses it.
type UserPager interface {
	// Page returns the page of the list that q asks for which begins at the
	// cursor, as [Page] does.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrInvalid] (the query,
	// or a cursor that is not of this query), [admin365.ErrPrecondition] (the
	// cursor is too old: begin again).
	// Source: https://learn.microsoft.com/graph/paging
	Page(ctx context.Context, q UserQuery, from Cursor) (*UserPage, error)
}

// Page returns one page of the list that q asks for: the first one for the empty
// cursor, else the one that begins at the cursor. The list can be cut after each
// page and go on in another process; whoever is in it all the time comes once.
//
// An implementation that is no [UserPager] is listed from the start each time
// and passed over up to the last user of the page before, so that its pages cost
// more the later they are; when that user is gone meanwhile it fails with
// [admin365.ErrPrecondition].
//
// Errors: [admin365.ErrInvalid] (the query, or a cursor that is not of this
// query), [admin365.ErrPrecondition] (the cursor is too old: begin again).
func Page(ctx context.Context, users Users, q UserQuery, from Cursor) (*UserPage, error) {
	if pager, ok := users.(UserPager); ok {
		return pager.Page(ctx, q, from)
	}
	page, err := pageOfList(ctx, users, q, from)
	if err != nil {
		return nil, opUsersList.At().Attribute(err)
	}
	return page, nil
}

// listCursor is a cursor of a list that can only be listed.
type listCursor struct {
	Query string          `json:"query"`
	Last  admin365.UserID `json:"last"`
}

func pageOfList(ctx context.Context, users Users, q UserQuery, from Cursor) (*UserPage, error) {
	binding := q.binding()
	last := listCursor{}
	if from != "" && (!readCursor(from, &last) || last.Query != binding || last.Last == "") {
		return nil, errForeignCursor()
	}
	size := q.PageSize
	if size == 0 {
		size = maxPage
	}
	page := &UserPage{}
	found := from == ""
	for u, err := range users.List(ctx, q) {
		switch {
		case err != nil:
			return nil, err
		case !found:
			found = u.ID == last.Last
		case len(page.Users) == size:
			page.Next = writeCursor(listCursor{binding, page.Users[size-1].ID})
			return page, nil
		default:
			page.Users = append(page.Users, u)
		}
	}
	if !found {
		return nil, &admin365.Error{Kind: admin365.ErrPrecondition, Message: "the user at whom the list was cut is gone; begin again"}
	}
	return page, nil
}

// errForeignCursor is the refusal of a cursor that was not made for the query.
func errForeignCursor() error {
	return &admin365.Error{Kind: admin365.ErrInvalid, Message: "the cursor is not of this query"}
}

// binding names everything of the query but its page size: what a cursor is
// bound to.
func (q UserQuery) binding() string {
	values, _ := q.query("")
	values.Del("$top")
	sum := sha256.Sum256([]byte(values.Encode()))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

func writeCursor(c any) Cursor {
	b, err := json.Marshal(c)
	if err != nil {
		return "" // There is nothing in a cursor that JSON does not take.
	}
	return Cursor(base64.RawURLEncoding.EncodeToString(b))
}

func readCursor(c Cursor, into any) bool {
	b, err := base64.RawURLEncoding.DecodeString(string(c))
	return err == nil && json.Unmarshal(b, into) == nil
}

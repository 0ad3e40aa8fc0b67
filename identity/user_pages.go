package identity

import "context"

// Cursor is where a list was cut. It is opaque, can be stored, and goes on in
// another process, with the same query and the same kind of implementation.
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

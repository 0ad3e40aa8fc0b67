package rest

import (
	"context"

	"github.com/admin365/admin365"
)

// Delta fetches one page of changes of Microsoft Graph: that of the request, or
// the one that link leads to. Of next and later exactly one comes back: next is
// the link of the page that follows, later the link for the changes to come. A
// link may have been stored in between: it is not trusted, and one that leads
// to another host is [admin365.ErrInvalid].
func Delta[T any](ctx context.Context, c *Client, rq Request, link string) (items []*T, next, later string, err error) {
	got, err := fetch[T](ctx, c, rq, link)
	if err != nil {
		return nil, "", "", err
	}
	if (got.Next == "") == (got.Delta == "") {
		return nil, "", "", c.attribute(rq.Call, &admin365.Error{
			Kind: admin365.ErrUnavailable, Message: "the answer does not say where the changes go on",
		})
	}
	return got.Value, got.Next, got.Delta, nil
}

package rest

import (
	"cmp"
	"context"
	"iter"
	"net/http"

	"github.com/admin365/admin365"
)

// page is the envelope of a collection.
type page[T any] struct {
	Value []*T `json:"value"`
	links
}

// links say where a collection goes on. The link to the next page has another name in
// each API; Power Platform's first spells Graph's with a small l.
type links struct {
	Next      string `json:"@odata.nextLink"`
	NextLower string `json:"@odata.nextlink"`
	NextPlain string `json:"nextLink"`
	Delta     string `json:"@odata.deltaLink"`
}

// Pages lists a collection, one page in memory at a time.
// Nothing is fetched until it is ranged, ranging again starts afresh, and
// leaving the loop stops fetching. An error comes once, as the last pair, with
// a nil value.
func Pages[T any](ctx context.Context, c *Client, rq Request) iter.Seq2[*T, error] {
	rq = rq.clone()
	return func(yield func(*T, error) bool) {
		err := c.pages(rq, func(link string) (next string, more bool, err error) {
			got, err := fetch[T](ctx, c, rq, link)
			for _, item := range got.Value {
				if !yield(item, nil) {
					return "", false, nil
				}
			}
			return got.Next, true, err
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// pages goes through the pages of a collection until there are no more.
func (c *Client) pages(rq Request, fetch func(link string) (next string, more bool, err error)) error {
	var seen loop
	link := ""
	for {
		next, more, err := fetch(link)
		if err == nil && seen.again(next) {
			err = c.attribute(rq.Call, &admin365.Error{
				Kind: admin365.ErrUnavailable, Message: "the links to the next page lead in a circle",
			})
		}
		if err != nil || !more || next == "" {
			return err
		}
		link = next
	}
}

// Page fetches one page of a collection. An empty cursor is
// the first page; what comes back as next is the cursor of the following one,
// "" after the last. A cursor may have been stored in between: it is not
// trusted, and one that leads to another host is [admin365.ErrInvalid].
func Page[T any](ctx context.Context, c *Client, rq Request, cursor string) (items []*T, next string, err error) {
	got, err := fetch[T](ctx, c, rq, cursor)
	return got.Value, got.Next, err
}

func fetch[T any](ctx context.Context, c *Client, rq Request, link string) (got page[T], err error) {
	err = c.ask(ctx, rq, link, func(x *exchange, _ int, header http.Header, body []byte) error {
		got = page[T]{}
		if err := decode(header, body, &got); err != nil {
			return err
		}
		if got.Value == nil {
			return &badAnswer{why: "the answer is not a collection"}
		}
		for _, item := range got.Value {
			if item == nil {
				return &badAnswer{why: "the collection holds null"}
			}
		}
		return x.check(&got.links)
	})
	if err != nil {
		return page[T]{}, err
	}
	return got, nil
}

// check refuses links that lead astray.
func (x *exchange) check(to *links) error {
	to.Next = cmp.Or(to.Next, to.NextLower, to.NextPlain)
	for _, link := range []*string{&to.Next, &to.Delta} {
		if *link == "" {
			continue
		}
		checked, why := checkLink(x.host, *link)
		if why != "" {
			return &badAnswer{why: "the link to the next page is refused: " + why}
		}
		*link = checked.String()
	}
	if to.Next != "" && to.Next == x.url.String() {
		return &badAnswer{why: "the link to the next page leads to the same page"}
	}
	return nil
}

// loop finds out whether a chain of links leads in a circle, holding one link
// however long the chain is: each link is compared with an earlier one, which
// moves up at every power of two (Brent's algorithm).
type loop struct {
	mark        string
	steps, move int
}

func (l *loop) again(link string) bool {
	if link == "" {
		return false
	}
	if link == l.mark {
		return true
	}
	if l.steps++; l.steps > l.move {
		l.mark, l.move, l.steps = link, max(2*l.move, 1), 0
	}
	return false
}

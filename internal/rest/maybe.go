package rest

import (
	"context"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
)

// Maybe sends a request whose answer holds one entity or none: nil for an answer without
// a body, and for null.
func Maybe[T any](ctx context.Context, c *Client, rq Request) (*T, error) {
	var entity *T
	err := c.ask(ctx, rq, "", func(_ *exchange, _ int, header http.Header, body []byte) error {
		entity = nil
		if len(body) == 0 || jsontext.Value(body).Kind() == 'n' {
			return nil
		}
		entity = new(T)
		return decode(header, body, entity)
	})
	if err != nil {
		return nil, err
	}
	return entity, nil
}

package rest

import (
	"context"
	"net/http"
	"strings"
)

// Text sends a request whose answer is a bare value in plain text, such as the
// number that a /$count path answers.
func Text(ctx context.Context, c *Client, rq Request) (string, error) {
	x, err := c.newExchange(ctx, rq, "")
	if err != nil {
		return "", err
	}
	var text string
	x.wantsValue = true
	x.accept = func(_ int, header http.Header, body []byte) error {
		if ct := header.Get("Content-Type"); ct != "" && !strings.HasPrefix(strings.ToLower(ct), "text/plain") {
			return &badAnswer{why: "the answer is not plain text" + kindOfMedia(ct)}
		}
		text = strings.TrimSpace(strings.TrimPrefix(string(body), "\ufeff"))
		return nil
	}
	if err := x.run(ctx); err != nil {
		return "", err
	}
	return text, nil
}

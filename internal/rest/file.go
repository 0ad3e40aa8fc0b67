package rest

import (
	"context"
	"net/http"
	"strconv"
)

// File sends a request whose answer is a file, and returns its media type and all of it.
// One of more than most bytes is refused.
func File(ctx context.Context, c *Client, rq Request, most int) (kind string, content []byte, err error) {
	if rq.Header.Get("Accept") == "" {
		rq.Header = rq.Header.Clone()
		if rq.Header == nil {
			rq.Header = http.Header{}
		}
		rq.Header.Set("Accept", "*/*")
	}
	x, err := c.newExchange(ctx, rq, "")
	if err != nil {
		return "", nil, err
	}
	x.wantsValue = true
	x.accept = func(_ int, header http.Header, body []byte) error {
		if len(body) > most {
			return &badAnswer{why: "the file has more than " + strconv.Itoa(most) + " bytes"}
		}
		kind, content = header.Get("Content-Type"), append([]byte{}, body...)
		return nil
	}
	if err := x.run(ctx); err != nil {
		return "", nil, err
	}
	return kind, content, nil
}

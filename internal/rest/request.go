package rest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Request is one call of an operation and what goes with it.
type Request struct {
	// Call is the operation and the ids in its path.
	Call api.Call
	// Query are the query options, such as $select. They are escaped here.
	Query url.Values
	// Header goes along with every request of the call, those for further pages
	// included: the service does not remember it from page to page. What the
	// client itself is responsible for (Authorization, Host, the request id)
	// cannot be set here.
	Header http.Header
	// Body is encoded as JSON; nil means none. A []byte is sent as it is. It is
	// encoded once, and each attempt sends the same bytes. Encoding follows
	// github.com/go-json-experiment/json: a nil slice is [], omitzero leaves a
	// field out.
	Body any
	// Moves says that a success takes away the address that the request was sent
	// to, as a rename does that names its object by the old name. The repeat of an
	// attempt that was carried out is then refused as not found, which is no word
	// on the object, and the outcome is uncertain.
	Moves bool
	// Answered takes when the service answered by its own clock, a refusal too; nil
	// for who does not ask. It is zero where the service does not say.
	Answered *time.Time
}

// clone keeps a list that is ranged later from what its caller does to the
// request meanwhile.
func (rq Request) clone() Request {
	rq.Call.IDs = append([]string(nil), rq.Call.IDs...)
	rq.Query = url.Values(http.Header(rq.Query).Clone())
	rq.Header = rq.Header.Clone()
	return rq
}

// query are the options with the api-version where the API wants one.
func (rq Request) query() url.Values {
	version := rq.Call.Op.QueryVersion()
	if version == "" || rq.Query.Has("api-version") {
		return rq.Query
	}
	query := url.Values{"api-version": {version}}
	maps.Copy(query, rq.Query)
	return query
}

// newExchange makes the exchange for a request, and refuses it here if it may
// not be sent. The guard comes last, so that what it allows is sent. A link that
// is not empty takes the place of path and query.
func (c *Client) newExchange(ctx context.Context, rq Request, link string) (*exchange, error) {
	if err := ctx.Err(); err != nil {
		return nil, c.attribute(rq.Call, err)
	}
	if err := rq.Call.Check(); err != nil {
		return nil, c.attribute(rq.Call, err)
	}
	op := rq.Call.Op
	host, ok := op.API.Host(c.cfg.Cloud)
	if !ok {
		return nil, c.attribute(rq.Call, &admin365.Error{
			Kind: admin365.ErrUnsupported, Message: op.API.Name + " is not offered in the cloud " + string(c.cfg.Cloud),
		})
	}
	if link == "" {
		link = host.URL + rq.Call.Path()
		if query := rq.query(); len(query) > 0 {
			link += "?" + encodeQuery(query)
		}
	}
	u, why := checkLink(host, link)
	if why != "" {
		return nil, c.attribute(rq.Call, invalid(why))
	}
	body, err := encode(rq.Body)
	if err != nil {
		return nil, c.attribute(rq.Call, err)
	}
	if err := api.GuardWrite(ctx, rq.Call, c.cfg.TenantID, c.cfg.ReadOnly, c.cfg.Guard); err != nil {
		return nil, c.attribute(rq.Call, err)
	}
	id := newID()
	return &exchange{
		c: c, call: rq.Call, host: host, url: u, body: body, write: op.Write(), moves: rq.Moves, answered: rq.Answered,
		header: c.header(rq.Header, body, id), id: id, cost: op.Cost(rq.Query),
		tokens: c.tenant.forScope(host.Scope, c.cfg),
	}, nil
}

// header is what every attempt sends besides its token.
func (c *Client) header(given http.Header, body []byte, id string) http.Header {
	h := make(http.Header, len(given)+6)
	for name, values := range given {
		// A literal may spell its names in any way; net/http would send those as
		// they are, and a lower-case "authorization" beside ours.
		for _, v := range values {
			h.Add(name, v)
		}
	}
	for _, ours := range []string{"Authorization", "Host", "Content-Length", "Transfer-Encoding", "Connection", "Cookie"} {
		h.Del(ours)
	}
	if h.Get("Accept") == "" {
		h.Set("Accept", "application/json")
	}
	if body != nil && h.Get("Content-Type") == "" {
		h.Set("Content-Type", "application/json")
	}
	h.Set("User-Agent", c.cfg.UserAgent)
	// One id for all attempts of a request: to the service they are one request
	// of ours, and its own request-id tells them apart.
	h.Set("client-request-id", id)
	h.Set("return-client-request-id", "true")
	return h
}

// encodeQuery escapes a query. A space becomes %20, because not every service
// takes a plus for one, and the dollar of a system option stays readable.
func encodeQuery(q url.Values) string {
	return strings.NewReplacer("+", "%20", "%24", "$").Replace(q.Encode())
}

// attribute names operation, target and tenant in err.
func (c *Client) attribute(call api.Call, err error) error {
	err = call.Attribute(err)
	//nolint:errorlint // Attribute returns the error itself, and what lies below stays as it is.
	if e, ok := err.(*admin365.Error); ok && e.TenantID == "" {
		named := *e
		named.TenantID = c.cfg.TenantID
		return &named
	}
	return err
}

// newID returns a random GUID (version 4).
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // Never fails: crypto/rand ends the program instead.
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	var s [36]byte
	hex.Encode(s[0:8], b[0:4])
	hex.Encode(s[9:13], b[4:6])
	hex.Encode(s[14:18], b[6:8])
	hex.Encode(s[19:23], b[8:10])
	hex.Encode(s[24:36], b[10:16])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return string(s[:])
}

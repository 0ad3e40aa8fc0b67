package emu

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// Request is one request as a handler sees it, inside its transaction.
type Request struct {
	*tenant.Tx
	// Op is the operation, and IDs are the ids of its path.
	Op  *api.Op
	IDs []string
	// Cast is the type in small letters, such as "user", that the path narrows
	// the answer to (members/microsoft.graph.user); empty without one.
	Cast   string
	Query  url.Values
	Header http.Header
	Body   []byte

	mux     *Mux
	subject string   // what a request without ids is about, for the log
	keys    []string // of each id, the alternate key that it is of

	base string // scheme, host and version, such as https://graph.microsoft.com/v1.0
	path string // the path as it came, version included
	// version is the one as which it is answered.
	version string

	options string // the query as it came

	trace trace
}

// About says what a request without ids is about, such as the name of what it
// creates.
func (rq *Request) About(subject string) { rq.subject = subject }

// Key is the name of the alternate key, in lower case, that the ith id of the
// path is of, such as "roletemplateid"; "" for an id proper.
func (rq *Request) Key(i int) string {
	if i < len(rq.keys) {
		return rq.keys[i]
	}
	return ""
}

// Set is the collection that the path begins with, in lower case: "users", or "me".
func (rq *Request) Set() string {
	set, _ := split(rq.path)[rq.Op.API.VersionSegments()].literal()
	return set
}

// Advanced reports whether the request has the header that advanced queries need.
func (rq *Request) Advanced() bool {
	return strings.EqualFold(rq.Header.Get("ConsistencyLevel"), "eventual")
}

// Options returns the query options for the entity's table.
func (rq *Request) Options() odata.Options {
	return odata.Options{Query: rq.Query, Advanced: rq.Advanced()}
}

// Response is what a handler answers.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// NoContent is 204.
func NoContent() Response { return Response{Status: http.StatusNoContent} }

// Text answers a bare value as text.
func Text(value string) Response {
	return Response{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte(value)}
}

// metadata is the level of annotations that the caller wants: none, minimal or
// full.
func (rq *Request) metadata() string {
	accept := strings.ToLower(strings.Join(rq.Header.Values("Accept"), ","))
	for _, level := range []string{"none", "full"} {
		if strings.Contains(accept, "odata.metadata="+level) {
			return level
		}
	}
	return "minimal"
}

// bare reports whether the caller wants no metadata.
func (rq *Request) bare() bool { return rq.metadata() == "none" }

// Context returns the @odata.context of a fragment, such as "users/$entity".
func (rq *Request) Context(fragment string) string { return rq.base + "/$metadata#" + fragment }

// Item says what an entity is.
type Item struct {
	// Type is its type, such as "microsoft.graph.user".
	Type string
	// Derived: the context declares a more general type, so the answer always
	// says which it is.
	Derived bool
	// Bare: the answer says the type without the number sign.
	Bare bool
	// Set and ID are where it is below the version: users/{id}. Key takes the place
	// of an ID that is no GUID.
	Set string
	ID  tenant.Key
	Key string
}

// Entity answers one entity: annotations, then the members that write appends.
func (rq *Request) Entity(status int, context string, item Item, write func([]byte) []byte) Response {
	b := []byte{'{'}
	if !rq.bare() {
		b = append(member(b, "@odata.context", rq.Context(context)), ',')
	}
	b = rq.appendItem(b, item)
	return rq.json(status, closed(write(b)))
}

// AppendNested appends the member of an object that is another entity.
func (rq *Request) AppendNested(b []byte, name string, item Item, write func([]byte) []byte) []byte {
	if last := b[len(b)-1]; last != '{' && last != ',' {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, name...)
	b = append(b, '"', ':', '{')
	return closed(write(rq.appendItem(b, item)))
}

// closed ends an object, of which perhaps nothing but annotations was wanted.
func closed(b []byte) []byte { return append(bytes.TrimSuffix(b, []byte{','}), '}') }

func (rq *Request) appendItem(b []byte, item Item) []byte {
	level := rq.metadata()
	if level == "full" || level == "minimal" && item.Derived {
		sign := "#"
		if item.Bare {
			sign = ""
		}
		b = append(member(b, "@odata.type", sign+item.Type), ',')
	}
	if level == "full" {
		key := item.Key
		if key == "" {
			key = item.ID.String()
		}
		b = append(member(b, "@odata.id", rq.base+"/"+item.Set+"/"+key), ',')
	}
	return b
}

// Nested appends an entity inside of another one, such as what $expand asked for:
// its annotations, then the members that write appends, at least one.
func (rq *Request) Nested(b []byte, item Item, write func([]byte) []byte) []byte {
	return append(write(rq.appendItem(append(b, '{'), item)), '}')
}

func (rq *Request) json(status int, body []byte) Response {
	header := http.Header{}
	if rq.Op.API != &api.Graph {
		header.Set("Content-Type", "application/json; charset=utf-8")
		return Response{Status: status, Header: header, Body: body}
	}
	header.Set("Content-Type", "application/json;odata.metadata="+rq.metadata()+";odata.streaming=true;IEEE754Compatible=false;charset=utf-8")
	header.Set("OData-Version", "4.0")
	return Response{Status: status, Header: header, Body: body}
}

// JSON answers a body that is JSON already.
func (rq *Request) JSON(status int, body []byte) Response { return rq.json(status, body) }

// Value answers one value of a type such as Edm.Boolean.
func (rq *Request) Value(edm string, value any) (Response, error) {
	answer := map[string]any{"value": value}
	if !rq.bare() {
		answer["@odata.context"] = rq.Context(edm)
	}
	b, err := json.Marshal(answer)
	return rq.json(http.StatusOK, b), err
}

// Version is the version of the API as which the request is answered, as it stands in
// its path or its api-version: the one that it asked for, unless that is newer than what
// is known.
func (rq *Request) Version() string { return rq.version }

// URL is where a call of the same API is made.
func (rq *Request) URL(c api.Call) string {
	origin, _, _ := strings.Cut(strings.TrimPrefix(rq.base, "https://"), "/")
	return "https://" + origin + c.Path()
}

// Date is a time as Graph writes it.
func Date(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// List is a collection being answered.
type List struct {
	// Context is the fragment of @odata.context.
	Context string
	// Item says what the ith item is.
	Item func(i int) Item
	// Count is the total, nil if it was not asked for.
	Count *int
	// Next is where the next page begins; nil on the last page.
	Next *tenant.Position
	// NextLink takes the place of Next where a token holds more than a position,
	// and DeltaLink is where a round of changes goes on later.
	NextLink, DeltaLink string
}

// Collection answers a page of n entities.
func (rq *Request) Collection(l List, n int, write func(b []byte, i int) []byte) Response {
	b := make([]byte, 0, 256+n*512)
	b = append(b, '{')
	if !rq.bare() {
		b = append(member(b, "@odata.context", rq.Context(l.Context)), ',')
	}
	if l.Count != nil {
		b = append(b, `"@odata.count":`...)
		count, err := json.Marshal(*l.Count)
		if err == nil {
			b = append(b, count...)
		}
		b = append(b, ',')
	}
	if l.Next != nil {
		l.NextLink = rq.nextLink(*l.Next)
	}
	if l.NextLink != "" {
		b = append(member(b, "@odata.nextLink", l.NextLink), ',')
	}
	if l.DeltaLink != "" {
		b = append(member(b, "@odata.deltaLink", l.DeltaLink), ',')
	}
	b = append(b, `"value":[`...)
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		b = rq.appendItem(b, l.Item(i))
		b = closed(write(b, i))
	}
	return rq.json(http.StatusOK, append(b, "]}"...))
}

func member(b []byte, name, value string) []byte {
	quoted, err := json.Marshal(value)
	if err != nil {
		quoted = []byte(`""`)
	}
	b = append(b, '"')
	b = append(b, name...)
	b = append(b, '"', ':')
	return append(b, quoted...)
}

// pageToken is the opaque token of a page: the last row that was given, never an
// offset, so that deletes between two pages shift nothing. It is good for the
// same query and the same generation of the tenant only.
type pageToken struct {
	Generation uint64     `json:"g"`
	Query      string     `json:"q"`
	Text       string     `json:"t,omitempty"`
	ID         tenant.Key `json:"k"`
}

// PageToken is the token of the page that begins behind the position; Position reads it.
func (rq *Request) PageToken(at tenant.Position) string {
	token, err := json.Marshal(pageToken{rq.Generation(), rq.queryHash(), at.Text, at.ID})
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(token)
}

func (rq *Request) nextLink(at tenant.Position) string {
	query := url.Values{}
	for name, values := range rq.Query {
		if !strings.EqualFold(strings.TrimPrefix(name, "$"), "skiptoken") {
			query[name] = values
		}
	}
	query.Set("$skiptoken", rq.PageToken(at))
	return rq.Link(query)
}

// Link is the request's own URL with another query.
func (rq *Request) Link(query url.Values) string {
	origin, _, _ := strings.Cut(strings.TrimPrefix(rq.base, "https://"), "/")
	return "https://" + origin + rq.path + "?" + encodeQuery(query)
}

// encodeQuery leaves the dollar signs of system options as Graph writes them.
func encodeQuery(q url.Values) string { return strings.ReplaceAll(q.Encode(), "%24", "$") }

// Position returns where the request's page begins: nil for the first one.
func (rq *Request) Position(token string) (*tenant.Position, error) {
	if token == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	var t pageToken
	if err != nil || json.Unmarshal(raw, &t) != nil || t.Generation != rq.Generation() || t.Query != rq.queryHash() {
		return nil, api.InvalidPageToken.Err("")
	}
	return &tenant.Position{Text: t.Text, ID: t.ID}, nil
}

// queryHash is what a page token is bound to: tenant, path, filter, order and
// search.
func (rq *Request) queryHash() string {
	h := sha256.New()
	h.Write([]byte(string(rq.TenantID()) + "\x00" + strings.ToLower(rq.path)))
	for _, option := range []string{"filter", "orderby", "search"} {
		for name, values := range rq.Query {
			if strings.EqualFold(strings.TrimPrefix(name, "$"), option) {
				h.Write([]byte("\x00" + option + "\x00" + strings.Join(values, "\x00")))
			}
		}
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:12])
}

// Parameters reads the parameters of an action into a struct. An action without a
// body, or with an empty object, has none; what is no object is refused.
func (rq *Request) Parameters(into any) error {
	if len(rq.Body) == 0 {
		return nil
	}
	if !bytes.HasPrefix(bytes.TrimLeft(rq.Body, " \t\r\n"), []byte("{")) || json.Unmarshal(rq.Body, into) != nil {
		return rq.Op.API.Common.BadBody.Err("")
	}
	return nil
}

// Object answers what v is as JSON, as APIs other than Graph do.
func (rq *Request) Object(status int, v any) (Response, error) {
	b, err := json.Marshal(v)
	return rq.json(status, b), err
}

// Reference returns the id that the body's @odata.id names. Host and version may
// be anything, and a type may follow; only the last id is read.
func (rq *Request) Reference() (string, error) {
	var body struct {
		ID string `json:"@odata.id"`
	}
	if err := json.Unmarshal(rq.Body, &body); err != nil {
		return "", api.MalformedJSON.Err("")
	}
	return ReferenceID(body.ID), nil
}

// ReferenceID is the id of the object that an @odata.id or an @odata.bind names,
// read as [Request.Reference] reads it; empty if it names none.
func ReferenceID(reference string) string {
	u, err := url.Parse(reference)
	if err != nil || reference == "" {
		return ""
	}
	segments := split(u.EscapedPath())
	for i := len(segments) - 1; i > 0; i-- {
		switch strings.ToLower(segments[i-1].text) {
		case "users", "directoryobjects", "groups", "serviceprincipals":
			id, err := url.PathUnescape(segments[i].text)
			if err != nil {
				return ""
			}
			return id
		}
	}
	return ""
}

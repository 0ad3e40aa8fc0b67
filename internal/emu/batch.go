package emu

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// Mount registers what the emulator answers by itself, once per process.
func Mount(m *Mux) {
	// There is no handler: a batch is no transaction, its parts are.
	m.Handle(&api.Batch, nil)
}

// maxParts is how many requests a batch may hold.
// Source: https://learn.microsoft.com/graph/json-batching
const maxParts = 20

// part is one request of a batch.
type part struct {
	asked

	id    string
	after []int // the parts that come first
}

// batch answers a batch: each part goes through the whole pipeline, in the order
// of the dependencies and otherwise as they came. The answers come in that order;
// the service promises none.
func (e *Emulator) batch(ctx context.Context, session *tenant.Session, rq *Request) (*answer, error) {
	parts, order, err := e.parts(rq)
	if err != nil {
		return refuse(err), nil
	}
	rq.About(strconv.Itoa(len(parts)) + " requests")
	failed := make([]bool, len(parts))
	responses := make([]partResponse, 0, len(parts))
	for _, i := range order {
		var a *answer
		if slices.ContainsFunc(parts[i].after, func(j int) bool { return failed[j] }) {
			a = refuse(api.FailedDependency.Err(""))
		} else if a, err = e.route(ctx, session, rq.Op.API, parts[i].asked); err != nil {
			return nil, err
		}
		if a.cut {
			a = refuse(api.LostPart.Err(""))
		}
		a.world = session.Tenant.World()
		e.finish(a, rq.trace)
		failed[i] = a.status >= http.StatusBadRequest
		responses = append(responses, response(parts[i].id, a))
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{"responses": responses}); err != nil {
		return refuse(err), nil
	}
	return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}}, body: body.Bytes()}, nil
}

// partResponse is the answer to one part.
type partResponse struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body,omitempty"`
}

func response(id string, a *answer) partResponse {
	r := partResponse{ID: id, Status: a.status, Headers: map[string]string{}}
	for name, values := range a.header {
		r.Headers[spelled(name)] = strings.Join(values, ", ")
	}
	switch {
	case len(a.body) == 0:
	case json.Valid(a.body):
		// The number of a $count is JSON too, whatever its type says: PnP's CLI
		// compares it with 1.
		r.Body = a.body
	default:
		r.Body = []byte(`"` + base64.StdEncoding.EncodeToString(a.body) + `"`)
	}
	return r
}

// spelled is a header's name in the service's letters: in JSON they are there to
// be seen, and net/http has its own.
func spelled(name string) string {
	switch {
	case name == "Odata-Version":
		return "OData-Version"
	case strings.HasPrefix(name, "X-Ms-"):
		return strings.ToLower(name)
	default:
		return name
	}
}

func isJSON(contentType string) bool {
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	media = strings.TrimSpace(media)
	return media == "application/json" || strings.HasSuffix(media, "+json")
}

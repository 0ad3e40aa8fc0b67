package instances

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// oldVersions is the last version of the Business Application Platform in which a poll of
// an operation that runs is answered 202, in which the making of an environment is
// followed below it, and in which templates are one list.
// Unverified: exactly where each of them changed.
const oldVersions = "2020-08-01"

// old reports whether the request is of such a version.
func old(rq *emu.Request) bool { return rq.Version() <= oldVersions }

// bodyOf reads the body of a request, which has to be an object if it is there. Names are
// taken in any case: some clients write them with large letters.
func bodyOf[T any](rq *emu.Request) (*T, error) {
	w := new(T)
	return w, rq.Parameters(w)
}

// value answers a list at once: there are no pages.
func value[T, W any](rq *emu.Request, list []*T, of func(*T) W) (emu.Response, error) {
	all := make([]W, 0, len(list))
	for _, item := range list {
		all = append(all, of(item))
	}
	return rq.Object(http.StatusOK, map[string]any{"value": all})
}

// gathered answers a list as the newer API's environment management has them.
func gathered[T, W any](rq *emu.Request, list []*T, of func(*T) *W) (emu.Response, error) {
	page := pagedWire[W]{Collection: make([]*W, 0, len(list))}
	for _, item := range list {
		page.Collection = append(page.Collection, of(item))
	}
	return rq.Object(http.StatusOK, page)
}

// expands reports whether the request asks for a property by $expand, however it writes
// the path.
func expands(rq *emu.Request, name string) bool {
	for given := range strings.SplitSeq(rq.Query.Get("$expand"), ",") {
		given = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(given)), ".", "/")
		if strings.TrimPrefix(given, "properties/") == strings.ToLower(name) {
			return true
		}
	}
	return false
}

// accepted answers 202 with where the operation is followed, in both headers that clients
// look at. The version is that of the request.
func accepted(rq *emu.Request, o *operationRow) (emu.Response, error) {
	query := url.Values{"api-version": {rq.Version()}}
	if expand := rq.Query.Get("$expand"); expand != "" && rq.Op.Method == http.MethodPatch {
		query.Set("$expand", expand)
	}
	where := rq.URL(opOperationsGet.At(o.ID.String())) + "?" + encoded(query)
	if o.Kind == KindCreate && old(rq) {
		where = rq.URL(opMakerOperation.At(string(o.environmentID(rq.Tx)), o.ID.String())) + "?" + encoded(query)
	}
	return acceptedAt(where, firstAsk(o.Kind)), nil
}

func acceptedAt(where string, after time.Duration) emu.Response {
	return emu.Response{Status: http.StatusAccepted, Header: http.Header{
		"Location": {where}, "Operation-Location": {where}, "Retry-After": {seconds(after)},
	}}
}

// seconds is a time as Retry-After has it.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

// encoded leaves the dollar signs of options as the service writes them.
func encoded(q url.Values) string { return strings.ReplaceAll(q.Encode(), "%24", "$") }

// starts answers an operation that has begun, or why it has not.
func starts(rq *emu.Request, o *operationRow, err error) (emu.Response, error) {
	if err != nil {
		return emu.Response{}, err
	}
	return accepted(rq, o)
}

// notModeled answers what is documented and not modeled.
func notModeled(rq *emu.Request) (emu.Response, error) {
	return emu.Response{}, api.NotModeled.Err("", rq.Op.Name)
}

// inEarnest refuses a request that asks to be validated and not to be carried out, which
// the newer API's lifecycle requests can: what would be carried out is not tried here.
func inEarnest(h emu.Handler) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		for name, values := range rq.Query {
			if strings.EqualFold(name, "ValidateOnly") && slices.ContainsFunc(values, func(v string) bool { return !strings.EqualFold(v, "false") }) {
				return emu.Response{}, api.NotModeled.Err("", "ValidateOnly")
			}
		}
		return h(rq)
	}
}

// administers reports whether the caller administers environments, for requests that
// others may make as well.
func administers(tx *tenant.Tx) bool {
	access := tx.Ports().Access
	return access == nil || access.Allow(tx, opEnvironmentsList.At()) == nil
}

// finished reports whether an operation has ended.
func finished(tx *tenant.Tx, r *operationRow) bool {
	o := admin365.Operation{State: r.state(tx.Now())}
	return o.Done()
}

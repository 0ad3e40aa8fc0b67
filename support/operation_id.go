package support

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// followed is an operation's id taken apart. The service tells little of an operation once
// it runs, so the id says what it is for, too: behind a number sign stand its kind and the
// resource.
type followed struct {
	call           api.Call
	query          string
	kind, resource string
	// id is the part that the service knows.
	id admin365.OperationID
}

// followID puts an id together.
func followID(id admin365.OperationID, kind, resource string) admin365.OperationID {
	return id + admin365.OperationID("#"+kind+"/"+url.PathEscape(resource))
}

// parseFollowed takes an id apart that may have lain in a file: it is refused unless it
// leads to a path of one of the operations.
func parseFollowed(id admin365.OperationID, op *api.Op) (f followed, err error) {
	inner, what, _ := strings.Cut(string(id), "#")
	f.id = admin365.OperationID(inner)
	for way := range op.Paths {
		f.call, f.query, err = api.ParseOperationID(onPath(op, way), f.id)
		if err == nil {
			break
		}
	}
	if err != nil {
		return f, err
	}
	kind, resource, _ := strings.Cut(what, "/")
	if f.resource, err = url.PathUnescape(resource); err != nil || strings.ContainsFunc(kind+f.resource, unicode.IsControl) {
		return f, &admin365.Error{Op: op.Name, Kind: admin365.ErrInvalid, Message: "it is no id of such an operation"}
	}
	f.kind = kind
	return f, nil
}

// onPath is the operation as it stands on one of its paths, for what looks at the first
// alone.
func onPath(op *api.Op, way int) *api.Op {
	if way == 0 {
		return op
	}
	there := *op
	there.Paths = op.Paths[way:]
	return &there
}

// subscription is the one in whose path the operation is followed.
func (f followed) subscription() SubscriptionID {
	if len(f.call.IDs) == 2 {
		return SubscriptionID(f.call.IDs[0])
	}
	return ""
}

// name is the operation's own id.
func (f followed) name() string { return f.call.IDs[len(f.call.IDs)-1] }

// begun is what the caller is told of an operation that has just begun.
func (o *operationRow) begun() *admin365.Operation {
	id := followID(api.OperationID(o.call(&opOperationsGet), "api-version="+opOperationsGet.QueryVersion()), o.Kind, o.Resource)
	return &admin365.Operation{
		ID: id, Kind: o.Kind, State: admin365.OperationRunning, Created: o.Begun, Updated: o.Begun, ResourceID: o.Resource,
	}
}

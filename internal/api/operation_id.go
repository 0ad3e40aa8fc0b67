package api

import (
	"net/url"
	"strings"

	"github.com/admin365/admin365"
)

// OperationID packs where an operation is followed: the API, the path and the
// query, and no host. The call is one of the operation that follows it.
func OperationID(c Call, query string) admin365.OperationID {
	return OperationAt(c.Op.API, c.Path(), query)
}

// OperationAt is OperationID for a path that the service named.
func OperationAt(a *API, path, query string) admin365.OperationID {
	if query != "" {
		query = "?" + query
	}
	return admin365.OperationID(operationPrefix(a) + path + query)
}

// ParseOperationID unpacks an id that may have lain in a file: it is refused
// unless it leads to a path of op.
func ParseOperationID(op *Op, id admin365.OperationID) (c Call, query string, err error) {
	refuse := func() (Call, string, error) {
		return Call{}, "", &admin365.Error{Op: op.Name, Kind: admin365.ErrInvalid, Message: "it is no id of such an operation"}
	}
	link, ok := strings.CutPrefix(string(id), operationPrefix(op.API))
	if !ok {
		return refuse()
	}
	u, parseErr := url.Parse(link)
	if parseErr != nil || u.Host != "" || u.User != nil || u.Fragment != "" || strings.ContainsAny(link, "\\\r\n\x00") {
		return refuse()
	}
	ids, ok := op.ids(u.EscapedPath())
	if !ok {
		return refuse()
	}
	c = op.At(ids...)
	if err := c.Check(); err != nil {
		return Call{}, "", err
	}
	return c, u.RawQuery, nil
}

func operationPrefix(a *API) string {
	return strings.ReplaceAll(strings.ToLower(a.Name), " ", "-") + ":"
}

// ids are those that an escaped path holds in the places of the operation's
// first path.
func (o *Op) ids(path string) (ids []string, ok bool) {
	want := strings.Split(strings.TrimPrefix(o.Paths[0], "/"), "/")
	if o.API.Version != "" {
		want = append(strings.Split(o.API.Version, "/"), want...)
	}
	got := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(got) != len(want) {
		return nil, false
	}
	for i, segment := range want {
		if segment != "{id}" {
			if !strings.EqualFold(segment, got[i]) {
				return nil, false
			}
			continue
		}
		id, err := url.PathUnescape(got[i])
		if err != nil {
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, true
}

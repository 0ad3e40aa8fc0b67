package identity

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/rest"
)

var _ UserPager = httpUsers{}

// Page implements [UserPager]. A cursor is the path and query of the link that
// the service gave.
func (h httpUsers) Page(ctx context.Context, q UserQuery, from Cursor) (*UserPage, error) {
	rq := listRequest(q)
	if err := q.check(); err != nil {
		return nil, rq.Call.Attribute(err)
	}
	host := h.c.Host(rq.Call.Op.API)
	link := ""
	if from != "" {
		if !isPageLink(string(from), rq) {
			return nil, rq.Call.Attribute(errForeignCursor())
		}
		link = host + string(from)
	}
	users, next, err := pageIncluding(ctx, h.c, rq, link, q.Include)
	if err != nil {
		return nil, err
	}
	return &UserPage{Users: users, Next: Cursor(strings.TrimPrefix(next, host))}, nil
}

func pageIncluding(ctx context.Context, c *rest.Client, rq rest.Request, link string, include []UserProperty) ([]*User, string, error) {
	if len(include) == 0 {
		return rest.Page[User](ctx, c, rq, link)
	}
	wire, next, err := rest.Page[includedUser](ctx, c, rq, link)
	users := make([]*User, len(wire))
	for i, w := range wire {
		users[i] = w.user(include)
	}
	return users, next, err
}

// isPageLink reports whether a stored cursor is the path and query of a link
// that goes on with the request: it comes from a state file, and must not lead
// anywhere else, nor to another list than the caller says. What else the service
// put into it is its own affair.
func isPageLink(link string, rq rest.Request) bool {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.EqualFold(u.EscapedPath(), rq.Call.Path()) {
		return false
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return false
	}
	given := map[string]string{}
	for name, values := range query {
		name = strings.ToLower(strings.TrimPrefix(name, "$"))
		if _, twice := given[name]; twice || len(values) != 1 {
			return false
		}
		given[name] = strings.TrimSpace(values[0])
	}
	for _, name := range []string{"filter", "orderby", "search", "select", "expand", "count", "skip", "deltatoken", "apply", "compute"} {
		if given[name] != strings.TrimSpace(rq.Query.Get("$"+name)) {
			return false
		}
	}
	if top, ok := given["top"]; ok {
		if _, err := strconv.ParseUint(top, 10, 16); err != nil {
			return false
		}
	}
	return given["skiptoken"] != ""
}

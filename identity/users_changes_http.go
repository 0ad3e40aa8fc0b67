package identity

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/rest"
)

// wireChange is a user as a delta brings him.
type wireChange struct {
	User
	Removed *struct {
		Reason Removal `json:"reason"`
	} `json:"@removed"`
}

// Changes implements [Users].
func (h httpUsers) Changes(ctx context.Context, from ChangeToken) (*UserChanges, error) {
	call := opUsersChanges.At()
	rq := rest.Request{Call: call}
	link := ""
	switch {
	case from == "":
		rq.Query = selecting(userBinding.NamesOf(trackedUser))
	case from == FromNow:
		rq.Query = selecting(userBinding.NamesOf(trackedUser))
		rq.Query.Set("$deltatoken", odata.Latest)
	case strings.HasPrefix(string(from), "/"):
		if !isChangeLink(string(from), call.Path()) {
			return nil, call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "the token is not one of this list; nothing was sent"})
		}
		link = h.c.Host(call.Op.API) + string(from)
	default:
		// A token that was not made here, such as the service's own.
		rq.Query = url.Values{"$deltatoken": {string(from)}}
	}
	items, next, later, err := rest.Delta[wireChange](ctx, h.c, rq, link)
	if err != nil {
		return nil, resync(err)
	}
	page := &UserChanges{Changes: make([]UserChange, len(items)), More: next != ""}
	if !page.More {
		next = later
	}
	page.Next = ChangeToken(strings.TrimPrefix(next, h.c.Host(call.Op.API)))
	for i, item := range items {
		page.Changes[i].User = &item.User
		if item.Removed != nil {
			page.Changes[i] = UserChange{User: &User{ID: item.ID}, Removed: item.Removed.Reason}
			continue
		}
		// A delta leaves out what is not set, lists too.
		userBinding.Complete(&item.User, trackedUser)
	}
	return page, nil
}

// isChangeLink reports whether a stored token is the path and query of a link
// that this list gives, in any of the spellings of its path: a token comes from
// a state file, and must not lead anywhere else.
func isChangeLink(link, path string) bool {
	u, err := url.Parse(link)
	if err != nil || u.Host != "" {
		return false
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(query) == 0 {
		return false
	}
	for name := range query {
		switch strings.ToLower(strings.TrimPrefix(name, "$")) {
		case "skiptoken", "deltatoken", "select":
		default:
			return false
		}
	}
	plain := strings.TrimSuffix(strings.ToLower(u.EscapedPath()), "()")
	return strings.Replace(plain, "/microsoft.graph.delta", "/delta", 1) == path
}

// resync makes every form in which the service says that it has forgotten a
// token the one error to test for: status 410, or one of the codes.
func resync(err error) error {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || errors.Is(e.Kind, admin365.ErrResync) {
		return err
	}
	if e.Status == http.StatusGone || strings.EqualFold(e.Code, syncStateNotFound.Code) || strings.EqualFold(e.Code, resyncRequired.Code) {
		named := *e
		named.Kind = admin365.ErrResync
		return &named
	}
	return err
}

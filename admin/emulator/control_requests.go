package emulator

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// requestInfo is a request as the control interface and the page have it.
type requestInfo struct {
	Number uint64
	// At is the tenant's time.
	At time.Time
	// App and User are who asked; neither for the default administrator.
	App    admin365.AppID
	User   admin365.UserID
	Method string
	Path   string
	// Operation is empty where the request named none that is here.
	Operation string
	Target    string
	// Effect is what it can do: "read", "reversible", and so on.
	Effect string
	// Status is 0 for a call of the library in the emulator's own process.
	Status int
	Took   time.Duration
	// Code, Message and Rule are why it was refused: the service's words, and the name
	// of the rule behind them; About is what that is about.
	Code, Message, Rule, About string
	// Allowing are the permissions of which one would have let it in.
	Allowing []admin365.Permission
	// Missing is the documented operation that is not here.
	Missing string
}

func infoOfRequest(r admin.Request) requestInfo {
	info := requestInfo{
		Number: r.Number, At: r.At, App: r.Caller.App, User: r.Caller.User, Method: r.Method, Path: r.Path,
		Operation: r.Op, Target: r.Target, Effect: r.Effect.String(), Status: r.Status, Took: r.Took, Missing: r.Missing,
	}
	if r.Err == nil {
		return info
	}
	info.Message = r.Err.Error()
	if e, ok := errors.AsType[*admin365.Error](r.Err); ok {
		info.Code, info.Message = e.Code, e.Message
	}
	info.Rule, info.About = r.Rule()
	if errors.Is(r.Err, admin365.ErrForbidden) {
		info.Allowing = r.Allowing()
	}
	return info
}

// wanted is what a list of requests is narrowed to.
type wanted struct {
	since     uint64
	operation string // one that ends in "*" is a prefix
	app       string
	refused   bool
	limit     int
}

// maxListed bounds how many requests one answer has.
const maxListed = 1000

func wantedOf(q url.Values) (wanted, error) {
	w := wanted{operation: q.Get("operation"), app: q.Get("app"), limit: maxListed}
	err := checkOptions(q, "app", "limit", "operation", "refused", "since")
	if err != nil {
		return w, err
	}
	if !isOperation(w.operation) {
		return w, invalid("there is no operation %q; GET /control/v1/operations lists them", w.operation)
	}
	if text := q.Get("since"); text != "" {
		if w.since, err = strconv.ParseUint(text, 10, 64); err != nil {
			return w, invalid("since is the number of a request")
		}
	}
	if text := q.Get("limit"); text != "" {
		if w.limit, err = strconv.Atoi(text); err != nil || w.limit < 1 || w.limit > maxListed {
			return w, invalid("limit is from 1 to %d", maxListed)
		}
	}
	if text := q.Get("refused"); text != "" {
		if w.refused, err = strconv.ParseBool(text); err != nil {
			return w, invalid("refused is true or false")
		}
	}
	return w, nil
}

// isOperation reports whether there is an operation of the name, or of the prefix that
// ends in an asterisk; empty is every one.
func isOperation(name string) bool {
	prefix, isPrefix := strings.CutSuffix(name, "*")
	return name == "" || slices.ContainsFunc(admin.OperationNames(), func(op string) bool {
		return op == name || isPrefix && strings.HasPrefix(op, prefix)
	})
}

// checkOptions refuses options of a query that are none of the known ones.
func checkOptions(q url.Values, known ...string) error {
	for _, name := range slices.Sorted(maps.Keys(q)) {
		if !slices.Contains(known, name) {
			return invalid("there is no option %s; there are %s", name, strings.Join(known, ", "))
		}
	}
	return nil
}

func (w wanted) takes(r admin.Request) bool {
	if prefix, ok := strings.CutSuffix(w.operation, "*"); ok {
		if !strings.HasPrefix(r.Op, prefix) {
			return false
		}
	} else if w.operation != "" && r.Op != w.operation {
		return false
	}
	return (w.app == "" || strings.EqualFold(string(r.Caller.App), w.app)) && (!w.refused || r.Err != nil || r.Status >= 400)
}

// requests are those of the tenant that are wanted, oldest first, the last ones of them,
// and the number after which the next ones come.
func (g *guest) requests(w wanted) (list []admin.Request, last uint64) {
	last = w.since
	for _, r := range g.RequestsSince(w.since) {
		last = r.Number
		if w.takes(r) {
			list = append(list, r)
		}
	}
	return list[max(0, len(list)-w.limit):], last
}

func listRequests(a *ask) (any, error) {
	w, err := wantedOf(a.URL.Query())
	if err != nil {
		return nil, err
	}
	requests, last := a.guest.requests(w)
	list := []requestInfo{}
	for _, r := range requests {
		list = append(list, infoOfRequest(r))
	}
	return map[string]any{"value": list, "last": last, "missing": a.guest.MissingOperations()}, nil
}

func forgetRequests(a *ask) (any, error) {
	a.guest.ForgetRequests()
	return nil, nil
}

// readPermissions says what each application used, and the least that would have done.
func readPermissions(a *ask) (any, error) {
	if err := checkOptions(a.URL.Query(), "app"); err != nil {
		return nil, err
	}
	list := []privilegeInfo{}
	for _, p := range admin.LeastPrivilege(a.guest.Requests()) {
		if app := a.URL.Query().Get("app"); app == "" || strings.EqualFold(app, string(p.App)) {
			info := privilegeInfo{Privilege: p}
			for _, r := range p.Roles {
				role := roleInfo{User: r.User, Exact: r.Exact, AtLeast: r.AtLeast}
				for _, id := range r.Least {
					role.Least = append(role.Least, namedRole{id, roleName(a.Context(), a.guest, id)})
				}
				info.Roles = append(info.Roles, role)
			}
			list = append(list, info)
		}
	}
	return map[string]any{"value": list}, nil
}

// privilegeInfo is a privilege whose roles have names.
type privilegeInfo struct {
	admin.Privilege
	Roles []roleInfo
}

type roleInfo struct {
	User    admin365.UserID
	Least   []namedRole
	Exact   bool
	AtLeast int
}

type namedRole struct {
	ID   admin365.RoleID
	Name string
}

// roleName is what people call a built-in role.
func roleName(ctx context.Context, g *guest, id admin365.RoleID) string {
	if role, err := g.Identity.Roles.Get(ctx, id); err == nil {
		return role.DisplayName
	}
	return string(id)
}

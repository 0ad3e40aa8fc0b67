package identity

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
)

// defaultPage is the size of a page without $top.
// Source: https://learn.microsoft.com/graph/api/user-list
const defaultPage = 100

// userItem says what a user is; derived where the context declares a directory
// object.
func userItem(row *userRow, derived bool) emu.Item {
	return emu.Item{Type: userProps.EDM, Derived: derived, Set: userProps.Set, ID: row.ID}
}

func userItems(rows []*userRow, derived bool) func(int) emu.Item {
	return func(i int) emu.Item { return userItem(rows[i], derived) }
}

func handleUsersList(rq *emu.Request) (emu.Response, error) {
	q, err := userProps.ParseQuery(rq.Options(), true)
	if err != nil {
		return emu.Response{}, err
	}
	expand, err := expandManager(rq.Tx, q.Expand, true)
	if err != nil {
		return emu.Response{}, err
	}
	after, err := rq.Position(q.SkipToken)
	if err != nil {
		return emu.Response{}, err
	}
	if err := checkList(rq.Tx, q); err != nil {
		return emu.Response{}, err
	}
	rows, next := pageUsers(rq.Tx, q, after, pageLimit(q, pageSize(q.Top)))
	list := emu.List{Context: contextOf("users", expand.context(q.Selected)), Item: userItems(rows, false), Next: next}
	if q.Count && after == nil {
		list.Count = new(countUsers(rq.Tx, q))
	}
	return rq.Collection(list, len(rows), func(b []byte, i int) []byte {
		return expand.append(rq, appendUser(rq.Tx, b, rows[i], q.Select), rows[i])
	}), nil
}

func pageSize(top int) int {
	if top == 0 {
		return defaultPage
	}
	return top
}

// contextOf names what was selected, as in users(displayName,id).
func contextOf(set string, selected []string) string {
	if len(selected) == 0 {
		return set
	}
	return set + "(" + strings.Join(selected, ",") + ")"
}

func handleUsersCount(rq *emu.Request) (emu.Response, error) {
	if !rq.Advanced() {
		return emu.Response{}, api.CountNotSupported.Err("")
	}
	// The path is an advanced query by itself; $count beside it says no more.
	options := odata.Options{Query: url.Values{"$count": {"true"}}, Advanced: true}
	for name, values := range rq.Query {
		if !strings.EqualFold(strings.TrimPrefix(name, "$"), "count") {
			options.Query[name] = values
		}
	}
	q, err := userProps.ParseQuery(options, true)
	if err != nil {
		return emu.Response{}, err
	}
	if err := checkList(rq.Tx, q); err != nil {
		return emu.Response{}, err
	}
	return emu.Text(strconv.Itoa(countUsers(rq.Tx, q))), nil
}

func handleUsersGet(rq *emu.Request) (emu.Response, error) {
	q, err := userProps.ParseQuery(rq.Options(), false)
	if err != nil {
		return emu.Response{}, err
	}
	expand, err := expandManager(rq.Tx, q.Expand, false)
	if err != nil {
		return emu.Response{}, err
	}
	if err := checkNeeds(rq.Tx, q.Select...); err != nil {
		return emu.Response{}, err
	}
	if slices.Contains(q.Select, prop(signInActivity)) && !isObjectID(rq.IDs[0]) {
		return emu.Response{}, keyMustBeID.Err("")
	}
	row, err := readUser(rq.Tx, rq.IDs[0], q.Select...)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusOK, contextOf("users", expand.context(q.Selected))+"/$entity", userItem(row, false), func(b []byte) []byte {
		return expand.append(rq, appendUser(rq.Tx, b, row, q.Select), row)
	}), nil
}

// handleUsersMe answers the signed-in person by his id: by what name he signed in is
// his own affair.
func handleUsersMe(rq *emu.Request) (emu.Response, error) {
	if self, known := rq.Ports().Access.Self(rq.Tx); known {
		rq.IDs = []string{self.String()}
	}
	return handleUsersGet(rq)
}

// selectsProfile tells a request for a profile, which needs other permissions,
// from one for a user.
func selectsProfile(rq *emu.Request) bool {
	if len(rq.Query) == 0 {
		return false // Every read of a user asks this first.
	}
	q, err := userProps.ParseQuery(rq.Options(), false)
	return err == nil && q.Selected != nil && slices.ContainsFunc(q.Select, isProfile)
}

func patchesProfile(rq *emu.Request) bool {
	change, err := userProps.Body(rq.Body)
	return err == nil && slices.ContainsFunc(change.Props(), isProfile)
}

func isProfile(i int) bool { return userProps.Props[i].Has(odata.Alone) }

func handleUsersCreate(rq *emu.Request) (emu.Response, error) {
	change, err := userProps.Body(rq.Body)
	if err != nil {
		return emu.Response{}, err
	}
	if name, ok := change.Get(prop("userPrincipalName")); ok {
		rq.About(name.Value)
	}
	row, err := createUser(rq.Tx, change)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusCreated, "users/$entity", userItem(row, false), func(b []byte) []byte {
		return userProps.AppendProps(b, row, userProps.Select(odata.Default))
	}), nil
}

func handleUsersUpdate(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), patchUser(rq.Tx, rq.IDs[0], rq.Body)
}

func handleUsersDelete(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), deleteUser(rq.Tx, rq.IDs[0])
}

func handleManagersGet(rq *emu.Request) (emu.Response, error) {
	q, err := userProps.ParseQuery(rq.Options(), false)
	if err != nil {
		return emu.Response{}, err
	}
	if q.Expand != nil {
		return emu.Response{}, api.NotModeled.Err("", "$expand on manager")
	}
	if err := checkNeeds(rq.Tx, q.Select...); err != nil {
		return emu.Response{}, err
	}
	row, err := managerOf(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusOK, contextOf("directoryObjects", q.Selected)+"/$entity", userItem(row, true), func(b []byte) []byte {
		return appendUser(rq.Tx, b, row, q.Select)
	}), nil
}

func handleManagersSet(rq *emu.Request) (emu.Response, error) {
	manager, err := rq.Reference()
	if err != nil {
		return emu.Response{}, err
	}
	if manager == "" {
		return emu.Response{}, api.InvalidIdentifier.Err("", "@odata.id")
	}
	return emu.NoContent(), setManager(rq.Tx, rq.IDs[0], manager)
}

func handleManagersRemove(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), removeManager(rq.Tx, rq.IDs[0])
}

func handleManagersReports(rq *emu.Request) (emu.Response, error) {
	q, err := userProps.ParseQuery(rq.Options(), true)
	if err != nil {
		return emu.Response{}, err
	}
	after, err := rq.Position(q.SkipToken)
	if err != nil {
		return emu.Response{}, err
	}
	switch {
	case q.Expand != nil:
		return emu.Response{}, api.NotModeled.Err("", "$expand on directReports")
	case q.Order != nil:
		// Unverified: whether the service orders reports at all.
		return emu.Response{}, api.UnsupportedOrder.Err("")
	}
	if err := checkList(rq.Tx, q); err != nil {
		return emu.Response{}, err
	}
	rows, next, err := reportsOf(rq.Tx, rq.IDs[0], q, after, pageSize(q.Top))
	if err != nil {
		return emu.Response{}, err
	}
	list := emu.List{Context: contextOf("directoryObjects", q.Selected), Item: userItems(rows, true), Next: next}
	if q.Count && after == nil {
		all, _, err := reportsOf(rq.Tx, rq.IDs[0], q, nil, math.MaxInt)
		if err != nil {
			return emu.Response{}, err
		}
		list.Count = new(len(all))
	}
	return rq.Collection(list, len(rows), func(b []byte, i int) []byte {
		return appendUser(rq.Tx, b, rows[i], q.Select)
	}), nil
}

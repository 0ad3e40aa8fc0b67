package identity

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// groupItem says what a group is; derived where the context declares a directory
// object.
func groupItem(row *groupRow, derived bool) emu.Item {
	return emu.Item{Type: groupProps.EDM, Derived: derived, Set: groupProps.Set, ID: row.ID}
}

// groupsList answers a list of the live groups or of those in the bin.
func groupsList(set groupSet) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		q, err := groupProps.ParseQuery(rq.Options(), true)
		if err != nil {
			return emu.Response{}, err
		}
		if q.Expand != nil {
			return emu.Response{}, api.NotModeled.Err("", "$expand on groups")
		}
		after, err := rq.Position(q.SkipToken)
		if err != nil {
			return emu.Response{}, err
		}
		rows, next := set.page(rq.Tx, q, after, pageSize(q.Top))
		list := emu.List{
			Context: contextOf("groups", q.Selected), Next: next,
			Item: func(i int) emu.Item { return groupItem(rows[i], false) },
		}
		if q.Count && after == nil {
			list.Count = new(set.count(rq.Tx, q))
		}
		return rq.Collection(list, len(rows), func(b []byte, i int) []byte {
			return groupProps.AppendProps(b, rows[i], q.Select)
		}), nil
	}
}

func handleGroupsCount(rq *emu.Request) (emu.Response, error) {
	options, err := countOptions(rq)
	if err != nil {
		return emu.Response{}, err
	}
	q, err := groupProps.ParseQuery(options, true)
	if err != nil {
		return emu.Response{}, err
	}
	return emu.Text(strconv.Itoa(liveGroups.count(rq.Tx, q))), nil
}

// countOptions are the options of a /$count path, which is an advanced query by
// itself; $count beside it says no more.
func countOptions(rq *emu.Request) (odata.Options, error) {
	if !rq.Advanced() {
		return odata.Options{}, api.CountNotSupported.Err("")
	}
	options := odata.Options{Query: url.Values{"$count": {"true"}}, Advanced: true}
	for name, values := range rq.Query {
		if !strings.EqualFold(strings.TrimPrefix(name, "$"), "count") {
			options.Query[name] = values
		}
	}
	return options, nil
}

// groupGet answers one group that find looks up.
func groupGet(context string, derived bool, find func(*tenant.Tx, string) (*groupRow, error)) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		q, err := groupProps.ParseQuery(rq.Options(), false)
		if err != nil {
			return emu.Response{}, err
		}
		if q.Expand != nil {
			return emu.Response{}, api.NotModeled.Err("", "$expand on groups")
		}
		row, err := find(rq.Tx, rq.IDs[0])
		if err != nil {
			return emu.Response{}, err
		}
		return rq.Entity(http.StatusOK, contextOf(context, q.Selected)+"/$entity", groupItem(row, derived), func(b []byte) []byte {
			return groupProps.AppendProps(b, row, q.Select)
		}), nil
	}
}

// groupEntity answers a group with its default properties.
func groupEntity(rq *emu.Request, status int, context string, derived bool, row *groupRow) emu.Response {
	return rq.Entity(status, context+"/$entity", groupItem(row, derived), func(b []byte) []byte {
		return groupProps.AppendProps(b, row, groupProps.Select(odata.Default))
	})
}

func handleGroupsCreate(rq *emu.Request) (emu.Response, error) {
	body, binds, err := bindsIn(rq.Body, members.property, owners.property)
	if err != nil {
		return emu.Response{}, err
	}
	change, err := groupProps.Body(body)
	if err != nil {
		return emu.Response{}, err
	}
	if name, ok := change.Get(groupProp("displayName")); ok {
		rq.About(name.Value)
	}
	row, err := createGroup(rq.Tx, newGroup{change: change, members: binds[members.property], owners: binds[owners.property]})
	if err != nil {
		return emu.Response{}, err
	}
	return groupEntity(rq, http.StatusCreated, "groups", false, row), nil
}

// handleGroupsUpdate serves the two operations of a PATCH: what it names of the
// properties and the members that it binds are one change.
func handleGroupsUpdate(rq *emu.Request) (emu.Response, error) {
	body, binds, err := bindsIn(rq.Body, members.property, owners.property)
	if err != nil {
		return emu.Response{}, err
	}
	if err := patchGroup(rq.Tx, rq.IDs[0], body); err != nil {
		return emu.Response{}, err
	}
	if len(binds[members.property])+len(binds[owners.property]) > maxBinds {
		return emu.Response{}, tooManyLinks.Err("")
	}
	for _, ref := range binds[owners.property] {
		if err := addOwner(rq.Tx, rq.IDs[0], ref); err != nil {
			return emu.Response{}, err
		}
	}
	if refs := binds[members.property]; refs != nil {
		err = addMembers(rq.Tx, rq.IDs[0], refs)
	}
	return emu.NoContent(), err
}

// bindsOnly tells a PATCH that binds objects of the properties, and does nothing else,
// from one that names other properties too: that one needs the permissions of a change.
func bindsOnly(properties ...string) func(*emu.Request) bool {
	return func(rq *emu.Request) bool {
		rest, binds, err := bindsIn(rq.Body, properties...)
		if err != nil || binds == nil {
			return err != nil
		}
		var others map[string]json.RawMessage
		if json.Unmarshal(rest, &others) != nil {
			return false
		}
		for name := range others {
			if !strings.HasPrefix(name, "@") {
				return false
			}
		}
		return true
	}
}

// patchGroup updates a group from the body of a PATCH.
func patchGroup(tx *tenant.Tx, id string, body []byte) error {
	change, err := groupProps.Body(body)
	if err != nil {
		return err
	}
	return updateGroup(tx, id, change)
}

func handleGroupsDelete(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), deleteGroup(rq.Tx, rq.IDs[0])
}

func handleDeletedGroupsRestore(rq *emu.Request) (emu.Response, error) {
	if err := rq.Parameters(&struct{}{}); err != nil {
		return emu.Response{}, err
	}
	row, err := restoreGroup(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return groupEntity(rq, http.StatusOK, "directoryObjects", true, row), nil
}

func handleDeletedGroupsPurge(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), purgeGroup(rq.Tx, rq.IDs[0])
}

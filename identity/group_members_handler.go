package identity

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// relation is a collection of directory objects that belongs to one: the members
// of a group, its owners, the memberships of a user.
type relation struct {
	// page returns up to limit objects that keep passes, those after the position
	// if there is one, and where to go on.
	page func(tx *tenant.Tx, of string, at *tenant.Position, limit int, q *objectQuery) ([]principal, *tenant.Position, error)
	// ordered: it can be ordered by display names. Only what is small is: a
	// person is in some hundreds of groups, a group may have a million members.
	ordered bool
}

// relationOf is the relation of the live members of links.
func relationOf(l links, transitive bool) relation {
	return relation{page: func(tx *tenant.Tx, of string, at *tenant.Position, limit int, q *objectQuery) ([]principal, *tenant.Position, error) {
		row, err := findGroup(tx, of)
		if err != nil {
			return nil, nil, err
		}
		groups := []tenant.Key{row.ID}
		if transitive {
			groups = within(tx, row.ID)
		}
		sees := sightOf(tx)
		// What he does not see, he does not find out by a condition.
		page, next := l.page(tx, groups, at, limit, func(p principal) bool { return q.keep(sees.of(p)) })
		return sees.ofAll(page), next, nil
	}}
}

// membershipRelation is the relation of what a user is a member of.
func membershipRelation(transitive bool) relation {
	return membershipsOfWhom(userProps.Set, transitive)
}

// membershipsOfWhom is the relation of what an object of the set is a member of.
func membershipsOfWhom(set string, transitive bool) relation {
	return relation{ordered: true, page: func(tx *tenant.Tx, of string, at *tenant.Position, limit int, q *objectQuery) ([]principal, *tenant.Position, error) {
		object, err := findObject(tx, set, of)
		if err != nil {
			return nil, nil, err
		}
		all := slices.DeleteFunc(sightOf(tx).ofAll(membershipsOf(tx, object.id(), transitive)), func(p principal) bool { return !q.keep(p) })
		page, next := cut(all, at, limit, q.order)
		return page, next, nil
	}}
}

// cut returns the part of a list that comes after the position, ordered by
// display names if there is an order, and else by ids as it is.
func cut(all []principal, at *tenant.Position, limit int, order []odata.OrderBy) (page []principal, next *tenant.Position) {
	place := func(p principal) tenant.Position { return tenant.Position{ID: p.id()} }
	if len(order) > 0 {
		place = func(p principal) tenant.Position {
			return tenant.Position{Text: tenant.Fold(p.displayName()), ID: p.id()}
		}
	}
	compare := func(a, b tenant.Position) int {
		c := strings.Compare(a.Text, b.Text)
		if c == 0 {
			c = a.ID.Compare(b.ID)
		}
		if len(order) > 0 && order[0].Desc {
			return -c
		}
		return c
	}
	slices.SortFunc(all, func(a, b principal) int { return compare(place(a), place(b)) })
	if at != nil {
		all = slices.DeleteFunc(all, func(p principal) bool { return compare(place(p), *at) <= 0 })
	}
	if len(all) <= limit {
		return all, nil
	}
	return all[:limit], new(place(all[limit-1]))
}

// list answers a page of the relation.
func (r relation) list(rq *emu.Request) (emu.Response, error) {
	q, err := parseObjects(rq.Options(), rq.Cast)
	if err == nil {
		err = q.check(rq.Tx)
	}
	if err != nil {
		return emu.Response{}, err
	}
	if len(q.order) > 0 && !r.ordered {
		// Unverified: whether the service orders so many.
		return emu.Response{}, api.UnsupportedOrder.Err("")
	}
	after, err := rq.Position(q.skipToken)
	if err != nil {
		return emu.Response{}, err
	}
	page, next, err := r.page(rq.Tx, rq.IDs[0], after, pageSize(q.top), q)
	if err != nil {
		return emu.Response{}, err
	}
	list := emu.List{
		Context: contextOf(q.set, q.selected), Next: next,
		Item: func(i int) emu.Item { return page[i].itemOf(q.derived) },
	}
	if q.count && after == nil {
		all, _, err := r.page(rq.Tx, rq.IDs[0], nil, math.MaxInt, q)
		if err != nil {
			return emu.Response{}, err
		}
		list.Count = new(len(all))
	}
	return rq.Collection(list, len(page), func(b []byte, i int) []byte { return q.append(b, page[i]) }), nil
}

// number answers how many objects the relation has.
func (r relation) number(rq *emu.Request) (emu.Response, error) {
	options, err := countOptions(rq)
	if err != nil {
		return emu.Response{}, err
	}
	q, err := parseObjects(options, rq.Cast)
	if err == nil {
		err = q.check(rq.Tx)
	}
	if err != nil {
		return emu.Response{}, err
	}
	all, _, err := r.page(rq.Tx, rq.IDs[0], nil, math.MaxInt, q)
	if err != nil {
		return emu.Response{}, err
	}
	return emu.Text(strconv.Itoa(len(all))), nil
}

// linkGet answers which object a link leads to, as clients ask that look whether
// somebody is a member.
func linkGet(l links) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		row, err := findGroup(rq.Tx, rq.IDs[0])
		if err != nil {
			return emu.Response{}, err
		}
		p, err := linked(rq.Tx, l, row, rq.IDs[1])
		if err != nil {
			return emu.Response{}, err
		}
		base := strings.TrimSuffix(rq.Context(""), "/$metadata#")
		link := struct {
			ID  string `json:"id"`
			URL string `json:"url"`
		}{p.id().String(), base + "/directoryObjects/" + p.id().String()}
		object, err := json.Marshal(link)
		if err != nil {
			return emu.Response{}, err
		}
		return rq.Entity(http.StatusOK, "directoryObjects/$entity", p.item(), func(b []byte) []byte {
			return append(b, object[1:len(object)-1]...)
		}), nil
	}
}

// reference is the id that the body's @odata.id names.
func reference(rq *emu.Request) (string, error) {
	id, err := rq.Reference()
	if err == nil && id == "" {
		err = api.InvalidIdentifier.Err("", "@odata.id")
	}
	return id, err
}

func handleGroupMembersAdd(rq *emu.Request) (emu.Response, error) {
	member, err := reference(rq)
	if err != nil {
		return emu.Response{}, err
	}
	return emu.NoContent(), addMembers(rq.Tx, rq.IDs[0], []string{member})
}

func handleGroupMembersRemove(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), removeMember(rq.Tx, rq.IDs[0], rq.IDs[1])
}

func handleGroupOwnersAdd(rq *emu.Request) (emu.Response, error) {
	owner, err := reference(rq)
	if err != nil {
		return emu.Response{}, err
	}
	return emu.NoContent(), addOwner(rq.Tx, rq.IDs[0], owner)
}

func handleGroupOwnersRemove(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), removeOwner(rq.Tx, rq.IDs[0], rq.IDs[1])
}

// refuseWithoutRef refuses to delete a member where taking him out was meant.
func refuseWithoutRef(*emu.Request) (emu.Response, error) {
	return emu.Response{}, notContained.Err("")
}

package odata

import (
	"slices"
	"strings"
)

// DeltaQuery is what a request for changes asks. The first request of a round
// says it in options, the later ones by a token that holds it.
type DeltaQuery struct {
	// Select are the properties to track and to return; nil without $select.
	Select []int
	// Selected are the names of an @odata.context; nil without $select.
	Selected []string
	// Relations are the relations among what was selected, in the order asked.
	Relations []string
	// IDs are the objects to track, at most 50; nil without $filter.
	IDs []string
	// Token is where to go on; empty to begin anew.
	Token string
}

// Latest is the token for which only what happens from now on is a change.
const Latest = "latest"

// maxDeltaIDs is how many objects a delta filters for.
// Source: https://learn.microsoft.com/graph/api/user-delta
const maxDeltaIDs = 50

// ParseDelta reads the options of a request for changes of the table's entity,
// whose relations can be selected as if they were properties.
//
// $top is passed over, as the service does (microsoft-graph-docs#7160,
// #17516): how many objects come at a time is the service's affair. The other
// options that a delta does not take are refused by name.
//
// Source: https://learn.microsoft.com/graph/delta-query-overview#optional-query-parameters
func (t *Table[P]) ParseDelta(o Options, relations ...string) (*DeltaQuery, error) {
	given, err := Gather(o.Query)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"orderby", "expand", "search", "skip", "count"} {
		if given[name] != "" {
			return nil, UnsupportedOption.Err("", "$"+name)
		}
	}
	q := &DeltaQuery{Token: given["deltatoken"]}
	if skip := given["skiptoken"]; skip != "" {
		if q.Token != "" {
			return nil, UnsupportedQuery.Err("")
		}
		q.Token = skip
	}
	begins := q.Token == "" || q.Token == Latest
	if !begins && strings.TrimSpace(given["filter"]) != "" || given["skiptoken"] != "" && strings.TrimSpace(given["select"]) != "" {
		// A round goes on with what its first request asked for.
		return nil, UnsupportedQuery.Err("")
	}
	if err := t.selectTracked(q, given["select"], relations); err != nil {
		return nil, err
	}
	q.IDs, err = t.deltaIDs(given["filter"])
	return q, err
}

// selectTracked reads the $select, taking the relations out of it.
func (t *Table[P]) selectTracked(q *DeltaQuery, text string, relations []string) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var rest []string
	for term := range strings.SplitSeq(text, ",") {
		name := strings.TrimSpace(term)
		at := slices.IndexFunc(relations, func(r string) bool { return strings.EqualFold(r, name) })
		if at < 0 {
			rest = append(rest, term)
		} else if !slices.Contains(q.Relations, relations[at]) {
			q.Relations = append(q.Relations, relations[at])
		}
	}
	q.Select = []int{}
	if len(rest) > 0 {
		var err error
		if q.Select, q.Selected, err = t.parseSelect(strings.Join(rest, ","), true); err != nil {
			return err
		}
	}
	q.Selected = append(q.Selected, q.Relations...)
	return nil
}

// deltaIDs reads a $filter, which may do nothing but name objects by their ids.
func (t *Table[P]) deltaIDs(text string) ([]string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	filter, err := t.ParseFilter(text)
	if err != nil {
		return nil, err
	}
	ids, ok := named(&filter.root, t.Lookup("id"), nil)
	if !ok || len(ids) > maxDeltaIDs {
		return nil, UnsupportedQuery.Err("")
	}
	return ids, nil
}

// named appends the texts of a node that is "prop eq 'x'" or alternatives of it.
func named(n *node, prop int, ids []string) ([]string, bool) {
	switch {
	case n.op == opEq && n.prop == prop && n.path == nil && n.literals[0].kind == litText:
		return append(ids, n.literals[0].text), true
	case n.op == opOr:
		for i := range n.kids {
			var ok bool
			if ids, ok = named(&n.kids[i], prop, ids); !ok {
				return nil, false
			}
		}
		return ids, true
	default:
		return nil, false
	}
}

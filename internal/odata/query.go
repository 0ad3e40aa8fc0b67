package odata

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/api"
)

// Options are the raw query options of a request.
type Options struct {
	Query url.Values
	// Advanced says that the request has the header ConsistencyLevel: eventual.
	// A query is advanced with the header and $count=true.
	Advanced bool
}

// Query is what a request asks of a table.
type Query[P any] struct {
	// Select are the properties to render in their order: the default set if
	// none was named.
	Select []int
	// Selected are the names of an @odata.context, users(displayName,id): in the
	// order asked, in the table's spelling; nil without $select.
	Selected []string
	// Top is the page size; 0 if none was given.
	Top int
	// Count says that the answer carries the number of all rows.
	Count bool
	// Filter passes the rows asked for; nil passes all.
	Filter *Predicate[P]
	// Order is the order of the rows; nil is the collection's own.
	Order []OrderBy
	// Search passes the rows that it finds; nil passes all.
	Search *Search[P]
	// SkipToken is the page token, which belongs to the emulator.
	SkipToken string
	// Expand is the navigation asked for; nil is none. What is expandable the
	// entity's handler knows.
	Expand *Expand
}

// maxTop is the largest page that the directory gives.
const maxTop = 999

// ParseQuery reads the options of a request for a collection, or for one entity
// (which takes $select and $expand alone).
func (t *Table[P]) ParseQuery(o Options, collection bool) (*Query[P], error) {
	given, err := Gather(o.Query)
	if err != nil {
		return nil, err
	}
	if skip, ok := given["skip"]; ok && collection && skip != "" {
		return nil, UnsupportedOption.Err("", "$skip")
	}
	q := &Query[P]{SkipToken: given["skiptoken"]}
	if q.Select, q.Selected, err = t.parseSelect(given["select"], collection); err != nil {
		return nil, err
	}
	if q.Expand, err = parseExpand(given["expand"]); err != nil {
		return nil, err
	}
	if collection {
		err = t.parseList(q, given, o.Advanced)
	} else {
		err = single(given, q.Expand != nil && q.Expand.Levels != 0)
	}
	if err == nil {
		err = q.Expand.check(collection, o.Advanced, q.Count)
	}
	if err != nil {
		return nil, err
	}
	return q, nil
}

// parseList reads the options of collections. The service ignores $count=true
// without the header, and so such a query is not advanced either.
func (t *Table[P]) parseList(q *Query[P], given map[string]string, header bool) (err error) {
	if q.Top, err = parseTop(given); err != nil {
		return err
	}
	if q.Count, err = parseCount(given); err != nil {
		return err
	}
	q.Count = q.Count && header
	if text := strings.TrimSpace(given["filter"]); text != "" {
		if q.Filter, err = t.ParseFilter(text); err != nil {
			return err
		}
		if err := q.Filter.Check(header, q.Count); err != nil {
			return err
		}
	}
	if text := strings.TrimSpace(given["search"]); text != "" {
		if !header {
			return api.SearchNeedsHeader.Err("")
		}
		if q.Search, err = t.ParseSearch(text); err != nil {
			return err
		}
	}
	q.Order, err = t.parseOrder(given["orderby"], q.Count, q.Filter != nil)
	return err
}

// single refuses what only a collection takes. $count=true may stand beside
// levels of a navigation.
func single(given map[string]string, levels bool) error {
	for _, name := range []string{"filter", "orderby", "count", "skip", "top"} {
		if _, ok := given[name]; ok && (!levels || name != "count") {
			return NotCollection.Err("")
		}
	}
	return nil
}

// Gather returns the known options by their names in small letters and without
// the $, which Graph lets clients leave out. Of what it does not know it refuses
// only names with a $: the others are for somebody else.
func Gather(query url.Values) (map[string]string, error) {
	given := make(map[string]string, len(query))
	// In order, so that the same request is always refused in the same words.
	for _, key := range slices.Sorted(maps.Keys(query)) {
		name, dollar := strings.CutPrefix(strings.ToLower(key), "$")
		switch name {
		case "select", "expand", "filter", "orderby", "top", "skip", "count", "search", "skiptoken", "deltatoken", "format":
		default:
			if dollar {
				return nil, UnknownOption.Err("", key)
			}
			continue
		}
		if _, twice := given[name]; twice || len(query[key]) > 1 {
			return nil, RepeatedOption.Err("", "$"+name)
		}
		given[name] = query.Get(key)
	}
	return given, nil
}

func parseTop(given map[string]string) (int, error) {
	text, ok := given["top"]
	if !ok {
		return 0, nil
	}
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, InvalidTop.Err("", text)
	}
	top, err := strconv.Atoi(text)
	if err != nil || top < 1 || top > maxTop {
		return 0, api.InvalidPageSize.Err("", text)
	}
	return top, nil
}

func parseCount(given map[string]string) (bool, error) {
	text, ok := given["count"]
	switch {
	case !ok, strings.EqualFold(text, "false"):
		return false, nil
	case strings.EqualFold(text, "true"):
		return true, nil
	default:
		return false, InvalidCount.Err("", text)
	}
}

package health

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
)

// options is a query of a list of this service, which pages by counting and takes every
// condition without a header.
type options[P any] struct {
	*odata.Query[P]
	skip, top, size int
	limited         bool // $top was given.
	count, expand   bool
}

// defaultPage is how many are on a page unless the caller asks for less or more.
// Source: https://learn.microsoft.com/graph/api/serviceannouncement-list-issues
const defaultPage = 100

// listOptions reads the options of a list. expands is the navigation that can come along.
func listOptions[P any](rq *emu.Request, t *odata.Table[P], expands string) (options[P], error) {
	var o options[P]
	given, err := odata.Gather(rq.Query)
	if err != nil {
		return o, err
	}
	for _, name := range []string{"search", "skiptoken", "deltatoken"} {
		if _, ok := given[name]; ok {
			return o, odata.UnsupportedOption.Err("", "$"+name)
		}
	}
	if o.skip, _, err = number(given, "skip", 1<<31-1); err != nil {
		return o, err
	}
	if o.top, o.limited, err = number(given, "top", maxPage); err != nil {
		return o, err
	}
	switch count, ok := given["count"]; {
	case ok && strings.EqualFold(count, "true"):
		o.count = true
	case ok && !strings.EqualFold(count, "false"):
		return o, odata.InvalidCount.Err("", count)
	}
	if o.expand, err = expansion(given, expands); err != nil {
		return o, err
	}
	// What is left is read as an advanced query of the directory: one that takes all.
	rest := url.Values{"$count": {"true"}}
	for _, name := range []string{"select", "filter", "orderby"} {
		if text, ok := given[name]; ok {
			rest.Set("$"+name, text)
		}
	}
	o.Query, err = t.ParseQuery(odata.Options{Query: rest, Advanced: true}, true)
	o.size = pageSize(rq.Header)
	return o, err
}

// number reads $skip or $top.
func number(given map[string]string, name string, most int) (n int, ok bool, err error) {
	text, ok := given[name]
	if !ok {
		return 0, false, nil
	}
	text = strings.TrimSpace(text)
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, true, odata.InvalidTop.Err("", text)
	}
	n, err = strconv.Atoi(text)
	if err != nil || n > most {
		return 0, true, invalidPageSize.Err("", text)
	}
	return n, true, nil
}

// expansion reads $expand, which is one navigation or none.
func expansion(given map[string]string, expands string) (bool, error) {
	text := strings.TrimSpace(given["expand"])
	switch {
	case text == "":
		return false, nil
	case expands != "" && strings.EqualFold(text, expands):
		return true, nil
	default:
		return false, odata.UnsupportedQuery.Err("")
	}
}

// pageSize is the size of pages that the caller asks for. Unverified: that one out of
// range is taken for the nearest that is not.
func pageSize(h http.Header) int {
	for _, preferences := range h.Values("Prefer") {
		for preference := range strings.SplitSeq(preferences, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(preference), "=")
			if strings.EqualFold(strings.TrimSpace(name), "odata.maxpagesize") || strings.EqualFold(strings.TrimSpace(name), "maxpagesize") {
				if n, err := strconv.Atoi(strings.Trim(value, ` "`)); err == nil && n > 0 {
					return min(n, maxPage)
				}
			}
		}
	}
	return defaultPage
}

// page are the rows of a request's page in the order asked for, how many pass the filter
// in all, and where the next page is. $top is how many are wanted in all, and what is
// left of it goes along, as OData has it (unverified of this service).
func (o options[P]) page(rq *emu.Request, t *odata.Table[P], rows []P) (page []P, total int, next string) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r P) bool { return !o.Filter.Match(r) })
	for _, by := range slices.Backward(o.Order) {
		slices.SortStableFunc(rows, func(a, b P) int {
			c := compareBy(t, by.Prop, a, b)
			if by.Desc {
				c = -c
			}
			return c
		})
	}
	total = len(rows)
	rows = rows[min(o.skip, total):]
	if o.limited {
		rows = rows[:min(o.top, len(rows))]
	}
	if len(rows) <= o.size {
		return rows, total, ""
	}
	query := url.Values{}
	for name, values := range rq.Query {
		switch strings.ToLower(strings.TrimPrefix(name, "$")) {
		case "skip", "top":
		default:
			query[name] = values
		}
	}
	if o.limited {
		query.Set("$top", strconv.Itoa(o.top-o.size))
	}
	query.Set("$skip", strconv.Itoa(o.skip+o.size))
	return rows[:o.size], total, rq.Link(query)
}

// compareBy orders two rows by a property; one that is not set comes first.
func compareBy[P any](t *odata.Table[P], prop int, a, b P) int {
	if at := t.Props[prop].Time; at != nil {
		return at(a).Compare(*at(b))
	}
	x, _ := t.Value(a, prop)
	y, _ := t.Value(b, prop)
	return cmp.Compare(strings.ToLower(x), strings.ToLower(y))
}

// entityOptions reads the options of a request for one entity.
func entityOptions[P any](rq *emu.Request, t *odata.Table[P], expands string) (*odata.Query[P], bool, error) {
	given, err := odata.Gather(rq.Query)
	if err != nil {
		return nil, false, err
	}
	expand, err := expansion(given, expands)
	if err != nil {
		return nil, false, err
	}
	rest := url.Values{}
	for name, text := range given {
		if name != "expand" {
			rest.Set("$"+name, text)
		}
	}
	q, err := t.ParseQuery(odata.Options{Query: rest}, false)
	return q, expand, err
}

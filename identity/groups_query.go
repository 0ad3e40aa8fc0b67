package identity

import (
	"net/url"
	"strconv"

	"github.com/admin365/admin365/internal/odata"
)

// clone keeps a list that is ranged later from what its caller does to the
// query meanwhile.
func (q GroupQuery) clone() GroupQuery {
	for _, p := range []**bool{&q.SecurityEnabled, &q.MailEnabled} {
		if *p != nil {
			*p = new(**p)
		}
	}
	return q
}

// query returns the query as Graph takes it, and whether it needs the advanced
// engine: a filter with an order always does.
func (q GroupQuery) query() (url.Values, bool) {
	values := url.Values{}
	filter := q.filter()
	if filter != "" {
		values.Set("$filter", filter)
	}
	advanced := q.Advanced
	if q.OrderByDisplayName {
		values.Set("$orderby", "displayName")
		advanced = advanced || filter != ""
	}
	if advanced {
		values.Set("$count", "true")
	}
	size := q.PageSize
	if size == 0 {
		size = maxPage
	}
	values.Set("$top", strconv.Itoa(size))
	return values, advanced
}

// countQuery is the query of a count: conditions alone.
func (q GroupQuery) countQuery() url.Values {
	values := url.Values{}
	if filter := q.filter(); filter != "" {
		values.Set("$filter", filter)
		// See UserQuery.countQuery.
		values.Set("$count", "true")
	}
	return values
}

func (q GroupQuery) filter() string {
	var clauses []string
	for _, c := range []struct {
		set    bool
		clause func() string
	}{
		{q.DisplayName != "", func() string { return odata.Eq("displayName", q.DisplayName) }},
		{q.DisplayNamePrefix != "", func() string { return odata.StartsWith("displayName", q.DisplayNamePrefix) }},
		{q.MailNickname != "", func() string { return odata.Eq("mailNickname", q.MailNickname) }},
		{q.SecurityEnabled != nil, func() string { return odata.EqBool("securityEnabled", *q.SecurityEnabled) }},
		{q.MailEnabled != nil, func() string { return odata.EqBool("mailEnabled", *q.MailEnabled) }},
		{q.Unified, func() string { return "groupTypes/any(c:" + odata.Eq("c", UnifiedGroup) + ")" }},
	} {
		if c.set {
			clauses = append(clauses, c.clause())
		}
	}
	typed := odata.And(clauses...)
	if typed != "" && q.Filter != "" {
		return odata.And(typed, "("+q.Filter+")")
	}
	return typed + q.Filter
}

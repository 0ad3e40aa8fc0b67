package health

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

// maxPage is how many the service has on a page at most.
const maxPage = 1000

// invalid is what is wrong with a query, before anything is sent.
func invalid(call api.Call, why string) error {
	return call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: why})
}

// checkList refuses what no list takes.
func checkList(call api.Call, pageSize int, filter string) error {
	if pageSize < 0 {
		return invalid(call, "the page size is negative")
	}
	if why := odata.Loose(filter); why != "" {
		return invalid(call, "the filter cannot be meant: "+why)
	}
	return nil
}

// check refuses a query that cannot be meant.
func (q IssueQuery) check(call api.Call) error {
	if !q.Until.IsZero() && !q.Since.Before(q.Until) {
		return invalid(call, "the time ends before it begins")
	}
	return checkList(call, q.PageSize, q.Filter)
}

// filter is the query in the service's language. Without dates it is what the service is
// known to take.
func (q IssueQuery) filter(dates bool) string {
	var resolved, from, until string
	if q.Resolved != nil {
		resolved = odata.EqBool("isResolved", *q.Resolved)
	}
	if dates && !q.Until.IsZero() {
		until = "startDateTime lt " + later(q.Until)
	}
	if dates && !q.Since.IsZero() {
		from = "(endDateTime ge " + earlier(q.Since) + " or endDateTime eq null)"
	}
	return odata.And(
		eq("service", q.Service), eq("classification", string(q.Classification)), eq("status", string(q.Status)),
		resolved, until, from, since(q.ChangedSince), parenthesized(q.Filter),
	)
}

// matches reports whether an issue is one that the query asks for, but for its Filter.
func (q IssueQuery) matches(i *Issue) bool {
	return alike(q.Service, i.Service) && alike(q.Classification, i.Classification) && alike(q.Status, i.Status) &&
		(q.Resolved == nil || *q.Resolved == i.IsResolved) &&
		i.affects(q.Since, q.Until) && !i.LastModifiedDateTime.Before(q.ChangedSince)
}

func (q MessageQuery) check(call api.Call) error { return checkList(call, q.PageSize, q.Filter) }

// filter is the query in the service's language. Without all it is what the service is
// known to take.
func (q MessageQuery) filter(all bool) string {
	var of, by, major string
	if q.Service != "" {
		of = "services/any(s:s eq " + odata.Quote(q.Service) + ")"
	}
	if !q.ActionRequiredBefore.IsZero() {
		by = "actionRequiredByDateTime lt " + later(q.ActionRequiredBefore)
	}
	if q.Major != nil {
		major = odata.EqBool("isMajorChange", *q.Major)
	}
	if !all {
		return odata.And(of, since(q.ChangedSince), parenthesized(q.Filter))
	}
	return odata.And(
		of, eq("category", string(q.Category)), eq("severity", string(q.Severity)), by, major, since(q.ChangedSince), parenthesized(q.Filter),
	)
}

// matches reports whether a message is one that the query asks for, but for its Filter.
func (q MessageQuery) matches(m *Message) bool {
	by := m.ActionRequiredByDateTime
	return (q.Service == "" || slices.ContainsFunc(m.Services, func(s string) bool { return strings.EqualFold(s, q.Service) })) &&
		alike(q.Category, m.Category) && alike(q.Severity, m.Severity) &&
		(q.ActionRequiredBefore.IsZero() || !by.IsZero() && by.Before(q.ActionRequiredBefore)) &&
		(q.Major == nil || m.IsMajorChange != nil && *q.Major == *m.IsMajorChange) && !m.LastModifiedDateTime.Before(q.ChangedSince)
}

// alike reports whether what is wanted is there; nothing is wanted by an empty text.
func alike[S ~string](want, got S) bool {
	return want == "" || strings.EqualFold(string(want), string(got))
}

func eq(property, text string) string {
	if text == "" {
		return ""
	}
	return odata.Eq(property, text)
}

func since(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return "lastModifiedDateTime ge " + earlier(at)
}

func parenthesized(filter string) string {
	if strings.TrimSpace(filter) == "" {
		return ""
	}
	return "(" + filter + ")"
}

// checkIDs refuses a list of messages that cannot be meant.
func checkIDs(call api.Call, list []MessageID) ([]string, error) {
	if len(list) == 0 {
		return nil, invalid(call, "no message is named")
	}
	ids := make([]string, len(list))
	for i, id := range list {
		if strings.TrimSpace(string(id)) == "" {
			return nil, invalid(call, "the id of a message is empty")
		}
		ids[i] = string(id)
	}
	return ids, nil
}

// notAll is the answer "false" to an action on messages, as an error.
func notAll(call api.Call) error {
	return call.Attribute(&admin365.Error{Kind: admin365.ErrNotFound, Message: "the service did not do it for all of the messages"})
}

// tick is how exactly the service writes times.
const tick = 100 * time.Nanosecond

// earlier and later are a moment as exactly as the service takes it, on the side that
// leaves nothing out: what is too much is sorted out here.
func earlier(at time.Time) string { return odata.FormatTime(at.Truncate(tick)) }

func later(at time.Time) string { return odata.FormatTime(at.Add(tick - 1).Truncate(tick)) }

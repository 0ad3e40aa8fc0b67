package health

import (
	"net/http"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
)

const contextRoot = "admin/serviceAnnouncement"

// contextOf is the fragment of a collection's context: what is selected, or what is
// expanded.
func contextOf(set string, selected []string, expanded string) string {
	switch {
	case len(selected) > 0:
		return set + "(" + strings.Join(selected, ",") + ")"
	case expanded != "":
		return set + "(" + expanded + "())"
	default:
		return set
	}
}

func item[P any](t *odata.Table[P], set string, row P) emu.Item {
	id, _ := t.Value(row, t.Lookup("id"))
	return emu.Item{Type: t.EDM, Set: set, Key: id}
}

// collection answers a page of rows; more appends what else belongs to a row.
func collection[P any](rq *emu.Request, t *odata.Table[P], set, expands string, rows []P, more func([]byte, P) []byte) (emu.Response, error) {
	o, err := listOptions(rq, t, expands)
	if err != nil {
		return emu.Response{}, err
	}
	page, total, next := o.page(rq, t, rows)
	expanded := ""
	if o.expand {
		expanded = expands
	}
	list := emu.List{
		Context: contextOf(set, o.Selected, expanded), NextLink: next,
		Item: func(i int) emu.Item { return item(t, set, page[i]) },
	}
	if o.count {
		list.Count = &total
	}
	return rq.Collection(list, len(page), func(b []byte, i int) []byte {
		b = t.AppendProps(b, page[i], o.Select)
		if o.expand {
			b = more(b, page[i])
		}
		return b
	}), nil
}

// entity answers one row.
func entity[P any](rq *emu.Request, t *odata.Table[P], set, expands string, row P, more func([]byte, P) []byte) (emu.Response, error) {
	q, expand, err := entityOptions(rq, t, expands)
	if err != nil {
		return emu.Response{}, err
	}
	expanded := ""
	if expand {
		expanded = expands
	}
	return rq.Entity(http.StatusOK, contextOf(set, q.Selected, expanded)+"/$entity", item(t, set, row), func(b []byte) []byte {
		b = t.AppendProps(b, row, q.Select)
		if expand {
			b = more(b, row)
		}
		return b
	}), nil
}

// appendNested appends a navigation that came along.
func appendNested[P any](rq *emu.Request, b []byte, name string, t *odata.Table[P], set string, rows []P) []byte {
	b = append(b, `,"`+name+`":[`...)
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = rq.Nested(b, item(t, set, row), func(b []byte) []byte { return t.AppendProps(b, row, t.Select(odata.Default)) })
	}
	return append(b, ']')
}

func handleServicesList(rq *emu.Request) (emu.Response, error) {
	return collection(rq, &serviceProps, contextRoot+"/healthOverviews", "issues", overviews(rq.Tx), handleExpand(rq))
}

func handleServicesGet(rq *emu.Request) (emu.Response, error) {
	o, err := findOverview(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return entity(rq, &serviceProps, contextRoot+"/healthOverviews", "issues", o, handleExpand(rq))
}

// handleExpand appends the issues of a service.
func handleExpand(rq *emu.Request) func([]byte, *overview) []byte {
	return func(b []byte, o *overview) []byte {
		return appendNested(rq, b, "issues", &issueProps, contextRoot+"/issues", o.issues)
	}
}

func handleIssuesList(rq *emu.Request) (emu.Response, error) {
	return collection(rq, &issueProps, contextRoot+"/issues", "", slices.Collect(visibleIssues(rq.Tx)), nil)
}

func handleIssuesOfService(rq *emu.Request) (emu.Response, error) {
	o, err := findOverview(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return collection(rq, &issueProps, contextRoot+"/healthOverviews('"+o.Name+"')/issues", "", o.issues, nil)
}

func handleIssuesGet(rq *emu.Request) (emu.Response, error) {
	row, err := handleIssue(rq)
	if err != nil {
		return emu.Response{}, err
	}
	return entity(rq, &issueProps, contextRoot+"/issues", "", row, nil)
}

// handleIssue finds the issue that a path names, below its service or not.
func handleIssue(rq *emu.Request) (*issueRow, error) {
	id := rq.IDs[len(rq.IDs)-1]
	row, err := findIssue(rq.Tx, id)
	if err != nil || len(rq.IDs) == 1 {
		return row, err
	}
	o, err := findOverview(rq.Tx, rq.IDs[0])
	if err == nil && o.Name != row.Service {
		err = notThere(id)
	}
	return row, err
}

func handleIssuesReport(rq *emu.Request) (emu.Response, error) {
	row, err := handleIssue(rq)
	if err != nil {
		return emu.Response{}, err
	}
	file, err := findReport(rq.Tx, string(row.ID))
	if err != nil {
		return emu.Response{}, err
	}
	return handleFile(file.ContentType, file.Content), nil
}

// handleFile answers a file as it is.
func handleFile(kind string, content []byte) emu.Response {
	if kind == "" {
		kind = "application/octet-stream"
	}
	return emu.Response{Status: http.StatusOK, Header: http.Header{"Content-Type": {kind}}, Body: content}
}

func handleMessagesList(rq *emu.Request) (emu.Response, error) {
	r := readerOf(rq.Tx)
	return collection(rq, &messageProps, contextRoot+"/messages", "attachments", slices.Collect(r.all()), handleExpandMessage(rq, r))
}

func handleMessagesGet(rq *emu.Request) (emu.Response, error) {
	r := readerOf(rq.Tx)
	s, err := r.find(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return entity(rq, &messageProps, contextRoot+"/messages", "attachments", s, handleExpandMessage(rq, r))
}

// handleExpandMessage appends the attachments of a message.
func handleExpandMessage(rq *emu.Request, r reader) func([]byte, *seen) []byte {
	return func(b []byte, s *seen) []byte {
		rows, err := r.attachments(string(s.ID))
		if err != nil {
			rows = nil // The message was just there.
		}
		return appendNested(rq, b, "attachments", &attachmentProps, attachmentsOf(s.ID), rows)
	}
}

func attachmentsOf(id MessageID) string {
	return contextRoot + "/messages('" + string(id) + "')/attachments"
}

func handleAttachmentsList(rq *emu.Request) (emu.Response, error) {
	r := readerOf(rq.Tx)
	s, err := r.find(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	rows, err := r.attachments(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return collection(rq, &attachmentProps, attachmentsOf(s.ID), "", rows, nil)
}

func handleAttachmentsGet(rq *emu.Request) (emu.Response, error) {
	row, err := readerOf(rq.Tx).attachment(rq.IDs[0], rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	return entity(rq, &attachmentProps, attachmentsOf(MessageID(row.Owner)), "", row, nil)
}

func handleAttachmentsContent(rq *emu.Request) (emu.Response, error) {
	row, err := readerOf(rq.Tx).attachment(rq.IDs[0], rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	return handleFile(row.ContentType, row.Content), nil
}

func handleAttachmentsArchive(rq *emu.Request) (emu.Response, error) {
	file, err := readerOf(rq.Tx).archive(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return handleFile(file.ContentType, file.Content), nil
}

// handleMark answers one of the actions on messages: whether it was done.
func handleMark(rq *emu.Request) (emu.Response, error) {
	var body struct {
		IDs []string `json:"messageIds"`
	}
	if err := rq.Parameters(&body); err != nil {
		return emu.Response{}, err
	}
	if len(body.IDs) == 0 {
		return emu.Response{}, parameterMissing.Err("")
	}
	all, err := setMarks(rq.Tx, body.IDs, markOf(rq.Op))
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, map[string]bool{"value": all})
}

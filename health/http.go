package health

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// NewHTTP returns the area over a client of Microsoft Graph. For package admin alone:
// programs begin with admin.New.
func NewHTTP(c *rest.Client) *Service {
	return &Service{
		Services: httpServices{c}, Issues: httpIssues{c}, Messages: httpMessages{c},
		Attachments: httpAttachments{c}, Viewpoints: httpViewpoints{c},
	}
}

// failed is a list that has an error alone.
func failed[T any](err error) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) { yield(nil, err) }
}

// readable is an error of this service with its own words in place of the JSON in JSON in
// which they come; what says in any status that something is not there is
// [admin365.ErrNotFound].
func readable(err error) error {
	//nolint:errorlint // What wraps it, if anything does, stays as it is.
	e, ok := err.(*admin365.Error)
	if !ok || e.Code != missing.Code {
		return err
	}
	var outer struct {
		Message string `json:"message"`
	}
	var inner struct {
		Error string `json:"error"`
	}
	if json.Unmarshal([]byte(e.Message), &outer) != nil || outer.Message == "" {
		return err
	}
	next := *e
	next.Message = outer.Message
	if json.Unmarshal([]byte(outer.Message), &inner) == nil && inner.Error != "" {
		next.Message = inner.Error
	}
	if strings.Contains(next.Message, "exist for the tenant") {
		next.Kind = admin365.ErrNotFound
	}
	return &next
}

// pages lists a collection, its items in UTC, those alone that want wants.
func pages[T any](ctx context.Context, c *rest.Client, rq rest.Request, own func(*T), want func(*T) bool) iter.Seq2[*T, error] {
	list := rest.Pages[T](ctx, c, rq)
	return func(yield func(*T, error) bool) {
		for item, err := range list {
			if err != nil {
				yield(nil, readable(err))
				return
			}
			own(item)
			if want(item) && !yield(item, nil) {
				return
			}
		}
	}
}

func one[T any](ctx context.Context, c *rest.Client, rq rest.Request, own func(*T)) (*T, error) {
	item, err := rest.One[T](ctx, c, rq)
	if err != nil {
		return nil, readable(err)
	}
	own(item)
	return item, nil
}

// wantsPage asks for pages of the size.
func wantsPage(size int) http.Header {
	if size == 0 {
		return nil
	}
	return http.Header{"Prefer": {"odata.maxpagesize=" + strconv.Itoa(min(size, maxPage))}}
}

// conditions are the options with the filter, if there is one.
func conditions(filter string) url.Values {
	if filter == "" {
		return nil
	}
	return url.Values{"$filter": {filter}}
}

type httpServices struct{ c *rest.Client }

var _ Services = httpServices{}

func (q ServiceQuery) options() url.Values {
	if !q.Issues {
		return nil
	}
	return url.Values{"$expand": {"issues"}}
}

// own makes the service's issues whole, and nil if nobody asked for them.
func (q ServiceQuery) own(s *ServiceHealth) {
	if !q.Issues {
		s.Issues = nil
		return
	}
	if s.Issues == nil {
		s.Issues = []*Issue{}
	}
	for _, i := range s.Issues {
		i.inUTC()
	}
}

// List implements [Services].
func (h httpServices) List(ctx context.Context, q ServiceQuery) iter.Seq2[*ServiceHealth, error] {
	call := opServicesList.At()
	if err := checkList(call, q.PageSize, ""); err != nil {
		return failed[ServiceHealth](err)
	}
	rq := rest.Request{Call: call, Query: q.options(), Header: wantsPage(q.PageSize)}
	return pages(ctx, h.c, rq, q.own, func(*ServiceHealth) bool { return true })
}

// Get implements [Services].
func (h httpServices) Get(ctx context.Context, service string, q ServiceQuery) (*ServiceHealth, error) {
	return one(ctx, h.c, rest.Request{Call: opServicesGet.At(service), Query: q.options()}, q.own)
}

type httpIssues struct{ c *rest.Client }

var _ Issues = httpIssues{}

// inUTC is the issue with its times in UTC, in which the service need not write them,
// and with lists that are there.
func (i *Issue) inUTC() {
	i.StartDateTime, i.EndDateTime, i.LastModifiedDateTime = i.StartDateTime.UTC(), i.EndDateTime.UTC(), i.LastModifiedDateTime.UTC()
	if i.Details == nil {
		i.Details = []Detail{}
	}
	if i.Posts == nil {
		i.Posts = []Post{}
	}
	for n := range i.Posts {
		i.Posts[n].CreatedDateTime = i.Posts[n].CreatedDateTime.UTC()
	}
}

// List implements [Issues].
func (h httpIssues) List(ctx context.Context, q IssueQuery) iter.Seq2[*Issue, error] {
	call := opIssuesList.At()
	if err := q.check(call); err != nil {
		return failed[Issue](err)
	}
	if q.Resolved != nil {
		q.Resolved = new(*q.Resolved)
	}
	return narrowed(q.filter(true), q.filter(false), func(filter string) iter.Seq2[*Issue, error] {
		rq := rest.Request{Call: call, Query: conditions(filter), Header: wantsPage(q.PageSize)}
		return pages(ctx, h.c, rq, (*Issue).inUTC, q.matches)
	})
}

// narrowed lists with the whole filter, or with the known one if the service does not take
// that.
func narrowed[T any](whole, known string, list func(filter string) iter.Seq2[*T, error]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		perhaps := whole != known
		for item, err := range list(whole) {
			if perhaps && errors.Is(err, admin365.ErrInvalid) {
				list(known)(yield)
				return
			}
			perhaps = false
			if !yield(item, err) {
				return
			}
		}
	}
}

// Get implements [Issues].
func (h httpIssues) Get(ctx context.Context, id IssueID) (*Issue, error) {
	return one(ctx, h.c, rest.Request{Call: opIssuesGet.At(string(id))}, (*Issue).inUTC)
}

// Report implements [Issues].
func (h httpIssues) Report(ctx context.Context, id IssueID) (*File, error) {
	return download(ctx, h.c, opIssuesReport.At(string(id)))
}

// download fetches a file.
func download(ctx context.Context, c *rest.Client, call api.Call) (*File, error) {
	kind, content, err := rest.File(ctx, c, rest.Request{Call: call}, MaxFile)
	if err != nil {
		return nil, readable(err)
	}
	return &File{ContentType: kind, Content: content}, nil
}

package emulator

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/admin365/admin365/admin"
)

// logView is a request log, the newest on top.
type logView struct {
	Title, About string
	// URL answers what is new.
	URL      string
	Last     uint64
	Requests []requestInfo
	Missing  map[string]int
}

// maxShown is how many requests a page shows.
const maxShown = 200

// newest turns a log round.
func newest(requests []admin.Request) []requestInfo {
	list := make([]requestInfo, 0, len(requests))
	for _, r := range slices.Backward(requests) {
		list = append(list, infoOfRequest(r))
	}
	return list
}

// strayURL is where the log of the first page asks for what is new.
const strayURL = "/strays"

// start is the first page: the tenants, and what was asked of none of them.
func (p *pages) start(w http.ResponseWriter, r *http.Request) {
	v := view{Title: "Overview", Log: p.strays(0)}
	tenants := table{
		Title: "Tenants", Head: []string{"Name", "Domain", "Tenant", "Clock (UTC)", "Requests"},
		Empty: "There is no tenant. POST /control/v1/tenants makes one.",
	}
	for _, g := range p.tenants.all() {
		info, err := infoOf(r.Context(), g)
		if err != nil {
			v.Failed = "The tenant " + string(g.TenantID()) + " cannot be read: " + err.Error()
			continue
		}
		tenants.Rows = append(tenants.Rows, []cell{
			{Text: info.Name, Link: tenantURL(g, "")}, {Text: info.Domain}, {Text: string(info.TenantID), Code: true},
			{Text: moment(info.Now)}, {Text: strconv.FormatUint(info.Requests, 10), Link: tenantURL(g, "requests")},
		})
	}
	v.Tables = []table{tenants}
	p.write(w, http.StatusOK, "page.html", v)
}

// strays is the log of what reached no tenant.
func (p *pages) strays(since uint64) *logView {
	l := &logView{
		Title: "Sign-ins, and what reached no tenant", URL: strayURL, Last: since,
		About: "Tokens that were asked for or refused, and hosts that are not served. The requests of a tenant are on its own page.",
	}
	requests := p.emulator.Strays(since)
	if len(requests) > 0 {
		l.Last = requests[len(requests)-1].Number
	}
	l.Requests = newest(requests[max(0, len(requests)-maxShown):])
	return l
}

// freshStrays answers the rows that are new.
func (p *pages) freshStrays(w http.ResponseWriter, r *http.Request) {
	since, err := strconv.ParseUint(r.URL.Query().Get("since"), 10, 64)
	if err != nil {
		http.Error(w, "admin365: since is the number of a request", http.StatusBadRequest)
		return
	}
	p.rows(w, p.strays(since))
}

// rows answers the rows of a log alone.
func (p *pages) rows(w http.ResponseWriter, l *logView) {
	w.Header().Set("X-Last", strconv.FormatUint(l.Last, 10))
	p.write(w, http.StatusOK, "requests", l.Requests)
}

func tenantURL(g *guest, section string) string {
	u := "/tenants/" + url.PathEscape(string(g.TenantID()))
	if section != "" {
		u += "/" + section
	}
	return u
}

// sections are the pages of a tenant, in order.
func sections() []struct{ name, title string } {
	return []struct{ name, title string }{
		{"", "Overview"}, {"people", "People"}, {"licenses", "Licences"}, {"environments", "Environments"},
		{"operations", "Operations"}, {"health", "Health"}, {"requests", "Requests"}, {"permissions", "Permissions"},
	}
}

// section is one page of a tenant.
func (p *pages) section(w http.ResponseWriter, r *http.Request) {
	g := p.tenants.find(r.PathValue("tenant"))
	if g == nil {
		p.write(w, http.StatusNotFound, "page.html", view{Title: "Not here", Failed: "There is no tenant " + r.PathValue("tenant") + " (any more)."})
		return
	}
	name := r.PathValue("section")
	if since := r.URL.Query().Get("since"); name == "requests" && since != "" {
		p.freshRequests(w, g, since)
		return
	}
	v := view{Section: name}
	for _, s := range sections() {
		v.Sections = append(v.Sections, sectionLink{s.title, tenantURL(g, s.name), s.name == name})
		if s.name == name {
			v.Title = s.title
		}
	}
	info, err := infoOf(r.Context(), g)
	v.Tenant = &tenantView{string(info.TenantID), info.Name, info.Domain, info.Now}
	status := http.StatusOK
	if v.Title == "" {
		v.Title, v.Failed, status = "Not here", "A tenant has no page "+name+".", http.StatusNotFound
	} else if err == nil {
		err = v.fill(r.Context(), g, name, r.URL.Query())
	}
	if err != nil {
		v.Failed, status = "Not all of it can be read: "+err.Error(), http.StatusInternalServerError
		if s, _ := statusOf(err); s < 500 {
			status = s
		}
	}
	v.Title += " · " + info.Name
	p.write(w, status, "page.html", v)
}

// fill reads what the section shows.
func (v *view) fill(ctx context.Context, g *guest, name string, q url.Values) error {
	switch name {
	case "people":
		return v.people(ctx, g, q)
	case "licenses":
		return v.licenses(ctx, g)
	case "environments":
		return v.environments(ctx, g)
	case "operations":
		return v.operations(ctx, g)
	case "health":
		return v.health(ctx, g)
	case "requests":
		v.Log = requestLog(g, 0)
		return nil
	case "permissions":
		v.permissions(ctx, g)
		return nil
	default:
		return v.overview(ctx, g)
	}
}

// requestLog is the log of a tenant.
func requestLog(g *guest, since uint64) *logView {
	requests, last := g.requests(wanted{since: since, limit: maxShown})
	return &logView{
		Title: "Requests", About: "The newest first, with the rule that refused it where one did.",
		URL: tenantURL(g, "requests"), Last: last, Requests: newest(requests), Missing: g.MissingOperations(),
	}
}

func (p *pages) freshRequests(w http.ResponseWriter, g *guest, since string) {
	number, err := strconv.ParseUint(since, 10, 64)
	if err != nil {
		http.Error(w, "admin365: since is the number of a request", http.StatusBadRequest)
		return
	}
	p.rows(w, requestLog(g, number))
}

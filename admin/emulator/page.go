package emulator

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"sync"
	"time"

	"github.com/admin365/admin365/admin"
)

// pageFiles are the page: a template, its style, and the script of the live log, which
// works without it.
//
//go:embed page.html page.css page.js
var pageFiles embed.FS

// pages answers the page to look at.
type pages struct {
	emulator *admin.Emulator
	tenants  *guests
	template func() (*template.Template, error)
	mux      *http.ServeMux
}

// pageHandler answers the page to look at: GET /, and what it leads to.
func (s *Server) pageHandler() http.Handler { return newPages(s.control) }

func newPages(c *control) *pages {
	p := &pages{emulator: c.emulator, tenants: c.tenants, mux: http.NewServeMux()}
	p.template = sync.OnceValues(func() (*template.Template, error) {
		return template.New("page.html").Funcs(template.FuncMap{"moment": moment, "mood": mood, "took": took}).ParseFS(pageFiles, "page.html")
	})
	p.mux.HandleFunc("GET /{$}", p.start)
	p.mux.HandleFunc("GET "+strayURL, p.freshStrays)
	p.mux.HandleFunc("GET /tenants/{tenant}", p.section)
	p.mux.HandleFunc("GET /tenants/{tenant}/{section}", p.section)
	for _, name := range []string{"page.css", "page.js"} {
		p.mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, pageFiles, name) })
	}
	return p
}

// ServeHTTP implements [http.Handler]. What the page shows is the tenants', whom anybody
// may have named: it is escaped by html/template, and the policy forbids whatever else
// would run.
func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	p.mux.ServeHTTP(w, r)
}

// view is one page.
type view struct {
	Title string
	// Tenant is the one that it is about; nil for the first page.
	Tenant *tenantView
	// Section is which of its pages.
	Section string
	// Sections are the others, for the navigation.
	Sections []sectionLink
	Tables   []table
	// Log is a request log; nil on pages without one.
	Log *logView
	// Search is what the people are narrowed to; Searchable says that there is a field.
	Search     string
	Searchable bool
	// Next is where the list goes on; empty at its end.
	Next string
	// Failed is what could not be read.
	Failed string
}

type tenantView struct {
	ID, Name, Domain string
	Now              time.Time
}

type sectionLink struct {
	Title, URL string
	Here       bool
}

// table is a list of things.
type table struct {
	Title string
	// About is a sentence on it.
	About string
	Head  []string
	Rows  [][]cell
	// Of is how many there are in all, where the rows are a part.
	Of int
	// Empty is what stands there without rows.
	Empty string
}

// cell is one text, with a link and a mood if it has them.
type cell struct {
	Text, Link string
	// Mood is "good", "bad", "warn" or nothing.
	Mood string
	// Code: it is a name of the machine's.
	Code bool
}

// text are plain cells.
func text(texts ...string) []cell {
	cells := make([]cell, len(texts))
	for i, t := range texts {
		cells[i].Text = t
	}
	return cells
}

func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02 15:04:05")
}

// took is how long an answer took, as far as it is known.
func took(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.Round(time.Microsecond).String()
}

// mood is how the status of an answer looks.
func mood(status int) string {
	switch {
	case status == 0:
		return ""
	case status < 400:
		return "good"
	case status < 500:
		return "warn"
	default:
		return "bad"
	}
}

// write renders whole pages only.
func (p *pages) write(w http.ResponseWriter, status int, name string, v any) {
	var b bytes.Buffer
	t, err := p.template()
	if err == nil {
		err = t.ExecuteTemplate(&b, name, v)
	}
	if err != nil {
		http.Error(w, "admin365: the page cannot be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // A browser that went away is not the server's error.
}

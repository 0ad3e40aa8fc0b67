package main

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/support"
)

// pageOf is the page of a tenant.
func pageOf(t *testing.T, m *admin.Memory) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "oncall.html")
	r := on(t, m, options{page: path})
	require.NotEqual(t, exitUsage, r.code, r.stderr)
	require.NotEqual(t, exitFailed, r.code, r.stderr)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func TestPageSays(t *testing.T) {
	t.Parallel()
	is := pageOf(t, admin.NewMemory(admin.MemoryConfig{}))
	for _, says := range []string{
		"<title>(1) On call: Contoso</title>",
		`<p class="verdict burns" id="verdict">It burns: EX1207533</p>`,
		`<span class="tag incident">incident</span>`,
		"<h3>Some users may be unable to access their mailbox in any way</h3>",
		"<summary>What Microsoft said (2)</summary>",
		"We&#39;re restarting the servers concerned.",
		`<a href="https://admin.microsoft.com/Adminportal/Home#/MessageCenter/:/messages/MC1201995" rel="noreferrer">Renew the certificates`,
		"What Microsoft has said since 2026-01-04 09:00",
		`<li class="incident" title="2025-12-11: EX1201188"><span class="hidden">2025-12-11: EX1201188</span></li>`,
		"<p>Microsoft Teams: TM1203402, 2025-12-18 to 2025-12-22</p>",
		"prefers-color-scheme: dark",
	} {
		assert.Contains(t, is, says)
	}
	assert.Equal(t, 26*daysBack, strings.Count(is, "<li "), "a strip for each service")
	assert.NotContains(t, is, "<script")
	assert.NotRegexp(t, `(?i)(src|srcset|action|data)=|@import|url\(`, is, "nothing from elsewhere")

	quiet := pageOf(t, calm(t))
	assert.Contains(t, quiet, `<p class="verdict calm" id="verdict">Nothing burns</p>`)
	assert.Contains(t, quiet, "<title>On call: Contoso</title>")
	assert.Contains(t, quiet, "Nothing is open.")
}

// TestPageInPart: what could not be read stands on the page.
func TestPageInPart(t *testing.T) {
	t.Parallel()
	r := &report{zone: time.UTC, Missing: []string{"the tickets could not be read: <b>forbidden</b>"}}
	var b bytes.Buffer
	require.NoError(t, r.writePage(&b))
	assert.Contains(t, b.String(), `<p class="verdict partly" id="verdict">Nothing burns of what could be read</p>`)
	assert.Contains(t, b.String(), "the tickets could not be read: &lt;b&gt;forbidden")
}

// hostile are what nobody should write into a post.
var hostile = []string{
	`<script>window.pwned=1</script>`,
	`<img src=x onerror="window.pwned=1">`,
	`"><svg onload=window.pwned=1>`,
	`' onmouseover='window.pwned=1`,
	`</title></style></details></script><script>window.pwned=1</script>`,
	`<a href="javascript:window.pwned=1">here</a>`,
	`javascript:window.pwned=1`,
	`<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>`,
	`<base href="http://127.0.0.1:1/"><link rel=stylesheet href=x><meta http-equiv=refresh content="0;url=http://127.0.0.1:1/">`,
	`&lt;script&gt;window.pwned=1&lt;/script&gt; &#60;img src=x onerror=window.pwned=1&#62;`,
	`<style>body{display:none}</style><form action="http://127.0.0.1:1/"><input autofocus onfocus=window.pwned=1></form>`,
	`<!--`, `<![CDATA[`, `{{.Burning}}`, "\x00\x1b[2J\u202e\ufeff", `&#x;&nosuch;&#99999999999;`,
	strings.Repeat("<div><b>", 20_000) + "<script>window.pwned=1</script>",
	strings.Repeat("wide", 3_000),
}

// attacked is a tenant in which whoever writes for Microsoft has gone mad, and who writes
// our tickets too.
func attacked(t *testing.T) *admin.Memory {
	t.Helper()
	m := admin.NewMemory(admin.MemoryConfig{})
	c, err := reach(m, viaMemory)
	require.NoError(t, err)
	problem, err := support.FindProblem(t.Context(), m.Support.Catalogue, "Billing", "Refund request")
	require.NoError(t, err)
	for i, text := range hostile {
		title := strings.TrimSpace(text)
		if runes := []rune(title); len(runes) > 4_000 {
			title = string(runes[:4_000])
		}
		_, err := m.Backstage.Health.PublishIssue(t.Context(), health.NewIssue{
			Service: "Sway", Title: title, Impact: "Impact " + title, Text: text, Feature: title, FeatureGroup: title,
		})
		require.NoError(t, err)
		_, err = m.Backstage.Health.PublishMessage(t.Context(), health.NewMessage{
			Title: title, Body: text, Services: []string{title}, ActionRequiredBy: m.Now().Add(time.Hour),
		})
		require.NoError(t, err)
		if i < 10 {
			opened, err := support.Open(t.Context(), c.Support.Tickets, c.Support.Operations, support.NewTicket{
				Name: "ticket-" + string(rune('a'+i)), Title: title, Description: text, Severity: support.Minimal, Problem: problem.ID, Contact: ada(),
			}, c.wait)
			require.NoError(t, err)
			require.NoError(t, m.Backstage.Support.Assign(t.Context(), opened.ID, "engineer@microsoft.com"))
			m.Advance(time.Second)
			require.NoError(t, m.Backstage.Support.Say(t.Context(), opened.ID, title, text))
		}
	}
	return m
}

// tag is what a browser takes for an element.
var tag = regexp.MustCompile(`<[a-zA-Z/!?][^>]*>`)

// shape are the elements of a page with the names of their attributes.
func shape(page string) (list []string) {
	// What stands between quotes is a value, and html/template quotes each.
	value := regexp.MustCompile(`="[^"]*"`)
	for _, element := range tag.FindAllString(page, -1) {
		list = append(list, value.ReplaceAllString(element, "="))
	}
	return list
}

// allowed are the elements that the page is made of.
const allowed = " !DOCTYPE html head meta title style body header main section footer article details summary div span p h1 h2 h3 a time ol li "

func TestPageOfTheHostile(t *testing.T) {
	t.Parallel()
	is := pageOf(t, attacked(t))
	for _, element := range shape(is) {
		name := strings.Trim(strings.FieldsFunc(element, func(c rune) bool { return c == ' ' || c == '>' })[0], "</")
		assert.Contains(t, allowed, " "+name+" ", element)
		assert.NotRegexp(t, `(?i)\son\w+=|src=|style=|action=`, element)
	}
	for _, href := range regexp.MustCompile(`href="[^"]*"`).FindAllString(is, -1) {
		assert.True(t, strings.HasPrefix(href, `href="https://admin.microsoft.com/`), href)
	}
	assert.NotContains(t, is, "\x1b")
	assert.Less(t, len(is), 2<<20)

	table := on(t, attacked(t), options{})
	assert.NotContains(t, table.stdout, "\x1b", "nor does a terminal do anything")
	assert.NotContains(t, table.stdout, "\u202e")
}

// TestLongPost: 5 MB are read, and as much is shown as somebody reads.
func TestLongPost(t *testing.T) {
	t.Parallel()
	m := admin.NewMemory(admin.MemoryConfig{})
	_, err := m.Backstage.Health.UpdateIssue(t.Context(), "EX1207533", health.IssueUpdate{Text: strings.Repeat("<p>ab</p>", 5<<20/9)})
	require.NoError(t, err)
	assert.Less(t, len(pageOf(t, m)), 200<<10)
}

// filled is a report in which every text is the one given.
func filled(text string) *report {
	r := &report{zone: time.UTC}
	fill(reflect.ValueOf(r).Elem(), text)
	r.Zone = "UTC"
	return r
}

func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), text)
			}
		}
	default:
	}
}

// FuzzPage: whatever stands in whichever text, the page has the elements that it has with
// a harmless one, and leads nowhere else.
func FuzzPage(f *testing.F) {
	for _, text := range hostile {
		if len(text) < 10_000 {
			f.Add(text)
		}
	}
	var harmless bytes.Buffer
	if err := filled("x").writePage(&harmless); err != nil {
		f.Fatal(err)
	}
	want := shape(harmless.String())
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" || text == string(health.ServiceOperational) || text == string(health.Advisory) {
			t.Skip("these have another shape by intent")
		}
		var b bytes.Buffer
		require.NoError(t, filled(text).writePage(&b))
		assert.Equal(t, want, shape(b.String()))
		for _, href := range regexp.MustCompile(`href="[^"]*"`).FindAllString(b.String(), -1) {
			assert.NotRegexp(t, `(?i)^href="\s*(javascript|data|vbscript):`, href)
		}
	})
}

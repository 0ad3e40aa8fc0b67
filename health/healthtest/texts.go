package healthtest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/admin365/admin365/health"
)

// lines are the lines of a text that are not empty.
func lines(text string) (out []string) {
	for l := range strings.SplitSeq(text, "\n") {
		if l != "" {
			out = append(out, l)
		}
	}
	return out
}

func textCases() []kase {
	return []kase{
		{
			Name: "Text/of-what-was-published", Needs: ofIssues(HasMessages), Source: docText,
			Why: "what is quoted in a chat is what a person would read on the page",
			Run: func(c *run) {
				const content = "<h2>Title:</h2>\r\n<p>Users   can&#39;t&nbsp;sign in &amp; wait.</p><ul><li>One</li><li>Two</li></ul>" +
					"<p>See <a href=\"https://example.com/a?b=1&amp;c=2\">the page</a>.<br>Thanks<script>alert(1)</script></p>"
				subscribe(c, Skype)
				i := issue(c, Skype, func(in *health.NewIssue) { in.Text = content })
				m := message(c, func(in *health.NewMessage) { in.Body = content })
				want := []string{"Title:", "Users can't sign in & wait.", "- One", "- Two", "See the page <https://example.com/a?b=1&c=2>.", "Thanks"}
				for what, body := range map[string]health.Body{"post": getIssue(c, i.ID).Posts[0].Description, "message": getMessage(c, m.ID).Body} {
					if body.Content != content || body.ContentType != "html" {
						c.Errorf("the %s is %+v", what, body)
					}
					same(c, "the text of the "+what, lines(health.Text(body.Content)), want)
				}
			},
		},
		{
			Name: "Text/what-a-person-would-read", Source: docText,
			Why: "a message in a terminal has no tags, and no line too many",
			Run: func(c *run) {
				for content, want := range map[string][]string{
					"":                        nil,
					"plain":                   {"plain"},
					"a < b & c":               {"a < b & c"},
					"<p>a</p><p>b</p>":        {"a", "b"},
					"<div>a<br>b<br/>c</div>": {"a", "b", "c"},
					"<h1>a</h1>b":             {"a", "b"},
					"<table><tr><td>a</td></tr><tr><td>b</td></tr></table>": {"a", "b"},
					"<ol><li>a</li><li>b <b>c</b></li></ol>":                {"- a", "- b c"},
					"a<!-- b -->c":                                          {"ac"},
					"a<script>b</script>c<style>d</style>e<template>f</template>g<iframe>h</iframe>i": {"acegi"},
					"<i>a</i> \t\n <b>b</b>":                            {"a b"},
					"&lt;b&gt; &quot;x&quot; &euro;":                    {"<b> \"x\" €"},
					"&amp;lt;":                                          {"&lt;"},
					"<img src=x alt='a picture'>":                       {"a picture"},
					"<a href='https://x.example'>https://x.example</a>": {"https://x.example"},
					"<a href='http://x.example/'>x</a>":                 {"x <http://x.example/>"},
					"<a href='mailto:a@x.example'>a</a>":                {"a <mailto:a@x.example>"},
					"<a href='javascript:alert(1)'>x</a>":               {"x"},
					"<a href='JAVASCRIPT:alert(1)'>x</a>":               {"x"},
					"<a href='data:text/html,x'>x</a>":                  {"x"},
					"<a href='vbscript:x'>x</a><a name=y>y</a>":         {"xy"},
					"a\x1b[31mb\x07c\x00d":                              {"a[31mbcd"},
					"&#27;[31mb&#7;":                                    {"[31mb"},
				} {
					got := health.Text(content)
					same(c, "of "+content+" the text", lines(got), want)
					if strings.TrimSpace(got) != got || strings.Contains(got, "\n\n\n") {
						c.Errorf("of %q the text is %q", content, got)
					}
				}
			},
		},
		{
			Name: "Text/never-two-empty-lines", Source: docText,
			Why: "a page that was made with empty paragraphs is scrolled through in a chat",
			Run: func(c *run) {
				for _, content := range []string{
					"<p></p><p>a</p><p></p><p> </p><p>&nbsp;</p><br><br><br><p>b</p><p></p>", "<br><br>a<br><br><br><br>b<br>", "\n\n\na\n\n\n\nb\n\n",
					"<div><div><div>a</div></div></div><div><div><p>b</p></div></div>", strings.Repeat("<p>", 50) + "a" + strings.Repeat("<p>", 50) + "b",
				} {
					got := health.Text(content)
					if strings.Contains(got, "\n\n\n") || strings.HasPrefix(got, "\n") || strings.HasSuffix(got, "\n") || !strings.Contains(got, "a") || !strings.Contains(got, "b") {
						c.Errorf("of %q the text is %q", content, got)
					}
				}
			},
		},
		{
			Name: "Text/whatever-is-given", Source: docText,
			Why: "what others wrote must not stop the bot that reads it",
			Run: func(c *run) {
				const n = 20_000
				for what, content := range map[string]string{
					"nested": strings.Repeat("<div>", n) + "x" + strings.Repeat("</div>", n), "never closed": strings.Repeat("<b><i>", n) + "x",
					"closed alone": strings.Repeat("</p>", n) + "x", "half a tag": "x<p", "half an entity": "x&am", "a quote that stays open": "x<a href='",
					"a comment that stays open": "x<!-- y", "a script that stays open": "x<script>y", "not UTF-8": "x\xff\xfe<p>\x80", "entities": "x&#0;&#x110000;&#xD800;&nosuch;",
					"lists": strings.Repeat("<ul><li>", n) + "x", "attributes": "x<a " + strings.Repeat("a=1 ", n) + ">y</a>", "tables": strings.Repeat("<table><tr><td>", n) + "x",
					"long": strings.Repeat("x", 1<<20),
				} {
					got := health.Text(content)
					if !strings.Contains(got, "x") || !utf8.ValidString(got) {
						c.Errorf("%s: the text is %.60q", what, got)
					}
					if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
						c.Errorf("%s: there is a control character in %.60q", what, got)
					}
				}
			},
		},
	}
}

package health_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365/health"
)

func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, html, want string }{
		{"nothing", "", ""},
		{"text alone", "a  b\n\tc", "a b c"},
		{"paragraphs", "<p>One.</p><p>Two.</p>", "One.\nTwo."},
		{"breaks", "One<br>Two<br/><br>Three<br><br><br><br>Four", "One\nTwo\n\nThree\n\nFour"},
		{"space around blocks", "<div> <p> One </p> </div>\n<p>Two</p> ", "One\nTwo"},
		{"emphasis joins nothing", "un<b>believ</b>able <i> so</i>", "unbelievable so"},
		{"a list", "<p>Do:</p><ul><li>this</li><li><p>that</p></li><li></li></ul>Then rest.", "Do:\n- this\n- that\nThen rest."},
		{"a table", "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a b\n1 2"},
		{"entities", "R&amp;D &lt;b&gt; caf&eacute; &#8364; &#x1F600; &nbsp;x", "R&D <b> café € 😀 x"},
		{"broken entities", "&amp &bogus; &#; &#xFFFFFFF; &#0; & &", "& &bogus; &#; \ufffd \ufffd & &"},
		{"a link", `see <a href="https://example.com/x?a=1&amp;b=2">the page</a>.`, "see the page <https://example.com/x?a=1&b=2>."},
		{"a link that is its text", `<a href="https://example.com">https://example.com</a> <a href="mailto:a@b.c">a@b.c</a>`, "https://example.com a@b.c"},
		{"a link without an end", `<a href="https://example.com">x`, "x <https://example.com>"},
		{"links in links", `<a href="https://a.example">x<a href="https://b.example">y</a></a>`, "x <https://a.example>y <https://b.example>"},
		{"links that do something", `<a href="javascript:alert(1)">x</a><a href="data:text/html,x">y</a><a href="https://e.example/ x">z</a>`, "xyz"},
		{"addresses that are none", `<a href="https://e.example/<b">x</a> <a href="https://e.example/b>">y</a> <a href="HTTPS://e.example/&#9;b">z</a> <a href="//e.example">w</a>`, "x y z w"},
		{"addresses of any letter case", ` <a href=" HTTPS://e.example ">x</a>`, "x <HTTPS://e.example>"},
		{"the longest address", `<a href="https://` + strings.Repeat("e", 1992) + `">x</a>`, "x <https://" + strings.Repeat("e", 1992) + ">"},
		{"a longer one", `<a href="https://` + strings.Repeat("e", 1993) + `">x</a>`, "x"},
		{"an address that is no text", "<a href='https://e.example/\xff'>x</a>", "x"},
		{"items in items", "<ol><li>a<ul><li>b</li></ul></li><li>c</ol>d<li></li>e", "- a\n- b\n- c\nd\ne"},
		{"spaces inside of a link", `<a href="https://e.example"> x </a>y`, "x <https://e.example> y"},
		{"a paragraph inside of a link", `<a href="https://e.example"><p>x</p></a>y`, "x <https://e.example>\ny"},
		{"a link without a text", `a<a href="https://e.example"></a>b<a href="https://e.example"><img alt="c"></a>`, "a <https://e.example>bc <https://e.example>"},
		{"a link with two addresses", `<a title="t" href="https://a.example" href="https://b.example">x</a>`, "x <https://a.example>"},
		{"an end in what is hidden", "a<template><p></template>b</template>c<object></p><object></object>d</object>e", "abce"},
		{"every kind of line", "a<h1>b</h1><h6>c</h6><hr>d<pre>e</pre><dl><dt>f<dd>g</dl><blockquote>h</blockquote>i<br></br>j", "a\nb\nc\nd\ne\nf\ng\nh\ni\n\nj"},
		{"breaks at the ends", "<br><br>a<br><br>", "a"},
		{"a picture", `<img src="https://track.example/1.gif" alt="A map">`, "A map"},
		{"scripts and styles", `a<script>alert("<p>b</p>")</script><style>p{}</style><SCRIPT SRC=x></SCRIPT>c`, "ac"},
		{"a script without an end", "a<script>b<p>c", "a"},
		{"what is not shown", "a<!-- b --><template><p>c<template>d</template>e</p></template><noscript>f</noscript><iframe>g</iframe><title>h</title><object>i</object>j", "aj"},
		{"a doctype", "<!DOCTYPE html><html><head><title>x</title></head><body>y</body></html>", "y"},
		{"a tag without an end", "a<b", "a"},
		{"ends without a beginning", "</p></a></ul></script>a</div>", "a"},
		{"control characters", "a\x1b[31mb\x00c\u0085d\u200de", "a[31mbc d\u200de"},
		{"bytes that are no text", "a\xff\xfeb", "a\ufffdb"},
		{"hidden pictures of text", `<img alt="<script>x</script>">`, "<script>x</script>"},
	} {
		assert.Equal(t, c.want, health.Text(c.html), c.name)
	}
}

// TestTextTurnsNothingAround: marks that turn the text beside them around are left out,
// and an address that has them leads nowhere.
func TestTextTurnsNothingAround(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "safe gpj.exe", health.Text("<p>safe \u202egpj.exe\u2069</p>"))
	assert.Equal(t, "x y", health.Text("<a href=\"https://e.example/\u202egpj.exe\">x</a> <a href='https://e.example/&#x2067;z'>y</a>"))
}

// hostile are texts that somebody wrote to hurt whoever reads them.
func hostile() map[string]string {
	const mib = 1 << 20
	return map[string]string{
		"deep":            strings.Repeat("<div>", mib/5) + "x" + strings.Repeat("</div>", mib/6),
		"deep lists":      strings.Repeat("<ul><li>", mib/8) + "x",
		"deep templates":  strings.Repeat("<template>", mib/10) + "x",
		"deep links":      strings.Repeat(`<a href="https://e.example">`, mib/28) + "x",
		"one long tag":    "<a " + strings.Repeat("x=1 ", mib/4) + ">x</a>",
		"one long value":  `<a href="https://` + strings.Repeat("x", mib) + `">x</a>`,
		"one long text":   strings.Repeat("x ", 5*mib/2),
		"comments":        strings.Repeat("<!--", mib/4) + "x",
		"half tags":       strings.Repeat("<", 5*mib),
		"half entities":   strings.Repeat("&", 5*mib),
		"half scripts":    strings.Repeat("<script>", mib/8),
		"long entity":     "&" + strings.Repeat("x", mib) + ";",
		"line breaks":     strings.Repeat("<br>", mib),
		"not UTF-8":       strings.Repeat("\xff", 5*mib),
		"links with text": strings.Repeat(`<a href="https://e.example">x</a>`, mib/33),
	}
}

// TestTextHostile: what is large or deep takes time and memory in proportion.
func TestTextHostile(t *testing.T) {
	t.Parallel()
	for name, html := range hostile() {
		began := time.Now()
		sane(t, html, health.Text(html))
		assert.Less(t, time.Since(began), 20*time.Second, name)
	}
	assert.LessOrEqual(t, len(health.Text(strings.Repeat("x", 20<<20))), health.MaxText)
}

// sane is what holds of every text that comes out.
func sane(t testing.TB, html, text string) {
	if !utf8.ValidString(text) {
		t.Errorf("it is not UTF-8: %.80q", html)
	}
	if strings.Contains(text, "\n\n\n") || strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
		t.Errorf("its white space is not folded: %.80q: %.80q", html, text)
	}
	if at := strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); at >= 0 {
		t.Errorf("it holds a control character: %.80q", html)
	}
	if at := strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }); at >= 0 {
		t.Errorf("it turns text around: %.80q", html)
	}
	if len(text) > 3*len(html)+16 {
		t.Errorf("%d bytes became %d: %.80q", len(html), len(text), html)
	}
}

// FuzzText: nothing that is given makes it fail, and what comes out is text.
func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"", "<p>x</p>", "<a href=https://e.example>x</a>", "<script>x", "<ul><li>a<li>b</ul>", "&lt;script&gt;", "<!--", "<![CDATA[x]]>",
		"\xff<\x00>", "<br><br><br>", "<template><template></template>x", "<img alt='a  b'>", "<plaintext><b>x", "<textarea><b>x</textarea>",
		"<svg><style><img src=x></style>", "<math><mi//xlink:href=\"data:x,<script>\">", "<a href=mailto:x><a href=x>", "<?xml x?><x/>", "a&#x0;b&#xD800;c",
	} {
		f.Add(seed)
	}
	for _, html := range hostile() {
		f.Add(html[:min(len(html), 4<<10)])
	}
	f.Fuzz(func(t *testing.T, html string) {
		text := health.Text(html)
		sane(t, html, text)
		if strings.Contains(html, "\x00") || strings.ContainsAny(html, "<&") {
			return
		}
		if again := health.Text(text); again != text {
			t.Errorf("read again, text changes: %q: %q", text, again)
		}
	})
}

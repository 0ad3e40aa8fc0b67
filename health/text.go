package health

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// MaxText is how much of a text [Text] reads.
const MaxText = 16 << 20

// Text returns what a person would read of a post or of a message's body: the text
// without tags, comments, scripts, styles, templates and frames, with entities resolved.
// Paragraphs, headings, table rows and breaks end a line, items of lists begin with "- ",
// runs of white space are one space, and there is never more than one empty line, and
// none at the beginning or the end. Of a link its text is kept, followed by its address
// in angle brackets where that is http, https or mailto and is not the text itself.
// Pictures are their alternative text. Control characters are left out, which would do
// something in a terminal, and so are marks that turn text around; an address that has
// some is not shown.
//
// It takes whatever is given: broken tags, broken entities, what is nested without end,
// bytes that are not UTF-8. It takes time and memory in proportion to the text, of which
// it reads [MaxText] bytes. What comes out is text, and not HTML: a page that shows it has
// to escape it.
func Text(content string) string {
	if len(content) > MaxText {
		content = content[:MaxText]
	}
	z := html.NewTokenizer(strings.NewReader(content))
	var w textWriter
	for {
		switch z.Next() {
		case html.ErrorToken: // It is the end: nothing else can go wrong with a text in memory.
			w.closeLink()
			return w.out.String()
		case html.TextToken:
			if w.hidden == "" {
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken: // A slash at the end closes nothing.
			w.start(z)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name))
		default: // Comments and the type of the document.
		}
	}
}

// textWriter puts the text of a document together. It keeps no stack of what is open, so
// that depth costs nothing.
type textWriter struct {
	out strings.Builder
	// lines and space are what separates the next text from what was written.
	lines int
	space bool
	item  bool // The next text is the first of an item.
	// hidden is the element whose content is not shown, and depth how often it is open.
	hidden string
	depth  int
	// link is the address of the link that is open, and from where its text begins.
	link string
	from int
}

// start takes the beginning of an element.
func (w *textWriter) start(z *html.Tokenizer) {
	raw, more := z.TagName()
	name := string(raw)
	if w.hidden != "" {
		if name == w.hidden {
			w.depth++
		}
		return
	}
	switch name {
	case "script", "style", "title", "template", "noscript", "noembed", "noframes", "iframe", "object":
		w.hidden, w.depth = name, 1
	case "br":
		w.line(1)
	case "li":
		w.line(0)
		w.item = true
	case "td", "th":
		w.space = true
	case "a":
		w.closeLink()
		w.link, w.from = address(attribute(z, more, "href")), w.out.Len()
	case "img":
		w.text(attribute(z, more, "alt"))
	default:
		if isBlock(name) {
			w.line(0)
		}
	}
}

// end takes the end of an element.
func (w *textWriter) end(name string) {
	switch {
	case w.hidden != "":
		if name == w.hidden {
			if w.depth--; w.depth == 0 {
				w.hidden = ""
			}
		}
	case name == "a":
		w.closeLink()
	case name == "br":
		w.line(1)
	case name == "li" || isBlock(name):
		w.line(0)
		if name == "li" || name == "ul" || name == "ol" {
			w.item = false // It had no text.
		}
	}
}

// line ends the line, if there is one, and adds more empty ones, at most one in all.
func (w *textWriter) line(more int) {
	w.lines = min(2, max(1, w.lines+more))
}

// text writes a text, its white space folded.
func (w *textWriter) text(s string) {
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case unicode.IsSpace(r):
			w.space = true
		case hidden(r):
		default:
			w.separate()
			w.out.WriteRune(r)
		}
	}
}

// separate writes what belongs before the next text.
func (w *textWriter) separate() {
	first := w.out.Len() == 0
	switch {
	case first:
	case w.lines > 0:
		w.out.WriteString("\n\n"[:w.lines])
	case w.space:
		w.out.WriteByte(' ')
	}
	if w.item {
		w.out.WriteString("- ")
	}
	w.lines, w.space, w.item = 0, false, false
}

// closeLink ends the link that is open, and writes its address if its text is another.
func (w *textWriter) closeLink() {
	link := w.link
	w.link = ""
	if link == "" {
		return
	}
	shown := strings.TrimSpace(w.out.String()[w.from:])
	if shown == link || shown == strings.TrimPrefix(link, "mailto:") {
		return
	}
	// What separates the link from what comes next comes after its address.
	lines, space := w.lines, w.space
	w.lines, w.space = 0, true
	w.separate()
	w.out.WriteString("<" + link + ">")
	w.lines, w.space = lines, space
}

// hidden reports whether a character does something instead of being read.
func hidden(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// maxAddress is how long an address may be to be shown.
const maxAddress = 2000

// address is where a link leads if a person could follow it, else empty.
func address(href string) string {
	href = strings.TrimSpace(href)
	u, err := url.Parse(href)
	if err != nil || len(href) > maxAddress || !utf8.ValidString(href) ||
		strings.ContainsFunc(href, func(r rune) bool { return unicode.IsSpace(r) || hidden(r) || r == '<' || r == '>' }) {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https", "mailto":
		return href
	default:
		return ""
	}
}

// attribute is the first attribute of the name.
func attribute(z *html.Tokenizer, more bool, name string) string {
	for more {
		var key, value []byte
		if key, value, more = z.TagAttr(); string(key) == name {
			return string(value)
		}
	}
	return ""
}

// isBlock reports whether an element stands on lines of its own.
func isBlock(name string) bool {
	switch name {
	case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "dt", "dd", "table", "tr", "caption", "blockquote",
		"pre", "hr", "section", "article", "header", "footer", "main", "nav", "aside", "figure", "figcaption", "address", "form", "fieldset", "body":
		return true
	default:
		return false
	}
}

package health

// MaxText is how much of a text [Text] reads.
const MaxText = 16 << 20

// Text returns what a person would read of a post or of a message's body: the text
// without tags, comments, scripts, styles and whatever else is not shown, with entities
// resolved. Paragraphs, headings, table rows and breaks end a line, items of lists begin
// with "- ", runs of white space are one space, and there is never more than one empty
// line, and none at the beginning or the end. Of a link its text is kept, followed by its
// address in angle brackets where that is http, https or mailto and is not the text
// itself. Pictures are their alternative text.
//
// It takes whatever is given: broken tags, broken entities, what is nested without end,
// bytes that are not UTF-8. It takes time and memory in proportion to the text, of which
// it reads [MaxText] bytes. What comes out is text, and not HTML: a page that shows it has
// to escape it.
func Text(html string) string { return textOf(html) }

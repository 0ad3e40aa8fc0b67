package odata

// Tracked reports whether a delta reports changes of the property. What lies
// outside of the directory's own store is not tracked.
//
// Source: https://learn.microsoft.com/graph/delta-query-overview#limitations
func (p *Prop[P]) Tracked() bool {
	return p.Flags&(Untracked|SingleOnly|Alone|Secret) == 0 && p.Read == nil
}

// Changed returns the tracked properties in which two versions of a row differ.
func (t *Table[P]) Changed(before, after P) []int {
	var a, b [maxProps]span
	t.Cells(before).spread(&a)
	t.Cells(after).spread(&b)
	var changed []int
	for i := range t.Props {
		p := &t.Props[i]
		if !p.Tracked() {
			continue
		}
		if p.hot() {
			a[i].text, a[i].set = t.Value(before, i)
			b[i].text, b[i].set = t.Value(after, i)
		}
		if a[i] != b[i] {
			changed = append(changed, i)
		}
	}
	return changed
}

// AppendNews appends the selected properties of a row as a delta answers them,
// as members of a JSON object without its braces: those that are set, and those
// of the changed ones that are not set any more as null, or []. What was never
// set is left out. Of a changed row minimal leaves out what did not change, the
// id aside, which the caller names.
func (t *Table[P]) AppendNews(dst []byte, row P, sel []int, changed func(prop int) bool, minimal bool, id int) []byte {
	var spans [maxProps]span
	t.Cells(row).spread(&spans)
	first := true
	for _, i := range sel {
		set := spans[i].set
		if t.Props[i].hot() {
			_, set = t.Value(row, i)
		}
		if i != id && (!set || minimal) && !changed(i) {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(dst, '"')
		dst = append(dst, t.Props[i].Name...)
		dst = append(dst, '"', ':')
		dst = t.appendValue(dst, row, i, spans[i])
	}
	return dst
}

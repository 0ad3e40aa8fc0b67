package odata

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Change is what a create or an update says about properties: absent ones are
// not in it.
type Change []Item

// Item is one property of a change with its canonical value: the text itself,
// "true" or "false", a decimal number, a time in RFC 3339 and UTC, and compact
// JSON for lists and objects.
type Item struct {
	Prop  int
	Value string
	Null  bool
}

// Get returns the item of the property.
func (c Change) Get(prop int) (Item, bool) {
	for _, item := range c {
		if item.Prop == prop {
			return item, true
		}
	}
	return Item{}, false
}

// Props returns the indexes of the changed properties.
func (c Change) Props() []int {
	props := make([]int, len(c))
	for i, item := range c {
		props[i] = item.Prop
	}
	return props
}

// Body reads the JSON body of a create or an update. Annotations ("@odata.type")
// are passed over. What the table does not have, and a value of the wrong type,
// are refused as the directory refuses them; every other rule is the core's.
func (t *Table[P]) Body(body []byte) (Change, error) {
	d := jsontext.NewDecoder(bytes.NewReader(body))
	if d.PeekKind() != '{' {
		return nil, api.MalformedJSON.Err("")
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, api.MalformedJSON.Err("")
	}
	var c Change
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, api.MalformedJSON.Err("")
		}
		key := name.String()
		value, err := d.ReadValue()
		if err != nil {
			return nil, api.MalformedJSON.Err("")
		}
		if isAnnotation(key) {
			continue
		}
		prop := t.Lookup(key)
		if prop < 0 {
			return nil, t.unknown(key)
		}
		item, ok := t.item(prop, value)
		if !ok {
			return nil, t.Invalid(prop)
		}
		if _, twice := c.Get(prop); twice {
			// Letter case aside, the name stands twice.
			return nil, api.MalformedJSON.Err("")
		}
		c = append(c, item)
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, api.MalformedJSON.Err("")
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, api.MalformedJSON.Err("")
	}
	return c, nil
}

// isAnnotation reports whether a member says something about the entity or about
// another member ("@odata.type", "displayName@odata.type"). A bind is none: it
// changes something, and passing over it would lose that.
func isAnnotation(key string) bool {
	return strings.Contains(key, "@") && !strings.HasSuffix(strings.ToLower(key), "@odata.bind")
}

func (t *Table[P]) unknown(name string) error {
	e := api.UnknownProperty.Err("")
	e.Details = []admin365.Detail{{Target: name, Message: e.Message}}
	return e
}

// Invalid is the refusal of a property's value.
func (t *Table[P]) Invalid(prop int) error {
	return api.InvalidValue.Err("", t.Props[prop].Name, t.Entity)
}

// Missing is the refusal of a create without the property.
func (t *Table[P]) Missing(prop int) error {
	return api.ValueRequired.Err("", t.Props[prop].Name, t.Entity)
}

// Validate checks each value of a change by the property's own line: empty
// texts, limits, nulls, and what Check says. Strings are measured in UTF-16
// units, as the directory measures them.
func (t *Table[P]) Validate(c Change, create bool) error {
	for _, item := range c {
		p := &t.Props[item.Prop]
		switch {
		case item.Null && create && !p.Has(Required):
			// Clients send null for what they do not set.
		case item.Null && create:
			return t.Missing(item.Prop)
		case p.Has(ReadOnly):
			return api.PropertyReadOnly.Err("", p.Name)
		case item.Null && p.Has(NotNull):
			return t.Invalid(item.Prop)
		case item.Null:
		case p.Type == Text && (item.Value == "" || p.Max > 0 && len16(item.Value) > p.Max):
			return t.Invalid(item.Prop)
		case p.Type == TextList && !t.validList(p, item.Value):
			return t.Invalid(item.Prop)
		case p.Check != nil && !p.Check(item.Value):
			return t.Invalid(item.Prop)
		}
	}
	if !create {
		return nil
	}
	for i := range t.Props {
		if t.Props[i].Has(Required) {
			if item, ok := c.Get(i); !ok || item.Null {
				return t.Missing(i)
			}
		}
	}
	return nil
}

func (t *Table[P]) validList(p *Prop[P], value string) bool {
	items := List(value)
	if p.Max > 0 && len(items) > p.Max {
		return false
	}
	return !slices.Contains(items, "")
}

func len16(s string) int { return len(utf16.Encode([]rune(s))) }

// List returns the items of a TextList's value.
func List(value string) []string {
	if value == "" {
		return nil
	}
	var items []string
	if err := json.Unmarshal([]byte(value), &items); err != nil {
		return nil
	}
	return items
}

// ListValue is the opposite of List.
func ListValue(items []string) string {
	if len(items) == 0 {
		return ""
	}
	b, err := json.Marshal(items)
	if err != nil {
		return ""
	}
	return string(b)
}

// ParseTime reads a DateTimeOffset; a date alone is taken as its midnight in UTC.
// It takes the years 1 to 9999 alone: what is outside could not be written back.
func ParseTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02"} {
		if at, err := time.Parse(layout, s); err == nil {
			at = at.UTC()
			return at, at.Year() >= 1 && at.Year() <= 9999
		}
	}
	return time.Time{}, false
}

// FormatTime writes a time as Graph does.
func FormatTime(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// Value returns the canonical value of a row's property, and whether it is set.
func (t *Table[P]) Value(row P, prop int) (string, bool) {
	p := &t.Props[prop]
	switch {
	case p.Read != nil:
		text := p.Read(row)
		return text, text != ""
	case p.Text != nil:
		text := *p.Text(row)
		return text, text != ""
	case p.Bool != nil:
		b := *p.Bool(row)
		return strconv.FormatBool(b == True), b != Absent
	case p.Time != nil:
		at := *p.Time(row)
		if at.IsZero() {
			return "", false
		}
		return FormatTime(at), true
	default:
		return t.Cells(row).get(prop)
	}
}

// Apply writes a change into a row, which is the caller's own clone.
func (t *Table[P]) Apply(row P, c Change) {
	var spans [maxProps]span
	spread := false
	for _, item := range c {
		p := &t.Props[item.Prop]
		switch {
		case p.Read != nil:
		case p.Text != nil:
			*p.Text(row) = item.Value
		case p.Bool != nil:
			*p.Bool(row) = triOf(item)
		case p.Time != nil:
			*p.Time(row), _ = ParseTime(item.Value)
		default:
			if !spread {
				t.Cells(row).spread(&spans)
				spread = true
			}
			value := item.Value
			if p.Type == Object && !item.Null {
				value = merged(p.Members, spans[item.Prop].text, value)
			}
			empty := value == "" || value == "[]" || value == "{}"
			spans[item.Prop] = span{set: !item.Null && !empty, text: value}
		}
	}
	if spread {
		*t.Cells(row) = pack(&spans, len(t.Props))
	}
}

func triOf(item Item) Tri {
	if item.Null {
		return Absent
	}
	return TriOf(item.Value == "true")
}

// Diff says in words how two versions of a row differ. A secret is only named.
func (t *Table[P]) Diff(before, after P) []string {
	var lines []string
	for i := range t.Props {
		a, hadA := t.Value(before, i)
		b, hasB := t.Value(after, i)
		if a == b && hadA == hasB {
			continue
		}
		p := &t.Props[i]
		if p.Has(Secret) {
			lines = append(lines, p.Name+" changed")
			continue
		}
		lines = append(lines, fmt.Sprintf("%s %s -> %s", p.Name, shown(a, hadA), shown(b, hasB)))
	}
	return lines
}

func shown(value string, set bool) string {
	if !set {
		return "null"
	}
	return strconv.Quote(value)
}

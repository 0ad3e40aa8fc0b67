package supporttest

import (
	"fmt"
	"strings"

	"github.com/admin365/admin365/support"
)

// missingFields leaves out one field after the other.
func missingFields(c *run) {
	for field, forget := range map[string]option{
		"Name":              func(n *support.NewTicket) { n.Name = "" },
		"Title":             func(n *support.NewTicket) { n.Title = "" },
		"Description":       func(n *support.NewTicket) { n.Description = "" },
		"Severity":          func(n *support.NewTicket) { n.Severity = "" },
		"Contact.FirstName": func(n *support.NewTicket) { n.Contact.FirstName = "" },
		"Contact.LastName":  func(n *support.NewTicket) { n.Contact.LastName = "" },
		"Contact.Email":     func(n *support.NewTicket) { n.Contact.Email = "" },
		"Contact.Method":    func(n *support.NewTicket) { n.Contact.Method = "" },
		"Contact.TimeZone":  func(n *support.NewTicket) { n.Contact.TimeZone = "" },
		"Contact.Country":   func(n *support.NewTicket) { n.Contact.Country = "" },
		"Contact.Language":  func(n *support.NewTicket) { n.Contact.Language = "" },
		"Contact.Phone":     func(n *support.NewTicket) { n.Contact.Method = support.ContactPhone },
	} {
		refusedField(c, field, sample(c, forget))
	}
	n := sample(c)
	n.Problem = ""
	refusedField(c, "Problem", n)
}

// invalidFields has one value after the other that is none.
func invalidFields(c *run) {
	for what, spoil := range map[string]struct {
		field string
		spoil option
	}{
		"a severity of nobody":      {"Severity", grave("urgent")},
		"a severity of Partner":     {"Severity", grave("unknown")},
		"a consent of nobody":       {"Diagnostics", func(n *support.NewTicket) { n.Diagnostics = "Maybe" }},
		"a way of nobody":           {"Contact.Method", func(n *support.NewTicket) { n.Contact.Method = "pigeon" }},
		"a country of two letters":  {"Contact.Country", func(n *support.NewTicket) { n.Contact.Country = "US" }},
		"a language of nobody":      {"Contact.Language", func(n *support.NewTicket) { n.Contact.Language = "tlh-xx" }},
		"a resource that is no id":  {"Resource", func(n *support.NewTicket) { n.Resource = "vm" }},
		"a problem that is no id":   {"", about("nonsense")},
		"a workspace with brackets": {"", keptIn("a<b>")},
	} {
		if spoil.field != "" {
			refusedField(c, spoil.field, sample(c, spoil.spoil))
			continue
		}
		// Whether it is invalid, or not there, is nobody's word.
		op, err := c.S.Service.Tickets.Create(c.Context(), sample(c, spoil.spoil))
		if op != nil || !refusedAs(err, opCreate) {
			c.Errorf("%s: %v, want that it is invalid, or not found", what, err)
		}
	}
}

// refusedField checks that a ticket is refused for one field, named as in the type or
// with what it is in.
func refusedField(c *run, field string, n support.NewTicket) {
	c.Helper()
	names := []string{field}
	if whole, short, ok := strings.Cut(field, "."); ok {
		names = append(names, short, whole)
	}
	refusedCreate(c, field, n, invalid(opCreate).On(names...))
}

// printed checks that a value says nothing of a person in any notation.
func printed(c *run, v any) {
	c.Helper()
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		text := fmt.Sprintf(format, v)
		for _, secret := range personal() {
			if strings.Contains(text, secret) {
				c.Errorf("%T printed by %s says who is to be talked to", v, format)
			}
		}
	}
}

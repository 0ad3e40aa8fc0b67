package support

import (
	"strings"
	"time"
)

// condition is a part of a filter: a property, an operator and a value.
type condition struct {
	property, operator, value string
	// quoted: the value is a text and no date.
	quoted bool
}

// parseFilter takes a filter of Microsoft.Support apart: conditions joined by "and". The
// names of properties are in small letters then. It says what it does not understand.
func parseFilter(filter string) (list []condition, why string) {
	words, ok := filterWords(filter)
	if !ok {
		return nil, "a text does not end"
	}
	for i := 0; i < len(words); i += 4 {
		if i > 0 && (!strings.EqualFold(words[i-1].text, "and") || words[i-1].quoted) {
			return nil, "conditions are joined by 'and' alone"
		}
		if i+3 > len(words) || words[i].quoted || words[i+1].quoted {
			return nil, "a condition is a property, an operator and a value"
		}
		list = append(list, condition{
			property: strings.ToLower(words[i].text), operator: strings.ToLower(words[i+1].text), value: words[i+2].text, quoted: words[i+2].quoted,
		})
		if i+3 < len(words) && i+4 == len(words) {
			return nil, "something is missing behind the last condition"
		}
	}
	return list, ""
}

type filterWord struct {
	text   string
	quoted bool
}

// filterWords are the words of a filter; a text in quotes is one, with doubled quotes for
// one inside.
func filterWords(filter string) (words []filterWord, ok bool) {
	for rest := strings.TrimSpace(filter); rest != ""; rest = strings.TrimSpace(rest) {
		if rest[0] != '\'' {
			end := strings.IndexAny(rest, " \t'")
			if end < 0 {
				end = len(rest)
			}
			words, rest = append(words, filterWord{text: rest[:end]}), rest[end:]
			continue
		}
		text, more, closed := quotedText(rest[1:])
		if !closed {
			return nil, false
		}
		words, rest = append(words, filterWord{text, true}), more
	}
	return words, true
}

func quotedText(rest string) (text, more string, closed bool) {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(rest, "'")
		b.WriteString(before)
		if !found {
			return "", "", false
		}
		if !strings.HasPrefix(after, "'") {
			return b.String(), after, true
		}
		b.WriteByte('\'')
		rest = after[1:]
	}
}

// since is the test of a date that a condition makes, or what is wrong with it.
func (c condition) since() (func(time.Time) bool, string) {
	at, err := time.Parse(time.RFC3339, c.value)
	if err != nil {
		at, err = time.Parse(time.DateOnly, c.value)
	}
	switch {
	case err != nil || c.quoted:
		return nil, "createdDate is compared with a date that is not in quotes"
	case c.operator == "ge":
		return func(t time.Time) bool { return !t.Truncate(time.Second).Before(at) }, ""
	case c.operator == "gt":
		return func(t time.Time) bool { return t.Truncate(time.Second).After(at) }, ""
	default:
		return nil, "createdDate takes the operators gt and ge"
	}
}

// ticketFilter is what a filter of tickets keeps, or its refusal.
func ticketFilter(filter string) (func(*ticketRow) bool, error) {
	conditions, why := parseFilter(filter)
	var tests []func(*ticketRow) bool
	for _, c := range conditions {
		var test func(*ticketRow) bool
		switch c.property {
		case "createddate":
			since, wrong := c.since()
			if wrong != "" {
				return nil, badFilter.Err("", wrong)
			}
			test = func(r *ticketRow) bool { return since(r.Created) }
		case "status":
			state := folded(State(c.value))
			if state != StateOpen && state != StateClosed && state != StateUpdating {
				return nil, badFilter.Err("", "status is one of 'Open', 'Closed' and 'Updating'")
			}
			test = func(r *ticketRow) bool { return r.State == state }
		case "serviceid":
			test = func(r *ticketRow) bool { return strings.EqualFold(string(serviceID(r.Service)), c.value) }
		case "problemclassificationid":
			test = func(r *ticketRow) bool { return strings.EqualFold(string(problemID(r.Service, r.Problem)), c.value) }
		default:
			return nil, badFilter.Err("", "there is no property "+c.property+" to filter by")
		}
		if c.property != "createddate" && (c.operator != "eq" || !c.quoted) {
			return nil, badFilter.Err("", c.property+" takes the operator eq and a text")
		}
		tests = append(tests, test)
	}
	if why != "" {
		return nil, badFilter.Err("", why)
	}
	return allOf(tests), nil
}

// communicationFilter is what a filter of communications keeps, or its refusal.
func communicationFilter(filter string) (func(*communicationRow) bool, error) {
	conditions, why := parseFilter(filter)
	var tests []func(*communicationRow) bool
	for _, c := range conditions {
		switch c.property {
		case "createddate":
			since, wrong := c.since()
			if wrong != "" {
				return nil, badFilter.Err("", wrong)
			}
			tests = append(tests, func(r *communicationRow) bool { return since(r.Created) })
		case "communicationtype":
			if c.operator != "eq" || !c.quoted || !strings.EqualFold(c.value, string(CommunicationWeb)) {
				return nil, badFilter.Err("", "communicationType takes eq 'web' alone")
			}
		default:
			return nil, badFilter.Err("", "there is no property "+c.property+" to filter by")
		}
	}
	if why != "" {
		return nil, badFilter.Err("", why)
	}
	return allOf(tests), nil
}

func allOf[R any](tests []func(*R) bool) func(*R) bool {
	return func(r *R) bool {
		for _, test := range tests {
			if !test(r) {
				return false
			}
		}
		return true
	}
}

// filter is the query as Azure is asked.
func (q TicketQuery) filter() string {
	var parts []string
	if q.State != "" {
		parts = append(parts, "status eq "+quote(string(capital(folded(q.State)))))
	}
	if !q.CreatedSince.IsZero() {
		parts = append(parts, "createdDate ge "+wireSince(q.CreatedSince))
	}
	if q.Service != "" {
		parts = append(parts, "serviceId eq "+quote(string(serviceID(guidOf(q.Service)))))
	}
	if q.Problem != "" {
		parts = append(parts, "problemClassificationId eq "+quote(string(q.Problem)))
	}
	return strings.Join(parts, " and ")
}

// filter is the query as Azure is asked.
func (q CommunicationQuery) filter() string {
	var parts []string
	if q.Type != "" {
		parts = append(parts, "communicationType eq "+quote(string(q.Type)))
	}
	if !q.Since.IsZero() {
		parts = append(parts, "createdDate ge "+wireSince(q.Since))
	}
	return strings.Join(parts, " and ")
}

func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// wireSince is a time to the second; a part of one counts as a whole, because the service
// knows no parts.
func wireSince(at time.Time) string {
	whole := at.UTC().Truncate(time.Second)
	if whole.Before(at) {
		whole = whole.Add(time.Second)
	}
	return whole.Format(time.RFC3339)
}

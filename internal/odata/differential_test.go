package odata

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What is here is the language once more, as naive as can be: rows are maps, and
// a clause is its text together with a function over such a map.

// naiveRow is a person as a client sent it.
type naiveRow map[string]any

// clause is a random part of a filter.
type clause struct {
	text string
	pass func(naiveRow) bool
}

// Few letters, so that clauses and rows meet often; among them some that change
// their size with their case, and what has a meaning in a literal or in JSON.
func texts() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune(`aAbBéÉßK'"\ ,)(Σςσ`)), 1, 4, -1)
}

func instants() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		return time.Date(2024, 1, 1, rapid.IntRange(0, 3).Draw(t, "hour"), 0, 0, 0, time.UTC)
	})
}

func naiveRows() *rapid.Generator[naiveRow] {
	return rapid.Custom(func(t *rapid.T) naiveRow {
		r := naiveRow{}
		maybe := func(name string, draw func() any) {
			if rapid.IntRange(0, 3).Draw(t, name+"?") > 0 {
				r[name] = draw()
			}
		}
		text := func() any { return texts().Draw(t, "text") }
		for _, name := range []string{"userPrincipalName", "city", "companyName"} {
			maybe(name, text)
		}
		for _, name := range []string{"accountEnabled", "showInAddressList"} {
			maybe(name, func() any { return rapid.Bool().Draw(t, "bool") })
		}
		for _, name := range []string{"createdDateTime", "employeeHireDate"} {
			maybe(name, func() any { return instants().Draw(t, "time") })
		}
		maybe("level", func() any { return rapid.IntRange(-2, 2).Draw(t, "int") })
		maybe("proxyAddresses", func() any { return rapid.SliceOfN(texts(), 1, 3).Draw(t, "list") })
		object := func() any { return map[string]any{"issuer": text(), "who": text()} }
		maybe("identities", func() any {
			list := []any{}
			for range rapid.IntRange(1, 3).Draw(t, "n") {
				list = append(list, object())
			}
			return list
		})
		maybe("attributes", object)
		return r
	})
}

func lower(s string) string { return strings.ToLower(s) }

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// order compares two values of one type.
func order(a, b any) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(lower(a), lower(b.(string)))
	case bool:
		return map[bool]int{true: 1}[a] - map[bool]int{true: 1}[b.(bool)]
	case int:
		return a - b.(int)
	default:
		return a.(time.Time).Compare(b.(time.Time))
	}
}

func written(v any) string {
	switch v := v.(type) {
	case string:
		return quote(v)
	case time.Time:
		return v.Format(time.RFC3339)
	default:
		return fmt.Sprint(v)
	}
}

// compared is a comparison of what get returns of a row.
func compared(t *rapid.T, left string, get func(naiveRow) (any, bool), literal func() any) clause {
	test := func(text string, pass func(any, bool) bool) clause {
		return clause{text, func(r naiveRow) bool { return pass(get(r)) }}
	}
	v := literal()
	w := left + " %s " + written(v)
	switch rapid.IntRange(0, 9).Draw(t, "operator") {
	case 0, 1:
		return test(fmt.Sprintf(w, "eq"), func(x any, ok bool) bool { return ok && order(x, v) == 0 })
	case 2:
		return test(fmt.Sprintf(w, "ne"), func(x any, ok bool) bool { return !ok || order(x, v) != 0 })
	case 3:
		return test(fmt.Sprintf(w, "gt"), func(x any, ok bool) bool { return ok && order(x, v) > 0 })
	case 4:
		return test(fmt.Sprintf(w, "ge"), func(x any, ok bool) bool { return ok && order(x, v) >= 0 })
	case 5:
		return test(fmt.Sprintf(w, "lt"), func(x any, ok bool) bool { return ok && order(x, v) < 0 })
	case 6:
		return test(fmt.Sprintf(w, "le"), func(x any, ok bool) bool { return ok && order(x, v) <= 0 })
	case 7:
		u := literal()
		return test(fmt.Sprintf("%s in (%s, %s)", left, written(v), written(u)), func(x any, ok bool) bool {
			return ok && (order(x, v) == 0 || order(x, u) == 0)
		})
	case 8:
		return test(left+" eq null", func(_ any, ok bool) bool { return !ok })
	default:
		return test(left+" ne null", func(_ any, ok bool) bool { return ok })
	}
}

// begun is a startsWith, or an endsWith where the property takes it.
func begun(t *rapid.T, left string, get func(naiveRow) (any, bool), ends bool) clause {
	v := texts().Draw(t, "affix")
	if ends && rapid.Bool().Draw(t, "ends") {
		return clause{fmt.Sprintf("endsWith(%s,%s)", left, quote(v)), func(r naiveRow) bool {
			x, ok := get(r)
			return ok && strings.HasSuffix(lower(x.(string)), lower(v))
		}}
	}
	return clause{fmt.Sprintf("startswith(%s, %s)", left, quote(v)), func(r naiveRow) bool {
		x, ok := get(r)
		return ok && strings.HasPrefix(lower(x.(string)), lower(v))
	}}
}

// leaf is a clause without logic. In a lambda get is the item's.
func leaf(t *rapid.T) clause {
	named := func(name string) func(naiveRow) (any, bool) {
		return func(r naiveRow) (any, bool) { v, ok := r[name]; return v, ok }
	}
	text := func() any { return texts().Draw(t, "literal") }
	switch name := rapid.SampledFrom([]string{
		"userPrincipalName", "city", "companyName", "accountEnabled", "showInAddressList",
		"createdDateTime", "employeeHireDate", "level", "proxyAddresses", "identities", "attributes",
	}).Draw(t, "property"); name {
	case "userPrincipalName":
		if rapid.Bool().Draw(t, "function") {
			return begun(t, name, named(name), true)
		}
		return rejectNull(compared(t, name, named(name), text))
	case "city", "companyName":
		if rapid.Bool().Draw(t, "function") {
			return begun(t, name, named(name), false)
		}
		return compared(t, name, named(name), text)
	case "accountEnabled":
		return rejectNull(compared(t, name, named(name), func() any { return rapid.Bool().Draw(t, "literal") }))
	case "showInAddressList":
		return compared(t, name, named(name), func() any { return rapid.Bool().Draw(t, "literal") })
	case "level":
		return compared(t, name, named(name), func() any { return rapid.IntRange(-2, 2).Draw(t, "literal") })
	case "proxyAddresses", "identities":
		return listed(t, name)
	case "attributes":
		return compared(t, name+"/who", func(r naiveRow) (any, bool) {
			object, ok := r[name].(map[string]any)
			return object["who"], ok
		}, text)
	default:
		return compared(t, name, named(name), func() any { return instants().Draw(t, "literal") })
	}
}

// rejectNull replaces a clause that the property does not take.
func rejectNull(c clause) clause {
	if strings.HasSuffix(c.text, " null") {
		return clause{"level eq 0", func(r naiveRow) bool { return r["level"] == 0 }}
	}
	return c
}

// listed is a lambda, or a count of a list.
func listed(t *rapid.T, name string) clause {
	length := func(r naiveRow) int {
		switch list := r[name].(type) {
		case []string:
			return len(list)
		case []any:
			return len(list)
		default:
			return 0
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "count") == 0 {
		n := rapid.IntRange(0, 3).Draw(t, "n")
		return clause{name + "/$count ge " + strconv.Itoa(n), func(r naiveRow) bool { return length(r) >= n }}
	}
	if name == "proxyAddresses" {
		// The item is put into a row of its own, where the inner clause finds it.
		item := func(r naiveRow) (any, bool) { return r["item"], true }
		inner := begun(t, "p", item, true)
		if rapid.Bool().Draw(t, "compare") {
			inner = compared(t, "p", item, func() any { return texts().Draw(t, "literal") })
		}
		return clause{name + "/any(p:" + inner.text + ")", func(r naiveRow) bool {
			list, _ := r[name].([]string)
			for _, x := range list {
				if inner.pass(naiveRow{"item": x}) {
					return true
				}
			}
			return false
		}}
	}
	member := func(key string) clause {
		return compared(t, "x/"+key, func(r naiveRow) (any, bool) { return r[key], true }, func() any { return texts().Draw(t, "literal") })
	}
	one, two := member("issuer"), member("who")
	word := rapid.SampledFrom([]string{"and", "or"}).Draw(t, "word")
	return clause{name + "/any(x:" + one.text + " " + word + " " + two.text + ")", func(r naiveRow) bool {
		list, _ := r[name].([]any)
		for _, x := range list {
			item := naiveRow(x.(map[string]any))
			first, second := one.pass(item), two.pass(item)
			if first && second || word == "or" && (first || second) {
				return true
			}
		}
		return false
	}}
}

// clauses is a random filter. It is written with the fewest parentheses, so that
// precedence is tried as well.
func clauses(depth int) *rapid.Generator[clause] {
	return rapid.Custom(func(t *rapid.T) clause {
		if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
			return leaf(t)
		}
		one := clauses(depth-1).Draw(t, "one")
		switch rapid.IntRange(0, 3).Draw(t, "logic") {
		case 0:
			return clause{"not (" + one.text + ")", func(r naiveRow) bool { return !one.pass(r) }}
		case 1:
			two := clauses(depth-1).Draw(t, "two")
			return clause{one.text + " or " + two.text, func(r naiveRow) bool { return one.pass(r) || two.pass(r) }}
		case 2:
			// Two leaves beside a chain of or: and takes its neighbors only.
			two, three := leaf(t), leaf(t)
			return clause{one.text + " or " + two.text + " and " + three.text, func(r naiveRow) bool {
				return one.pass(r) || two.pass(r) && three.pass(r)
			}}
		default:
			two := clauses(depth-1).Draw(t, "two")
			return clause{"(" + one.text + ") and (" + two.text + ")", func(r naiveRow) bool { return one.pass(r) && two.pass(r) }}
		}
	})
}

// TestFilterDifferential compares the evaluator with the naive one.
func TestFilterDifferential(t *testing.T) {
	t.Parallel()
	table := people()
	name := table.Lookup("userPrincipalName")
	rapid.Check(t, func(t *rapid.T) {
		c := clauses(3).Draw(t, "filter")
		f, err := table.ParseFilter(c.text)
		require.NoError(t, err, c.text)
		for _, naive := range rapid.SliceOfN(naiveRows(), 1, 6).Draw(t, "rows") {
			body, err := json.Marshal(naive)
			require.NoError(t, err)
			change, err := table.Body(body)
			require.NoError(t, err)
			r := new(person)
			table.Apply(r, change)
			pass := c.pass(naive)
			if f.Match(r) != pass {
				t.Fatalf("%s\nof %s\npasses: %t, and naively: %t", c.text, body, f.Match(r), pass)
			}
			if !pass {
				continue
			}
			// What an index would serve must hold every row that passes.
			if values, ok := f.Equal(name); ok {
				found := false
				for _, v := range values {
					found = found || lower(v) == lower(r.Name)
				}
				require.Truef(t, found, "%s: Equal gives %q, and %q passes", c.text, values, r.Name)
			}
			if prefix, ok := f.Prefix(name); ok {
				require.Truef(t, strings.HasPrefix(lower(r.Name), lower(prefix)), "%s: Prefix gives %q, and %q passes", c.text, prefix, r.Name)
			}
		}
	})
}

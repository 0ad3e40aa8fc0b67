package instances

import (
	"strings"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// Rule is what the rules say of an operation on the environment as it is now: "yes",
// "busy", "not found", or the name of the refusal.
func (b *Backstage) Rule(id EnvironmentID, kind OperationKind) (word string) {
	err := b.tenant.Look(func(tx *tenant.Tx) error {
		r, ok := environmentRowOf(tx, string(id))
		switch {
		case !ok, r.binned() != (kind == KindRecover):
			word = "not found"
			return nil
		case kind != KindDelete && !r.Busy.IsZero():
			word = "busy"
			return nil
		}
		refusal, _ := ruleOf(kind).judge(r)
		switch {
		case kind == KindRecover:
			word = "yes"
		case refusal != nil:
			word = refusal.Name
		case !r.Busy.IsZero():
			word = "busy"
		default:
			word = "yes"
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
	return word
}

// Pair is what the rules say of a copy or a restore of two types, all else being equal.
func Pair(kind OperationKind, source, target EnvironmentType, same bool) string {
	s := &environmentRow{ID: tenant.Key{Lo: 1}, Type: source, Database: &databaseRow{}}
	t := &environmentRow{ID: tenant.Key{Lo: 2}, Type: target, Database: &databaseRow{}}
	if same {
		t.ID = s.ID
	}
	if refusal, _ := ruleOf(kind).judge(t); refusal != nil {
		return refusal.Name
	}
	if refusal, _ := pairs(kind, s, t); refusal != nil {
		return refusal.Name
	}
	return "yes"
}

// Durations are how long operations take, as lines of a table.
func Durations() string {
	var b strings.Builder
	for _, d := range durations {
		b.WriteString("| " + string(d.kind) + " | " + plain(d.length))
		if d.kind == KindCopy || d.kind == KindRestore {
			b.WriteString(", and " + plain(perGB) + " for each GB, " + plain(longest) + " at most")
		}
		b.WriteString(" | " + plain(d.firstAsk) + " |\n")
	}
	return b.String()
}

func plain(d time.Duration) string {
	return strings.Replace(strings.Replace(d.String(), "m0s", "m", 1), "h0m", "h", 1)
}

// RefusalOf is the name of the refusal that an error is, among those of the area.
func RefusalOf(code, message string) string {
	for _, r := range everyRefusal {
		if _, ok := r.Match(r.Status, code, message); ok {
			return r.Name
		}
	}
	return ""
}

var everyRefusal = opRefusals()

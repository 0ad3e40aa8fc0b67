package conform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Declared returns what is wrong with the operations of an area as they are declared:
// what is missing, where method, effect and retry contradict each other, and where two
// refusals of one operation are the same answer. What is so on purpose needs a reason;
// see [Unexplained].
func Declared(area string, ops []*api.Op) (problems []string) {
	seen := map[string]bool{}
	for _, o := range ops {
		wrong := func(when bool, what string) {
			if when {
				problems = append(problems, o.Name+": "+what)
			}
		}
		wrong(seen[o.Name], "declared twice")
		seen[o.Name] = true
		wrong(!strings.HasPrefix(o.Name, area+"."), "of another area")
		wrong(!strings.HasPrefix(o.Source, "https://learn.microsoft.com/"), "no source")
		wrong(len(o.Paths) == 0, "no path")
		wrong(len(o.Access.Delegated) == 0, "no delegated permission")
		// Some of Graph's actions read by POST; none of them has a method of ours.
		asks := o.Method == "POST" && o.Strangers && o.Effect == admin365.EffectRead
		wrong(api.Writes(o.Method) != o.Write() && !asks, "the method says otherwise than the effect")
		wrong(o.Write() == (o.Retry == api.RetrySafe), "the effect says otherwise than the retry")
		wrong(o.Method == "POST" && o.Retry != api.RetryNever && !asks, "a POST is sent twice")
		wrong(o.Method == "DELETE" && o.Repeated != &api.ResourceNotFound, "a repeated DELETE that finds nothing is no success")
		names := map[string]bool{}
		for _, r := range o.RefusalsAll() {
			wrong(names[r.Name], r.Name+" twice")
			names[r.Name] = true
			wrong(r.Source == "", r.Name+" has no source")
			wrong(r.Is == nil, r.Name+" has no sentinel")
			wrong(!itself(o, r), r.Name+" is not recognized")
		}
	}
	return problems
}

// itself reports whether an answer that is the refusal is recognized as that one among
// those of the operation, whatever its arguments hold.
func itself(o *api.Op, r *api.Refusal) bool {
	for _, args := range [][]string{{"a", "b", "c"}, {"", "", ""}, {"it's", `"x"`, "%s"}, {"x' of resource 'y", "z", ""}} {
		e := r.Err("", args...)
		if got, _ := api.Recognize(o.RefusalsAll(), e.Status, e.Code, e.Message); got == nil || got.Name != r.Name {
			return false
		}
	}
	return true
}

// Effects are the names of the operations by what they can do.
func Effects(ops []*api.Op) map[admin365.Effect][]string {
	effects := map[admin365.Effect][]string{}
	for _, o := range ops {
		effects[o.Effect] = append(effects[o.Effect], o.Name)
	}
	for _, names := range effects {
		slices.Sort(names)
	}
	return effects
}

// Unexplained returns what was found and has no reason, and the reasons for what was
// not found.
func Unexplained(found []string, reasons map[string]string) (problems []string) {
	for _, f := range found {
		if reasons[f] == "" {
			problems = append(problems, f+": without a reason")
		}
	}
	for of := range reasons {
		if !slices.Contains(found, of) {
			problems = append(problems, fmt.Sprintf("%s: the reason is needed no more", of))
		}
	}
	slices.Sort(problems)
	return slices.Compact(problems)
}

package billing_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365/billing"
)

// suite is the test that runs the public suite.
const suite = "TestConformance"

// refusalsWithoutCases are the refusals that no case of the public suite can meet, by
// operation (without the area's name, "*" stands for any), with the reason and with
// the test of this package that shows them. A line that is needed no more fails.
var refusalsWithoutCases = []struct{ refusals, ops, test, why string }{
	{"UnknownOption RepeatedOption UnsupportedOption InvalidCount InvalidSearch SearchNeedsHeader", "*", "TestOddQueries", "no method writes such an option"},
	{"SelectUnknownProperty InvalidSelect NotInCollection UnsupportedQuery", "*", "TestOddQueries", "the client selects what it knows"},
	{"InvalidPageToken", "*", "TestOddQueries", "a cursor is the service's own, and the client takes no other"},
	{
		"InvalidFilter UnknownQueryProperty UnsupportedFilter UnsupportedFunction UnsupportedOperator EndsWithNeedsHeader DateMismatch TooManyClauses",
		"*", "TestOddQueries", "the methods write their conditions themselves",
	},
	{"InvalidTop InvalidPageSize InvalidOrder UnsupportedOrder", "*", "TestOddQueries", "the methods take no size of a page and no order"},
	{"PermissionMissing ReportsRoleMissing PremiumMissing", "GroupLicenses.MembersWithErrors", "TestNeedsOfMembers", "the method asks for nothing that needs more"},
	{"ParameterMissing BadLicense", "*.Assign", "TestOddBodies", "the client always sends both lists, and ids alone"},
	{"UnknownParameter UnknownMember LicenseTwice", "*.Assign", "TestOddBodies", "the client sends what there is, and each product once"},
}

// uncovered compares what the tests have shown, by operation and refusal, with what
// the operations declare.
func uncovered(by map[pair]map[string]bool) (problems []string) {
	needed := make([]bool, len(refusalsWithoutCases))
	for _, o := range billing.Ops() {
		for _, r := range o.RefusalsOwn() {
			p := pair{o.Name, r.Name}
			if by[p][suite] {
				continue
			}
			i := slices.IndexFunc(refusalsWithoutCases, func(l struct{ refusals, ops, test, why string }) bool {
				return excuses(l.refusals, l.ops, p)
			})
			switch {
			case i < 0:
				problems = append(problems, fmt.Sprintf("%s declares %s: add a case to billingtest that meets it, or a line to refusalsWithoutCases with the reason", p.op, p.refusal))
			case !by[p][refusalsWithoutCases[i].test]:
				problems = append(problems, fmt.Sprintf("%s declares %s, and %s does not show it as refusalsWithoutCases says", p.op, p.refusal, refusalsWithoutCases[i].test))
			default:
				needed[i] = true
			}
		}
	}
	for i, l := range refusalsWithoutCases {
		if !needed[i] {
			problems = append(problems, fmt.Sprintf("refusalsWithoutCases needs the line no more: %s of %s", l.refusals, l.ops))
		}
	}
	return problems
}

// excuses reports whether a line is about the pair.
func excuses(refusals, ops string, p pair) bool {
	return slices.Contains(strings.Fields(refusals), p.refusal) && slices.ContainsFunc(strings.Fields(ops), func(pattern string) bool {
		ok, err := path.Match(pattern, strings.TrimPrefix(p.op, "billing."))
		return ok && err == nil
	})
}

// TestUncovered: the comparison finds what is declared and shown nowhere, what its
// line names another test for, and lines that are needed no more.
func TestUncovered(t *testing.T) {
	t.Parallel()
	all := map[pair]map[string]bool{}
	for _, o := range billing.Ops() {
		for _, r := range o.RefusalsOwn() {
			p := pair{o.Name, r.Name}
			all[p] = map[string]bool{suite: true}
			for _, l := range refusalsWithoutCases {
				if excuses(l.refusals, l.ops, p) {
					all[p] = map[string]bool{l.test: true}
					break
				}
			}
		}
	}
	assert.Empty(t, uncovered(all))
	delete(all, pair{"billing.Licenses.Assign", "NoSeats"})
	all[pair{"billing.SKUs.Get", "UnknownOption"}] = map[string]bool{"TestAnother": true}
	for _, op := range []string{"billing.Licenses.Assign", "billing.GroupLicenses.Assign"} {
		for _, refusal := range []string{"ParameterMissing", "BadLicense"} {
			all[pair{op, refusal}] = map[string]bool{suite: true}
		}
	}
	assert.Equal(t, []string{
		"billing.SKUs.Get declares UnknownOption, and TestOddQueries does not show it as refusalsWithoutCases says",
		"billing.Licenses.Assign declares NoSeats: add a case to billingtest that meets it, or a line to refusalsWithoutCases with the reason",
		"refusalsWithoutCases needs the line no more: ParameterMissing BadLicense of *.Assign",
	}, uncovered(all))
}

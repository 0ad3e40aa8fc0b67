package identity_test

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/wiretest"
)

// filterMatrix is the contract's table of what $filter takes on a user, as it
// stands there: properties, eq, ge and le, startsWith, eq null. D works by
// default, A in an advanced query alone, – never.
//
// Source: https://learn.microsoft.com/graph/aad-advanced-queries
const filterMatrix = `
accountEnabled | D | A | – | –
ageGroup consentProvidedForMinor creationType id identities assignedLicenses assignedPlans businessPhones isResourceAccount | D | – | – | –
userType onPremisesSecurityIdentifier | D | – | – | A
displayName | D | – | D | A
userPrincipalName | D | D | D | –
mail otherMails onPremisesUserPrincipalName usageLocation | D | D | D | –
city country department givenName mailNickname state surname | D | D | D | A
jobTitle | D | D | D | A
employeeId | D | A | D | A
createdDateTime deletedDateTime | D | D | – | –
proxyAddresses imAddresses | D | D | D | A
onPremisesSyncEnabled | D | A | – | –
signInActivity | D | D | – | –
companyName mobilePhone officeLocation postalCode preferredLanguage streetAddress | A | A | A | A
employeeType onPremisesImmutableId onPremisesSamAccountName onPremisesExtensionAttributes | A | A | A | –
employeeHireDate onPremisesLastSyncDateTime showInAddressList | A | A | – | –
passwordPolicies | A | – | – | A
`

// matrixDiffers are the cells in which the emulator is another one than the
// contract, each with its reason. A cell that no longer differs fails.
var matrixDiffers = map[string]string{
	"onPremisesSyncEnabled eq null":         "the page of the user resource has it, and people look for cloud users so",
	"onPremisesExtensionAttributes eq null": "the page of the user resource has it",
}

// onlyLe are the properties of which the contract knows le alone; ge goes along
// here, and is not asked.
var onlyLe = map[string]bool{"userPrincipalName": true, "employeeId": true}

// endsWith are the properties that take it, by the contract.
var takesEndsWith = map[string]bool{"mail": true, "otherMails": true, "userPrincipalName": true, "proxyAddresses": true}

// literals are the values by which a property is compared; a text if it is none
// of these.
var literals = map[string]string{
	"accountEnabled": "true", "isResourceAccount": "true", "onPremisesSyncEnabled": "true", "showInAddressList": "true",
	"createdDateTime": "2026-01-01T00:00:00Z", "deletedDateTime": "2026-01-01T00:00:00Z", "employeeHireDate": "2026-01-01T00:00:00Z",
	"onPremisesLastSyncDateTime": "2026-01-01T00:00:00Z", "signInActivity": "2026-01-01T00:00:00Z",
	"id": "'ffff7b1a-13b6-477b-8c0c-380905cd99f7'", "assignedLicenses": "ffff7b1a-13b6-477b-8c0c-380905cd99f7", "assignedPlans": "ffff7b1a-13b6-477b-8c0c-380905cd99f7",
}

// members are what is compared of a property that is an object, or a list.
var members = map[string]string{
	"identities": "issuerAssignedId", "assignedLicenses": "skuId", "assignedPlans": "servicePlanId", "signInActivity": "lastSignInDateTime",
	"onPremisesExtensionAttributes": "extensionAttribute1", "businessPhones": "", "otherMails": "", "proxyAddresses": "", "imAddresses": "",
}

// matrixCell is one operator on one property.
type matrixCell struct {
	property, operator, filter string
	// support is 'D', 'A' or '–'; for the operators that are always advanced the
	// refusal of a query that is not is another one.
	support rune
	refused string
}

// cells writes down every operator on the property.
func cells(property string, eq, geLe, startsWith, null rune) []matrixCell {
	value, ok := literals[property]
	if !ok {
		value = "'x'"
	}
	path, wrap := property, "%s"
	if member, nested := members[property]; nested {
		switch property {
		case "signInActivity", "onPremisesExtensionAttributes":
			path = property + "/" + member
		default:
			path, wrap = strings.TrimSuffix("p/"+member, "/"), property+"/any(p:%s)"
		}
	}
	unsupported := fmt.Sprintf("Unsupported or invalid query filter clause specified for property '%s' of resource 'User'.", property)
	const (
		negated = "Filter operator 'NotEqualsMatch' is not supported."
		ends    = "Operator 'endsWith' is not supported because the 'ConsistencyLevel:eventual' header is missing. Refer to https://aka.ms/graph-docs/advanced-queries for more information."
	)
	advanced := func(of rune) rune {
		if of == '–' {
			return of
		}
		return 'A'
	}
	text := "'x'"
	if value[0] == '\'' {
		text = value
	}
	list := []matrixCell{
		{property, "eq", path + " eq " + value, eq, unsupported},
		{property, "in", path + " in (" + value + "," + value + ")", eq, unsupported},
		{property, "ne", path + " ne " + value, advanced(eq), negated},
		{property, "le", path + " le " + value, geLe, unsupported},
		{property, "startsWith", "startsWith(" + path + "," + text + ")", startsWith, unsupported},
		{property, "eq null", path + " eq null", null, unsupported},
		{property, "ne null", path + " ne null", advanced(null), negated},
	}
	if !onlyLe[property] {
		list = append(list, matrixCell{property, "ge", path + " ge " + value, geLe, unsupported})
	}
	end := matrixCell{property, "endsWith", "endsWith(" + path + "," + text + ")", '–', ends}
	if takesEndsWith[property] {
		end.support = 'A'
	}
	list = append(list, end)
	for i := range list {
		list[i].filter = fmt.Sprintf(wrap, list[i].filter)
		if list[i].support == '–' {
			list[i].refused = unsupported
		}
	}
	list = append(list, matrixCell{property, "not", "not(" + list[0].filter + ")", advanced(eq), negated})
	if wrap != "%s" {
		list = append(list, matrixCell{property, "/$count", property + "/$count eq 0", advanced(eq), unsupported})
	}
	return list
}

// TestFilterMatrix asks every operator of every property, by default, with the
// header alone and in an advanced query, of the emulator and of memory: what the
// contract takes is answered, and the rest is refused in the service's words.
func TestFilterMatrix(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	properties, differs := 0, map[string]bool{}
	for line := range strings.Lines(strings.TrimSpace(filterMatrix)) {
		column := strings.Split(strings.TrimSpace(line), " | ")
		require.Len(t, column, 5, line)
		support := func(i int) rune { return []rune(column[i])[0] }
		for property := range strings.FieldsSeq(column[0]) {
			properties++
			for _, c := range cells(property, support(1), support(2), support(3), support(4)) {
				if _, known := matrixDiffers[c.property+" "+c.operator]; known || c.operator == "ne null" && matrixDiffers[c.property+" eq null"] != "" {
					differs[c.property+" "+c.operator] = answers(t, w, c, 'A') == ""
					continue
				}
				assert.Empty(t, answers(t, w, c, c.support), "%s %s: %s", c.property, c.operator, c.filter)
			}
		}
	}
	assert.Equal(t, 47, properties, "as many as the contract has")
	for cell := range matrixDiffers {
		assert.True(t, differs[cell], "%s does not differ any more", cell)
	}
}

// answers says where the emulator or memory do not answer to a filter of that
// support; "" if they do.
func answers(t *testing.T, w *wire, c matrixCell, support rune) string {
	t.Helper()
	type mode struct {
		name          string
		header, count bool
	}
	for _, m := range []mode{{"by default", false, false}, {"with $count alone", false, true}, {"with the header alone", true, false}, {"advanced", true, true}} {
		taken := support == 'D' || support == 'A' && m.header && m.count
		query := "/users?$top=1&$filter=" + url.QueryEscape(c.filter)
		if m.count {
			query += "&$count=true"
		}
		a := w.Do("GET", query, "")
		if m.header {
			a = w.Do("GET", query, "", eventual)
		}
		if (a.StatusCode == 200) != taken {
			return fmt.Sprintf("%s: the emulator answers %d %s", m.name, a.StatusCode, a.Whole)
		}
		if !taken && (c.operator != "endsWith" || support != 'A' || !m.header) && !strings.Contains(string(a.Whole), c.refused) {
			return fmt.Sprintf("%s: the emulator says %s", m.name, a.Whole)
		}
		if m.header != m.count {
			continue // A method has no such query.
		}
		_, err := firstOf(w.Tenant.Identity.Users, identity.UserQuery{Filter: c.filter, Advanced: m.header, PageSize: 1}, t)
		if (err == nil) != taken {
			return fmt.Sprintf("%s: memory says %v", m.name, err)
		}
		if e, ok := errors.AsType[*admin365.Error](err); !taken && (!ok || e.Status != a.StatusCode || e.Message != c.refused || !errors.Is(err, admin365.ErrInvalid)) {
			return fmt.Sprintf("%s: memory refuses with %v", m.name, err)
		}
	}
	return ""
}

// TestFilterMatrixIsTheContracts compares the table above with the contract, where
// that is at hand.
func TestFilterMatrixIsTheContracts(t *testing.T) {
	t.Parallel()
	text := string(wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "identity-admin.md"))
	_, table, found := strings.Cut(text, "| Property | eq | ge/le | startsWith | eq null |\n|---|---|---|---|---|\n")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n\n")
	want, got := map[string]string{}, map[string]string{}
	note := regexp.MustCompile(` \((.*)\)`)
	for line := range strings.Lines(table) {
		column := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for property := range strings.SplitSeq(note.ReplaceAllString(column[0], ""), ",") {
			property = strings.TrimSpace(property)
			var row []string
			for _, cell := range column[1:] {
				said := note.FindStringSubmatch(cell)
				cell = strings.TrimPrefix(strings.TrimSpace(note.ReplaceAllString(cell, "")), "le ")
				_, isText := literals[property]
				switch {
				case said == nil:
				case said[1] == "text" && isText:
					cell = "–"
				case strings.HasPrefix(said[1], "in practice "), strings.HasPrefix(said[1], property+" "):
					cell = said[1][len(said[1])-1:]
				}
				row = append(row, cell)
			}
			want[property] = strings.Join(row, " ")
		}
	}
	for line := range strings.Lines(strings.TrimSpace(filterMatrix)) {
		column := strings.Split(strings.TrimSpace(line), " | ")
		for property := range strings.FieldsSeq(column[0]) {
			got[property] = strings.Join(column[1:], " ")
		}
	}
	assert.Equal(t, want, got)
}

func firstOf(users identity.Users, q identity.UserQuery, t *testing.T) (*identity.User, error) {
	for u, err := range users.List(t.Context(), q) {
		return u, err
	}
	return nil, nil
}

// TestFilterMatrixOfOthers: a property that is not in the contract's table takes
// no operator, but where the page of the resource gives it some.
func TestFilterMatrixOfOthers(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	for property := range strings.FieldsSeq("lastPasswordChangeDateTime signInSessionsValidFromDateTime securityIdentifier onPremisesDomainName onPremisesDistinguishedName preferredDataLocation legalAgeGroupClassification employeeLeaveDateTime aboutMe mySite") {
		for _, filter := range []string{"%s eq 'x'", "%s ne 'x'", "%s ge 'x'", "startsWith(%s,'x')", "%s eq null", "%s in ('x')"} {
			a := w.Do("GET", "/users?$count=true&$filter="+url.QueryEscape(fmt.Sprintf(filter, property)), "", eventual)
			a.Refused(t, 400, unsupported, "Unsupported or invalid query filter clause specified for property '"+property+"' of resource 'User'.")
		}
	}
	m := newTest(t)
	for _, filter := range []string{"faxNumber eq 'x'", "externalUserState eq 'Accepted'"} {
		_, err := firstOf(m.Identity.Users, identity.UserQuery{Filter: filter, Advanced: true}, t)
		require.NoError(t, err, filter)
	}
}

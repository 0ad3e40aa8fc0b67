package health_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/subjects"
)

// taken is what each property of a collection takes: e is eq, g is ge, s is startsWith, n
// is null, o is $orderby, and t says that it is a time.
var taken = map[string]map[string]string{
	root + "/healthOverviews": {"id": "egsno", "service": "egsno", "status": "eno"},
	root + "/issues": {
		"startDateTime": "tegno", "endDateTime": "tegno", "lastModifiedDateTime": "tegno", "title": "egsno", "id": "egsno", "impactDescription": "egsn",
		"classification": "eno", "origin": "en", "status": "eno", "service": "egsno", "feature": "egsn", "featureGroup": "egsn", "isResolved": "en",
		"highImpact": "en", "details": "", "posts": "",
	},
	root + "/messages": {
		"startDateTime": "tegno", "endDateTime": "tegno", "lastModifiedDateTime": "tegno", "title": "egsno", "id": "egsno", "category": "eno", "severity": "eno",
		"tags": "n", "isMajorChange": "en", "actionRequiredByDateTime": "tegno", "services": "n", "expiryDateTime": "tegn", "hasAttachments": "en",
		"viewPoint": "", "details": "", "body": "",
	},
	root + "/messages/MC1203118/attachments": {
		"contentType": "egsn", "isInline": "en", "lastModifiedDateTime": "tegno", "name": "egsno", "size": "egn", "id": "egsno",
	},
}

// entity is one as the wire has it.
type entity = map[string]any

// valuesOf are the values of a property, as far as they can be compared: in any letter
// case, and null before all.
func valuesOf(list []entity, property string) (values []string) {
	for _, e := range list {
		values = append(values, valueOf(e, property))
	}
	return values
}

func valueOf(e entity, property string) string {
	switch v := e[property].(type) {
	case nil:
		return ""
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return "." + at.Format("2006-01-02T15:04:05.0000000") // Z comes after a fraction.
		}
		return "." + strings.ToLower(v)
	case bool:
		return "." + strconv.FormatBool(v)
	case float64:
		return "." + strconv.FormatFloat(v, 'f', 0, 64)
	default:
		return "?"
	}
}

// literalOf is a property's value in a condition.
func literalOf(e entity, property string, isTime bool) string {
	switch v := e[property].(type) {
	case string:
		if isTime {
			return v
		}
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', 0, 64)
	default:
		return "null"
	}
}

// asked are the entities that a list answers; refused without any says that it is refused.
func asked(t *testing.T, w *subjects.Wire, path, option, text string) (list []entity, status int) {
	t.Helper()
	got := w.Do("GET", path+"?"+url.Values{option: {text}}.Encode(), "")
	if got.StatusCode != http.StatusOK {
		return nil, got.StatusCode
	}
	var answer struct{ Value []entity }
	require.NoError(t, json.Unmarshal(got.Whole, &answer))
	return answer.Value, got.StatusCode
}

// TestWhatListsTake asks each list for each of its properties in each way: what is taken
// means what it says, and the rest is refused.
func TestWhatListsTake(t *testing.T) {
	t.Parallel()
	w := newWire(t, admin365.Caller{})
	b, ctx := w.Tenant.Backstage.Health, t.Context()
	// Times with fractions, of which one would come after "Z" if they were texts.
	for n, fraction := range []time.Duration{0, 500 * time.Millisecond, 50 * time.Millisecond} {
		at := time.Date(2026, 1, 5, 8, 0, 0, int(fraction), time.UTC)
		_, err := b.PublishIssue(ctx, health.NewIssue{Service: "Planner", Title: "it's " + strconv.Itoa(n), Start: at, Feature: "b", Origin: health.OriginCustomer})
		require.NoError(t, err)
		_, err = b.PublishMessage(ctx, health.NewMessage{Title: "B" + strconv.Itoa(n), ActionRequiredBy: at, End: at.AddDate(0, 0, 3), Severity: health.SeverityCritical})
		require.NoError(t, err)
		_, err = b.Attach(ctx, "MC1203118", health.NewAttachment{Name: "a" + strconv.Itoa(n), ContentType: "x/" + strconv.Itoa(n), Content: make([]byte, n)})
		require.NoError(t, err)
	}
	for path, properties := range taken {
		all, _ := asked(t, w, path, "$top", "500")
		require.Greater(t, len(all), 4, path)
		var names []string
		for name := range all[0] {
			if !strings.Contains(name, "@") {
				names = append(names, name)
			}
		}
		assert.Len(t, properties, len(names), "%s has %v", path, names)
		for property, takes := range properties {
			isTime := strings.Contains(takes, "t")
			want := func(condition, flag string, is func(value string) bool) {
				t.Helper()
				got, status := asked(t, w, path, "$filter", condition)
				if !strings.Contains(takes, flag) {
					assert.Equal(t, http.StatusBadRequest, status, "%s %s", path, condition)
					return
				}
				var ids []string
				for _, e := range all {
					if is(valueOf(e, property)) {
						ids = append(ids, valueOf(e, "id"))
					}
				}
				assert.Equal(t, http.StatusOK, status, "%s %s", path, condition)
				assert.ElementsMatch(t, ids, valuesOf(got, "id"), "%s %s", path, condition)
			}
			want(property+" eq null", "n", func(v string) bool { return v == "" })
			for _, e := range all {
				v := valueOf(e, property)
				literal := literalOf(e, property, isTime)
				if v == "" {
					continue
				}
				if v == "?" {
					literal = "'x'"
				}
				want(property+" eq "+literal, "e", func(other string) bool { return other == v })
				want(property+" ge "+literal, "g", func(other string) bool { return other >= v && other != "" })
				want("startsWith("+property+",'x')", "s", func(other string) bool { return strings.HasPrefix(other, ".x") })
				if strings.Contains(takes, "s") {
					want("startsWith("+property+","+literal+")", "s", func(other string) bool { return strings.HasPrefix(other, v) })
				}
			}
			for _, direction := range []string{"", " asc", " desc"} {
				got, status := asked(t, w, path, "$orderby", property+direction)
				if !strings.Contains(takes, "o") {
					assert.Equal(t, http.StatusBadRequest, status, "%s %s", path, property)
					continue
				}
				values := valuesOf(got, property)
				assert.Len(t, values, min(len(all), 100), "%s %s", path, property)
				if direction == " desc" {
					slices.Reverse(values)
				}
				assert.True(t, slices.IsSorted(values), "%s %s%s: %q", path, property, direction, values)
			}
		}
	}
}

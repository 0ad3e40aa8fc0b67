package health_test

import (
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/wiretest"
)

func vendorTypes(t *testing.T) map[string]wiretest.VendorType {
	t.Helper()
	types, err := wiretest.Types(wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "graph-v1.0-types.json"))
	require.NoError(t, err)
	return types
}

// typesDiffer are the properties of which the public types have more or less than the
// vendor's list, each with its reason.
var typesDiffer = map[string]string{
	"serviceHealth.issues: ours":                    "it is a navigation, which comes when it is asked for",
	"serviceHealthIssue.highImpact: ours":           "it is on the wire (recorded by PnP CLI for Microsoft 365) and not in the metadata",
	"serviceUpdateMessage.attachmentsArchive: none": "it is a stream, which Attachments.Archive fetches",
	"serviceAnnouncementAttachment.content: none":   "it is a stream, which Attachments.Content fetches",
}

// TestTypes compares the public types with the vendor's list: names and kinds of the
// properties.
func TestTypes(t *testing.T) {
	t.Parallel()
	types := vendorTypes(t)
	var found []string
	for name, ours := range map[string]reflect.Type{
		"serviceHealth": reflect.TypeFor[health.ServiceHealth](), "serviceHealthIssue": reflect.TypeFor[health.Issue](),
		"serviceHealthIssuePost": reflect.TypeFor[health.Post](), "itemBody": reflect.TypeFor[health.Body](), "keyValuePair": reflect.TypeFor[health.Detail](),
		"serviceUpdateMessage": reflect.TypeFor[health.Message](), "serviceUpdateMessageViewpoint": reflect.TypeFor[health.Viewpoint](),
		"serviceAnnouncementAttachment": reflect.TypeFor[health.Attachment](),
	} {
		vendor := types["microsoft.graph."+name].Properties
		require.NotEmpty(t, vendor, name)
		fields := map[string]reflect.Type{}
		for f := range ours.Fields() {
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			fields[tag] = f.Type
			if _, theirs := vendor[tag]; !theirs {
				found = append(found, name+"."+tag+": ours")
			}
		}
		for property, v := range vendor {
			got, ok := fields[property]
			if !ok {
				found = append(found, name+"."+property+": none")
				continue
			}
			if v.Collection {
				require.Equal(t, reflect.Slice, got.Kind(), "%s.%s", name, property)
				continue
			}
			if got.Kind() == reflect.Pointer {
				got = got.Elem()
			}
			if want, simple := map[string]reflect.Kind{
				"String": reflect.String, "Boolean": reflect.Bool, "Int32": reflect.Int, "DateTimeOffset": reflect.TypeFor[time.Time]().Kind(),
			}[v.Type]; simple {
				assert.Equal(t, want, got.Kind(), "%s.%s", name, property)
			}
		}
	}
	assert.Empty(t, conform.Unexplained(found, typesDiffer))
}

// TestEnumsAreWhole: every member that the vendor lists has a constant, but for the one
// that stands for what is to come.
func TestEnumsAreWhole(t *testing.T) {
	t.Parallel()
	types, _ := whole(t, wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", "graph-v1.0-types.json"))["types"].(map[string]any)
	for name, known := range map[string]func(string) string{
		"serviceHealthStatus":             spelled[health.Status],
		"serviceHealthClassificationType": spelled[health.Classification],
		"serviceHealthOrigin":             spelled[health.Origin],
		"postType":                        spelled[health.PostType],
		"serviceUpdateCategory":           spelled[health.Category],
		"serviceUpdateSeverity":           spelled[health.Severity],
	} {
		of, _ := types["microsoft.graph."+name].(map[string]any)
		members, _ := of["members"].([]any)
		require.NotEmpty(t, members, name)
		for _, member := range members {
			word, _ := member.(string)
			want := word
			if word == "unknownFutureValue" {
				want = strings.ToUpper(word) // It is kept as it came, like all that is not known.
			}
			assert.Equal(t, want, known(strings.ToUpper(word)), "%s %s", name, word)
		}
	}
}

// spelled is a word as a type with known words reads it.
func spelled[S ~string, P interface {
	*S
	UnmarshalText(b []byte) error
}](word string) string {
	var s S
	if err := P(&s).UnmarshalText([]byte(word)); err != nil {
		return err.Error()
	}
	return string(s)
}

// TestNullability: where the vendor's list says that something is never null, the tenant
// never answers null, whatever was published; and every property is always there.
func TestNullability(t *testing.T) {
	t.Parallel()
	types := vendorTypes(t)
	w := newWire(t, admin365.Caller{})
	b := w.Tenant.Backstage.Health
	_, err := b.PublishIssue(t.Context(), health.NewIssue{Service: "Planner", Title: "x"})
	require.NoError(t, err)
	_, err = b.PublishMessage(t.Context(), health.NewMessage{Title: "x"})
	require.NoError(t, err)
	extra := map[string][]string{
		"serviceHealthIssue": {"highImpact"}, "serviceUpdateMessage": {"expiryDateTime"}, "serviceAnnouncementAttachment": {"isInline"},
	}
	for path, name := range map[string]string{
		"/healthOverviews": "serviceHealth", "/issues": "serviceHealthIssue", "/messages": "serviceUpdateMessage",
		"/messages/MC1203118/attachments": "serviceAnnouncementAttachment",
	} {
		vendor := types["microsoft.graph."+name].Properties
		want := slices.DeleteFunc(append(slices.Collect(maps.Keys(vendor)), extra[name]...), func(p string) bool { return vendor[p].Type == "Stream" })
		items := w.Do("GET", root+path, "").Values(t)
		assert.NotEmpty(t, items, path)
		for _, item := range items {
			assert.ElementsMatch(t, want, slices.Collect(maps.Keys(item)), path)
			for property, value := range item {
				if v := vendor[property]; v.Nullable != nil && !*v.Nullable {
					assert.NotNil(t, value, "%s %s", path, property)
				}
			}
		}
	}
}

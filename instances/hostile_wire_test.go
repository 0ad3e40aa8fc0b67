package instances_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365/instances"
)

// TestDryRunsChangeNothing: a lifecycle request that asks to be validated alone is not
// carried out.
func TestDryRunsChangeNothing(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	uat, prod := string(w.byName("Contoso UAT")), string(w.byName("Contoso Production"))
	before := w.Snapshot()
	for _, c := range [][3]string{
		{"DELETE", "", ""},
		{"POST", "/copy", `{"copyType":"Full","sourceEnvironmentId":"` + prod + `"}`},
		{"POST", "/restore", `{"restorePointDateTime":"` + w.Now().Add(-time.Hour).Format(time.RFC3339) + `","sourceEnvironmentId":"` + prod + `"}`},
		{"POST", "/backups", `{"label":"x"}`},
		{"POST", "/recover", ``},
	} {
		for _, query := range []string{"ValidateOnly=true", "validateonly=True", "validateOnly=1", "ValidateProperties=displayName&ValidateOnly=true"} {
			a := w.do(c[0], "https://api.powerplatform.com/environmentmanagement/environments/"+uat+c[1]+"?"+query, "2024-10-01", c[2])
			assert.GreaterOrEqual(t, a.StatusCode, 400, "%v %s: %s", c, query, a.body)
		}
	}
	assert.Empty(t, w.Changes(before))
}

// TestHugePages: numbers that overflow are no reason to panic.
func TestHugePages(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	for _, q := range []string{"$skip=1&$top=9223372036854775807", "$skip=9223372036854775807&$top=9223372036854775807", "$top=0"} {
		w.do("GET", "https://api.powerplatform.com/environmentmanagement/environments?"+q, "2024-10-01", "").want(t, 200)
	}
}

func (w *wire) byName(name string) instances.EnvironmentID {
	e, err := instances.FindByName(context.Background(), w.Instances.Environments, name)
	if err != nil {
		panic(err)
	}
	return e.ID
}

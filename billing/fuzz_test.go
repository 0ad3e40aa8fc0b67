package billing

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// FuzzChange says that no body of assignLicense panics or is refused in other words
// than the declared ones, and that what was read of one is read again of what the
// client would send.
func FuzzChange(f *testing.F) {
	for _, seed := range []string{
		`{"addLicenses":[{"skuId":"078d2b04-f1bd-4111-bbd4-b4b1b354cef4","disabledPlans":["8a256a2b-b617-496d-b51b-e76466e88db0"]}],"removeLicenses":["05E9A617-0261-4cee-bb44-138d3ef5d965"]}`,
		`{"addLicenses":[],"removeLicenses":[]}`, `{"addLicenses":null,"removeLicenses":[]}`, `{"addLicenses":[null],"removeLicenses":[]}`, `{"AddLicenses":[],"removelicenses":[]}`,
		`{"addLicenses":[{"skuId":"x"}],"removeLicenses":[]}`, `{"addLicenses":[{"disabledPlans":null,"@odata.type":"x"}],"removeLicenses":[1]}`,
		`{"addLicenses":{},"removeLicenses":""}`, `[]`, `null`, `{`, ``, `{"addLicenses":[{"skuId":"{078d2b04-f1bd-4111-bbd4-b4b1b354cef4}"}],"removeLicenses":["078d2b04f1bd4111bbd4b4b1b354cef4"]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := parseChange(body)
		if err != nil {
			e, ok := err.(*admin365.Error) //nolint:errorlint // Nothing may wrap it.
			require.True(t, ok)
			refusal, _ := api.Recognize(opLicensesAssign.RefusalsAll(), e.Status, e.Code, e.Message)
			require.NotNil(t, refusal, "%v", e)
			return
		}
		sent, err := json.Marshal(wireOf(c))
		require.NoError(t, err)
		again, err := parseChange(sent)
		require.NoError(t, err, "%s", sent)
		require.Equal(t, c, again, "%s", sent)
	})
}

// wireOf is the body that asks for the change.
func wireOf(c change) *changeWire {
	add, remove := []givenWire{}, []string{}
	for _, g := range c.add {
		w := givenWire{SKUID: g.SKU.String(), DisabledPlans: []string{}}
		for _, p := range g.Disabled {
			w.DisabledPlans = append(w.DisabledPlans, p.String())
		}
		add = append(add, w)
	}
	for _, sku := range c.remove {
		remove = append(remove, sku.String())
	}
	return &changeWire{&add, &remove}
}

// TestKeysOfIDs: the client takes for an id what the tenant takes for one.
func TestKeysOfIDs(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"078d2b04-f1bd-4111-bbd4-b4b1b354cef4", "{078d2b04-f1bd-4111-bbd4-b4b1b354cef4}", "078d2b04f1bd4111bbd4b4b1b354cef4", "", "x", "078d2b04-f1bd-4111-bbd4-b4b1b354cefg", "078d2b04-f1bd-4111-bbd4_b4b1b354cef4"} {
		_, ours := tenant.ParseKey(id)
		require.Equal(t, ours, isGUID(id), id)
	}
}

package rest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/admin365/admin365"
)

// decoded is like what the areas decode into: a value of each kind that they have.
type decoded struct {
	ID      string                    `json:"id"`
	Name    admin365.Optional[string] `json:"displayName,omitzero"`
	Enabled *bool                     `json:"accountEnabled,omitzero"`
	Phones  []string                  `json:"businessPhones"`
	Created time.Time                 `json:"createdDateTime,omitzero"`
	Hired   *time.Time                `json:"employeeHireDate,omitzero"`
	Org     *struct {
		CostCenter string `json:"costCenter,omitzero"`
		Division   string `json:"division"`
	} `json:"employeeOrgData,omitzero"`
	Identities []struct {
		SignInType string `json:"signInType"`
		Issuer     string `json:"issuer"`
	} `json:"identities,omitzero"`
	Attributes map[string]string `json:"attributes,omitzero"`
	Seats      int64             `json:"seats,omitzero"`
	Anything   jsontext.Value    `json:"anything,omitzero"`
}

// FuzzDecode: no answer makes the decoder panic, and what it makes of one is whole:
// encoded and decoded again it is the same.
func FuzzDecode(f *testing.F) {
	for _, body := range []string{
		`{"value":[]}`, `{"value":null}`, `{"value":[null]}`, `{}`, `null`, `[]`, `"x"`, ``, `{"value":[{"id":"x"}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=x"}`,
		`{"value":[{"id":"x","displayName":null,"accountEnabled":false,"businessPhones":["+1",null],"createdDateTime":"2021-08-02T10:30:06.1234567+02:00"}]}`,
		`{"value":[{"id":"x","id":"y","displayName":"a","displayName":null}]}`, `{"value":[{"employeeOrgData":{"costCenter":"1"},"identities":[{"signInType":"x"},{}],"attributes":{"a":"b"}}]}`,
		`{"value":[{"id":"` + "\xff" + `","other":[1,{"a":1e999}],"anything":[1, {"a":1e999}],"seats":9223372036854775807}]}`, `{"value":[{"createdDateTime":"0001-01-01T00:00:00Z","employeeHireDate":"9999-12-31T23:59:59Z"}]}`,
		`{"value":[{"seats":1.5}]}`, `{"value":[{"anything":{"a":1,"a":2}}]}`, `{"value":[{"anything":"` + "\xff\x80" + `"}]}`, `{"value":[{"@odata.type":"#microsoft.graph.user","\u0000":"\ud800"}]}`, `{"value":[{}]} {"value":[]}`, strings.Repeat(`{"value":[`, 50),
	} {
		f.Add([]byte(body))
	}
	header := http.Header{"Content-Type": {"application/json;odata.metadata=minimal"}}
	f.Fuzz(func(t *testing.T, body []byte) {
		var first, second page[decoded]
		if decode(header, body, &first) != nil {
			return
		}
		again, err := packed(first)
		if err != nil {
			t.Fatalf("%q is decoded and cannot be encoded: %v", body, err)
		}
		if err := decode(header, again, &second); err != nil {
			t.Fatalf("%q is decoded, encoded as %q, and then: %v", body, again, err)
		}
		if last, err := packed(second); err != nil || string(last) != string(again) {
			t.Fatalf("%q is decoded and encoded as %q, and that as %q, %v", body, again, last, err)
		}
	})
}

// packed is what encode does, but for names that come twice in what is kept as it
// came: those are the service's.
func packed(v any) ([]byte, error) {
	return json.Marshal(v, json.Deterministic(true), jsontext.AllowDuplicateNames(true))
}

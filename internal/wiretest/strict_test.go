package wiretest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type person struct {
	Name string   `json:"name"`
	Mail []string `json:"mail"`
}

func TestDecode(t *testing.T) {
	t.Parallel()
	got := MustDecode[person](t, []byte(`{"@odata.context":"x","name":"Ada","mail@odata.type":"y","mail":["a"]}`))
	assert.Equal(t, person{"Ada", []string{"a"}}, *got)
	for name, bad := range map[string]string{
		"a member unknown": `{"name":"Ada","age":3}`, "another type": `{"name":3}`, "something behind": `{}{}`, "half": `{"name"`, "nothing": ``,
	} {
		_, err := Decode[person]([]byte(bad))
		assert.Error(t, err, name)
	}
}

func TestShape(t *testing.T) {
	t.Parallel()
	got, err := Shape([]byte(`{"a":[{"b":1},{"b":null,"c":true}],"d":"x"}`))
	require.NoError(t, err)
	assert.Equal(t, []string{" object", ".a list", ".a[] object", ".a[].b null", ".a[].b number", ".a[].c bool", ".d string"}, got)
}

func TestSameShape(t *testing.T) {
	t.Parallel()
	const want = `{"a":"x","b":[{"c":1}],"d":null,"e":{}}`
	for _, c := range []struct {
		name, got string
		says      []string
	}{
		{"the same", `{"a":"y","b":[{"c":2},{"c":3}],"d":null,"e":{}}`, nil},
		{"null for a value", `{"a":null,"b":[],"d":7,"e":{}}`, nil},
		{"missing", `{"b":[{}],"d":null,"e":{}}`, []string{".a: missing", ".b[].c: missing"}},
		{"too much", `{"a":"x","b":[],"d":null,"e":{"f":1},"g":1}`, []string{".e.f: not wanted", ".g: not wanted"}},
		{"another kind", `{"a":1,"b":{},"d":null,"e":[]}`, []string{".a: a json.Number, not a string", ".b: a map[string]interface {}, not a []interface {}", ".e: a []interface {}, not a map[string]interface {}"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := SameShape([]byte(want), []byte(c.got))
			require.NoError(t, err)
			assert.Equal(t, c.says, got)
		})
	}
}

package wiretest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestVendorTypes: a type has what it is based on, at any depth.
func TestVendorTypes(t *testing.T) {
	t.Parallel()
	types, err := Types([]byte(`{"types":{
		"entity":{"properties":{"id":{"type":"String","nullable":false}}},
		"object":{"base":"entity","navigation":{"owner":{}}},
		"user":{"base":"object","properties":{"tags":{"type":"String","collection":true}},"navigation":{"manager":{}}}}}`))
	require.NoError(t, err)
	user := types["user"]
	assert.Equal(t, map[string]VendorProperty{"id": {Type: "String", Nullable: new(false)}, "tags": {Type: "String", Collection: true}}, user.Properties)
	assert.Len(t, user.Navigation, 2)
	assert.Equal(t, "object", user.Base)
	assert.Len(t, types["entity"].Properties, 1)
	assert.Empty(t, types["entity"].Navigation)
	_, err = Types([]byte("x"))
	assert.Error(t, err)
}

package wiretest

import (
	"encoding/json"
	"maps"
)

// VendorType is a type of the vendor's list, graph-v1.0-types.json, with what it has of
// the type that it is based on.
type VendorType struct {
	Properties map[string]VendorProperty `json:"properties"`
	// Navigation are its relations.
	Navigation map[string]any `json:"navigation"`
	Base       string         `json:"base"`
}

// VendorProperty is a property of one.
type VendorProperty struct {
	Type       string `json:"type"`
	Collection bool   `json:"collection"`
	// Nullable is nil where the list does not say it.
	Nullable *bool `json:"nullable"`
}

// Types reads the list.
func Types(list []byte) (map[string]VendorType, error) {
	var vendor struct {
		Types map[string]VendorType `json:"types"`
	}
	if err := json.Unmarshal(list, &vendor); err != nil {
		return nil, err
	}
	whole := make(map[string]VendorType, len(vendor.Types))
	for name, t := range vendor.Types {
		w := t
		w.Properties, w.Navigation = map[string]VendorProperty{}, map[string]any{}
		for at := name; at != ""; at = vendor.Types[at].Base {
			maps.Copy(w.Properties, vendor.Types[at].Properties)
			maps.Copy(w.Navigation, vendor.Types[at].Navigation)
		}
		whole[name] = w
	}
	return whole, nil
}

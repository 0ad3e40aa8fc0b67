package billing

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// changeWire is the body of assignLicense. The service wants both keys, empty or not.
type changeWire struct {
	Add    *[]givenWire `json:"addLicenses"`
	Remove *[]string    `json:"removeLicenses"`
}

// givenWire is a product to give.
type givenWire struct {
	SKUID         string   `json:"skuId"`
	DisabledPlans []string `json:"disabledPlans"`
}

// body is the change as it is sent, or what is wrong with it: nothing is sent then.
func (c LicenseChange) body(call api.Call) (*changeWire, error) {
	if err := call.Check(); err != nil {
		return nil, err
	}
	invalid := func(target, message string) (*changeWire, error) {
		return nil, call.Attribute(&admin365.Error{
			Kind: admin365.ErrInvalid, Message: message + "; nothing was sent",
			Details: []admin365.Detail{{Target: target, Message: message}},
		})
	}
	if len(c.Add)+len(c.Remove) == 0 {
		return invalid("addLicenses", "the change is empty")
	}
	seen := map[string]bool{}
	add, remove := []givenWire{}, []string{}
	for _, license := range c.Add {
		id := strings.ToLower(string(license.SKUID))
		if !isGUID(id) {
			return invalid("addLicenses", "the id of a product is a GUID")
		}
		if seen[id] {
			return invalid("addLicenses", "the product "+id+" is there twice")
		}
		seen[id] = true
		g := givenWire{SKUID: string(license.SKUID), DisabledPlans: []string{}}
		off := map[string]bool{}
		for _, plan := range license.DisabledPlans {
			id := strings.ToLower(string(plan))
			if !isGUID(id) {
				return invalid("disabledPlans", "the id of a service plan is a GUID")
			}
			if off[id] {
				return invalid("disabledPlans", "the service plan "+id+" is there twice")
			}
			off[id] = true
			g.DisabledPlans = append(g.DisabledPlans, string(plan))
		}
		add = append(add, g)
	}
	for _, sku := range c.Remove {
		id := strings.ToLower(string(sku))
		if !isGUID(id) {
			return invalid("removeLicenses", "the id of a product is a GUID")
		}
		if seen[id] {
			return invalid("removeLicenses", "the product "+id+" is there twice")
		}
		seen[id] = true
		remove = append(remove, string(sku))
	}
	return &changeWire{&add, &remove}, nil
}

// of is the operation as this change performs it: to give takes nothing away and can be
// repeated; to take one product away can too, and what is not there any more is gone by
// it; what takes several, or gives as well, is sent once, because "not there" would not
// say what became of the rest.
func (c LicenseChange) of(op api.Op) *api.Op {
	takes := len(c.Remove) > 0
	for _, license := range c.Add {
		takes = takes || len(license.DisabledPlans) > 0
	}
	if !takes {
		op.Effect = admin365.EffectReversible
	}
	if len(c.Add) > 0 {
		op.Repeated = nil
	}
	if len(c.Remove) > 1 || len(c.Add) > 0 && len(c.Remove) > 0 {
		op.Retry, op.Repeated = api.RetryNever, nil
	}
	return &op
}

// checkSKU refuses what is no id of a product before it stands in a query.
func checkSKU(call api.Call, sku admin365.SKUID) error {
	if isGUID(strings.ToLower(string(sku))) {
		return nil
	}
	return call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "the id of a product is a GUID; nothing was sent"})
}

// failed is a list that cannot be asked for.
func failed[T any](err error) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) { yield(nil, err) }
}

// isGUID reports whether a text in small letters is a GUID.
func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}

// parseChange reads a body that came over the wire.
func parseChange(body []byte) (change, error) {
	var w changeWire
	if err := json.Unmarshal(body, &w); err != nil {
		return change{}, api.MalformedJSON.Err("")
	}
	if err := checkNames(body); err != nil {
		return change{}, err
	}
	return w.change()
}

// checkNames refuses keys that the action does not take and members that a license does
// not have, letter case aside; annotations ("@odata.type") pass. The body was read
// before.
func checkNames(body []byte) error {
	var keys map[string]json.RawMessage
	_ = json.Unmarshal(body, &keys)
	if name, found := stranger(keys, "addLicenses", "removeLicenses"); found {
		return unknownParameter.Err("", name)
	}
	for name, value := range keys {
		if !strings.EqualFold(name, "addLicenses") {
			continue
		}
		var licenses []map[string]json.RawMessage
		_ = json.Unmarshal(value, &licenses)
		for _, license := range licenses {
			if name, found := stranger(license, "skuId", "disabledPlans"); found {
				return unknownMember.Err("", name)
			}
		}
	}
	return nil
}

// stranger is the first name, in the order of the alphabet, that is none of the known
// ones and no annotation.
func stranger(members map[string]json.RawMessage, known ...string) (string, bool) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		is := func(k string) bool { return strings.EqualFold(k, name) }
		if !strings.Contains(name, "@") && !slices.ContainsFunc(known, is) {
			return name, true
		}
	}
	return "", false
}

// change is what the body asks for.
func (w *changeWire) change() (c change, err error) {
	seen := map[tenant.Key]bool{}
	once := func(sku tenant.Key) error {
		if seen[sku] {
			return licenseTwice.Err("", sku.String())
		}
		seen[sku] = true
		return nil
	}
	var missing []string
	if w.Add == nil {
		missing = append(missing, "addLicenses")
	}
	if w.Remove == nil {
		missing = append(missing, "removeLicenses")
	}
	if missing != nil {
		return change{}, parameterMissing.Err("", strings.Join(missing, ", "))
	}
	for _, license := range *w.Add {
		g := given{}
		if g.SKU, err = guid(license.SKUID); err != nil {
			return change{}, err
		}
		if err := once(g.SKU); err != nil {
			return change{}, err
		}
		for _, plan := range license.DisabledPlans {
			key, err := guid(plan)
			if err != nil {
				return change{}, err
			}
			if !slices.Contains(g.Disabled, key) {
				g.Disabled = append(g.Disabled, key)
			}
		}
		c.add = append(c.add, g)
	}
	for _, sku := range *w.Remove {
		key, err := guid(sku)
		if err != nil {
			return change{}, err
		}
		if err := once(key); err != nil {
			return change{}, err
		}
		c.remove = append(c.remove, key)
	}
	return c, nil
}

func guid(s string) (tenant.Key, error) {
	key, ok := tenant.ParseKey(s)
	if !ok {
		return tenant.Key{}, badLicense.Err("", s)
	}
	return key, nil
}

package admin

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
)

// membersOf are the members of a JSON object by the names that the service knows, letter
// case aside and without annotations. odd is one that it does not know, "" if there is
// none. It is not ok where the value is no object, or has a member twice.
func membersOf(value []byte, known ...string) (members map[string]json.RawMessage, odd string, ok bool) {
	var given map[string]json.RawMessage
	if json.Unmarshal(value, &given) != nil || given == nil {
		return nil, "", false
	}
	members = map[string]json.RawMessage{}
	for name, value := range given {
		if strings.HasPrefix(name, "@") {
			continue
		}
		at := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
		if at < 0 {
			odd = max(odd, name)
			continue
		}
		if _, twice := members[known[at]]; twice {
			return nil, "", false
		}
		members[known[at]] = value
	}
	return members, odd, true
}

// isNull reports whether a member is there and says nothing.
func isNull(value json.RawMessage) bool { return string(value) == "null" }

// readAction reads the parameters of an action into v. Without a body there are none.
func readAction(body []byte, v any, parameters ...string) error {
	if len(body) == 0 {
		return nil
	}
	_, odd, ok := membersOf(body, parameters...)
	switch {
	case !ok || json.Unmarshal(body, v) != nil:
		return api.MalformedJSON.Err("")
	case odd != "":
		return api.UnknownProperty.Err("")
	default:
		return nil
	}
}

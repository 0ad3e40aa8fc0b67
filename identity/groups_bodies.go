package identity

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// bindSuffix ends the name of a member that binds other objects.
const bindSuffix = "@odata.bind"

// body returns the properties of the group as they are sent, and as memory reads
// them: one form for both.
func (g NewGroup) body() ([]byte, error) {
	unified := slices.Contains(g.GroupTypes, UnifiedGroup)
	if g.SecurityEnabled == nil {
		g.SecurityEnabled = new(!unified)
	}
	if g.MailEnabled == nil {
		g.MailEnabled = new(unified)
	}
	return encoded(g)
}

func (p GroupPatch) body(call api.Call) ([]byte, error) { return patchBody(call, p) }

// checkedGroup is the body of a group whose binds name something.
func checkedGroup(call api.Call, g NewGroup) ([]byte, error) {
	if err := checkObjects(call, members.property, g.Members...); err != nil {
		return nil, err
	}
	if err := checkObjects(call, owners.property, g.Owners...); err != nil {
		return nil, err
	}
	body, err := g.body()
	if err != nil {
		return nil, call.Attribute(err)
	}
	return body, nil
}

// membersAddCall is the call that adds members: one by its own operation, which
// takes the lesser permission, several by a PATCH that is all or nothing.
func membersAddCall(group admin365.GroupID, added []admin365.ObjectID) (api.Call, error) {
	call := opGroupMembersAddSeveral.At(string(group))
	if len(added) == 1 {
		call = opGroupMembersAdd.At(string(group))
	}
	if err := call.Check(); err != nil {
		return call, err
	}
	if len(added) == 0 {
		return call, call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "no member is named; nothing was sent"})
	}
	return call, checkObjects(call, members.property, added...)
}

// checkObjects refuses ids that name nothing before anything is sent.
func checkObjects(call api.Call, property string, ids ...admin365.ObjectID) error {
	for _, id := range ids {
		if opGroupsGet.At(string(id)).Check() != nil {
			return call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "an id is empty or a path; nothing was sent",
				Details: []admin365.Detail{{Target: property, Message: "object ids are expected"}}})
		}
	}
	return nil
}

// texts are the ids as texts.
func texts(ids []admin365.ObjectID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// bindsIn takes the binds of the properties named out of a body, and returns the
// rest of it and the ids that each names. What is no object, and binds of other
// properties, stay for whoever reads the rest.
func bindsIn(body []byte, properties ...string) (rest []byte, binds map[string][]string, err error) {
	var given map[string]json.RawMessage
	if json.Unmarshal(body, &given) != nil {
		return body, nil, nil
	}
	binds = map[string][]string{}
	for name, value := range given {
		property, ok := strings.CutSuffix(strings.ToLower(name), bindSuffix)
		if !ok || !slices.Contains(properties, property) {
			continue
		}
		if _, twice := binds[property]; twice {
			return nil, nil, api.MalformedJSON.Err("")
		}
		if binds[property], err = references(value); err != nil {
			return nil, nil, err
		}
		delete(given, name)
	}
	if len(binds) == 0 {
		return body, nil, nil
	}
	rest, err = json.Marshal(given)
	return rest, binds, err
}

// references are the ids that the value of a bind names.
func references(value json.RawMessage) (ids []string, err error) {
	var refs []string
	if json.Unmarshal(value, &refs) != nil {
		return nil, api.MalformedJSON.Err("")
	}
	if len(refs) == 0 {
		return nil, emptyBind.Err("")
	}
	for _, ref := range refs {
		id := emu.ReferenceID(ref)
		if id == "" {
			return nil, api.InvalidIdentifier.Err("", ref)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

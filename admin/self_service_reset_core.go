package admin

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// campaignWire is the part of a policy that its PATCH may change.
type campaignWire struct {
	RegistrationEnforcement *enforcementWire `json:"registrationEnforcement"`
}

type enforcementWire struct {
	Campaign json.RawMessage `json:"authenticationMethodsRegistrationCampaign"`
}

// patchMethodPolicy changes the policy from the body of a PATCH.
func patchMethodPolicy(tx *tenant.Tx, body []byte) (*methodsRow, error) {
	const enforcement, campaign = "registrationEnforcement", "authenticationMethodsRegistrationCampaign"
	members, odd, ok := membersOf(body, enforcement)
	switch {
	case !ok:
		return nil, api.MalformedJSON.Err("")
	case odd != "":
		return nil, policyInvalid.Err("", odd)
	}
	old, err := methodsOf(tx)
	if err != nil {
		return nil, err
	}
	row := *old
	row.Modified = tx.Now()
	if members[enforcement] != nil {
		inner, err := policyMembers(members[enforcement], enforcement, campaign)
		if err != nil {
			return nil, err
		}
		if inner[campaign] != nil {
			p, err := campaignPatch(inner[campaign], campaign)
			if err != nil {
				return nil, err
			}
			if err := applyCampaign(&row.Campaign, p); err != nil {
				return nil, err
			}
		}
	}
	return &row, tenant.In(tx, &methodPolicies).Put(&row)
}

// policyMembers are the members of an object that the property name holds.
func policyMembers(value json.RawMessage, name string, known ...string) (map[string]json.RawMessage, error) {
	members, odd, ok := membersOf(value, known...)
	switch {
	case !ok:
		return nil, policyInvalid.Err("", name)
	case odd != "":
		return nil, policyInvalid.Err("", odd)
	}
	for name, value := range members {
		if isNull(value) {
			return nil, policyInvalid.Err("", name)
		}
	}
	return members, nil
}

// campaignPatch is a change of the campaign. What is not named stays; a list that is
// named takes the place of the other.
func campaignPatch(value json.RawMessage, name string) (p RegistrationCampaignPatch, err error) {
	if _, err := policyMembers(value, name, "snoozeDurationInDays", "state", "includeTargets", "excludeTargets"); err != nil {
		return p, err
	}
	if json.Unmarshal(value, &p) != nil {
		return p, policyInvalid.Err("", name)
	}
	return p, nil
}

// maxSnooze is for how long somebody may put a campaign off.
// Source: https://learn.microsoft.com/graph/api/resources/authenticationmethodsregistrationcampaign
const maxSnooze = 14

func applyCampaign(c *RegistrationCampaign, p RegistrationCampaignPatch) error {
	if p.SnoozeDurationInDays != nil {
		if *p.SnoozeDurationInDays < 0 || *p.SnoozeDurationInDays > maxSnooze {
			return policyInvalid.Err("", "snoozeDurationInDays")
		}
		c.SnoozeDurationInDays = *p.SnoozeDurationInDays
	}
	if p.State != nil {
		switch *p.State {
		case CampaignDefault, CampaignEnabled, CampaignDisabled:
			c.State = *p.State
		default:
			return policyInvalid.Err("", "state")
		}
	}
	if p.IncludeTargets != nil {
		for _, t := range p.IncludeTargets {
			if !isTarget(t.TargetType, t.ID, TargetGroup, TargetUser) || t.TargetedAuthenticationMethod == "" {
				return policyInvalid.Err("", "includeTargets")
			}
		}
		c.IncludeTargets = p.IncludeTargets
	}
	if p.ExcludeTargets != nil {
		for _, t := range p.ExcludeTargets {
			if !isTarget(t.TargetType, t.ID, TargetGroup, TargetUser) {
				return policyInvalid.Err("", "excludeTargets")
			}
		}
		c.ExcludeTargets = p.ExcludeTargets
	}
	return nil
}

// isTarget: one of the types, and an object id or everybody.
func isTarget(kind TargetType, id string, types ...TargetType) bool {
	_, isKey := tenant.ParseKey(id)
	return slices.Contains(types, kind) && (isKey || id == AllUsers)
}

// findMethod returns the place of a method in the policy, letter case aside.
func findMethod(row *methodsRow, id string) (int, error) {
	for i, m := range row.Methods {
		var have string
		if json.Unmarshal(m["id"], &have) == nil && strings.EqualFold(have, id) {
			return i, nil
		}
	}
	return 0, methodNotFound.Err(id)
}

// patchMethod changes one method from the body of a PATCH. Its own settings beside
// those that all have are kept as they come.
func patchMethod(tx *tenant.Tx, id string, body []byte) error {
	old, err := methodsOf(tx)
	if err != nil {
		return err
	}
	at, err := findMethod(old, id)
	if err != nil {
		return err
	}
	method, err := patchedMethod(old.Methods[at], body)
	if err != nil {
		return err
	}
	row := *old
	row.Modified = tx.Now()
	row.Methods = slices.Clone(old.Methods)
	row.Methods[at] = method
	return tenant.In(tx, &methodPolicies).Put(&row)
}

// methodType is what says which method's settings the others are.
const methodType = "@odata.type"

// patchedMethod is a method after a change.
func patchedMethod(old map[string]json.RawMessage, body []byte) (map[string]json.RawMessage, error) {
	members, odd, ok := membersOf(body, slices.Collect(maps.Keys(old))...)
	var named struct {
		Type *string `json:"@odata.type"`
	}
	var is string
	switch {
	case !ok || json.Unmarshal(body, &named) != nil || json.Unmarshal(old[methodType], &is) != nil:
		return nil, api.MalformedJSON.Err("")
	case odd != "":
		return nil, policyInvalid.Err("", odd)
	case named.Type != nil && !strings.EqualFold(strings.TrimPrefix(*named.Type, "#"), strings.TrimPrefix(is, "#")):
		return nil, policyInvalid.Err("", methodType)
	}
	method := maps.Clone(old)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		value := members[name]
		if name == "includeTargets" || name == "excludeTargets" {
			value, ok = methodTargets(value)
		} else {
			ok = isMethodValue(name, old[name], value)
		}
		if !ok {
			return nil, policyInvalid.Err("", name)
		}
		method[name] = value
	}
	return method, nil
}

// isMethodValue checks a setting of a method: one that each has, or one of its own,
// which stays of the type that it is of.
func isMethodValue(name string, old, value json.RawMessage) bool {
	switch name {
	case "id":
		return false
	case "state":
		var state MethodState
		return json.Unmarshal(value, &state) == nil && (state == MethodEnabled || state == MethodDisabled)
	default:
		return jsonKind(old) == jsonKind(value)
	}
}

// jsonKind tells types of JSON values apart; the two booleans are one.
func jsonKind(value json.RawMessage) byte {
	switch kind := value[0]; kind {
	case 't', 'f':
		return 't'
	case '"', '{', '[', 'n':
		return kind
	default:
		return '0'
	}
}

// methodTargets are the targets as they are kept: with what their method has beside the
// members that all have, each in the service's spelling.
func methodTargets(value json.RawMessage) (json.RawMessage, bool) {
	var targets []MethodTarget
	var given []map[string]json.RawMessage
	if json.Unmarshal(value, &targets) != nil || json.Unmarshal(value, &given) != nil || targets == nil ||
		slices.ContainsFunc(targets, func(t MethodTarget) bool { return !isTarget(t.TargetType, t.ID, TargetGroup) }) {
		return nil, false
	}
	for i, target := range given {
		spelled := map[string]json.RawMessage{}
		for name, value := range target {
			if strings.HasPrefix(name, "@") {
				continue
			}
			for _, known := range []string{"targetType", "id", "isRegistrationRequired", "isUsableForSignIn", "authenticationMode"} {
				if strings.EqualFold(name, known) {
					name = known
				}
			}
			if _, twice := spelled[name]; twice || isNull(value) {
				return nil, false
			}
			spelled[name] = value
		}
		given[i] = spelled
	}
	b, err := json.Marshal(given)
	return b, err == nil
}

// methodPolicyWire is the policy on the wire.
type methodPolicyWire struct {
	ID            string    `json:"id"`
	DisplayName   string    `json:"displayName"`
	Description   string    `json:"description"`
	Modified      time.Time `json:"lastModifiedDateTime"`
	PolicyVersion string    `json:"policyVersion"`
	Enforcement   struct {
		Campaign RegistrationCampaign `json:"authenticationMethodsRegistrationCampaign"`
	} `json:"registrationEnforcement"`
	Methods []AuthenticationMethod `json:"authenticationMethodConfigurations"`
}

// policy is the wire form as methods return it. A list that is missing is one without
// items.
func (w *methodPolicyWire) policy() *AuthenticationMethodsPolicy {
	p := &AuthenticationMethodsPolicy{
		DisplayName: w.DisplayName, Description: w.Description, LastModifiedDateTime: w.Modified.UTC(), PolicyVersion: w.PolicyVersion,
		Campaign: w.Enforcement.Campaign, Methods: w.Methods,
	}
	if p.Campaign.IncludeTargets == nil {
		p.Campaign.IncludeTargets = []CampaignTarget{}
	}
	if p.Campaign.ExcludeTargets == nil {
		p.Campaign.ExcludeTargets = []MethodTarget{}
	}
	for i := range p.Methods {
		if p.Methods[i].IncludeTargets == nil {
			p.Methods[i].IncludeTargets = []MethodTarget{}
		}
		if p.Methods[i].ExcludeTargets == nil {
			p.Methods[i].ExcludeTargets = []MethodTarget{}
		}
	}
	return p
}

// appendMethodPolicy appends the members of the policy, its methods on request.
func appendMethodPolicy(b []byte, row *methodsRow, methods bool) ([]byte, error) {
	whole := struct {
		ID            string                       `json:"id"`
		DisplayName   string                       `json:"displayName"`
		Description   string                       `json:"description"`
		Modified      time.Time                    `json:"lastModifiedDateTime"`
		PolicyVersion string                       `json:"policyVersion"`
		Enforcement   map[string]any               `json:"registrationEnforcement"`
		Methods       []map[string]json.RawMessage `json:"authenticationMethodConfigurations,omitempty"`
	}{
		ID: "authenticationMethodsPolicy", DisplayName: "Authentication Methods Policy",
		Description: "The tenant-wide policy of authentication methods.", Modified: row.Modified, PolicyVersion: "1.4",
		Enforcement: map[string]any{"authenticationMethodsRegistrationCampaign": row.Campaign},
	}
	if methods {
		whole.Methods = row.Methods
	}
	object, err := json.Marshal(whole)
	if err != nil {
		return nil, err
	}
	return append(b, object[1:len(object)-1]...), nil
}

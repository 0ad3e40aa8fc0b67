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
	var given map[string]json.RawMessage
	var wire campaignWire
	if json.Unmarshal(body, &given) != nil || json.Unmarshal(body, &wire) != nil {
		return nil, api.MalformedJSON.Err("")
	}
	for name := range given {
		if name != "registrationEnforcement" && !strings.HasPrefix(name, "@") {
			return nil, policyInvalid.Err("", name)
		}
	}
	old, err := methodsOf(tx)
	if err != nil {
		return nil, err
	}
	row := *old
	row.Modified = tx.Now()
	if wire.RegistrationEnforcement != nil && wire.RegistrationEnforcement.Campaign != nil {
		// What is not named stays; a list that is named takes the place of the other.
		var p RegistrationCampaignPatch
		if json.Unmarshal(wire.RegistrationEnforcement.Campaign, &p) != nil {
			return nil, policyInvalid.Err("", "authenticationMethodsRegistrationCampaign")
		}
		if err := applyCampaign(&row.Campaign, p); err != nil {
			return nil, err
		}
	}
	return &row, tenant.In(tx, &methodPolicies).Put(&row)
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
	var given map[string]json.RawMessage
	if json.Unmarshal(body, &given) != nil {
		return api.MalformedJSON.Err("")
	}
	method := maps.Clone(old.Methods[at])
	for name, value := range given {
		if strings.HasPrefix(name, "@") {
			continue
		}
		if _, known := method[name]; !known || name == "id" || !isMethodValue(name, value) {
			return policyInvalid.Err("", name)
		}
		method[name] = value
	}
	row := *old
	row.Modified = tx.Now()
	row.Methods = slices.Clone(old.Methods)
	row.Methods[at] = method
	return tenant.In(tx, &methodPolicies).Put(&row)
}

// isMethodValue checks what all methods have.
func isMethodValue(name string, value json.RawMessage) bool {
	switch name {
	case "state":
		var state MethodState
		return json.Unmarshal(value, &state) == nil && (state == MethodEnabled || state == MethodDisabled)
	case "includeTargets", "excludeTargets":
		var targets []MethodTarget
		return json.Unmarshal(value, &targets) == nil && targets != nil &&
			!slices.ContainsFunc(targets, func(t MethodTarget) bool { return !isTarget(t.TargetType, t.ID, TargetGroup) })
	default:
		return true
	}
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

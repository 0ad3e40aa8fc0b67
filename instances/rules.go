package instances

import (
	"slices"

	"github.com/admin365/admin365/internal/api"
)

// rule is what an environment has to be for an operation on it. Rules on what comes along
// (another environment, a type to convert to) stand with the operation.
//
// Source: https://learn.microsoft.com/power-platform/admin/ (copy-environment,
// reset-environment, switch-environment, backup-restore-environments,
// delete-environment, admin-mode); microsoft/terraform-provider-power-platform (fixture
// of lifecycleOperationsEnforcement)
type rule struct {
	kind OperationKind
	// types are those that take it; nil is all of them.
	types []EnvironmentType
	// database and managed are whether it has to be so, or must not be so.
	database, managed need
	// disabled, failed and unprovisioned: it can be done in those states too.
	disabled, failed, unprovisioned bool
	// unlisted: the service does not list it as an operation of its own.
	unlisted bool
}

// need is whether something has to be so.
type need uint8

const (
	either need = iota
	required
	forbidden
)

func (n need) met(is bool) bool { return n == either || is == (n == required) }

// kindAdminMode is an edit that enters administration mode, which has a rule of its own.
const kindAdminMode OperationKind = "AdminMode"

// rules are the operations on an environment, in the order in which the service lists
// them.
var rules = []rule{
	{kind: KindProvision, types: []EnvironmentType{Production, Sandbox, Trial, SubscriptionBasedTrial, Developer, Default}, database: forbidden, unprovisioned: true},
	{kind: KindEdit},
	{kind: kindAdminMode, types: []EnvironmentType{Production, Sandbox}, database: required, unlisted: true},
	{kind: KindConvert, types: []EnvironmentType{Production, Sandbox, Trial}, database: required},
	{kind: KindCopy, types: []EnvironmentType{Sandbox, SubscriptionBasedTrial}, database: required, failed: true},
	{kind: KindBackup, types: []EnvironmentType{Production, Sandbox, SubscriptionBasedTrial, Developer, Teams, Support}, database: required},
	{kind: KindRestore, types: []EnvironmentType{Sandbox, Developer, Teams}, database: required, failed: true},
	{kind: KindReset, types: []EnvironmentType{Sandbox}, database: required, failed: true},
	{
		kind:     KindDelete,
		types:    []EnvironmentType{Production, Sandbox, Trial, SubscriptionBasedTrial, Developer, Teams, Support},
		disabled: true, failed: true, unprovisioned: true,
	},
	{kind: KindEnableManaged, database: required, managed: forbidden},
	{kind: KindDisableManaged, database: required, managed: required},
}

func ruleOf(kind OperationKind) *rule {
	for i := range rules {
		if rules[i].kind == kind {
			return &rules[i]
		}
	}
	return &rule{kind: kind}
}

// judge is what stands in the way of the operation, and its words; nil if nothing does.
// Whether another operation runs is another question.
func (u *rule) judge(r *environmentRow) (*api.Refusal, []string) {
	kind := string(u.kind)
	switch {
	case r.runtime() == RuntimeDisabled && !u.disabled:
		return &notDisabled, []string{kind}
	case r.Failed != "" && !u.failed:
		return &notFailed, []string{kind}
	case u.types != nil && !slices.Contains(u.types, r.Type):
		return &notOnType, []string{kind, string(r.Type)}
	case r.Provisioning == ProvisioningFailed && !u.unprovisioned, !u.database.met(r.Database != nil):
		return &notLinked, []string{kind}
	case !u.managed.met(r.Managed):
		return &notManaged, []string{kind}
	}
	return nil, nil
}

// reasons are the service's words for what stands in the way.
func reasonOf(refusal *api.Refusal) DisallowReason {
	switch refusal {
	case &notDisabled:
		return ReasonDisabled
	case &notOnType:
		return ReasonType
	case &notLinked:
		return ReasonNoDatabase
	case &notManaged:
		return ReasonManaged
	default:
		return ""
	}
}

// enforcement are the operations that the environment as it is allows, and those that it
// does not.
func enforcement(r *environmentRow) (allowed []OperationKind, disallowed []DisallowedOperation) {
	for i := range rules {
		u := &rules[i]
		if u.unlisted {
			continue
		}
		refusal, words := u.judge(r)
		if refusal == nil {
			allowed = append(allowed, u.kind)
			continue
		}
		disallowed = append(disallowed, DisallowedOperation{Kind: u.kind, Reason: reasonOf(refusal), Message: refusal.Err("", words...).Message})
	}
	return allowed, disallowed
}

// sources are the types of environments that can be copied, and restorable where a backup
// of which type can be restored to.
var (
	sources    = []EnvironmentType{Production, Sandbox, SubscriptionBasedTrial, Developer, Support}
	restorable = []restorePair{
		{Production, Sandbox},
		{Sandbox, Sandbox},
		{Developer, Sandbox},
		{Developer, Developer},
		{Default, Developer},
		{Teams, Teams},
	}
)

// restorePair is a type that is restored to another.
type restorePair struct{ from, to EnvironmentType }

// convertible are the conversions.
var convertible = []restorePair{{Production, Sandbox}, {Sandbox, Production}, {Trial, Production}}

// pairs judges two environments: whether the source can be copied onto, or restored to,
// the target. Each alone has been judged.
func pairs(kind OperationKind, source, target *environmentRow) (*api.Refusal, []string) {
	word := string(kind)
	switch {
	case source.runtime() == RuntimeDisabled:
		return &notDisabled, []string{word}
	case source.Failed != "" && source.ID != target.ID:
		return &notFailed, []string{word}
	case kind == KindCopy && !slices.Contains(sources, source.Type):
		return &notOnType, []string{word, string(source.Type)}
	case kind == KindCopy && (source.Type == SubscriptionBasedTrial) != (target.Type == SubscriptionBasedTrial):
		return &notOnType, []string{word, string(target.Type)}
	case kind == KindRestore && !slices.ContainsFunc(restorable, func(p restorePair) bool { return p.from == source.Type }):
		return &notOnType, []string{word, string(source.Type)}
	case kind == KindRestore && !slices.Contains(restorable, restorePair{source.Type, target.Type}),
		kind == KindRestore && source.Type == Teams && source.ID != target.ID:
		return &notOnType, []string{word, string(target.Type)}
	case source.Database == nil:
		return &notLinked, []string{word}
	case source.Location != target.Location:
		return &otherLocation, []string{word, source.Location, target.Location}
	case source.Managed && !target.Managed:
		return &notManaged, []string{word}
	}
	return nil, nil
}

package instances

import (
	"strings"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// environmentEdit is a change to an environment in one request: what the patch says, and
// what methods of their own say.
type environmentEdit struct {
	EnvironmentPatch
	// Runtime and Background are empty where they stay.
	Runtime    RuntimeState
	Background BackgroundOperations
	// Retention is how long backups are kept; 0 leaves it.
	Retention time.Duration
}

// editEnvironment begins to edit an environment.
func editEnvironment(tx *tenant.Tx, id string, e environmentEdit) (*operationRow, error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, err
	}
	if err := r.ready(tx, KindEdit); err != nil {
		return nil, err
	}
	r = r.clone()
	o := &operationRow{Kind: KindEdit}
	for _, plan := range []func(*tenant.Tx, *environmentRow, environmentEdit, *planRow) error{planNames, planRuntime, planRetention, planDomain} {
		if err := plan(tx, r, e, &o.Plan); err != nil {
			return nil, err
		}
	}
	return o, begin(tx, o, r, nil, durationOf(KindEdit).length)
}

// planNames plans what is written as it is sent.
func planNames(tx *tenant.Tx, r *environmentRow, e environmentEdit, p *planRow) error {
	if e.DisplayName != nil {
		if strings.TrimSpace(*e.DisplayName) == "" {
			return nameMissing.Err("")
		}
		p.Name = new(*e.DisplayName)
	}
	if e.Description != nil {
		p.Description = new(*e.Description)
	}
	if c := e.Cadence; c != nil {
		if *c != CadenceFrequent && *c != CadenceModerate {
			return badValue.Err("", string(*c), "updateCadence")
		}
		p.Cadence = *c
	}
	if !e.GroupID.IsZero() {
		id, _ := e.GroupID.Get()
		group, err := groupOf(tx, id)
		if err != nil {
			return err
		}
		p.EnvGroup = &group
	}
	if e.SecurityGroupID.IsZero() {
		return nil
	}
	id, set := e.SecurityGroupID.Get()
	if set && id == "" {
		return badSecurityGroup.Err("", "")
	}
	group, err := securityGroup(id)
	if err != nil {
		return err
	}
	if r.Database == nil {
		return r.unlinked(tx, KindEdit)
	}
	p.Group = &group
	return nil
}

// unlinked is the refusal of what needs Dataverse.
func (r *environmentRow) unlinked(tx *tenant.Tx, kind OperationKind) error {
	return notLinked.Err(string(r.id(tx)), string(kind))
}

// planRuntime plans administration mode and background operations. Administration mode
// alone stops them.
// Unverified: that; one client's issue says so, another's default says not.
func planRuntime(tx *tenant.Tx, r *environmentRow, e environmentEdit, p *planRow) error {
	if e.Runtime == "" && e.Background == "" {
		return nil
	}
	switch {
	case e.Runtime != "" && e.Runtime != RuntimeEnabled && e.Runtime != RuntimeAdminMode:
		return badValue.Err("", string(e.Runtime), "states.runtime.id")
	case e.Background != "" && e.Background != BackgroundEnabled && e.Background != BackgroundDisabled:
		return badValue.Err("", string(e.Background), "backgroundOperationsState")
	case r.Database == nil:
		return r.unlinked(tx, KindEdit)
	}
	after := e.Runtime
	if after == "" {
		after = r.runtime()
	}
	if after == RuntimeAdminMode && r.runtime() != RuntimeAdminMode {
		if refusal, words := ruleOf(kindAdminMode).judge(r); refusal != nil {
			return refusal.Err(string(r.id(tx)), words...)
		}
	}
	if after != RuntimeAdminMode && e.Background == BackgroundDisabled {
		return backgroundNeedsAdminMode.Err(string(r.id(tx)))
	}
	p.Runtime, p.Background = e.Runtime, e.Background
	switch {
	case e.Background != "":
	case e.Runtime == RuntimeAdminMode:
		p.Background = BackgroundDisabled
	default:
		p.Background = BackgroundEnabled
	}
	return nil
}

// planDomain takes the new label of the address; it comes last, because it is the one
// thing that is done at once.
func planDomain(tx *tenant.Tx, r *environmentRow, e environmentEdit, p *planRow) error {
	if e.DomainName == nil {
		return nil
	}
	if r.Database == nil {
		return r.unlinked(tx, KindEdit)
	}
	domain, err := checkDomain(*e.DomainName)
	if err != nil || domain == r.Database.Domain {
		return err
	}
	p.Domain = domain
	if former, ok := tenant.In(tx, &domains).Get(domainKey(hostOf(r.Location, domain))); ok && former.Environment == r.ID {
		p.DomainUntil = former.Until
	}
	return takeDomain(tx, r.Location, domain, r.ID)
}

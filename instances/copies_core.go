package instances

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// copyEnvironment begins to copy one environment onto another.
func copyEnvironment(tx *tenant.Tx, target string, x *Expect, c EnvironmentCopy) (*operationRow, error) {
	if c.Type != FullCopy && c.Type != MinimalCopy {
		return nil, badValue.Err("", string(c.Type), "copyType")
	}
	to, from, err := twoEnvironments(tx, target, x, string(c.Source))
	if err != nil {
		return nil, err
	}
	if to.ID == from.ID {
		return nil, sameEnvironment.Err(target)
	}
	if err := judgePair(tx, KindCopy, from, to); err != nil {
		return nil, err
	}
	content := from.Database.copied()
	if c.Type == MinimalCopy {
		content.Data, content.Files, content.Logs = min(content.Data, fresh), min(content.Files, fresh), 0
	}
	if !c.IncludeAuditData {
		content.Logs = 0
	}
	return overwrite(tx, &operationRow{Kind: KindCopy}, to, from, &content, c.DisplayName, c.SecurityGroupID, "copied")
}

// fresh is what the customizations alone store, in MB.
const fresh = 900.0

// twoEnvironments are the target and the source.
func twoEnvironments(tx *tenant.Tx, target string, x *Expect, source string) (to, from *environmentRow, err error) {
	if to, err = findExpected(tx, target, x); err != nil {
		return nil, nil, err
	}
	from, err = findEnvironment(tx, source)
	return to, from, err
}

// judgePair refuses two environments that are busy or do not go together.
func judgePair(tx *tenant.Tx, kind OperationKind, from, to *environmentRow) error {
	if err := to.ready(tx, kind); err != nil {
		return err
	}
	if err := from.free(tx); err != nil {
		return err
	}
	if refusal, words := pairs(kind, from, to); refusal != nil {
		return refusal.Err(string(to.id(tx)), words...)
	}
	return nil
}

// overwrite begins to overwrite the target with the content: it is closed at once.
func overwrite(tx *tenant.Tx, o *operationRow, to, from *environmentRow, content *contentRow, name string, group admin365.GroupID, verb string) (*operationRow, error) {
	o.Plan.Content = content
	var err error
	if o.Plan.Name, err = newName(name); err != nil {
		return nil, err
	}
	if group != "" {
		k, err := securityGroup(group)
		if err != nil {
			return nil, err
		}
		o.Plan.Group = &k
	}
	grows := rated(to.Type, content, DatabaseCapacity) - to.rated(DatabaseCapacity)
	if err := reserve(tx, o, to.Type, verb, grows); err != nil {
		return nil, err
	}
	to = to.clone()
	to.close()
	return o, begin(tx, o, to, from, moving(o.Kind, content))
}

// newName is the new name of an environment that is overwritten; nil keeps its own.
func newName(name string) (*string, error) {
	switch {
	case name == "":
		return nil, nil
	case strings.TrimSpace(name) == "":
		return nil, badValue.Err("", name, "displayName")
	}
	return &name, nil
}

// candidates are the environments onto which the source could be copied, or to which its
// backups could be restored.
func candidates(tx *tenant.Tx, kind OperationKind, source string) (list []*Candidate, err error) {
	from, err := findEnvironment(tx, source)
	if err != nil {
		return nil, err
	}
	for _, to := range allEnvironments(tx) {
		if kind == KindCopy && to.ID == from.ID {
			continue
		}
		if refusal, _ := ruleOf(kind).judge(to); refusal != nil {
			continue
		}
		if refusal, _ := pairs(kind, from, to); refusal != nil {
			continue
		}
		list = append(list, &Candidate{ID: to.id(tx), DisplayName: to.Name, URL: dataverseOf(tx, to).URL})
	}
	return list, nil
}

// resetEnvironment begins to put an environment back to how it began.
func resetEnvironment(tx *tenant.Tx, id string, x *Expect, n EnvironmentReset) (*operationRow, error) {
	r, err := findExpected(tx, id, x)
	if err != nil {
		return nil, err
	}
	if err := r.ready(tx, KindReset); err != nil {
		return nil, err
	}
	r = r.clone()
	now := &r.Database.contentRow
	d := NewDatabase{Language: n.Language, Currency: n.Currency, Templates: n.Templates, SecurityGroupID: n.SecurityGroupID}
	if d.Language == 0 {
		d.Language = now.Language
	}
	if d.Currency == "" {
		d.Currency = now.Currency
	}
	content, group, err := newContent(r, d)
	if err != nil {
		return nil, err
	}
	if err := content.check(r.Type, true); err != nil {
		return nil, err
	}
	content.Version = now.Version
	o := &operationRow{Kind: KindReset, Plan: planRow{Content: content}}
	if o.Plan.Name, err = newName(n.DisplayName); err != nil {
		return nil, err
	}
	if n.Description != "" {
		o.Plan.Description = &n.Description
	}
	if n.SecurityGroupID != "" {
		o.Plan.Group = &group
	}
	if n.DomainName != "" {
		edit := environmentEdit{EnvironmentPatch: EnvironmentPatch{DomainName: &n.DomainName}}
		if err := planDomain(tx, r, edit, &o.Plan); err != nil {
			return nil, err
		}
	}
	return o, begin(tx, o, r, nil, durationOf(KindReset).length)
}

package instances

import (
	"slices"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

const (
	day1 = 24 * time.Hour
	week = 7 * day1
	// kept28 is how long productions with applications of Dynamics 365 are kept.
	kept28 = 28 * day1
)

// kept is how long the environment lies in the bin.
// Source: https://learn.microsoft.com/power-platform/admin/recover-environment
func (r *environmentRow) kept() time.Duration {
	if r.Type == Production && r.Database != nil && r.Database.Dynamics {
		return kept28
	}
	return week
}

// provisionDatabase begins to give an environment Dataverse.
func provisionDatabase(tx *tenant.Tx, id string, n NewDatabase) (*environmentRow, error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, err
	}
	if err := r.ready(tx, KindProvision); err != nil {
		return nil, err
	}
	r = r.clone()
	o := &operationRow{Kind: KindProvision}
	if err := addDatabase(tx, r, n, o, "updated"); err != nil {
		return nil, err
	}
	r.Provisioning = ProvisioningDatabase
	return r, begin(tx, o, r, nil, durationOf(KindProvision).length)
}

// expected refuses an environment that is not as the caller believes, who said so.
func expected(tx *tenant.Tx, r *environmentRow, x *Expect) error {
	if x == nil {
		return nil
	}
	return x.met(&Environment{ID: r.id(tx), DisplayName: r.Name, Type: r.Type})
}

// findExpected is findEnvironment for an environment that is about to lose something. Who
// calls over the wire has asked before, and expects nothing here.
func findExpected(tx *tenant.Tx, id string, x *Expect) (*environmentRow, error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, err
	}
	return r, expected(tx, r, x)
}

// convertEnvironment begins to change the type.
func convertEnvironment(tx *tenant.Tx, id string, x *Expect, to EnvironmentType) (*operationRow, error) {
	r, err := findExpected(tx, id, x)
	if err != nil {
		return nil, err
	}
	if to != Production && to != Sandbox {
		return nil, badType.Err("", string(to))
	}
	if err := r.ready(tx, KindConvert); err != nil {
		return nil, err
	}
	if r.Type == to {
		return nil, alreadyOfType.Err(string(r.id(tx)), string(to))
	}
	if !slices.Contains(convertible, restorePair{r.Type, to}) {
		return nil, notOnType.Err(string(r.id(tx)), string(KindConvert), string(r.Type))
	}
	r = r.clone()
	o := &operationRow{Kind: KindConvert, Plan: planRow{Type: to}}
	if r.Type == Trial {
		if err := reserve(tx, o, to, "converted", rated(to, &r.Database.contentRow, DatabaseCapacity)); err != nil {
			return nil, err
		}
	}
	return o, begin(tx, o, r, nil, durationOf(KindConvert).length)
}

// deleteCheck says whether an environment could be deleted.
func deleteCheck(tx *tenant.Tx, id string) (*DeleteCheck, error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, err
	}
	refusal, _ := ruleOf(KindDelete).judge(r)
	c := &DeleteCheck{Can: refusal == nil && !r.busy(tx), Resources: []DeletedResource{}}
	if r.Database != nil {
		c.Resources = append(c.Resources, DeletedResource{Type: "Microsoft.BusinessAppPlatform/environments/database", Name: uniqueName(r.Database.Organization)})
	}
	return c, nil
}

// deleteEnvironment begins to put an environment into the bin. It says that it is busy in
// words of its own.
func deleteEnvironment(tx *tenant.Tx, id string, x *Expect) (*operationRow, error) {
	r, err := findExpected(tx, id, x)
	if err != nil {
		return nil, err
	}
	if refusal, words := ruleOf(KindDelete).judge(r); refusal != nil {
		return nil, refusal.Err(string(r.id(tx)), words...)
	}
	if r.busy(tx) {
		return nil, deleteBusy.Err(id)
	}
	r = r.clone()
	o := &operationRow{Kind: KindDelete, Plan: planRow{Provisioning: r.Provisioning}}
	r.Provisioning = ProvisioningDeleting
	return o, begin(tx, o, r, nil, durationOf(KindDelete).length)
}

// deletedEnvironments are those in the bin, last deleted first.
func deletedEnvironments(tx *tenant.Tx) (list []*Environment) {
	var rows []*environmentRow
	for r := range tenant.In(tx, &environments).All() {
		if r.binned() {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b *environmentRow) int { return b.Deleted.Compare(a.Deleted) })
	for _, r := range rows {
		list = append(list, environmentOf(tx, r))
	}
	return list
}

// recoverEnvironment begins to bring an environment back from the bin.
func recoverEnvironment(tx *tenant.Tx, id string) (*operationRow, error) {
	r, ok := environmentRowOf(tx, id)
	if !ok || !r.binned() {
		return nil, environmentNotFound.Err(id, id, string(tx.TenantID()))
	}
	if err := r.free(tx); err != nil {
		return nil, err
	}
	r = r.clone()
	o := &operationRow{Kind: KindRecover}
	if r.Database != nil {
		if err := reserve(tx, o, r.Type, "recovered", rated(r.Type, &r.Database.contentRow, DatabaseCapacity)); err != nil {
			return nil, err
		}
	}
	return o, begin(tx, o, r, nil, durationOf(KindRecover).length)
}

// manageEnvironment begins to make an environment a Managed one, or to end that. Where it
// is so already there is no operation.
func manageEnvironment(tx *tenant.Tx, id string, managed bool) (*environmentRow, *operationRow, error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, nil, err
	}
	kind := KindDisableManaged
	if managed {
		kind = KindEnableManaged
	}
	refusal, words := ruleOf(kind).judge(r)
	if err := r.free(tx); err != nil {
		return nil, nil, err
	}
	if refusal != nil && refusal != &notManaged {
		return nil, nil, refusal.Err(string(r.id(tx)), words...)
	}
	if r.Managed == managed {
		return r, nil, nil
	}
	r = r.clone()
	o := &operationRow{Kind: kind, Plan: planRow{Managed: managed}}
	return r, o, begin(tx, o, r, nil, durationOf(kind).length)
}

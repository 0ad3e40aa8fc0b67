package emulator

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// action is one method of a backstage, as the control interface has it.
type action struct {
	// name is that of the field and of the method, such as "identity.AddUser"; those of
	// the tenant itself begin with "admin.".
	name string
	// do is the method, whose first parameter is a context.
	do any
	// parameters are the names of the others; one that ends in "?" may be left out. A
	// method with a single struct needs none: what is sent is the struct.
	parameters []string
}

// actions is every method of the tenant's backstages. The test beside it knows of each
// that there is, and which are left out and why.
func actions(b *admin.Backstage) []action {
	return []action{
		{"admin.AddDomain", b.AddDomain, []string{"name", "federated?"}},
		{"admin.AddUsers", b.AddUsers, []string{"prefix", "count"}},
		{"admin.PublishDNS", b.PublishDNS, nil},
		{"admin.RemoveDNS", b.RemoveDNS, nil},
		{"admin.ResetForgottenPassword", b.ResetForgottenPassword, []string{"user", "password"}},
		{"admin.SetDirectoryQuota", b.SetDirectoryQuota, []string{"objects"}},
		{"admin.SetPremium", b.SetPremium, []string{"premium"}},
		{"admin.SetUserSelfServiceReset", b.SetUserSelfServiceReset, nil},
		{"admin.Synchronize", b.Synchronize, nil},
		{"admin.UserSelfServiceReset", b.UserSelfServiceReset, nil},
		{"billing.Buy", b.Billing.Buy, nil},
		{"billing.Cancel", b.Billing.Cancel, []string{"subscription"}},
		{"billing.Expire", b.Billing.Expire, []string{"subscription"}},
		{"billing.FinishGroupLicensing", b.Billing.FinishGroupLicensing, nil},
		{"billing.Renew", b.Billing.Renew, []string{"subscription"}},
		{"billing.SetSeats", b.Billing.SetSeats, []string{"subscription", "seats"}},
		{"health.Attach", b.Health.Attach, []string{"message", "attachment"}},
		{"health.PublishIssue", b.Health.PublishIssue, nil},
		{"health.PublishMessage", b.Health.PublishMessage, nil},
		{"health.PublishReport", b.Health.PublishReport, []string{"issue", "file"}},
		{"health.SetRetention", b.Health.SetRetention, []string{"time"}},
		{"health.Subscribe", b.Health.Subscribe, []string{"service"}},
		{"health.Unsubscribe", b.Health.Unsubscribe, []string{"service"}},
		{"health.UpdateIssue", b.Health.UpdateIssue, []string{"issue", "update"}},
		{"health.UpdateMessage", b.Health.UpdateMessage, []string{"message", "version"}},
		{"identity.AddApp", b.Identity.AddApp, []string{"app", "displayName"}},
		{"identity.AddGroup", b.Identity.AddGroup, nil},
		{"identity.AddUser", b.Identity.AddUser, nil},
		{"identity.ChangePassword", b.Identity.ChangePassword, []string{"user", "current", "next"}},
		{"identity.SignIn", b.Identity.SignIn, []string{"user", "password"}},
		{"identity.SyncChange", b.Identity.SyncChange, []string{"user", "change"}},
		{"identity.SyncDelete", b.Identity.SyncDelete, []string{"user"}},
		{"identity.SyncGroup", b.Identity.SyncGroup, nil},
		{"identity.SyncUser", b.Identity.SyncUser, nil},
		{"instances.AddEnvironment", b.Instances.AddEnvironment, nil},
		{"instances.AddEnvironmentGroup", b.Instances.AddEnvironmentGroup, []string{"name"}},
		{"instances.AddSystemBackup", b.Instances.AddSystemBackup, []string{"environment", "at"}},
		{"instances.Fail", b.Instances.Fail, []string{"operation", "stage?"}},
		{"instances.FailInstall", b.Instances.FailInstall, []string{"operation", "message?"}},
		{"instances.FailNext", b.Instances.FailNext, []string{"kind", "stage?"}},
		{"instances.FailWave", b.Instances.FailWave, []string{"environment", "wave"}},
		{"instances.Finish", b.Instances.Finish, []string{"operation"}},
		{"instances.FinishAll", b.Instances.FinishAll, nil},
		{"instances.Occupy", b.Instances.Occupy, []string{"environment", "kind?"}},
		{"instances.PublishPackage", b.Instances.PublishPackage, nil},
		{"instances.SetCapacity", b.Instances.SetCapacity, []string{"kind", "total"}},
		{"instances.SetDisabled", b.Instances.SetDisabled, []string{"environment", "disabled"}},
		{"instances.SetUsed", b.Instances.SetUsed, []string{"environment", "kind", "used"}},
		{"instances.SetVersion", b.Instances.SetVersion, []string{"environment", "version"}},
		{"instances.SetWaveAllowed", b.Instances.SetWaveAllowed, []string{"environment", "wave", "allowed"}},
		{"instances.central.AddEnvironment", b.Instances.Central.AddEnvironment, nil},
		{"instances.central.Delay", b.Instances.Central.Delay, []string{"target", "until"}},
		{"instances.central.Fail", b.Instances.Central.Fail, []string{"operation", "why?"}},
		{"instances.central.FailUpdate", b.Instances.Central.FailUpdate, []string{"environment", "why?"}},
		{"instances.central.Finish", b.Instances.Central.Finish, []string{"operation"}},
		{"instances.central.FinishUpdate", b.Instances.Central.FinishUpdate, []string{"environment"}},
		{"instances.central.Hold", b.Instances.Central.Hold, []string{"environment", "status"}},
		{"instances.central.Release", b.Instances.Central.Release, nil},
		{"instances.central.ReleaseApp", b.Instances.Central.ReleaseApp, nil},
		{"instances.central.SetDuration", b.Instances.Central.SetDuration, []string{"kind", "duration"}},
		{"instances.central.SetQuotas", b.Instances.Central.SetQuotas, []string{"production", "sandbox", "kilobytes"}},
		{"instances.central.SetStatus", b.Instances.Central.SetStatus, []string{"environment", "status"}},
		{"instances.central.SetStorage", b.Instances.Central.SetStorage, []string{"environment", "kilobytes"}},
		{"instances.central.StartUpdate", b.Instances.Central.StartUpdate, []string{"environment"}},
		{"instances.finops.Fail", b.Instances.FinOps.Fail, []string{"operation", "why?"}},
		{"instances.finops.Finish", b.Instances.FinOps.Finish, []string{"operation"}},
		{"instances.finops.Install", b.Instances.FinOps.Install, []string{"environment", "deployment", "version"}},
		{"instances.finops.Release", b.Instances.FinOps.Release, []string{"version"}},
		{"support.AddCustomer", b.Support.AddCustomer, nil},
		{"support.AddSubscription", b.Support.AddSubscription, nil},
		{"support.Assign", b.Support.Assign, []string{"ticket", "engineer?"}},
		{"support.Fail", b.Support.Fail, []string{"operation", "code?", "why?"}},
		{"support.Finish", b.Support.Finish, []string{"operation"}},
		{"support.Received", b.Support.Received, []string{"workspace", "file"}},
		{"support.Say", b.Support.Say, []string{"ticket", "subject", "body"}},
		{"support.SetPartner", b.Support.SetPartner, []string{"partner"}},
		{"support.SetPlan", b.Support.SetPlan, []string{"plan"}},
		{"support.SetState", b.Support.SetState, []string{"ticket", "state"}},
	}
}

// whole reports whether what is sent is the method's one struct.
func (a action) whole() bool {
	return len(a.parameters) == 0 && reflect.TypeOf(a.do).NumIn() == 2
}

// describe is what the action takes, as JSON.
func (a action) describe() any {
	t := reflect.TypeOf(a.do)
	if a.whole() {
		return describe(t.In(1))
	}
	members := map[string]any{}
	for i, parameter := range a.parameters {
		name, _ := strings.CutSuffix(parameter, "?")
		members[name] = describe(t.In(i + 1))
	}
	return members
}

// perform does it with what was sent, and returns its result, nil if it has none.
func (a action) perform(ctx context.Context, raw []byte) (any, error) {
	t := reflect.TypeOf(a.do)
	in := []reflect.Value{reflect.ValueOf(ctx)}
	for i := 1; i < t.NumIn(); i++ {
		in = append(in, reflect.New(t.In(i)).Elem())
	}
	if err := a.decode(raw, in[1:]); err != nil {
		return nil, err
	}
	out := reflect.ValueOf(a.do).Call(in)
	if err, failed := out[len(out)-1].Interface().(error); failed {
		return nil, err
	}
	if len(out) == 1 {
		return nil, nil
	}
	return encode(out[0]), nil
}

func (a action) decode(raw []byte, in []reflect.Value) error {
	if a.whole() {
		return decode(raw, in[0].Addr().Interface())
	}
	var members map[string]json.RawMessage
	if err := decode(raw, &members); err != nil {
		return err
	}
	fields := map[string][]int{}
	for i, parameter := range a.parameters {
		name, optional := strings.CutSuffix(parameter, "?")
		fields[name] = []int{i}
		if _, sent := members[name]; !sent && !optional {
			return invalid("%s needs %s", a.name, name)
		}
	}
	return decodeMembers("", members, fields, func(index []int) reflect.Value { return in[index[0]] })
}

// actionOf is the action with the name.
func actionOf(b *admin.Backstage, name string) (action, error) {
	for _, a := range actions(b) {
		if a.name == name {
			return a, nil
		}
	}
	return action{}, &admin365.Error{Kind: admin365.ErrNotFound, Target: name, Message: "there is no such action; GET /control/v1/backstage lists them"}
}

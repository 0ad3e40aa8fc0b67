package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// allowElsewhere judges a call of an API that is not Graph. There a person needs one
// of the operation's roles, and his token a scope only where the operation names one;
// an application on its own needs no permission but where the operation names one, and
// has to be registered with the API, or, where nothing is registered, one of the roles. On
// a path of a subscription of Azure the operation's own rules judge the roles.
func allowElsewhere(tx *tenant.Tx, c caller, unknown error, call api.Call) error {
	common, need := &call.Op.API.Common, call.Op.Access
	if need.Azure && call.Way > 0 {
		need.Roles = nil
	}
	switch {
	case unknown != nil:
		return common.UnknownApp.Err("", "The caller is not known in the tenant.")
	case need.Anyone:
		return nil
	case c.user != nil:
		if c.scoped(need.Delegated) && (len(need.Roles) == 0 || c.hasRole(need.Roles...)) {
			return nil
		}
	case need.PeopleOnly:
	case !c.scoped(need.Application):
	case common.Unregistered == nil && len(need.Roles) > 0 && !c.inRole(need.Roles...):
	default:
		app := tx.Session.Caller.App
		if port := tx.Ports().Applications; common.Unregistered == nil || port == nil || port.Registered(tx, call.Op.API, app) {
			return nil
		}
		return common.Unregistered.Err("", string(app), string(app), call.Path(), string(tx.TenantID()))
	}
	return common.Forbidden.Err("")
}

// scoped: one of the permissions was granted, or none is asked for.
func (c caller) scoped(wanted []admin365.Permission) bool {
	return len(wanted) == 0 || c.hasOne(wanted)
}

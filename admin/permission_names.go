package admin

import (
	"slices"

	"github.com/admin365/admin365"
)

// PermissionNames are the names of all permissions that a tenant in memory knows, in
// order, those of applications and those for people: what an [App] or a caller is granted
// besides lets it in nowhere.
func PermissionNames() []admin365.Permission {
	// These no operation asks for as a whole, but for some of what it shows or takes.
	names := []admin365.Permission{
		"Application.Read.All", "Application.ReadWrite.All", "AuditLog.Read.All",
		"CustomSecAttributeAssignment.Read.All", "CustomSecAttributeAssignment.ReadWrite.All",
		"User-LifeCycleInfo.Read.All", "User-LifeCycleInfo.ReadWrite.All",
	}
	for _, op := range shared().mux.Ops() {
		names = append(append(names, op.Access.Application...), op.Access.Delegated...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

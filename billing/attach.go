package billing

import (
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// Attach registers the area's tables, jobs and consequences, once per process. For
// package admin alone: its parameter is of an internal package.
func Attach(s *tenant.Schema) {
	tenant.AddTable(s, &subscriptions)
	tenant.AddTable(s, &holdings)
	tenant.AddTable(s, &usages)
	tenant.AddTable(s, &licensedGroups)
	tenant.Job(s, jobLifecycle, passOn)
	tenant.Job(s, jobGroup, goOn)
	tenant.Job(s, jobMember, func(tx *tenant.Tx, args memberArgs) error { return inheritFrom(tx, args.Member, args.Group) })
	tenant.On(s, func(tx *tenant.Tx, e tenant.MemberAdded) error { return noteMember(tx, e.Group, e.Member) })
	tenant.On(s, func(tx *tenant.Tx, e tenant.MemberRemoved) error { return noteMember(tx, e.Group, e.Member) })
	tenant.On(s, freeSeats)
	tenant.On(s, takeSeats)
	tenant.On(s, forget)
	tenant.On(s, refuseDeletion)
	s.SetLicenses(licenses{})
}

// Mount registers the area's routes, once per process and after those of identity,
// some of which it shares. For package admin alone.
func Mount(m *emu.Mux) {
	m.Handle(&opSKUsList, handleSKUsList)
	m.Handle(&opSKUsGet, handleSKUsGet)
	m.Handle(&opSubscriptionsList, handleSubscriptionsList)
	m.Handle(&opSubscriptionsGet, handleSubscriptionsGet)
	m.Handle(&opSubscriptionsGetByCommerce, handleSubscriptionsGet)
	m.Handle(&opLicensesAssign, handleLicensesAssign)
	m.Handle(&opLicensesReprocess, handleLicensesReprocess)
	m.Handle(&opLicensesDetails, handleLicensesDetails)
	m.Share(&opLicensesGet, selectsUser)
	m.Share(&opLicensesHolders, selectsHolders)
	m.Handle(&opGroupLicensesAssign, handleGroupLicensesAssign)
	m.Handle(&opGroupLicensesMembersWithErrors, handleGroupLicensesMembersWithErrors)
	m.Share(&opGroupLicensesGet, selectsGroup)
	m.Share(&opGroupLicensesWithErrors, selectsGroups)
}

package health

import (
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// Attach registers the area's tables and consequences, once per process. For package
// admin alone: its parameter is of an internal package.
func Attach(s *tenant.Schema) {
	tenant.AddTable(s, &services)
	tenant.AddTable(s, &issues)
	tenant.AddTable(s, &messages)
	tenant.AddTable(s, &files)
	tenant.AddTable(s, &viewpoints)
	tenant.AddTable(s, &settings)
	tenant.On(s, forget)
}

// Mount registers the area's routes, once per process. For package admin alone.
func Mount(m *emu.Mux) {
	m.Handle(&opServicesList, handleServicesList)
	m.Handle(&opServicesGet, handleServicesGet)
	m.Handle(&opIssuesList, handleIssuesList)
	m.Handle(&opIssuesOfService, handleIssuesOfService)
	m.Handle(&opIssueOfService, handleIssuesGet)
	m.Handle(&opReportOfService, handleIssuesReport)
	m.Handle(&opIssuesGet, handleIssuesGet)
	m.Handle(&opIssuesReport, handleIssuesReport)
	m.Handle(&opMessagesList, handleMessagesList)
	m.Handle(&opMessagesGet, handleMessagesGet)
	m.Handle(&opAttachmentsList, handleAttachmentsList)
	m.Handle(&opAttachmentsGet, handleAttachmentsGet)
	m.Handle(&opAttachmentsContent, handleAttachmentsContent)
	m.Handle(&opAttachmentsArchive, handleAttachmentsArchive)
	for _, op := range []*api.Op{&opMarkRead, &opMarkUnread, &opArchive, &opUnarchive, &opFavorite, &opUnfavorite} {
		m.Handle(op, handleMark)
	}
}

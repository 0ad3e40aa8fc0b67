package health

import "github.com/admin365/admin365/internal/api"

// Ops returns every operation of the area, for tests from outside.
func Ops() []*api.Op {
	return []*api.Op{
		&opServicesList, &opServicesGet,
		&opIssuesList, &opIssuesGet, &opIssuesReport, &opIssuesOfService, &opIssueOfService, &opReportOfService,
		&opMessagesList, &opMessagesGet,
		&opAttachmentsList, &opAttachmentsGet, &opAttachmentsContent, &opAttachmentsArchive,
		&opMarkRead, &opMarkUnread, &opArchive, &opUnarchive, &opFavorite, &opUnfavorite,
	}
}

package support

import "github.com/admin365/admin365/internal/api"

// Ops returns every operation of the area, for tests from outside.
func Ops() []*api.Op {
	return []*api.Op{
		&opTicketsList, &opTicketsGet, &opTicketsCreate, &opTicketsUpdate, &opTicketsClose, &opTicketsReopen,
		&opCommunicationsList, &opCommunicationsGet, &opCommunicationsAdd, &opOperationsGet, &opOperationsResult,
		&opAttachmentsCreateWorkspace, &opAttachmentsGetWorkspace, &opAttachmentsList, &opAttachmentsGet, &opAttachmentsCreate, &opAttachmentsUpload,
		&opCatalogueServices, &opCatalogueService, &opCatalogueProblems, &opCatalogueProblem, &opCatalogueCheckName, &opCatalogueCheckCommunication,
		&opTopicsList, &opPartnerTicketsList, &opPartnerTicketsListOf, &opPartnerTicketsColleagues, &opPartnerTicketsGet, &opPartnerTicketsCreate,
		&opPartnerTicketsUpdate, &opPartnerTicketsClose, &opPartnerTicketsReopen, &opPartnerCommunicationsAdd,
	}
}

package support

// Service is the area's interfaces in one struct. Replace a field to replace a part, as a
// failure test does:
//
//	type down struct{ support.Tickets }
//	func (down) Create(context.Context, support.NewTicket) (*admin365.Operation, error) { return nil, errors.New("down") }
//	c.Support.Tickets = down{c.Support.Tickets}
type Service struct {
	// Tickets are Azure's: of the tenant, and of its subscriptions.
	Tickets Tickets
	// Communications is what was said in them.
	Communications Communications
	// Attachments are the files for them.
	Attachments Attachments
	// Catalogue is what a ticket can be about, and which names are free.
	Catalogue Catalogue
	// Operations follow what takes time.
	Operations Operations
	// Partner is a partner's own requests and those for his customers, in Partner Center.
	Partner *PartnerService
	// Microsoft365 is the tenant's own requests about Microsoft 365 and Dynamics 365, which
	// no API reaches: every method is [admin365.ErrUnsupported], sends nothing, and names
	// the page of the admin center. A partner opens them by Partner.
	Microsoft365 Tickets
}

// PartnerService is Partner Center's service requests. There are no files in it: who wants
// to add one does so on the request's page in Partner Center.
//
// Source: https://learn.microsoft.com/partner-center/developer/service-request-resources
type PartnerService struct {
	// Tickets are the requests. What Partner Center does otherwise than Azure, the methods
	// and fields say.
	Tickets Tickets
	// Communications are the notes of a request.
	Communications Communications
	// Topics are what a request can be about.
	Topics Topics
	// Operations are for what is written for Azure's tickets too: every operation of
	// Partner Center has ended when it is returned.
	Operations Operations
}

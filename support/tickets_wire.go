package support

import (
	"slices"
	"strings"
	"time"
)

// The types of resources.
const (
	typeTickets        = "Microsoft.Support/supportTickets"
	typeCommunications = "Microsoft.Support/communications"
	typeWorkspaces     = "Microsoft.Support/fileWorkspaces"
	typeFiles          = "Microsoft.Support/files"
	typeServices       = "Microsoft.Support/services"
	typeProblems       = "Microsoft.Support/problemClassifications"
)

// resourceWire is a resource as Azure Resource Manager writes it.
type resourceWire[P any] struct {
	ID         string `json:"id,omitzero"`
	Name       string `json:"name,omitzero"`
	Type       string `json:"type,omitzero"`
	Properties P      `json:"properties"`
}

// valueWire is a list.
type valueWire[T any] struct {
	Value []T    `json:"value"`
	Next  string `json:"nextLink,omitzero"`
}

// ticketWire are the properties of a ticket, of a request to create one too.
type ticketWire struct {
	Description      string            `json:"description"`
	Problem          string            `json:"problemClassificationId"`
	ProblemName      string            `json:"problemClassificationDisplayName,omitzero"`
	Severity         Severity          `json:"severity"`
	AroundTheClock   *bool             `json:"require24X7Response,omitzero"`
	Enrollment       *string           `json:"enrollmentId,omitzero"`
	Contact          *contactWire      `json:"contactDetails,omitzero"`
	Response         *responseWire     `json:"serviceLevelAgreement,omitzero"`
	Engineer         *engineerWire     `json:"supportEngineer,omitzero"`
	Plan             Plan              `json:"supportPlanType,omitzero"`
	PlanName         string            `json:"supportPlanDisplayName,omitzero"`
	Diagnostics      Consent           `json:"advancedDiagnosticConsent,omitzero"`
	Consents         []consentWire     `json:"secondaryConsent,omitzero"`
	Scoping          string            `json:"problemScopingQuestions,omitzero"`
	Temporary        Consent           `json:"isTemporaryTicket,omitzero"`
	PlanID           string            `json:"supportPlanId,omitzero"`
	Workspace        string            `json:"fileWorkspaceName,omitzero"`
	Number           string            `json:"supportTicketId,omitzero"`
	Title            string            `json:"title"`
	Service          string            `json:"serviceId"`
	ServiceName      string            `json:"serviceDisplayName,omitzero"`
	Status           State             `json:"status,omitzero"`
	ProblemStart     time.Time         `json:"problemStartTime,omitzero"`
	TechnicalDetails *technicalDetails `json:"technicalTicketDetails,omitzero"`
	Quota            *quotaWire        `json:"quotaTicketDetails,omitzero"`
	Created          time.Time         `json:"createdDate,omitzero"`
	Modified         time.Time         `json:"modifiedDate,omitzero"`
}

type technicalDetails struct {
	Resource string `json:"resourceId"`
}

type responseWire struct {
	Start   time.Time `json:"startTime"`
	Expires time.Time `json:"expirationTime"`
	Minutes int       `json:"slaMinutes"`
}

// engineerWire has an address, null, an empty text, or nothing.
type engineerWire struct {
	Email *string `json:"emailAddress,omitzero"`
}

type consentWire struct {
	Consent Consent `json:"userConsent"`
	Type    string  `json:"type"`
}

type quotaWire struct {
	SubType string            `json:"quotaChangeRequestSubType,omitzero"`
	Version string            `json:"quotaChangeRequestVersion"`
	Changes []quotaChangeWire `json:"quotaChangeRequests"`
}

type quotaChangeWire struct {
	Region  string `json:"region"`
	Payload string `json:"payload"`
}

// contactWire is whom Microsoft talks to.
type contactWire struct {
	FirstName   string        `json:"firstName"`
	LastName    string        `json:"lastName"`
	Method      ContactMethod `json:"preferredContactMethod"`
	Email       string        `json:"primaryEmailAddress"`
	OtherEmails []string      `json:"additionalEmailAddresses,omitzero"`
	Phone       string        `json:"phoneNumber,omitzero"`
	TimeZone    string        `json:"preferredTimeZone"`
	Country     string        `json:"country"`
	Language    string        `json:"preferredSupportLanguage"`
}

// contactPatchWire is what changes of it.
type contactPatchWire struct {
	FirstName   *string        `json:"firstName,omitzero"`
	LastName    *string        `json:"lastName,omitzero"`
	Method      *ContactMethod `json:"preferredContactMethod,omitzero"`
	Email       *string        `json:"primaryEmailAddress,omitzero"`
	OtherEmails []string       `json:"additionalEmailAddresses,omitzero"`
	Phone       *string        `json:"phoneNumber,omitzero"`
	TimeZone    *string        `json:"preferredTimeZone,omitzero"`
	Country     *string        `json:"country,omitzero"`
	Language    *string        `json:"preferredSupportLanguage,omitzero"`
}

// patchWire is a change of a ticket. Its members stand at the root.
type patchWire struct {
	Severity    *Severity         `json:"severity,omitzero"`
	Status      *State            `json:"status,omitzero"`
	Contact     *contactPatchWire `json:"contactDetails,omitzero"`
	Diagnostics *Consent          `json:"advancedDiagnosticConsent,omitzero"`
	Consents    []consentWire     `json:"secondaryConsent,omitzero"`
}

// folded is a word in small letters.
func folded[T ~string](word T) T { return T(strings.ToLower(string(word))) }

// asYesOrNo is a consent as the service writes it.
func asYesOrNo(c Consent) Consent {
	for _, known := range []Consent{ConsentYes, ConsentNo} {
		if strings.EqualFold(string(c), string(known)) {
			return known
		}
	}
	return c
}

func (w *contactWire) contact() Contact {
	if w == nil {
		return Contact{}
	}
	return Contact{
		FirstName: w.FirstName, LastName: w.LastName, Email: w.Email, Phone: w.Phone, OtherEmails: slices.Clone(w.OtherEmails),
		Method: folded(w.Method), TimeZone: w.TimeZone, Country: w.Country, Language: w.Language,
	}
}

func (c Contact) wire() contactWire {
	return contactWire{
		FirstName: c.FirstName, LastName: c.LastName, Email: c.Email, Phone: c.Phone, OtherEmails: slices.Clone(c.OtherEmails),
		Method: c.Method, TimeZone: c.TimeZone, Country: c.Country, Language: c.Language,
	}
}

func (p ContactPatch) wire() *contactPatchWire {
	return &contactPatchWire{
		FirstName: p.FirstName, LastName: p.LastName, Email: p.Email, Phone: p.Phone, OtherEmails: p.OtherEmails,
		Method: p.Method, TimeZone: p.TimeZone, Country: p.Country, Language: p.Language,
	}
}

func (q *QuotaRequest) wire() *quotaWire {
	if q == nil {
		return nil
	}
	w := &quotaWire{SubType: q.SubType, Version: q.Version}
	for _, c := range q.Changes {
		w.Changes = append(w.Changes, quotaChangeWire(c))
	}
	return w
}

func (w *quotaWire) request() *QuotaRequest {
	if w == nil {
		return nil
	}
	q := &QuotaRequest{SubType: w.SubType, Version: w.Version}
	for _, c := range w.Changes {
		q.Changes = append(q.Changes, QuotaChange(c))
	}
	return q
}

func wireConsents(list []SecondaryConsent) (w []consentWire) {
	for _, c := range list {
		w = append(w, consentWire{Consent: c.Consent, Type: c.Type})
	}
	return w
}

func consentsOf(w []consentWire) (list []SecondaryConsent) {
	for _, c := range w {
		list = append(list, SecondaryConsent{Type: c.Type, Consent: asYesOrNo(c.Consent)})
	}
	return list
}

// wire is the ticket as it is asked for.
func (n NewTicket) wire() *ticketWire {
	contact := n.Contact.wire()
	w := &ticketWire{
		Title: n.Title, Description: n.Description, Severity: n.Severity, Service: string(serviceOfProblem(n.Problem)), Problem: string(n.Problem),
		Contact: &contact, Diagnostics: n.Diagnostics, Consents: wireConsents(n.Consents), ProblemStart: n.ProblemStart.UTC(),
		Quota: n.Quota.wire(), Workspace: locate(string(n.Workspace), "fileWorkspaces").name,
	}
	if w.Diagnostics == "" {
		w.Diagnostics = ConsentNo
	}
	if n.AroundTheClock {
		w.AroundTheClock = &n.AroundTheClock
	}
	if n.Resource != "" {
		w.TechnicalDetails = &technicalDetails{n.Resource}
	}
	return w
}

// wire is the patch as it is sent.
func (p TicketPatch) wire() *patchWire {
	w := &patchWire{Severity: p.Severity, Diagnostics: p.Diagnostics, Consents: wireConsents(p.Consents)}
	if p.Contact != nil {
		w.Contact = p.Contact.wire()
	}
	return w
}

// ticketOf is a ticket as programs see it.
func ticketOf(r *resourceWire[ticketWire]) *Ticket {
	w, at := &r.Properties, locate(r.ID, "supportTickets")
	t := &Ticket{
		ID: TicketID(at.id("supportTickets")), Name: r.Name, Subscription: at.subscription, Number: w.Number,
		Title: w.Title, Description: w.Description, State: folded(w.Status), Severity: folded(w.Severity),
		Service: ServiceID(w.Service), ServiceName: w.ServiceName, Problem: ProblemID(w.Problem), ProblemName: w.ProblemName,
		Contact: w.Contact.contact(), Created: w.Created.UTC(), Modified: w.Modified.UTC(), Plan: w.Plan, PlanName: w.PlanName,
		AroundTheClock: w.AroundTheClock != nil && *w.AroundTheClock, Diagnostics: asYesOrNo(w.Diagnostics), Consents: consentsOf(w.Consents),
		ProblemStart: w.ProblemStart.UTC(), Quota: w.Quota.request(),
	}
	if w.Workspace != "" {
		t.Workspace = WorkspaceID(placed{at.subscription, w.Workspace}.id("fileWorkspaces"))
	}
	if w.Response != nil {
		t.Response = Response{Start: w.Response.Start.UTC(), Expires: w.Response.Expires.UTC(), Minutes: w.Response.Minutes}
	}
	if w.Engineer != nil && w.Engineer.Email != nil {
		t.Engineer = *w.Engineer.Email
	}
	if w.Enrollment != nil {
		t.EnrollmentID = *w.Enrollment
	}
	if w.TechnicalDetails != nil {
		t.Resource = w.TechnicalDetails.Resource
	}
	return t
}

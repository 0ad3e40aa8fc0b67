package support

import (
	"fmt"
	"io"
	"log/slog"
	"time"
)

// Ticket is a question to Microsoft.
//
// Source: https://learn.microsoft.com/rest/api/support/support-tickets/get and
// https://learn.microsoft.com/partner-center/developer/service-request-resources
type Ticket struct {
	ID TicketID
	// Name is the last part of the id.
	Name string
	// Subscription is empty of a ticket of the tenant, and in Partner Center.
	Subscription SubscriptionID
	// Number is what people call it by when they talk, 15 or 16 digits. In Partner Center
	// it is the id.
	Number             string
	Title, Description string
	State              State
	Severity           Severity
	// Service and ServiceName are Azure's alone.
	Service     ServiceID
	ServiceName string
	// Problem is what it is about; in Partner Center the topic.
	Problem     ProblemID
	ProblemName string
	Contact     Contact
	// Created, Modified and Closed are in UTC; zero if the service does not tell. Only
	// Partner Center tells when a ticket was closed last.
	Created, Modified, Closed time.Time

	// Plan is the support plan under which it was opened, and PlanName what people call it.
	Plan     Plan
	PlanName string
	// Response is by when Microsoft answers first; zero in Partner Center.
	Response Response
	// Engineer is the address of who works on it; empty while nobody does, and in Partner
	// Center.
	Engineer string
	// AroundTheClock and the following are as in [NewTicket].
	AroundTheClock bool
	Diagnostics    Consent
	Consents       []SecondaryConsent
	ProblemStart   time.Time
	Resource       string
	Quota          *QuotaRequest
	// Workspace is where files for it are put; empty in Partner Center.
	Workspace WorkspaceID
	// EnrollmentID is of an Enterprise Agreement; mostly empty.
	EnrollmentID string

	// Organization is for whom it is in Partner Center; zero in Azure.
	Organization Organization
	// LastUpdatedBy is who changed it last in Partner Center; zero in Azure.
	LastUpdatedBy Contact
	// Files are those that somebody added on the page of Partner Center.
	Files []FileLink
}

// Response is by when Microsoft answers first. The times are in UTC.
type Response struct {
	Start, Expires time.Time
	Minutes        int
}

// Organization is a company in Partner Center.
type Organization struct {
	ID, Name, Phone string
}

// FileLink is a file of a request of Partner Center.
type FileLink struct {
	ID, Name, Extension, Location, Comment string
	Size                                   int
}

// LogValue is what package slog logs of a ticket: nothing personal.
func (t Ticket) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", string(t.ID)), slog.String("state", string(t.State)), slog.String("severity", string(t.Severity)))
}

// Contact is whom Microsoft talks to: personal data. Printing one, and logging it by
// package slog, shows none of it, in a [Ticket], a [NewTicket] or a [TicketPatch] too; as
// JSON it is what it is, and so is a handler's JSON of what else holds one, such as a list.
type Contact struct {
	FirstName, LastName string
	// Email is where Microsoft writes to.
	Email string
	// Phone is needed if the method is by phone.
	Phone string
	// OtherEmails get copies.
	OtherEmails []string
	Method      ContactMethod
	// TimeZone is a name of Windows, such as "Pacific Standard Time".
	TimeZone string
	// Country is a code of ISO 3166-1 with three letters, such as "USA".
	Country string
	// Language is one of en-us, es-es, fr-fr, de-de, it-it, ja-jp, ko-kr, ru-ru, pt-br,
	// zh-tw and zh-hans. The service may write it back in another letter case.
	Language string
	// ID and Organization are Partner Center's, and only read.
	ID           string
	Organization Organization
}

// String hides who it is.
func (Contact) String() string { return hiddenContact }

// GoString hides who it is.
func (Contact) GoString() string { return hiddenContact }

// Format hides who it is from every verb.
func (Contact) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hiddenContact) }

// LogValue hides who it is.
func (Contact) LogValue() slog.Value { return slog.StringValue(hiddenContact) }

const hiddenContact = "(a contact)"

// ContactPatch is what changes of a contact. What is nil stays.
type ContactPatch struct {
	FirstName, LastName, Email, Phone *string
	// OtherEmails replaces the list if it is not nil.
	OtherEmails                 []string
	Method                      *ContactMethod
	TimeZone, Country, Language *string
}

// String hides who it is.
func (ContactPatch) String() string { return hiddenContact }

// GoString hides who it is.
func (ContactPatch) GoString() string { return hiddenContact }

// Format hides who it is from every verb.
func (ContactPatch) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hiddenContact) }

// LogValue hides who it is.
func (ContactPatch) LogValue() slog.Value { return slog.StringValue(hiddenContact) }

// ContactMethod is how Microsoft gets in touch, in lower case whatever the service writes.
// Values that this module does not know are kept.
type ContactMethod string

// The methods.
const (
	ContactEmail ContactMethod = "email"
	ContactPhone ContactMethod = "phone"
)

// Plan is a support plan of Azure as the service names it. Values that this module does
// not know are kept.
//
// Source: https://azure.microsoft.com/support/plans
type Plan string

// The plans. Unverified: how the service writes others than Basic and Premier.
const (
	PlanBasic              Plan = "Basic"
	PlanDeveloper          Plan = "Developer"
	PlanStandard           Plan = "Standard"
	PlanProfessionalDirect Plan = "ProfessionalDirect"
	PlanPremier            Plan = "Premier"
	PlanUnified            Plan = "Unified"
)

// AzureRole is a role of Azure on a subscription, as far as support asks for one.
//
// Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
type AzureRole string

// The roles, by their ids.
const (
	AzureOwner       AzureRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
	AzureContributor AzureRole = "b24988ac-6180-42a0-ab88-20f7382dd24c"
	// AzureSupport is Support Request Contributor.
	AzureSupport AzureRole = "cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e"
	AzureReader  AzureRole = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
)

// ErrPlan is an [admin365.ErrPrecondition]: the tenant's support plan does not include the
// API.
var ErrPlan error = planMissing{}

package instances

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
)

// CentralRecipients are who is told by mail what becomes of the environments of Business
// Central: a version is available, an update is scheduled, has succeeded, has failed, was
// put off. They are the same for all environments.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_notifications
type CentralRecipients interface {
	// List returns the recipients.
	//
	// Effect: read.
	List(ctx context.Context) iter.Seq2[*CentralRecipient, error]

	// Add adds a recipient. A second one with the same address is another one; to change
	// one, remove it and add it anew.
	//
	// Effect: reversible. Not repeatable. Errors: [admin365.ErrInvalid] for a name or an
	// address that is missing or none.
	Add(ctx context.Context, r NewCentralRecipient) (*CentralRecipient, error)

	// Remove removes a recipient. Repeatable.
	//
	// Effect: reversible. Errors: [admin365.ErrNotFound].
	Remove(ctx context.Context, id RecipientID) error
}

// RecipientID is the id of a recipient.
type RecipientID string

// CentralRecipient is somebody who is told by mail.
type CentralRecipient struct {
	ID    RecipientID `json:"id"`
	Email string      `json:"email"`
	Name  string      `json:"name"`
}

// NewCentralRecipient is somebody who is to be told; both are mandatory.
type NewCentralRecipient struct {
	Email string `json:"email"`
	Name  string `json:"name"`
}

// CentralAuthorizedApps are the applications that may call the API of Business Central on
// their own, without somebody who is signed in. No application may read the list on its
// own, or add to it.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_authorizedaadapps
type CentralAuthorizedApps interface {
	// List returns the applications.
	//
	// Effect: read. Errors: [admin365.ErrForbidden] for an application on its own.
	List(ctx context.Context) iter.Seq2[*CentralAuthorizedApp, error]

	// Add lets an application call the API. Repeatable.
	//
	// Effect: reversible. Errors: [admin365.ErrForbidden] for an application on its own;
	// [admin365.ErrInvalid] for what is no id of one.
	Add(ctx context.Context, app admin365.AppID) (*CentralAuthorizedApp, error)

	// Remove keeps an application from calling the API. Repeatable. That no application
	// may do it on its own the documentation does not say of this one.
	//
	// Effect: revokes access. Errors: [admin365.ErrNotFound].
	Remove(ctx context.Context, app admin365.AppID) error
}

// CentralAuthorizedApp is an application that may call the API on its own.
type CentralAuthorizedApp struct {
	ID admin365.AppID `json:"appId"`
	// Consented: an administrator has granted the permission that it needs too.
	Consented bool `json:"isAdminConsentGranted"`
}

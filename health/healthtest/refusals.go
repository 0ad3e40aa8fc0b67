package healthtest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
)

// The refusals of the service, as its documentation and recordings have them. They
// are written here once more on purpose: a suite that read them from the
// implementation would find every mistake in them right.

// missing is the refusal of what is not there for the tenant. The service says that it
// is forbidden, in an error that it wraps, and tells nobody whether others have it.
func missing(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Code: "UnknownError", Status: 403, Op: op}
}

// forbidden is the refusal of a caller who is known and may not do this. Its code is not
// published.
func forbidden(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrForbidden, Status: 403, Op: op}
}

// refused is the refusal by the service of a condition that it does not take.
func refused(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrInvalid, Status: 400, Op: op}
}

// unsent is a refusal that needs no service, so that code and status may be missing.
func unsent(op string) conform.Refusal { return conform.Refusal{Kind: admin365.ErrInvalid, Op: op} }

// tooLarge is the refusal of a file that is too large to be fetched.
func tooLarge(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrUnavailable, Op: op}
}

// The operations.
const (
	opServices    = "health.Services.List"
	opService     = "health.Services.Get"
	opIssues      = "health.Issues.List"
	opIssue       = "health.Issues.Get"
	opReport      = "health.Issues.Report"
	opMessages    = "health.Messages.List"
	opMessage     = "health.Messages.Get"
	opAttachments = "health.Attachments.List"
	opAttachment  = "health.Attachments.Get"
	opContent     = "health.Attachments.Content"
	opZip         = "health.Attachments.Archive"
	opMarkRead    = "health.Viewpoints.MarkRead"
	opMarkUnread  = "health.Viewpoints.MarkUnread"
	opArchive     = "health.Viewpoints.Archive"
	opUnarchive   = "health.Viewpoints.Unarchive"
	opFavorite    = "health.Viewpoints.Favorite"
	opUnfavorite  = "health.Viewpoints.Unfavorite"
)

// notFound is the answer to an action on what is not there. What the service says then
// is not known: "false" is documented.
func notFound(op string) conform.Refusal { return conform.Refusal{Kind: admin365.ErrNotFound, Op: op} }

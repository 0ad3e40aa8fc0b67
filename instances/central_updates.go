package instances

import (
	"context"
	"iter"
)

// CentralUpdates are the versions that an environment of Business Central can be brought
// to, and when that happens.
//
// An administrator selects one version and gives it a date; the environment is brought to
// it in its window ([CentralSettings.SetWindow]) on that day. If nobody selects anything,
// or moves anything, Microsoft selects the newest version and a date by itself: nothing
// prevents an update, and the latest date is when it runs at last. See [PeriodOf] for what
// comes after it.
//
// A version that is not released yet can be selected too: it gets a date, at least a week
// on, some days after it is released.
//
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_reschedule_updates
type CentralUpdates interface {
	// List returns the versions above the environment's own, the lowest first: those of
	// its major version and of the next one, of the latter those that are not released
	// only if they are due before the free period ends, and previews only for sandboxes.
	//
	// Effect: read. Errors: [admin365.ErrNotFound], also for a deleted environment.
	List(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*Update, error]

	// Select makes a version the one that the environment gets next, which approves it or
	// changes the target; the one that was it keeps its date for later. With a schedule
	// it says when too. It returns the update as it is then: the date moves to the start
	// of the window, perhaps on the next day, so that what comes back may be later than
	// what was asked for.
	//
	// Effect: revokes access, while it runs. Repeatable.
	// Errors: [admin365.ErrNotFound] for the environment and for a version that is not
	// listed; [admin365.ErrInvalid] for a date in the past (by more than five minutes),
	// for one after the latest, and for a date of a version that is not released;
	// [admin365.ErrPrecondition] for a preview on a production environment, and in the
	// grace period for a later date and for a version of the present major;
	// [admin365.ErrBusy] while an update runs, or another operation.
	Select(ctx context.Context, id CentralEnvironmentID, t Target, s Schedule) (*Update, error)

	// Reschedule changes when a version runs, and does not select it: of the selected one
	// it moves the date; another one keeps it for the case that it is selected. An empty
	// schedule is [admin365.ErrInvalid], and nothing is sent.
	//
	// Effect, errors: those of Select, except that a date can be kept for a version of the
	// present major in the grace period too.
	Reschedule(ctx context.Context, id CentralEnvironmentID, t Target, s Schedule) (*Update, error)

	// Decline is not offered: the error is [admin365.ErrUnsupported], and nothing is sent.
	// A version that is selected stays so until another one is: select that, or a later
	// date. An update that runs can be canceled: [CentralOperations.Cancel].
	Decline(ctx context.Context, id CentralEnvironmentID, t Target) error
}

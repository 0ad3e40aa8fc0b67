package instances

import (
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// centralPage is where an administrator does what the API does not offer.
const centralPage = "https://businesscentral.dynamics.com/admin"

// notOffered is what a call answers that no API performs.
func notOffered(op, target, message string) error {
	return &admin365.Error{Op: op, Kind: admin365.ErrUnsupported, Target: target, Message: message + "; nothing was sent"}
}

func noRestart(id CentralEnvironmentID) error {
	return notOffered("instances.CentralEnvironments.Restart", id.String(),
		"no API restarts an environment of Business Central: the admin center does, on the environment's page of "+centralPage+
			"; the nearest request is to set the telemetry key, which restarts it too")
}

func noDecline(id CentralEnvironmentID, t Target) error {
	return notOffered("instances.CentralUpdates.Decline", id.String()+"/"+t.Version,
		"a selected version of Business Central cannot be declined, neither by an API nor on "+centralPage+
			": select another version, or a later date")
}

// refuseCentral is what is wrong with what a caller gave, before anything is sent.
func refuseCentral(call api.Call, property, message string) error {
	return call.Attribute(&admin365.Error{
		Kind: admin365.ErrInvalid, Message: message + "; nothing was sent",
		Details: []admin365.Detail{{Target: property, Message: message}},
	})
}

// expectComplete refuses an Expect that does not say all, before anything is asked.
func expectComplete(call api.Call, x Expect) error {
	if x.Name != "" && x.Type != "" {
		return nil
	}
	return refuseCentral(call, "expect", "the expected name and type of the environment are mandatory")
}

// expectMet refuses an environment that is not as expected.
func expectMet(x Expect, e *CentralEnvironment) error {
	if x.Name == e.Name && x.Type == e.Type {
		return nil
	}
	return &admin365.Error{
		Kind: admin365.ErrPrecondition, Target: e.ID().String(),
		Message: fmt.Sprintf("the environment is %q of type %s, and not %q of type %s as expected; nothing was changed", e.Name, e.Type, x.Name, x.Type),
	}
}

// Expect is what the environment is now: for programs that have just shown it to somebody
// who agreed. To read an environment and pass on what was read proves nothing.
func (e *CentralEnvironment) Expect() Expect { return Expect{Name: e.Name, Type: e.Type} }

// body is a window as it is sent: in one form or the other.
func (w Window) body(call api.Call) (Window, error) {
	local, utc := w.Start != "" || w.End != "" || w.TimeZone != "", !w.StartUTC.IsZero() || !w.EndUTC.IsZero()
	switch {
	case local && utc:
		return w, refuseCentral(call, "preferredStartTimeUtc", "a window is given by its times of day and time zone, or in UTC, and not by both")
	case local && (w.Start == "" || w.End == "" || w.TimeZone == ""):
		return w, refuseCentral(call, "timeZoneId", "a window has a start, an end and a time zone")
	case !local && (w.StartUTC.IsZero() || w.EndUTC.IsZero()):
		return w, refuseCentral(call, "preferredStartTime", "the window is empty")
	default:
		return w, nil
	}
}

// check refuses a schedule that changes nothing.
func (b updatePatch) check(call api.Call) error {
	if b.Schedule == nil {
		return refuseCentral(call, "scheduleDetails", "the schedule is empty")
	}
	return nil
}

// checkGroup refuses an empty group, which would clear it.
func checkGroup(call api.Call, group admin365.GroupID) error {
	if group == "" {
		return refuseCentral(call, "Value", "the group is empty")
	}
	return nil
}

// of is the operation as the removal makes it: with its data an app is lost.
func (u CentralAppRemoval) of(op api.Op) *api.Op {
	if u.DeleteData {
		op.Effect = admin365.EffectLosesData
	}
	return &op
}

// parseCentralCancel is the call by which an operation is canceled; the subject of one of
// an app is the operation.
func parseCentralCancel(id admin365.OperationID) (call api.Call, app bool, err error) {
	follow, app, err := parseCentralOperation(id)
	switch {
	case err != nil:
		return follow, app, err
	case app:
		return opCentralOperationsCancelOfApp.At(follow.IDs[:3]...).About(follow.IDs[3]), true, nil
	default:
		return opCentralOperationsCancel.At(follow.IDs...), false, nil
	}
}

// check refuses a restore that lacks the point in time.
func (r CentralRestore) check(call api.Call) error {
	if r.PointInTime.IsZero() {
		return refuseCentral(call, "PointInTime", "the point in time is mandatory")
	}
	return nil
}

package instances

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// detailsOf is all that the service tells of an operation.
func detailsOf(tx *tenant.Tx, r *operationRow) *OperationDetails {
	return &OperationDetails{
		Operation: *operationOf(tx, r), Title: titleOf(r.Kind), RequestedBy: r.By, Stages: stagesOf(r, tx.Now()),
	}
}

// titleOf is what people are shown.
func titleOf(kind OperationKind) string {
	switch kind {
	case KindEnableManaged:
		return "Enable Managed Environment"
	case KindDisableManaged:
		return "Disable Managed Environment"
	default:
		return string(kind)
	}
}

// stageNames are the stages of every operation, in order.
var stageNames = [4]string{"Validate", "Prepare", "Run", "Finalize"}

// stagesOf are the stages that an operation has come to at the time.
func stagesOf(r *operationRow, at time.Time) (stages []Stage) {
	last, until := len(stageNames)-1, r.Ended
	if r.State == "" {
		until = at.Truncate(100 * time.Nanosecond)
		last = r.stageAt(at)
	}
	if i := slices.Index(stageNames[:], r.Failed); r.Failed != "" && i >= 0 {
		last = i
	}
	from := r.Created
	for i, name := range stageNames[:last+1] {
		s := Stage{Name: name, State: admin365.OperationSucceeded, Started: from, Updated: r.stageEnd(i, until)}
		if i == last {
			s.Updated = until
			switch {
			case r.State == "" && r.state(at) == admin365.OperationNotStarted:
				s.State, s.Started, s.Updated = admin365.OperationNotStarted, time.Time{}, r.Created
			case r.State == "":
				s.State, s.Updated = admin365.OperationRunning, s.Started
			case r.Failed != "":
				s.State = admin365.OperationFailed
			}
		}
		stages, from = append(stages, s), s.Updated
	}
	return stages
}

// stageEnd is when a stage was over, for an operation that was at until.
func (r *operationRow) stageEnd(i int, until time.Time) time.Time {
	end := r.Created.Add(started)
	if whole := r.Due.Sub(r.Created); whole > 0 && i > 0 {
		end = r.Created.Add(started + (whole-started)*time.Duration([4]int{0, 5, 90, 100}[i])/100)
	}
	if end.After(until) {
		return until
	}
	return end.Truncate(100 * time.Nanosecond)
}

// stageAt is the stage that an operation which runs is at.
func (r *operationRow) stageAt(at time.Time) int {
	switch {
	case at.Before(r.Created.Add(started)):
		return 0
	case r.Due.IsZero():
		return 2
	}
	for i := 1; i < len(stageNames)-1; i++ {
		if at.Before(r.stageEnd(i, r.Due)) {
			return i
		}
	}
	return len(stageNames) - 1
}

// stage reads the name of a stage, letter case aside; empty is Run.
func stage(name string) (string, bool) {
	if name == "" {
		return "Run", true
	}
	for _, known := range stageNames {
		if strings.EqualFold(known, name) {
			return known, true
		}
	}
	return "", false
}

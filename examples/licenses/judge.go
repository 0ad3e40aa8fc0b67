package main

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// why is why a license can be released, and the name of the rule that says so.
type why string

// The rules.
const (
	// blocked: the person cannot sign in.
	blocked why = "blocked"
	// inactive: the person can, and has not for too long.
	inactive why = "inactive"
	// twice: the person has the product by a group, too, with all that the direct
	// license gives.
	twice why = "twice"
)

// words say to people why.
func (w why) words(days int) string {
	switch w {
	case blocked:
		return "blocked"
	case inactive:
		return "not signed in for " + count(days, "day")
	case twice:
		return "a group gives it, too"
	default:
		return string(w)
	}
}

// judge is what makes a license one that is not used.
type judge struct {
	now  time.Time
	days int
	// activity says that the service tells who signed in when.
	activity bool
}

// verdict is what there is to say of a license of somebody.
type verdict struct {
	sku admin365.SKUID
	// unused is blocked, inactive, or empty for one who uses it.
	unused why
	// direct: it is his own; grouped: it comes from a group. It can be both.
	direct, grouped bool
	// plans are the service plans that are off in the direct one.
	plans []admin365.ServicePlanID
	// release is why the direct one can be taken away; empty if it cannot.
	release why
}

// of judges the licenses of a person, each product once.
func (j judge) of(u *identity.User) []verdict {
	unused := why("")
	switch {
	case u.AccountEnabled != nil && !*u.AccountEnabled:
		unused = blocked
	case j.isInactive(u):
		unused = inactive
	}
	var all []verdict
	for _, license := range u.AssignedLicenses {
		v := verdict{sku: license.SKUID, unused: unused}
		covered := false
		for _, state := range u.LicenseAssignmentStates {
			if !sameText(state.SKUID, license.SKUID) || !works(state) {
				continue
			}
			if state.AssignedByGroup == "" {
				v.direct, v.plans = true, state.DisabledPlans
			} else {
				v.grouped = true
			}
		}
		for _, state := range u.LicenseAssignmentStates {
			if sameText(state.SKUID, license.SKUID) && works(state) && state.AssignedByGroup != "" {
				covered = covered || within(state.DisabledPlans, v.plans)
			}
		}
		switch {
		case v.direct && !v.grouped:
			v.release = unused
		case v.direct && covered:
			v.release = twice
		}
		all = append(all, v)
	}
	return all
}

// isInactive reports whether somebody has not signed in for too long. One who never
// did counts from the day of his account; without any date nothing is known.
func (j judge) isInactive(u *identity.User) bool {
	if !j.activity {
		return false
	}
	since := signedIn(u)
	if since.IsZero() {
		since = u.CreatedDateTime
	}
	return !since.IsZero() && j.now.Sub(since) >= time.Duration(j.days)*day
}

// signedIn returns when somebody signed in last, and zero for never. Attempts count
// only where the service does not know which one succeeded.
func signedIn(u *identity.User) time.Time {
	activity := u.SignInActivity
	switch {
	case activity == nil:
		return time.Time{}
	case !activity.LastSuccessfulSignInDateTime.IsZero():
		return activity.LastSuccessfulSignInDateTime
	case activity.LastNonInteractiveSignInDateTime.After(activity.LastSignInDateTime):
		return activity.LastNonInteractiveSignInDateTime
	}
	return activity.LastSignInDateTime
}

// works reports whether a way to a license gives it.
func works(s admin365.LicenseState) bool {
	return s.State == admin365.LicenseActive || s.State == admin365.LicenseActiveWithError
}

// within reports whether all plans of some are among those of others.
func within(some, others []admin365.ServicePlanID) bool {
	for _, plan := range some {
		if !slices.ContainsFunc(others, func(other admin365.ServicePlanID) bool { return sameText(plan, other) }) {
			return false
		}
	}
	return true
}

func sameText[T ~string](a, b T) bool { return strings.EqualFold(string(a), string(b)) }

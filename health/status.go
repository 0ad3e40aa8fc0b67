package health

import (
	"slices"
	"strings"
)

// Status is how a service is, or how far an issue has come. Values that this module
// does not know are kept as they came; those that it knows are in its own spelling,
// whatever letter case they came in.
//
// Source: https://learn.microsoft.com/graph/api/resources/servicehealth#servicehealthstatus-values
type Status string

// The states. Those from [Resolved] on are reserved: the service does not use them yet.
const (
	// ServiceOperational: nothing is wrong.
	ServiceOperational Status = "serviceOperational"
	// Investigating: something may be wrong.
	Investigating Status = "investigating"
	// RestoringService: the cause is known and being removed.
	RestoringService Status = "restoringService"
	// VerifyingService: it should be over, and is being watched.
	VerifyingService Status = "verifyingService"
	// ServiceRestored: it is over.
	ServiceRestored Status = "serviceRestored"
	// PostIncidentReviewPublished: it is over, and [Issues.Report] has the review.
	PostIncidentReviewPublished Status = "postIncidentReviewPublished"
	// ServiceDegradation: it works badly.
	ServiceDegradation Status = "serviceDegradation"
	// ServiceInterruption: it does not work.
	ServiceInterruption Status = "serviceInterruption"
	// ExtendedRecovery: it is over for most, and takes longer for some.
	ExtendedRecovery Status = "extendedRecovery"
	// FalsePositive: nothing was wrong after all.
	FalsePositive Status = "falsePositive"
	// InvestigationSuspended: Microsoft waits for what customers can tell.
	InvestigationSuspended Status = "investigationSuspended"
	Resolved               Status = "resolved"
	MitigatedExternal      Status = "mitigatedExternal"
	Mitigated              Status = "mitigated"
	ResolvedExternal       Status = "resolvedExternal"
	Confirmed              Status = "confirmed"
	Reported               Status = "reported"
)

// statuses are the states from the harmless to the bad, which is the order of [Worse].
var statuses = []Status{
	ServiceOperational, FalsePositive, PostIncidentReviewPublished, ServiceRestored,
	Resolved, ResolvedExternal, Mitigated, MitigatedExternal,
	InvestigationSuspended, VerifyingService, Reported, Investigating, Confirmed, ExtendedRecovery, RestoringService,
	ServiceDegradation, ServiceInterruption,
}

// Worse reports whether a is worse than b: [ServiceInterruption] is worse than
// [ServiceDegradation], every state of something open is worse than every state of
// something that is over, and nothing is better than [ServiceOperational]. A state that
// this module does not know counts as [ServiceDegradation] does: better a look too many.
// The order is ours; Microsoft publishes none.
func Worse(a, b Status) bool { return a.rank() > b.rank() }

func (s Status) rank() int {
	s = spelled(s, statuses)
	if at := slices.Index(statuses, s); at >= 0 {
		return at
	}
	if s == "" {
		return 0
	}
	return slices.Index(statuses, ServiceDegradation)
}

// Over reports whether an issue in the state is over: restored, reviewed, or a false
// alarm. Of a state that is not known it says no.
func (s Status) Over() bool {
	return s.rank() < slices.Index(statuses, InvestigationSuspended)
}

// UnmarshalText takes a state in any letter case: the documentation writes them with a
// capital and the service without.
func (s *Status) UnmarshalText(b []byte) error {
	*s = spelled(Status(b), statuses)
	return nil
}

// Classification is what kind of issue it is. Values that this module does not know are
// kept as they came.
//
// Source: https://learn.microsoft.com/graph/api/resources/servicehealthissue#servicehealthclassificationtype-values
type Classification string

// The kinds of issues.
const (
	// Advisory: something works badly, and there may be a way around it.
	Advisory Classification = "advisory"
	// Incident: something that people need does not work.
	Incident Classification = "incident"
)

// UnmarshalText takes it in any letter case.
func (c *Classification) UnmarshalText(b []byte) error {
	*c = Classification(b).spelled()
	return nil
}

func (c Classification) spelled() Classification {
	return spelled(c, []Classification{Advisory, Incident})
}

// Origin is whose fault an issue is. Values that this module does not know are kept.
//
// Source: https://learn.microsoft.com/graph/api/resources/servicehealthissue#servicehealthorigin-values
type Origin string

// The origins.
const (
	OriginMicrosoft  Origin = "microsoft"
	OriginThirdParty Origin = "thirdParty"
	OriginCustomer   Origin = "customer"
)

// UnmarshalText takes it in any letter case.
func (o *Origin) UnmarshalText(b []byte) error {
	*o = Origin(b).spelled()
	return nil
}

func (o Origin) spelled() Origin {
	return spelled(o, []Origin{OriginMicrosoft, OriginThirdParty, OriginCustomer})
}

// PostType is what kind of post it is. Values that this module does not know are kept.
//
// Source: https://learn.microsoft.com/graph/api/resources/servicehealthissuepost#posttype-values
type PostType string

// The kinds of posts.
const (
	PostRegular   PostType = "regular"
	PostQuick     PostType = "quick"
	PostStrategic PostType = "strategic"
)

// UnmarshalText takes it in any letter case.
func (p *PostType) UnmarshalText(b []byte) error {
	*p = PostType(b).spelled()
	return nil
}

func (p PostType) spelled() PostType {
	return spelled(p, []PostType{PostRegular, PostQuick, PostStrategic})
}

// spelled is the word in this module's spelling, if it is one of the known.
func spelled[S ~string](word S, known []S) S {
	for _, k := range known {
		if strings.EqualFold(string(k), string(word)) {
			return k
		}
	}
	return word
}

package health

import (
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// subscribed is the service of that name or technical name, if the tenant subscribes to
// it.
func subscribed(tx *tenant.Tx, name string) (*serviceRow, bool) {
	for row := range tenant.In(tx, &services).All() {
		if strings.EqualFold(row.Name, name) || strings.EqualFold(row.Service, name) {
			return row, true
		}
	}
	return nil, false
}

// overviews are all services with how they are, by name.
func overviews(tx *tenant.Tx) []*overview {
	byName := map[string]*overview{}
	var list []*overview
	for row := range tenant.In(tx, &services).All() {
		o := &overview{serviceRow: row, status: ServiceOperational}
		byName[row.Name] = o
		list = append(list, o)
	}
	for issue := range visibleIssues(tx) {
		if o := byName[issue.Service]; o != nil {
			o.add(issue)
		}
	}
	slices.SortFunc(list, func(a, b *overview) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// add counts an issue of the service: what is open makes its status.
func (o *overview) add(issue *issueRow) {
	o.issues = append(o.issues, issue)
	if issue.Open() && Worse(issue.Status, o.status) {
		o.status = issue.Status
	}
}

// findOverview is one of them. Unverified: that the technical name is one as well.
func findOverview(tx *tenant.Tx, name string) (*overview, error) {
	row, ok := subscribed(tx, name)
	if !ok {
		return nil, notThere(name)
	}
	o := &overview{serviceRow: row, status: ServiceOperational}
	for issue := range visibleIssues(tx) {
		if issue.Service == row.Name {
			o.add(issue)
		}
	}
	return o, nil
}

// visibleIssues are the issues of the services that the tenant subscribes to, by id, but
// for those that are gone.
func visibleIssues(tx *tenant.Tx) iter.Seq[*issueRow] {
	return func(yield func(*issueRow) bool) {
		of := map[string]bool{}
		for row := range tenant.In(tx, &services).All() {
			of[row.Name] = true
		}
		gone := goneBefore(tx)
		for row := range tenant.In(tx, &issues).All() {
			if of[row.Service] && !row.gone(gone) && !yield(row) {
				return
			}
		}
	}
}

// goneBefore is the time before which issues ended that are gone; zero for none.
func goneBefore(tx *tenant.Tx) time.Time {
	row, ok := tenant.In(tx, &settings).Get(theSettings())
	if !ok || row.Retention == 0 {
		return time.Time{}
	}
	return tx.Now().Add(-row.Retention)
}

func (r *issueRow) gone(before time.Time) bool {
	return r.IsResolved && r.EndDateTime.Before(before)
}

// findIssue is an issue that the tenant can see.
func findIssue(tx *tenant.Tx, id string) (*issueRow, error) {
	row, ok := tenant.In(tx, &issues).Get(idKey(id))
	if !ok || !strings.EqualFold(string(row.ID), id) || row.gone(goneBefore(tx)) {
		return nil, notThere(id)
	}
	if _, ok := subscribed(tx, row.Service); !ok {
		return nil, notThere(id)
	}
	return row, nil
}

// findReport is the review of an issue. There is one in one state alone.
func findReport(tx *tenant.Tx, id string) (*fileRow, error) {
	row, err := findIssue(tx, id)
	if err != nil {
		return nil, err
	}
	if row.Status == PostIncidentReviewPublished {
		for file := range filesOf(tx, string(row.ID)) {
			return file, nil
		}
	}
	return nil, notThere(id)
}

// filesOf are the files of an issue or of a message.
func filesOf(tx *tenant.Tx, owner string) iter.Seq[*fileRow] {
	return func(yield func(*fileRow) bool) {
		first := ownerKey(owner)
		for row := range tenant.In(tx, &files).After(tenant.Key{Hi: first}) {
			if row.key().Hi != first {
				return
			}
			if row.Owner == owner && !yield(row) {
				return
			}
		}
	}
}

// notThere is the refusal of what the tenant does not have. The service makes up an id
// for each; ours is of the name, so that the same question has the same answer.
func notThere(name string) error {
	return missing.Err("", tenant.NameKey("health activity", name).String())
}

// copied is an issue that belongs to the caller.
func (r *issueRow) copied() *Issue {
	i := r.Issue
	i.Details = append([]Detail{}, i.Details...)
	i.Posts = append([]Post{}, i.Posts...)
	if i.HighImpact != nil {
		i.HighImpact = new(*i.HighImpact)
	}
	return &i
}

// copied is the service for the caller, with its issues if they are wanted.
func (o *overview) copied(withIssues bool) *ServiceHealth {
	s := &ServiceHealth{ID: o.Service, Service: o.Name, Status: o.status}
	if withIssues {
		s.Issues = make([]*Issue, len(o.issues))
		for i, row := range o.issues {
			s.Issues[i] = row.copied()
		}
	}
	return s
}

// subscribe has the tenant subscribe to a service.
func subscribe(tx *tenant.Tx, k known) error {
	return tenant.In(tx, &services).Put(&serviceRow{ID: tenant.NameKey("health service", k.id), Service: k.id, Name: k.name})
}

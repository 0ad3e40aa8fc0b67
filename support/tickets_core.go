package support

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// How long the service takes. Recorded: a ticket about 30 seconds. Ours: the others.
const (
	createTakes = 30 * time.Second
	addTakes    = 10 * time.Second
	mailTakes   = time.Minute
	// responseDays is by when an answer is promised that is worked on by day. Recorded: 20
	// hours, whatever the minutes.
	responseByDay = 20 * time.Hour
)

// findTicket returns a ticket that is there, and not merely being created.
func findTicket(tx *tenant.Tx, at placed, write bool) (*ticketRow, error) {
	sub, err := place(tx, at.subscription, write)
	if err != nil {
		return nil, err
	}
	row, ok := tenant.In(tx, &tickets).Find(&ticketsByName, within(sub, at.name))
	if !ok || row.State == "" {
		return nil, noTicket.Err(at.name, at.name)
	}
	return row, nil
}

// at is where the ticket is.
func (r *ticketRow) at() placed {
	if r.Subscription.IsZero() {
		return placed{name: r.Name}
	}
	return placed{SubscriptionID(r.Subscription.String()), r.Name}
}

// listTickets returns a page of tickets, newest first: those behind the position, at most
// top; and where the next page begins, nil on the last one.
func listTickets(tx *tenant.Tx, subscription SubscriptionID, keep func(*ticketRow) bool, after *tenant.Position, top int) (page []*ticketRow, next *tenant.Position, err error) {
	sub, err := place(tx, subscription, false)
	if err != nil {
		return nil, nil, err
	}
	for row := range tenant.In(tx, &tickets).ByRef(&ticketsByCreation, after, true) {
		if row.Subscription != sub || row.State == "" || !keep(row) {
			continue
		}
		if len(page) == top {
			last := page[top-1]
			return page, tenant.RefPosition(&ticketsByCreation, last, last.ID), nil
		}
		page = append(page, row)
	}
	return page, nil, nil
}

// createTicket begins to create a ticket.
func createTicket(tx *tenant.Tx, at placed, w *ticketWire) (*operationRow, error) {
	sub, err := place(tx, at.subscription, true)
	if err != nil {
		return nil, err
	}
	if badName(at.name) {
		return nil, api.AzureBadID.Err("")
	}
	if _, taken := tenant.In(tx, &tickets).Find(&ticketsByName, within(sub, at.name)); taken {
		return nil, nameTaken.Err(at.name, at.name)
	}
	row := &ticketRow{ID: tx.NewKey(), Subscription: sub, Name: at.name, Plan: planOf(tx), Created: tx.Now(), Modified: tx.Now()}
	if err := row.fill(tx, w); err != nil {
		return nil, err
	}
	// Tickets go when their creation fails, operations stay: no number comes twice.
	row.Number = fmt.Sprintf("%s001%07d", tx.Now().Format("060102"), tenant.In(tx, &supportOperations).Len()+1)
	if err := tenant.In(tx, &tickets).Put(row); err != nil {
		return nil, err
	}
	return begin(tx, &operationRow{Kind: KindCreateTicket, Subscription: sub, Ticket: row.ID, Resource: at.id("supportTickets")}, createTakes)
}

// fill takes over what a ticket is asked for with, or refuses it.
func (r *ticketRow) fill(tx *tenant.Tx, w *ticketWire) error {
	for _, p := range []struct{ name, value string }{
		{"title", w.Title}, {"description", w.Description}, {"severity", string(w.Severity)},
		{"service", w.Service}, {"problem", w.Problem}, {"diagnostics", string(w.Diagnostics)},
	} {
		if strings.TrimSpace(p.value) == "" {
			return valueMissing.Err("", p.name)
		}
	}
	if w.Contact == nil {
		return valueMissing.Err("", "contact")
	}
	service, problem, err := findProblem(w.Service, w.Problem)
	if err != nil {
		return err
	}
	if !knownConsent(w.Diagnostics) {
		return badValue.Err("", "diagnostics")
	}
	r.Title, r.Description, r.Service, r.Problem = w.Title, w.Description, service.id, problem.id
	r.Severity, r.Contact, r.Diagnostics, r.ProblemStart = folded(w.Severity), *w.Contact, asYesOrNo(w.Diagnostics), w.ProblemStart
	r.Scoping, r.PlanID, r.AroundTheClock = w.Scoping, w.PlanID, w.AroundTheClock != nil && *w.AroundTheClock
	if w.Enrollment != nil {
		r.Enrollment = *w.Enrollment
	}
	if err := r.judgeSeverity(r.Plan); err != nil {
		return err
	}
	if err := checkContact(&r.Contact); err != nil {
		return err
	}
	if err := r.setConsents(problem, w.Consents); err != nil {
		return err
	}
	if w.TechnicalDetails != nil && w.TechnicalDetails.Resource != "" {
		r.Resource = w.TechnicalDetails.Resource
		switch of := subscriptionOf(r.Resource); {
		case !isGUID(string(of)):
			return badValue.Err("", "resource")
		case !strings.EqualFold(string(of), string(r.at().subscription)):
			return resourceElsewhere.Err("")
		}
	}
	if r.Quota = w.Quota; r.Quota != nil && r.Subscription.IsZero() {
		return quotaNeedsSubscription.Err("")
	}
	if w.Workspace != "" {
		found, err := findWorkspace(tx, r.Subscription, w.Workspace)
		if err != nil {
			return err
		}
		r.Workspace = found.Name
	}
	return nil
}

func knownConsent(c Consent) bool {
	c = asYesOrNo(c)
	return c == ConsentYes || c == ConsentNo
}

// subscriptionOf is the subscription of a resource.
func subscriptionOf(resource string) SubscriptionID {
	rest, ok := cutFold(resource, subscriptionsPath)
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	return SubscriptionID(id)
}

// judgeSeverity refuses what is no severity, and one that the plan has not. A plan that
// does not include the API is refused later.
func (r *ticketRow) judgeSeverity(plan Plan) error {
	if !slices.Contains([]Severity{Minimal, Moderate, Critical, HighestCriticalImpact}, r.Severity) {
		return badValue.Err("", "severity")
	}
	p := supportPlanOf(plan)
	if p == nil {
		p = &supportPlans[0]
	}
	if r.Minutes = p.minutesOf(r.Severity); r.Minutes == 0 && (p.api || r.Severity == HighestCriticalImpact) {
		return severityNeedsPlan.Err("", string(r.Severity))
	}
	// What a plan does not have is answered as on the least one; it is about billing then.
	r.Minutes = cmp.Or(r.Minutes, supportPlans[0].minutes[0])
	return nil
}

// setConsents takes over the answers to what the problem asks for; all of them are wanted.
func (r *ticketRow) setConsents(problem *problemRow, answers []consentWire) error {
	given := slices.Clone(r.Consents)
	for _, a := range answers {
		if !knownConsent(a.Consent) || !slices.ContainsFunc(problem.consents, func(q ConsentQuestion) bool { return strings.EqualFold(q.Type, a.Type) }) {
			return badValue.Err("", "consents")
		}
		given = slices.DeleteFunc(given, func(c consentWire) bool { return strings.EqualFold(c.Type, a.Type) })
		given = append(given, consentWire{Consent: asYesOrNo(a.Consent), Type: a.Type})
	}
	for _, q := range problem.consents {
		if !slices.ContainsFunc(given, func(c consentWire) bool { return strings.EqualFold(c.Type, q.Type) }) {
			return consentMissing.Err("", q.Type)
		}
	}
	r.Consents = given
	return nil
}

// languages are those in which Microsoft answers.
var languages = []string{"en-us", "es-es", "fr-fr", "de-de", "it-it", "ja-jp", "ko-kr", "ru-ru", "pt-br", "zh-tw", "zh-hans"}

// checkContact refuses a contact that lacks something, or has what cannot be. It is
// written as the service writes it then.
func checkContact(c *contactWire) error {
	for _, p := range []struct{ name, value string }{
		{"contact.firstName", c.FirstName}, {"contact.lastName", c.LastName}, {"contact.email", c.Email}, {"contact.method", string(c.Method)},
		{"contact.timeZone", c.TimeZone}, {"contact.country", c.Country}, {"contact.language", c.Language},
	} {
		if strings.TrimSpace(p.value) == "" {
			return valueMissing.Err("", p.name)
		}
	}
	switch c.Method = folded(c.Method); {
	case c.Method != ContactEmail && c.Method != ContactPhone:
		return badValue.Err("", "contact.method")
	case c.Method == ContactPhone && strings.TrimSpace(c.Phone) == "":
		return valueMissing.Err("", "contact.phone")
	case !strings.Contains(c.Email, "@"):
		return badValue.Err("", "contact.email")
	case len(c.Country) != 3 || strings.Trim(strings.ToUpper(c.Country), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return badValue.Err("", "contact.country")
	case !slices.Contains(languages, strings.ToLower(c.Language)):
		return badValue.Err("", "contact.language")
	}
	c.Country = strings.ToUpper(c.Country)
	if language, region, ok := strings.Cut(strings.ToLower(c.Language), "-"); ok {
		if c.Language = language + "-" + strings.ToUpper(region); region == "hans" {
			c.Language = "zh-Hans"
		}
	}
	return nil
}

// response is by when Microsoft answers first.
func (r *ticketRow) response() *responseWire {
	w := &responseWire{Start: r.Created.Truncate(time.Second), Minutes: r.Minutes}
	w.Expires = w.Start.Add(responseByDay)
	if r.AroundTheClock || r.Severity == Critical || r.Severity == HighestCriticalImpact {
		w.Expires = w.Start.Add(time.Duration(r.Minutes) * time.Minute)
	}
	return w
}

// capital is a word as the service answers it.
func capital[T ~string](word T) T {
	if word == T(HighestCriticalImpact) {
		return "HighestCriticalImpact"
	}
	if word == "" {
		return word
	}
	return T(strings.ToUpper(string(word[:1]))) + word[1:]
}

// resource is the ticket as the service answers it.
func (r *ticketRow) resource() *resourceWire[ticketWire] {
	service, problem, _ := findProblem(string(serviceID(r.Service)), string(problemID(r.Service, r.Problem)))
	contact := r.Contact
	contact.Method = capital(contact.Method)
	plan := supportPlanOf(r.Plan)
	if plan == nil {
		plan = &supportPlanRow{plan: r.Plan, name: string(r.Plan)}
	}
	engineer := &engineerWire{}
	if r.Engineer != "" {
		engineer.Email = &r.Engineer
	}
	w := ticketWire{
		Description: r.Description, Problem: string(problemID(r.Service, r.Problem)), Severity: capital(r.Severity),
		AroundTheClock: &r.AroundTheClock, Enrollment: &r.Enrollment, Contact: &contact, Response: r.response(), Engineer: engineer,
		Plan: r.Plan, PlanName: plan.name, Diagnostics: r.Diagnostics, Consents: r.Consents, Scoping: r.Scoping, Temporary: ConsentNo,
		PlanID: plan.id, Workspace: r.Workspace, Number: r.Number, Title: r.Title, Service: string(serviceID(r.Service)),
		Status: capital(r.State), ProblemStart: r.ProblemStart, Quota: r.Quota,
		Created: r.Created.Truncate(time.Second), Modified: r.Modified.Truncate(time.Second),
	}
	if r.PlanID != "" {
		w.PlanID = r.PlanID
	}
	if service != nil {
		w.ServiceName, w.ProblemName = service.name, problem.name
	}
	if r.Resource != "" {
		w.TechnicalDetails = &technicalDetails{r.Resource}
	}
	at := r.at()
	return &resourceWire[ticketWire]{ID: at.path("supportTickets"), Name: r.Name, Type: typeTickets, Properties: w}
}

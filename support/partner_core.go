package support

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// requestRow is a service request of Partner Center.
type requestRow struct {
	ID          tenant.Key `json:"id"`
	Number      string     `json:"number"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Severity    Severity   `json:"severity"`
	Topic       int        `json:"topic"`
	// State is empty until somebody sets it: none at first, and open a moment later.
	State    State            `json:"state,omitzero"`
	Customer tenant.Key       `json:"customer,omitzero"`
	By       tenant.Key       `json:"by"`
	Contact  personWire       `json:"contact"`
	Company  organizationWire `json:"company"`
	// Asked is when it came, and Modified when it was changed last.
	Asked    time.Time `json:"asked"`
	Modified time.Time `json:"modified,omitzero"`
	Closed   time.Time `json:"closed,omitzero"`
	Updater  string    `json:"updater,omitzero"`
	Notes    []noteRow `json:"notes,omitempty"`
	// RequestID is by which a repeat is known.
	RequestID string `json:"requestId,omitzero"`
}

type noteRow struct {
	By      string    `json:"by"`
	Created time.Time `json:"created"`
	Text    string    `json:"text"`
}

// partnerRow says that the tenant is a partner.
type partnerRow struct {
	ID tenant.Key `json:"id"`
}

// customerRow is a customer, by the id of the tenant.
type customerRow struct {
	ID   tenant.Key `json:"id"`
	Name string     `json:"name"`
}

var (
	requests = tenant.Table[*requestRow]{
		Name: "partnerRequests", Key: func(r *requestRow) tenant.Key { return r.ID },
		Label:   func(r *requestRow) string { return r.Number },
		Indexes: []*tenant.Index[*requestRow]{&requestsByNumber, &requestsByRequest, &requestsByTime},
	}
	requestsByNumber  = tenant.Index[*requestRow]{Name: "number", Unique: true, Text: func(r *requestRow) string { return r.Number }}
	requestsByRequest = tenant.Index[*requestRow]{Name: "request", Text: func(r *requestRow) string { return r.RequestID }}
	requestsByTime    = tenant.Index[*requestRow]{Name: "asked", Ref: func(r *requestRow) tenant.Key { return tenant.TimeKey(r.Asked) }}

	partners = tenant.Table[*partnerRow]{
		Name: "partner", Key: func(r *partnerRow) tenant.Key { return r.ID }, Label: func(*partnerRow) string { return "partner" },
	}
	partnerCustomers = tenant.Table[*customerRow]{
		Name: "partnerCustomers", Key: func(r *customerRow) tenant.Key { return r.ID }, Label: func(r *customerRow) string { return r.Name },
	}
)

// opensAfter is when a new request shows its state and its dates. In the vendor's sample it
// is 3 seconds.
const opensAfter = 3 * time.Second

// asPartner refuses a tenant that is none.
func asPartner(tx *tenant.Tx) error {
	if tenant.In(tx, &partners).Len() == 0 {
		return notPartner.Err("")
	}
	return nil
}

// customerOf is a customer of the partner.
func customerOf(tx *tenant.Tx, id string) (*customerRow, error) {
	key, _ := tenant.ParseKey(id)
	if row, ok := tenant.In(tx, &partnerCustomers).Get(key); ok {
		return row, nil
	}
	if world := tx.Tenant().World(); world != nil && !key.IsZero() {
		if _, ok := world.Tenant(id); ok {
			return nil, notOurCustomer.Err("", string(tx.TenantID()), id)
		}
	}
	return nil, noCustomer.Err(id, id)
}

// findRequest returns a request.
func findRequest(tx *tenant.Tx, id string) (*requestRow, error) {
	if err := asPartner(tx); err != nil {
		return nil, err
	}
	row, ok := tenant.In(tx, &requests).Find(&requestsByNumber, id)
	if !ok {
		return nil, noRequest.Err(id, id)
	}
	return row, nil
}

// requestsAsked is which requests are listed.
type requestsAsked struct {
	customer   string
	colleagues bool
	state      State
}

// listRequests returns them, newest first.
func listRequests(tx *tenant.Tx, q requestsAsked) (list []*requestRow, err error) {
	if err := asPartner(tx); err != nil {
		return nil, err
	}
	var customer *customerRow
	if q.customer != "" {
		if customer, err = customerOf(tx, q.customer); err != nil {
			return nil, err
		}
	}
	if q.state != "" && !slices.Contains([]State{StateNone, StateOpen, StateClosed, StateAttentionNeeded}, q.state) {
		return nil, badProperty.Err("", "Status")
	}
	me, _ := self(tx)
	for row := range tenant.In(tx, &requests).ByRef(&requestsByTime, nil, true) {
		switch {
		case customer != nil && row.Customer != customer.ID, customer == nil && !q.colleagues && row.By != me:
		case q.state != "" && row.state(tx.Now()) != q.state:
		default:
			list = append(list, row)
		}
	}
	return list, nil
}

// state is where the request stands at the time.
func (r *requestRow) state(at time.Time) State {
	switch {
	case r.State != "":
		return r.State
	case at.Before(r.Asked.Add(opensAfter)):
		return StateNone
	default:
		return StateOpen
	}
}

// createRequest makes a request, or returns the one of which it is a repeat.
func createRequest(tx *tenant.Tx, w *requestWire, requestID string) (*requestRow, error) {
	if err := asPartner(tx); err != nil {
		return nil, err
	}
	if row, ok := tenant.In(tx, &requests).Find(&requestsByRequest, requestID); ok {
		return row, nil
	}
	row := &requestRow{Title: w.Title, Description: w.Description, Severity: severityOf(w.Severity), RequestID: requestID, Asked: tx.Now()}
	switch {
	case strings.TrimSpace(w.Title) == "" || len([]rune(w.Title)) > 255:
		return nil, badProperty.Err("", "Title")
	case strings.TrimSpace(w.Description) == "":
		return nil, badProperty.Err("", "Description")
	case !partnerSeverity(row.Severity):
		return nil, badProperty.Err("", "Severity")
	}
	topic, ok := findTopic(string(w.Topic))
	if !ok {
		return nil, noTopic.Err("", string(w.Topic))
	}
	row.Topic = topic.id
	row.Company = organizationWire{ID: string(tx.TenantID()), Name: companyName(tx)}
	who, _ := person(tx)
	row.By, _ = self(tx)
	row.Contact = personOf(who, row.Company)
	if c := w.Contact; c != nil && cmp.Or(c.FirstName, c.LastName, c.Email, c.Phone) != "" {
		row.Contact = *c
		row.Contact.Organization = &row.Company
	}
	if w.Organization != nil && w.Organization.ID != "" && !strings.EqualFold(w.Organization.ID, string(tx.TenantID())) {
		customer, err := customerOf(tx, w.Organization.ID)
		if err != nil {
			return nil, err
		}
		row.Customer, row.Company = customer.ID, organizationWire{ID: customer.ID.String(), Name: customer.Name}
	}
	row.ID = tx.NewKey()
	row.Number = fmt.Sprintf("%s%09d", tx.Now().Format("060102"), 292_874_576+tenant.In(tx, &requests).Len())
	return row, tenant.In(tx, &requests).Put(row)
}

func partnerSeverity(s Severity) bool { return s == Minimal || s == Moderate || s == Critical }

func companyName(tx *tenant.Tx) string {
	if d := tx.Ports().Domains; d != nil {
		return d.Default(tx)
	}
	return ""
}

// personOf is who is signed in as Partner Center knows him.
func personOf(who tenant.Person, company organizationWire) personWire {
	p := personWire{Organization: &company, Email: who.UserPrincipalName}
	if !who.ID.IsZero() {
		p.ID = who.ID.String()
	}
	p.FirstName, p.LastName, _ = strings.Cut(who.DisplayName, " ")
	if p.LastName == "" {
		p.FirstName, p.LastName = "", who.DisplayName
	}
	return p
}

func findTopic(id string) (*topicRow, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(id))
	for i := range topics {
		if err == nil && topics[i].id == n {
			return &topics[i], true
		}
	}
	return nil, false
}

// updateRequest changes a request. What stands for "unchanged" changes nothing; the state
// and a note change, a severity if it is one, and nothing else; what is as it was leaves no
// trace. Unverified: the severity, and the trace.
func updateRequest(tx *tenant.Tx, id string, w *requestWire) (*requestRow, error) {
	found, err := findRequest(tx, id)
	if err != nil {
		return nil, err
	}
	next := *found
	if s := severityOf(w.Severity); s != "" && s != "unknown" {
		if !partnerSeverity(s) {
			return nil, badProperty.Err("", "Severity")
		}
		next.Severity = s
	}
	switch s := partnerState(w.Status); s {
	case "", StateNone:
	case StateOpen:
		next.State = s
	case StateClosed:
		if next.State != s {
			next.State, next.Closed = s, tx.Now()
		}
	default:
		return nil, badProperty.Err("", "Status")
	}
	who, _ := person(tx)
	if w.NewNote != nil {
		if strings.TrimSpace(w.NewNote.Text) == "" {
			return nil, badProperty.Err("", "NewNote")
		}
		next.Notes = append(slices.Clip(next.Notes), noteRow{By: who.DisplayName, Created: tx.Now(), Text: w.NewNote.Text})
		if next.State == StateAttentionNeeded {
			next.State = StateOpen // Unverified: that an answer ends the waiting.
		}
	}
	if w.NewNote == nil && next.Severity == found.Severity && next.state(tx.Now()) == found.state(tx.Now()) {
		return found, nil
	}
	next.Modified, next.Updater = tx.Now(), who.DisplayName
	return &next, tenant.In(tx, &requests).Put(&next)
}

// wire is the request as Partner Center answers it.
func (r *requestRow) wire(at time.Time) *requestWire {
	contact, company := r.Contact, r.Company
	w := &requestWire{
		Title: r.Title, Description: r.Description, Severity: partnerText(r.Severity), Topic: partnerText(strconv.Itoa(r.Topic)),
		ID: partnerText(r.Number), Status: partnerText(r.state(at)), Organization: &company, Contact: &contact, Country: "US",
		Attributes: &attributesWire{"ServiceRequest"},
	}
	for _, n := range r.Notes {
		w.Notes = append(w.Notes, noteWire{By: n.By, Created: partnerTime{n.Created.Truncate(time.Second)}, Text: n.Text})
	}
	if r.state(at) == StateNone {
		return w
	}
	if topic, ok := findTopic(string(w.Topic)); ok {
		w.TopicName = topic.name
	}
	w.Created = partnerTime{r.Asked.Add(opensAfter).Truncate(time.Second)}
	w.Modified, w.Closed = w.Created, partnerTime{r.Closed.Truncate(time.Second)}
	if !r.Modified.IsZero() {
		w.Modified = partnerTime{r.Modified.Truncate(time.Second)}
		w.LastUpdatedBy = &personWire{LastName: r.Updater}
	}
	return w
}

// wire is a topic as Partner Center answers it.
func (t *topicRow) wire() *topicWire {
	return &topicWire{
		Name: t.name, Description: t.description, ID: partnerNumber(strconv.Itoa(t.id)), Attributes: &attributesWire{"SupportTopic"},
	}
}

package support

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// addCommunication begins to add what the customer says.
func addCommunication(tx *tenant.Tx, at placed, name string, w *communicationWire) (*operationRow, error) {
	t, err := findTicket(tx, at, true)
	if err != nil {
		return nil, err
	}
	if badName(name) || isGUID(name) {
		// The check of names says of a GUID that it is available; recorded.
		return nil, api.AzureBadID.Err("")
	}
	if _, taken := tenant.In(tx, &communications).Find(&communicationsByName, within(t.ID, name)); taken {
		return nil, nameTaken.Err(name, name)
	}
	switch {
	case strings.TrimSpace(w.Subject) == "":
		return nil, valueMissing.Err("", "subject")
	case strings.TrimSpace(w.Body) == "":
		return nil, valueMissing.Err("", "body")
	}
	if err := t.may(actSay); err != nil {
		return nil, err
	}
	sender := w.Sender
	if sender == "" {
		who, ok := person(tx)
		if !ok && tx.Session != nil {
			return nil, senderMissing.Err("")
		}
		sender = who.UserPrincipalName
	}
	row := &communicationRow{
		ID: tx.NewKey(), Ticket: t.ID, Name: name, Sender: sender,
		Subject: trackedSubject(w.Subject, t.Number), Body: "<pre>" + w.Body + "</pre>",
	}
	if err := tenant.In(tx, &communications).Put(row); err != nil {
		return nil, err
	}
	return begin(tx, &operationRow{
		Kind: KindAddCommunication, Subscription: t.Subscription, Ticket: t.ID, Communication: row.ID, Resource: name,
	}, addTakes)
}

// subjectFits is how many characters a subject has with the ticket's number.
const subjectFits = 80

// trackedSubject is the subject with the ticket's number, cut so that both fit.
func trackedSubject(subject, number string) string {
	tracking := " - TrackingID#" + number
	runes := []rune(subject)
	if room := subjectFits - len(tracking); len(runes) > room {
		subject = string(runes[:room-len("...")]) + "..."
	}
	return subject + tracking
}

// mailBegins is how the subject of the mail begins that comes by itself; recorded.
const mailBegins = "Your question was successfully submitted"

// mail is the job: Microsoft writes that the question has come.
func mail(tx *tenant.Tx, args mailArgs) error {
	t, ok := tenant.In(tx, &tickets).Get(args.Ticket)
	if !ok {
		return nil
	}
	return t.hear(tx, microsoftSends, mailBegins+" to Microsoft Support",
		"<p>Your question was successfully submitted. A support engineer will be in touch.</p>")
}

// hear adds what Microsoft says.
func (r *ticketRow) hear(tx *tenant.Tx, sender, subject, body string) error {
	err := tenant.In(tx, &communications).Put(&communicationRow{
		ID: tx.NewKey(), Ticket: r.ID, Inbound: true, Sender: sender, Subject: trackedSubject(subject, r.Number), Body: body, Created: tx.Now(),
	})
	if err != nil {
		return err
	}
	next := *r
	next.Modified = tx.Now()
	return tenant.In(tx, &tickets).Put(&next)
}

// saidIn is what was said in a ticket and is there, newest first.
func saidIn(tx *tenant.Tx, t *ticketRow) (list []*communicationRow) {
	for row := range tenant.In(tx, &communications).Referring(&communicationsByTicket, t.ID) {
		if !row.Created.IsZero() {
			list = append(list, row)
		}
	}
	slices.SortFunc(list, func(a, b *communicationRow) int {
		if c := b.Created.Compare(a.Created); c != 0 {
			return c
		}
		return b.ID.Compare(a.ID)
	})
	return list
}

// listCommunications is a page of it; see listTickets.
func listCommunications(tx *tenant.Tx, at placed, keep func(*communicationRow) bool, after *tenant.Position, top int) (t *ticketRow, page []*communicationRow, next *tenant.Position, err error) {
	if t, err = findTicket(tx, at, false); err != nil {
		return nil, nil, nil, err
	}
	for _, row := range saidIn(tx, t) {
		if !keep(row) || after != nil && !row.behind(after) {
			continue
		}
		if len(page) == top {
			last := page[top-1]
			return t, page, &tenant.Position{Text: last.Created.Format(time.RFC3339Nano), ID: last.ID}, nil
		}
		page = append(page, row)
	}
	return t, page, nil, nil
}

// behind reports whether the row comes after the position in a list.
func (r *communicationRow) behind(p *tenant.Position) bool {
	at, _ := time.Parse(time.RFC3339Nano, p.Text)
	return r.Created.Before(at) || r.Created.Equal(at) && r.ID.Less(p.ID)
}

// getCommunication returns one by its id, or by the name with which it was added.
func getCommunication(tx *tenant.Tx, at placed, id string) (*ticketRow, *communicationRow, error) {
	t, err := findTicket(tx, at, false)
	if err != nil {
		return nil, nil, err
	}
	row, ok := tenant.In(tx, &communications).Find(&communicationsByName, within(t.ID, id))
	if key, is := tenant.ParseKey(id); is && !ok {
		row, ok = tenant.In(tx, &communications).Get(key)
	}
	if !ok || row.Ticket != t.ID || row.Created.IsZero() {
		return nil, nil, noCommunication.Err(id, id)
	}
	return t, row, nil
}

// resource is it as the service answers it.
func (r *communicationRow) resource(t *ticketRow) *resourceWire[communicationWire] {
	direction, created := "Outbound", r.Created.Truncate(time.Second)
	if r.Inbound {
		direction = "Inbound"
	}
	return &resourceWire[communicationWire]{
		ID: t.at().path("supportTickets") + "/communications/" + r.ID.String(), Name: r.ID.String(), Type: typeCommunications,
		Properties: communicationWire{Type: "Web", Direction: direction, Sender: r.Sender, Subject: r.Subject, Body: r.Body, Created: &created},
	}
}

// microsoftSends is from where Microsoft writes while nobody works on a ticket.
const microsoftSends = "support@mail.support.microsoft.com"

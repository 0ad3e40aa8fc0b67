package support

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// Mount registers the area's routes, once per process. For package admin alone.
func Mount(m *emu.Mux) {
	m.Handle(&opTicketsList, handleTicketsList)
	m.Handle(&opTicketsGet, handleTicketsGet)
	m.Handle(&opTicketsCreate, handleTicketsCreate)
	m.Handle(&opTicketsUpdate, handleTicketsUpdate)
	m.Variant(&opTicketsUpdate, &opTicketsClose, patches(StateClosed))
	m.Variant(&opTicketsUpdate, &opTicketsReopen, patches(StateOpen))
	m.Handle(&opCommunicationsList, handleCommunicationsList)
	m.Handle(&opCommunicationsGet, handleCommunicationsGet)
	m.Handle(&opCommunicationsAdd, handleCommunicationsAdd)
	m.Handle(&opOperationsGet, handleOperationsGet)
	m.Handle(&opOperationsResult, handleOperationsResult)
	m.Handle(&opAttachmentsCreateWorkspace, handleCreateWorkspace)
	m.Handle(&opAttachmentsGetWorkspace, handleGetWorkspace)
	m.Handle(&opAttachmentsList, handleFilesList)
	m.Handle(&opAttachmentsGet, handleFilesGet)
	m.Handle(&opAttachmentsCreate, handleFilesCreate)
	m.Handle(&opAttachmentsUpload, handleFilesUpload)
	m.Handle(&opCatalogueServices, handleServices)
	m.Handle(&opCatalogueService, handleService)
	m.Handle(&opCatalogueProblems, handleProblems)
	m.Handle(&opCatalogueProblem, handleProblem)
	m.Handle(&opCatalogueCheckName, handleCheckName)
	m.Handle(&opCatalogueCheckCommunication, handleCheckCommunication)
	mountPartner(m)
}

// inSubscription reports whether the request is made on the path of a subscription, and
// returns its id and the other ids of the path.
func inSubscription(rq *emu.Request) (SubscriptionID, []string) {
	if len(rq.IDs) > strings.Count(rq.Op.Paths[0], "{id}") {
		return SubscriptionID(rq.IDs[0]), rq.IDs[1:]
	}
	return "", rq.IDs
}

// at is the resource that the request is about, and what is below it.
func at(rq *emu.Request) (placed, []string) {
	subscription, ids := inSubscription(rq)
	return placed{subscription, ids[0]}, ids[1:]
}

// bodyOf decodes the body.
func bodyOf[T any](rq *emu.Request) (*T, error) {
	into := new(T)
	if json.Unmarshal(rq.Body, into) != nil {
		return nil, rq.Op.API.Common.BadBody.Err("")
	}
	return into, nil
}

// object answers what v is, or the refusal.
func object[T any](rq *emu.Request, status int, v T, err error) (emu.Response, error) {
	if err != nil {
		return emu.Response{}, err
	}
	answer, err := rq.Object(status, v)
	if rq.Op.Write() {
		remaining(rq, answer.Header)
	}
	return answer, err
}

// remaining says how many writes are left. The emulator counts none.
func remaining(rq *emu.Request, header http.Header) {
	of := "tenant"
	if subscription, _ := inSubscription(rq); subscription != "" {
		of = "subscription"
	}
	header.Set("x-ms-ratelimit-remaining-"+of+"-writes", "1199")
}

// pageOf reads how large a page is wanted, and where it begins.
func pageOf(rq *emu.Request, usual, most int, refusal error) (top int, after *tenant.Position, err error) {
	top = usual
	for name, values := range rq.Query {
		switch strings.ToLower(name) {
		case "$top":
			n, err := strconv.Atoi(values[0])
			if err != nil || n < 1 || n > most {
				return 0, nil, refusal
			}
			top = n
		case "$skiptoken":
			if after, err = rq.Position(values[0]); err != nil {
				return 0, nil, badSkipToken.Err("")
			}
		}
	}
	return top, after, nil
}

// option is an option of the query, letter case aside.
func option(rq *emu.Request, name string) string {
	for n, values := range rq.Query {
		if strings.EqualFold(n, name) {
			return values[0]
		}
	}
	return ""
}

// nextLink is where the next page is: with the port, as the service writes it.
func nextLink(rq *emu.Request, next *tenant.Position) string {
	if next == nil {
		return ""
	}
	query := url.Values{}
	for name, values := range rq.Query {
		if !strings.EqualFold(name, "$skiptoken") {
			query[name] = values
		}
	}
	query.Set("$skipToken", rq.PageToken(*next))
	link, err := url.Parse(rq.Link(query))
	if err != nil {
		return ""
	}
	link.Host += ":443"
	return link.String()
}

func handleTicketsList(rq *emu.Request) (emu.Response, error) {
	subscription, _ := inSubscription(rq)
	top, after, err := pageOf(rq, 25, 100, badTop.Err(""))
	if err != nil {
		return emu.Response{}, err
	}
	keep, err := ticketFilter(option(rq, "$filter"))
	if err != nil {
		return emu.Response{}, err
	}
	page, next, err := listTickets(rq.Tx, subscription, keep, after, top)
	list := valueWire[*resourceWire[ticketWire]]{Value: []*resourceWire[ticketWire]{}, Next: nextLink(rq, next)}
	for _, row := range page {
		list.Value = append(list.Value, row.resource())
	}
	return object(rq, http.StatusOK, list, err)
}

func handleTicketsGet(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	row, err := findTicket(rq.Tx, where, false)
	if err != nil {
		return emu.Response{}, err
	}
	return object(rq, http.StatusOK, row.resource(), nil)
}

func handleTicketsCreate(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	w, err := bodyOf[resourceWire[ticketWire]](rq)
	if err != nil {
		return emu.Response{}, err
	}
	if w.Properties.Diagnostics == "" && rq.Version() < "2024" {
		w.Properties.Diagnostics = ConsentNo // Older versions do not ask.
	}
	o, err := createTicket(rq.Tx, where, &w.Properties)
	return accepted(rq, o, err)
}

// accepted answers that an operation has begun: without a body, and without a word on when
// to ask.
func accepted(rq *emu.Request, o *operationRow, err error) (emu.Response, error) {
	if err != nil {
		return emu.Response{}, err
	}
	signed := "?api-version=" + url.QueryEscape(rq.Version()) + "&t=" + strconv.FormatInt(o.Begun.Unix(), 10) + "&c=admin365&s=" + o.ID.String()[:8] + "&h=" + o.ID.String()[24:]
	header := http.Header{}
	header.Set("Azure-AsyncOperation", rq.URL(o.call(&opOperationsGet))+signed)
	header.Set("Location", rq.URL(o.call(&opOperationsResult))+signed)
	remaining(rq, header)
	return emu.Response{Status: http.StatusAccepted, Header: header}, nil
}

// patches tells a patch that sets the state, and nothing else, from others.
func patches(to State) func(*emu.Request) bool {
	return func(rq *emu.Request) bool {
		var w patchWire
		return json.Unmarshal(rq.Body, &w) == nil && w.Status != nil && folded(*w.Status) == to &&
			w.Severity == nil && w.Contact == nil && w.Diagnostics == nil && len(w.Consents) == 0
	}
}

func handleTicketsUpdate(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	w, err := bodyOf[struct {
		patchWire
		Wrapped json.RawMessage `json:"properties"`
	}](rq)
	if err == nil && w.Wrapped != nil {
		err = rq.Op.API.Common.BadBody.Err("") // The members stand at the root; observed.
	}
	if err != nil {
		return emu.Response{}, err
	}
	row, err := updateTicket(rq.Tx, where, &w.patchWire)
	if err != nil {
		return emu.Response{}, err
	}
	answer := row.resource()
	if w.Status != nil {
		answer.Properties.Status = *w.Status // It echoes the letter case; recorded.
	}
	return object(rq, http.StatusOK, answer, nil)
}

func handleCommunicationsList(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	top, after, err := pageOf(rq, 10, 10, badTopCommunications.Err(""))
	if err != nil {
		return emu.Response{}, err
	}
	keep, err := communicationFilter(option(rq, "$filter"))
	if err != nil {
		return emu.Response{}, err
	}
	t, page, next, err := listCommunications(rq.Tx, where, keep, after, top)
	list := valueWire[*resourceWire[communicationWire]]{Value: []*resourceWire[communicationWire]{}, Next: nextLink(rq, next)}
	for _, row := range page {
		list.Value = append(list.Value, row.resource(t))
	}
	return object(rq, http.StatusOK, list, err)
}

func handleCommunicationsGet(rq *emu.Request) (emu.Response, error) {
	where, below := at(rq)
	t, row, err := getCommunication(rq.Tx, where, below[0])
	if err != nil {
		return emu.Response{}, err
	}
	return object(rq, http.StatusOK, row.resource(t), nil)
}

func handleCommunicationsAdd(rq *emu.Request) (emu.Response, error) {
	where, below := at(rq)
	w, err := bodyOf[resourceWire[communicationWire]](rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := addCommunication(rq.Tx, where, below[0], &w.Properties)
	return accepted(rq, o, err)
}

func handleOperationsGet(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	o, err := findOperation(rq.Tx, where.subscription, where.name)
	if err != nil {
		return emu.Response{}, err
	}
	return object(rq, http.StatusOK, o.wire(rq.Tx), nil)
}

// handleOperationsResult answers 202 while the operation runs, and then what it made.
func handleOperationsResult(rq *emu.Request) (emu.Response, error) {
	where, _ := at(rq)
	o, err := findOperation(rq.Tx, where.subscription, where.name)
	switch {
	case err != nil:
		return emu.Response{}, err
	case o.Ended.IsZero():
		return emu.Response{Status: http.StatusAccepted, Header: http.Header{}}, nil
	}
	t, ok := tenant.In(rq.Tx, &tickets).Get(o.Ticket)
	if o.Code != "" || !ok {
		return object(rq, http.StatusOK, o.wire(rq.Tx), nil)
	}
	if said, ok := tenant.In(rq.Tx, &communications).Get(o.Communication); ok {
		return object(rq, http.StatusOK, said.resource(t), nil)
	}
	return object(rq, http.StatusOK, t.resource(), nil)
}

package support

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/emu"
)

// mountPartner registers the routes of Partner Center.
func mountPartner(m *emu.Mux) {
	m.Handle(&opTopicsList, handleTopics)
	m.Handle(&opPartnerTicketsList, handleRequests)
	m.Variant(&opPartnerTicketsList, &opPartnerTicketsColleagues, func(rq *emu.Request) bool { return len(rq.Header.Values(headerColleagues)) > 0 })
	m.Handle(&opPartnerTicketsListOf, handleRequests)
	m.Handle(&opPartnerTicketsGet, handleRequest)
	m.Handle(&opPartnerTicketsCreate, handleRequestCreate)
	m.Handle(&opPartnerTicketsUpdate, handleRequestUpdate)
	m.Variant(&opPartnerTicketsUpdate, &opPartnerCommunicationsAdd, func(rq *emu.Request) bool {
		var w requestWire
		return json.Unmarshal(rq.Body, &w) == nil && w.NewNote != nil
	})
	m.Variant(&opPartnerTicketsUpdate, &opPartnerTicketsClose, setsRequest(StateClosed))
	m.Variant(&opPartnerTicketsUpdate, &opPartnerTicketsReopen, setsRequest(StateOpen))
}

// The headers of Partner Center.
const (
	headerColleagues    = "IncludeOrganizationRequests"
	headerRequestID     = "MS-RequestId"
	headerCorrelationID = "MS-CorrelationId"
)

// setsRequest tells a patch that sets the state, and nothing else, from others.
func setsRequest(to State) func(*emu.Request) bool {
	return func(rq *emu.Request) bool {
		var w requestWire
		if json.Unmarshal(rq.Body, &w) != nil {
			return false
		}
		severity := severityOf(w.Severity)
		return partnerState(w.Status) == to && w.NewNote == nil && (severity == "" || severity == "unknown")
	}
}

func handleTopics(rq *emu.Request) (emu.Response, error) {
	if err := asPartner(rq.Tx); err != nil {
		return emu.Response{}, err
	}
	list := itemsWire[*topicWire]{Total: len(topics), Attributes: &attributesWire{"Collection"}}
	for i := range topics {
		list.Items = append(list.Items, topics[i].wire())
	}
	return rq.Object(http.StatusOK, list)
}

// requestFilter is a filter as the vendor's libraries write it.
type requestFilter struct {
	Field, Value, Operator string
}

// handleRequests answers a page of requests; the offset is the number of the page.
func handleRequests(rq *emu.Request) (emu.Response, error) {
	q := requestsAsked{colleagues: rq.Op == &opPartnerTicketsColleagues}
	if rq.Op == &opPartnerTicketsListOf {
		q.customer = rq.IDs[0]
	}
	size, page := 50, 0
	for name, values := range rq.Query {
		var err error
		switch strings.ToLower(name) {
		case "size":
			if size, err = strconv.Atoi(values[0]); err != nil || size < 1 || size > 1000 {
				return emu.Response{}, badProperty.Err("", "size")
			}
		case "offset":
			if page, err = strconv.Atoi(values[0]); err != nil || page < 0 {
				return emu.Response{}, badProperty.Err("", "offset")
			}
		}
	}
	f := requestFilter{Field: option(rq, "Field"), Value: option(rq, "Value")}
	if text := option(rq, "filter"); text != "" && json.Unmarshal([]byte(text), &f) != nil {
		return emu.Response{}, badProperty.Err("", "filter")
	}
	if f.Field != "" || f.Value != "" {
		if !strings.EqualFold(f.Field, "Status") {
			return emu.Response{}, badProperty.Err("", "Field")
		}
		q.state = partnerState(partnerText(f.Value))
	}
	rows, err := listRequests(rq.Tx, q)
	if err != nil {
		return emu.Response{}, err
	}
	list := itemsWire[*requestWire]{Total: len(rows), Items: []*requestWire{}, Attributes: &attributesWire{"Collection"}}
	for i, row := range rows {
		if i/size == page {
			list.Items = append(list.Items, row.wire(rq.Now()))
		}
	}
	return rq.Object(http.StatusOK, list)
}

func handleRequest(rq *emu.Request) (emu.Response, error) {
	row, err := findRequest(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, row.wire(rq.Now()))
}

func handleRequestCreate(rq *emu.Request) (emu.Response, error) {
	w, err := bodyOf[requestWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	row, err := createRequest(rq.Tx, w, rq.Header.Get(headerRequestID))
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusCreated, row.wire(rq.Now()))
}

func handleRequestUpdate(rq *emu.Request) (emu.Response, error) {
	w, err := bodyOf[requestWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	row, err := updateRequest(rq.Tx, rq.IDs[0], w)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, row.wire(rq.Now()))
}

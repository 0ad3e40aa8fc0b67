package instances

import (
	"net/http"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/tenant"
)

// render is an environment as the request has it.
func render(rq *emu.Request, r *environmentRow) *environmentWire {
	w := wireEnvironment(environmentOf(rq.Tx, r))
	if expands(rq, "capacity") {
		w.Properties.Capacity = wireConsumptions(consumptionOf(rq.Tx, r))
	}
	if expands(rq, "addons") || expands(rq, "capacity") {
		w.Properties.Addons = []any{}
	}
	if r.BillingPolicy != "" || expands(rq, "billingPolicy") {
		w.Properties.BillingPolicy = &policyWire{ID: r.BillingPolicy}
	}
	if r.binned() {
		w.Properties.ScheduledOperations = []scheduledWire{{Type: string(KindDelete), Scheduled: wireTime(r.Purge)}}
	}
	return w
}

func handleEnvironmentsList(rq *emu.Request) (emu.Response, error) {
	q, err := queryOf(rq)
	if err != nil {
		return emu.Response{}, err
	}
	return renderAll(rq, allEnvironments(rq.Tx), q)
}

func renderAll(rq *emu.Request, rows []*environmentRow, q EnvironmentQuery) (emu.Response, error) {
	list := []*environmentWire{}
	for _, r := range rows {
		if q.matches(environmentOf(rq.Tx, r)) {
			list = append(list, render(rq, r))
		}
	}
	return rq.Object(http.StatusOK, map[string]any{"value": list})
}

// queryOf reads the condition of a list: one of three properties, to be equal to a value.
func queryOf(rq *emu.Request) (q EnvironmentQuery, err error) {
	filter := strings.TrimSpace(rq.Query.Get("$filter"))
	if filter == "" {
		return q, nil
	}
	property, text, ok := strings.Cut(filter, " eq ")
	if !ok {
		return q, rq.Op.API.Common.BadQuery.Err("", filter)
	}
	text = strings.TrimSpace(text)
	if quoted, isQuoted := strings.CutPrefix(text, "'"); isQuoted {
		text = strings.ReplaceAll(strings.TrimSuffix(quoted, "'"), "''", "'")
	}
	switch strings.ToLower(strings.ReplaceAll(strings.TrimSpace(property), ".", "/")) {
	case "properties/environmentsku":
		q.Type = EnvironmentType(text)
	case "properties/parentenvironmentgroup/id":
		q.GroupID = text
	case "properties/linkedenvironmentmetadata/resourceid":
		q.OrganizationID = OrganizationID(text)
	default:
		return q, rq.Op.API.Common.BadQuery.Err("", filter)
	}
	return q, nil
}

func handleEnvironmentsGet(rq *emu.Request) (emu.Response, error) {
	r, err := findEnvironment(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, render(rq, r))
}

// readsCapacity tells a request for what an environment uses from one for all of it.
func readsCapacity(rq *emu.Request) bool {
	expand := strings.ToLower(strings.ReplaceAll(rq.Query.Get("$expand"), ".", "/"))
	return expand == "properties/capacity"
}

// followsEnvironment tells a request for how far an environment is: it is asked for
// nothing more, in the version in which databases are added.
func followsEnvironment(rq *emu.Request) bool {
	return rq.Version() == opOperationsEnvironment.QueryVersion() && len(rq.Query) == 1
}

func handleEnvironmentsCreate(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[createWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	rq.About(body.Properties.DisplayName)
	r, o, err := createEnvironment(rq.Tx, body.environment())
	switch {
	case err != nil:
		return emu.Response{}, err
	case r.Database == nil:
		return rq.Object(http.StatusCreated, render(rq, r).in(makerScope))
	}
	return accepted(rq, o)
}

func handleEnvironmentsUpdate(rq *emu.Request) (emu.Response, error) {
	edit, err := editOf(rq)
	if err != nil {
		return emu.Response{}, err
	}
	o, err := editEnvironment(rq.Tx, rq.IDs[0], edit)
	return starts(rq, o, err)
}

func handleEnvironmentsCheckDomain(rq *emu.Request) (emu.Response, error) {
	body, err := bodyOf[validateWire](rq)
	if err != nil {
		return emu.Response{}, err
	}
	rq.About(body.DomainName)
	location, but := body.Location, tenant.Key{}
	if body.Environment != "" {
		r, err := findEnvironment(rq.Tx, body.Environment)
		if err != nil {
			return emu.Response{}, err
		}
		location, but = r.Location, r.ID
	}
	if err := availableDomain(rq.Tx, body.DomainName, location, but); err != nil {
		return emu.Response{}, err
	}
	return emu.Response{Status: http.StatusOK}, nil
}

// handleMakerList answers the environments that the caller works in: all of them to who
// administers them.
func handleMakerList(rq *emu.Request) (emu.Response, error) {
	rows := slices.DeleteFunc(allEnvironments(rq.Tx), func(r *environmentRow) bool { return !worksIn(rq.Tx, r) })
	list := []*environmentWire{}
	for _, r := range rows {
		list = append(list, asMaker(rq, r))
	}
	return rq.Object(http.StatusOK, map[string]any{"value": list})
}

func handleMakerGet(rq *emu.Request) (emu.Response, error) {
	r, err := findEnvironment(rq.Tx, rq.IDs[0])
	switch {
	case err != nil:
		return emu.Response{}, err
	case !worksIn(rq.Tx, r):
		id := string(r.id(rq.Tx))
		return emu.Response{}, environmentAccess.Err(id, id)
	}
	return rq.Object(http.StatusOK, asMaker(rq, r))
}

// worksIn reports whether the caller makes applications in an environment. Everybody does
// in the default one. Who else has a role in Dataverse is not modeled.
func worksIn(tx *tenant.Tx, r *environmentRow) bool {
	if r.Default || administers(tx) {
		return true
	}
	self, ok := tx.Ports().Access.Self(tx)
	return ok && (r.CreatedBy.ID == self.String() || r.UsedBy != nil && r.UsedBy.ID == self.String())
}

// asMaker is an environment for who works in it: of its organization he is told only on
// request.
func asMaker(rq *emu.Request, r *environmentRow) *environmentWire {
	w := render(rq, r).in(makerScope)
	if !strings.Contains(strings.ToLower(rq.Query.Get("$select")), "linkedenvironmentmetadata") {
		w.Properties.Linked, w.Properties.ClientURIs = nil, nil
	}
	return w
}

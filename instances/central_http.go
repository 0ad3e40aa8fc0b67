package instances

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/rest"
)

// newCentralHTTP returns Business Central over a client of its admin center API.
func newCentralHTTP(c *rest.Client) *CentralService {
	return &CentralService{
		Environments: httpCentralEnvironments{c}, Backups: httpCentralBackups{c}, Capacity: httpCentralCapacity{c},
		Catalogue: httpCentralCatalogue{c}, Operations: httpCentralOperations{c}, Settings: httpCentralSettings{c},
		Access: httpCentralAccess{c}, Apps: httpCentralApps{c}, Updates: httpCentralUpdates{c},
		Recipients: httpCentralRecipients{c}, AuthorizedApps: httpCentralAuthorizedApps{c},
	}
}

// startsCentral sends a request that begins an operation on an environment.
func startsCentral(ctx context.Context, c *rest.Client, rq rest.Request) (*admin365.Operation, error) {
	w, err := rest.One[centralOperationWire](ctx, c, rq)
	if err != nil {
		return nil, err
	}
	return &w.operation(Family(rq.Call.IDs[0])).Operation, nil
}

type httpCentralEnvironments struct{ c *rest.Client }

var _ CentralEnvironments = httpCentralEnvironments{}

// List implements [CentralEnvironments].
func (h httpCentralEnvironments) List(ctx context.Context, family Family) iter.Seq2[*CentralEnvironment, error] {
	call := opCentralEnvironmentsListAll.At()
	if family != "" {
		call = opCentralEnvironmentsList.At(string(family))
	}
	return pages(ctx, h.c, rest.Request{Call: call}, (*centralWire).environment)
}

// Get implements [CentralEnvironments].
func (h httpCentralEnvironments) Get(ctx context.Context, id CentralEnvironmentID) (*CentralEnvironment, error) {
	return one(ctx, h.c, rest.Request{Call: id.at(&opCentralEnvironmentsGet)}, (*centralWire).environment)
}

// Create implements [CentralEnvironments].
func (h httpCentralEnvironments) Create(ctx context.Context, id CentralEnvironmentID, n NewCentralEnvironment) (*admin365.Operation, error) {
	return startsCentral(ctx, h.c, rest.Request{Call: id.at(&opCentralEnvironmentsCreate), Body: n})
}

// Copy implements [CentralEnvironments].
func (h httpCentralEnvironments) Copy(ctx context.Context, source CentralEnvironmentID, to CentralCopy) (*admin365.Operation, error) {
	return startsCentral(ctx, h.c, rest.Request{Call: source.at(&opCentralEnvironmentsCopy), Body: to})
}

// renameBody is the body of a rename.
type renameBody struct {
	Name string `json:"NewEnvironmentName"`
}

// Rename implements [CentralEnvironments].
func (h httpCentralEnvironments) Rename(ctx context.Context, id CentralEnvironmentID, name string) (*admin365.Operation, error) {
	return startsCentral(ctx, h.c, rest.Request{Call: id.at(&opCentralEnvironmentsRename), Body: renameBody{name}, Moves: true})
}

// Delete implements [CentralEnvironments].
func (h httpCentralEnvironments) Delete(ctx context.Context, id CentralEnvironmentID, expect Expect) (*admin365.Operation, error) {
	call := id.at(&opCentralEnvironmentsDelete)
	if err := expectComplete(call, expect); err != nil {
		return nil, named(h.c, call, err)
	}
	if err := call.Check(); err != nil {
		return nil, named(h.c, call, err)
	}
	e, err := h.Get(ctx, id)
	if err == nil {
		err = expectMet(expect, e)
	}
	if err != nil {
		if refused, ok := errors.AsType[*admin365.Error](err); ok {
			// It is the call that fails, whatever it was that could not be read.
			anonymous := *refused
			anonymous.Op = ""
			err = &anonymous
		}
		return nil, named(h.c, call, err)
	}
	w, err := rest.Maybe[centralOperationWire](ctx, h.c, rest.Request{Call: call, Moves: true})
	if err != nil {
		return nil, err
	}
	if w == nil || w.ID == "" {
		// Seen in clients: nothing is answered of what is gone already.
		return nil, named(h.c, call, &admin365.Error{Kind: admin365.ErrNotFound, Message: "the environment is gone already"})
	}
	return &w.operation(id.family()).Operation, nil
}

// Recover implements [CentralEnvironments].
func (h httpCentralEnvironments) Recover(ctx context.Context, id CentralEnvironmentID) (*admin365.Operation, error) {
	return startsCentral(ctx, h.c, rest.Request{Call: id.at(&opCentralEnvironmentsRecover), Moves: true})
}

// Restart implements [CentralEnvironments].
func (h httpCentralEnvironments) Restart(_ context.Context, id CentralEnvironmentID) (*admin365.Operation, error) {
	return nil, noRestart(id)
}

type httpCentralBackups struct{ c *rest.Client }

var _ CentralBackups = httpCentralBackups{}

// Periods implements [CentralBackups].
func (h httpCentralBackups) Periods(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*RestorePeriod, error] {
	return pages(ctx, h.c, rest.Request{Call: id.at(&opCentralBackupsPeriods)}, (*restorePeriodWire).period)
}

// Restore implements [CentralBackups].
func (h httpCentralBackups) Restore(ctx context.Context, id CentralEnvironmentID, r CentralRestore) (*admin365.Operation, error) {
	call := id.at(&opCentralBackupsRestore)
	if err := r.check(call); err != nil {
		return nil, err
	}
	return startsCentral(ctx, h.c, rest.Request{Call: call, Body: r})
}

type httpCentralCapacity struct{ c *rest.Client }

var _ CentralCapacity = httpCentralCapacity{}

// Used implements [CentralCapacity].
func (h httpCentralCapacity) Used(ctx context.Context, id CentralEnvironmentID) (*CentralStorage, error) {
	return rest.One[CentralStorage](ctx, h.c, rest.Request{Call: id.at(&opCentralCapacityUsed)})
}

// UsedByAll implements [CentralCapacity].
func (h httpCentralCapacity) UsedByAll(ctx context.Context) iter.Seq2[*CentralStorage, error] {
	return rest.Pages[CentralStorage](ctx, h.c, rest.Request{Call: opCentralCapacityUsedByAll.At()})
}

// Quotas implements [CentralCapacity].
func (h httpCentralCapacity) Quotas(ctx context.Context) (*CentralQuotas, error) {
	return rest.One[CentralQuotas](ctx, h.c, rest.Request{Call: opCentralCapacityQuotas.At()})
}

type httpCentralCatalogue struct{ c *rest.Client }

var _ CentralCatalogue = httpCentralCatalogue{}

// Families implements [CentralCatalogue].
func (h httpCentralCatalogue) Families(ctx context.Context) iter.Seq2[*CentralFamily, error] {
	return pages(ctx, h.c, rest.Request{Call: opCentralCatalogueFamilies.At()}, (*familyWire).public)
}

// Versions implements [CentralCatalogue].
func (h httpCentralCatalogue) Versions(ctx context.Context, family Family, country, ring string) ([]string, error) {
	family = CentralEnvironmentID{Family: family}.family()
	w, err := rest.One[struct {
		Value []string `json:"value"`
	}](ctx, h.c, rest.Request{Call: opCentralCatalogueVersions.At(string(family), country, ring)})
	if err != nil {
		return nil, err
	}
	return w.Value, nil
}

// TimeZones implements [CentralCatalogue].
func (h httpCentralCatalogue) TimeZones(ctx context.Context) iter.Seq2[*TimeZone, error] {
	return rest.Pages[TimeZone](ctx, h.c, rest.Request{Call: opCentralCatalogueTimeZones.At()})
}

type httpCentralOperations struct{ c *rest.Client }

var _ CentralOperations = httpCentralOperations{}

// List implements [CentralOperations].
func (h httpCentralOperations) List(ctx context.Context, id CentralEnvironmentID) iter.Seq2[*CentralOperation, error] {
	return pages(ctx, h.c, rest.Request{Call: opCentralOperationsList.At(id.Name)}, func(w *centralOperationWire) *CentralOperation {
		return w.operation(id.family())
	})
}

// All implements [CentralOperations].
func (h httpCentralOperations) All(ctx context.Context, family Family) iter.Seq2[*CentralOperation, error] {
	family = CentralEnvironmentID{Family: family}.family()
	return pages(ctx, h.c, rest.Request{Call: opCentralOperationsAll.At(string(family))}, func(w *centralOperationWire) *CentralOperation {
		return w.operation(family)
	})
}

// Get implements [CentralOperations].
func (h httpCentralOperations) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	call, app, err := parseCentralOperation(id)
	if err != nil {
		return nil, named(h.c, call, err)
	}
	of := CentralEnvironmentID{Family(call.IDs[0]), call.IDs[1]}
	if app {
		w, after, err := rest.Follow[appOperationWire](ctx, h.c, &opCentralOperationsGetOfApp, id)
		if err != nil {
			return nil, err
		}
		o := w.operation(of, admin365.AppID(call.IDs[2]))
		o.RetryAfter = after
		return &o.Operation, nil
	}
	w, after, err := rest.Follow[centralOperationWire](ctx, h.c, &opCentralOperationsGet, id)
	if err == nil {
		o := w.operation(of.Family)
		o.RetryAfter = after
		return &o.Operation, nil
	}
	if !errors.Is(err, admin365.ErrNotFound) {
		return nil, err
	}
	// The documented list knows it too, under whatever name the environment has now.
	for o, listErr := range h.All(ctx, of.Family) {
		if listErr != nil {
			return nil, err
		}
		if listed, _, parseErr := parseCentralOperation(o.ID); parseErr == nil && strings.EqualFold(listed.IDs[2], call.IDs[2]) {
			return &o.Operation, nil
		}
	}
	return nil, err
}

// Cancel implements [CentralOperations].
func (h httpCentralOperations) Cancel(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	call, app, err := parseCentralCancel(id)
	if err != nil {
		return nil, named(h.c, call, err)
	}
	if app {
		w, err := rest.One[appOperationWire](ctx, h.c, rest.Request{Call: call, Body: cancelBody{call.Subject}})
		if err != nil {
			return nil, err
		}
		return &w.operation(CentralEnvironmentID{Family(call.IDs[0]), call.IDs[1]}, admin365.AppID(call.IDs[2])).Operation, nil
	}
	w, err := rest.Maybe[centralOperationWire](ctx, h.c, rest.Request{Call: call})
	if err != nil {
		return nil, err
	}
	if w == nil || w.ID == "" {
		// What it answers is not documented.
		return h.Get(ctx, id)
	}
	return &w.operation(Family(call.IDs[0])).Operation, nil
}

// cancelBody is the body that cancels the update of an app.
type cancelBody struct {
	Operation string `json:"ScheduledOperationId"`
}

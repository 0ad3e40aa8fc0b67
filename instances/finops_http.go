package instances

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// newFinOpsHTTP returns Finance and Operations over a client of the Power Platform API.
func newFinOpsHTTP(c *rest.Client) *FinOpsService {
	return &FinOpsService{Updates: httpFinOpsUpdates{c}, Settings: httpFinOpsSettings{c}}
}

type httpFinOpsUpdates struct{ c *rest.Client }

var _ FinOpsUpdates = httpFinOpsUpdates{}

// List implements [FinOpsUpdates].
func (h httpFinOpsUpdates) List(ctx context.Context, id EnvironmentID) iter.Seq2[*Update, error] {
	return func(yield func(*Update, error) bool) {
		w, err := rest.One[finOpsVersionsWire](ctx, h.c, rest.Request{Call: opFinOpsUpdatesList.At(string(id))})
		var list []*Update
		if err == nil {
			for _, v := range w.Versions {
				list = append(list, v.update())
			}
		}
		eachOf(list, err, yield)
	}
}

// Apply implements [FinOpsUpdates].
func (h httpFinOpsUpdates) Apply(ctx context.Context, id EnvironmentID, version string) (*admin365.Operation, error) {
	s, err := rest.Accept[finOpsBegunWire](ctx, h.c, rest.Request{Call: opFinOpsUpdatesApply.At(string(id), version)})
	if err != nil {
		return nil, err
	}
	if s.Status == http.StatusNoContent {
		return finOpsDone(id), nil
	}
	// Where its Location leads is not documented; the operation is known by its id.
	return &admin365.Operation{
		ID: finOpsOperationID(id, s.Entity.Operation), Kind: string(KindFinOpsUpdate), State: admin365.OperationNotStarted,
		ResourceID: string(id), RetryAfter: s.RetryAfter,
	}, nil
}

// Get implements [FinOpsUpdates].
func (h httpFinOpsUpdates) Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	call, _, err := api.ParseOperationID(&opFinOpsUpdatesGet, id)
	if err != nil {
		return nil, named(h.c, call, err)
	}
	w, after, err := rest.Follow[finOpsOperationWire](ctx, h.c, &opFinOpsUpdatesGet, id)
	if err != nil {
		return nil, err
	}
	o := w.operation(EnvironmentID(call.IDs[0]))
	if after > 0 && !o.Done() {
		o.RetryAfter = after
	}
	return o, nil
}

// Schedule implements [FinOpsUpdates].
func (h httpFinOpsUpdates) Schedule(_ context.Context, id EnvironmentID, version string, _ Schedule) (*Update, error) {
	return nil, noFinOpsSchedule(id, version)
}

// Cancel implements [FinOpsUpdates].
func (h httpFinOpsUpdates) Cancel(_ context.Context, id admin365.OperationID) (*admin365.Operation, error) {
	return nil, noFinOpsCancel(id)
}

type httpFinOpsSettings struct{ c *rest.Client }

var _ FinOpsSettings = httpFinOpsSettings{}

// Properties implements [FinOpsSettings].
func (h httpFinOpsSettings) Properties(ctx context.Context, id EnvironmentID) (*FinOps, error) {
	return rest.One[FinOps](ctx, h.c, rest.Request{Call: opFinOpsSettingsProperties.At(string(id))})
}

// Maintenance implements [FinOpsSettings].
func (h httpFinOpsSettings) Maintenance(ctx context.Context, id EnvironmentID) (*FinOpsMaintenance, error) {
	return rest.One[FinOpsMaintenance](ctx, h.c, rest.Request{Call: opFinOpsSettingsMaintenance.At(string(id))})
}

// SetMaintenance implements [FinOpsSettings].
func (h httpFinOpsSettings) SetMaintenance(ctx context.Context, id EnvironmentID, p FinOpsMaintenancePatch) (*FinOpsMaintenance, error) {
	call := opFinOpsSettingsSetMaintenance.At(string(id))
	if err := p.check(call); err != nil {
		return nil, named(h.c, call, err)
	}
	return rest.One[FinOpsMaintenance](ctx, h.c, rest.Request{Call: call, Body: p})
}

// finOpsFailuresWire are what failed lately.
type finOpsFailuresWire struct {
	Environment EnvironmentID    `json:"environmentId"`
	Errors      []*FinOpsFailure `json:"errors"`
}

// Failures implements [FinOpsSettings].
func (h httpFinOpsSettings) Failures(ctx context.Context, id EnvironmentID, limit int) iter.Seq2[*FinOpsFailure, error] {
	return func(yield func(*FinOpsFailure, error) bool) {
		rq := rest.Request{Call: opFinOpsSettingsFailures.At(string(id))}
		if limit != 0 {
			rq.Query = url.Values{"maxResults": {strconv.Itoa(limit)}}
		}
		w, err := rest.One[finOpsFailuresWire](ctx, h.c, rq)
		var list []*FinOpsFailure
		if err == nil {
			list = w.Errors
		}
		eachOf(list, err, yield)
	}
}

package emu

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// perform plays the faults and runs the handler in its transaction.
func (e *Emulator) perform(ctx context.Context, session *tenant.Session, rt *route, rq *Request) (*answer, error) {
	started := time.Now() //nolint:forbidigo // How long an answer takes is real time.
	call := rq.Op.At(rq.IDs...)
	if rt.way < len(rq.Op.Paths) {
		call.Way = rt.way // The paths of variants stand in the same order.
	}
	t := session.Tenant
	fault, failing := t.Faults.Next(call, session.Caller.App)
	if failing {
		if err := fault.Pause(ctx); err != nil {
			return nil, err
		}
	}
	units := rq.Op.Cost(rq.Query)
	var a *answer
	var err error
	var toll toll
	played := failing && fault.Status != 0
	if !played || fault.Done {
		if toll = e.toll(session, rq, call, units); toll.refused != nil {
			a, failing, played = toll.refused, false, false
		} else {
			a, err = e.run(ctx, session, rt, rq, call, fault.Stale)
		}
	}
	if err != nil {
		return nil, err
	}
	if played {
		a = faultAnswer(fault)
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	failure := a.err()
	if failing {
		spoil(a, fault)
	}
	if a.batch = rq.Op == &api.Batch; !a.batch && rq.Op.API == &api.Graph {
		a.header.Set(unitsHeader, strconv.Itoa(units))
	}
	maps.Copy(a.header, toll.header)
	note(session, rq, call, tenant.Request{Status: a.status, Took: time.Since(started), Err: failure}) //nolint:forbidigo // As above.
	return a, nil
}

// spoil does to an answer what a fault does besides its status.
func spoil(a *answer, f tenant.Fault) {
	body, media := f.Body, "text/plain; charset=utf-8"
	if json.Valid([]byte(body)) {
		media = "application/json"
	}
	if f.HTML {
		body, media = "<html><body>Service unavailable</body></html>", "text/html"
		a.header = http.Header{}
	}
	if body != "" {
		a.body, a.refused = []byte(body), nil
		a.header.Set("Content-Type", media)
		if a.status == 0 || a.status == http.StatusNoContent {
			a.status = http.StatusOK
		}
	}
	for name, value := range f.Header {
		a.header.Set(name, value)
	}
	a.cut = f.Cut
}

func (e *Emulator) run(ctx context.Context, session *tenant.Session, rt *route, rq *Request, call api.Call, behind time.Duration) (*answer, error) {
	if rq.Op == &api.Batch {
		return e.batch(ctx, session, rq)
	}
	var response Response
	err := session.RunBehind(ctx, call, behind, func(tx *tenant.Tx) error {
		rq.Tx = tx
		var err error
		response, err = rt.handler(rq)
		return err
	})
	if err != nil {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return nil, ctxErr
		}
		a := refuse(err)
		// A refusal may say in a header where to go instead.
		maps.Copy(a.header, response.Header)
		return a, nil
	}
	if response.Header == nil && response.Body != nil {
		response = rq.json(response.Status, response.Body)
	}
	return &answer{status: response.Status, header: response.Header, body: response.Body}, nil
}

func faultAnswer(f tenant.Fault) *answer {
	a := refuse(&admin365.Error{Status: f.Status, Code: f.Code, Message: f.Message})
	if f.RetryAfter != "" {
		a.header.Set("Retry-After", f.RetryAfter)
	}
	return a
}

package instances

import (
	"context"
	"iter"
	"net/http"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/rest"
)

type httpLifecycle struct {
	c *rest.Client
	w *written
}

var _ Lifecycle = httpLifecycle{}

// AddDatabase implements [Lifecycle]. The service names an operation, and answers with
// the environment there as well.
func (h httpLifecycle) AddDatabase(ctx context.Context, id EnvironmentID, d NewDatabase) (*admin365.Operation, error) {
	s, err := rest.Accept[environmentWire](ctx, h.c, rest.Request{Call: opLifecycleAddDatabase.At(string(id)), Body: d.body()})
	if err != nil {
		return nil, err
	}
	if e := s.Entity.environment(); e.ID != "" {
		e.ID = id
		return followedOperation(e, environmentOperationID(id)), nil
	}
	return begun(KindProvision, environmentOperationID(id), id, s.RetryAfter), nil
}

// Convert implements [Lifecycle].
func (h httpLifecycle) Convert(ctx context.Context, id EnvironmentID, expect Expect, to EnvironmentType) (*admin365.Operation, error) {
	call := opLifecycleConvert.At(string(id))
	if err := expect.check(ctx, h.c, h.w, call, id); err != nil {
		return nil, err
	}
	o, err := start(ctx, h.c, rest.Request{Call: call, Body: skuWire{string(to)}}, KindConvert, id)
	h.w.note(id, o, "", to)
	return o, err
}

// CheckDelete implements [Lifecycle].
func (h httpLifecycle) CheckDelete(ctx context.Context, id EnvironmentID) (*DeleteCheck, error) {
	return one(ctx, h.c, rest.Request{Call: opLifecycleCheckDelete.At(string(id))}, (*deleteCheckWire).check)
}

// deletedByApplication is why we delete an environment, by the service's number.
// Source: microsoft/terraform-provider-power-platform.
const deletedByApplication = "7"

// Delete implements [Lifecycle].
func (h httpLifecycle) Delete(ctx context.Context, id EnvironmentID, expect Expect) (*admin365.Operation, error) {
	call := opLifecycleDelete.At(string(id))
	if err := expect.check(ctx, h.c, h.w, call, id); err != nil {
		return nil, err
	}
	rq := rest.Request{Call: call, Body: deleteWire{deletedByApplication, "Deleted by an administrator's program."}}
	s, err := rest.Start[struct{}](ctx, h.c, rq, &opOperationsGet)
	switch {
	case err != nil:
		return nil, err
	case s.ID == "" && s.Status == http.StatusNoContent:
		// It is gone already, and cannot be read.
		return doneAtOnce(KindDelete, &Environment{ID: id, Provisioning: Provisioned}), nil
	case s.ID == "":
		return ended(ctx, h.c, KindDelete, id), nil
	}
	return begun(KindDelete, listedID(s.ID), id, s.RetryAfter), nil
}

// Deleted implements [Lifecycle].
func (h httpLifecycle) Deleted(ctx context.Context) iter.Seq2[*Environment, error] {
	return pages(ctx, h.c, rest.Request{Call: opLifecycleDeleted.At(), Query: withPolicy()}, (*environmentWire).environment)
}

// Recover implements [Lifecycle].
func (h httpLifecycle) Recover(ctx context.Context, id EnvironmentID) (*admin365.Operation, error) {
	return start(ctx, h.c, rest.Request{Call: opLifecycleRecover.At(string(id))}, KindRecover, id)
}

// SetManaged implements [Lifecycle].
func (h httpLifecycle) SetManaged(ctx context.Context, id EnvironmentID, managed bool) (*admin365.Operation, error) {
	kind := KindDisableManaged
	if managed {
		kind = KindEnableManaged
	}
	body := governanceWire{ProtectionLevel: protectionLevel(managed)}
	return start(ctx, h.c, rest.Request{Call: managing(opLifecycleSetManaged, managed).At(string(id)), Body: body}, kind, id)
}

type httpAdminMode struct{ c *rest.Client }

var _ AdminMode = httpAdminMode{}

// Enter implements [AdminMode].
func (h httpAdminMode) Enter(ctx context.Context, id EnvironmentID, o AdminModeOptions) (*admin365.Operation, error) {
	body := runtimeBody(RuntimeAdminMode, o.background())
	return start(ctx, h.c, rest.Request{Call: opAdminModeEnter.At(string(id)), Body: body}, KindEdit, id)
}

// Leave implements [AdminMode].
func (h httpAdminMode) Leave(ctx context.Context, id EnvironmentID) (*admin365.Operation, error) {
	body := runtimeBody(RuntimeEnabled, BackgroundEnabled)
	return start(ctx, h.c, rest.Request{Call: opAdminModeLeave.At(string(id)), Body: body}, KindEdit, id)
}

// SetBackgroundOperations implements [AdminMode].
func (h httpAdminMode) SetBackgroundOperations(ctx context.Context, id EnvironmentID, state BackgroundOperations) (*admin365.Operation, error) {
	call := opAdminModeSetBackgroundOperations.At(string(id))
	if state == "" {
		return nil, named(h.c, call, invalidInput(call, "backgroundOperationsState", "the state is mandatory"))
	}
	return start(ctx, h.c, rest.Request{Call: call, Body: backgroundBody(state)}, KindEdit, id)
}

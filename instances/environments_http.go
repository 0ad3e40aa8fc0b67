package instances

import (
	"context"
	"iter"
	"net/url"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/rest"
)

type httpEnvironments struct {
	c *rest.Client
	w *written
}

var _ Environments = httpEnvironments{}

// List implements [Environments].
func (h httpEnvironments) List(ctx context.Context, q EnvironmentQuery) iter.Seq2[*Environment, error] {
	all := pages(ctx, h.c, rest.Request{Call: opEnvironmentsList.At(), Query: q.query()}, (*environmentWire).environment)
	return func(yield func(*Environment, error) bool) {
		for e, err := range all {
			if err == nil && !q.matches(e) {
				continue
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// query asks the service for as little as it can filter by: one condition, of which the
// narrowest is taken. What is no id would make the request one that is refused.
func (q EnvironmentQuery) query() url.Values {
	query := withPolicy()
	switch {
	case isGUID(string(q.OrganizationID)):
		query.Set("$filter", "properties/linkedEnvironmentMetadata/resourceId eq "+string(q.OrganizationID))
	case isGUID(q.GroupID):
		query.Set("$filter", "properties/parentEnvironmentGroup/id eq "+q.GroupID)
	case q.Type != "":
		query.Set("$filter", "properties/environmentSku eq '"+strings.ReplaceAll(string(q.Type), "'", "''")+"'")
	}
	return query
}

// Get implements [Environments].
func (h httpEnvironments) Get(ctx context.Context, id EnvironmentID) (*Environment, error) {
	return readEnvironment(ctx, h.c, id)
}

// Create implements [Environments].
func (h httpEnvironments) Create(ctx context.Context, n NewEnvironment) (*admin365.Operation, error) {
	body := n.body()
	if u := body.Properties.UsedBy; u != nil {
		u.TenantID = string(h.c.TenantID())
	}
	rq := rest.Request{Call: opEnvironmentsCreate.At().About(n.DisplayName), Body: body}
	making := h.c.Making()
	defer making.End()
	s, err := rest.Start[environmentWire](ctx, h.c, rq, &opOperationsGet)
	if err != nil {
		return nil, err
	}
	if s.ID == "" {
		e := s.Entity.environment()
		if e.ID == "" {
			return nil, named(h.c, rq.Call, &admin365.Error{Kind: admin365.ErrUncertain, Status: s.Status, Message: "created, and the answer does not say what"})
		}
		making.Remember(string(e.ID))
		return doneAtOnce(KindCreate, e), nil
	}
	return begun(KindCreate, listedID(s.ID), "", s.RetryAfter), nil
}

// Update implements [Environments].
func (h httpEnvironments) Update(ctx context.Context, id EnvironmentID, p EnvironmentPatch) (*admin365.Operation, error) {
	call := p.of(opEnvironmentsUpdate).At(string(id))
	if p.empty() {
		return nil, named(h.c, call, invalidInput(call, "", "the patch is empty"))
	}
	o, err := start(ctx, h.c, rest.Request{Call: call, Body: p.body()}, KindEdit, id)
	if err == nil && p.DisplayName != nil {
		h.w.note(id, o, *p.DisplayName, "")
	}
	return o, err
}

// CheckDomain implements [Environments].
func (h httpEnvironments) CheckDomain(ctx context.Context, domain, location string) error {
	return rest.Send(ctx, h.c, rest.Request{
		Call: opEnvironmentsCheckDomain.At().About(domain), Body: validateWire{DomainName: domain, Location: location},
	})
}

package admin

import (
	"context"
	"iter"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/rest"
)

type httpDomains struct{ c *rest.Client }

var _ Domains = httpDomains{}

// inUTC is the domain with its times in UTC, in which the service need not write them;
// nil without one.
func (d *Domain) inUTC() *Domain {
	if d != nil && d.State != nil {
		d.State.LastActionDateTime = d.State.LastActionDateTime.UTC()
	}
	return d
}

// List implements [Domains].
func (h httpDomains) List(ctx context.Context) iter.Seq2[*Domain, error] {
	pages := rest.Pages[Domain](ctx, h.c, rest.Request{Call: opDomainsList.At()})
	return func(yield func(*Domain, error) bool) {
		for d, err := range pages {
			if !yield(d.inUTC(), err) {
				return
			}
		}
	}
}

// Get implements [Domains].
func (h httpDomains) Get(ctx context.Context, name string) (*Domain, error) {
	d, err := rest.One[Domain](ctx, h.c, rest.Request{Call: opDomainsGet.At(name)})
	return d.inUTC(), err
}

// Add implements [Domains].
func (h httpDomains) Add(ctx context.Context, name string) (*Domain, error) {
	call, body, err := addBody(name)
	if err != nil {
		return nil, err
	}
	making := h.c.Making()
	defer making.End()
	d, err := rest.One[Domain](ctx, h.c, rest.Request{Call: call, Body: body})
	if err != nil {
		return nil, err
	}
	making.Remember(d.Name)
	return d.inUTC(), nil
}

// Verify implements [Domains].
func (h httpDomains) Verify(ctx context.Context, name string, v DomainVerification) (*Domain, error) {
	d, err := rest.One[Domain](ctx, h.c, rest.Request{Call: opDomainsVerify.At(name), Body: v})
	return d.inUTC(), err
}

// Update implements [Domains].
func (h httpDomains) Update(ctx context.Context, name string, p DomainPatch) error {
	call := opDomainsUpdate.At(name)
	body, err := patchBody(call, p)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}

// Promote implements [Domains].
func (h httpDomains) Promote(ctx context.Context, name string) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opDomainsPromote.At(name)})
}

// referenceWire is an object that uses a domain.
type referenceWire struct {
	Type              string            `json:"@odata.type"`
	ID                admin365.ObjectID `json:"id"`
	DisplayName       string            `json:"displayName"`
	UserPrincipalName string            `json:"userPrincipalName"`
}

// References implements [Domains].
func (h httpDomains) References(ctx context.Context, name string) iter.Seq2[*identity.DirectoryObject, error] {
	pages := rest.Pages[referenceWire](ctx, h.c, rest.Request{Call: opDomainsReferences.At(name)})
	return func(yield func(*identity.DirectoryObject, error) bool) {
		for w, err := range pages {
			if err != nil {
				yield(nil, err)
				return
			}
			o := &identity.DirectoryObject{
				ID: w.ID, Type: identity.ObjectType(strings.TrimPrefix(w.Type, "#microsoft.graph.")),
				DisplayName: w.DisplayName, UserPrincipalName: w.UserPrincipalName,
			}
			if !yield(o, nil) {
				return
			}
		}
	}
}

// Delete implements [Domains].
func (h httpDomains) Delete(ctx context.Context, name string) error {
	if err := rest.Send(ctx, h.c, rest.Request{Call: opDomainsDelete.At(name)}); err != nil {
		return err
	}
	h.c.Forget(name)
	return nil
}

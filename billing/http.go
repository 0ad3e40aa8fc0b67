package billing

import (
	"context"
	"iter"
	"net/url"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/rest"
)

// NewHTTP returns the area over a client of Microsoft Graph. For package admin alone:
// programs begin with admin.New.
func NewHTTP(c *rest.Client) *Service {
	return &Service{SKUs: httpSKUs{c}, Licenses: httpLicenses{c}, GroupLicenses: httpGroupLicenses{c}, Subscriptions: httpSubscriptions{c}}
}

type httpSKUs struct{ c *rest.Client }

var _ SKUs = httpSKUs{}

// List implements [SKUs].
func (h httpSKUs) List(ctx context.Context) iter.Seq2[*SKU, error] {
	return rest.Pages[SKU](ctx, h.c, rest.Request{Call: opSKUsList.At()})
}

// Get implements [SKUs].
func (h httpSKUs) Get(ctx context.Context, id SubscribedSKUID) (*SKU, error) {
	return rest.One[SKU](ctx, h.c, rest.Request{Call: opSKUsGet.At(string(id))})
}

// inUTC is the subscription with its times in UTC, in which the service need not write
// them; nil without one.
func (s *Subscription) inUTC() *Subscription {
	if s != nil {
		s.CreatedDateTime, s.NextLifecycleDateTime = s.CreatedDateTime.UTC(), s.NextLifecycleDateTime.UTC()
	}
	return s
}

type httpSubscriptions struct{ c *rest.Client }

var _ Subscriptions = httpSubscriptions{}

// List implements [Subscriptions].
func (h httpSubscriptions) List(ctx context.Context) iter.Seq2[*Subscription, error] {
	pages := rest.Pages[Subscription](ctx, h.c, rest.Request{Call: opSubscriptionsList.At()})
	return func(yield func(*Subscription, error) bool) {
		for s, err := range pages {
			if !yield(s.inUTC(), err) {
				return
			}
		}
	}
}

// Get implements [Subscriptions].
func (h httpSubscriptions) Get(ctx context.Context, id SubscriptionID) (*Subscription, error) {
	s, err := rest.One[Subscription](ctx, h.c, rest.Request{Call: opSubscriptionsGet.At(string(id))})
	return s.inUTC(), err
}

// GetByCommerceID implements [Subscriptions].
func (h httpSubscriptions) GetByCommerceID(ctx context.Context, id CommerceSubscriptionID) (*Subscription, error) {
	s, err := rest.One[Subscription](ctx, h.c, rest.Request{Call: opSubscriptionsGetByCommerce.At(string(id))})
	return s.inUTC(), err
}

type httpLicenses struct{ c *rest.Client }

var _ Licenses = httpLicenses{}

// Assign implements [Licenses].
func (h httpLicenses) Assign(ctx context.Context, user admin365.UserID, change LicenseChange) error {
	call := change.of(opLicensesAssign).At(string(user))
	body, err := change.body(call)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}

// Get implements [Licenses].
func (h httpLicenses) Get(ctx context.Context, user admin365.UserID) (*LicensedUser, error) {
	return rest.One[LicensedUser](ctx, h.c, rest.Request{Call: opLicensesGet.At(string(user)), Query: selecting(userFields)})
}

// Details implements [Licenses].
func (h httpLicenses) Details(ctx context.Context, user admin365.UserID) iter.Seq2[*LicenseDetails, error] {
	return rest.Pages[LicenseDetails](ctx, h.c, rest.Request{Call: opLicensesDetails.At(string(user))})
}

// Holders implements [Licenses].
func (h httpLicenses) Holders(ctx context.Context, sku admin365.SKUID) iter.Seq2[*LicensedUser, error] {
	call := opLicensesHolders.At().About(string(sku))
	if err := checkSKU(call, sku); err != nil {
		return failed[LicensedUser](err)
	}
	return rest.Pages[LicensedUser](ctx, h.c, rest.Request{Call: call, Query: holdersQuery(sku)})
}

// Reprocess implements [Licenses].
func (h httpLicenses) Reprocess(ctx context.Context, user admin365.UserID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opLicensesReprocess.At(string(user))})
}

type httpGroupLicenses struct{ c *rest.Client }

var _ GroupLicenses = httpGroupLicenses{}

// Assign implements [GroupLicenses].
func (h httpGroupLicenses) Assign(ctx context.Context, group admin365.GroupID, change LicenseChange) error {
	call := change.of(opGroupLicensesAssign).At(string(group))
	body, err := change.body(call)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}

// groupWire is a group as the service writes it.
type groupWire struct {
	LicensedGroup
	Processing *struct {
		State ProcessingState `json:"state"`
	} `json:"licenseProcessingState"`
}

func (w *groupWire) group() *LicensedGroup {
	g := w.LicensedGroup
	if w.Processing != nil {
		g.Processing = w.Processing.State
	}
	return &g
}

// Get implements [GroupLicenses].
func (h httpGroupLicenses) Get(ctx context.Context, group admin365.GroupID) (*LicensedGroup, error) {
	w, err := rest.One[groupWire](ctx, h.c, rest.Request{Call: opGroupLicensesGet.At(string(group)), Query: selecting(strings.Join(groupFields(), ","))})
	if err != nil {
		return nil, err
	}
	return w.group(), nil
}

// MembersWithErrors implements [GroupLicenses].
func (h httpGroupLicenses) MembersWithErrors(ctx context.Context, group admin365.GroupID) iter.Seq2[*LicensedUser, error] {
	return rest.Pages[LicensedUser](ctx, h.c, rest.Request{Call: opGroupLicensesMembersWithErrors.At(string(group)), Query: selecting(userFields)})
}

// WithErrors implements [GroupLicenses].
func (h httpGroupLicenses) WithErrors(ctx context.Context) iter.Seq2[*LicensedGroup, error] {
	pages := rest.Pages[groupWire](ctx, h.c, rest.Request{Call: opGroupLicensesWithErrors.At(), Query: withErrorsQuery()})
	return func(yield func(*LicensedGroup, error) bool) {
		for w, err := range pages {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(w.group(), nil) {
				return
			}
		}
	}
}

// userFields are what is asked of a user.
const userFields = "id,userPrincipalName,displayName,usageLocation,accountEnabled,assignedLicenses,licenseAssignmentStates"

// groupFields are what is asked of a group.
func groupFields() []string {
	return []string{"id", "displayName", "assignedLicenses", "licenseProcessingState"}
}

func selecting(names string) url.Values { return url.Values{"$select": {names}} }

// holdersQuery is the query for those who have a product.
func holdersQuery(sku admin365.SKUID) url.Values {
	q := selecting(userFields)
	q.Set("$filter", holdersFilter(sku))
	return q
}

func holdersFilter(sku admin365.SKUID) string {
	return "assignedLicenses/any(s:s/skuId eq " + string(sku) + ")"
}

// withErrorsQuery is the query for groups that have members with errors.
func withErrorsQuery() url.Values {
	q := selecting(strings.Join(groupFields(), ","))
	q.Set("$filter", withErrorsFilter)
	return q
}

const withErrorsFilter = "hasMembersWithLicenseErrors eq true"

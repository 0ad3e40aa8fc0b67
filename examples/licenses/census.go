package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

// line is what is known of a product.
type line struct {
	sku  *billing.SKU
	name string
	// owned: the tenant has it now. Somebody may have one still that it had.
	owned bool
	// holders are the people who have it, and blocked, inactive and twice those of
	// them of whom that is so. Nobody is both blocked and inactive.
	holders, blocked, inactive, twice int
	// stays are those who are blocked or inactive and have it by a group.
	stays int
}

func newLine(sku *billing.SKU, owned bool) *line {
	name := billing.ProductName(sku.SKUID)
	if name == "" {
		name = sku.PartNumber
	}
	if name == "" {
		name = string(sku.SKUID)
	}
	return &line{sku: sku, name: printable(name), owned: owned}
}

// company reports whether the product is for the tenant as a whole.
func (l *line) company() bool { return l.sku.AppliesTo == billing.AppliesToCompany }

// seats are those that can be given, and taken those that people have.
func (l *line) seats() int { return l.sku.PrepaidUnits.Enabled + l.sku.PrepaidUnits.Warning }

func (l *line) taken() int {
	if !l.owned {
		return l.holders
	}
	return l.sku.ConsumedUnits
}

func (l *line) free() int { return l.seats() - l.taken() }

// census is the products of a tenant, and how they are used. It does not grow with
// the people.
type census struct {
	lines []*line
	byID  map[string]*line
	judge judge
	// people is how many were looked at.
	people int
	// unknown is why the service does not tell who signed in when; nil if it does.
	unknown error
}

// takeCensus reads the products, and everybody once. It tells each of those who can
// lose something.
func (c *connection) takeCensus(ctx context.Context, days int, found func(*identity.User, []verdict)) (*census, error) {
	s := &census{judge: judge{now: c.now(), days: days, activity: true}}
	for {
		if err := c.readProducts(ctx, s); err != nil {
			return nil, err
		}
		err := c.readPeople(ctx, s, found)
		if err == nil {
			slices.SortStableFunc(s.lines, inOrder)
			return s, nil
		}
		if s.people > 0 || !s.judge.activity || !errors.Is(err, admin365.ErrForbidden) {
			return nil, err
		}
		s.unknown, s.judge.activity = err, false
	}
}

// inOrder puts products for people first, and then goes by name.
func inOrder(a, b *line) int {
	if a.company() != b.company() {
		if b.company() {
			return -1
		}
		return 1
	}
	return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(key(a.sku.SKUID), key(b.sku.SKUID)))
}

func (c *connection) readProducts(ctx context.Context, s *census) error {
	s.lines, s.byID = nil, map[string]*line{}
	for sku, err := range c.Billing.SKUs.List(ctx) {
		if err != nil {
			return err
		}
		s.add(newLine(sku, true))
	}
	return nil
}

func (s *census) add(l *line) {
	s.lines = append(s.lines, l)
	s.byID[key(l.sku.SKUID)] = l
}

func key(sku admin365.SKUID) string { return strings.ToLower(string(sku)) }

// lineOf returns the line of a product, a new one for what the tenant does not own.
func (s *census) lineOf(sku admin365.SKUID) *line {
	if l := s.byID[key(sku)]; l != nil {
		return l
	}
	l := newLine(&billing.SKU{SKUID: sku, AppliesTo: billing.AppliesToUser}, false)
	s.add(l)
	return l
}

// readPeople looks at everybody, a page at a time, and keeps nobody.
func (c *connection) readPeople(ctx context.Context, s *census, found func(*identity.User, []verdict)) error {
	query := identity.UserQuery{}
	if s.judge.activity {
		query.Include = []identity.UserProperty{identity.IncludeSignInActivity}
	}
	for user, err := range c.Identity.Users.List(ctx, query) {
		if err != nil {
			return err
		}
		s.people++
		verdicts := s.judge.of(user)
		some := false
		for _, v := range verdicts {
			s.lineOf(v.sku).count(v)
			some = some || v.release != ""
		}
		if some {
			found(user, verdicts)
		}
	}
	return nil
}

func (l *line) count(v verdict) {
	l.holders++
	switch v.unused {
	case blocked:
		l.blocked++
	case inactive:
		l.inactive++
	default:
	}
	if v.direct && v.grouped {
		l.twice++
	}
	if v.grouped && v.unused != "" {
		l.stays++
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/examples/onboard/internal/starters"
)

// product is one that the file names and the tenant owns.
type product struct {
	*billing.SKU
	// name is the one that people know.
	name string
	// holders are the user names of those who had it before this run.
	holders map[string]bool
	// needed is how many people of the file are to get it.
	needed int
}

// forPeople reports whether anybody can be given the product.
func (p *product) forPeople() bool { return p.AppliesTo != billing.AppliesToCompany }

// seats is what the products that the file names come to in the tenant.
type seats struct {
	service *billing.Service
	people  []starters.Starter
	// byName has the products by the names of the file; one that the tenant does not
	// own is nil.
	byName map[string]*product
	// products are the same, each once, by the names that people know.
	products []*product
}

func newSeats(service *billing.Service, file starters.File) *seats {
	s := &seats{service: service, byName: map[string]*product{}}
	for _, p := range file.Starters {
		if p.Problem == nil && len(p.Licenses) > 0 {
			s.people = append(s.people, p)
		}
	}
	return s
}

// check finds out which products the file means, and fails if one of them has fewer
// free seats than the file needs. It is to come before anybody is created: whom
// nobody can give a license cannot begin to work. Those who have a product need no
// seat, so a run that is made again needs fewer.
func (s *seats) check(ctx context.Context) error {
	if len(s.people) == 0 {
		return nil
	}
	if err := s.find(ctx); err != nil {
		return fmt.Errorf("which products the tenant owns is not known: %w", err)
	}
	var short []string
	for _, p := range s.products {
		if err := s.count(ctx, p); err != nil {
			return fmt.Errorf("who has %s is not known: %w", p.name, err)
		}
		if free := billing.Available(p.SKU); p.needed > max(free, 0) {
			short = append(short, fmt.Sprintf("%s: %d needed, %d free, %d lacking", p.name, p.needed, free, p.needed-free))
		}
	}
	if len(short) > 0 {
		return errors.New("there are too few licenses: " + strings.Join(short, "; "))
	}
	return nil
}

// find looks up the products that the file names, all of them in one list of the
// tenant's.
func (s *seats) find(ctx context.Context) error {
	owned, err := s.owned(ctx)
	if err != nil {
		return err
	}
	known := map[admin365.SKUID]*product{}
	for _, person := range s.people {
		for _, name := range person.Licenses {
			if _, asked := s.byName[key(name)]; asked {
				continue
			}
			s.byName[key(name)] = nil
			sku, err := billing.FindSKU(ctx, owned, name)
			if errors.Is(err, admin365.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if known[sku.SKUID] == nil {
				known[sku.SKUID] = &product{SKU: sku, name: productName(sku)}
				s.products = append(s.products, known[sku.SKUID])
			}
			s.byName[key(name)] = known[sku.SKUID]
		}
	}
	slices.SortFunc(s.products, func(a, b *product) int { return strings.Compare(a.name, b.name) })
	return nil
}

// count finds out how many people of the file are to get the product. Who is among
// the deleted and comes back with it takes a seat, too.
func (s *seats) count(ctx context.Context, p *product) error {
	p.holders = map[string]bool{}
	if !p.forPeople() {
		return nil
	}
	for user, err := range s.service.Licenses.Holders(ctx, p.SKUID) {
		if err != nil {
			return err
		}
		p.holders[key(user.UserPrincipalName)] = true
	}
	for i := range s.people {
		person := &s.people[i]
		if slices.Contains(s.of(person), p) && !p.holders[key(person.UserPrincipalName)] && s.nobodys(person) == "" {
			p.needed++
		}
	}
	return nil
}

// nobodys returns the first product of a row that nobody can be given, by its name
// in the file. Such a row comes to nothing, so it needs no seats.
func (s *seats) nobodys(person *starters.Starter) string {
	for _, name := range person.Licenses {
		if p := s.byName[key(name)]; p == nil || !p.forPeople() {
			return name
		}
	}
	return ""
}

// of are the products that the row names, each once; those that the tenant does not
// own are not among them.
func (s *seats) of(person *starters.Starter) []*product {
	var all []*product
	for _, name := range person.Licenses {
		if p := s.byName[key(name)]; p != nil && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

func productName(sku *billing.SKU) string {
	if name := billing.ProductName(sku.SKUID); name != "" {
		return name
	}
	return sku.PartNumber
}

// owned are the products of the tenant as they were listed at one time.
type owned []*billing.SKU

var _ billing.SKUs = owned{}

func (s *seats) owned(ctx context.Context) (owned, error) {
	var all owned
	for sku, err := range s.service.SKUs.List(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, sku)
	}
	return all, nil
}

// List implements [billing.SKUs].
func (o owned) List(context.Context) iter.Seq2[*billing.SKU, error] {
	return func(yield func(*billing.SKU, error) bool) {
		for _, sku := range o {
			if !yield(sku, nil) {
				return
			}
		}
	}
}

// Get implements [billing.SKUs].
func (o owned) Get(_ context.Context, id billing.SubscribedSKUID) (*billing.SKU, error) {
	for _, sku := range o {
		if sku.ID == id {
			return sku, nil
		}
	}
	return nil, admin365.ErrNotFound
}

// writeSeats writes how many licenses of each product were given and how many seats
// are left; after a dry run, how many would be. The error is of the writer.
func (s *seats) writeSeats(ctx context.Context, w io.Writer, rows []*row, dryRun bool, say func(string, ...any)) error {
	given := map[*product]int{}
	for _, r := range rows {
		if r.recorded {
			for _, p := range r.given {
				given[p]++
			}
		}
	}
	title := "Given"
	if dryRun {
		title = "To give"
	}
	lines := [][]string{{"Product", title, "Seats left"}}
	var now owned
	var err error
	for _, p := range s.products {
		if !p.forPeople() {
			continue
		}
		if now == nil && err == nil {
			if now, err = s.owned(ctx); err != nil {
				say("how many seats are left is not known: %v", err)
			}
		}
		left := "?"
		if at := slices.IndexFunc(now, func(sku *billing.SKU) bool { return sku.SKUID == p.SKUID }); at >= 0 {
			free := billing.Available(now[at])
			if dryRun {
				free -= given[p]
			}
			left = fmt.Sprint(free)
		}
		lines = append(lines, []string{p.name, fmt.Sprint(given[p]), left})
	}
	if len(lines) == 1 {
		return nil
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	return writeAligned(w, lines)
}

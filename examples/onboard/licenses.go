package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/results"
)

// licensesKnown fails a row that names a product which nobody can be given, or whose
// person could be given none, before its account is made.
func (o *onboarding) licensesKnown(r *row) bool {
	if name := o.seats.nobodys(&r.Starter); name != "" {
		why := "the tenant owns no product %q"
		if o.seats.byName[key(name)] != nil {
			why = "the product %q is for the tenant as a whole, and nobody can be given it"
		}
		o.fail(r, fmt.Sprintf("%s: "+why, o.place(r, "licenses"), name))
		return false
	}
	r.products = o.seats.of(&r.Starter)
	has := func(p *product) bool { return p.holders[key(r.UserPrincipalName)] }
	lacking := slices.ContainsFunc(r.products, func(p *product) bool { return !has(p) })
	if lacking && o.location(r) == "" {
		o.fail(r, o.place(r, "usageLocation")+": nobody can be given a license without a usage location")
		return false
	}
	return true
}

// location is the usage location that the account will have.
func (o *onboarding) location(r *row) string {
	switch {
	case r.UsageLocation != "":
		return r.UsageLocation
	case r.found != nil:
		return r.found.UsageLocation
	case o.restoring(r):
		return r.deleted.UsageLocation
	}
	return ""
}

// giveLicenses gives the row's account the products that the file names and that it
// does not have, all of them in one step. As with roles, none is taken away.
func (o *onboarding) giveLicenses(ctx context.Context, r *row) {
	var has []*product
	if r.found != nil {
		var err error
		if has, err = o.licensesOf(ctx, r); err != nil {
			o.lack(r, "the licenses", "licenses", err)
			return
		}
	}
	r.licensed = has
	var missing []*product
	for _, p := range r.products {
		if !slices.Contains(has, p) {
			missing = append(missing, p)
		}
	}
	switch {
	case len(missing) == 0:
		return
	case o.dryRun && r.found == nil:
		for _, p := range missing {
			r.note("with license %s", p.name)
		}
	case o.dryRun:
		r.outcome, r.changed = results.Planned, append(r.changed, licenseNames(missing)...)
	default:
		if err := o.assignLicenses(ctx, r, missing); err != nil {
			o.lack(r, strings.Join(licenseNames(missing), " and "), "licenses", err)
			return
		}
		r.changed = append(r.changed, licenseNames(missing)...)
		if r.outcome == results.Unchanged {
			r.outcome = results.Updated
		}
	}
	r.given, r.licensed = missing, r.products
}

func licenseNames(products []*product) []string {
	var names []string
	for _, p := range products {
		names = append(names, "license "+p.name)
	}
	return names
}

// assignLicenses sends the assignment. It is sent again only after a look, if the
// answer was lost, and if the service does not know the new account everywhere yet.
// To give a product once more would switch on what somebody has switched off in it
// since.
func (o *onboarding) assignLicenses(ctx context.Context, r *row, missing []*product) (err error) {
	var change billing.LicenseChange
	for _, p := range missing {
		change.Add = append(change.Add, admin365.AssignedLicense{SKUID: p.SKUID})
	}
	lost := false
	for _, wait := range patience.Waits() {
		if err := patience.Pause(ctx, wait); err != nil {
			return err
		}
		if lost {
			has, lookErr := o.licensesOf(ctx, r)
			lacks := func(p *product) bool { return !slices.Contains(has, p) }
			if lookErr == nil && !slices.ContainsFunc(missing, lacks) {
				return nil
			}
		}
		err = patience.While(ctx, func() error { return o.seats.service.Licenses.Assign(ctx, r.id, change) })
		switch {
		case err == nil:
			return nil
		case errors.Is(err, admin365.ErrUncertain):
			lost = true
		case errors.Is(err, admin365.ErrNotFound) && r.found == nil:
		default:
			return err
		}
	}
	return err
}

// licensesOf returns which of the row's products the account has, by itself or by a
// group.
func (o *onboarding) licensesOf(ctx context.Context, r *row) (has []*product, err error) {
	user, err := o.seats.service.Licenses.Get(ctx, r.id)
	if err != nil {
		return nil, err
	}
	for _, p := range r.products {
		if slices.ContainsFunc(user.Assigned, func(a admin365.AssignedLicense) bool { return a.SKUID == p.SKUID }) {
			has = append(has, p)
		}
	}
	return has, nil
}

// licenses are the names of the products of the file that the account has, or after
// a dry run would have.
func (r *row) licenses() string {
	var names []string
	for _, p := range r.licensed {
		names = append(names, p.name)
	}
	return strings.Join(names, ";")
}

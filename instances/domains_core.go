package instances

import (
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// reservedFor is how long a host stays reserved after its organization gave it up. The
// old address answers that long.
// Source: https://learn.microsoft.com/power-platform/admin/edit-properties-environment
const reservedFor = 24 * time.Hour

// jobDomain is a host becoming free.
const jobDomain = "environment domain"

// claimDomain is what no two tenants of a world can both have.
const claimDomain = "environment domain"

type domainArgs struct {
	Host  string    `json:"host"`
	Until time.Time `json:"until"`
}

// hostOf is the host of an organization, without "dynamics.com".
func hostOf(location, domain string) string {
	g, ok := geographyOf(location)
	if !ok {
		return domain
	}
	return domain + "." + g.Host
}

// host is that of the environment's organization; empty without one.
func (r *environmentRow) host() string {
	if r.Database == nil {
		return ""
	}
	return hostOf(r.Location, r.Database.Domain)
}

// checkDomain refuses what is no label: a letter, then letters, digits and hyphens. It
// returns the label in lower case, as it is kept.
func checkDomain(domain string) (string, error) {
	low := strings.ToLower(domain)
	letter := func(c byte) bool { return c >= 'a' && c <= 'z' }
	for i := range len(low) {
		c := low[i]
		if !letter(c) && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return "", badDomain.Err("", domain)
		}
	}
	if low == "" || len(low) > 63 {
		return "", badDomain.Err("", domain)
	}
	return low, nil
}

// domainFree refuses a label that is taken in the location, by another environment than
// the one with the key.
func domainFree(tx *tenant.Tx, location, domain string, but tenant.Key) *api.Refusal {
	host := hostOf(location, domain)
	if row, taken := tenant.In(tx, &domains).Get(domainKey(host)); taken {
		if row.Environment == but {
			return nil
		}
		return &domainTaken
	}
	if tx.Elsewhere(claimDomain, host) {
		return &domainTaken
	}
	return nil
}

// takeDomain takes a label for the environment. Its own former one it may have back.
func takeDomain(tx *tenant.Tx, location, domain string, environment tenant.Key) error {
	if refusal := domainFree(tx, location, domain, environment); refusal != nil {
		return refusal.Err("", domain)
	}
	host := hostOf(location, domain)
	ok, err := tx.Claim(claimDomain, host)
	if err != nil {
		return err
	}
	if !ok {
		return domainTaken.Err("", domain)
	}
	return tenant.In(tx, &domains).Put(&domainRow{Host: host, Environment: environment})
}

// anyDomain takes a label of the service's choice.
func anyDomain(tx *tenant.Tx, location string, environment tenant.Key) (string, error) {
	domain := "org" + tx.NewKey().String()[:8]
	return domain, takeDomain(tx, location, domain, environment)
}

// releaseDomain gives a host back that was never used.
func releaseDomain(tx *tenant.Tx, host string) {
	if tenant.In(tx, &domains).Delete(domainKey(host)) {
		tx.Unclaim(claimDomain, host)
	}
}

// handBack gives a host back that was taken and is not used after all: one that was used
// before stays reserved until the time.
func handBack(tx *tenant.Tx, host string, until time.Time) error {
	if !until.After(now(tx)) {
		releaseDomain(tx, host)
		return nil
	}
	return reserveDomain(tx, host, until)
}

// retireDomain gives a host up, which stays reserved for a while.
func retireDomain(tx *tenant.Tx, host string) error {
	return reserveDomain(tx, host, now(tx).Add(reservedFor))
}

// reserveDomain has a host become free at the time.
func reserveDomain(tx *tenant.Tx, host string, until time.Time) error {
	row, ok := tenant.In(tx, &domains).Get(domainKey(host))
	if !ok {
		return nil
	}
	next := *row
	next.Until = until
	if err := tx.Schedule(next.Until, jobDomain, domainArgs{host, next.Until}); err != nil {
		return err
	}
	return tenant.In(tx, &domains).Put(&next)
}

// domainOver is the job: a host is free, unless it was taken back meanwhile.
func domainOver(tx *tenant.Tx, args domainArgs) error {
	row, ok := tenant.In(tx, &domains).Get(domainKey(args.Host))
	if ok && row.Until.Equal(args.Until) {
		releaseDomain(tx, args.Host)
	}
	return nil
}

// availableDomain refuses a label that could not be had in the location.
func availableDomain(tx *tenant.Tx, domain, location string, but tenant.Key) error {
	if domain == "" {
		return domainMissing.Err("")
	}
	low, err := checkDomain(domain)
	if err != nil {
		return err
	}
	if _, ok := geographyOf(location); !ok {
		return badLocation.Err("", location, locationNames())
	}
	if refusal := domainFree(tx, location, low, but); refusal != nil {
		return refusal.Err("", domain)
	}
	return nil
}

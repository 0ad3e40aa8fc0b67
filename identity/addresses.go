package identity

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// The indexes by domain find the few who use one among a million who do not. Their
// texts are ends of what the rows hold anyway.
var (
	usersByDomain     = tenant.Index[*userRow]{Name: "domain", Text: func(r *userRow) string { return domainOf(r.Name) }}
	addressesByDomain = tenant.Index[*addressRow]{Name: "domain", Text: func(r *addressRow) string { return domainOf(r.Address) }}
)

// domainOf is what stands behind the last @; "" without one.
func domainOf(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

func inDomain(address, domain string) bool {
	return strings.Contains(address, "@") && tenant.Fold(domainOf(address)) == tenant.Fold(domain)
}

// addressPort is the identity area's answer to [tenant.Addresses].
type addressPort struct{}

// The two parts of the list: users by their names, then all by the addresses that they
// hold, which the place in the list tells apart.
const (
	byName    = "name"
	byAddress = "address"
)

// Using implements [tenant.Addresses].
func (addressPort) Using(tx *tenant.Tx, domain string, after *tenant.Position) iter.Seq2[tenant.Holder, tenant.Position] {
	from := func(part string) *tenant.Position {
		if after == nil || after.Text != part {
			return nil
		}
		return &tenant.Position{Text: domain, ID: after.ID}
	}
	return func(yield func(tenant.Holder, tenant.Position) bool) {
		if domain == "" {
			return
		}
		if after == nil || after.Text == byName {
			for row := range tenant.In(tx, &users).Prefix(&usersByDomain, domain, from(byName)) {
				if !inDomain(row.Name, domain) {
					break // A longer name that begins with this one.
				}
				if !yield(principal{user: row}.holder(), tenant.Position{Text: byName, ID: row.ID}) {
					return
				}
			}
		}
		for held := range tenant.In(tx, &addresses).Prefix(&addressesByDomain, domain, from(byAddress)) {
			if !inDomain(held.Address, domain) {
				break
			}
			owner, ok := findPrincipal(tx, held.Owner)
			if !ok || owner.user != nil && inDomain(owner.user.Name, domain) || !isFirstIn(tx, held, domain) {
				continue
			}
			if !yield(owner.holder(), tenant.Position{Text: byAddress, ID: held.ID}) {
				return
			}
		}
	}
}

// isFirstIn reports whether an address is the first of its owner's in the domain, so
// that he is listed once.
func isFirstIn(tx *tenant.Tx, held *addressRow, domain string) bool {
	for other := range tenant.In(tx, &addresses).Referring(&addressesByOwner, held.Owner) {
		if inDomain(other.Address, domain) {
			return other.ID == held.ID
		}
	}
	return false
}

// holder is the principal as other areas may know it.
func (p principal) holder() tenant.Holder {
	o := p.object()
	h := tenant.Holder{ID: p.id(), Type: string(o.Type), DisplayName: o.DisplayName, UserPrincipalName: o.UserPrincipalName}
	switch {
	case p.user != nil:
		h.Mail = p.user.Mail
	case p.group != nil:
		h.Mail = p.group.Mail
	default:
	}
	return h
}

// Move implements [tenant.Addresses].
func (a addressPort) Move(tx *tenant.Tx, from, to string, block bool) error {
	var all []tenant.Key
	for h := range a.Using(tx, from, nil) {
		all = append(all, h.ID)
	}
	for _, id := range all {
		p, ok := findPrincipal(tx, id)
		if !ok {
			continue
		}
		var err error
		if p.group != nil {
			err = moveGroup(tx, p.group, from, to)
		} else {
			err = moveUser(tx, p.user, from, to, block)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// moveUser renames a user whom nobody asks: the synchronization is no master of what
// the service does itself.
func moveUser(tx *tenant.Tx, old *userRow, from, to string, block bool) error {
	row := *old
	list := row.move(tx, from, to)
	if block && row.Name != old.Name {
		row.Enabled = odata.False
	}
	if err := holdAddresses(tx, row.ID, list); err != nil {
		return err
	}
	return tenant.In(tx, &users).Put(&row)
}

// move renames the row, which is the caller's own clone, and returns its addresses.
func (r *userRow) move(tx *tenant.Tx, from, to string) []string {
	if inDomain(r.Name, from) {
		r.Name = movedAddress(tx, r.Name, from, to, r.ID)
	}
	return r.moveAddresses(tx, from, to)
}

// moveAddresses is move for all but the name.
func (r *userRow) moveAddresses(tx *tenant.Tx, from, to string) []string {
	proxies, _ := userProps.Value(r, prop("proxyAddresses"))
	list := movedList(tx, odata.List(proxies), from, to, r.ID)
	change := odata.Change{{Prop: prop("proxyAddresses"), Value: odata.ListValue(list), Null: len(list) == 0}}
	if inDomain(r.Mail, from) {
		change = append(change, odata.Item{Prop: prop("mail"), Value: primaryOf(list)})
	}
	userProps.Apply(r, change)
	return list
}

func moveGroup(tx *tenant.Tx, old *groupRow, from, to string) error {
	row := *old
	if err := holdAddresses(tx, row.ID, row.move(tx, from, to)); err != nil {
		return err
	}
	return tenant.In(tx, &groups).Put(&row)
}

// move is that of a user for a group.
func (r *groupRow) move(tx *tenant.Tx, from, to string) []string {
	proxies, _ := groupProps.Value(r, groupProp("proxyAddresses"))
	list := movedList(tx, odata.List(proxies), from, to, r.ID)
	r.apply(odata.Change{{Prop: groupProp("proxyAddresses"), Value: odata.ListValue(list), Null: len(list) == 0}})
	if inDomain(r.Mail, from) {
		r.Mail = primaryOf(list)
	}
	return list
}

// rehome moves into the initial domain what comes back from the bin and was named in a
// domain that the tenant has no more. Unverified: that the service does the same.
func rehome(tx *tenant.Tx, names []string, move func(tx *tenant.Tx, from, to string) []string) {
	for _, name := range names {
		domain := domainOf(name)
		if _, ours := tx.Ports().Domains.Verified(tx, domain); !ours {
			move(tx, domain, tx.Ports().Domains.Initial(tx))
		}
	}
}

// leaveDomain moves the addresses of those in the bin into the initial domain when one
// goes in which they have some: it may be somebody else's when they come back. Their
// names, which are mangled, are looked at then; see [rehome]. So are groups, who have
// addresses in the tenant's domains alone. The bin is what was deleted in 30 days.
func leaveDomain(tx *tenant.Tx, gone tenant.DomainRemoved) error {
	to := tx.Ports().Domains.Initial(tx)
	for old := range tenant.In(tx, &deletedUsers).All() {
		proxies, _ := userProps.Value(old, prop("proxyAddresses"))
		uses := slices.ContainsFunc(odata.List(proxies), func(p string) bool { return inDomain(p, gone.Name) })
		if !uses && !inDomain(old.Mail, gone.Name) {
			continue
		}
		row := *old
		row.moveAddresses(tx, gone.Name, to)
		if err := tenant.In(tx, &deletedUsers).Put(&row); err != nil {
			return err
		}
	}
	return nil
}

// movedList is the proxy addresses with those of one domain in another, each once; a
// primary one stays so.
func movedList(tx *tenant.Tx, list []string, from, to string, owner tenant.Key) []string {
	var moved []string
	for _, p := range list {
		kind, address, _ := strings.Cut(p, ":")
		if inDomain(address, from) {
			address = movedAddress(tx, address, from, to, owner)
		}
		same := slices.IndexFunc(moved, func(m string) bool { return strings.EqualFold(m, kind+":"+address) })
		switch {
		case same < 0:
			moved = append(moved, kind+":"+address)
		case kind == "SMTP":
			moved[same] = kind + ":" + address
		}
	}
	return moved
}

// primaryOf is the address of a list that is the mail.
func primaryOf(list []string) string {
	for _, p := range list {
		if address, ok := strings.CutPrefix(p, "SMTP:"); ok {
			return address
		}
	}
	return ""
}

// movedAddress is an address in another domain, with digits behind the name where
// somebody else has it there. Unverified: what the service does then.
func movedAddress(tx *tenant.Tx, address, from, to string, owner tenant.Key) string {
	name := address[:strings.LastIndexByte(address, '@')]
	for i := 0; ; i++ {
		moved := name
		if i > 0 {
			digits := strconv.Itoa(i)
			moved = shortened(name, maxNameLocal-len(digits)) + digits
		}
		if moved += "@" + to; !addressTaken(tx, moved, owner) {
			return moved
		}
	}
}

// shortened is the text with its first bytes and no more than n, a letter whole or not
// at all.
func shortened(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// ownTurnedOff makes the cloud's own what was synchronized.
//
// Those in the bin are too, for when they come back.
func ownTurnedOff(tx *tenant.Tx, _ tenant.SyncTurnedOff) error {
	for _, table := range []*tenant.Table[*userRow]{&users, &deletedUsers} {
		for old := range tenant.In(tx, table).All() {
			if old.Synced != odata.True {
				continue
			}
			row := *old
			row.Synced = odata.False
			if err := tenant.In(tx, table).Put(&row); err != nil {
				return err
			}
		}
	}
	for _, table := range []*tenant.Table[*groupRow]{&groups, &deletedGroups} {
		for old := range tenant.In(tx, table).All() {
			if old.Synced != odata.True {
				continue
			}
			row := *old
			row.Synced = odata.False
			if err := tenant.In(tx, table).Put(&row); err != nil {
				return err
			}
		}
	}
	return nil
}

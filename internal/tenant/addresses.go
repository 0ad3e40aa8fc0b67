package tenant

import "iter"

// SetAddresses is called by the area that answers for names and addresses.
func (s *Schema) SetAddresses(a Addresses) { s.ports.Addresses = a }

// Addresses answers for who has a name or an address in a domain.
type Addresses interface {
	// Using returns the live objects that use the domain, letter case aside, each once
	// and with its place, those after the position if there is one. It looks at no
	// others.
	Using(tx *Tx, domain string, after *Position) iter.Seq2[Holder, Position]
	// Move renames what uses one domain into another, and on request blocks the users
	// whose sign-in name changes.
	Move(tx *Tx, from, to string, block bool) error
}

// Holder is an object that uses a domain, as other areas may know it.
type Holder struct {
	ID Key
	// Type is such as "user".
	Type        string
	DisplayName string
	// UserPrincipalName is a user's alone.
	UserPrincipalName string
	Mail              string
}

// DomainRemoved: the tenant has a verified domain no more. Nobody who lives uses it; who
// lies in the bin may come back.
type DomainRemoved struct{ Name string }

// SyncTurnedOff: the tenant's directory is synchronized from on-premises no more, and
// what was is the cloud's own now.
type SyncTurnedOff struct{}

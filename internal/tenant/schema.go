package tenant

import (
	"context"
	"encoding/json"
	"iter"
	"reflect"
	"time"

	"github.com/admin365/admin365/internal/api"
)

// Schema is what the areas have attached: tables, handlers of events, kinds of
// jobs and ports. It is made once per process and shared by all tenants.
type Schema struct {
	tables   []*table
	texts    int
	handlers map[reflect.Type][]func(*Tx, any) error
	jobKinds map[string]func(*Tx, json.RawMessage) error
	jobs     Table[*jobRow]
	claims   Table[*claimRow]
	ports    Ports
	outside  map[*api.Op]func(context.Context, *Session, api.Call) (any, error)
}

// NewSchema returns a schema with the tables that the tenant itself needs.
func NewSchema() *Schema {
	s := &Schema{
		handlers: map[reflect.Type][]func(*Tx, any) error{},
		jobKinds: map[string]func(*Tx, json.RawMessage) error{},
		jobs: Table[*jobRow]{
			Name: "jobs", Key: (*jobRow).key, Internal: true,
			Label: func(j *jobRow) string { return j.Kind },
		},
		claims: Table[*claimRow]{
			Name: "claims", Internal: true, Key: func(c *claimRow) Key { return c.ID },
			Indexes: []*Index[*claimRow]{{Name: "name", Unique: true, Text: func(c *claimRow) string { return claimText(c.Kind, c.Name) }}},
			Label:   func(c *claimRow) string { return c.Kind + " " + c.Name },
		},
	}
	AddTable(s, &s.jobs)
	AddTable(s, &s.claims)
	return s
}

func (s *Schema) claimsByName() *Index[*claimRow] { return s.claims.Indexes[0] }

// Job registers a kind of job.
func Job[A any](s *Schema, kind string, run func(*Tx, A) error) {
	if _, twice := s.jobKinds[kind]; twice {
		panic("tenant: job " + kind + " is attached twice")
	}
	s.jobKinds[kind] = func(tx *Tx, raw json.RawMessage) error {
		var args A
		if err := json.Unmarshal(raw, &args); err != nil {
			return err
		}
		return run(tx, args)
	}
}

// On has fn handle events of type E, after the handlers attached before it. An
// error vetoes: the whole transaction is dropped.
func On[E any](s *Schema, fn func(*Tx, E) error) {
	t := reflect.TypeFor[E]()
	s.handlers[t] = append(s.handlers[t], func(tx *Tx, e any) error { return fn(tx, e.(E)) })
}

// Emit tells the other areas what happened, inside the same transaction.
func Emit[E any](tx *Tx, e E) error {
	for _, handle := range tx.schema.handlers[reflect.TypeFor[E]()] {
		if err := handle(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// Ports are how an area asks another one. Each is set by the area that answers.
type Ports struct {
	Domains      Domains
	Organization Organization
	Access       Access
	Directory    Directory
	Licenses     Licenses
	Addresses    Addresses
	Applications Applications
	SignIn       SignIn
}

// SetAccess is called by the area that knows the callers.
func (s *Schema) SetAccess(a Access) { s.ports.Access = a }

// Access says who may do what. Without one everybody may do everything.
type Access interface {
	// Allow refuses a call that the session's caller may not make, by the
	// permissions and the roles that the operation names. It is asked in the
	// call's own transaction, so that a role taken away is gone at once. What
	// depends on more than operation and target the operation's rules judge.
	Allow(tx *Tx, call api.Call) error
	// Self is the id of the signed-in caller; there is none for an application on
	// its own.
	Self(tx *Tx) (Key, bool)
	// Guest reports whether the caller is a guest whom no role makes more than that.
	Guest(tx *Tx) bool
}

// SetDomains is called by the area that answers for domains.
func (s *Schema) SetDomains(d Domains) { s.ports.Domains = d }

// Domains answers for the tenant's domains.
type Domains interface {
	// Verified returns the verified domain of that name, letter case aside.
	Verified(tx *Tx, name string) (Domain, bool)
	// Initial is the name of the tenant's *.onmicrosoft.com domain.
	Initial(tx *Tx) string
	// Default is the name of the domain in which new addresses are made.
	Default(tx *Tx) string
}

// SetOrganization is called by the area that answers for the organization.
func (s *Schema) SetOrganization(o Organization) { s.ports.Organization = o }

// Organization answers for the tenant as a whole.
type Organization interface {
	// DirectoryQuota is how many directory objects the tenant may have.
	DirectoryQuota(tx *Tx) int
	// Premium reports whether the tenant has a premium license of the directory
	// (Microsoft Entra ID P1 or more).
	Premium(tx *Tx) bool
}

// SetDirectory is called by the area that answers for people and groups.
func (s *Schema) SetDirectory(d Directory) { s.ports.Directory = d }

// Directory answers for people and groups, and keeps what others know of them.
type Directory interface {
	// Person returns the live user with that object id or sign-in name, or the
	// directory's refusal.
	Person(tx *Tx, id string) (Person, error)
	// PersonOf returns the live user with that object id.
	PersonOf(tx *Tx, id Key) (Person, bool)
	// Size is how many live users the tenant has.
	Size(tx *Tx) int
	// Reads reports whether the caller may read all of a user, and not merely that he
	// is there.
	Reads(tx *Tx, user Key) bool
	// Group returns the live group with that object id, or the directory's refusal.
	Group(tx *Tx, id string) (Group, error)
	// GroupOf returns the live group with that object id.
	GroupOf(tx *Tx, id Key) (Group, bool)
	// People returns the live users who are direct members of a group.
	People(tx *Tx, group Key) iter.Seq[Key]
	// GroupsOf returns the live groups of which an object is a direct member.
	GroupsOf(tx *Tx, member Key) iter.Seq[Key]
	// Licensed shows at a user which licenses he has and how he came by them, and
	// LicensedGroup at a group which it gives: JSON as the service writes it, "" for
	// none.
	Licensed(tx *Tx, user Key, assigned, states string) error
	LicensedGroup(tx *Tx, group Key, assigned, processing string, failing bool) error
}

// Person is what other areas may know of a user.
type Person struct {
	ID                         Key
	UserPrincipalName          string
	DisplayName, UsageLocation string
	// Enabled is nil where nobody has said.
	Enabled *bool
}

// Group is what other areas may know of a group.
type Group struct {
	ID          Key
	DisplayName string
	// Security: it can hold what members inherit.
	Security bool
}

// SetLicenses is called by the area that answers for what was bought.
func (s *Schema) SetLicenses(l Licenses) { s.ports.Licenses = l }

// Licenses answers for what the tenant has bought.
type Licenses interface {
	// Premium reports whether the tenant has a subscription that runs and holds
	// Microsoft Entra ID P1 or P2.
	Premium(tx *Tx) bool
	// Plans are the service plans that a user's products give him, and how their
	// services have set him up: JSON as the service writes it, "" for none.
	Plans(tx *Tx, user Key) (assigned, provisioned string)
}

// Domain is what other areas may know of a domain.
type Domain struct {
	Name      string
	Federated bool
	// PasswordValidity is how old a password may become; 0 means that it never
	// expires.
	PasswordValidity time.Duration
}

// What happens to principals: users, groups and service principals.
type (
	// PrincipalDeleted: it went to the bin, or is gone where there is no bin for
	// its kind.
	PrincipalDeleted struct{ ID Key }
	// PrincipalRestored: it came back from the bin.
	PrincipalRestored struct{ ID Key }
	// PrincipalPurged: it is gone for good, and what refers to it is to go too.
	PrincipalPurged struct{ ID Key }
)

// What happens to groups. Who is in the bin is in no group meanwhile, which no
// event of these says: PrincipalDeleted and PrincipalRestored do.
type (
	// GroupDeleting: a group is about to be deleted, and has its members still.
	GroupDeleting struct{ ID Key }
	// MemberAdded: an object has become a direct member of a group.
	MemberAdded struct{ Group, Member Key }
	// MemberRemoved: an object is no direct member of a group any more.
	MemberRemoved struct{ Group, Member Key }
)

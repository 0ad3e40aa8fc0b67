package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/identity"
)

// record is what somebody had, and how far it was taken away or put back. It is
// on the disk before each step that it speaks of. There is no password in it.
type record struct {
	Version int               `json:"version"`
	Tenant  admin365.TenantID `json:"tenant"`
	Begun   time.Time         `json:"begun"`

	person
	// WasEnabled says that he could sign in.
	WasEnabled bool        `json:"wasEnabled"`
	Manager    *person     `json:"manager,omitzero"`
	Roles      []heldRole  `json:"roles"`
	Member     []heldGroup `json:"memberOf"`
	Owner      []heldGroup `json:"ownerOf"`
	// Stays are the groups that cannot be taken away here.
	Stays []heldGroup `json:"stays"`
	// Reports are the people whose manager he is.
	Reports []person `json:"reports"`

	// Steps are the steps that were begun, in their order.
	Steps []begunStep `json:"steps"`
	// Deleted says that the account is among the deleted, which is the last step.
	Deleted bool `json:"deleted"`
	// PasswordGiven and Undone say how far it was put back.
	PasswordGiven bool `json:"passwordGiven,omitzero"`
	Undone        bool `json:"undone,omitzero"`
}

// recordVersion is that of the records that are written here.
const recordVersion = 1

type person struct {
	ID                admin365.UserID `json:"id"`
	UserPrincipalName string          `json:"userPrincipalName"`
	DisplayName       string          `json:"displayName"`
}

func personOf(u *identity.User) person {
	return person{ID: u.ID, UserPrincipalName: u.UserPrincipalName, DisplayName: u.DisplayName}
}

// String is how a person is named to people.
func (p person) String() string { return printable(p.DisplayName + " (" + p.UserPrincipalName + ")") }

// heldRole is a role that was given somewhere.
type heldRole struct {
	ID    admin365.RoleID `json:"id"`
	Name  string          `json:"name"`
	Scope string          `json:"scope"`

	assignment identity.RoleAssignmentID
}

// String is how a role is named to people.
func (r heldRole) String() string {
	if r.Scope == identity.TenantScope {
		return printable(r.Name)
	}
	return printable(r.Name + " on " + r.Scope)
}

type heldGroup struct {
	ID   admin365.GroupID `json:"id"`
	Name string           `json:"name"`
	// Why says why it stays.
	Why string `json:"why,omitzero"`
}

// readRecord reads the record at path; nil if there is none.
func readRecord(path string) (*record, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var r record
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("%s: this is not a record of an offboarding: %w", path, err)
	}
	if r.Version != recordVersion || r.ID == "" {
		return nil, fmt.Errorf("%s: this is not a record of an offboarding, or one of another version", path)
	}
	return &r, nil
}

// write puts the record on the disk, readable by its owner only.
func (r *record) write(path string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.Replace(path, func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}

// add adds what the person has now to what he had: a run that was cut off has
// taken some of it away, and since then more may have been given.
func (r *record) add(now *record) {
	r.WasEnabled = r.WasEnabled || now.WasEnabled
	r.person = now.person
	if now.Manager != nil {
		r.Manager = now.Manager
	}
	for _, role := range now.Roles {
		same := func(old heldRole) bool { return sameText(old.ID, role.ID) && old.Scope == role.Scope }
		if !slices.ContainsFunc(r.Roles, same) {
			r.Roles = append(r.Roles, role)
		}
	}
	r.Member, r.Owner = addGroups(r.Member, now.Member), addGroups(r.Owner, now.Owner)
	r.Stays = now.Stays
	for _, report := range now.Reports {
		if !slices.ContainsFunc(r.Reports, func(old person) bool { return sameText(old.ID, report.ID) }) {
			r.Reports = append(r.Reports, report)
		}
	}
}

func addGroups(had, now []heldGroup) []heldGroup {
	for _, group := range now {
		if !slices.ContainsFunc(had, func(old heldGroup) bool { return sameText(old.ID, group.ID) }) {
			had = append(had, group)
		}
	}
	return had
}

func sameText[T ~string](a, b T) bool { return strings.EqualFold(string(a), string(b)) }

// begunStep is a step that was begun. If it does not say that it is done, it may
// be all the same: the process was killed before it could say so.
type begunStep struct {
	What string `json:"what"`
	Done bool   `json:"done"`
}

// begin notes that a step is begun, and end that it is done.
func (r *record) begin(what string) {
	if !r.begun(what) {
		r.Steps = append(r.Steps, begunStep{What: what})
	}
}

func (r *record) end(what string) {
	for i := range r.Steps {
		if r.Steps[i].What == what {
			r.Steps[i].Done = true
		}
	}
}

func (r *record) begun(what string) bool {
	return slices.ContainsFunc(r.Steps, func(s begunStep) bool { return s.What == what })
}

func (r *record) done(what string) bool { return slices.Contains(r.Steps, begunStep{what, true}) }

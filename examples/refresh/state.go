package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/instances"
)

// state is how far a run is. It is on the disk before each thing that it speaks of.
type state struct {
	Version int               `json:"version"`
	Tenant  admin365.TenantID `json:"tenant"`
	Begun   time.Time         `json:"begun"`
	// Run tells this run from others; the backup has it in its label.
	Run    string      `json:"run"`
	Source environment `json:"source"`
	Target environment `json:"target"`
	// Name is what the target is called in the end.
	Name string `json:"name"`
	// Steps are what was begun, by name.
	Steps map[string]*begun `json:"steps"`
	// Done: nothing is left to do.
	Done bool `json:"done"`
}

// environment is an environment as the run found it.
type environment struct {
	ID      instances.EnvironmentID   `json:"id"`
	Name    string                    `json:"name"`
	Type    instances.EnvironmentType `json:"type"`
	Version string                    `json:"version"`
}

func environmentOf(e *instances.Environment) environment {
	is := environment{ID: e.ID, Name: e.DisplayName, Type: e.Type}
	if e.Dataverse != nil {
		is.Version = e.Dataverse.Version
	}
	return is
}

// begun is a step that was begun. Without an operation it may be under way at the
// service all the same: the process ended before it could write it down.
type begun struct {
	// Before is the newest operation in the target's history right before the step.
	Before    admin365.OperationID `json:"before,omitzero"`
	Operation admin365.OperationID `json:"operation,omitzero"`
	Done      bool                 `json:"done,omitzero"`
}

// stateVersion is that of the files that are written here.
const stateVersion = 1

// readState reads the file at path; nil if there is none.
func readState(path string) (*state, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var s state
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("%s: this says nothing of a refresh: %w", path, err)
	}
	if s.Version != stateVersion || s.Source.ID == "" || s.Target.ID == "" || s.Run == "" {
		return nil, fmt.Errorf("%s: this says nothing of a refresh, or was written by another version", path)
	}
	if s.Steps == nil {
		s.Steps = map[string]*begun{}
	}
	return &s, nil
}

// newState is a run that has done nothing yet.
func newState(c *connection, source, target *instances.Environment, name string) *state {
	if name == "" {
		name = target.DisplayName
	}
	return &state{
		Version: stateVersion, Tenant: c.tenant, Begun: c.now().UTC(), Run: rand.Text()[:8],
		Source: environmentOf(source), Target: environmentOf(target), Name: name, Steps: map[string]*begun{},
	}
}

// write puts the state on the disk, readable by its owner only.
func (s *state) write(path string) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.Replace(path, func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}

// label is the label of the run's backup.
func (s *state) label() string { return "before refresh " + s.Run }

// fits reports why the state is of another run than the options ask for; nil if it is
// not.
func (s *state) fits(c *connection, o options) error {
	switch {
	case s.Tenant != c.tenant:
		return fmt.Errorf("%s is of the tenant %s; take another file", o.state, s.Tenant)
	case o.source != s.Source.Name && o.source != string(s.Source.ID), o.target != s.Target.Name:
		return fmt.Errorf("%s is of a copy of %q onto %q; take another file", o.state, s.Source.Name, s.Target.Name)
	case o.name != "" && o.name != s.Name:
		return fmt.Errorf("%s is of a run that ends with the name %q; take another file", o.state, s.Name)
	default:
		return nil
	}
}

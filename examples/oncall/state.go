package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/health"
)

// state is how far the last look was.
type state struct {
	Version int               `json:"version"`
	Tenant  admin365.TenantID `json:"tenant"`
	Looked  time.Time         `json:"looked"`
	Token   health.Token      `json:"token"`
}

// stateVersion is that of the files that are written here.
const stateVersion = 1

// errState: the state is of no use, and a look without it would tell other things.
var errState = errors.New("the state says nothing of a look")

// beginState is the state from which a look begins: that of the file, or the day before.
func beginState(c *connection, o options) (*state, error) {
	begin := c.now().UTC().Add(-firstLook)
	fresh := &state{Version: stateVersion, Tenant: c.TenantID(), Looked: begin, Token: health.From(begin)}
	if o.state == "" {
		return fresh, nil
	}
	text, err := os.ReadFile(o.state)
	if errors.Is(err, fs.ErrNotExist) {
		return fresh, nil
	}
	if err != nil {
		return nil, err
	}
	var s state
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("%s: this says nothing of a look: %w", o.state, err)
	}
	switch {
	case s.Version != stateVersion || s.Token == "":
		return nil, fmt.Errorf("%s: this says nothing of a look, or was written by another version", o.state)
	case s.Tenant != c.TenantID():
		return nil, fmt.Errorf("%s is of the tenant %s; take another file", o.state, s.Tenant)
	}
	return &s, nil
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

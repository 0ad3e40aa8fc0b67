package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/emulator"
)

// run is an emulator that runs.
type run struct {
	server  *emulator.Server
	tenants tenants
	// folder is temporary; preload is a file in it, for Node.
	folder  string
	preload string
	envFile string
	// written is what we wrote into envFile.
	written string
	// httpProxy: plain http goes to the emulator too.
	httpProxy bool
}

// grace is how long requests that are being answered may take when the emulator
// stops.
const grace = 10 * time.Second

// start starts the emulator. Nothing is left behind where it fails.
func (p program) start(ctx context.Context, o options) (*run, error) {
	if err := clearEnvFile(ctx, o); err != nil {
		return nil, err
	}
	r := &run{envFile: o.envFile, httpProxy: o.httpProxy}
	if err := r.begin(ctx, o, slog.New(slog.NewTextHandler(p.stderr, nil))); err != nil {
		return nil, errors.Join(err, r.tenants.close(), r.tidy())
	}
	return r, nil
}

// begin loads the tenants and listens.
func (r *run) begin(ctx context.Context, o options, log *slog.Logger) (err error) {
	if r.tenants, err = openTenants(o); err != nil {
		return err
	}
	if r.folder, err = os.MkdirTemp("", "admin365-emulator-"); err != nil {
		return err
	}
	// Node reads slashes everywhere; a backslash would be lost in a shell that reads the file.
	r.preload = filepath.ToSlash(filepath.Join(r.folder, "preload.cjs"))
	if err = os.WriteFile(r.preload, preload, 0o600); err != nil {
		return err
	}
	if o.caFile == "" {
		o.caFile = filepath.Join(r.folder, "ca.pem")
	}
	e := admin.NewEmulator(r.tenants[0], admin.EmulatorConfig{AutoSignIn: admin365.UserID(o.signInAs)})
	if err = known(ctx, e, o.signInAs); err != nil {
		return err
	}
	r.server, err = emulator.Start(emulator.Config{
		Emulator: e,
		Address:  o.address, AnyAddress: o.anyAddress, Names: o.names, CertificateFile: o.caFile, Logger: log,
	})
	return err
}

// known fails if no tenant has the person who is to be signed in: otherwise only a
// sign-in, and perhaps a long time from now, would say so.
func known(ctx context.Context, e *admin.Emulator, person string) error {
	if person == "" {
		return nil
	}
	for _, m := range e.Tenants() {
		_, err := m.Identity.Users.Get(ctx, admin365.UserID(person))
		if err == nil || !errors.Is(err, admin365.ErrNotFound) {
			return err
		}
	}
	return fmt.Errorf("-sign-in-as: no tenant has a person %q", person)
}

// stop ends the emulator: no request is lost, and then everything is saved.
func (r *run) stop(ctx context.Context) error {
	// What is being answered now is answered, although whoever started us has asked to
	// stop.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	return errors.Join(inTime(r.server.Close(ctx)), r.tenants.close(), r.tidy())
}

// inTime says what it means that the time was over.
func inTime(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("a request did not end in time (%s), and was cut", grace)
	}
	return err
}

// tidy removes what is of no use to anybody after the emulator's end.
func (r *run) tidy() error {
	var errs []error
	if r.envFile != "" {
		errs = append(errs, r.removeEnvFile())
	}
	if r.folder != "" {
		errs = append(errs, os.RemoveAll(r.folder))
	}
	return errors.Join(errs...)
}

// Emulator is a Microsoft 365 tenant on one's own machine, for programs in any
// language: an unmodified command line tool, SDK, Terraform provider or script that
// administers Microsoft 365 works against it, with Microsoft's rules and refusals.
//
//	emulator
//	emulator -env-file emulator.env -tenant-file contoso.json
//	emulator exec -- m365 entra user list
//
// It listens on this machine alone, as an HTTPS proxy: what a program wants of
// https://graph.microsoft.com and the other hosts is answered here. Nothing is ever
// forwarded; other hosts are refused with the reason. It prints the lines that tell a
// shell about it, and -env-file writes them, one NAME=value a line, once it is ready
// to answer; the file is gone when it stops. docs/emulator.md says what to export for
// which program, and what works.
//
// # exec
//
//	emulator exec [flags] -- COMMAND ARGUMENTS…
//
// starts the emulator, runs the command with all of that in its environment, and ends
// with its exit code; signals are passed on. SSL_CERT_FILE is the emulator's
// certificate alone, because nothing else can be reached. Node asks for no proxy by
// itself, or not everywhere: it gets a preload that mends this (NODE_OPTIONS).
//
// # Tenants
//
// It begins with Contoso. -tenant-file keeps the tenant in a file, from one run to the
// next. -tenants does the same for every *.json in a folder; the first of them by name
// is the one of AZURE_TENANT_ID. What was answered is kept as -sync promises: with
// write, the default, kill -9 loses nothing of it. While the emulator runs there is a
// .log beside each file; after a clean stop the file has everything.
//
// # Exit code
//
//	0    it was stopped, and everything is saved
//	1    something could not be saved, or did not stop in time
//	2    the arguments or a file are no good, and nothing was started
//
// With exec it is the command's; 128 and the number of the signal that ended it; 125
// where the emulator itself failed, 126 where the command cannot be run, 127 where
// there is none.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// version is set when a release is built.
var version = "devel"

// The exit codes.
const (
	exitWell        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitOurs        = 125
	exitNotRunnable = 126
	exitNotFound    = 127
	exitSignal      = 128
)

func main() { os.Exit(mainOf(os.Args[1:])) }

// mainOf runs the program with the process's streams and signals.
func mainOf(args []string) int {
	p := program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ()}
	if len(args) > 0 && args[0] == "exec" {
		p.signals = make(chan os.Signal, 8)
		signal.Notify(p.signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		return p.exec(context.Background(), args[1:])
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// The first signal asks to stop; the second one ends the program at once.
	context.AfterFunc(ctx, stop)
	return p.serve(ctx, args)
}

// program is what a run has of the world around it.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	// environ is what the process was started with, for the command of exec.
	environ []string
	// signals are those that exec passes on.
	signals chan os.Signal
}

// say tells the owner something.
func (p program) say(format string, args ...any) {
	_, _ = fmt.Fprintf(p.stderr, "emulator: "+format+"\n", args...)
}

// serve runs the emulator until the context ends.
func (p program) serve(ctx context.Context, args []string) int {
	o, err := p.parse("emulator", args)
	switch {
	case errors.Is(err, flag.ErrHelp), err == nil && o.version:
		return exitWell
	case err != nil:
		return exitUsage
	case len(o.rest) > 0:
		p.say("%q is no flag; to run a command: emulator exec -- %s", o.rest[0], o.rest[0])
		return exitUsage
	}
	r, err := p.start(ctx, o)
	if err != nil {
		p.say("%s", err)
		return exitUsage
	}
	code := exitWell
	if err = r.announce(p, o); err == nil {
		p.say("ready at %s; interrupt to stop", r.server.URL())
		<-ctx.Done()
		p.say("stopping")
	}
	if err = errors.Join(err, r.stop(ctx)); err != nil {
		p.say("%s", err)
		code = exitFailed
	}
	return code
}

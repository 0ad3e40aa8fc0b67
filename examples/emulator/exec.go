package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/term"

	"github.com/admin365/admin365/admin/emulator"
)

// preload has old releases of Node ask for the proxy.
//
//go:embed preload.cjs
var preload []byte

// exec runs a command beside the emulator, and returns its exit code.
func (p program) exec(ctx context.Context, args []string) int {
	o, err := p.parse("emulator exec", args)
	switch {
	case errors.Is(err, flag.ErrHelp), err == nil && o.version:
		return exitWell
	case err != nil:
		return exitOurs
	case len(o.rest) == 0:
		p.say("exec needs a command: emulator exec -- COMMAND ARGUMENTS...")
		return exitOurs
	}
	// There is no use in starting anything for a command that is not there.
	path, err := exec.LookPath(o.rest[0])
	if err != nil {
		p.say("%s", err)
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
			return exitNotFound
		}
		return exitNotRunnable
	}
	r, err := p.start(ctx, o)
	if err != nil {
		p.say("%s", err)
		return exitOurs
	}
	code, err := p.command(ctx, r, path, o.rest)
	if err = errors.Join(err, r.stop(ctx)); err != nil {
		p.say("%s", err)
		if code == exitWell {
			code = exitOurs
		}
	}
	return code
}

// command runs the command to its end.
func (p program) command(ctx context.Context, r *run, path string, args []string) (int, error) {
	if err := r.writeEnvFile(p); err != nil {
		return exitOurs, err
	}
	cmd := exec.CommandContext(ctx, path, args[1:]...)
	cmd.Args[0] = args[0]
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.stdin, p.stdout, p.stderr
	cmd.Env = environment(p.environ, r.environ(), r.preload, runtime.GOOS == "windows")
	if err := cmd.Start(); err != nil {
		return exitNotRunnable, err
	}
	ended := make(chan struct{})
	passed := make(chan struct{})
	go func() {
		defer close(passed)
		p.pass(cmd.Process, ended)
	}()
	err := cmd.Wait()
	close(ended)
	<-passed
	return exitCode(cmd.ProcessState, err)
}

// exitCode is how the command ended, as shells say it.
func exitCode(state *os.ProcessState, err error) (int, error) {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return exitSignal + int(status.Signal()), nil
	}
	if _, failed := errors.AsType[*exec.ExitError](err); failed || err == nil {
		return state.ExitCode(), nil
	}
	return state.ExitCode(), err
}

// pass passes signals on to the command until it has ended.
func (p program) pass(command *os.Process, ended <-chan struct{}) {
	for {
		select {
		case <-ended:
			return
		case s := <-p.signals:
			if s == os.Interrupt && p.interactive() {
				continue // The terminal has told the command already.
			}
			if command.Signal(s) != nil && s != os.Interrupt {
				_ = command.Kill() // Windows has no such signals.
			}
		}
	}
}

// interactive reports whether the program was started at a terminal.
func (p program) interactive() bool {
	file, ok := p.stdin.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// environment is that of a command: ours, with the emulator's variables in place of
// those that are there.
func environment(ours []string, all []emulator.Variable, script string, windows bool) []string {
	options := ""
	all = slices.Clone(all)
	for _, entry := range ours {
		if name, value, _ := strings.Cut(entry, "="); name == "NODE_OPTIONS" {
			options = value + " "
		}
	}
	for _, v := range all {
		// Many programs look at the names in lower case first. Windows tells no case.
		if strings.HasSuffix(v.Name, "_PROXY") && v.Name != "NODE_USE_ENV_PROXY" && !windows {
			all = append(all, emulator.Variable{Name: strings.ToLower(v.Name), Value: v.Value})
		}
	}
	node := nodeOptions(script)
	node.Value = options + node.Value
	all = append(all, node)
	var env []string
	for _, entry := range ours {
		name, _, _ := strings.Cut(entry, "=")
		if !slices.ContainsFunc(all, func(v emulator.Variable) bool { return v.Name == name || windows && strings.EqualFold(v.Name, name) }) {
			env = append(env, entry)
		}
	}
	for _, v := range all {
		env = append(env, v.Name+"="+v.Value)
	}
	return env
}

// nodeOptions has every Node begin with the script.
func nodeOptions(script string) emulator.Variable {
	return emulator.Variable{Name: "NODE_OPTIONS", Value: "--require=" + nodeQuote(script)}
}

// nodeQuote writes a path as NODE_OPTIONS wants it.
// Source: https://nodejs.org/api/cli.html#node_optionsoptions
func nodeQuote(path string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(path) + `"`
}

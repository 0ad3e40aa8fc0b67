package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/admin365/admin365/admin/emulator"
	"github.com/admin365/admin365/examples/internal/atomicfile"
)

// environ is what a program needs to have in its environment.
func (r *run) environ() []emulator.Variable {
	all := r.server.Environ()
	if r.httpProxy {
		all = append(all, emulator.Variable{Name: "HTTP_PROXY", Value: r.server.URL()})
	}
	return all
}

// announce tells that the emulator is ready to answer: in lines for shells, and then in
// the file of the variables, for which somebody may wait.
func (r *run) announce(out io.Writer, o options) error {
	w := bufio.NewWriter(out)
	for shell := range strings.SplitSeq(o.print, ",") {
		title, line := lines(shell)
		if line == nil {
			continue
		}
		fmt.Fprintf(w, "# %s\n", title)
		for _, v := range r.environ() {
			fmt.Fprintln(w, line(v))
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return r.writeEnvFile()
}

// clearEnvFile removes the file of an earlier run that was killed: who waits for the
// file would be misled. What is there and is something else, such as a project's own
// .env or a tenant, is refused.
func clearEnvFile(o options) error {
	if o.envFile == "" {
		return nil
	}
	content, err := os.ReadFile(o.envFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !strings.HasPrefix(string(content), "HTTPS_PROXY=") || !strings.Contains(string(content), "\nADMIN365_CONTROL=") {
		return fmt.Errorf("%s is there, and was not written by an emulator", o.envFile)
	}
	return os.Remove(o.envFile)
}

// writeEnvFile writes the file of the variables, whole or not at all, for its owner
// alone to read: a secret is in it.
func (r *run) writeEnvFile() error {
	if r.envFile == "" {
		return nil
	}
	return atomicfile.Replace(r.envFile, func(w io.Writer) error {
		for _, v := range r.environ() {
			if strings.ContainsAny(v.Value, "\r\n") {
				return fmt.Errorf("%s cannot be written in one line", v.Name)
			}
			if _, err := fmt.Fprintf(w, "%s=%s\n", v.Name, v.Value); err != nil {
				return err
			}
		}
		return nil
	})
}

// lines is how a shell is told of a variable; nil where it is to be told nothing.
func lines(shell string) (title string, line func(emulator.Variable) string) {
	switch shell {
	case "sh":
		return "sh, bash, zsh", func(v emulator.Variable) string {
			return "export " + v.Name + "='" + strings.ReplaceAll(v.Value, "'", `'\''`) + "'"
		}
	case "powershell":
		return "PowerShell", func(v emulator.Variable) string {
			return "$env:" + v.Name + " = '" + strings.ReplaceAll(v.Value, "'", "''") + "'"
		}
	case "node":
		// NODE_EXTRA_CA_CERTS and NODE_USE_ENV_PROXY are read when Node starts, so it is
		// a child process that has them.
		return "Node: the environment of a child process", func(v emulator.Variable) string {
			return "process.env." + v.Name + " = " + quote(v.Value) + ";"
		}
	default:
		return "", nil
	}
}

// quote writes a string as JavaScript does.
func quote(text string) string {
	b, _ := json.Marshal(text) // A string always can be.
	return string(b)
}

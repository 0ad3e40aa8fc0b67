package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

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
func (r *run) announce(p program, o options) error {
	w := bufio.NewWriter(p.stdout)
	for shell := range strings.SplitSeq(o.print, ",") {
		title, line := lines(shell)
		if line == nil {
			continue
		}
		fmt.Fprintf(w, "# %s\n", title)
		for _, v := range append(r.environ(), nodeOptions(r.preload)) {
			fmt.Fprintln(w, line(v))
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return r.writeEnvFile(p)
}

// clearEnvFile removes the file of an earlier run that was killed: who waits for the
// file would be misled. What is there and is something else, such as a project's own
// .env or a tenant, is refused.
func clearEnvFile(ctx context.Context, o options) error {
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
	if at := answering(ctx, string(content)); at != "" {
		return fmt.Errorf("%s is that of an emulator that answers at %s: stop it, or name another file", o.envFile, at)
	}
	return os.Remove(o.envFile)
}

// answering is where the emulator answers that wrote the file; empty if it does not any
// more.
func answering(ctx context.Context, content string) string {
	_, rest, _ := strings.Cut(content, "\nADMIN365_CONTROL=")
	at, _, _ := strings.Cut(rest, "\n")
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at+"/v1", nil)
	if err != nil {
		return ""
	}
	response, err := new(http.Transport).RoundTrip(request) // It asks for no proxy.
	if err != nil {
		return ""
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return "" // Somebody else has the port now.
	}
	return strings.TrimSuffix(at, "/control")
}

// writeEnvFile writes the file of the variables, whole or not at all, for its owner
// alone to read: a secret is in it.
func (r *run) writeEnvFile(p program) error {
	if r.envFile == "" {
		return nil
	}
	variables := r.environ()
	if bare(r.preload) {
		// Without quotes: whoever is no shell, such as Docker, would take them as they are.
		variables = append(variables, emulator.Variable{Name: "NODE_OPTIONS", Value: "--require=" + r.preload})
	} else {
		p.say("NODE_OPTIONS is not in %s, because %s would need quotes there: Node before 22.21 reaches the real network without it; take the lines that are printed", r.envFile, r.preload)
	}
	var content strings.Builder
	for _, v := range variables {
		if strings.ContainsAny(v.Value, "\r\n") {
			return fmt.Errorf("%s cannot be written in one line", v.Name)
		}
		fmt.Fprintf(&content, "%s=%s\n", v.Name, v.Value)
	}
	err := atomicfile.Replace(r.envFile, func(w io.Writer) error {
		_, err := io.WriteString(w, content.String())
		return err
	})
	if err == nil {
		r.written = content.String()
	}
	return err
}

// bare reports whether a path means itself without quotes, to shells and to Node.
func bare(path string) bool {
	return strings.Trim(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-:+,@") == ""
}

// removeEnvFile removes the file of the variables if it is the one that we wrote, and
// not that of another emulator which has started since.
func (r *run) removeEnvFile() error {
	content, err := os.ReadFile(r.envFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case r.written == "" || string(content) != r.written:
		return nil
	default:
		return os.Remove(r.envFile)
	}
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

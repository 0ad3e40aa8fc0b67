// Command api keeps .ci/api.txt: one line per exported identifier of every
// package that users can import, struct fields and interface methods included.
//
//	go run ./.ci/api           compares the packages with the file
//	go run ./.ci/api -update   writes the file
//
// A line that a user may depend on must not vanish in silence. Whatever stood in
// the file at the last tag, in the last commit or in the one before it, and is
// gone or changed now, has to be named under "Breaking" in the Unreleased part
// of CHANGELOG.md, before and after an update alike. What came and went since
// the last commit was never anybody's.
//
// It uses the standard library only, so that the module gets no dependency for
// the sake of its own checks.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
)

const (
	file      = ".ci/api.txt"
	changelog = "CHANGELOG.md"
)

func main() {
	update := flag.Bool("update", false, "write "+file)
	flag.Parse()
	if err := run(*update); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(update bool) error {
	now, err := exported()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	stored := lines(text)
	history, err := os.ReadFile(changelog)
	if err != nil {
		return err
	}
	bases := committed()
	if len(bases) == 0 {
		bases = [][]string{stored}
	}
	if unnamed := unnamed(bases, now, breaking(string(history))); len(unnamed) > 0 {
		return fmt.Errorf("these lines of the exported API are gone or changed:\n\n%s\n"+
			"Put them back, or name each under the heading \"### Breaking\" of Unreleased in %s",
			listed("- ", unnamed), changelog)
	}
	if update {
		if err := os.WriteFile(file, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			return err
		}
		stored = now
	}
	added, removed := missing(now, stored), missing(stored, now)
	if len(added)+len(removed) > 0 {
		return fmt.Errorf("%s is not what the packages export:\n\n%s%s\n"+
			"If this is meant, run `go run ./.ci/api -update` and commit the file",
			file, listed("- ", removed), listed("+ ", added))
	}
	fmt.Printf("%d lines of exported API\n", len(now))
	return nil
}

// committed returns the file as it stands in the last commit, in the one before
// (a change is often checked when it is committed already) and at the last
// tag. What is not there is left out.
func committed() [][]string {
	revisions := []string{"HEAD", "HEAD^"}
	if tag, err := exec.Command("git", "describe", "--tags", "--abbrev=0", "--match", "v*").Output(); err == nil {
		revisions = append(revisions, string(bytes.TrimSpace(tag)))
	}
	var all [][]string
	for _, revision := range revisions {
		if text, err := exec.Command("git", "show", revision+":"+file).Output(); err == nil {
			all = append(all, lines(text))
		}
	}
	return all
}

// unnamed returns the lines of bases that are not in now and whose identifier
// the breaking part of the changelog does not name.
func unnamed(bases [][]string, now []string, breaking string) []string {
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(breaking, func(r rune) bool { return !isLetter(r) }) {
		words[w] = true
	}
	present := map[string]bool{}
	for _, l := range now {
		pkg, name := identifier(l)
		present[pkg+" "+name] = true
	}
	var found []string
	for _, base := range bases {
		for _, l := range missing(base, now) {
			pkg, name := identifier(l)
			// With a type go its members: then the type's name is enough.
			if owner, _, ok := strings.Cut(name, "."); ok && !present[pkg+" "+owner] {
				name = owner
			}
			for word := range strings.SplitSeq(name, ".") {
				if !words[word] && !slices.Contains(found, l) {
					found = append(found, l)
				}
			}
		}
	}
	slices.Sort(found)
	return found
}

// breaking returns what stands under "### Breaking" in the Unreleased part.
func breaking(changelog string) string {
	var text strings.Builder
	unreleased, inside := false, false
	for l := range strings.Lines(changelog) {
		title := strings.Trim(l, "#[] \n")
		switch {
		case strings.HasPrefix(l, "## "):
			unreleased, inside = strings.EqualFold(title, "Unreleased"), false
		case strings.HasPrefix(l, "### "):
			inside = unreleased && strings.EqualFold(title, "Breaking")
		case inside:
			text.WriteString(l)
		}
	}
	return text.String()
}

func isLetter(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0x7f
}

// missing returns the lines of a that are not in b.
func missing(a, b []string) []string {
	in := map[string]bool{}
	for _, l := range b {
		in[l] = true
	}
	return slices.DeleteFunc(slices.Clone(a), func(l string) bool { return in[l] })
}

func lines(text []byte) []string {
	return strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' })
}

func listed(prefix string, all []string) string {
	var text strings.Builder
	for _, l := range all {
		text.WriteString(prefix + l + "\n")
	}
	return text.String()
}

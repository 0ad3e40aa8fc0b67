package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/health"
)

// follow says everything that is new since the token in the file, and keeps the token of
// what was said. Where it fails, or is killed, the next run goes on: what was said and
// kept is not said again. What was said and not kept yet is said once more, which is
// better than never.
func follow(ctx context.Context, of *health.Service, path string, o health.WatchOptions, say func(context.Context, string) error) error {
	token, err := os.ReadFile(path)
	switch {
	case err == nil:
		o.Token = health.Token(strings.TrimSpace(string(token)))
	case !errors.Is(err, fs.ErrNotExist):
		return err
	default:
		// The first run may be cut before its first change, so its beginning is kept, too.
		if err := keep(path, o.Token); err != nil {
			return err
		}
	}
	for change, err := range health.Watch(ctx, of.Issues, of.Messages, o) {
		if err != nil {
			return err
		}
		if err := say(ctx, text(change)); err != nil {
			return fmt.Errorf("what changed at %v could not be said: %w", change.At(), err)
		}
		if err := keep(path, change.Token); err != nil {
			return err
		}
	}
	return nil
}

func keep(path string, token health.Token) error {
	return atomicfile.Replace(path, func(w io.Writer) error {
		_, err := io.WriteString(w, string(token)+"\n")
		return err
	})
}

// most is how much of a post is said: who wants more follows the id.
const most = 280

// text is a change in the words of a chat.
func text(c *health.Change) string {
	var b strings.Builder
	if m := c.Message; m != nil {
		fmt.Fprintf(&b, ":mega: *%s* %s", m.ID, plain(m.Title))
		if !m.ActionRequiredByDateTime.IsZero() {
			fmt.Fprintf(&b, " (act by %s)", m.ActionRequiredByDateTime.Format("2 January 2006"))
		}
		return b.String()
	}
	sign := ":large_yellow_circle:"
	switch {
	case !c.Issue.Open():
		sign = ":large_green_circle:"
	case c.Issue.Classification == health.Incident:
		sign = ":red_circle:"
	}
	fmt.Fprintf(&b, "%s *%s* %s: %s", sign, c.Issue.ID, plain(c.Issue.Service), plain(c.Issue.Title))
	for _, p := range c.Posts {
		said := []rune(strings.ReplaceAll(health.Text(p.Description.Content), "\n", " "))
		if len(said) > most {
			said = append(said[:most], '…')
		}
		fmt.Fprintf(&b, "\n> %s", plain(string(said)))
	}
	return b.String()
}

// plain is a text that the chat does not take for its own signs, which would call
// everybody or lead elsewhere.
func plain(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

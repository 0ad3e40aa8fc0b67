package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/admin365/admin365/health"
)

// say posts a text.
func (c chat) say(ctx context.Context, text string) error {
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	rq, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address, bytes.NewReader(body))
	if err != nil {
		return errors.New("the address of the webhook is none") // The error would name it.
	}
	rq.Header.Set("Content-Type", "application/json")
	client := c.client
	if client == nil {
		client = http.DefaultClient
	}
	rs, err := client.Do(rq)
	if err != nil {
		return errors.New("the chat does not answer") // The error would name the address.
	}
	defer rs.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(rs.Body, 1<<20)) // So that the connection can be used again.
	if rs.StatusCode/100 != 2 {
		return fmt.Errorf("the chat answers %s", rs.Status)
	}
	return nil
}

// tellingOf is what a chat is told of a change.
func tellingOf(c *health.Change) string {
	if m := c.Message; m != nil {
		text := fmt.Sprintf(":mega: *%s* %s (%s)", escape(string(m.ID)), escape(m.Title), escape(strings.Join(m.Services, ", ")))
		if !m.ActionRequiredByDateTime.IsZero() {
			text += "\nTo be done by " + m.ActionRequiredByDateTime.Format(time.DateOnly)
		}
		return text
	}
	i, sign := c.Issue, ":fire:"
	switch {
	case i.IsResolved:
		sign = ":white_check_mark:"
	case i.Classification == health.Advisory:
		sign = ":warning:"
	}
	text := fmt.Sprintf("%s *%s* %s (%s, %s)", sign, escape(string(i.ID)), escape(i.Title), escape(i.Service), escape(string(i.Status)))
	for _, p := range c.Posts {
		text += "\n> " + strings.ReplaceAll(shortened(health.Text(p.Description.Content)), "\n", "\n> ")
	}
	return text
}

// shortened is as much of a text as a chat shows, escaped.
func shortened(text string) string {
	const most = 1500
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + " …"
	}
	return escape(text)
}

// escape keeps a text from being read as a link, a mention or a channel.
// Source: https://api.slack.com/reference/surfaces/formatting#escaping
func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

package support_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/subjects"
	"github.com/admin365/admin365/support"
)

// ear hears what is said where no personal data belongs: logs, errors, observers and URLs.
type ear struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (e *ear) Write(b []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.said.Write(b)
}

type hearing struct {
	*ear
	through http.RoundTripper
}

func (h hearing) RoundTrip(r *http.Request) (*http.Response, error) {
	fmt.Fprintln(h.ear, r.URL.String())
	return h.through.RoundTrip(r)
}

// TestContactsAreNotSaid: whom Microsoft talks to is in no log, no error, no event and no
// URL, whether a call succeeds or not, and in no list of changes.
func TestContactsAreNotSaid(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	before := m.Snapshot()
	e, heard := admin.NewEmulator(m.Memory, admin.EmulatorConfig{}), &ear{}
	c, err := admin.New(admin.Config{
		TenantID: m.TenantID(), Credential: e.Credential(admin365.Caller{}),
		HTTPClient: &http.Client{Transport: hearing{heard, e.Transport()}},
		Logger:     slog.New(slog.NewTextHandler(heard, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Observe: func(_ context.Context, event admin365.Event) {
			event.Duration = 0
			fmt.Fprintf(heard, "%+v\n", event)
		},
		Guard: func(_ context.Context, w admin365.Write) error {
			fmt.Fprintf(heard, "%+v\n", w)
			return nil
		},
	})
	require.NoError(t, err)
	ctx, personal := t.Context(), support.Contact{
		FirstName: "Zenobia", LastName: "Quarles", Email: "zenobia.quarles@contoso.com", Phone: "+1 555 0199 777", OtherEmails: []string{"zq.other@contoso.com"},
		Method: support.ContactPhone, TimeZone: "Pacific Standard Time", Country: "USA", Language: "en-us",
	}
	for _, s := range []*support.Service{c.Support, m.Support} {
		n := aTicket("t" + fmt.Sprint(heard.said.Len()))
		n.Contact = personal
		tell := func(_ any, err error) {
			fmt.Fprintf(heard, "%v %+v\n", err, err)
			if e, ok := errors.AsType[*admin365.Error](err); ok {
				fmt.Fprintf(heard, "%+v %#v\n", *e, *e)
			}
		}
		o, err := s.Tickets.Create(ctx, n)
		require.NoError(t, err)
		tell(s.Tickets.Create(ctx, n))
		require.NoError(t, m.Backstage.Support.Finish(ctx, o.ID))
		got, err := s.Tickets.Get(ctx, support.TicketID(n.Name))
		require.NoError(t, err)
		require.Equal(t, personal.Phone, got.Contact.Phone, "it is there to be read")
		tell(nil, s.Tickets.Update(ctx, got.ID, support.TicketPatch{Contact: &support.ContactPatch{Email: new("zenobia.quarles"), Phone: new("")}}))
		tell(nil, s.Tickets.Update(ctx, got.ID, support.TicketPatch{Contact: &support.ContactPatch{Language: new("zq.other@contoso.com")}}))
		for _, spoil := range []func(*support.NewTicket){
			func(n *support.NewTicket) { n.Contact.Method = "Quarles" }, func(n *support.NewTicket) { n.Contact.Country = "Zenobia" },
			func(n *support.NewTicket) { n.Contact.LastName = "" }, func(n *support.NewTicket) { n.Severity = "urgent" },
		} {
			bad := n
			spoil(&bad)
			bad.Name += "x"
			tell(s.Tickets.Create(ctx, bad))
		}
		tell(s.Partner.Tickets.Create(ctx, support.NewTicket{Title: "x", Description: "y", Severity: support.Minimal, Problem: "1", Contact: personal}))
		// What a program does without a thought.
		log := slog.New(slog.NewJSONHandler(heard, nil))
		log.Info("opened", "ticket", got.Name, "contact", got.Contact)
		fmt.Fprintf(heard, "%v %+v %#v %s\n", *got, *got, got.Contact, got.Contact)
		fmt.Fprintf(heard, "%+v\n", n)
	}
	fmt.Fprintln(heard, strings.Join(m.Changes(before), "\n"))
	text := heard.said.String()
	require.Contains(t, text, "support.Tickets.Create")
	for _, word := range []string{"Zenobia", "Quarles", "zenobia.quarles", "0199", "zq.other"} {
		assert.NotContains(t, text, word)
	}
	// It is sent and stored all the same.
	b, err := json.Marshal(personal)
	require.NoError(t, err)
	assert.Contains(t, string(b), "Zenobia", "who wants it as JSON gets it")
}

// TestMicrosoft365: there is no API, nothing is sent, and the error says where to go.
func TestMicrosoft365(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	for _, way := range subjects.Ways() {
		s := subjects.Client(t, m.Memory, way, admin365.Caller{}).Support.Microsoft365
		_, err := s.Get(t.Context(), "1")
		list := func() (err error) {
			for _, err = range s.List(t.Context(), support.TicketQuery{}) {
				return err
			}
			return nil
		}
		_, created := s.Create(t.Context(), support.NewTicket{Name: "one"})
		for _, err := range []error{err, list(), created, s.Update(t.Context(), "1", support.TicketPatch{}), s.Close(t.Context(), "1"), s.Reopen(t.Context(), "1")} {
			require.ErrorIs(t, err, admin365.ErrUnsupported)
			assert.ErrorContains(t, err, "https://admin.microsoft.com/Adminportal/Home#/support/requests")
			assert.ErrorContains(t, err, "Partner Center")
		}
	}
	assert.Empty(t, m.Requests(), "nobody was asked")
}

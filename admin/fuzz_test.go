package admin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

// saying is a service that answers the same to everything.
type saying []byte

// RoundTrip implements http.RoundTripper.
func (s saying) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(bytes.NewReader(s)), ContentLength: int64(len(s)),
	}, nil
}

// told returns a client of a service that answers the body. The one of an earlier answer
// would have its limits used up.
func told(t *testing.T, e *admin.Emulator, body []byte) *admin.Client {
	t.Helper()
	c, err := admin.New(admin.Config{
		TenantID: admin.ContosoTenantID, Credential: e.Credential(admin365.Caller{}), HTTPClient: &http.Client{Transport: saying(body)},
		MaxAttempts: 1,
	})
	require.NoError(t, err)
	return c
}

// plain requires that a failure is one of ours.
func plain(t *testing.T, body []byte, err error) {
	t.Helper()
	var e *admin365.Error
	require.ErrorAs(t, err, &e, "%q", body)
	require.Error(t, e.Kind, "%q", body)
}

// FuzzDNSRecords: no answer with DNS records makes the client panic, and what it makes of
// one is whole: sent again it is the same.
func FuzzDNSRecords(f *testing.F) {
	for _, seed := range []string{
		`{"value":[]}`, `{"value":null}`, `{"value":[null]}`, `{"value":[{}]}`, `[]`, `null`, ``, `{`, `{"value":{}}`,
		`{"value":[{"@odata.type":"#microsoft.graph.domainDnsTxtRecord","id":"1","isOptional":false,"label":"contoso.com","recordType":"Txt","supportedService":"Email","ttl":3600,"text":"MS=ms12345678"}]}`,
		`{"value":[{"@odata.type":"microsoft.graph.domainDnsMxRecord","recordType":"Mx","mailExchange":"ms12345678.msv1.invalid","preference":32767}]}`,
		`{"value":[{"recordType":"Srv","nameTarget":"sipdir.online.lync.com","service":"_sip","protocol":"_tls","port":443,"priority":100,"weight":1}]}`,
		`{"value":[{"recordType":"CName","canonicalName":"autodiscover.outlook.com"},{"recordType":"Unavailable","description":"x"},{"recordType":"Caa","ttl":-1}]}`,
		`{"value":[{"recordType":7}]}`, `{"value":[{"ttl":3600.5}]}`, `{"value":[{"ttl":1e400}]}`, `{"value":[{"preference":null,"text":null,"isOptional":null}]}`,
		`{"value":[{"text":"` + "\xff" + `"}]}`, `{"value":[{"TEXT":"a","text":"b"}]}`,
	} {
		f.Add([]byte(seed))
	}
	e := admin.NewEmulator(admin.NewMemory(admin.MemoryConfig{}), admin.EmulatorConfig{})
	f.Fuzz(func(t *testing.T, body []byte) {
		if bytes.Contains(body, []byte("nextLink")) {
			return // One that leads to itself has no end.
		}
		ctx := t.Context()
		records, err := told(t, e, body).DomainRecords.Verification(ctx, "contoso.com")
		if err != nil {
			plain(t, body, err)
			require.Nil(t, records)
			return
		}
		again, err := json.Marshal(map[string]any{"value": append([]admin.DNSRecord{}, records...)})
		require.NoError(t, err)
		second, err := told(t, e, again).DomainRecords.Service(ctx, "contoso.com")
		require.NoError(t, err, "%q, sent as %q", body, again)
		require.Equal(t, len(records), len(second))
		for i := range records {
			require.Equal(t, records[i], second[i], "%q, sent as %q", body, again)
		}
	})
}

// answering is DNS as a fuzzer has it.
type answering struct {
	texts []string
	hosts []string
}

// LookupTXT implements [admin.DNS].
func (a *answering) LookupTXT(context.Context, string) ([]string, error) { return a.texts, nil }

// LookupMX implements [admin.DNS].
func (a *answering) LookupMX(context.Context, string) (all []*net.MX, err error) {
	for _, host := range a.hosts {
		all = append(all, &net.MX{Host: host})
	}
	return all, nil
}

// FuzzProof: a domain is proved by its own records and by nothing that resembles them.
// A # in what DNS answers stands for the digits of the right record.
func FuzzProof(f *testing.F) {
	for _, seed := range [][2]string{
		{"", ""}, {"MS=ms#", ""}, {"", "ms#.msv1.invalid"}, {"", "ms#.msv1.invalid."}, {"", "MS#.MSV1.INVALID."}, {"", "m\u017f#.msv1.invalid"},
		{"ms=ms#", ""}, {" MS=ms#", ""}, {"MS=ms#\nv=spf1 -all", ""}, {"v=spf1 -all\nMS=ms#", "mail.example."}, {"MS=ms#0", "ms#.msv1.invalid.."},
		{"MS=ms00000000", "ms00000000.msv1.invalid"}, {"ms#.msv1.invalid", "MS=ms#"}, {"MS=MS#", "x.ms#.msv1.invalid"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, texts, hosts string) {
		dns := &answering{}
		m := admin.NewMemory(admin.MemoryConfig{DNS: dns})
		_, err := m.Domains.Add(t.Context(), "fabrikam.com")
		require.NoError(t, err)
		records, err := m.DomainRecords.Verification(t.Context(), "fabrikam.com")
		require.NoError(t, err)
		digits := strings.TrimPrefix(records[0].Text, "MS=ms")
		dns.texts = strings.Split(strings.ReplaceAll(texts, "#", digits), "\n")
		dns.hosts = strings.Split(strings.ReplaceAll(hosts, "#", digits), "\n")
		want := slices.Contains(dns.texts, "MS=ms"+digits) || slices.ContainsFunc(dns.hosts, func(host string) bool {
			return lowerASCII(strings.TrimSuffix(host, ".")) == "ms"+digits+".msv1.invalid"
		})
		d, err := m.Domains.Verify(t.Context(), "fabrikam.com", admin.DomainVerification{})
		if want {
			require.NoError(t, err, "%q %q", dns.texts, dns.hosts)
			require.True(t, d.IsVerified)
			return
		}
		require.ErrorIs(t, err, admin365.ErrPrecondition, "%q %q", dns.texts, dns.hosts)
		now, err := m.Domains.Get(t.Context(), "fabrikam.com")
		require.NoError(t, err)
		require.False(t, now.IsVerified)
	})
}

// lowerASCII is in small letters, as names in DNS are compared.
func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// FuzzDates: no date that a service sends makes the client panic, and one that it takes
// is the right moment, in UTC.
func FuzzDates(f *testing.F) {
	for _, seed := range []string{
		`"2021-08-02T10:30:06Z"`, `"2021-08-02T10:30:06.1234567Z"`, `"2021-08-02T10:30:06+02:00"`, `"2021-08-02T24:00:00Z"`, `"2021-02-30T00:00:00Z"`, `"0001-01-01T00:00:00Z"`,
		`"9999-12-31T23:59:59.9999999Z"`, `"2021-08-02"`, `"2021-08-02T10:30:06"`, `""`, `null`, `0`, `"/Date(1627900206000)/"`, `"2021-08-02 10:30:06Z"`, `"2016-12-31T23:59:60Z"`,
		`"2021-08-02T10:30:06-00:00"`, `"2021-08-02t10:30:06z"`, `"10000-01-01T00:00:00Z"`, `"2021-08-02T10:30:06.123456789123Z"`, `"0000-01-01T00:00:00+23:59"`, `{}`,
	} {
		f.Add(seed)
	}
	e := admin.NewEmulator(admin.NewMemory(admin.MemoryConfig{}), admin.EmulatorConfig{})
	f.Fuzz(func(t *testing.T, date string) {
		if !json.Valid([]byte(date)) || len(date) > 100 || strings.ContainsAny(date, "{[") {
			return // It is to be a date that is odd, and no body.
		}
		dates := `"createdDateTime":` + date + `,"onPremisesLastSyncDateTime":` + date + `,"nextLifecycleDateTime":` + date
		state := `"state":{"lastActionDateTime":` + date + `}`
		body := []byte(`{"id":"x","value":[{"id":"x",` + dates + `}],` + state + `,"lastModifiedDateTime":` + date + `}`)
		want, known := moment(date)
		check := func(what string, err error, got ...time.Time) {
			t.Helper()
			if err != nil {
				plain(t, body, err)
				require.False(t, known, "%s: %s is refused: %v", what, date, err)
				return
			}
			for _, at := range got {
				require.Equal(t, time.UTC, at.Location(), "%s: %s", what, date)
				if known {
					require.True(t, want.Equal(at), "%s: %s is %v", what, date, at)
				}
			}
		}
		c := told(t, e, body)
		if o, err := c.Organization.Get(t.Context()); err != nil {
			check("organization", err)
		} else {
			check("organization", nil, o.CreatedDateTime, o.OnPremisesLastSyncDateTime)
		}
		if d, err := c.Domains.Get(t.Context(), "x"); err != nil {
			check("domain", err)
		} else if d.State != nil {
			check("domain", nil, d.State.LastActionDateTime)
		}
		states := told(t, e, []byte(`{"value":[{"id":"x",`+state+`}]}`))
		if all, err := conform.Collect(states.Domains.List(t.Context())); err != nil {
			check("domains", err)
		} else if all[0].State != nil {
			check("domains", nil, all[0].State.LastActionDateTime)
		}
		if p, err := c.SelfServiceReset.Methods(t.Context()); err != nil {
			check("methods", err)
		} else {
			check("methods", nil, p.LastModifiedDateTime)
		}
		if all, err := conform.Collect(c.Billing.Subscriptions.List(t.Context())); err != nil {
			check("subscriptions", err)
		} else {
			check("subscriptions", nil, all[0].CreatedDateTime, all[0].NextLifecycleDateTime)
		}
	})
}

// moment is the moment of a date as the contract writes them; zero for null.
func moment(date string) (time.Time, bool) {
	if date == "null" {
		return time.Time{}, true
	}
	var text string
	if json.Unmarshal([]byte(date), &text) != nil {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	return at, err == nil
}

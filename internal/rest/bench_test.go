package rest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/internal/api"
)

// person has 20 properties, as a directory fills them in.
type person struct {
	ID                string    `json:"id"`
	AccountEnabled    bool      `json:"accountEnabled"`
	BusinessPhones    []string  `json:"businessPhones"`
	City              string    `json:"city"`
	CompanyName       string    `json:"companyName"`
	Country           string    `json:"country"`
	CreatedDateTime   time.Time `json:"createdDateTime"`
	Department        string    `json:"department"`
	DisplayName       string    `json:"displayName"`
	EmployeeID        string    `json:"employeeId"`
	GivenName         string    `json:"givenName"`
	JobTitle          string    `json:"jobTitle"`
	Mail              string    `json:"mail"`
	MobilePhone       string    `json:"mobilePhone"`
	OfficeLocation    string    `json:"officeLocation"`
	PostalCode        string    `json:"postalCode"`
	PreferredLanguage string    `json:"preferredLanguage"`
	Surname           string    `json:"surname"`
	UsageLocation     string    `json:"usageLocation"`
	UserPrincipalName string    `json:"userPrincipalName"`
}

// preparedPages returns the pages of a list of n people, as bytes.
func preparedPages(tb testing.TB, n, size int) [][]byte {
	tb.Helper()
	var pages [][]byte
	for at := 0; at < n; at += size {
		var items []string
		for i := at; i < min(at+size, n); i++ {
			b, err := json.Marshal(person{
				ID: fmt.Sprintf("%08x-aaaa-4bbb-8ccc-%012x", i, i), AccountEnabled: true, BusinessPhones: []string{"+49 30 1234" + strconv.Itoa(i)},
				City: "Berlin", CompanyName: "Contoso", Country: "Germany", CreatedDateTime: time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC),
				Department: "Sales & Marketing", DisplayName: fmt.Sprintf("Adele Vance %d", i), EmployeeID: strconv.Itoa(i),
				GivenName: "Adele", JobTitle: "Retail Manager", Mail: fmt.Sprintf("adele%d@contoso.com", i), MobilePhone: "+49 170 555 0100",
				OfficeLocation: "18/2111", PostalCode: "10115", PreferredLanguage: "de-DE", Surname: "Vance", UsageLocation: "DE",
				UserPrincipalName: fmt.Sprintf("adele%d@contoso.com", i),
			})
			require.NoError(tb, err)
			items = append(items, string(b))
		}
		next := ""
		if at+size < n {
			next = fmt.Sprintf(`"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=%d",`, len(pages)+1)
		}
		pages = append(pages, []byte(`{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users",`+next+`"value":[`+strings.Join(items, ",")+`]}`))
	}
	return pages
}

func servePages(pages [][]byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at, _ := strconv.Atoi(r.URL.Query().Get("$skiptoken"))
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(pages[at])))
		_, _ = w.Write(pages[at])
	})
}

// BenchmarkListHTTP lists people over TLS, with this client and with a plain
// loop over net/http and encoding/json.
func BenchmarkListHTTP(b *testing.B) {
	const people, size = 100_000, 999
	hc := overTCP(b, servePages(preparedPages(b, people, size)))
	check := func(b *testing.B, n int) {
		b.Helper()
		if n != people {
			b.Fatalf("%d people", n)
		}
	}
	b.Run("ours", func(b *testing.B) {
		client, err := New(Config{TenantID: testTenant, Credential: &credential{}, HTTPClient: hc})
		require.NoError(b, err)
		op := api.Op{Name: "bench.List", API: &api.Graph, Method: "GET", Paths: []string{"/users"}, Retry: api.RetrySafe}
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for _, err := range Pages[person](b.Context(), client, Request{Call: op.At()}) {
				require.NoError(b, err)
				n++
			}
			check(b, n)
		}
	})
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for link := "https://graph.microsoft.com/v1.0/users"; link != ""; {
				rq, err := http.NewRequestWithContext(b.Context(), http.MethodGet, link, nil)
				require.NoError(b, err)
				rq.Header.Set("Authorization", "Bearer token")
				resp, err := hc.Do(rq)
				require.NoError(b, err)
				var got struct {
					Value []*person `json:"value"`
					Next  string    `json:"@odata.nextLink"`
				}
				require.NoError(b, json.NewDecoder(resp.Body).Decode(&got))
				_, _ = io.Copy(io.Discard, resp.Body)
				require.NoError(b, resp.Body.Close())
				for range got.Value {
					n++
				}
				link = got.Next
			}
			check(b, n)
		}
	})
}

// TestListMemory: what a list holds does not grow with its length. It is not
// parallel: others' memory would be counted.
//
//nolint:paralleltest // see above
func TestListMemory(t *testing.T) {
	const size, last = 200, 400
	one := preparedPages(t, size, size)[0]
	client := overTCPClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at, _ := strconv.Atoi(r.URL.Query().Get("$skiptoken"))
		w.Header().Set("Content-Type", "application/json")
		if at < last {
			_, _ = fmt.Fprintf(w, `{"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=%d",`, at+1)
		} else {
			_, _ = io.WriteString(w, "{")
		}
		_, _ = w.Write(one[1:])
	}))
	live := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	n, early, late := 0, uint64(0), uint64(0)
	for _, err := range Pages[person](t.Context(), client, Request{Call: opList.At()}) {
		require.NoError(t, err)
		switch n++; n {
		case 5*size + 1:
			early = live()
		case last*size + 1:
			late = live()
		}
	}
	require.Equal(t, (last+1)*size, n)
	t.Logf("heap in use: %d KiB after 5 pages, %d KiB after %d", early>>10, late>>10, last)
	if late > early+1<<20 {
		t.Errorf("the list holds %d KiB after %d pages and %d KiB after 5", late>>10, last, early>>10)
	}
}

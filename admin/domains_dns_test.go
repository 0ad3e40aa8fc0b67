package admin_test

import (
	"context"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/subjects"
)

// listening is DNS that notes what it is asked for.
type listening struct {
	asked []string
	mails []*net.MX
}

// LookupTXT implements [admin.DNS].
func (l *listening) LookupTXT(_ context.Context, name string) ([]string, error) {
	l.asked = append(l.asked, name)
	return nil, nil
}

// LookupMX implements [admin.DNS].
func (l *listening) LookupMX(context.Context, string) ([]*net.MX, error) { return l.mails, nil }

// TestResolverIsAskedForDomains: DNS is asked for the tenant's domains that are to be
// verified, as they are spelled there, and for no other name that somebody sends.
func TestResolverIsAskedForDomains(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			dns := &listening{}
			m := admin.NewMemory(admin.MemoryConfig{DNS: dns})
			c := subjects.Client(t, m, way, admin365.Caller{})
			for _, name := range []string{"internal.example", "localhost", "10.0.0.1"} {
				_, err := c.Domains.Verify(t.Context(), name, admin.DomainVerification{})
				require.ErrorIs(t, err, admin365.ErrNotFound, name)
			}
			_, err := c.Domains.Verify(t.Context(), "contoso.com", admin.DomainVerification{})
			refusedAs(t, err, admin365.ErrConflict, "admin.Domains.Verify")
			_, err = c.Domains.Add(t.Context(), "going.com")
			require.NoError(t, err)
			_, err = c.DomainDeletions.ForceDelete(t.Context(), "going.com", admin.DomainForceDelete{})
			require.NoError(t, err)
			_, err = c.Domains.Verify(t.Context(), "going.com", admin.DomainVerification{})
			require.ErrorIs(t, err, admin365.ErrBusy)
			assert.Empty(t, dns.asked)

			_, err = c.Domains.Add(t.Context(), "Fabrikam.com")
			require.NoError(t, err)
			_, err = c.Domains.Verify(t.Context(), "FABRIKAM.com", admin.DomainVerification{})
			refusedAs(t, err, admin365.ErrPrecondition, "admin.Domains.Verify")
			assert.Equal(t, []string{"Fabrikam.com"}, dns.asked)
		})
	}
}

// TestResolverOfNothing: a resolver may answer records that are none.
func TestResolverOfNothing(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			dns := &listening{mails: []*net.MX{nil, {}}}
			m := admin.NewMemory(admin.MemoryConfig{DNS: dns})
			c := subjects.Client(t, m, way, admin365.Caller{})
			_, err := c.Domains.Add(t.Context(), "fabrikam.com")
			require.NoError(t, err)
			_, err = c.Domains.Verify(t.Context(), "fabrikam.com", admin.DomainVerification{})
			refusedAs(t, err, admin365.ErrPrecondition, "admin.Domains.Verify")
			records, err := c.DomainRecords.Verification(t.Context(), "fabrikam.com")
			require.NoError(t, err)
			dns.mails = []*net.MX{nil, {Host: records[1].MailExchange + "."}}
			_, err = c.Domains.Verify(t.Context(), "fabrikam.com", admin.DomainVerification{})
			require.NoError(t, err)
		})
	}
}

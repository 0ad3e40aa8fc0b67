package billing_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

// BenchmarkLicenseAssign gives a product to somebody and takes it away again, in a
// small tenant and in a large one: the two must cost about the same. A tenth of the
// people have it all along.
func BenchmarkLicenseAssign(b *testing.B) {
	for _, users := range []int{1e3, 1e6} {
		b.Run(fmt.Sprintf("users=1e%d", int(math.Log10(float64(users)))), func(b *testing.B) {
			m := admin.NewMemory(admin.MemoryConfig{DirectoryQuota: 100_000_000})
			require.NoError(b, m.Backstage.AddUsers(b.Context(), "u", users))
			_, err := m.Backstage.Billing.Buy(b.Context(), billing.Purchase{SKUID: entraP1, Seats: users})
			require.NoError(b, err)
			i, give := 0, adding(license(entraP1, planMFA))
			var rest []*identity.User
			for u, err := range m.Identity.Users.List(b.Context(), identity.UserQuery{UserPrincipalNamePrefix: "u0"}) {
				require.NoError(b, err)
				if i++; i%10 == 0 {
					require.NoError(b, m.Billing.Licenses.Assign(b.Context(), u.ID, give))
				} else {
					rest = append(rest, u)
				}
			}
			take := removing(entraP1)
			b.ReportAllocs()
			b.ResetTimer()
			for n := 0; b.Loop(); n++ {
				// A stride that is prime walks all over the tree.
				user := rest[n*7919%len(rest)].ID
				if err := m.Billing.Licenses.Assign(b.Context(), user, give); err != nil {
					b.Fatal(err)
				}
				if err := m.Billing.Licenses.Assign(b.Context(), user, take); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

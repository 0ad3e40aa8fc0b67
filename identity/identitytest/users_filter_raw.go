package identitytest

import (
	"fmt"

	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// cast are three people who differ in whatever filters ask for.
type cast struct {
	name                  string
	brien, mueller, smith *identity.User
}

func newCast(c *run) cast {
	c.Helper()
	p := cast{name: "Conformance " + conform.Unique()}
	p.brien = create(c, func(n *identity.NewUser) {
		n.DisplayName, n.Surname, n.Department, n.City = p.name+" 1", "O'Brien", "R&D", "K\u00f6ln"
		n.CompanyName, n.Mail = "Contoso", n.MailNickname+".mail@"+c.S.Harness.Domain
	})
	p.mueller = create(c, func(n *identity.NewUser) {
		n.DisplayName, n.Surname, n.Department, n.City = p.name+" 2", "M\u00fcller", "Sales", "\u0141\u00f3d\u017a"
		n.CompanyName = "Fabrikam"
	})
	p.smith = create(c, func(n *identity.NewUser) {
		n.DisplayName, n.Surname, n.Department, n.City = p.name+" 3", "Smith", "Sales+Service 50%", "\u6771\u4eac"
		n.AccountEnabled, n.UsageLocation = new(false), "JP"
	})
	return p
}

// filterRow is a filter and whom of the cast it finds.
type filterRow struct {
	filter string
	want   []*identity.User
}

func filterRaw(c *run) {
	p := newCast(c)
	just := func(users ...*identity.User) []*identity.User { return users }
	for _, row := range []filterRow{
		{"surname eq 'O''Brien'", just(p.brien)},
		{"surname eq 'o''BRIEN'", just(p.brien)},
		{"startsWith(surname,'M\u00fcl')", just(p.mueller)},
		{"startsWith(surname,'M\u00dcL')", just(p.mueller)},
		{"startswith(surname, 'Sm')", just(p.smith)},
		{"city eq '\u6771\u4eac'", just(p.smith)},
		{"city eq '\u0142\u00d3d\u0179'", just(p.mueller)},
		{"department eq 'R&D'", just(p.brien)},
		{"department eq 'Sales+Service 50%'", just(p.smith)},
		{"startsWith(department,'Sales')", just(p.mueller, p.smith)},
		{"department eq 'Sales' or department eq 'R&D'", just(p.mueller, p.brien)},
		{"department eq 'Sales' and surname eq 'Smith'", nil},
		{"startsWith(department,'Sales') and (surname eq 'Smith' or surname eq 'O''Brien')", just(p.smith)},
		{"department in ('Sales','R&D')", just(p.mueller, p.brien)},
		{"surname ge 'N' and surname le 'P'", just(p.brien)},
		{"accountEnabled eq false", just(p.smith)},
		{"accountEnabled eq true", just(p.brien, p.mueller)},
		{"usageLocation eq 'JP'", just(p.smith)},
		{"userPrincipalName eq '" + p.mueller.UserPrincipalName + "'", just(p.mueller)},
		{"id eq '" + string(p.brien.ID) + "'", just(p.brien)},
		{"mail eq '" + p.brien.Mail + "'", just(p.brien)},
		{"proxyAddresses/any(p:startsWith(p,'smtp:" + p.brien.Mail + "'))", just(p.brien)},
		{"displayName eq '" + p.name + " 2'", just(p.mueller)},
	} {
		p.finds(c, row, identity.UserQuery{})
	}
}

// finds checks a filter alone and beside a typed condition.
func (p cast) finds(c *run, row filterRow, q identity.UserQuery) {
	c.Helper()
	q.PageSize = c.PageSize
	q.DisplayNamePrefix, q.Filter = p.name, row.filter
	typed := q
	q.DisplayNamePrefix, q.Filter = "", "startsWith(displayName,'"+p.name+"') and ("+row.filter+")"
	for _, q := range []identity.UserQuery{typed, q} {
		c.Eventually(func() error {
			got, err := conform.Collect(c.S.Service.Users.List(c.Context(), q))
			if err != nil {
				return fmt.Errorf("filter %s: %w", q.Filter, err)
			}
			if err := joined(sameUsers(got, row.want), onceEach(got)); err != nil {
				return fmt.Errorf("filter %s: %w", q.Filter, err)
			}
			n, err := c.S.Service.Users.Count(c.Context(), q)
			return joined(err, errIf(n != len(got), "filter %s: Count is %d, and the list has %d", q.Filter, n, len(got)))
		})
	}
}

func filterAdvanced(c *run) {
	p := newCast(c)
	just := func(users ...*identity.User) []*identity.User { return users }
	for _, row := range []filterRow{
		{"department ne 'Sales'", just(p.brien, p.smith)},
		{"not(startsWith(surname,'S'))", just(p.brien, p.mueller)},
		{"endsWith(userPrincipalName,'" + p.smith.UserPrincipalName[4:] + "')", just(p.smith)},
		{"companyName eq 'Contoso'", just(p.brien)},
		{"companyName eq null", just(p.smith)},
	} {
		p.finds(c, row, identity.UserQuery{Advanced: true})
		_, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{Filter: row.filter}))
		if fault := unsupportedQuery(opList).Check(err); fault != nil {
			c.Errorf("filter %s without the advanced engine: %v", row.filter, fault)
		}
	}
	for _, never := range []string{"startsWith(usageLocation,'D') and not(endsWith(displayName,'x'))", "endsWith(surname,'x')"} {
		_, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{Filter: never, Advanced: true}))
		if fault := unsupportedQuery(opList).Check(err); fault != nil {
			c.Errorf("filter %s: %v", never, fault)
		}
	}
}

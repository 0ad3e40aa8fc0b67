package admin

import (
	"encoding/json"
	"net/http"

	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

func mountDomains(m *emu.Mux) {
	m.Handle(&opDomainsList, handleDomainsList)
	m.Handle(&opDomainsGet, handleDomainsGet)
	m.Handle(&opDomainsAdd, handleDomainsAdd)
	m.Handle(&opDomainsVerificationRecords, handleDomainRecords("verificationDnsRecords", false, verificationRecords))
	// The page of the service records shows their types without the number sign.
	m.Handle(&opDomainsServiceRecords, handleDomainRecords("serviceConfigurationRecords", true, serviceRecords))
	m.Handle(&opDomainsVerify, handleDomainsVerify)
	m.Handle(&opDomainsUpdate, handleDomainsUpdate)
	m.Handle(&opDomainsPromote, handleDomainsPromote)
	m.Handle(&opDomainsReferences, handleDomainsReferences)
	m.Handle(&opDomainsDelete, handleDomainsDelete)
	m.Handle(&opDomainsForceDelete, handleDomainsForceDelete)
}

func domainItem(row *domainRow) emu.Item {
	return emu.Item{Type: domainProps.EDM, Set: domainProps.Set, Key: row.Name}
}

func domainEntity(rq *emu.Request, status int, row *domainRow, q *odata.Query[*domainRow]) emu.Response {
	return rq.Entity(status, contextOf(domainProps.Set, q.Selected)+"/$entity", domainItem(row), func(b []byte) []byte {
		return domainProps.AppendProps(b, row, q.Select)
	})
}

// wholeDomain is the query of an answer that nobody selects from.
func wholeDomain() *odata.Query[*domainRow] {
	return &odata.Query[*domainRow]{Select: domainProps.Select(odata.Default)}
}

func handleDomainsList(rq *emu.Request) (emu.Response, error) {
	q, err := settingsQuery(&domainProps, rq, true)
	if err != nil {
		return emu.Response{}, err
	}
	after, err := rq.Position(q.SkipToken)
	if err != nil {
		return emu.Response{}, err
	}
	var rows []*domainRow
	list := emu.List{Context: contextOf(domainProps.Set, q.Selected), Item: func(i int) emu.Item { return domainItem(rows[i]) }}
	for row := range tenant.In(rq.Tx, &domains).Ordered(&domainsByName, after, false) {
		if q.Top > 0 && len(rows) == q.Top {
			last := rows[len(rows)-1]
			list.Next = &tenant.Position{Text: last.Name, ID: last.ID}
			break
		}
		rows = append(rows, row)
	}
	if q.Count && after == nil {
		list.Count = new(tenant.In(rq.Tx, &domains).Len())
	}
	return rq.Collection(list, len(rows), func(b []byte, i int) []byte { return domainProps.AppendProps(b, rows[i], q.Select) }), nil
}

func handleDomainsGet(rq *emu.Request) (emu.Response, error) {
	q, err := settingsQuery(&domainProps, rq, false)
	if err != nil {
		return emu.Response{}, err
	}
	row, err := findDomain(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return domainEntity(rq, http.StatusOK, row, q), nil
}

func handleDomainsAdd(rq *emu.Request) (emu.Response, error) {
	var named struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(rq.Body, &named) == nil {
		rq.About(named.ID)
	}
	row, err := createDomain(rq.Tx, rq.Body)
	if err != nil {
		return emu.Response{}, err
	}
	return domainEntity(rq, http.StatusCreated, row, wholeDomain()), nil
}

func handleDomainsVerify(rq *emu.Request) (emu.Response, error) {
	var body DomainVerification
	if err := readAction(rq.Body, &body, "forceTakeover"); err != nil {
		return emu.Response{}, err
	}
	row, err := verifyDomain(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return domainEntity(rq, http.StatusOK, row, wholeDomain()), nil
}

func handleDomainsUpdate(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), patchDomain(rq.Tx, rq.IDs[0], rq.Body)
}

func handleDomainsPromote(rq *emu.Request) (emu.Response, error) {
	if err := readAction(rq.Body, &struct{}{}); err != nil {
		return emu.Response{}, err
	}
	if err := promoteDomain(rq.Tx, rq.IDs[0]); err != nil {
		return emu.Response{}, err
	}
	return rq.Value("Edm.Boolean", true)
}

func handleDomainsReferences(rq *emu.Request) (emu.Response, error) {
	q, err := settingsQuery(&referenceProps, rq, true)
	if err != nil {
		return emu.Response{}, err
	}
	after, err := rq.Position(q.SkipToken)
	if err != nil {
		return emu.Response{}, err
	}
	limit := q.Top
	if limit == 0 {
		limit = defaultPage
	}
	page, next, err := pageReferences(rq.Tx, rq.IDs[0], after, limit)
	if err != nil {
		return emu.Response{}, err
	}
	list := emu.List{Context: contextOf(referenceProps.Set, q.Selected), Next: next, Item: func(i int) emu.Item {
		return emu.Item{Type: "microsoft.graph." + page[i].Type, Derived: true, Set: referenceProps.Set, ID: page[i].ID}
	}}
	if q.Count && after == nil {
		n := 0
		for range rq.Ports().Addresses.Using(rq.Tx, rq.IDs[0], nil) {
			n++
		}
		list.Count = &n
	}
	return rq.Collection(list, len(page), func(b []byte, i int) []byte {
		selected := q.Select
		if q.Selected == nil && page[i].Type != string(identity.UserObject) {
			// Only a user has the last one.
			selected = selected[:len(selected)-1]
		}
		return referenceProps.AppendProps(b, &page[i], selected)
	}), nil
}

func handleDomainsDelete(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), deleteDomain(rq.Tx, rq.IDs[0])
}

func handleDomainsForceDelete(rq *emu.Request) (emu.Response, error) {
	var body DomainForceDelete
	if err := readAction(rq.Body, &body, "disableUserAccounts"); err != nil {
		return emu.Response{}, err
	}
	_, err := beginForceDelete(rq.Tx, rq.IDs[0], body)
	return emu.NoContent(), err
}

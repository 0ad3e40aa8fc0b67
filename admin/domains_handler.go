package admin

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

func mountDomains(m *emu.Mux) {
	m.Handle(&opDomainsList, handleDomainsList)
	m.Handle(&opDomainsGet, handleDomainsGet)
	m.Handle(&opDomainsAdd, handleDomainsAdd)
	m.Handle(&opDomainsVerificationRecords, handleDomainRecords("verificationDnsRecords", "#", verificationRecords))
	// The page of the service records shows their types without the number sign.
	m.Handle(&opDomainsServiceRecords, handleDomainRecords("serviceConfigurationRecords", "", serviceRecords))
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

func domainEntity(rq *emu.Request, status int, row *domainRow, q *odata.Query[domainRow]) emu.Response {
	return rq.Entity(status, contextOf(domainProps.Set, q.Selected)+"/$entity", domainItem(row), func(b []byte) []byte {
		return domainProps.AppendProps(b, row, q.Select)
	})
}

// wholeDomain is the query of an answer that nobody selects from.
func wholeDomain() *odata.Query[domainRow] {
	return &odata.Query[domainRow]{Select: domainProps.Select(odata.Default)}
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

// handleDomainRecords answers DNS records: each says its type, after the sign.
func handleDomainRecords(navigation, sign string, of func(*domainRow) []DNSRecord) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		row, err := findDomain(rq.Tx, rq.IDs[0])
		if err != nil {
			return emu.Response{}, err
		}
		records := of(row)
		list := emu.List{
			Context: "domains('" + row.Name + "')/" + navigation,
			Item:    func(int) emu.Item { return emu.Item{} },
		}
		// The items write their types themselves.
		rendered := make([][]byte, len(records))
		for i := range records {
			if rendered[i], err = json.Marshal(recordWire(&records[i], sign)); err != nil {
				return emu.Response{}, err
			}
		}
		return rq.Collection(list, len(records), func(b []byte, i int) []byte {
			return append(b, bytes.TrimSuffix(bytes.TrimPrefix(rendered[i], []byte{'{'}), []byte{'}'})...)
		}), nil
	}
}

// recordWire is a record of one of the types that a domain has here.
func recordWire(r *DNSRecord, sign string) any {
	type common struct {
		ODataType        string        `json:"@odata.type"`
		ID               string        `json:"id"`
		IsOptional       bool          `json:"isOptional"`
		Label            string        `json:"label"`
		RecordType       DNSRecordType `json:"recordType"`
		SupportedService DomainService `json:"supportedService"`
		TTL              int           `json:"ttl"`
	}
	c := common{"", r.ID, r.IsOptional, r.Label, r.Type, r.SupportedService, r.TTL}
	if r.Type == DNSMail {
		c.ODataType = sign + "microsoft.graph.domainDnsMxRecord"
		return struct {
			common
			MailExchange string `json:"mailExchange"`
			Preference   int    `json:"preference"`
		}{c, r.MailExchange, r.Preference}
	}
	c.ODataType = sign + "microsoft.graph.domainDnsTxtRecord"
	return struct {
		common
		Text string `json:"text"`
	}{c, r.Text}
}

func handleDomainsVerify(rq *emu.Request) (emu.Response, error) {
	var body DomainVerification
	if len(rq.Body) > 0 && json.Unmarshal(rq.Body, &body) != nil {
		return emu.Response{}, api.MalformedJSON.Err("")
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
	if len(rq.Body) > 0 && json.Unmarshal(rq.Body, &body) != nil {
		return emu.Response{}, api.MalformedJSON.Err("")
	}
	_, err := beginForceDelete(rq.Tx, rq.IDs[0], body)
	return emu.NoContent(), err
}

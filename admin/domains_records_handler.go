package admin

import (
	"slices"
	"strconv"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// recordProps are the properties of the records that a domain has here: those of all,
// then those of one type each, which see [ownProperty].
//
// Source: https://learn.microsoft.com/graph/api/resources/domaindnsrecord#properties
var recordProps = odata.Table[*DNSRecord]{
	Entity: "DomainDnsRecord", EDM: "microsoft.graph.domainDnsRecord", Set: "domainDnsRecords",
	Props: []odata.Prop[*DNSRecord]{
		{Name: "id", Flags: fixed, Read: func(r *DNSRecord) string { return r.ID }},
		{Name: "isOptional", Type: odata.Bool, Flags: fixed, Read: func(r *DNSRecord) string { return strconv.FormatBool(r.IsOptional) }},
		{Name: "label", Flags: fixed, Read: func(r *DNSRecord) string { return r.Label }},
		{Name: "recordType", Flags: fixed, Read: func(r *DNSRecord) string { return string(r.Type) }},
		{Name: "supportedService", Flags: fixed, Read: func(r *DNSRecord) string { return string(r.SupportedService) }},
		{Name: "ttl", Type: odata.Int, Flags: fixed, Read: func(r *DNSRecord) string { return strconv.Itoa(r.TTL) }},
		{Name: "text", Flags: fixed, Read: func(r *DNSRecord) string { return r.Text }},
		{Name: "mailExchange", Flags: fixed, Read: func(r *DNSRecord) string { return r.MailExchange }},
		{Name: "preference", Type: odata.Int, Flags: fixed, Read: func(r *DNSRecord) string { return strconv.Itoa(r.Preference) }},
	},
}

// ownProperty reports whether records of the type have the property.
func ownProperty(kind DNSRecordType, name string) bool {
	switch name {
	case "text":
		return kind == DNSText
	case "mailExchange", "preference":
		return kind == DNSMail
	default:
		return true
	}
}

// handleDomainRecords answers DNS records: each says its type, the sign before it or
// not.
func handleDomainRecords(navigation string, bare bool, of func(*domainRow) []DNSRecord) emu.Handler {
	return func(rq *emu.Request) (emu.Response, error) {
		row, err := findDomain(rq.Tx, rq.IDs[0])
		if err != nil {
			return emu.Response{}, err
		}
		q, err := settingsQuery(&recordProps, rq, true)
		if err != nil {
			return emu.Response{}, err
		}
		after, err := rq.Position(q.SkipToken)
		if err != nil {
			return emu.Response{}, err
		}
		all := of(row)
		list := emu.List{Context: contextOf("domains('"+row.Name+"')/"+navigation, q.Selected)}
		if q.Count && after == nil {
			list.Count = new(len(all))
		}
		if after != nil {
			// A record that is there no more is taken for the last one.
			at := slices.IndexFunc(all, func(r DNSRecord) bool { return r.ID == after.Text })
			if at < 0 {
				at = len(all) - 1
			}
			all = all[at+1:]
		}
		if q.Top > 0 && len(all) > q.Top {
			all = all[:q.Top]
			list.Next = &tenant.Position{Text: all[q.Top-1].ID}
		}
		list.Item = func(i int) emu.Item {
			kind := "microsoft.graph.domainDnsTxtRecord"
			if all[i].Type == DNSMail {
				kind = "microsoft.graph.domainDnsMxRecord"
			}
			return emu.Item{Type: kind, Derived: true, Bare: bare, Set: recordProps.Set, Key: all[i].ID}
		}
		return rq.Collection(list, len(all), func(b []byte, i int) []byte {
			selected := slices.DeleteFunc(slices.Clone(q.Select), func(prop int) bool {
				return !ownProperty(all[i].Type, recordProps.Props[prop].Name)
			})
			return recordProps.AppendProps(b, &all[i], selected)
		}), nil
	}
}

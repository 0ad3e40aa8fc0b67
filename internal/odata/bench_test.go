package odata

import "testing"

// full is a person as a directory has them.
func full(b *testing.B, table *Table[*person]) *person {
	b.Helper()
	r := row(b, table, `{"userPrincipalName":"AdeleV@contoso.com","displayName":"Adele Vance","accountEnabled":true,
		"createdDateTime":"2024-05-01T10:00:00Z","city":"Köln","companyName":"Contoso","level":7,"showInAddressList":false,
		"employeeHireDate":"2020-02-29T00:00:00Z","businessPhones":["+49 1"],"department":"Retail","description":"Sells",
		"proxyAddresses":["SMTP:AdeleV@contoso.com","smtp:a@fabrikam.com"],
		"assignedLicenses":[{"skuId":"6fd2c87f-b296-42f0-b197-1e91e994b900","disabledPlans":[]}],
		"identities":[{"issuer":"contoso.com","issuerAssignedId":"one"}],"attributes":{"extensionAttribute1":"x"}}`)
	r.ID = "87d349ed-44d7-43e1-9a83-5f2406dee5bd"
	return r
}

// BenchmarkMatch is one filter asked of one row.
func BenchmarkMatch(b *testing.B) {
	table := people()
	r := full(b, table)
	for _, c := range []struct{ name, filter string }{
		{"eq", "userPrincipalName eq 'adelev@contoso.com'"},
		{"eqCell", "city eq 'köln'"},
		{"startsWith", "startsWith(displayName,'adele')"},
		{"and", "accountEnabled eq true and startsWith(city,'k') and department eq 'retail'"},
		{"time", "createdDateTime ge 2024-01-01T00:00:00Z"},
		{"timeCell", "employeeHireDate ge 2020-01-01T00:00:00Z"},
		{"any", "proxyAddresses/any(p:startsWith(p,'smtp:a@fab'))"},
		{"anyObject", "assignedLicenses/any(s:s/skuId eq 6fd2c87f-b296-42f0-b197-1e91e994b900)"},
		{"count", "assignedLicenses/$count eq 1"},
		{"member", "attributes/extensionAttribute1 eq 'x'"},
	} {
		f, err := table.ParseFilter(c.filter)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !f.Match(r) {
					b.Fatal(c.filter)
				}
			}
		})
	}
}

// TestMatchAllocates says that the everyday filters allocate nothing a row.
//
//nolint:paralleltest // AllocsPerRun counts the allocations of all goroutines.
func TestMatchAllocates(t *testing.T) {
	table := people()
	r := row(t, table, `{"userPrincipalName":"a@b","city":"x","accountEnabled":true,"employeeHireDate":"2020-02-29T00:00:00Z","proxyAddresses":["x"]}`)
	for _, filter := range []string{
		"userPrincipalName eq 'A@b' and city eq 'X' and startsWith(city,'x') and accountEnabled eq true",
		"employeeHireDate ge 2020-01-01T00:00:00Z", "city in ('y','x')", "proxyAddresses/any(p:p eq 'x')", "proxyAddresses/$count eq 1",
	} {
		f, err := table.ParseFilter(filter)
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(100, func() { f.Match(r) }); n != 0 {
			t.Errorf("%s: %v allocations", filter, n)
		}
	}
}

// BenchmarkParseFilter is one filter parsed, as each page of a list does.
func BenchmarkParseFilter(b *testing.B) {
	table := people()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := table.ParseFilter("accountEnabled eq true and startsWith(city,'k')"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppendProps is one row rendered.
func BenchmarkAppendProps(b *testing.B) {
	table := people()
	r := full(b, table)
	for name, sel := range map[string][]int{"default": table.Select(Default), "all": table.Select(0)} {
		b.Run(name, func(b *testing.B) {
			var dst []byte
			b.ReportAllocs()
			for b.Loop() {
				dst = table.AppendProps(dst[:0], r, sel)
			}
			b.SetBytes(int64(len(dst)))
		})
	}
}

package admin

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// dnsRow is a record that a test published for a tenant in memory.
type dnsRow struct {
	ID    tenant.Key    `json:"id"`
	Type  DNSRecordType `json:"type"`
	Label string        `json:"label"`
	Value string        `json:"value"`
}

var (
	dnsRecords = tenant.Table[*dnsRow]{
		Name: "dnsRecords", Key: func(r *dnsRow) tenant.Key { return r.ID },
		Label:   func(r *dnsRow) string { return string(r.Type) + " " + r.Label },
		Indexes: []*tenant.Index[*dnsRow]{&dnsByText},
	}
	// dnsByText finds a record by all that it says.
	dnsByText = tenant.Index[*dnsRow]{Name: "text", Unique: true, Text: func(r *dnsRow) string { return dnsText(r.Type, r.Label, r.Value) }}
)

// dnsText is what two records have in common that say the same. A dot at the end of a
// name says nothing.
func dnsText(kind DNSRecordType, label, value string) string {
	return string(kind) + " " + strings.TrimSuffix(label, ".") + " " + strings.TrimSuffix(value, ".")
}

// token is what proves that the tenant owns the domain: eight digits that are made
// from the domain's key, and so others in each tenant.
func (r *domainRow) token() string { return fmt.Sprintf("ms%08d", r.ID.Lo%100_000_000) }

// The records' common numbers, as public runbooks show them.
const (
	recordTTL              = 3600
	verificationPreference = 32767
	proofSuffix            = ".msv1.invalid"
	proofPrefix            = "MS="
)

// verificationRecords are the records of which one proves who owns the domain.
func verificationRecords(row *domainRow) []DNSRecord {
	return []DNSRecord{
		{
			ID: recordID(row, "verify-txt"), Type: DNSText, Label: row.Name, SupportedService: Email, TTL: recordTTL, Text: proofPrefix + row.token(),
		},
		{
			ID: recordID(row, "verify-mx"), Type: DNSMail, Label: row.Name, SupportedService: Email, TTL: recordTTL,
			MailExchange: row.token() + proofSuffix, Preference: verificationPreference,
		},
	}
}

// serviceRecords are what the domain's services need. Those of other services than
// mail are not modeled: their values are not verified.
// Source: https://learn.microsoft.com/graph/api/domain-list-serviceconfigurationrecords
func serviceRecords(row *domainRow) []DNSRecord {
	if !row.Verified || !slices.Contains(odata.List(row.Services), string(Email)) {
		return nil
	}
	return []DNSRecord{
		{
			ID: recordID(row, "email-mx"), Type: DNSMail, Label: row.Name, SupportedService: Email, TTL: recordTTL,
			MailExchange: strings.ReplaceAll(strings.ToLower(row.Name), ".", "-") + ".mail.protection.outlook.com",
		},
		{
			ID: recordID(row, "email-spf"), Type: DNSText, Label: row.Name, SupportedService: Email, TTL: recordTTL,
			Text: "v=spf1 include:spf.protection.outlook.com -all",
		},
	}
}

func recordID(row *domainRow, kind string) string {
	return tenant.NameKey("dns", kind+" "+row.ID.String()).String()
}

// dnsAnswer is what was found in DNS for the name of a domain, before the transaction
// that verifies it.
type dnsAnswer struct {
	texts []string
	mails []string
}

// askDNS looks for the domain's records where the tenant was told to look. What fails
// is not there, as for the service. It asks for a domain of the tenant that is to be
// verified, and for no other name that a caller sends.
func askDNS(ctx context.Context, s *tenant.Session, call api.Call) (any, error) {
	dns := s.Tenant.DNS
	if dns == nil {
		return nil, nil
	}
	var name string
	err := s.Look(func(tx *tenant.Tx) error {
		row, err := toVerify(tx, call.IDs[0])
		if err == nil {
			name = row.Name
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	texts, err := dns.LookupTXT(ctx, name)
	if err != nil {
		texts = nil
	}
	var mails []*net.MX
	if mails, err = dns.LookupMX(ctx, name); err != nil {
		mails = nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	answer := dnsAnswer{texts: texts}
	for _, mx := range mails {
		// It is a caller's own code that answers, and may answer nothing.
		if mx != nil {
			answer.mails = append(answer.mails, strings.TrimSuffix(mx.Host, "."))
		}
	}
	return answer, nil
}

// isProved reports whether one of the verification records was found. The domain may
// have been removed and added anew since DNS was asked: the records are those of now.
func isProved(tx *tenant.Tx, row *domainRow) bool {
	found, asked := tx.Outside.(dnsAnswer)
	return slices.ContainsFunc(verificationRecords(row), func(r DNSRecord) bool {
		value := r.value()
		switch {
		case !asked:
			_, ok := tenant.In(tx, &dnsRecords).Find(&dnsByText, dnsText(r.Type, r.Label, value))
			return ok
		case r.Type == DNSText:
			return slices.Contains(found.texts, value)
		default:
			return slices.ContainsFunc(found.mails, func(host string) bool { return sameHost(host, value) })
		}
	})
}

// sameHost reports whether two names in DNS are the same: the letters of ASCII have two
// cases there, and none of another script folds to one.
// Source: https://www.rfc-editor.org/rfc/rfc4343
func sameHost(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }

// value is what a record of the types that prove something says.
func (r DNSRecord) value() string {
	if r.Type == DNSMail {
		return r.MailExchange
	}
	return r.Text
}

package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/onboard/internal/starters"
	"github.com/admin365/admin365/identity"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, why string
		file      starters.Starter
		account   identity.User
		changed   []string
	}{
		{"blank cells", "they leave a value", starters.Starter{DisplayName: "A"}, identity.User{DisplayName: "A", JobTitle: "Clerk", OtherMails: []string{"a@x"}, BusinessPhones: []string{"1"}}, nil},
		{"letter case of a name", "it may be what was corrected", starters.Starter{DisplayName: "Ada McKay"}, identity.User{DisplayName: "Ada Mckay"}, []string{"displayName"}},
		{"letter case of a country", "it means the same", starters.Starter{Country: "germany", UsageLocation: "DE"}, identity.User{Country: "Germany", UsageLocation: "de"}, nil},
		{"another country", "", starters.Starter{Country: "France", UsageLocation: "FR"}, identity.User{Country: "Germany", UsageLocation: "DE"}, []string{"country", "usageLocation"}},
		{"the same phone", "", starters.Starter{BusinessPhone: "1"}, identity.User{BusinessPhones: []string{"1"}}, nil},
		{"another phone", "", starters.Starter{BusinessPhone: "1"}, identity.User{BusinessPhones: []string{"2"}}, []string{"businessPhones"}},
		{"an address in other letters", "", starters.Starter{OtherMail: "Ada@Example.com"}, identity.User{OtherMails: []string{"b@example.com", "ada@example.com"}}, nil},
		{"blocked", "the file says so", starters.Starter{AccountEnabled: new(false)}, identity.User{AccountEnabled: new(true)}, []string{"accountEnabled"}},
		{"not said", "the admin center's file has no such column", starters.Starter{}, identity.User{AccountEnabled: new(false)}, nil},
		{"a password", "it is never changed", starters.Starter{Password: secret("Sesame-Open-7!")}, identity.User{}, nil},
		{"an alias", "it is made from the user name once", starters.Starter{MailNickname: "ada"}, identity.User{MailNickname: "adal"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			patch, changed := differences(&tt.file, &tt.account)
			assert.Equal(t, tt.changed, changed, tt.why)
			sent := 0
			for _, field := range reflect.ValueOf(patch).Fields() {
				if !field.IsZero() {
					sent++
				}
			}
			assert.Equal(t, len(tt.changed), sent, "only what differs is sent")
			assert.Nil(t, patch.PasswordProfile)
		})
	}
}

func TestOtherMails(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"a@x"}, otherMails("a@x", nil))
	assert.Equal(t, []string{"a@x"}, otherMails("a@x", []string{"b@x"}), "the only one is corrected")
	assert.Equal(t, []string{"a@x", "b@x", "c@x"}, otherMails("a@x", []string{"b@x", "c@x"}), "of several none is lost")
	assert.Nil(t, otherMails("A@x", []string{"b@x", "a@X"}))
	assert.Nil(t, otherMails("", []string{"b@x"}))
}

// TestEveryProperty: a person with a value in each column is created with all
// of them, is then unchanged, and each change of a column comes through alone.
func TestEveryProperty(t *testing.T) {
	t.Parallel()
	columns := []string{"ada@contoso.com", "Ada", "Lovelace", "Ada Lovelace", "Engineer", "IT", "1/1", "+44 1", "+44 2", "+44 3", "ada@example.com", "1 Main Street", "London", "Middlesex", "W1", "United Kingdom", "PattiF@contoso.com"}
	properties := []string{"", "givenName", "surname", "displayName", "jobTitle", "department", "officeLocation", "businessPhones", "mobilePhone", "faxNumber", "otherMails", "streetAddress", "city", "state", "postalCode", "country, usageLocation", "manager"}
	file := func(change int) []byte {
		var text strings.Builder
		text.WriteString(adminCenterHeader + "\n")
		for i, c := range columns {
			switch {
			case i != change:
			case i == 15:
				c = "Ireland"
			case i == 16:
				c = "MiriamG@contoso.com"
			case i == 10:
				c = "x" + c
			default:
				c += "x"
			}
			if i > 0 {
				text.WriteByte(',')
			}
			text.WriteString(c)
		}
		text.WriteByte('\n')
		return []byte(text.String())
	}
	m := admin.NewTest(t)
	path := t.TempDir() + "/results.csv"
	run := func(change int) results.Result {
		return newTrial(t, m.HTTP(), path, file(change)).run(t.Context())["ada@contoso.com"]
	}
	require.Equal(t, results.Created, run(-1).Outcome)
	require.Equal(t, results.Unchanged, run(-1).Outcome)
	for i := 1; i < len(columns); i++ {
		snapshot := m.Snapshot()
		got := run(i)
		assert.Equal(t, results.Updated, got.Outcome, got.Detail)
		assert.Equal(t, properties[i], got.Detail)
		assert.Equal(t, results.Unchanged, run(i).Outcome)
		require.NoError(t, m.Restore(snapshot))
	}
}

// TestSynced: what is mastered on-premises is refused, and the row says so.
func TestSynced(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	m.Given.SyncedUser(identity.NewUser{UserPrincipalName: "synced@contoso.com", DisplayName: "Synced"})
	file := adminCenterFile(
		person{user: "synced@contoso.com", name: "Synced", manager: "PattiF@contoso.com"},
		person{user: "other@contoso.com", name: "Other", manager: "synced@contoso.com"})
	got := newTrial(t, m.HTTP(), t.TempDir()+"/results.csv", []byte(file)).run(t.Context())
	assert.Equal(t, results.Failed, got["synced@contoso.com"].Outcome)
	assert.Contains(t, got["synced@contoso.com"].Detail, `unchanged, but without the manager; line 2, column "Manager": precondition failed: `)
	assert.Equal(t, results.Created, got["other@contoso.com"].Outcome)
	boss, err := m.Identity.Managers.Get(t.Context(), "other@contoso.com")
	require.NoError(t, err)
	assert.Equal(t, "synced@contoso.com", boss.UserPrincipalName, "his row failed, but he is there")
}

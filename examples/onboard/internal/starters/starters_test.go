package starters

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

const (
	adminHeader = "User Name,First Name,Last Name,Display Name,Job Title,Department,Office Number,Office Phone," +
		"Mobile Phone,Fax,Alternate email address,Address,City,State or Province,ZIP or Postal Code,Country or Region"
	adminRow = "AdaL@contoso.com,Ada,Lovelace,Ada Lovelace,Analyst,Engines,12/3,+44 20 7946 0001,+44 7700 900001," +
		"+44 20 7946 0002,ada@example.com,12 St James's Square,London,Greater London,SW1Y 4JH,United Kingdom"
	entraHeader = "Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required," +
		"Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname],Job title [jobTitle]," +
		"Department [department],Usage location [usageLocation],Street address [streetAddress],State or province [state]," +
		"Country or region [country],Office [physicalDeliveryOfficeName],City [city],ZIP or postal code [postalCode]," +
		"Office phone [telephoneNumber],Mobile phone [mobile]"
	entraRow = "Ada Lovelace,AdaL@contoso.com,Pa$$w0rd-1843,No,Ada,Lovelace,Analyst,Engines,GB,12 St James's Square," +
		"Greater London,England,12/3,London,SW1Y 4JH,+44 20 7946 0001,+44 7700 900001"
)

// ada is what adminRow says.
func ada() Starter {
	return Starter{
		Row: 1, Line: 2, UserPrincipalName: "AdaL@contoso.com", MailNickname: "AdaL",
		GivenName: "Ada", Surname: "Lovelace", DisplayName: "Ada Lovelace", JobTitle: "Analyst", Department: "Engines",
		OfficeLocation: "12/3", BusinessPhone: "+44 20 7946 0001", MobilePhone: "+44 7700 900001", FaxNumber: "+44 20 7946 0002",
		OtherMail: "ada@example.com", StreetAddress: "12 St James's Square", City: "London", State: "Greater London",
		PostalCode: "SW1Y 4JH", Country: "United Kingdom", UsageLocation: "GB",
	}
}

func TestAdminCenterWhole(t *testing.T) {
	t.Parallel()
	withManager := ada()
	withManager.Manager = "CharlesB@contoso.com"
	withRoles := withManager
	withRoles.Roles = []string{"Helpdesk Administrator", "User, etc. Administrator"}
	rolesAlone := ada()
	rolesAlone.Roles = []string{"Helpdesk Administrator"}
	licensed := ada()
	licensed.Roles, licensed.Licenses = rolesAlone.Roles, []string{"SPE_E3", "Visio, Plan 2"}
	older := ada()
	older.OtherMail = ""
	blank := Starter{Row: 1, Line: 2, UserPrincipalName: "AdaL@contoso.com", MailNickname: "AdaL", DisplayName: "Ada"}
	olderHeader := strings.Replace(adminHeader, ",Alternate email address", "", 1)
	olderRow := strings.Replace(adminRow, ",ada@example.com", "", 1)

	for _, tt := range []struct {
		name, why, text string
		want            Starter
	}{
		{"as it is", "sixteen columns", adminHeader + "\n" + adminRow + "\n", ada()},
		{"without a last line break", "editors leave it out", adminHeader + "\n" + adminRow, ada()},
		{"with a manager", "the one column of our own", adminHeader + ",Manager\n" + adminRow + ",CharlesB@contoso.com\n", withManager},
		{"with roles", "our columns in their order", adminHeader + ",Manager,Roles\n" + adminRow + ",CharlesB@contoso.com,\" Helpdesk Administrator;;User, etc. Administrator; helpdesk ADMINISTRATOR \"", withRoles},
		{"with roles alone", "nobody needs a manager", adminHeader + ",ROLES\n" + adminRow + ",Helpdesk Administrator\n", rolesAlone},
		{"with licenses", "behind the roles, by whatever name", adminHeader + ",Roles,licenses\n" + adminRow + ",Helpdesk Administrator,\"SPE_E3;; Visio, Plan 2 ;spe_e3\"", licensed},
		{"older", "files before 2018 have fifteen columns", olderHeader + "\n" + olderRow, older},
		{"older with a manager", "both at once", olderHeader + ", manager\n" + olderRow + ",", older},
		{"header in other case", "names match by case and outer spaces aside", strings.ToUpper(strings.ReplaceAll(adminHeader, ",", " , ")) + "\n" + adminRow, ada()},
		{"byte-order mark and CRLF", "Excel's CSV UTF-8", "\ufeff" + adminHeader + "\r\n" + adminRow + "\r\n", ada()},
		{"CR alone", "Excel's CSV for the Mac", adminHeader + "\r" + adminRow + "\r", ada()},
		{"semicolons", "spreadsheets in much of Europe", strings.ReplaceAll(adminHeader+"\n"+adminRow, ",", ";"), ada()},
		{"tabs", "copied from a spreadsheet", strings.ReplaceAll(adminHeader+"\n"+adminRow, ",", "\t"), ada()},
		{"all quoted", "some exports quote everything", quoteAll(adminHeader) + "\n" + quoteAll(adminRow), ada()},
		{"byte-order mark before a quotation mark", "both from one program", "\ufeff" + quoteAll(adminHeader) + "\n" + adminRow, ada()},
		{"doubled quotation marks", "how a quotation mark is written in a cell", adminHeader + "\n" + strings.Replace(adminRow, "Analyst", `"the ""first"" one"`, 1),
			func() Starter { s := ada(); s.JobTitle = `the "first" one`; return s }()},
		{"stray spaces", "of any width, and marks of none", adminHeader + "\n" + strings.ReplaceAll(adminRow, ",", "\u00a0 ,\u200b\u2003"), ada()},
		{"a blank field is a space", "as the old instructions say", adminHeader + "\nAdaL@contoso.com, , ,Ada, , , , , , , , , , , ,\u00a0", blank},
		{"line break in a name", "one space, and the row stands", adminHeader + "\n" +
			strings.Replace(adminRow, "Ada Lovelace", "\"Ada \r\n Lovelace\"", 1), ada()},
		{"blank lines", "and rows of which only the separators are left", "\n , \n" + adminHeader + "\n\n" + strings.Repeat(",", 15) +
			"\n,,\n" + adminRow + "\n\n", func() Starter { s := ada(); s.Line = 7; return s }()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, err := Parse([]byte(tt.text))
			require.NoError(t, err, tt.why)
			file.columns = nil
			assert.Equal(t, File{Template: AdminCenter, Starters: []Starter{tt.want}}, file, tt.why)
		})
	}
}

func TestEntraWhole(t *testing.T) {
	t.Parallel()
	whole := ada()
	whole.Line = 3
	whole.FaxNumber, whole.OtherMail = "", ""
	whole.Country = "England"
	whole.Password = admin365.NewSecret("Pa$$w0rd-1843")
	whole.AccountEnabled = new(true)
	examples := strings.Replace(entraRow, "Ada Lovelace", "Example: Chris Green", 1)
	least := Starter{Row: 1, Line: 3, UserPrincipalName: "AdaL@contoso.com", MailNickname: "AdaL", DisplayName: "Ada",
		Password: admin365.NewSecret(" a b "), AccountEnabled: new(false), Manager: "CharlesB@contoso.com"}

	for _, tt := range []struct {
		name, why, text string
		examples        int
		want            Starter
	}{
		{"as it is", "version, header, people", "version:v1.0\n" + entraHeader + "\n" + entraRow, 0, whole},
		{"padded", "spreadsheets pad the first row", "\ufeffVersion:v1.0,,,,,,,,\r\n" + entraHeader + "\r\n" + entraRow, 0, whole},
		{"semicolons", "the padding has the other separator too", strings.ReplaceAll("version:v1.0,,,\n"+entraHeader+"\n"+entraRow, ",", ";"), 0, whole},
		{"tabs", "the padding has the other separator too", strings.ReplaceAll("version:v1.0,,,\n"+entraHeader+"\n"+entraRow, ",", "\t"), 0, whole},
		{"with the examples", "an untouched template's third row", "version:v1.0\n" + entraHeader + "\n" + examples + "\n" + entraRow, 1,
			func() Starter { s := whole; s.Line = 4; return s }()},
		{"somebody further down", "only the row directly below the header is the template's",
			"version:v1.0\n" + entraHeader + "\n" + examples + "\n" + strings.Replace(entraRow, "Ada Lovelace", "EXAMPLE: Ada", 1), 1,
			func() Starter { s := whole; s.Line, s.DisplayName = 4, "EXAMPLE: Ada"; return s }()},
		{"without a version", "the header tells which template it is", "\n" + entraHeader + "\n" + entraRow, 0, whole},
		{"other order and words, unknown columns", "only the property in brackets counts",
			"version:v1.0\nAnmeldung blockieren [ACCOUNTENABLED],Foo,Kennwort [passwordProfile],[userPrincipalName],Bar [bar],Anzeigename [ displayName ],Manager\n" +
				"YES,x, a b ,AdaL@contoso.com,y,Ada,CharlesB@contoso.com", 0, least},
		{"separators in titles", "those in quotation marks do not count",
			"version:v1.0\n\"Block, sign, in [accountEnabled]\";\"a,b [passwordProfile]\";\"c,d [userPrincipalName]\";[displayName];Manager\n" +
				"yes; a b ;AdaL@contoso.com;Ada;CharlesB@contoso.com", 0, least},
		{"roles", "in any order, as Entra's own columns",
			"version:v1.0\nRollen [ROLES],a [accountEnabled],p [passwordProfile],u [userPrincipalName],d [displayName],Manager\n" +
				"User Administrator;Global Reader,yes, a b ,AdaL@contoso.com,Ada,CharlesB@contoso.com", 0,
			func() Starter { s := least; s.Roles = []string{"User Administrator", "Global Reader"}; return s }()},
		{"licenses", "with brackets or without",
			"version:v1.0\nLICENSES,a [accountEnabled],p [passwordProfile],u [userPrincipalName],d [displayName],Manager\n" +
				"SPE_E3;Visio Plan 2,yes, a b ,AdaL@contoso.com,Ada,CharlesB@contoso.com", 0,
			func() Starter { s := least; s.Licenses = []string{"SPE_E3", "Visio Plan 2"}; return s }()},
		{"manager in brackets", "a title in the template's own style",
			"version:v1.0\nManager [manager],a [accountEnabled],p [passwordProfile],u [userPrincipalName],d [displayName]\n" +
				"CharlesB@contoso.com,yes, a b ,AdaL@contoso.com,Ada", 0, least},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, err := Parse([]byte(tt.text))
			require.NoError(t, err, tt.why)
			file.columns = nil
			assert.Equal(t, File{Template: Entra, Starters: []Starter{tt.want}, Examples: tt.examples}, file, tt.why)
		})
	}
}

func TestWholeFileErrors(t *testing.T) {
	t.Parallel()
	const nothing = "there is nothing in it: no row with a person"
	for _, tt := range []struct{ name, why, text, want string }{
		{"empty", "nothing in it", "", nothing},
		{"byte-order mark alone", "nothing in it", "\ufeff\r\n", nothing},
		{"header alone", "nothing in it", adminHeader + "\n\n" + strings.Repeat(",", 15), nothing},
		{"version alone", "nothing in it", "version:v1.0,,\n", nothing},
		{"example alone", "an untouched template", "version:v1.0\n" + entraHeader + "\nExample: Chris Green,chris@contoso.com,x,No", nothing},
		{"other version", "a template that we do not know", "version:v2.0\n" + entraHeader + "\n" + entraRow,
			`line 1: the version of the template is "version:v2.0", expected version:v1.0`},
		{"another file", "the first wrong column", "Name,Mail\nAda,ada@contoso.com", `line 1: column 1 is "Name", expected "User Name"`},
		{"wrong column", "the first wrong one, and what was expected", strings.Replace(adminHeader, "Last Name", "Surname", 1) + "\n" + adminRow,
			`line 1: column 3 is "Surname", expected "Last Name"`},
		{"order", "the admin center's columns have one", strings.Replace(adminHeader, "First Name,Last Name", "Last Name,First Name", 1) + "\n" + adminRow,
			`line 1: column 2 is "Last Name", expected "First Name"`},
		{"column missing at the end", "what was expected", strings.TrimSuffix(adminHeader, ",Country or Region") + "\n" + adminRow,
			`line 1: column 16 is missing, expected "Country or Region"`},
		{"column too many", "we would not know what it means", adminHeader + ",Shoe size\n" + adminRow + ",38",
			`line 1: column 17 is "Shoe size", expected no further column or "Manager" or "Roles" or "Licenses"`},
		{"manager twice", "which one?", adminHeader + ",Manager,MANAGER\n" + adminRow + ",,", `line 1: column 18 is "MANAGER", expected no further column or "Roles" or "Licenses"`},
		{"manager behind the roles", "our columns have an order too", adminHeader + ",Roles,Manager\n" + adminRow + ",,", `line 1: column 18 is "Manager", expected no further column or "Licenses"`},
		{"roles behind the licenses", "our columns have an order too", adminHeader + ",Licenses,Roles\n" + adminRow + ",,", `line 1: column 18 is "Roles", expected no further column`},
		{"required column missing", "Entra's required ones must be there", "version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required\nAda,AdaL@contoso.com,x",
			"line 2: the required column [accountEnabled] is missing"},
		{"version over the other header", "a version makes it Entra's", "version:v1.0\n" + adminHeader + "\n" + adminRow,
			"line 2: the required column [displayName] is missing"},
		{"property twice", "which one?", "version:v1.0\n" + entraHeader + ",Vorname [givenName]\n" + entraRow + ",Ada",
			`line 2: column 18 is "Vorname [givenName]", which an earlier column is already`},
		{"broken header", "nothing can be told from it", "\"User\" Name,First\n" + adminRow,
			"line 1: the header cannot be read: text follows the quotation mark that closes a field"},
		{"Windows-1252", "say so rather than create MÃ¼ller", adminHeader + "\r\n" + adminRow + "\r\nx@contoso.com,J\u00f6rg M\xfcller",
			"line 3: the file is not UTF-8: byte 22 of the line is 0xFC; " +
				"it was saved in another encoding (Windows-1252, perhaps, or UTF-16): save it as CSV UTF-8"},
		{"UTF-16", "Excel's Unicode text", "\xff\xfeU\x00s\x00", "line 1: the file is not UTF-8: byte 1 of the line is 0xFF; " +
			"it was saved in another encoding (Windows-1252, perhaps, or UTF-16): save it as CSV UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, err := Parse([]byte(tt.text))
			assert.EqualError(t, err, tt.want, tt.why)
			assert.Empty(t, file, "nothing of a file that is refused")
		})
	}
}

func TestReadError(t *testing.T) {
	t.Parallel()
	_, err := Read(failing{})
	assert.ErrorIs(t, err, os.ErrPermission, "the reader's error is not taken for an empty file")
	file, err := Read(strings.NewReader(adminHeader + "\n" + adminRow))
	require.NoError(t, err)
	assert.Len(t, file.Starters, 1)
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, os.ErrPermission }

// TestSecrets makes sure that a password is seen nowhere, whatever the mistake.
func TestSecrets(t *testing.T) {
	t.Parallel()
	const password = "Hunter2-Hunter2!"
	good := strings.Replace(entraRow, "Pa$$w0rd-1843", password, 1)
	for i, cell := range strings.Split(good, ",") {
		// The password stands in the wrong column, too.
		bad := strings.Replace(good, cell, password, 1)
		for _, row := range []string{good, bad, bad + ",x", password, `"` + bad, strings.Replace(bad, password, password+`"`, 1)} {
			file, err := Parse([]byte("version:v1.0\n" + entraHeader + "\n" + row + "\n" + row))
			require.NoError(t, err)
			for _, s := range file.Starters {
				assert.NotContainsf(t, fmt.Sprint(s.Problem), password, "column %d of %s", i+1, row)
			}
		}
	}
	file, err := Parse([]byte("version:v1.0\n" + entraHeader + "\n" + good))
	require.NoError(t, err)
	require.Equal(t, password, file.Starters[0].Password.Reveal())
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		text := fmt.Sprintf(verb, file)
		assert.NotContains(t, text, password, verb)
		assert.NotContains(t, text, fmt.Sprintf("%x", password), verb)
	}
}

func quoteAll(row string) string { return `"` + strings.ReplaceAll(row, ",", `","`) + `"` }

// TestColumn: what the service says of a property is put where it can be mended.
func TestColumn(t *testing.T) {
	t.Parallel()
	file, err := Parse([]byte("User Name,First Name,Last Name,DISPLAY name,Job Title,Department,Office Number,Office Phone,Mobile Phone,Fax,Address,City,State or Province,ZIP or Postal Code,Country or Region\na@b.c,,,A,,,,,,,,,,,\n"))
	require.NoError(t, err)
	assert.Equal(t, "DISPLAY name", file.Column("displayName"))
	assert.Equal(t, "User Name", file.Column("mailNickname"))
	assert.Equal(t, "Country or Region", file.Column("usageLocation"))
	assert.Empty(t, file.Column("otherMails"), "an old file has no such column")
	assert.Empty(t, file.Column("manager"))

	file, err = Parse([]byte("version:v1.0\nAnzeigename [displayName],Benutzer [userPrincipalName],Kennwort [passwordProfile],Gesperrt [accountEnabled],Land [country]\nA,a@b.c,x,No,\n"))
	require.NoError(t, err)
	assert.Equal(t, "Kennwort [passwordProfile]", file.Column("passwordProfile"))
	assert.Equal(t, "Land [country]", file.Column("country"))
	assert.Empty(t, file.Column("usageLocation"))
}

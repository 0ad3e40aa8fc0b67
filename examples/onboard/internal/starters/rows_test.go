package starters

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// row returns a row of the admin center's template with only what is required,
// its cells changed by column.
func row(name string, cells map[int]string) string {
	all := make([]string, 16)
	all[0], all[3] = name+"@contoso.com", name
	for i, cell := range cells {
		all[i] = cell
	}
	return strings.Join(all, ",")
}

// TestBadRows puts one bad row between two good ones, which must both stand.
func TestBadRows(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, why, row, want string }{
		{"no user name", "required", row("X", map[int]string{0: " "}), `line 3, column "User Name": nothing in it, and it is required`},
		{"no display name", "required", row("X", map[int]string{3: ""}), `line 3, column "Display Name": nothing in it, and it is required`},
		{"no @", "not a user name", row("X", map[int]string{0: "xavier"}), `line 3, column "User Name": "xavier": a user name has exactly one @, as in name@contoso.com`},
		{"two @", "not a user name", row("X", map[int]string{0: "x@y@z"}), `line 3, column "User Name": "x@y@z": a user name has exactly one @, as in name@contoso.com`},
		{"nothing before the @", "not a user name", row("X", map[int]string{0: "@z"}), `line 3, column "User Name": "@z": nothing stands before the @`},
		{"nothing after the @", "not a user name", row("X", map[int]string{0: "z@"}), `line 3, column "User Name": "z@": no domain stands after the @`},
		{"a space inside", "also one that does not break", row("X", map[int]string{0: "x\u00a0y@z"}), `line 3, column "User Name": "x\u00a0y@z": a user name has no space in it`},
		{"manager", "a user name like any other", row("X", nil) + ",Charles", `line 3, column "Manager": "Charles": a user name has exactly one @, as in name@contoso.com`},
		{"country", "neither a name nor a code", row("X", map[int]string{15: "Deutschland"}),
			`line 3, column "Country or Region": "Deutschland": neither a country's English name nor its two-letter ISO 3166 code`},
		{"too few fields", "nobody knows which is missing", "X@contoso.com,x", "line 3: the number of fields is 2 and that of the columns 17; a field that holds the separator must stand in quotation marks"},
		{"too many fields", "a comma in an address", row("X", map[int]string{11: "1, High Street"}) + ",", "line 3: the number of fields is 18 and that of the columns 17; a field that holds the separator must stand in quotation marks"},
		{"bare quotation mark", "in the middle of a field", row("X", map[int]string{3: `Dwayne "The Rock" Johnson`}) + ",",
			"line 3: a quotation mark stands inside a field; such a field must stand in quotation marks, with each one inside it doubled"},
		{"text after a quotation mark", "not doubled", row("X", map[int]string{3: `"Dwayne "The Rock" Johnson"`}) + ",", "line 3: text follows the quotation mark that closes a field"},
		{"never closed", "the rows after it are not swallowed", row("X", map[int]string{3: `"Xavier`}) + ",", "line 3: a quotation mark opens a field and none closes it"},
		{"never closed, in the last field", "the row after it is not swallowed", row("X", nil) + `,"`, "line 3: a quotation mark opens a field and none closes it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bad := tt.row
			if strings.Count(bad, ",") == 15 {
				bad += ","
			}
			file, err := Parse([]byte(adminHeader + ",Manager\n" + row("Ada", nil) + ",\n" + bad + "\n" + row("Zoe", nil) + ",\n"))
			require.NoError(t, err, tt.why)
			require.Len(t, file.Starters, 3, tt.why)
			assert.NoError(t, file.Starters[0].Problem)
			require.EqualError(t, file.Starters[1].Problem, tt.want, tt.why)
			problem, ok := errors.AsType[*Error](file.Starters[1].Problem)
			require.True(t, ok)
			assert.Equal(t, 3, problem.Line)
			assert.NoError(t, file.Starters[2].Problem)
			assert.Equal(t, "Zoe@contoso.com", file.Starters[2].UserPrincipalName)
			assert.Equal(t, 3, file.Starters[2].Row)
			assert.Equal(t, 4, file.Starters[2].Line)
		})
	}
}

func TestBadEntraRows(t *testing.T) {
	t.Parallel()
	const header = "version:v1.0\nName [displayName],User name [userPrincipalName],Initial password [passwordProfile],Block sign in (Yes/No) [accountEnabled],Usage location [usageLocation]\n"
	for _, tt := range []struct{ name, why, row, want string }{
		{"no password", "required here; spaces are none", "Ada,ada@contoso.com,\u00a0,No,", `line 3, column "Initial password [passwordProfile]": nothing in it, and it is required`},
		{"no block", "required here", "Ada,ada@contoso.com,x,,", `line 3, column "Block sign in (Yes/No) [accountEnabled]": nothing in it, and it is required`},
		{"block", "neither Yes nor No; the cell is not quoted", "Ada,ada@contoso.com,x,maybe,", `line 3, column "Block sign in (Yes/No) [accountEnabled]": neither Yes nor No`},
		{"usage location", "the European Union has licenses only by its members", "Ada,ada@contoso.com,x,No,EU",
			`line 3, column "Usage location [usageLocation]": neither a country's English name nor its two-letter ISO 3166 code`},
		{"the leftmost problem", "one at a time, from the left", ",,,,x", `line 3, column "Name [displayName]": nothing in it, and it is required`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, err := Parse([]byte(header + tt.row))
			require.NoError(t, err)
			require.Len(t, file.Starters, 1)
			assert.EqualError(t, file.Starters[0].Problem, tt.want, tt.why)
		})
	}
}

func TestDuplicates(t *testing.T) {
	t.Parallel()
	file, err := Parse([]byte(adminHeader + "\n" + strings.Join([]string{
		row("Ada", nil),
		row("Bob", map[int]string{15: "Nowhere"}),
		row("ADA", map[int]string{0: " aDA@CONTOSO.com "}),
		row("bob", nil),
		row("Ada", map[int]string{15: "Nowhere"}),
	}, "\n")))
	require.NoError(t, err)
	require.Len(t, file.Starters, 5)
	assert.NoError(t, file.Starters[0].Problem, "the first stands")
	assert.ErrorContains(t, file.Starters[1].Problem, "Nowhere")
	assert.EqualError(t, file.Starters[2].Problem, `line 4, column "User Name": the same user name stands on line 2 already`)
	assert.Equal(t, 2, file.Starters[2].DuplicateOf)
	assert.EqualError(t, file.Starters[3].Problem, `line 5, column "User Name": the same user name stands on line 3 already`,
		"the first with the name has it, even with a problem")
	assert.Equal(t, 2, file.Starters[4].DuplicateOf, "said rather than the other problem, which has no bearing")
}

// TestForgottenQuotationMarks are files in which encoding/csv would take people
// for a part of somebody's cell.
func TestForgottenQuotationMarks(t *testing.T) {
	t.Parallel()
	good := func(names ...string) string {
		var lines []string
		for _, name := range names {
			lines = append(lines, row(name, map[int]string{11: `"1, High Street"`}))
		}
		return strings.Join(lines, "\n") + "\n"
	}
	for _, tt := range []struct {
		name, why, text string
		want            string // the good ones' nicknames, in order
		bad             int
	}{
		{"closed by a later row", "the next quotation mark does not end a field", row("Bob", map[int]string{1: `"Bob`}) + "\n" + good("Cid", "Dan"), "Cid Dan", 1},
		{"closed at the end of a later field", "the merged row has too many fields", row("Bob", map[int]string{1: `"Bob`}) + "\n" + row("Cid", map[int]string{3: `Cid"`}) + "\n" + good("Dan"), "Dan", 2},
		{"closed in the same column", "the merged row has the right number of fields, and the separators of two",
			row("Bob", map[int]string{1: `"Bob`}) + "\n" + row("Cid", map[int]string{1: `Cid"`}) + "\n" + good("Dan"), "Dan", 2},
		{"closed in a row that is short", "each of the two is told of",
			"Bob@contoso.com,\"Bob\nCid@contoso.com,Cid\"\n" + good("Dan"), "Dan", 2},
		{"a mark in each row", "each row fails alone", strings.Repeat(row("Bob", map[int]string{1: `"Bob`})+"\n", 3) + good("Dan"), "Dan", 3},
		{"a line break before the mistake", "the row's first line is good as far as it goes", row("Bob", map[int]string{1: "\"Bob\nB.\"", 2: `"B"x`}) + "\n" + good("Dan"), "Dan", 1},
		{"blank but for the mark", "a row with a mistake is not blank", `,,"` + "\n" + good("Dan"), "Dan", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, err := Parse([]byte(adminHeader + "\n" + tt.text))
			require.NoError(t, err)
			var names []string
			bad := 0
			for _, s := range file.Starters {
				if s.Problem != nil {
					bad++
					continue
				}
				names = append(names, s.MailNickname)
			}
			assert.Equal(t, tt.want, strings.Join(names, " "), tt.why)
			assert.Equal(t, tt.bad, bad, tt.why)
		})
	}
}

// TestSeveralLines are rows whose cells have line breaks, in files of so few
// columns that a cell may hold as many separators as a row.
func TestSeveralLines(t *testing.T) {
	t.Parallel()
	const header = "version:v1.0\n[displayName],[userPrincipalName],[passwordProfile],[accountEnabled]"
	for _, tt := range []struct{ name, why, header, row, display, office string }{
		{"separators in the first cell", "as many as two rows have", header, "\"Ada, of\nLovelace, of, that\nname\",ada@contoso.com,x,No", "Ada, of Lovelace, of, that name", ""},
		{"separators in the last cell", "behind the user name", header + ",[physicalDeliveryOfficeName]",
			"Ada,ada@contoso.com,x,No,\"Room 1, 2, 3\nor 4, 5, 6, 7, 8\nor 9\"", "Ada", "Room 1, 2, 3 or 4, 5, 6, 7, 8 or 9"},
		{"a row's end behind the break", "it has an @ where the user name stands, and what is before has none", header, "\"Ada,\nLovelace\",ada@contoso.com,x,No", "Ada, Lovelace", ""},
		{"a whole row before the break", "and what is behind is none", header + ",[physicalDeliveryOfficeName]", "Ada,ada@contoso.com,x,No,\"one,\ntwo, ask zoe@contoso.com\"", "Ada", "one, two, ask zoe@contoso.com"},
		{"two cells", "each with a break", header + ",[physicalDeliveryOfficeName]", "\"Ada,\nL.\",ada@contoso.com,x,No,\"1, 2,\n3, 4\"", "Ada, L.", "1, 2, 3, 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			zoe := "\nZoe,zoe@contoso.com,x,No" + strings.Repeat(",", strings.Count(tt.header, ",")-3)
			file, err := Parse([]byte(tt.header + "\n" + tt.row + zoe))
			require.NoError(t, err)
			require.Len(t, file.Starters, 2, tt.why)
			for _, s := range file.Starters {
				assert.NoError(t, s.Problem, tt.why)
			}
			assert.Equal(t, tt.display, file.Starters[0].DisplayName)
			assert.Equal(t, tt.office, file.Starters[0].OfficeLocation)
			assert.Equal(t, "zoe", file.Starters[1].MailNickname)
		})
	}
	for _, tt := range []struct{ name, why, text, want string }{
		{"two rows", "each looks like one", "\"Bob,bob@contoso.com,x,No\nCid\",cid@contoso.com,x,No", "line 3: a quotation mark opens a field that does not end before the next row; perhaps one is missing"},
		{"two rows in one's last cell", "each looks like one", "Bob,bob@contoso.com,x,\"No\nCid,cid@contoso.com,x,No\"", "line 3: a quotation mark opens a field that does not end before the next row; perhaps one is missing"},
		{"three rows", "the one between is one too", "\"Bob,bob@contoso.com,x,No\n\"\"Dan\"\",dan@contoso.com,x,No\nCid\",cid@contoso.com,x,No", "line 3: a quotation mark opens a field that does not end before the next row; perhaps one is missing"},
		{"a field too few", "the reason that is given is true", "\"Bob\nB.\",bob@contoso.com,x", "line 3: a field in quotation marks goes on over several lines, and the number of fields is then 3 and that of the columns 4; perhaps a quotation mark is missing, or one too many"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file, err := Parse([]byte(header + "\n" + tt.text + "\nZoe,zoe@contoso.com,x,No"))
			require.NoError(t, err)
			assert.EqualError(t, file.Starters[0].Problem, tt.want, tt.why)
			last := file.Starters[len(file.Starters)-1]
			assert.NoError(t, last.Problem)
			assert.Equal(t, "zoe", last.MailNickname)
		})
	}
}

func TestEveryScript(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Ayşe Yıldız", "김민준", "中村 さくら", "Шевченко", "نور الرشيد", "שירה לוי", "Þórdís Æsa", "Ὀδυσσεύς", "អង្គារ", "می\u200cنا", "O’Brien-Łęcki"} {
		file, err := Parse([]byte(adminHeader + "\n" + row("X", map[int]string{3: name})))
		require.NoError(t, err)
		require.NoError(t, file.Starters[0].Problem)
		assert.Equal(t, name, file.Starters[0].DisplayName)
	}
}

func TestCountryCode(t *testing.T) {
	t.Parallel()
	iso, err := os.ReadFile("testdata/iso3166.txt")
	require.NoError(t, err)
	codes := map[string]bool{"XK": true}
	for line := range strings.Lines(string(iso)) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		codes[code] = true
		for _, form := range []string{code, strings.ToLower(code), name, strings.ToUpper(name), strings.TrimSuffix(name, " (the)")} {
			got, ok := countryCode(form)
			assert.Truef(t, ok && got == code, "%s is %s, want %s", form, got, code)
		}
	}
	require.Len(t, codes, 250)
	for _, code := range countries() {
		assert.Truef(t, codes[code], "%s is not a country's code", code)
	}

	for _, tt := range []struct{ name, why, want string }{
		{"South Korea", "CLDR", "KR"},
		{"Korea (the Republic of)", "ISO", "KR"},
		{"Korea, Republic of", "ISO as it was written before 2006, the article aside", "KR"},
		{"Turkey", "CLDR", "TR"},
		{"TÜRKİYE", "ISO, in capitals that only Turkish has", "TR"},
		{"Czech Republic", "CLDR's variant", "CZ"},
		{"UK", "no ISO code; CLDR's short name", "GB"},
		{"cote d'ivoire", "accents are often lost", "CI"},
		{"Côte d’Ivoire", "CLDR's apostrophe", "CI"},
		{"Kosovo", "the service has it", "XK"},
		{"Hong Kong SAR China", "CLDR", "HK"},
		{"Macao SAR China", "CLDR, as it is written today", "MO"},
		{"Macau SAR China", "CLDR, as it was written", "MO"},
		{"St. Lucia", "CLDR", "LC"},
		{"Antigua & Barbuda", "CLDR", "AG"},
		{"EU", "a group of countries", ""},
		{"ZZ", "CLDR's unknown region", ""},
		{"European Union", "a group of countries", ""},
		{"AC", "reserved by ISO, part of SH", ""},
		{"AN", "withdrawn", ""},
		{"YU", "withdrawn", ""},
		{"001", "the world", ""},
		{"123", "no letter in it", ""},
		{"Deutschland", "not English", ""},
		{"England", "part of a country", ""},
		{"USA", "a three-letter code", ""},
		{"the", "nothing is left of it", ""},
	} {
		got, ok := countryCode(tt.name)
		assert.Equal(t, tt.want, got, "%s: %s", tt.name, tt.why)
		assert.Equal(t, tt.want != "", ok, tt.name)
	}
}

func TestTenThousandRows(t *testing.T) {
	t.Parallel()
	file, err := Parse(manyRows(10_000))
	require.NoError(t, err)
	require.Len(t, file.Starters, 10_000)
	last := file.Starters[9_999]
	assert.NoError(t, last.Problem)
	assert.Equal(t, 10_000, last.Row)
	assert.Equal(t, 10_001, last.Line)
	assert.Equal(t, "user9999", last.MailNickname)
}

func manyRows(n int) []byte {
	var b strings.Builder
	b.WriteString(adminHeader + "\r\n")
	for i := range n {
		b.WriteString(strings.Replace(adminRow, "AdaL", fmt.Sprintf("user%d", i), 1) + "\r\n")
	}
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	data := manyRows(10_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseForgottenQuotes is the worst case for the splitter, which reads
// on after each forgotten mark to find out how far the mistake goes.
func BenchmarkParseForgottenQuotes(b *testing.B) {
	for _, rows := range []int{1_000, 10_000} {
		data := []byte(adminHeader + "\n" + strings.Repeat(row("Bob", map[int]string{1: `"Bob`})+"\n", rows))
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			for b.Loop() {
				if _, err := Parse(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

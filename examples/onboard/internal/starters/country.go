package starters

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// countryCode returns the ISO 3166-1 two-letter code of a country that is
// written as that code or by a name in English: CLDR's, or ISO's short form.
func countryCode(name string) (code string, ok bool) {
	code, ok = countries()[countryKey(name)]
	return code, ok
}

// countries maps keys of names and codes to codes. It is made once, when the
// first country is looked up.
var countries = sync.OnceValue(func() map[string]string {
	index := make(map[string]string, 1024)
	names := display.English.Regions()
	for code := range strings.FieldsSeq(isoCodes) {
		index[countryKey(code)] = code
		index[countryKey(names.Name(language.MustParseRegion(code)))] = code
	}
	for code, others := range otherNames {
		for _, name := range others {
			index[countryKey(name)] = code
		}
	}
	return index
})

// isoCodes are the codes of ISO 3166-1, and Kosovo's XK, which ISO leaves to
// its users and the service takes. They are written out because CLDR counts
// among its countries what has no code of its own in ISO (the Canary Islands)
// or none any more (Yugoslavia).
const isoCodes = `
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ
BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR
CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU
ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ
LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR
TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
`

// countryKey makes names equal that differ only in letter case, accents,
// punctuation and the article: "Korea (the Republic of)" and "Korea, Republic
// of", "Côte d’Ivoire" and "COTE D'IVOIRE". No two countries share a key.
func countryKey(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.IsLetter(r):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
			// An accent, which belongs to the letter before it.
		case r == '&':
			b.WriteString(" and ")
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	kept := words[:0]
	for _, word := range words {
		if word != "the" {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

// otherNames are the names that CLDR's main list, in the version that
// golang.org/x/text has, does not hold: ISO's short forms, and CLDR's names
// marked short or variant.
var otherNames = map[string][]string{
	"BA": {"Bosnia"},
	"BL": {"Saint Barthélemy"},
	"BN": {"Brunei Darussalam"},
	"BO": {"Bolivia (Plurinational State of)"},
	"BQ": {"Bonaire, Sint Eustatius and Saba"},
	"CD": {"Congo (the Democratic Republic of the)", "Congo (DRC)"},
	"CG": {"Congo (the)", "Congo (Republic)"},
	"CI": {"Ivory Coast"},
	"CV": {"Cabo Verde"},
	"CZ": {"Czech Republic"},
	"FK": {"Falkland Islands (the) [Malvinas]", "Falkland Islands (Islas Malvinas)"},
	"FM": {"Micronesia (Federated States of)"},
	"GB": {"United Kingdom of Great Britain and Northern Ireland", "UK"},
	"HK": {"Hong Kong"},
	"HM": {"Heard Island and McDonald Islands"},
	"IO": {"Chagos Archipelago"},
	"IR": {"Iran (Islamic Republic of)"},
	"KN": {"Saint Kitts and Nevis"},
	"KP": {"Korea (the Democratic People's Republic of)"},
	"KR": {"Korea (the Republic of)"},
	"LA": {"Lao People's Democratic Republic"},
	"LC": {"Saint Lucia"},
	"MD": {"Moldova (the Republic of)"},
	"MF": {"Saint Martin (French part)"},
	"MK": {"North Macedonia"},
	"MM": {"Myanmar"},
	"MO": {"Macao", "Macau", "Macao SAR China"},
	"NL": {"Netherlands (Kingdom of the)"},
	"NZ": {"Aotearoa New Zealand"},
	"PM": {"Saint Pierre and Miquelon"},
	"PN": {"Pitcairn"},
	"PS": {"Palestine, State of", "Palestine"},
	"RU": {"Russian Federation"},
	"SH": {"Saint Helena, Ascension and Tristan da Cunha"},
	"SX": {"Sint Maarten (Dutch part)"},
	"SY": {"Syrian Arab Republic"},
	"SZ": {"Eswatini"},
	"TL": {"East Timor"},
	"TR": {"Türkiye"},
	"TW": {"Taiwan (Province of China)"},
	"TZ": {"Tanzania, the United Republic of"},
	"UM": {"United States Minor Outlying Islands"},
	"US": {"United States of America"},
	"VA": {"Holy See"},
	"VC": {"Saint Vincent and the Grenadines"},
	"VE": {"Venezuela (Bolivarian Republic of)"},
	"VG": {"Virgin Islands (British)"},
	"VI": {"Virgin Islands (U.S.)"},
	"VN": {"Viet Nam"},
}

package starters

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse looks for a person who is lost, and for a panic.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		adminHeader + "\n" + adminRow,
		"\ufeff" + strings.ReplaceAll(adminHeader+",Manager\r\n"+adminRow+",\r\n", ",", ";"),
		"version:v1.0,,\r\n" + entraHeader + "\r\nExample: Chris Green,chris@contoso.com\r\n" + entraRow,
		"version:v1.0\nd [displayName]\tu [userPrincipalName]\tp [passwordProfile]\ta [accountEnabled]\n\"A\n\"\ta@b\tx\tNo\n\"\n",
		adminHeader + "\n" + row("Bob", map[int]string{1: `"Bob`}) + "\n" + row("Cid", map[int]string{1: `Cid"`}) + "\n,,,\n\"\"\n",
		adminHeader + "\r\r\n" + adminRow + "\rM\xfcller",
		"", "\n", "version:", "\"", "[displayName]",
	} {
		f.Add([]byte(text), true)
		f.Add([]byte(text), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, withHeader bool) {
		if withHeader {
			// Most of what a fuzzer thinks of has no header; here it gets one.
			data = append([]byte("version:v1.0\nd [displayName],u [userPrincipalName],p [passwordProfile],a [accountEnabled]\n"), data...)
		}
		checkSplitter(t, string(data))
		file, err := Parse(data)
		if err != nil {
			if len(file.Starters) > 0 {
				t.Fatal("a file that is refused has starters")
			}
			if _, ok := errors.AsType[*Error](err); !ok {
				t.Fatalf("the error is a %T", err)
			}
			return
		}
		checkStarters(t, file)
		checkNobodyLost(t, string(data), file)
	})
}

// checkSplitter makes sure that the records are the whole text, one behind the
// other, and that the lines are counted rightly.
func checkSplitter(t *testing.T, text string) {
	for _, separator := range []byte(",;\t") {
		s := &splitter{text: text, separator: separator, width: 4, line: 1}
		for s.pos < len(text) {
			before := s.pos
			r := s.read()
			if s.pos <= before {
				t.Fatalf("the splitter does not move at byte %d", before)
			}
			if want := 1 + lineBreaks(text[:before]); r.line != want {
				t.Fatalf("the record at byte %d is on line %d, want %d", before, r.line, want)
			}
			if end := text[s.pos-1]; s.pos < len(text) && end != '\n' && end != '\r' {
				t.Fatalf("the record at byte %d ends in the middle of a line", before)
			}
		}
	}
}

func lineBreaks(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

func checkStarters(t *testing.T, file File) {
	seen := map[string]bool{}
	for i, s := range file.Starters {
		if s.Row != i+1 {
			t.Fatalf("starter %d has row %d", i+1, s.Row)
		}
		if i > 0 && s.Line <= file.Starters[i-1].Line {
			t.Fatalf("starter %d is on line %d, not behind the one before", i+1, s.Line)
		}
		if s.Problem != nil {
			continue
		}
		name := strings.ToLower(s.UserPrincipalName)
		if seen[name] || s.DisplayName == "" || strings.Count(name, "@") != 1 || s.MailNickname == "" {
			t.Fatalf("starter %d has no problem and should: %+v", i+1, s)
		}
		seen[name] = true
		if !utf8.ValidString(s.DisplayName) || strings.ContainsAny(s.DisplayName, "\r\n") {
			t.Fatalf("starter %d has the display name %q", i+1, s.DisplayName)
		}
	}
}

// checkNobodyLost counts the people in another way. In a file without quotation
// marks each line that is not blank is one; in one that encoding/csv reads
// without complaint, all of the same width and none over several lines, it is
// encoding/csv who counts.
func checkNobodyLost(t *testing.T, text string, file File) {
	text = strings.TrimPrefix(text, byteOrderMark)
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	s := &splitter{text: text, line: 1}
	l, err := readHeader(s)
	if err != nil {
		t.Fatal(err)
	}
	people, separator := text[s.pos:], rune(s.separator)
	got := len(file.Starters) + file.Examples
	if !strings.Contains(people, `"`) {
		want := 0
		for line := range strings.SplitSeq(people, "\n") {
			if !blank(strings.Split(line, string(separator))) {
				want++
			}
		}
		if got != want {
			t.Fatalf("%d people and examples, want %d", got, want)
		}
		return
	}
	r := csv.NewReader(strings.NewReader(people))
	r.Comma = separator
	r.FieldsPerRecord = len(l.titles)
	want := 0
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || strings.Contains(strings.Join(fields, ""), "\n") {
			return
		}
		if !blank(fields) {
			want++
		}
	}
	if got != want {
		t.Fatalf("%d people and examples, encoding/csv finds %d", got, want)
	}
}

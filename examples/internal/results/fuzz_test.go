package results

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
)

// FuzzResults looks for a panic, for a password that is lost, and for a file
// that is not the same after it was read and written.
func FuzzResults(f *testing.F) {
	for _, text := range []string{
		"1,a@b,id,created,,,pw\n1,A@B,,failed,\"x, \"\"y\"\"\",,\n2,,,failed,no name,,\n",
		"1,a@b,,planned,,,=1+1\n1,a@b,i,created,,,\n1,a@b,,planned,,,\n",
		"1,a@b,,planned,,,\" p,w\"\n2,c@d,,created,,,abcdefghijklmnop",
		"1,a@b,,planned,,,p\r\n2,c@d,,created,,,abcdefgh",
		"-1,\"a\nb\", x ,later,\\.,,\n", "\n", "", "\x00\x00", "1,,,,,,x\n1,,,,,,\n",
		"1,a@b,id,created,,A;B,pw\n1,a@b,,failed,busy,,\n",
	} {
		f.Add([]byte(text), true)
		f.Add([]byte(headerLine+text), false)
		f.Add([]byte(olderHeaderLine+strings.ReplaceAll(text, ",,,", ",,")), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, withHeader bool) {
		if withHeader {
			// Most of what a fuzzer thinks of has no header; here it gets one.
			data = append([]byte(headerLine), data...)
		}
		results, err := Parse(data)
		if err != nil {
			return
		}
		checkPasswords(t, data, results)

		written := encodeFile(results)
		again, err := Parse(written)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if !reflect.DeepEqual(results, again) {
			t.Fatalf("read %q, then %q", encodeFile(results), encodeFile(again))
		}
		if bytes.Count(written, []byte("\n")) != len(results)+1 {
			t.Fatal("a line of the file is not a line of text")
		}
		// Cut short by a byte, it loses no more than its last line.
		cut, err := Parse(written[:len(written)-1])
		if err != nil || len(cut) < len(results)-1 {
			t.Fatalf("of %d lines cut short, %d are read: %v", len(results), len(cut), err)
		}
	})
}

// checkPasswords reads the complete lines with encoding/csv alone: the last
// password of each user must still be there.
func checkPasswords(t *testing.T, data []byte, results []Result) {
	kept := map[string]string{}
	for _, r := range results {
		if r.UserPrincipalName != "" {
			kept[key(r.UserPrincipalName)] = r.InitialPassword.Reveal()
		}
	}
	last := map[string]string{}
	end := bytes.LastIndexByte(data, '\n') + 1
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data[:end], []byte("\ufeff"))))
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("Parse reads what encoding/csv does not: %v", err)
		}
		name := key(Result{UserPrincipalName: fields[1]}.tidy().UserPrincipalName)
		if fields[0] != header[0] && name != "" && fields[len(fields)-1] != "" {
			last[name] = fields[len(fields)-1]
		}
	}
	tail, hasTail := whole(data[end:], r.FieldsPerRecord)
	for name, password := range last {
		if hasTail && key(tail.UserPrincipalName) == name && !tail.InitialPassword.IsZero() {
			password = tail.InitialPassword.Reveal()
		}
		if kept[name] != password {
			t.Fatalf("the password of %q is %q, want %q", name, kept[name], password)
		}
	}
}

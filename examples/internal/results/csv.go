package results

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
)

// header is the first line of the file. A file with another one is not ours. The
// password comes last, so that a line which has all of it is whole.
var header = []string{"row", "userPrincipalName", "id", "outcome", "detail", "licenses", "initialPassword"}

// licensesField is the field that files lack which were written before there were
// licenses. They are read, and written anew with it.
const licensesField = 5

// width returns how many fields the lines of a file have, by its first one; 0 if it
// is not ours.
func width(first []string) int {
	if slices.Equal(first, header) || slices.Equal(first, slices.Delete(slices.Clone(header), licensesField, licensesField+1)) {
		return len(first)
	}
	return 0
}

// Parse reads the text of a results file. Of several lines about one user the
// later one counts; a last line that was cut short does not.
func Parse(data []byte) ([]Result, error) {
	t, err := parse(data)
	if err != nil {
		return nil, err
	}
	return t.all(), nil
}

func parse(data []byte) (*table, error) {
	t := newTable()
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if len(data) == 0 {
		return t, nil
	}
	complete := data[:bytes.LastIndexByte(data, '\n')+1]
	tail := data[len(complete):]

	// Without a number of fields a reader takes that of the first line.
	r := newReader(complete, 0)
	first, err := r.Read()
	if errors.Is(err, io.EOF) {
		first, err = newReader(tail, 0).Read()
		tail = nil
	}
	fields := width(first)
	if err != nil || fields == 0 {
		return nil, errors.New("this is not a results file: its first line is not " + strings.Join(header, ","))
	}
	for {
		line, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, notOurs(err)
		}
		result, err := decode(line)
		if err != nil {
			lineNumber, _ := r.FieldPos(0)
			return nil, fmt.Errorf("line %d is not a line of a results file: %w", lineNumber, err)
		}
		t.put(result, false)
	}
	if result, ok := whole(tail, fields); ok {
		t.put(result, false)
	}
	return t, nil
}

// notOurs keeps of an error of encoding/csv where and what, which is all it
// says.
func notOurs(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return fmt.Errorf("line %d is not a line of a results file: %w", p.StartLine, p.Err)
	}
	return err
}

// whole reads the last line of a file if it lacks its end. Most likely it was
// cut short, and then its password may be too. But a person may have edited
// the file with an editor that ends no last line; such a line is whole if it has
// all its fields and the password is of full length, or if there is none that
// could be wrong.
func whole(tail []byte, fields int) (Result, bool) {
	line, err := newReader(tail, fields).Read()
	if err != nil {
		return Result{}, false
	}
	r, err := decode(line)
	if err != nil {
		return Result{}, false
	}
	n := len(r.InitialPassword.Reveal())
	return r, n == 0 || n == passwordLength
}

func newReader(data []byte, fields int) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = fields
	return r
}

// decode makes a result of the fields of a line. Its errors hold no field: any
// of them may be a password that slipped.
func decode(fields []string) (Result, error) {
	if len(fields) < len(header) {
		fields = slices.Insert(fields, licensesField, "")
	}
	row, err := strconv.Atoi(fields[0])
	if err != nil {
		return Result{}, errors.New("its row is not a number")
	}
	if strings.ContainsAny(fields[6], "\r\n") {
		return Result{}, errors.New("its password has a line break")
	}
	return Result{
		Row:               row,
		UserPrincipalName: fields[1],
		ID:                admin365.UserID(fields[2]),
		Outcome:           Outcome(fields[3]),
		Detail:            fields[4],
		Licenses:          fields[licensesField],
		InitialPassword:   admin365.NewSecret(fields[6]),
	}.tidy(), nil
}

// encode writes the results as lines, without the header. Fields are quoted
// only where they must be, and none is altered: a password that begins with =
// or + stays what it is.
func encode(results ...Result) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, r := range results {
		// A bytes.Buffer fails no write.
		_ = w.Write([]string{
			strconv.Itoa(r.Row), r.UserPrincipalName, string(r.ID),
			string(r.Outcome), r.Detail, r.Licenses, r.InitialPassword.Reveal(),
		})
	}
	w.Flush()
	return b.Bytes()
}

// encodeFile writes a whole file.
func encodeFile(results []Result) []byte {
	return append([]byte(strings.Join(header, ",")+"\n"), encode(results...)...)
}

// passwordLength is that of [identity.NewPassword]: a torn line may hold less.
//
// [identity.NewPassword]: https://pkg.go.dev/github.com/admin365/admin365/identity#NewPassword
const passwordLength = 16

package tenant

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"hash/crc32"
	"slices"
	"strconv"
	"time"

	"github.com/admin365/admin365"
)

// The kinds of lines in a log.
const (
	lineLog    = "log"    // its head
	lineRows   = "rows"   // a part of a change that goes on
	lineChange = "change" // the rest of a change
)

// logHead is the first line of a log.
type logHead struct {
	Version  int               `json:"admin365"`
	TenantID admin365.TenantID `json:"tenantId"`
	Base     baseMark          `json:"base"`
}

// baseMark is by what a log knows the tenant file that it goes with.
type baseMark struct {
	Size int64  `json:"size"`
	CRC  uint32 `json:"crc"`
}

// changeHead is everything of a change but its rows: what a saved tenant has beside
// its tables.
type changeHead struct {
	Time       time.Time `json:"time"`
	Generation uint64    `json:"generation"`
	Seed       uint64    `json:"seed"`
	IDs        uint64    `json:"ids"`
}

// changeLine is what a line of rows, or of a change, says.
type changeLine struct {
	changeHead
	// Tables has by the table's name the rows that were put, and as texts the keys of
	// those that are gone.
	Tables map[string][]json.RawMessage `json:"tables"`
}

// crcDigits is how long a CRC is as text.
const crcDigits = 8

// checksum is the CRC of the text.
func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// beginLine begins a line of the kind, whose JSON is to follow.
func beginLine(b []byte, kind string, seq uint64) []byte {
	b = append(b, "00000000 "...)
	b = append(b, kind...)
	b = append(b, ' ')
	b = strconv.AppendUint(b, seq, 10)
	return append(b, ' ')
}

// endLine ends the line that begins at from.
func endLine(b []byte, from int) []byte {
	sum := checksum(b[from+crcDigits+1:])
	for i := range crcDigits {
		b[from+i] = "0123456789abcdef"[sum>>(4*(crcDigits-1-i))&15]
	}
	return append(b, '\n')
}

// line is one line of a log.
type line struct {
	kind string
	seq  uint64
	json []byte
}

// parseLine reads a line without its end; it says what is wrong with one that is
// damaged.
func parseLine(b []byte) (l line, wrong string) {
	if len(b) < crcDigits+1 || b[crcDigits] != ' ' {
		return line{}, "it is no line of a log"
	}
	var sum [crcDigits / 2]byte
	if _, err := hex.Decode(sum[:], b[:crcDigits]); err != nil {
		return line{}, "it is no line of a log"
	}
	rest := b[crcDigits+1:]
	if want := checksum(rest); !bytes.Equal(sum[:], []byte{byte(want >> 24), byte(want >> 16), byte(want >> 8), byte(want)}) {
		return line{}, "its checksum is another one"
	}
	parts := bytes.SplitN(rest, []byte{' '}, 3)
	if len(parts) != 3 {
		return line{}, "it is no line of a log"
	}
	seq, err := strconv.ParseUint(string(parts[1]), 10, 64)
	if err != nil {
		return line{}, "it has no number"
	}
	return line{string(parts[0]), seq, parts[2]}, ""
}

// touch is a row that a transaction has put or deleted.
type touch struct {
	slot int
	key  Key
}

// touch notes a row for the log.
func (tx *Tx) touch(slot int, k Key) {
	if tx.keeps {
		tx.touches = append(tx.touches, touch{slot, k})
	}
}

// rowChanges calls visit for each row that is another one, or gone (nil), and stops
// with its error.
type rowChanges func(visit func(t *table, k Key, row any) error) error

// changes are the rows that the transaction has changed, table by table in
// the order of their keys. A row that was put ten times is there once.
func (tx *Tx) changes(before *state) rowChanges {
	return func(visit func(*table, Key, any) error) error {
		slices.SortFunc(tx.touches, func(a, b touch) int {
			if a.slot != b.slot {
				return a.slot - b.slot
			}
			return a.key.Compare(b.key)
		})
		for _, t := range slices.Compact(tx.touches) {
			is, found := tx.st.mains[t.slot].Get(entry{key: t.key})
			was, had := before.mains[t.slot].Get(entry{key: t.key})
			if !found && !had || found && had && is.row == was.row {
				continue
			}
			if err := visit(tx.schema.tables[t.slot], t.key, is.row); err != nil {
				return err
			}
		}
		return nil
	}
}

// changesBetween are the rows in which two states differ.
func changesBetween(s *Schema, before, after *state) rowChanges {
	return func(visit func(*table, Key, any) error) (failed error) {
		for _, table := range s.tables {
			diffTrees(before.mains[table.slot], after.mains[table.slot], func(was, is any) {
				row := is
				if row == nil {
					row = was
				}
				if failed == nil {
					failed = visit(table, table.key(row), is)
				}
			})
		}
		return failed
	}
}

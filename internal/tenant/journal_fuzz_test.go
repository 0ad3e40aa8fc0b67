package tenant

import (
	"bytes"
	"os"
	"testing"
)

// FuzzJournal: whatever stands in a log, it is read or refused, and nothing panics.
// The second time each line gets a true checksum, so that what is behind it is met.
func FuzzJournal(f *testing.F) {
	l := busyLab()
	in, path := l.kept(f, SyncWrite, thing{ID: key(1), Name: "Ada"})
	l.put(f, in, thing{ID: key(2), Name: "Bob"}, thing{ID: key(3), Name: "Cid", Owner: key(1)})
	if err := in.Backstage(func(tx *Tx) error { In(tx, &l.things).Delete(key(1)); return nil }); err != nil {
		f.Fatal(err)
	}
	log, err := os.ReadFile(path + ".log")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(log)
	f.Add(log[:len(log)-7])
	f.Add(log[30:])
	f.Add([]byte("00000000 rows 1 {\"tables\":{\"things\":[null,1,[],\"\",{}]}}\n"))
	st := in.state.Load()
	f.Fuzz(func(t *testing.T, log []byte) {
		for _, log := range [][]byte{log, signed(log)} {
			found, err := scanLog(bytes.NewReader(log))
			if err != nil {
				continue
			}
			if found.end > int64(len(log)) || found.last < found.first {
				t.Fatalf("%+v of a log of %d bytes", found, len(log))
			}
			if _, err := readHead(bytes.NewReader(log)); err != nil {
				t.Fatalf("the head of a log that was read: %v", err)
			}
			next, err := in.world.replay(st, bytes.NewReader(log[:found.end]))
			if err != nil {
				continue
			}
			// What was read can be saved, and loaded again but where it breaks a rule that
			// every transaction keeps, such as two rows of one name.
			again := &Tenant{id: in.id, world: in.world, schema: l.schema}
			var file bytes.Buffer
			if err := again.saveState(&file, next); err != nil {
				continue // Such as a time that no file can say.
			}
			_, _ = NewWorld(l.schema, labEpoch()).Load(&file)
		}
	})
}

// signed is the text with a true checksum in each line.
func signed(log []byte) []byte {
	var out []byte
	for l := range bytes.Lines(log) {
		l = bytes.TrimSuffix(l, []byte("\n"))
		if len(l) > crcDigits {
			l = l[crcDigits+1:]
		}
		from := len(out)
		out = endLine(append(append(out, "00000000 "...), l...), from)
	}
	return out
}

package health

import (
	"archive/zip"
	"bytes"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/tenant"
)

// reader is what the caller of a transaction may see of messages.
type reader struct {
	tx *tenant.Tx
	// private: those about data privacy, too.
	private bool
	// user is the signed-in person; is false without one.
	user tenant.Key
	is   bool
}

func readerOf(tx *tenant.Tx) reader {
	r := reader{tx: tx, private: true}
	access := tx.Ports().Access
	if access == nil || tx.Session == nil {
		return r
	}
	r.private = access.Allow(tx, opPrivacy.At()) == nil
	r.user, r.is = access.Self(tx)
	return r
}

// all are the messages that the caller sees, by id.
func (r reader) all() iter.Seq[*seen] {
	return func(yield func(*seen) bool) {
		for row := range tenant.In(r.tx, &messages).All() {
			if r.sees(row) && !yield(r.view(row)) {
				return
			}
		}
	}
}

// sees: the message has not ended, and is for the caller.
func (r reader) sees(row *messageRow) bool {
	return (row.EndDateTime.IsZero() || r.tx.Now().Before(row.EndDateTime)) && (r.private || !row.private())
}

// view is the message with the caller's own marks.
func (r reader) view(row *messageRow) *seen {
	s := &seen{messageRow: row}
	if r.is {
		if own, ok := tenant.In(r.tx, &viewpoints).Get(viewpointKey(r.user, row.ID)); ok && own.own(r.user, row.ID) {
			s.marks = &own.Marks
		}
	}
	return s
}

// find is a message that the caller sees.
func (r reader) find(id string) (*seen, error) {
	row, ok := tenant.In(r.tx, &messages).Get(idKey(id))
	if !ok || !strings.EqualFold(string(row.ID), id) || !r.sees(row) {
		return nil, notThere(id)
	}
	return r.view(row), nil
}

// attachments are the files of a message that the caller sees, by id.
func (r reader) attachments(message string) ([]*fileRow, error) {
	of, err := r.find(message)
	if err != nil {
		return nil, err
	}
	rows := slices.Collect(filesOf(r.tx, string(of.ID)))
	slices.SortFunc(rows, func(a, b *fileRow) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return rows, nil
}

// attachment is one of them.
func (r reader) attachment(message, id string) (*fileRow, error) {
	rows, err := r.attachments(message)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(rows, func(row *fileRow) bool { return strings.EqualFold(string(row.ID), id) })
	if at < 0 {
		return nil, notThere(id)
	}
	return rows[at], nil
}

// archive is all of them in one file. Unverified: that without any there is none.
func (r reader) archive(message string) (*File, error) {
	rows, err := r.attachments(message)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, notThere(message)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	taken := map[string]bool{}
	for _, row := range rows {
		w, err := z.CreateHeader(&zip.FileHeader{Name: entryName(row.Name, taken), Method: zip.Deflate, Modified: row.Modified})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(row.Content); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return &File{ContentType: "application/zip", Content: b.Bytes()}, nil
}

// entryName is the name of a file inside an archive: without folders, and no other's.
func entryName(name string, taken map[string]bool) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" || name == ".." {
		name = "attachment"
	}
	ext := path.Ext(name)
	unique := name
	for n := 2; taken[tenant.Fold(unique)]; n++ {
		unique = strings.TrimSuffix(name, ext) + " (" + strconv.Itoa(n) + ")" + ext
	}
	taken[tenant.Fold(unique)] = true
	return unique
}

// setMarks writes a mark of several messages, and reports whether all of them are there; if
// one is not, none is written. Unverified: what the service does with the others then.
func setMarks(tx *tenant.Tx, ids []string, write func(*Viewpoint)) (bool, error) {
	r := readerOf(tx)
	var rows []*seen
	for _, id := range ids {
		row, err := r.find(id)
		if err != nil {
			return false, nil // That one is missing is the answer, and no refusal.
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		next := viewpointRow{User: r.user, Message: row.ID}
		if row.marks != nil {
			next.Marks = *row.marks
		}
		write(&next.Marks)
		if err := tenant.In(tx, &viewpoints).Put(&next); err != nil {
			return false, err
		}
	}
	return true, nil
}

// forget drops the marks of a person who is gone for good.
func forget(tx *tenant.Tx, e tenant.PrincipalPurged) error {
	first := viewpointKey(e.ID, "").Hi
	for row := range tenant.In(tx, &viewpoints).After(tenant.Key{Hi: first}) {
		if row.key().Hi != first {
			break
		}
		if row.User == e.ID {
			tenant.In(tx, &viewpoints).Delete(row.key())
		}
	}
	return nil
}

// copied is a message that belongs to the caller.
func (s *seen) copied() *Message {
	m := s.Message
	m.Details = append([]Detail{}, m.Details...)
	m.Tags = append([]string{}, m.Tags...)
	m.Services = append([]string{}, m.Services...)
	if m.IsMajorChange != nil {
		m.IsMajorChange = new(*m.IsMajorChange)
	}
	m.Viewpoint = nil
	if s.marks != nil {
		m.Viewpoint = &Viewpoint{copyBool(s.marks.IsRead), copyBool(s.marks.IsArchived), copyBool(s.marks.IsFavorited)}
	}
	return &m
}

func copyBool(b *bool) *bool {
	if b == nil {
		return nil
	}
	return new(*b)
}

// attachmentOf is an attachment for the caller, without its content.
func attachmentOf(r *fileRow) *Attachment {
	return &Attachment{ID: r.ID, Name: r.Name, ContentType: r.ContentType, Size: len(r.Content), LastModifiedDateTime: r.Modified}
}

// file is its content.
func (r *fileRow) file() *File {
	return &File{ContentType: r.ContentType, Content: append([]byte{}, r.Content...)}
}

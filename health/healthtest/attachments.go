package healthtest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/internal/conform"
)

// all lists the messages of a caller.
func all(c *run, s *health.Service, q health.MessageQuery) ([]*health.Message, error) {
	return conform.Collect(s.Messages.List(c.Context(), q))
}

func attachmentCases() []kase {
	files := func(c *run, id health.MessageID) []*health.Attachment {
		c.Helper()
		list, err := conform.Collect(c.S.Service.Attachments.List(c.Context(), id))
		c.Must(err, "listing attachments")
		return list
	}
	return []kase{
		{
			Name: "Attachments/as-attached", Needs: ofFiles(CanAdvance), Source: docAttachment,
			Why: "a file that is cut or re-coded on the way cannot be opened",
			Run: func(c *run) {
				m := message(c)
				if m.HasAttachments || len(files(c, m.ID)) > 0 {
					c.Errorf("a message without attachments has %v", files(c, m.ID))
				}
				later(c)
				contents := map[string][]byte{"people.csv": []byte("name\r\nAda\r\n"), "bild & „x“.png": []byte("\x89PNG\r\n\x1a\n\x00\xff"), "empty.txt": {}}
				var ours []health.AttachmentID
				for _, name := range []string{"people.csv", "bild & „x“.png", "empty.txt"} {
					made := attach(c, m.ID, name, "application/x-"+name[:4], contents[name])
					ours = append(ours, made.ID)
					got, err := c.S.Service.Attachments.Get(c.Context(), m.ID, made.ID)
					c.Must(err, "getting an attachment")
					same(c, "the attachment", got, made)
					same(c, "the attachment", got, &health.Attachment{ID: made.ID, Name: name, ContentType: "application/x-" + name[:4], Size: len(contents[name])}, "LastModifiedDateTime")
					if got.LastModifiedDateTime.Before(m.LastModifiedDateTime) {
						c.Errorf("it was changed at %v, and the message was there at %v", got.LastModifiedDateTime, m.LastModifiedDateTime)
					}
					file, err := c.S.Service.Attachments.Content(c.Context(), m.ID, made.ID)
					c.Must(err, "getting a file")
					if file.ContentType != got.ContentType || !bytes.Equal(file.Content, contents[name]) {
						c.Errorf("the file %s is %q %q", name, file.ContentType, file.Content)
					}
				}
				list := files(c, m.ID)
				if err := sameSet("the attachments", among(list, attachmentID, ours), ours); err != nil || len(list) != 3 {
					c.Errorf("%v, and there are %d", err, len(list))
				}
				for _, a := range list {
					got, err := c.S.Service.Attachments.Get(c.Context(), m.ID, a.ID)
					c.Must(err, "getting an attachment")
					same(c, "in the list the attachment", a, got)
				}
				now := getMessage(c, m.ID)
				if !now.HasAttachments || !now.LastModifiedDateTime.After(m.LastModifiedDateTime) {
					c.Errorf("the message is %+v, and was changed at %v before", now, m.LastModifiedDateTime)
				}
			},
		},
		{
			Name: "Attachments.Archive/all-in-one", Needs: ofFiles(), Source: docMessage,
			Why: "who takes all files takes each of them, those too that have one name",
			Run: func(c *run) {
				m := message(c)
				want := []string{"one", "two", "three"}
				attach(c, m.ID, "a.txt", "text/plain", []byte("one"))
				attach(c, m.ID, "a.txt", "text/plain", []byte("two"))
				attach(c, m.ID, "../b/c.txt", "text/plain", []byte("three"))
				attach(c, message(c).ID, "d.txt", "text/plain", []byte("of another message"))
				file, err := c.S.Service.Attachments.Archive(c.Context(), m.ID)
				c.Must(err, "getting the archive")
				names, got := unzip(c, file.Content)
				slices.Sort(want)
				slices.Sort(got)
				same(c, "what is in the archive", got, want)
				slices.Sort(names)
				if len(slices.Compact(names)) != 3 {
					c.Errorf("two files of the archive have one name: %q", names)
				}
			},
		},
		{
			Name: "Attachments.Archive/nothing-in-it", Needs: ofFiles(), Source: docMessage,
			Why: "a message without files has no archive",
			Run: func(c *run) {
				m := message(c)
				_, err := c.S.Service.Attachments.Archive(c.Context(), m.ID)
				c.Refused(err, missing(opZip).Of(string(m.ID)))
			},
		},
		{
			Name: "Attachments/unknown-message", Needs: []string{HasAttachments}, Source: docAttachments,
			Why: "a list that is empty where there is no message hides a wrong id",
			Run: func(c *run) {
				at := nowhere()
				for _, m := range c.S.methods() {
					if m.part() == HasAttachments {
						c.Refused(m.call(c.Context(), c.S.Service, at), missing(m.op))
					}
				}
			},
		},
		{
			Name: "Attachments/of-another-message", Needs: ofFiles(), Source: docAttachment,
			Why: "an id of an attachment opens the file of its own message, and of no other",
			Run: func(c *run) {
				m, other := message(c), message(c)
				attach(c, m.ID, "a.txt", "text/plain", []byte("a"))
				theirs := attach(c, other.ID, "b.txt", "text/plain", []byte("b"))
				for _, id := range []health.AttachmentID{theirs.ID, nowhere().attachment, "nothing"} {
					_, err := c.S.Service.Attachments.Get(c.Context(), m.ID, id)
					c.Refused(err, missing(opAttachment))
					_, err = c.S.Service.Attachments.Content(c.Context(), m.ID, id)
					c.Refused(err, missing(opContent))
				}
			},
		},
		{
			Name: "Attachments/many", Needs: ofFiles(), Source: docAttachments,
			Why: "a list that ends after the first page of the service loses files",
			Run: func(c *run) {
				m := message(c)
				var ours []health.AttachmentID
				for n := range 120 {
					ours = append(ours, attach(c, m.ID, fmt.Sprintf("%d.txt", n), "text/plain", []byte{'a'}).ID)
				}
				c.Eventually(func() error { return sameSet("the attachments", among(files(c, m.ID), attachmentID, ours), ours) })
			},
		},
	}
}

// unzip returns the names and the contents of an archive.
func unzip(c *run, content []byte) (names, contents []string) {
	c.Helper()
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	c.Must(err, "opening an archive")
	for _, f := range r.File {
		names = append(names, f.Name)
		in, err := f.Open()
		c.Must(err, "opening a file of an archive")
		b, err := io.ReadAll(in)
		c.Must(err, "reading a file of an archive")
		contents = append(contents, string(b))
		c.Must(in.Close(), "closing a file of an archive")
	}
	return names, contents
}

func fileCases() []kase {
	return []kase{
		{
			Name: "Files/as-large-as-may-be", Needs: ofFiles(HasIssues), Source: docFiles,
			Why: "a limit that is off by one cuts what it should let through",
			Run: func(c *run) {
				subscribe(c, Skype)
				content := bytes.Repeat([]byte("0123456789abcdef"), health.MaxFile/16)
				i := issue(c, Skype)
				_, err := c.S.Backstage.PublishReport(c.Context(), i.ID, health.File{ContentType: "application/pdf", Content: content})
				c.Must(err, "publishing a review")
				got, err := c.S.Service.Issues.Report(c.Context(), i.ID)
				c.Must(err, "getting a review")
				if !bytes.Equal(got.Content, content) {
					c.Errorf("the review has %d bytes of %d", len(got.Content), len(content))
				}
			},
		},
		{
			Name: "Files/too-large", Needs: ofFiles(HasIssues), Source: docFiles,
			Why: "half a file that looks like a whole one is worse than none",
			Run: func(c *run) {
				subscribe(c, Skype)
				content := make([]byte, health.MaxFile+1)
				i := issue(c, Skype)
				_, err := c.S.Backstage.PublishReport(c.Context(), i.ID, health.File{ContentType: "application/pdf", Content: content})
				c.Must(err, "publishing a review")
				file, err := c.S.Service.Issues.Report(c.Context(), i.ID)
				c.Refused(err, tooLarge(opReport))
				if file != nil {
					c.Errorf("beside the error there are %d bytes", len(file.Content))
				}
				m := message(c)
				a := attach(c, m.ID, "a.bin", "application/octet-stream", content)
				_, err = c.S.Service.Attachments.Content(c.Context(), m.ID, a.ID)
				c.Refused(err, tooLarge(opContent))
				got, err := c.S.Service.Attachments.Get(c.Context(), m.ID, a.ID)
				c.Must(err, "getting an attachment")
				if got.Size != len(content) {
					c.Errorf("its size is %d, want %d", got.Size, len(content))
				}
			},
		},
	}
}

package supporttest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/support"
)

func chunkCases() []kase {
	return []kase{
		{
			Name: "Attachments.Upload/in-order", Needs: sending(), Source: docChunks,
			Why: "the file is there with the last chunk, and not before",
			Run: func(c *run) {
				at := announce(c)
				c.Must(chunk(c, at, 0, "01234"), "sending the first chunk")
				if complete(c, at) {
					c.Errorf("with one chunk of two it is complete")
				}
				// Announcing it has forgotten the chunk.
				c.Must(chunk(c, at, 0, "01234"), "sending the first chunk")
				c.Must(chunk(c, at, 1, "567"), "sending the last chunk")
				if !complete(c, at) {
					c.Errorf("with all chunks it is not complete")
				}
			},
		},
		{
			Name: "Attachments.Upload/in-any-order", Needs: sending(), Source: docAttachments,
			Why: "whichever chunk arrives first, the file is the same",
			Run: func(c *run) {
				at := announce(c)
				c.Must(chunk(c, at, 1, "567"), "sending the last chunk")
				c.Must(chunk(c, at, 0, "01234"), "sending the first chunk")
				if !complete(c, at) {
					c.Errorf("with all chunks it is not complete")
				}
			},
		},
		{
			Name: "Attachments.Upload/replaced", Needs: sending(), Source: docAttachments,
			Why: "a chunk that was sent before the file was read wrongly is sent again",
			Run: func(c *run) {
				at := announce(c)
				c.Must(chunk(c, at, 0, "wrong"), "sending a chunk")
				c.Must(chunk(c, at, 0, "01234"), "replacing a chunk")
				c.Must(chunk(c, at, 1, "567"), "sending the last chunk")
				c.Must(chunk(c, at, 0, "01234"), "sending a chunk of a complete file again")
				c.Refused(chunk(c, at, 0, "wrong"), taken(opUpload))
			},
		},
		{
			Name: "Attachments.Upload/complete", Needs: sending(), Source: docAttachments,
			Why: "what an engineer has read must not become another text",
			Run: func(c *run) {
				at := announce(c)
				c.Must(chunk(c, at, 0, "01234"), "sending a chunk")
				c.Must(chunk(c, at, 1, "567"), "sending a chunk")
				for i, content := range []string{"01234", "567"} {
					c.Must(chunk(c, at, i, content), "sending a chunk of a complete file again")
				}
				c.Refused(chunk(c, at, 1, "568"), taken(opUpload))
				_, err := c.S.Service.Attachments.Create(c.Context(), at.workspace, support.NewFile{Name: at.file, Size: 3})
				c.Refused(err, taken(opAnnounce))
				if f, err := c.S.Service.Attachments.Get(c.Context(), at.workspace, at.file); err != nil || f.Size != 8 {
					c.Errorf("afterwards it is %+v, %v", f, err)
				}
			},
		},
		{
			Name: "Attachments.Upload/invalid", Needs: sending(), Source: docAttachments,
			Why: "a file of a wrong length is a broken one",
			Run: func(c *run) {
				at := announce(c)
				for what, part := range map[string]support.Chunk{
					"before the first":   {Index: -1, Content: []byte("01234")},
					"behind the last":    {Index: 2, Content: []byte("01234")},
					"far behind":         {Index: 1 << 30, Content: []byte("01234")},
					"nothing":            {Index: 0},
					"too short":          {Index: 0, Content: []byte("0123")},
					"too long":           {Index: 0, Content: []byte("012345")},
					"the last too short": {Index: 1, Content: []byte("56")},
					"the last too long":  {Index: 1, Content: []byte("5678")},
					"the last as others": {Index: 1, Content: []byte("56789")},
				} {
					err := c.S.Service.Attachments.Upload(c.Context(), at.workspace, at.file, part)
					if fault := invalid(opUpload).Check(err); fault != nil {
						c.Errorf("%s: %v", what, fault)
					}
				}
				c.Must(chunk(c, at, 0, "01234"), "sending a chunk")
				if complete(c, at) {
					c.Errorf("it is complete with one chunk of two")
				}
			},
		},
		{
			Name: "Attachments.Create/again-forgets", Needs: sending(), Source: docAttachments,
			Why: "the file has grown in between, and must not be half of the old one",
			Run: func(c *run) {
				at := announce(c)
				c.Must(chunk(c, at, 0, "wrong"), "sending a chunk")
				f, err := c.S.Service.Attachments.Create(c.Context(), at.workspace, support.NewFile{Name: at.file, Size: 6, ChunkSize: 3})
				c.Must(err, "announcing a file again")
				if f.Size != 6 || f.ChunkSize != 3 || f.Chunks != 2 {
					c.Errorf("it is %+v", f)
				}
				c.Must(chunk(c, at, 1, "345"), "sending the last chunk")
				if complete(c, at) {
					c.Errorf("a chunk that was forgotten counts")
				}
			},
		},
		{
			Name: "Attachments.Upload/bytes", Needs: sending(), Source: docChunks,
			Why: "a memory dump is no text",
			Run: func(c *run) {
				content := make([]byte, 1024)
				for i := range content {
					content[i] = byte(i)
				}
				send(c, workspace(c, "").ID, "dump.dmp", content)
			},
		},
	}
}

// flaky fails at one of the calls, before or after it was done.
type flaky struct {
	support.Attachments

	// at is the call that fails, from 0, and after whether it is done all the same.
	at, calls int
	after     bool
	sent      []support.Chunk
}

func (f *flaky) fails(do func() error) error {
	n := f.calls
	f.calls++
	if n != f.at {
		return do()
	}
	if f.after {
		if err := do(); err != nil {
			return err
		}
	}
	return &admin365.Error{Kind: admin365.ErrUncertain, Message: "cut"}
}

// Create implements [support.Attachments].
func (f *flaky) Create(ctx context.Context, id support.WorkspaceID, n support.NewFile) (made *support.File, err error) {
	err = f.fails(func() (err error) {
		made, err = f.Attachments.Create(ctx, id, n)
		return err
	})
	if err != nil {
		made = nil
	}
	return made, err
}

// Upload implements [support.Attachments].
func (f *flaky) Upload(ctx context.Context, id support.WorkspaceID, file string, part support.Chunk) error {
	return f.fails(func() error {
		f.sent = append(f.sent, part)
		return f.Attachments.Upload(ctx, id, file, part)
	})
}

func uploadCases() []kase {
	return []kase{
		{
			Name: "Upload/resumes", Needs: sending(), Source: docUpload,
			Why: "the line is cut in the middle of a large file, and the program is started again", Run: resumes,
		},
		{
			Name: "Upload/largest", Needs: sending(), Source: docLimits,
			Why: "five megabytes go, and not a byte more",
			Run: func(c *run) {
				w := workspace(c, "")
				content := strings.Repeat("0123456789abcdef", support.MaxFileSize/16)
				send(c, w.ID, "large.log", []byte(content))
				if all := files(c, w.ID); len(all) != 1 || all[0].Size != support.MaxFileSize || all[0].Chunks != 2 {
					c.Errorf("the files are %+v", all)
				}
				u := support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: "larger.log", Size: support.MaxFileSize + 1}}
				c.Refused(support.Upload(c.Context(), c.S.Service.Attachments, &u, strings.NewReader(content+"x")), invalid(opAnnounce))
				if u.Announced || len(files(c, w.ID)) != 1 {
					c.Errorf("it was announced all the same")
				}
			},
		},
		{
			Name: "Upload/content-of-another-length", Needs: sending(), Source: docUpload,
			Why: "the log was rotated, or went on, since it was measured",
			Run: func(c *run) {
				w := workspace(c, "")
				u := support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: "log.txt", Size: 8, ChunkSize: 5}}
				for _, content := range []string{"012345", "0123456789"} {
					err := support.Upload(c.Context(), c.S.Service.Attachments, &u, strings.NewReader(content))
					c.Refused(err, plainly(admin365.ErrInvalid, ""))
					if errors.Is(err, io.ErrUnexpectedEOF) != (content == "012345") || u.Announced {
						c.Errorf("of %q: %v, announced: %t", content, err, u.Announced)
					}
				}
				c.Must(support.Upload(c.Context(), c.S.Service.Attachments, &u, strings.NewReader("01234567")), "going on with the whole content")
				if !complete(c, target{workspace: w.ID, file: "log.txt"}) {
					c.Errorf("afterwards it is not complete")
				}
			},
		},
	}
}

// resumes cuts an upload at each of its three calls, before and after it was done, and
// goes on with what was written down.
func resumes(c *run) {
	const content = "01234567"
	for cut := range 3 {
		for _, after := range []bool{false, true} {
			w := workspace(c, "")
			line := &flaky{Attachments: c.S.Service.Attachments, at: cut, after: after}
			u := support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: "log.txt", Size: len(content), ChunkSize: 5}}
			if err := support.Upload(c.Context(), line, &u, strings.NewReader(content)); !errors.Is(err, admin365.ErrUncertain) {
				c.Errorf("cut at %d: %v", cut, err)
			}
			if want := max(cut-1, 0); u.Next != want || u.Announced != (cut > 0) {
				c.Errorf("cut at %d: it came to the chunk %d, announced: %v", cut, u.Next, u.Announced)
			}
			written, err := json.Marshal(u)
			c.Must(err, "writing down where it stands")
			var other support.FileUpload
			c.Must(json.Unmarshal(written, &other), "reading where it stands")
			before := len(line.sent)
			c.Must(support.Upload(c.Context(), line, &other, strings.NewReader(content)), "going on")
			if again := len(line.sent) - before; cut > 0 && again != 3-cut {
				c.Errorf("cut at %d: %d chunks were sent once more, want %d", cut, again, 3-cut)
			}
			if !complete(c, target{workspace: w.ID, file: "log.txt"}) {
				c.Errorf("cut at %d: afterwards it is not complete", cut)
			}
		}
	}
}

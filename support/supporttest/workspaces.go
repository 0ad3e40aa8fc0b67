package supporttest

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// sending is what a case needs that sends files, and more.
func sending(more ...string) []string { return append([]string{CanWrite, HasAttachments}, more...) }

// workspace makes a workspace with a name of its own.
func workspace(c *run, place support.SubscriptionID) *support.Workspace {
	c.Helper()
	w, err := c.S.Service.Attachments.CreateWorkspace(c.Context(), support.NewWorkspace{Name: conform.Unique(), Subscription: place})
	c.Must(err, "making a workspace")
	return w
}

// files are those of a workspace.
func files(c *run, id support.WorkspaceID) []*support.File {
	c.Helper()
	all, err := conform.Collect(c.S.Service.Attachments.List(c.Context(), id))
	c.Must(err, "listing files")
	return all
}

// send sends a file.
func send(c *run, id support.WorkspaceID, name string, content []byte) {
	c.Helper()
	u := support.FileUpload{Workspace: id, File: support.NewFile{Name: name, Size: len(content)}}
	c.Must(support.Upload(c.Context(), c.S.Service.Attachments, &u, strings.NewReader(string(content))), "sending a file")
}

func workspaceCases() []kase {
	return []kase{
		{
			Name: "Attachments.CreateWorkspace/makes-one", Needs: sending(), Source: docWorkspaces,
			Why: "the files go there before there is a ticket",
			Run: func(c *run) {
				w := workspace(c, "")
				report(c, "the workspace",
					errIf(w.ID != support.WorkspaceID(w.Name), "it is %q, called %q", w.ID, w.Name),
					errIf(w.Subscription != "", "Subscription is %q", w.Subscription),
					errIf(w.Created.IsZero() || w.Expires.Sub(w.Created) != support.WorkspaceLife, "it is kept from %v to %v, want a day", w.Created, w.Expires),
					conform.NotUTC(*w))
				got, err := c.S.Service.Attachments.GetWorkspace(c.Context(), w.ID)
				c.Must(err, "getting a workspace")
				if err := conform.Differ(*got, *w); err != nil {
					c.Errorf("when it is got it %v", err)
				}
				if all := files(c, w.ID); len(all) > 0 {
					c.Errorf("it has %d files", len(all))
				}
			},
		},
		{
			Name: "Attachments.CreateWorkspace/again", Needs: sending(CanAdvance), Source: docAttachments,
			Why: "a program that starts anew must not lose what it has sent",
			Run: func(c *run) {
				w := workspace(c, "")
				send(c, w.ID, "log.txt", []byte(fileContent))
				c.S.Advance(hour)
				again, err := c.S.Service.Attachments.CreateWorkspace(c.Context(), support.NewWorkspace{Name: w.Name})
				c.Must(err, "making a workspace again")
				if err := conform.Differ(*again, *w); err != nil {
					c.Errorf("the second time it %v", err)
				}
				if all := files(c, w.ID); len(all) != 1 {
					c.Errorf("it has %d files, and had one", len(all))
				}
			},
		},
		{
			Name: "Attachments.CreateWorkspace/names", Needs: sending(), Source: docWorkspaces,
			Why: "the name is a part of an address",
			Run: func(c *run) {
				own := conform.Unique()
				for _, name := range []string{own + " with_all-of.it", own + "1", strings.ToUpper(own), "1" + own} {
					w, err := c.S.Service.Attachments.CreateWorkspace(c.Context(), support.NewWorkspace{Name: name})
					c.Must(err, "making the workspace "+name)
					if w.Name != name {
						c.Errorf("the workspace %q is called %q", name, w.Name)
					}
				}
				for _, name := range []string{"", ".", "..", "a/b", "a\\b", "a?b", "a#b", "ä", "a\nb", "a%20b", "a+b", strings.Repeat("n", 256)} {
					w, err := c.S.Service.Attachments.CreateWorkspace(c.Context(), support.NewWorkspace{Name: name})
					if fault := invalid(opMakeWorkspace).Check(err); fault != nil || w != nil {
						c.Errorf("%.20q: %v", name, fault)
					}
				}
			},
		},
		{
			Name: "Attachments.GetWorkspace/expires", Needs: with(HasAttachments, CanAdvance), Source: docRecorded,
			Why: "files that were sent on Friday are gone on Monday, and a ticket that names them has none",
			Run: func(c *run) {
				w := workspace(c, "")
				send(c, w.ID, "log.txt", []byte(fileContent))
				c.S.Advance(day - hour)
				_, err := c.S.Service.Attachments.GetWorkspace(c.Context(), w.ID)
				c.Must(err, "getting a workspace an hour before its end")
				c.S.Advance(2 * hour)
				at := target{workspace: w.ID, file: "log.txt"}
				for _, m := range attachmentMethods() {
					if m.op == opMakeWorkspace {
						continue
					}
					if fault := unknown(m.op).Check(m.call(c.Context(), c.S.Service, at)); fault != nil {
						c.Errorf("%s: %v", m.name, fault)
					}
				}
				refusedCreate(c, "a workspace that has expired", sample(c, keptIn(w.ID)), unknown(opCreate))
				again, err := c.S.Service.Attachments.CreateWorkspace(c.Context(), support.NewWorkspace{Name: w.Name})
				c.Must(err, "making a workspace of the name again")
				if !again.Created.After(w.Expires) || len(files(c, again.ID)) > 0 {
					c.Errorf("the new one is of %v", again.Created)
				}
			},
		},
		{
			Name: "Attachments.GetWorkspace/taken-by-a-ticket", Needs: with(HasAttachments, CanAdvance), Source: docAttachments,
			Why: "an engineer asks for a log weeks later, and still has the first one",
			Run: func(c *run) {
				w := workspace(c, "")
				send(c, w.ID, "log.txt", []byte(fileContent))
				taken, own := add(c, keptIn(w.ID)), add(c)
				c.S.Advance(3 * day)
				for _, t := range []*support.Ticket{taken, own} {
					_, err := c.S.Service.Attachments.GetWorkspace(c.Context(), t.Workspace)
					c.Must(err, "getting the workspace of a ticket")
				}
				if all := files(c, w.ID); len(all) != 1 {
					c.Errorf("it has %d files", len(all))
				}
				send(c, w.ID, "later.txt", []byte(fileContent))
				send(c, own.Workspace, "later.txt", []byte(fileContent))
			},
		},
		{
			Name: "Attachments/unknown-workspace", Needs: []string{HasAttachments}, Source: docErrors,
			Why: "a workspace without files is not one that is not there",
			Run: func(c *run) {
				for _, m := range attachmentMethods() {
					if m.op == opMakeWorkspace || m.writes && !c.S.Harness.MayWrite {
						continue
					}
					if fault := unknown(m.op).Check(m.call(c.Context(), c.S.Service, nowhere())); fault != nil {
						c.Errorf("%s: %v", m.name, fault)
					}
				}
			},
		},
		{
			Name: "Attachments/unknown-file", Needs: sending(), Source: docErrors,
			Why: "a chunk of a file that nobody announced belongs to nothing",
			Run: func(c *run) {
				w := workspace(c, "")
				_, err := c.S.Service.Attachments.Get(c.Context(), w.ID, "log.txt")
				c.Refused(err, unknown(opFile))
				err = c.S.Service.Attachments.Upload(c.Context(), w.ID, "log.txt", support.Chunk{Content: []byte("x")})
				c.Refused(err, unknown(opUpload))
			},
		},
	}
}

func fileCases() []kase {
	return []kase{
		{
			Name: "Attachments.Create/announces", Needs: sending(), Source: docFiles,
			Why: "the size of the chunks decides how the file is cut",
			Run: func(c *run) {
				w := workspace(c, "")
				for _, f := range []struct {
					size, chunk             int
					wantChunk, wantOfChunks int
				}{
					{1, 0, 1, 1}, {171, 171, 171, 1}, {10, 5, 5, 2}, {10, 6, 6, 2}, {support.MaxChunkSize, 0, support.MaxChunkSize, 1},
					{support.MaxChunkSize + 1, 0, support.MaxChunkSize, 2}, {support.MaxFileSize, 0, support.MaxChunkSize, 2},
				} {
					name := conform.Unique() + ".txt"
					got, err := c.S.Service.Attachments.Create(c.Context(), w.ID, support.NewFile{Name: name, Size: f.size, ChunkSize: f.chunk})
					c.Must(err, "announcing a file")
					report(c, "a file",
						errIf(got.Name != name || got.Size != f.size, "it is %q of %d bytes", got.Name, got.Size),
						errIf(got.ChunkSize != f.wantChunk || got.Chunks != f.wantOfChunks, "%d bytes in chunks of %d are %d chunks of %d", f.size, f.chunk, got.Chunks, got.ChunkSize),
						errIf(got.Created.IsZero(), "it was announced never"), conform.NotUTC(*got))
					same, err := c.S.Service.Attachments.Get(c.Context(), w.ID, name)
					c.Must(err, "getting a file")
					if err := conform.Differ(*same, *got); err != nil {
						c.Errorf("when it is got it %v", err)
					}
				}
			},
		},
		{
			Name: "Attachments.Create/sizes-that-are-none", Needs: sending(), Source: docLimits,
			Why: "five megabytes are all that support takes, and a program that sends more learns it at the end",
			Run: func(c *run) {
				w := workspace(c, "")
				for _, f := range []support.NewFile{
					{Size: 0}, {Size: -1}, {Size: support.MaxFileSize + 1}, {Size: support.MaxFileSize, ChunkSize: support.MaxChunkSize + 1},
					{Size: 10, ChunkSize: 11}, {Size: 10, ChunkSize: -1},
				} {
					f.Name = "log.txt"
					got, err := c.S.Service.Attachments.Create(c.Context(), w.ID, f)
					if fault := invalid(opAnnounce).Check(err); fault != nil || got != nil {
						c.Errorf("%d bytes in chunks of %d: %v", f.Size, f.ChunkSize, fault)
					}
				}
				if all := files(c, w.ID); len(all) > 0 {
					c.Errorf("there are %d files all the same", len(all))
				}
			},
		},
		{
			Name: "Attachments.Create/names-that-are-none", Needs: sending(), Source: docLimits,
			Why: "a program is not to be sent to somebody who opens it",
			Run: func(c *run) {
				w := workspace(c, "")
				names := []string{"", ".", "..", "a/b.txt", "../b.txt", strings.Repeat("n", support.MaxFileName+1) + ".txt", "noextension"}
				for ending := range strings.FieldsSeq(refusedEndings) {
					names = append(names, "file"+ending, "file"+strings.ToUpper(ending), "file.txt"+ending)
				}
				for _, name := range names {
					got, err := c.S.Service.Attachments.Create(c.Context(), w.ID, support.NewFile{Name: name, Size: 10})
					if fault := invalid(opAnnounce).Check(err); fault != nil || got != nil {
						c.Errorf("%.20q: %v", name, fault)
					}
				}
				if all := files(c, w.ID); len(all) > 0 {
					c.Errorf("there are %d files all the same", len(all))
				}
			},
		},
		{
			Name: "Attachments.Create/names-that-are", Needs: sending(), Source: docLimits,
			Why: "a log is called as the program calls it",
			Run: func(c *run) {
				w := workspace(c, "")
				for _, name := range []string{"log.txt", "Log 2026-01-02.TXT", "exe.zip", "file.exe.txt", "a_b-c.json", strings.Repeat("n", support.MaxFileName) + ".txt"} {
					send(c, w.ID, name, []byte(fileContent))
					if got, err := c.S.Service.Attachments.Get(c.Context(), w.ID, name); err != nil || got.Name != name {
						c.Errorf("%.20q: %+v, %v", name, got, err)
					}
				}
			},
		},
		{
			Name: "Attachments.List/files", Needs: sending(), Source: docAttachments,
			Why: "what was announced and never came is what to send again",
			Run: func(c *run) {
				w, other := workspace(c, ""), workspace(c, "")
				send(c, other.ID, "other.txt", []byte(fileContent))
				_, err := c.S.Service.Attachments.Create(c.Context(), w.ID, support.NewFile{Name: "b.txt", Size: 10})
				c.Must(err, "announcing a file")
				send(c, w.ID, "c.txt", []byte(fileContent))
				send(c, w.ID, "a.txt", []byte(fileContent))
				var names []string
				for _, f := range files(c, w.ID) {
					names = append(names, f.Name)
					same, err := c.S.Service.Attachments.Get(c.Context(), w.ID, f.Name)
					c.Must(err, "getting a file")
					if err := conform.Differ(*f, *same); err != nil {
						c.Errorf("in the list it %v", err)
					}
				}
				if !c.S.Harness.Ordered {
					slices.Sort(names)
				}
				if !slices.Equal(names, []string{"a.txt", "b.txt", "c.txt"}) {
					c.Errorf("the files are %q", names)
				}
			},
		},
		{
			Name: "Attachments/more-files-than-a-page", Needs: sending(), Source: docFiles,
			Why: "a file that is in no list is sent twice",
			Run: func(c *run) {
				w := workspace(c, "")
				const many = 120
				for range many {
					_, err := c.S.Service.Attachments.Create(c.Context(), w.ID, support.NewFile{Name: conform.Unique() + ".txt", Size: 10})
					c.Must(err, "announcing a file")
				}
				all := files(c, w.ID)
				if err := conform.Once(all, func(f *support.File) string { return f.Name }); err != nil || len(all) != many {
					c.Errorf("the list has %d of %d: %v", len(all), many, err)
				}
			},
		},
	}
}

// refusedEndings are those of programs.
const refusedEndings = ".bat .cmd .exe .ps1 .js .vbs .com .lnk .reg .bin .cpl .inf .ins .isu .job .jse .msi .msp .paf .pif .rgs .scr .sct .svg .vbe .vb .ws .wsf .wsh .htm .html"

// announce announces a file of two chunks of five bytes and three.
func announce(c *run) target {
	c.Helper()
	at := target{workspace: workspace(c, "").ID, file: "log.txt"}
	f, err := c.S.Service.Attachments.Create(c.Context(), at.workspace, support.NewFile{Name: at.file, Size: 8, ChunkSize: 5})
	c.Must(err, "announcing a file")
	if f.Chunks != 2 {
		c.Fatalf("it is of %d chunks", f.Chunks)
	}
	return at
}

// chunk sends one chunk.
func chunk(c *run, at target, index int, content string) error {
	return c.S.Service.Attachments.Upload(c.Context(), at.workspace, at.file, support.Chunk{Index: index, Content: []byte(content)})
}

// complete reports whether all of a file is there, by what becomes of announcing it once
// more. It is the last thing that a case does with the file.
func complete(c *run, at target) bool {
	c.Helper()
	_, err := c.S.Service.Attachments.Create(c.Context(), at.workspace, support.NewFile{Name: at.file, Size: 8, ChunkSize: 5})
	if err == nil {
		return false
	}
	c.Refused(err, plainly(admin365.ErrConflict, opAnnounce))
	return true
}

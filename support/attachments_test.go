package support_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/support"
)

// content is a file of the size that says nothing.
func content(size int) []byte {
	b := make([]byte, size)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(b)
	return b
}

// cut is attachments of which the nth chunk is lost: before it arrives, or its answer is.
type cut struct {
	support.Attachments
	nth     int
	arrives bool
}

var errCut = errors.New("the line is dead")

func (c *cut) Upload(ctx context.Context, w support.WorkspaceID, file string, chunk support.Chunk) error {
	if c.nth--; c.nth != 0 {
		return c.Attachments.Upload(ctx, w, file, chunk)
	}
	if c.arrives {
		if err := c.Attachments.Upload(ctx, w, file, chunk); err != nil {
			return err
		}
	}
	return errCut
}

// TestUpload sends a file of 5 MiB, whole, and cut at each of its chunks: what was done is
// kept as data, and the rest is sent later.
func TestUpload(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Memory, s *support.Service) {
		ctx, all := t.Context(), content(support.MaxFileSize)
		w, err := s.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: "traces"})
		require.NoError(t, err)
		assert.Equal(t, support.WorkspaceLife, w.Expires.Sub(w.Created))
		for name, c := range map[string]*cut{
			"whole.zip": {s.Attachments, -1, false}, "first.zip": {s.Attachments, 1, false}, "second.zip": {s.Attachments, 2, false},
			"answer.zip": {s.Attachments, 1, true}, "last.zip": {s.Attachments, 2, true},
		} {
			u := support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: name, Size: len(all)}}
			if err := support.Upload(ctx, c, &u, bytes.NewReader(all)); name != "whole.zip" {
				require.ErrorIs(t, err, errCut, name)
				got, err := m.Backstage.Support.Received(ctx, w.ID, name)
				require.NoError(t, err)
				assert.Equal(t, name == "last.zip", got != nil, "%s is complete", name)
				// Another process goes on.
				stored, err := json.Marshal(u)
				require.NoError(t, err)
				u = support.FileUpload{}
				require.NoError(t, json.Unmarshal(stored, &u))
				require.NoError(t, support.Upload(ctx, s.Attachments, &u, bytes.NewReader(all)))
			} else {
				require.NoError(t, err)
			}
			got, err := m.Backstage.Support.Received(ctx, w.ID, name)
			require.NoError(t, err)
			assert.True(t, bytes.Equal(all, got), "%s arrived as it is", name)
			file, err := s.Attachments.Get(ctx, w.ID, name)
			require.NoError(t, err)
			assert.Equal(t, 2, file.Chunks)
			assert.Equal(t, support.MaxChunkSize, file.ChunkSize)
		}
		files := 0
		for _, err := range s.Attachments.List(ctx, w.ID) {
			require.NoError(t, err)
			files++
		}
		assert.Equal(t, 5, files)
	})
}

// TestUploadOfAnotherLength: a content that is not as long as was announced is refused
// before anything is sent, whether the upload begins or goes on.
func TestUploadOfAnotherLength(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	w, err := m.Support.Attachments.CreateWorkspace(t.Context(), support.NewWorkspace{Name: "traces"})
	require.NoError(t, err)
	u := support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: "a.txt", Size: 10, ChunkSize: 4}}
	send := func(content string) error {
		return support.Upload(t.Context(), m.Support.Attachments, &u, bytes.NewReader([]byte(content)))
	}
	before := m.Snapshot()
	for _, content := range []string{"", "123456", "123456789", "12345678901", "123456789012"} {
		err := send(content)
		require.ErrorIs(t, err, admin365.ErrInvalid, content)
		require.ErrorContains(t, err, map[bool]string{true: "longer than", false: "shorter than"}[len(content) > 10])
	}
	assert.False(t, u.Announced)
	assert.Empty(t, m.Changes(before))
	require.ErrorIs(t, support.Upload(t.Context(), &cut{m.Support.Attachments, 2, false}, &u, bytes.NewReader([]byte("1234567890"))), errCut)
	require.ErrorIs(t, send("12345678901"), admin365.ErrInvalid)
	assert.Equal(t, 1, u.Next)
	require.NoError(t, send("1234567890"))
	got, err := m.Backstage.Support.Received(t.Context(), w.ID, "a.txt")
	require.NoError(t, err)
	assert.Equal(t, "1234567890", string(got))
	require.ErrorIs(t, support.Upload(t.Context(), m.Support.Attachments, &support.FileUpload{Workspace: w.ID, Announced: true, File: support.NewFile{Name: "gone.txt", Size: 10, ChunkSize: 4}}, bytes.NewReader(content(10))), admin365.ErrNotFound)
	require.ErrorIs(t, support.Upload(t.Context(), m.Support.Attachments, &support.FileUpload{Announced: true}, nil), admin365.ErrInvalid)
	require.ErrorIs(t, support.Upload(t.Context(), m.Support.Attachments, &support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: "none.txt"}}, bytes.NewReader(nil)), admin365.ErrInvalid)
	one := support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: "one.txt", Size: 1}}
	for _, content := range []string{"", "12"} {
		require.ErrorIs(t, support.Upload(t.Context(), m.Support.Attachments, &one, bytes.NewReader([]byte(content))), admin365.ErrInvalid)
		assert.False(t, one.Announced)
	}
	broken := support.FileUpload{Workspace: w.ID, File: support.NewFile{Name: "broken.txt", Size: 10}}
	require.ErrorIs(t, support.Upload(t.Context(), m.Support.Attachments, &broken, unreadable{}), errCut)
	assert.False(t, broken.Announced)
}

type unreadable struct{}

func (unreadable) ReadAt([]byte, int64) (int, error) { return 0, errCut }

// TestFileRules: which files and chunks are taken. The rules are those of Microsoft's own
// command line, and stand in the contract, section 3.8.
func TestFileRules(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Memory, s *support.Service) {
		ctx := t.Context()
		w, err := s.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: "rules of files"})
		require.NoError(t, err)
		for _, c := range []struct {
			why string
			of  support.NewFile
			ok  bool
		}{
			{"one byte", support.NewFile{Name: "a.txt", Size: 1}, true},
			{"nothing", support.NewFile{Name: "a.txt"}, false},
			{"the most", support.NewFile{Name: "b.txt", Size: support.MaxFileSize}, true},
			{"more", support.NewFile{Name: "b.txt", Size: support.MaxFileSize + 1}, false},
			{"a chunk that is too large", support.NewFile{Name: "b.txt", Size: support.MaxFileSize, ChunkSize: support.MaxChunkSize + 1}, false},
			{"a chunk that is larger than the file", support.NewFile{Name: "b.txt", Size: 3, ChunkSize: 4}, false},
			{"a negative chunk", support.NewFile{Name: "b.txt", Size: 3, ChunkSize: -1}, false},
			{"no extension", support.NewFile{Name: "trace", Size: 1}, false},
			{"nothing but an extension", support.NewFile{Name: ".txt", Size: 1}, false},
			{"a program", support.NewFile{Name: "a.EXE", Size: 1}, false},
			{"a page", support.NewFile{Name: "a.html", Size: 1}, false},
			{"a program in disguise", support.NewFile{Name: "a.exe.txt", Size: 1}, true},
			{"the longest name", support.NewFile{Name: string(bytes.Repeat([]byte("ä"), 110)) + ".txt", Size: 1}, true},
			{"a longer one", support.NewFile{Name: string(bytes.Repeat([]byte("ä"), 111)) + ".txt", Size: 1}, false},
			{"a path", support.NewFile{Name: "a/b.txt", Size: 1}, false},
		} {
			_, err := s.Attachments.Create(ctx, w.ID, c.of)
			if c.ok {
				require.NoError(t, err, c.why)
			} else {
				require.ErrorIs(t, err, admin365.ErrInvalid, c.why)
			}
		}
	})
}

// TestWorkspaceExpires: a workspace that no ticket has taken is there for 24 hours, and its
// name is free then; one that a ticket has taken stays.
func TestWorkspaceExpires(t *testing.T) {
	t.Parallel()
	m := newTest(t).Memory
	ctx, s := t.Context(), m.Support
	for _, name := range []string{"left", "taken"} {
		_, err := s.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: name})
		require.NoError(t, err)
		_, err = s.Attachments.Create(ctx, support.WorkspaceID(name), support.NewFile{Name: "a.txt", Size: 1})
		require.NoError(t, err)
	}
	n := aTicket("one")
	n.Workspace = "taken"
	assert.Equal(t, support.WorkspaceID("taken"), opened(t, m, s, n).Workspace)
	m.Advance(support.WorkspaceLife - time.Minute)
	_, err := s.Attachments.GetWorkspace(ctx, "left")
	require.NoError(t, err)
	m.Advance(time.Minute)
	_, err = s.Attachments.GetWorkspace(ctx, "left")
	require.ErrorIs(t, err, admin365.ErrNotFound)
	_, err = s.Attachments.Get(ctx, "taken", "a.txt")
	require.NoError(t, err)
	_, err = s.Attachments.CreateWorkspace(ctx, support.NewWorkspace{Name: "left"})
	require.NoError(t, err)
	_, err = s.Attachments.Get(ctx, "left", "a.txt")
	require.ErrorIs(t, err, admin365.ErrNotFound, "what was in it has gone with it")
}

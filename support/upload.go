package support

import (
	"context"
	"errors"
	"io"

	"github.com/admin365/admin365"
)

// FileUpload is a file being sent, as data: it can be stored, and [Upload] goes on with it in
// another process.
type FileUpload struct {
	Workspace WorkspaceID `json:"workspace"`
	File      NewFile     `json:"file"`
	// Announced says that the service knows the file, and Next is the chunk that comes next.
	// Upload sets both.
	Announced bool `json:"announced,omitzero"`
	Next      int  `json:"next,omitzero"`
}

// Upload announces a file and sends it, chunk by chunk. When it fails, u says how far it
// came: to call it again with the same u and the same content goes on from there. A chunk
// of which it is not known whether it arrived is sent again, which changes nothing if it
// did.
func Upload(ctx context.Context, a Attachments, u *FileUpload, content io.ReaderAt) error {
	if !u.Announced {
		made, err := a.Create(ctx, u.Workspace, u.File)
		if err != nil {
			return err
		}
		u.File.ChunkSize, u.Announced, u.Next = made.ChunkSize, true, 0
	}
	if u.File.ChunkSize <= 0 {
		return &admin365.Error{Op: "support.Upload", Kind: admin365.ErrInvalid, Target: u.File.Name, Message: "the size of the chunks is not known; begin anew"}
	}
	for u.Next*u.File.ChunkSize < u.File.Size {
		from := u.Next * u.File.ChunkSize
		part := make([]byte, min(u.File.ChunkSize, u.File.Size-from))
		n, err := content.ReadAt(part, int64(from))
		if n < len(part) {
			if err == nil || errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return &admin365.Error{Op: "support.Upload", Kind: admin365.ErrInvalid, Target: u.File.Name, Message: "the content is shorter than was announced, or cannot be read", Cause: err}
		}
		if err := a.Upload(ctx, u.Workspace, u.File.Name, Chunk{Index: u.Next, Content: part}); err != nil {
			return err
		}
		u.Next++
	}
	return nil
}

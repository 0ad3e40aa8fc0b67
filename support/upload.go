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
// came: to call it again with the same u and the same content goes on from there. A content
// that is not as long as the file is [admin365.ErrInvalid] before anything is sent. A chunk
// of which it is not known whether it arrived is sent again, which changes nothing if it
// did.
func Upload(ctx context.Context, a Attachments, u *FileUpload, content io.ReaderAt) error {
	if u.Announced && u.File.ChunkSize <= 0 {
		return u.invalid("the size of the chunks is not known; begin anew", nil)
	}
	if err := u.whole(content); err != nil {
		return err
	}
	if !u.Announced {
		made, err := a.Create(ctx, u.Workspace, u.File)
		if err != nil {
			return err
		}
		u.File.ChunkSize, u.Announced, u.Next = made.ChunkSize, true, 0
	}
	for u.Next*u.File.ChunkSize < u.File.Size {
		from := u.Next * u.File.ChunkSize
		part := make([]byte, min(u.File.ChunkSize, u.File.Size-from))
		if n, err := content.ReadAt(part, int64(from)); n < len(part) {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF // It has become shorter meanwhile.
			}
			return u.invalid("the content cannot be read", err)
		}
		if err := a.Upload(ctx, u.Workspace, u.File.Name, Chunk{Index: u.Next, Content: part}); err != nil {
			return err
		}
		u.Next++
	}
	return nil
}

// whole refuses a content that is not as long as was announced: it reads the last byte, and
// finds none behind it. What is no size is refused with the file.
func (u *FileUpload) whole(content io.ReaderAt) error {
	if u.File.Size < 1 {
		return nil
	}
	switch n, err := content.ReadAt(make([]byte, 2), int64(u.File.Size-1)); {
	case n == 2:
		return u.invalid("the content is longer than was announced; nothing was sent", nil)
	case !errors.Is(err, io.EOF):
		return u.invalid("the content cannot be read; nothing was sent", err)
	case n == 0:
		return u.invalid("the content is shorter than was announced; nothing was sent", io.ErrUnexpectedEOF)
	default:
		return nil
	}
}

func (u *FileUpload) invalid(message string, cause error) error {
	return &admin365.Error{Op: "support.Upload", Kind: admin365.ErrInvalid, Target: u.File.Name, Message: message, Cause: cause}
}

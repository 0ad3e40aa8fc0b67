package support

import (
	"context"
	"iter"
	"time"
)

// Attachments are the files for tickets of Azure. There is no way to get one back, and none
// to delete one. Who may is who may write tickets; reading takes as little as reading them.
//
// A workspace has the files. One that was made with CreateWorkspace is for the ticket that
// names it within 24 hours ([NewTicket].Workspace); that of a ticket is
// [Ticket.Workspace]. A file is announced with Create, and then comes in chunks, each with
// Upload; [Upload] does all of that.
//
// The limits (constants of this package) are those that Microsoft's own command line
// keeps; the service's are not published.
//
// Source: https://learn.microsoft.com/rest/api/support/files
type Attachments interface {
	// CreateWorkspace makes a workspace.
	//
	// Effect: reversible: it expires. Repeatable: there is one of a name, and a repeat
	// returns it as it is. Errors: [admin365.ErrInvalid] (the name),
	// [admin365.ErrNotFound] (the subscription), [admin365.ErrForbidden]. Operation:
	// support.Attachments.CreateWorkspace.
	CreateWorkspace(ctx context.Context, n NewWorkspace) (*Workspace, error)

	// GetWorkspace returns a workspace. One that has expired is not found, unless a ticket
	// has taken it.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation:
	// support.Attachments.GetWorkspace.
	GetWorkspace(ctx context.Context, id WorkspaceID) (*Workspace, error)

	// List returns the files of a workspace by their names in memory, those announced and not
	// complete among them. It yields as [Tickets.List] does.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation: support.Attachments.List.
	List(ctx context.Context, workspace WorkspaceID) iter.Seq2[*File, error]

	// Get returns a file.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation: support.Attachments.Get.
	Get(ctx context.Context, workspace WorkspaceID, file string) (*File, error)

	// Create announces a file. What breaks a limit is [admin365.ErrInvalid] before anything
	// is sent. To announce a file again that is not complete forgets its chunks
	// (Unverified); one that is complete is [admin365.ErrConflict] (Unverified).
	//
	// Effect: reversible: it expires. Repeatable. Errors: [admin365.ErrInvalid],
	// [admin365.ErrNotFound], [admin365.ErrConflict]. Operation:
	// support.Attachments.Create.
	Create(ctx context.Context, workspace WorkspaceID, n NewFile) (*File, error)

	// Upload sends a chunk. The chunks come in any order; with the last of them the file is
	// complete. A chunk that is there already is replaced while the file is not complete;
	// of a complete file a repeat of a chunk changes nothing, and another content is
	// [admin365.ErrConflict] (Unverified, all of it).
	//
	// Effect: irrevocable: what was sent cannot be taken back. Repeatable. Errors:
	// [admin365.ErrInvalid] (the index is out of range, or the length not that which was
	// announced), [admin365.ErrNotFound], [admin365.ErrConflict]. Operation:
	// support.Attachments.Upload.
	Upload(ctx context.Context, workspace WorkspaceID, file string, c Chunk) error
}

// The limits of files, as Microsoft's own command line keeps them.
const (
	// MaxFileSize is the most bytes of a file; the least is 1.
	MaxFileSize = 5 << 20
	// MaxChunkSize is the most bytes of a chunk.
	MaxChunkSize = 2_621_440
	// MaxFileName is the most characters of a file's name without its extension.
	MaxFileName = 110
	// WorkspaceLife is how long a workspace is kept that no ticket has taken.
	WorkspaceLife = 24 * time.Hour
)

// WorkspaceID names a workspace: [Workspace.ID]. Of a tenant's it is its name; of a
// subscription's the id of the resource, which begins with "/subscriptions/"
// ([SubscriptionWorkspace] makes it).
type WorkspaceID string

// SubscriptionWorkspace is the id of the workspace of a subscription that has the name.
func SubscriptionWorkspace(subscription SubscriptionID, name string) WorkspaceID {
	return WorkspaceID(resourceID(subscription, "fileWorkspaces", name))
}

// NewWorkspace is a workspace to make.
type NewWorkspace struct {
	// Name is of letters, digits, "_", "-", "." and spaces, and no more than 255 of them.
	Name string
	// Subscription makes it one of a subscription; empty of the tenant.
	Subscription SubscriptionID
}

// Workspace is a place for files. Times are in UTC.
type Workspace struct {
	ID               WorkspaceID
	Name             string
	Subscription     SubscriptionID
	Created, Expires time.Time
}

// NewFile is a file to announce.
type NewFile struct {
	// Name has an extension which is none of a program's, such as .exe, .js, .svg or .html.
	Name string
	// Size is in bytes, from 1 to [MaxFileSize].
	Size int
	// ChunkSize is in bytes, at most [MaxChunkSize] and at most Size; zero means as large
	// as it may be. Every chunk but the last has it.
	ChunkSize int
}

// File is a file that was announced. Created is in UTC.
type File struct {
	Name string
	// Size and ChunkSize are in bytes.
	Size, ChunkSize, Chunks int
	Created                 time.Time
}

// Chunk is a part of a file.
type Chunk struct {
	// Index is from 0.
	Index   int
	Content []byte
}

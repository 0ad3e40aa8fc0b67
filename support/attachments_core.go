package support

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// liveWorkspace returns the workspace of a name, unless it has expired.
func liveWorkspace(tx *tenant.Tx, sub tenant.Key, name string) (*workspaceRow, bool) {
	row, ok := tenant.In(tx, &workspaces).Find(&workspacesByName, within(sub, name))
	if !ok || !row.Kept && !tx.Now().Before(row.Created.Add(WorkspaceLife)) {
		return nil, false
	}
	return row, true
}

// findWorkspace is liveWorkspace with its refusal.
func findWorkspace(tx *tenant.Tx, sub tenant.Key, name string) (*workspaceRow, error) {
	row, ok := liveWorkspace(tx, sub, name)
	if !ok {
		return nil, noWorkspace.Err(name, name)
	}
	return row, nil
}

// workspaceAt is the workspace that a request addresses.
func workspaceAt(tx *tenant.Tx, at placed, write bool) (*workspaceRow, error) {
	sub, err := place(tx, at.subscription, write)
	if err != nil {
		return nil, err
	}
	return findWorkspace(tx, sub, at.name)
}

// createWorkspace makes a workspace, or returns the one that there is.
func createWorkspace(tx *tenant.Tx, at placed) (*workspaceRow, error) {
	sub, err := place(tx, at.subscription, true)
	if err != nil {
		return nil, err
	}
	if badWorkspaceName(at.name) {
		return nil, api.AzureBadID.Err("")
	}
	if row, ok := liveWorkspace(tx, sub, at.name); ok {
		return row, nil
	}
	return makeWorkspace(tx, &workspaceRow{Subscription: sub, Name: at.name})
}

// makeWorkspace makes it in the place of one that has expired.
func makeWorkspace(tx *tenant.Tx, row *workspaceRow) (*workspaceRow, error) {
	if old, ok := tenant.In(tx, &workspaces).Find(&workspacesByName, within(row.Subscription, row.Name)); ok {
		for _, file := range filesOf(tx, old) {
			tenant.In(tx, &files).Delete(file.ID)
		}
		tenant.In(tx, &workspaces).Delete(old.ID)
	}
	row.ID, row.Created = tx.NewKey(), tx.Now()
	return row, tenant.In(tx, &workspaces).Put(row)
}

// keepWorkspace gives a ticket its workspace, which does not expire then.
func keepWorkspace(tx *tenant.Tx, t *ticketRow) error {
	row, ok := tenant.In(tx, &workspaces).Find(&workspacesByName, within(t.Subscription, t.Workspace))
	if !ok {
		_, err := makeWorkspace(tx, &workspaceRow{Subscription: t.Subscription, Name: t.Workspace, Kept: true})
		return err
	}
	next := *row
	next.Kept = true
	return tenant.In(tx, &workspaces).Put(&next)
}

func (r *workspaceRow) at() placed {
	if r.Subscription.IsZero() {
		return placed{name: r.Name}
	}
	return placed{SubscriptionID(r.Subscription.String()), r.Name}
}

func (r *workspaceRow) resource() *resourceWire[workspaceWire] {
	created := r.Created.Truncate(time.Second)
	return &resourceWire[workspaceWire]{
		ID: r.at().path("fileWorkspaces"), Name: r.Name, Type: typeWorkspaces,
		Properties: workspaceWire{Expires: created.Add(WorkspaceLife), Created: created},
	}
}

// filesOf are the files of a workspace by their names.
func filesOf(tx *tenant.Tx, w *workspaceRow) []*fileRow {
	list := slices.Collect(tenant.In(tx, &files).Referring(&filesByWorkspace, w.ID))
	slices.SortFunc(list, func(a, b *fileRow) int { return strings.Compare(tenant.Fold(a.Name), tenant.Fold(b.Name)) })
	return list
}

func findFile(tx *tenant.Tx, w *workspaceRow, name string) (*fileRow, error) {
	row, ok := tenant.In(tx, &files).Find(&filesByName, within(w.ID, name))
	if !ok {
		return nil, noFile.Err(name, name)
	}
	return row, nil
}

// createFile announces a file.
func createFile(tx *tenant.Tx, at placed, name string, w fileWire) (*workspaceRow, *fileRow, error) {
	space, err := workspaceAt(tx, at, true)
	if err != nil {
		return nil, nil, err
	}
	if why := badFileNameWhy(name); why != "" {
		return nil, nil, badFileName.Err("", why)
	}
	if why := badFileWhy(w.Size, w.ChunkSize, w.Chunks); why != "" {
		return nil, nil, badFile.Err("", why)
	}
	row := &fileRow{ID: tx.NewKey(), Workspace: space.ID, Name: name, Size: w.Size, ChunkSize: w.ChunkSize, Created: tx.Now(), Chunks: make([][]byte, w.Chunks)}
	if old, err := findFile(tx, space, name); err == nil {
		if old.complete() {
			return nil, nil, fileComplete.Err(name, name)
		}
		row.ID = old.ID
	}
	return space, row, tenant.In(tx, &files).Put(row)
}

// complete reports whether all chunks have come.
func (r *fileRow) complete() bool {
	return !slices.ContainsFunc(r.Chunks, func(c []byte) bool { return c == nil })
}

// uploadChunk takes a chunk.
func uploadChunk(tx *tenant.Tx, at placed, name string, c chunkWire) error {
	space, err := workspaceAt(tx, at, true)
	if err != nil {
		return err
	}
	row, err := findFile(tx, space, name)
	switch {
	case err != nil:
		return err
	case c.Index < 0 || c.Index >= len(row.Chunks):
		return badChunk.Err("", "its index is out of range")
	case len(c.Content) != min(row.ChunkSize, row.Size-c.Index*row.ChunkSize):
		return badChunk.Err("", "its length is not that which was announced")
	case row.complete() && bytes.Equal(row.Chunks[c.Index], c.Content):
		return nil
	case row.complete():
		return fileComplete.Err(name, name)
	}
	next := *row
	next.Chunks = slices.Clone(row.Chunks)
	next.Chunks[c.Index] = bytes.Clone(c.Content)
	return tenant.In(tx, &files).Put(&next)
}

func (r *fileRow) resource(w *workspaceRow) *resourceWire[fileWire] {
	return &resourceWire[fileWire]{
		ID: w.at().path("fileWorkspaces") + "/files/" + r.Name, Name: r.Name, Type: typeFiles,
		Properties: fileWire{Created: r.Created.Truncate(time.Second), Size: r.Size, ChunkSize: r.ChunkSize, Chunks: len(r.Chunks)},
	}
}

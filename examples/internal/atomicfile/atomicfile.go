// Package atomicfile replaces files as a whole: whoever reads one, at whatever
// moment the writer was killed, sees the old text or the new one, and never a
// part.
package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Resolve follows symbolic links, so that a link stays a link, and refuses
// what is there and is not a file, such as a device. What is not there yet is
// returned as it is.
func Resolve(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil
	}
	if err != nil {
		return "", err
	}
	info, err := os.Stat(target)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a regular file", path)
	}
	return target, nil
}

// Replace puts what write writes in the place of the file at path. When it
// returns without an error, the new text is on the disk. The new file is
// readable by its owner only, whatever the old one was.
func Replace(path string, write func(io.Writer) error) error {
	pending, err := Prepare(path, write)
	if err != nil {
		return err
	}
	return pending.Commit()
}

// Pending is the new text of a file, on the disk beside it.
type Pending struct{ path string }

// Prepare is the part of [Replace] that can fail for want of room or rights. It
// leaves the file as it is: [Pending.Commit] puts the new text in its place, and
// [Pending.Discard] does not.
func Prepare(path string, write func(io.Writer) error) (p *Pending, err error) {
	if err := Clean(path); err != nil {
		return nil, err
	}
	// O_EXCL, because in a folder that others can write a link may have been
	// put there since.
	file, err := os.OpenFile(beside(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	pending := &Pending{path}
	defer func() {
		if err != nil {
			pending.Discard()
		}
	}()
	buffered := bufio.NewWriterSize(file, 1<<16)
	err = write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	return pending, nil
}

// Commit puts the new text in the place of the file.
func (p *Pending) Commit() error {
	if err := os.Rename(beside(p.path), p.path); err != nil {
		p.Discard()
		return err
	}
	return syncFolder(filepath.Dir(p.path))
}

// Discard removes the new text. What cannot be removed is in nobody's way: the
// next [Prepare] replaces it.
func (p *Pending) Discard() { _ = os.Remove(beside(p.path)) }

// Clean removes what a killed process may have left beside the file.
func Clean(path string) error {
	if err := os.Remove(beside(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Same reports whether two paths lead to one file, which need not be there yet.
func Same(a, b string) bool {
	if whole(a) == whole(b) {
		return true
	}
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// whole is the path from the root on, without links in its folder. What cannot
// be found out stays as it is.
func whole(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(folder, filepath.Base(path))
	}
	return path
}

// beside is where the new text is written first. The name is always the same,
// whichever program writes, so that what was left behind is found without a
// search.
func beside(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".onboard-new")
}

// syncFolder makes the new name of a file last. Windows has nothing like it
// and needs nothing like it.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

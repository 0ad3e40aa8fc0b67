//go:build !darwin && !dragonfly && !freebsd && !illumos && !linux && !netbsd && !openbsd && !windows

package tenant

import (
	"errors"
	"os"
)

// fileLock is nothing here: two processes could write one file, so none may.
type fileLock struct{}

func lockFile(name string) (*fileLock, error) {
	return nil, &os.PathError{Op: "lock", Path: name, Err: errors.ErrUnsupported}
}

func (*fileLock) release() error { return nil }

//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package tenant

import (
	"errors"
	"os"
	"syscall"
)

// fileLock is a file that is locked until it is released or the process ends.
type fileLock struct{ f *os.File }

// lockFile makes the file and locks it, or fails with errLocked.
func lockFile(name string) (*fileLock, error) {
	for {
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, fileMode)
		if err != nil {
			return nil, err
		}
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = errLocked
		}
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		// Who held it before may have taken the file away after it was opened.
		held, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if there, err := os.Stat(name); err == nil && os.SameFile(held, there) {
			return &fileLock{f}, nil
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
}

// release takes the file away and ends the lock.
func (l *fileLock) release() error { return errors.Join(os.Remove(l.f.Name()), l.f.Close()) }

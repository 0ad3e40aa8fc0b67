package tenant

import (
	"errors"
	"os"
	"syscall"
)

// fileLock is a file that nobody else can open until it is released or the process
// ends, either of which takes it away.
type fileLock struct{ h syscall.Handle }

// What syscall does not name.
// https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-createfilew
// https://learn.microsoft.com/en-us/windows/win32/debug/system-error-codes--0-499-
const (
	fileFlagDeleteOnClose               = 0x04000000
	accessDelete                        = 0x00010000
	errorSharingViolation syscall.Errno = 32
)

// lockFile makes the file and locks it, or fails with errLocked.
func lockFile(name string) (*fileLock, error) {
	text, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	const alone = 0
	h, err := syscall.CreateFile(text, syscall.GENERIC_READ|syscall.GENERIC_WRITE|accessDelete, alone, nil,
		syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL|fileFlagDeleteOnClose, 0)
	if errors.Is(err, errorSharingViolation) {
		return nil, errLocked
	}
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: name, Err: err}
	}
	return &fileLock{h}, nil
}

// release ends the lock.
func (l *fileLock) release() error { return syscall.CloseHandle(l.h) }

package identity

import "sync"

// Copied copies a lock, and so locks nothing.
func Copied(m sync.Mutex) bool { return m.TryLock() }

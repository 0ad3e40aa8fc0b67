package identity

import "github.com/admin365/admin365"

// IsNobody misses an error that wraps the sentinel.
func IsNobody(err error) bool { return err == admin365.ErrNotFound }

// Package admin365 is a sample that the linters accept.
package admin365

import "errors"

// ErrNotFound says that there is no such thing.
var ErrNotFound = errors.New("not found")

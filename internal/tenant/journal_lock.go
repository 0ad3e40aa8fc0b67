package tenant

import "errors"

// errLocked: somebody else holds the lock.
var errLocked = errors.New("locked")

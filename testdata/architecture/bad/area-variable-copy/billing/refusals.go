package billing

import "github.com/admin365/admin365"

var errTaken = admin365.ErrConflict

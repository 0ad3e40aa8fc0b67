package supporttest

import (
	"errors"

	"github.com/admin365/admin365"
)

// refusedAs reports whether an error is the refusal of an id: invalid, or not found.
func refusedAs(err error, op string) bool {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || op != "" && e.Op != op {
		return false
	}
	return errors.Is(err, admin365.ErrInvalid) || errors.Is(err, admin365.ErrNotFound)
}

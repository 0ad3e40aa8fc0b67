package instances

import (
	"slices"

	"github.com/admin365/admin365/internal/api"
)

// Strangers are the operations that other people's clients alone perform.
func Strangers() []*api.Op {
	return slices.DeleteFunc(mounted(), func(o *api.Op) bool { return !o.Strangers })
}

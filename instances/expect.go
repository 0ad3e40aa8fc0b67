package instances

import (
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Expect is what the caller believes of the environment that is about to lose data or
// access. Both fields are mandatory. The environment is read again first, and unless
// both are as they were believed to be, letter case included, the call fails with
// [admin365.ErrPrecondition] and nothing is changed. The service has no such condition of
// its own: what is read of it may be of a moment ago, and change before the request comes.
//
// What this client itself has renamed or converted it does not take for what it was: the
// call is [admin365.ErrBusy] while its own operation runs as far as the service tells, and
// afterwards it waits, for a minute at most, until what came of it can be read. What others
// have just changed, another client of this program among them, cannot be known. A name of
// Business Central is its id as well, which the service itself looks up.
type Expect struct {
	// Name is the environment's DisplayName.
	Name string `json:"name"`
	// Type is its type.
	Type EnvironmentType `json:"type"`
}

// Expect is what the environment is now: for programs that have just shown it to
// somebody who agreed. To read an environment and pass on what was read proves nothing.
func (e *Environment) Expect() Expect { return Expect{Name: e.DisplayName, Type: e.Type} }

// complete refuses one that does not say all, before anything is asked.
func (x Expect) complete(call api.Call) error {
	if x.Name != "" && x.Type != "" {
		return nil
	}
	return call.Attribute(&admin365.Error{
		Kind: admin365.ErrInvalid, Message: "the expected name and type of the environment are mandatory",
		Details: []admin365.Detail{{Target: "expect", Message: "name and type are mandatory"}},
	})
}

// met refuses an environment that is not as expected.
func (x Expect) met(e *Environment) error {
	if x == e.Expect() {
		return nil
	}
	return &admin365.Error{
		Kind: admin365.ErrPrecondition, Target: string(e.ID),
		Message: fmt.Sprintf("the environment is %q of type %s, and not %q of type %s as expected", e.DisplayName, e.Type, x.Name, x.Type),
	}
}

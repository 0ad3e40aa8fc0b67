package identity

import (
	"iter"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
)

// What a query says is looked at before anything is sent, wherever it goes: what
// would mean something else on its way is refused in the same words.

// check refuses what would change the meaning of the query's other fields.
func (q UserQuery) check() error {
	if err := checkFilter(q.Filter); err != nil {
		return err
	}
	for _, name := range q.Include {
		if name == "" || strings.ContainsAny(string(name), ", \t\r\n") {
			return &admin365.Error{
				Kind: admin365.ErrInvalid, Message: "a name in Include is empty, or holds a blank or a comma; nothing was sent",
				Details: []admin365.Detail{{Target: "Include", Message: "the name of one property is expected"}},
			}
		}
	}
	return nil
}

// checkFilter refuses a condition in the service's own language that would break
// out of the parentheses in which it stands beside others.
func checkFilter(filter string) error {
	why := odata.Loose(filter)
	if why == "" {
		return nil
	}
	return &admin365.Error{
		Kind: admin365.ErrInvalid, Message: "the filter is not whole: " + why + "; nothing was sent",
		Details: []admin365.Detail{{Target: "Filter", Message: why}},
	}
}

// failed is the list of a query that was refused.
func failed[T any](err error) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) { yield(nil, err) }
}

package identity

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/go-json-experiment/json/jsontext"
)

// includedUser is a user as a list brings him that includes properties.
type includedUser struct {
	User
	Activity *SignInActivity            `json:"signInActivity"`
	Plans    []admin365.AssignedPlan    `json:"assignedPlans"`
	Prepared []admin365.ProvisionedPlan `json:"provisionedPlans"`
	Rest     map[string]jsontext.Value  `json:",embed"`
}

// user is the included user with what was asked for, and no more.
func (w *includedUser) user(include []UserProperty) *User {
	u := &w.User
	u.SignInActivity, u.AssignedPlans, u.ProvisionedPlans = w.Activity, w.Plans, w.Prepared
	for name, value := range w.Rest {
		asked := slices.ContainsFunc(include, func(p UserProperty) bool { return strings.EqualFold(string(p), name) })
		if asked {
			u.include(name, json.RawMessage(value))
		}
	}
	return u
}

func including(list iter.Seq2[*includedUser, error], include []UserProperty) iter.Seq2[*User, error] {
	return func(yield func(*User, error) bool) {
		for w, err := range list {
			var u *User
			if err == nil {
				u = w.user(include)
			}
			if !yield(u, err) {
				return
			}
		}
	}
}

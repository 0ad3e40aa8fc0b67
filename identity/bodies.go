package identity

import (
	"bytes"
	"encoding/json"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// body returns the user as it is sent, and as memory reads it: one form for
// both. The password is revealed here and nowhere else.
func (u NewUser) body() ([]byte, error) {
	if u.AccountEnabled == nil {
		u.AccountEnabled = new(true)
	}
	u.EmployeeHireDate = u.EmployeeHireDate.UTC()
	wire := struct {
		NewUser
		PasswordProfile *passwordWire `json:"passwordProfile,omitempty"`
	}{NewUser: u}
	if !u.PasswordProfile.Password.IsZero() {
		wire.PasswordProfile = u.PasswordProfile.wire()
	}
	return encoded(wire)
}

// encoded is wire as JSON. It refuses the marker that stands for a redacted
// secret: somebody formatted a Secret and took the result for its text.
func encoded(wire any) ([]byte, error) {
	body, err := json.Marshal(wire)
	if err != nil {
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Message: "it cannot be written as JSON", Cause: err}
	}
	if bytes.Contains(body, []byte(admin365.RedactedSecret)) {
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Message: "it holds the marker of a redacted secret in the place of the secret; nothing was sent"}
	}
	return body, nil
}

// body returns the patch as it is sent. An empty patch is a mistake.
func (p UserPatch) body(call api.Call) ([]byte, error) {
	wire := struct {
		UserPatch
		PasswordProfile *passwordWire `json:"passwordProfile,omitempty"`
	}{UserPatch: p}
	if p.PasswordProfile != nil {
		wire.PasswordProfile = p.PasswordProfile.wire()
	}
	return patchBody(call, wire)
}

func (p ProfilePatch) body(call api.Call) ([]byte, error) { return patchBody(call, p) }

func patchBody(call api.Call, wire any) ([]byte, error) {
	if err := call.Check(); err != nil {
		return nil, err
	}
	body, err := encoded(wire)
	if err != nil {
		return nil, call.Attribute(err)
	}
	if string(body) == "{}" {
		return nil, call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "the patch is empty; nothing was sent"})
	}
	return body, nil
}

func (p PasswordProfile) wire() *passwordWire {
	w := &passwordWire{
		ForceChangePasswordNextSignIn:        &p.ForceChangePasswordNextSignIn,
		ForceChangePasswordNextSignInWithMfa: &p.ForceChangePasswordNextSignInWithMfa,
	}
	if !p.Password.IsZero() {
		w.Password = new(p.Password.Reveal())
	}
	return w
}

package admin

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// LoadCopy replaces everything in the tenant by what [Memory.Save] wrote of any tenant: it
// becomes a copy of that one, with its own id.
func (m *Memory) LoadCopy(r io.Reader) error {
	own, err := rehomed(r, m.TenantID())
	if err != nil {
		return err
	}
	return m.Load(own)
}

// rehomed is a tenant's file with another tenant id. The id stands in many places, in
// names of environments and of products among them, always as its 36 characters, which
// nothing else has.
func rehomed(r io.Reader, id admin365.TenantID) (io.Reader, error) {
	if _, ok := tenant.ParseKey(string(id)); !ok {
		return nil, &admin365.Error{Kind: admin365.ErrInvalid, Target: string(id), Message: "a tenant id is a GUID"}
	}
	file, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	old := fileTenant(file)
	if _, ok := tenant.ParseKey(old); !ok {
		return bytes.NewReader(file), nil // Reading it says what is wrong with it.
	}
	return bytes.NewReader(bytes.ReplaceAll(file, []byte(old), []byte(strings.ToLower(string(id))))), nil
}

// fileTenant is the tenant id in the head of a tenant's file, which stands before the
// tables.
func fileTenant(file []byte) string {
	d := json.NewDecoder(bytes.NewReader(file))
	_, _ = d.Token() // The brace; what is none has no name after it.
	for d.More() {
		name, err := d.Token()
		if err != nil || name == "tables" {
			return ""
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return ""
		}
		var id string
		if name == "tenantId" && json.Unmarshal(value, &id) == nil {
			return id
		}
	}
	return ""
}

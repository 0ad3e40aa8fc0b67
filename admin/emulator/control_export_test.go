package emulator

import "github.com/admin365/admin365/admin"

// ActionNames are the names of all actions.
func ActionNames() (names []string) {
	for _, a := range actions(admin.NewMemory(admin.MemoryConfig{}).Backstage) {
		names = append(names, a.name)
	}
	return names
}

// Decode is decode.
func Decode(raw []byte, v any) error { return decode(raw, v) }

// ControlCalls are all calls of the control interface, as method and path.
func ControlCalls() (calls []string) {
	for _, r := range (&control{}).routes() {
		for method := range r.methods {
			calls = append(calls, method+" "+r.path)
		}
	}
	return calls
}

package admin

import "slices"

// OperationNames are the names of all operations that a tenant in memory has, in order,
// as a [Drill], a [Request] and [admin365.Error] name them.
func OperationNames() []string {
	var names []string
	for _, op := range shared().mux.Ops() {
		names = append(names, op.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

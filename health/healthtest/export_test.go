package healthtest

// Operations are the operations that the suite calls one by one.
func Operations() []string {
	var ops []string
	for _, m := range methods() {
		ops = append(ops, m.op)
	}
	return ops
}

package identitytest

// Operations are the operations that the suite calls one by one.
func Operations() []string {
	var ops []string
	for _, m := range methods() {
		ops = append(ops, m.op)
	}
	for _, d := range deeds() {
		ops = append(ops, d.op)
	}
	return ops
}

package instancestest

// Operations are the operations that the suite calls one by one.
func Operations() []string {
	var ops []string
	for _, m := range methods() {
		ops = append(ops, m.op)
	}
	return ops
}

// Parts are the parts of the service that the suite knows.
func Parts() []string { return parts() }

package identity

// Same is always true.
func Same(a, b string) bool { return a != b || a == a }

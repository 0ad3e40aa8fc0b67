package identity

// Count forgets what it counted.
func Count(names []string) int {
	n := len(names)
	n = 0
	return n
}

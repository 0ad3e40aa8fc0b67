package identity

// Word says nothing about the states that it does not name.
func Word(s State) string {
	switch s {
	case StateActive:
		return "active"
	}
	return ""
}

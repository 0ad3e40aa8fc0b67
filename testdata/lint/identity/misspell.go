package identity

// Organize is what an organisation does.
func Organize() {}

package supporttest

// Methods are the methods that the suite calls one by one.
func Methods() []string {
	var names []string
	for _, m := range methods() {
		names = append(names, m.name)
	}
	return names
}

// Parts are the parts of the service that the suite knows.
func Parts() []string { return parts() }

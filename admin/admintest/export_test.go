package admintest

// Methods are the methods that the suite calls one by one, each with the field of
// [Settings] that it belongs to.
func Methods() []string {
	names := []string{nameUsers, nameSetUsers}
	for _, m := range methods() {
		names = append(names, m.name)
	}
	return names
}

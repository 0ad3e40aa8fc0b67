package identity

// Service is the area's interfaces in one struct. Replace a field to replace a
// part, as a failure test does:
//
//	type flaky struct{ identity.Users }
//	func (flaky) Delete(context.Context, admin365.UserID) error { return errors.New("down") }
//	c.Identity.Users = flaky{c.Identity.Users}
type Service struct {
	// Users are the people of the tenant.
	Users Users
	// Managers are who reports to whom.
	Managers Managers
	// Profiles are what people tell about themselves.
	Profiles Profiles
}

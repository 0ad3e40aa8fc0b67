package admin365

import "slices"

// Caller is who calls: a signed-in user, or an application of its own. The
// zero Caller is the tenant's default administrator: a Global Administrator
// who also owns billing and support.
//
// Callers are chosen when a client is made ([admin.Memory.As],
// [admin.Emulator.Credential]); there is none in a context.
//
// [admin.Memory.As]: https://pkg.go.dev/github.com/admin365/admin365/admin#Memory.As
// [admin.Emulator.Credential]: https://pkg.go.dev/github.com/admin365/admin365/admin#Emulator.Credential
type Caller struct {
	// User is the signed-in user; empty for an application on its own.
	User UserID
	// App is the application. Empty with a User means that user in the
	// default application.
	App AppID
	// Permissions are what the application was granted: application
	// permissions without a User, delegated scopes with one. Nil means all, and
	// an empty list means none.
	//
	// Nil means all because most tests are about something else. A test of least
	// privilege has to name what is granted.
	Permissions []Permission
}

// Permission is a permission of an API as Microsoft names it, such as
// "User.ReadWrite.All".
type Permission string

// AsUser returns the caller that is the user id, signed in to the default
// application.
func AsUser(id UserID) Caller { return Caller{User: id} }

// AsApp returns the caller that is the application id with the application
// permissions given.
//
// Careful: AsApp(id), without a word about permissions, has all of them, as the
// zero [Caller] has, so that a test which is not about permissions need not list
// any. A list that is there and empty, AsApp(id, list...), grants none; a nil list
// is no list, and grants all.
func AsApp(id AppID, granted ...Permission) Caller {
	return Caller{App: id, Permissions: slices.Clone(granted)}
}

// String names the caller as the request log does.
func (c Caller) String() string {
	switch {
	case c.User != "" && c.App != "":
		return "user " + string(c.User) + " in app " + string(c.App)
	case c.User != "":
		return "user " + string(c.User)
	case c.App != "":
		return "app " + string(c.App)
	default:
		return "default administrator"
	}
}

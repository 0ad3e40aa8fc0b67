package admin

// Check fails with [admin365.ErrInvalid] for a drill of an operation that does not exist,
// or that cannot fail so, where [Memory.Drill] panics.
func (d Drill) Check() error { return d.check() }

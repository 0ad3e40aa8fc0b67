package health

// Service is the area's interfaces in one struct. Replace a field to replace a part,
// as a failure test does:
//
//	type silent struct{ health.Issues }
//	func (silent) Get(context.Context, health.IssueID) (*health.Issue, error) { return nil, errors.New("down") }
//	c.Health.Issues = silent{c.Health.Issues}
type Service struct {
	// Services are the services that the tenant subscribes to.
	Services Services
	// Issues are what is or was wrong with them.
	Issues Issues
	// Messages are what Microsoft announces.
	Messages Messages
	// Attachments are the files of messages.
	Attachments Attachments
	// Viewpoints are what the signed-in person has done with messages.
	Viewpoints Viewpoints
}

package support

// How long the service takes, for tests from outside.
const (
	CreateTakes = createTakes
	AddTakes    = addTakes
	MailTakes   = mailTakes
	OpensAfter  = opensAfter
)

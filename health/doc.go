// Package health is what Microsoft says about its own services: whether they work
// now, what was wrong with them and when, and what it is about to change.
//
// # Is it us or Microsoft?
//
// [Services] are the services that the tenant subscribes to, each with its status of
// this moment. [Affecting] answers the question that a help desk asks, for any moment:
//
//	list, err := health.Affecting(ctx, c.Health.Issues, "Exchange Online", whenItBegan)
//	if len(list) > 0 { … } // Microsoft, and list[0] is the worst of it.
//
// # Incidents and advisories
//
// [Issues] are what is or was wrong. An incident takes something away from people, an
// advisory makes it worse. Each has [Post]s, one for every time that Microsoft said
// something, oldest first; once an incident is over there may be a review of it
// ([Issues.Report]). [IssueQuery] lists them by service, by state and by date:
//
//	open := health.IssueQuery{Resolved: new(false)}
//	week := health.IssueQuery{Since: monday, Until: monday.AddDate(0, 0, 7)}
//
// [Days] is the history as a calendar has it: for each day of a time zone, which
// services were affected, and how badly.
//
// # The message center
//
// [Messages] are what Microsoft is about to change and who has to act by when:
//
//	due := health.MessageQuery{ActionRequiredBefore: inThirtyDays}
//	for m, err := range c.Health.Messages.List(ctx, due) { … }
//
// A message is written again when plans change: it keeps its id and has another
// [Message.LastModifiedDateTime]. [Attachments] are the files of messages.
// [Viewpoints] are what the signed-in person has done with them (read, archived,
// favorite); they are his own, and an application on its own has none.
//
// # Following it
//
// Nothing is pushed: Microsoft has no notifications of these. [Watch] asks again and
// again, and yields what is new, each with a token from which a later process goes on:
//
//	for change, err := range health.Watch(ctx, c.Health.Issues, c.Health.Messages, health.WatchOptions{Token: token}) {
//		if err != nil { … }
//		tell(change)
//		token = change.Token // Keep it where the next process finds it.
//	}
//
// # Text
//
// Posts and messages are HTML that others wrote. [Text] returns what a person would
// read of it, and nothing that a browser would run.
//
// # Who may do what
//
// To read service health takes a role such as Service Support Administrator or Global
// Reader and the permission ServiceHealth.Read.All. To read messages takes almost any
// administrator's role or Message Center Reader, and ServiceMessage.Read.All; messages
// about data privacy are for Global Administrators and Message Center Privacy Readers
// alone, and nobody else learns that they exist. docs/permissions.md lists it.
//
// What is not there answers [admin365.ErrNotFound], although the service writes
// "forbidden" with status 403: it does not tell what the tenant does not have from what
// nobody has. A caller who lacks the permission or the role gets
// [admin365.ErrForbidden].
//
// # What no API has
//
// To report an issue, the list of what one's own users reported, e-mail preferences,
// and the translation of messages are in the admin center alone.
//
// # Two implementations
//
// Programs get the area as the field Health of a client of package admin: of a live
// tenant, or of one in memory that keeps the same rules. [Backstage] is what Microsoft
// does to the latter: an incident is published, told of, and resolved.
package health

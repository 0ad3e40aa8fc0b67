// Package rest is the client's pipeline: it turns a call of a published
// operation into HTTP requests and their answers into values and errors.
//
// # What happens to a request
//
// [Send], [One], [Pages], [Page] and [Client.Raw] all go the same way. Before
// anything is sent, and before a token is asked for: the context is asked, the
// ids are checked, the body is encoded once, and the guard may refuse a write.
// Then each attempt waits for the client's own limits, takes a token, is sent,
// and is judged: its answer is read to the end, decoded or recognized as a
// refusal, told to the observer, and either done, refused, or sent again.
//
// # What is sent again
//
// The rule is that nothing is done twice. Whatever the service refused before
// doing it (429, 503 with Retry-After, 401 once, and what never reached it) is
// sent again whatever the method. Everything else is sent again only where the
// operation's declaration says that a repeat is harmless (see [api.Retry]). A
// write whose outcome is not known is [admin365.ErrUncertain], never a guess.
//
// # Where tokens go
//
// A token is asked for one API and travels to that API's host in the
// configured cloud and nowhere else: next links, cursors, redirects and paths
// are all checked against it, and only https is spoken.
package rest

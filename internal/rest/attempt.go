package rest

import "net/http"

// attempts is the transport of one attempt. It is the caller's, without its
// CloseIdleConnections: retryablehttp calls that after every failure, which
// would close the connections of all other calls that share the transport.
type attempts struct{ http.RoundTripper }

package emulator

import "net/http"

// pageHandler answers the page to look at, GET /.
func (s *Server) pageHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "admin365: the page is not there yet", http.StatusNotImplemented)
	})
}

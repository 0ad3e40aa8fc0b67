package emulator

import "net/http"

// controlHandler answers below /control/.
func (s *Server) controlHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "admin365: the control interface is not there yet", http.StatusNotImplemented)
	})
}

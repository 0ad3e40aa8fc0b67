package emulator

// Variable is an environment variable.
type Variable struct{ Name, Value string }

// ControlURL is where the control interface answers, without a slash at the end.
func (s *Server) ControlURL() string { return s.URL() + "/control" }

// Environ is what a program needs to have in its environment in order to reach the
// emulator. AZURE_CLIENT_SECRET is among them, the secret of the emulator's default
// application: do not log them.
func (s *Server) Environ() []Variable {
	app := s.emulator.DefaultApp()
	all := []Variable{
		{"HTTPS_PROXY", s.URL()},
		// What runs on the machine itself is not asked for through a proxy.
		{"NO_PROXY", "localhost,127.0.0.1,::1"},
		{"AZURE_CLIENT_ID", string(app.ID)},
		{"AZURE_CLIENT_SECRET", app.Secret.Reveal()},
		{"ADMIN365_CONTROL", s.ControlURL()},
	}
	if file := s.cfg.CertificateFile; file != "" {
		all = append(all, Variable{"SSL_CERT_FILE", file}, Variable{"NODE_EXTRA_CA_CERTS", file})
	}
	return all
}

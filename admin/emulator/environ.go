package emulator

// Variable is an environment variable.
type Variable struct{ Name, Value string }

// ControlURL is where the control interface answers, without a slash at the end.
func (s *Server) ControlURL() string { return s.URL() + "/control" }

// Environ is what a program needs to have in its environment in order to reach the
// emulator, and to sign in as its default application in the tenant that the
// emulator was made of. AZURE_CLIENT_SECRET is among them: do not log them.
//
// There is no HTTP_PROXY among them: of what is served, managed identity alone is
// asked for over plain HTTP, and everything else that a program asks for so would be
// refused.
func (s *Server) Environ() []Variable {
	app := s.emulator.DefaultApp()
	all := []Variable{
		{"HTTPS_PROXY", s.URL()},
		// What runs on the machine itself is not asked for through a proxy.
		{"NO_PROXY", "localhost,127.0.0.1,::1"},
		// Node's fetch and its module https ask for no proxy without it.
		// Source: https://nodejs.org/api/cli.html#node_use_env_proxy1
		{"NODE_USE_ENV_PROXY", "1"},
	}
	// One for OpenSSL and Go, for Node, for Python's requests, and for curl.
	for _, name := range []string{"SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"} {
		if s.cfg.CertificateFile != "" {
			all = append(all, Variable{name, s.cfg.CertificateFile})
		}
	}
	return append(all,
		Variable{"AZURE_TENANT_ID", string(s.emulator.TenantID())},
		Variable{"AZURE_CLIENT_ID", string(app.ID)},
		Variable{"AZURE_CLIENT_SECRET", app.Secret.Reveal()},
		Variable{"ADMIN365_CONTROL", s.ControlURL()},
	)
}

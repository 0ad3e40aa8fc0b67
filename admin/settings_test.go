package admin_test

import (
	"net/http"

	"github.com/admin365/admin365/admin"
)

// httpClient is one whose requests go to the emulator, in the process.
func httpClient(e *admin.Emulator) *http.Client { return &http.Client{Transport: e.Transport()} }

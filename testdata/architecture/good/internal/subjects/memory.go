package subjects

import (
	_ "github.com/admin365/admin365/admin"
	_ "github.com/admin365/admin365/billing"
	_ "github.com/admin365/admin365/identity/identitytest"
	_ "net/http/httptest"
	_ "testing"
)

package identitytest

import (
	_ "github.com/admin365/admin365"
	_ "github.com/admin365/admin365/identity"
	_ "github.com/admin365/admin365/internal/conform"
	_ "testing"
)

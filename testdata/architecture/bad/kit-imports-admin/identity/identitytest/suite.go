package identitytest

import (
	_ "github.com/admin365/admin365"
	_ "github.com/admin365/admin365/admin"
	_ "testing"
)

package wiretest

import (
	_ "github.com/admin365/admin365/internal/odata"
	_ "testing"
)

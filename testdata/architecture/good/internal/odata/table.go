package odata

import (
	_ "github.com/admin365/admin365"
	_ "github.com/admin365/admin365/internal/api"
)

package identity

import (
	_ "github.com/admin365/admin365/billing"
	_ "github.com/admin365/admin365/internal/api"
)

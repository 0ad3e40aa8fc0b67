package rest

import _ "github.com/admin365/admin365/internal/tenant" // The client knows nothing of the tenant in memory.

package odata

import _ "github.com/admin365/admin365/internal/tenant" // The query language knows no tenant.

package rest

import _ "github.com/admin365/admin365/internal/tenant"

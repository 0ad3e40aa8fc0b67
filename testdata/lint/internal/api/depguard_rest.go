package api

import _ "github.com/admin365/admin365/internal/rest" // Data does not know who reads it.

package api

import _ "github.com/admin365/admin365/internal/conform" // Data does not know how it is tested.

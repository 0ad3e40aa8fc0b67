package tenant

import _ "github.com/admin365/admin365/internal/rest" // The tenant does not know who calls it.

package tenant

import _ "github.com/admin365/admin365/internal/conform" // The tenant does not know how it is tested.

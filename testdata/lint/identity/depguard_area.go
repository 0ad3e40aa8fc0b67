package identity

import _ "github.com/admin365/admin365/billing" // No area imports another.

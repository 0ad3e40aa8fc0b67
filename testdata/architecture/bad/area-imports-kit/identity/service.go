package identity

import _ "github.com/admin365/admin365/identity/identitytest"

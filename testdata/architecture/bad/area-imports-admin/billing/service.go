package billing

import _ "github.com/admin365/admin365/admin"

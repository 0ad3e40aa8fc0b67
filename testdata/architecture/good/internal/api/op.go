package api

import _ "github.com/admin365/admin365"

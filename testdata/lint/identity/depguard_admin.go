package identity

import _ "github.com/admin365/admin365/admin" // The door imports the areas.

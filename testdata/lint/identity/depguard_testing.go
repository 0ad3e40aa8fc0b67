package identity

import _ "testing" // Programs link the areas.

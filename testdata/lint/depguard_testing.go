package admin365

import _ "testing" // Programs link the root.

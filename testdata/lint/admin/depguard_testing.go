package admin

import _ "testing" // Programs link the door.

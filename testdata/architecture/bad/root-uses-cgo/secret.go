package admin365

import _ "C"

package admin365

import _ "errors"

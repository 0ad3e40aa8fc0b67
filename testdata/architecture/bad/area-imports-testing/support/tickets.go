package support

import _ "testing/fstest"

package admin

import _ "testing"

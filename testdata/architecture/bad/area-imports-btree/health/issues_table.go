package health

import _ "github.com/tidwall/btree"

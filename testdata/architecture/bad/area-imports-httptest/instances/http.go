package instances

import _ "net/http/httptest"

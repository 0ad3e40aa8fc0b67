package identity

import _ "net/http/httptest" // Programs link the areas.

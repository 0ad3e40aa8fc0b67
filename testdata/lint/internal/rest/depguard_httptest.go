package rest

import _ "net/http/httptest" // Programs link the client.

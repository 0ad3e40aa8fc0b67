package emu

import _ "github.com/admin365/admin365/internal/rest" // The server half knows nothing of the client half.

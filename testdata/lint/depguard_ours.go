package admin365

import _ "github.com/admin365/admin365/internal/api" // The root imports nothing of ours.

package admin365

import _ "github.com/google/uuid"

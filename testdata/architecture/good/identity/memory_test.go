package identity_test

import (
	_ "github.com/admin365/admin365/billing"
	_ "github.com/admin365/admin365/internal/subjects"
	_ "github.com/tidwall/btree"
	_ "testing"
)

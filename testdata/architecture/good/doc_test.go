package admin365_test

import (
	_ "github.com/admin365/admin365/admin"
	_ "github.com/admin365/admin365/identity/identitytest"
	_ "github.com/stretchr/testify/require"
	_ "pgregory.net/rapid"
	_ "testing"
)

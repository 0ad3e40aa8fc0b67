package identitytest

import _ "github.com/stretchr/testify/require"

package admin

import (
	_ "github.com/Azure/azure-sdk-for-go/sdk/azcore"
	_ "github.com/admin365/admin365"
	_ "github.com/admin365/admin365/identity"
	_ "github.com/admin365/admin365/internal/rest"
)

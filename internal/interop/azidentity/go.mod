module github.com/admin365/admin365/internal/interop/azidentity

go 1.26.0

require (
	github.com/Azure/azure-sdk-for-go/sdk/azcore v1.24.0
	github.com/Azure/azure-sdk-for-go/sdk/azidentity v1.15.0
	github.com/stretchr/testify v1.12.1
	golang.org/x/oauth2 v0.37.0
)

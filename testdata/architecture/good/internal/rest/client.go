package rest

import (
	_ "github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	_ "github.com/admin365/admin365/internal/api"
	_ "github.com/hashicorp/go-retryablehttp"
	_ "golang.org/x/time/rate"
	_ "net/http"
)

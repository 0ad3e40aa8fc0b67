// Command ours is the smallest program that lists users with this library.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

type token string

// GetToken implements azcore.TokenCredential.
func (t token) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: string(t)}, nil
}

func main() {
	tenant, err := admin.New(admin.Config{TenantID: admin365.TenantID(os.Args[1]), Credential: token(os.Args[2])})
	if err != nil {
		panic(err)
	}
	for user, err := range tenant.Identity.Users.List(context.Background(), identity.UserQuery{}) {
		if err != nil {
			panic(err)
		}
		fmt.Println(user.UserPrincipalName)
	}
}

package main

import (
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

// live connects to a live tenant as whoever is signed in here: by environment
// variables, a managed identity, the Azure CLI and so on. It contacts nobody
// yet. The account needs the permission User.ReadWrite.All, and a dry run
// User.Read.All; for the column Roles RoleManagement.ReadWrite.Directory, and
// RoleManagement.Read.Directory for a dry run; for the column Licenses
// LicenseAssignment.ReadWrite.All and Organization.Read.All, of which a dry run
// needs the latter alone.
func live(tenant admin365.TenantID, readOnly bool) (*admin.Client, error) {
	credential, err := azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{TenantID: string(tenant)})
	if err != nil {
		return nil, err
	}
	return admin.New(admin.Config{TenantID: tenant, Credential: credential, ReadOnly: readOnly, UserAgent: "admin365-onboard"})
}

package admin

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/wiretest"
)

func vendorFile(t *testing.T, name string) []byte {
	t.Helper()
	return wiretest.Shared(t, os.Getenv("ADMIN365_SHARED"), "..", name)
}

// TestSettingsByEffect lists every operation on the settings by what it can do: a
// guard, a dry run and a reviewer rely on it.
func TestSettingsByEffect(t *testing.T) {
	t.Parallel()
	want := map[admin365.Effect][]string{
		admin365.EffectRead: {
			"admin.AuthenticationMethods.Get", "admin.AuthenticationMethods.GetMethod", "admin.Authorization.Get",
			"admin.DirectorySync.Get", "admin.DirectorySync.GetByID", "admin.Domains.Get", "admin.Domains.List", "admin.Domains.References",
			"admin.Domains.ServiceRecords", "admin.Domains.VerificationRecords", "admin.Organization.Get", "admin.Organization.GetByID",
			"admin.TenantInformation.ByDomain", "admin.TenantInformation.ByID",
		},
		admin365.EffectReversible: {
			"admin.AuthenticationMethods.Update", "admin.AuthenticationMethods.UpdateMethod", "admin.Authorization.Update",
			"admin.DirectorySync.TurnOn", "admin.DirectorySync.Update", "admin.Domains.Add", "admin.Domains.Update", "admin.Domains.Verify", "admin.Organization.Update",
		},
		admin365.EffectIrrevocable: {"admin.DirectorySync.TurnOff", "admin.Domains.Delete", "admin.Domains.ForceDelete", "admin.Domains.Promote"},
	}
	assert.Equal(t, want, conform.Effects(operations()))
	assert.Empty(t, conform.Declared("admin", operations()))
	mux := emu.NewMux()
	mountSettings(mux)
	assert.ElementsMatch(t, operations(), mux.Ops(), "each operation has a route or shares one")
}

// settingsDiffer are the differences from the vendor's permission list, each with its
// reason. A line that no longer differs fails.
var settingsDiffer = map[string]string{
	"admin.Organization.Get GET /organization: least delegated":                                                                            "User.Read is less, and is shown three properties",
	"admin.Organization.Get GET /organization: least application":                                                                          "the list's least is Intune's; the page has Organization.Read.All",
	"admin.Organization.GetByID GET /organization/{id}: least delegated":                                                                   "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: least application":                                                                 "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: delegated User.Read":                                                               "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: delegated Organization.Read.All":                                                   "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: delegated Directory.Read.All":                                                      "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: delegated Directory.ReadWrite.All":                                                 "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: delegated Organization.ReadWrite.All":                                              "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: application Organization.Read.All":                                                 "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: application Directory.Read.All":                                                    "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: application Directory.ReadWrite.All":                                               "as the collection, by the page of organization-get",
	"admin.Organization.GetByID GET /organization/{id}: application Organization.ReadWrite.All":                                            "as the collection, by the page of organization-get",
	"admin.Organization.Update PATCH /organization/{id}: least delegated":                                                                  "the list's least is Intune's; the page has Organization.ReadWrite.All",
	"admin.Organization.Update PATCH /organization/{id}: least application":                                                                "the list's least is Intune's; the page has Organization.ReadWrite.All",
	"admin.DirectorySync.TurnOn PATCH /organization/{id}: least delegated":                                                                 "as the update",
	"admin.DirectorySync.TurnOn PATCH /organization/{id}: least application":                                                               "as the update",
	"admin.DirectorySync.TurnOff PATCH /organization/{id}: least delegated":                                                                "as the update",
	"admin.DirectorySync.TurnOff PATCH /organization/{id}: least application":                                                              "as the update",
	"admin.Organization.Update PATCH /organization/{id}: delegated Directory.ReadWrite.All":                                                "the contract's row of the organization has it (§1)",
	"admin.Organization.Update PATCH /organization/{id}: application Directory.ReadWrite.All":                                              "the contract's row of the organization has it (§1)",
	"admin.DirectorySync.TurnOn PATCH /organization/{id}: delegated Directory.ReadWrite.All":                                               "the contract's row of the organization has it (§1)",
	"admin.DirectorySync.TurnOn PATCH /organization/{id}: application Directory.ReadWrite.All":                                             "the contract's row of the organization has it (§1)",
	"admin.DirectorySync.TurnOff PATCH /organization/{id}: delegated Directory.ReadWrite.All":                                              "the contract's row of the organization has it (§1)",
	"admin.DirectorySync.TurnOff PATCH /organization/{id}: application Directory.ReadWrite.All":                                            "the contract's row of the organization has it (§1)",
	"admin.Domains.VerificationRecords GET /domains/{id}/verificationDnsRecords: delegated Directory.Read.All":                             "the contract's row of domains has it for all that is read (§1)",
	"admin.Domains.VerificationRecords GET /domains/{id}/verificationDnsRecords: application Directory.Read.All":                           "the contract's row of domains has it for all that is read (§1)",
	"admin.Domains.ServiceRecords GET /domains/{id}/serviceConfigurationRecords: delegated Directory.Read.All":                             "the contract's row of domains has it for all that is read (§1)",
	"admin.Domains.ServiceRecords GET /domains/{id}/serviceConfigurationRecords: application Directory.Read.All":                           "the contract's row of domains has it for all that is read (§1)",
	"admin.Domains.References GET /domains/{id}/domainNameReferences: delegated Directory.Read.All":                                        "the contract's row of domains has it for all that is read (§1)",
	"admin.Domains.References GET /domains/{id}/domainNameReferences: application Directory.Read.All":                                      "the contract's row of domains has it for all that is read (§1)",
	"admin.DirectorySync.GetByID GET /directory/onPremisesSynchronization/{id}: least delegated":                                           "the page has one list for both paths, and so has the contract (§1)",
	"admin.DirectorySync.GetByID GET /directory/onPremisesSynchronization/{id}: delegated OnPremDirectorySynchronization.Read.All":         "the page has one list for both paths, and so has the contract (§1)",
	"admin.AuthenticationMethods.UpdateMethod PATCH /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{id}: absent": "the list has a path for each method",
	"admin.AuthenticationMethods.GetMethod GET /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{id}: absent":      "the list has a path for each method",
}

// TestSettingsPermissions compares path, method and permissions of each operation with
// the vendor's own list.
func TestSettingsPermissions(t *testing.T) {
	t.Parallel()
	differences, err := wiretest.Access(vendorFile(t, "graph-permissions.json"), operations(), map[string]string{
		"GET /tenantRelationships/findTenantInformationByDomainName(domainName='{id}')": "/tenantRelationships/findTenantInformationByDomainName(domainName={value})",
		"GET /tenantRelationships/findTenantInformationByTenantId(tenantId='{id}')":     "/tenantRelationships/findTenantInformationByTenantId(tenantId={value})",
	})
	require.NoError(t, err)
	assert.Empty(t, conform.Unexplained(differences, settingsDiffer))
}

// TestSettingsTypes compares the tables with the vendor's type list: names, types and
// lists.
func TestSettingsTypes(t *testing.T) {
	t.Parallel()
	types, err := wiretest.Types(vendorFile(t, "graph-v1.0-types.json"))
	require.NoError(t, err)
	compare := func(edm string, ours map[string]odata.Type, beyond ...string) {
		all := map[string]odata.Type{}
		for property, p := range types[edm].Properties {
			switch {
			case p.Type == "Boolean":
				all[property] = odata.Bool
			case p.Type == "DateTimeOffset":
				all[property] = odata.Time
			case p.Type == "Int32":
				all[property] = odata.Int
			case p.Type == "String" && p.Collection:
				all[property] = odata.TextList
			case p.Type == "String" || p.Type == "Guid" || strings.HasSuffix(p.Type, "allowInvitesFrom") || strings.HasSuffix(p.Type, "Authority") || strings.HasSuffix(p.Type, "TenantType"):
				all[property] = odata.Text
			case p.Collection:
				all[property] = odata.ObjectList
			default:
				all[property] = odata.Object
			}
		}
		for _, name := range beyond {
			assert.NotContains(t, all, name)
			all[name] = ours[name]
		}
		assert.Equal(t, all, ours, edm)
	}
	compare(organizationProps.EDM, typesOf(&organizationProps), "isMultipleDataLocationsForServicesEnabled") // It is in the recorded answer.
	compare(domainProps.EDM, typesOf(&domainProps))
	compare(authorizationProps.EDM, typesOf(&authorizationProps))
	compare(syncProps.EDM, typesOf(&syncProps))
	features := slices.Collect(maps.Keys((&syncRow{}).features()))
	var vendor []SyncFeature
	for name := range types["microsoft.graph.onPremisesDirectorySynchronizationFeature"].Properties {
		vendor = append(vendor, SyncFeature(name))
	}
	assert.ElementsMatch(t, vendor, features)
}

func typesOf[P any](table *odata.Table[P]) map[string]odata.Type {
	types := map[string]odata.Type{}
	for i := range table.Props {
		types[table.Props[i].Name] = table.Props[i].Type
	}
	// Every entity of the list has an id of the base type, which the tables of
	// singletons have too.
	return types
}

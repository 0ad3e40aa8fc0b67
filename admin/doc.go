// Package admin is the door: it makes a client of a tenant, live or in memory,
// and the emulator that serves a tenant in memory to any program.
//
// # A tenant in one line
//
//	tenant := admin.NewMemory(admin.MemoryConfig{})
//	user, err := tenant.Identity.Users.Get(ctx, "AdeleV@contoso.com")
//
// A [Memory] is a [Client] of a tenant that keeps Microsoft's rules: Contoso,
// with its people and domains. The same code administers a live tenant when the
// client comes from [New]:
//
//	credential, err := azidentity.NewDefaultAzureCredential(nil)
//	tenant, err := admin.New(admin.Config{TenantID: id, Credential: credential})
//
// # In tests
//
// [NewTest] gives a fresh Contoso to one test: its clock starts at a fixed time,
// people are added with Given, failures are rehearsed with drills, and what was
// asked and changed can be read afterwards. Two tests never share anything.
//
// # The tenant itself
//
// A [Client] is the tenant: [Client.Organization], [Client.Domains],
// [Client.PasswordPolicy], [Client.SelfServiceReset], [Client.DirectorySync] and
// [Client.Authorization] are its settings, and [Client.Links] the pages that have what
// no API has.
//
// # Other programs
//
// [NewEmulator] serves the tenants of a [Memory] behind the paths of the real
// hosts, sign-in included: in the process, or over any listener. Programs sign in as
// they do to Microsoft, on their own or for people ([App], [EmulatorConfig]).
//
// # Caution
//
// [Config.ReadOnly] refuses every write before anything is sent, and
// [Config.Guard] is asked before each.
package admin

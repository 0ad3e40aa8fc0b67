package admin_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// A domain is added, proved by a record in DNS, and made the default one.
func ExampleDomains() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	if _, err := c.Domains.Add(ctx, "fabrikam.com"); err != nil {
		log.Fatal(err)
	}
	records, err := c.DomainRecords.Verification(ctx, "fabrikam.com")
	if err != nil {
		log.Fatal(err)
	}
	_, err = c.Domains.Verify(ctx, "fabrikam.com", admin.DomainVerification{})
	fmt.Println(records[0].Type, "record found:", err == nil)

	// What the domain's host does, after somebody told him the record.
	if err := c.Backstage.PublishDNS(ctx, records[0]); err != nil {
		log.Fatal(err)
	}
	d, err := c.Domains.Verify(ctx, "fabrikam.com", admin.DomainVerification{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Name, "verified:", d.IsVerified)
	if err := admin.SetDefaultDomain(ctx, c.Domains, d.Name); err != nil {
		log.Fatal(err)
	}
	// Output:
	// Txt record found: false
	// fabrikam.com verified: true
}

// A domain that is used is deleted with force, and followed to the end.
func ExampleDomains_forceDelete() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	if err := admin.SetDefaultDomain(ctx, c.Domains, "contoso.onmicrosoft.com"); err != nil {
		log.Fatal(err)
	}
	for o, err := range c.Domains.References(ctx, "contoso.com") {
		if err != nil {
			log.Fatal(err)
		}
		if o.Type == identity.UserObject && o.UserPrincipalName == "AdeleV@contoso.com" {
			fmt.Println(o.DisplayName, "uses it")
		}
	}
	op, err := c.DomainDeletions.ForceDelete(ctx, "contoso.com", admin.DomainForceDelete{DisableUserAccounts: new(false)})
	if err != nil {
		log.Fatal(err)
	}
	c.Advance(time.Minute)
	op, err = admin365.Wait(ctx, c.DomainDeletions.Get, op.ID, admin365.WaitOptions{})
	if err != nil {
		log.Fatal(err)
	}
	u, err := c.Identity.Users.Get(ctx, "AdeleV@contoso.onmicrosoft.com")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(op.State, u.DisplayName, *u.AccountEnabled)
	// Output:
	// Adele Vance uses it
	// Succeeded Adele Vance true
}

// Whom Microsoft writes to.
func ExampleOrganizations() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	err := c.Organization.Update(ctx, admin.OrganizationPatch{TechnicalNotificationMails: []string{"it@contoso.com"}})
	if err != nil {
		log.Fatal(err)
	}
	o, err := c.Organization.Get(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(o.DisplayName, o.TechnicalNotificationMails, len(o.VerifiedDomains))
	// Output: Contoso [it@contoso.com] 2
}

// Passwords never expire, in all domains at once.
func ExampleSetTenantPasswordPolicy() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	p := admin.PasswordPolicy{ValidityDays: admin.PasswordNeverExpires}
	if err := admin.SetTenantPasswordPolicy(ctx, c.Domains, c.PasswordPolicy, p); err != nil {
		log.Fatal(err)
	}
	got, err := c.PasswordPolicy.Get(ctx, "contoso.com")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(got.NeverExpires())
	// Output: true
}

// What no API does names the page that does.
func ExampleSelfServiceReset() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	if err := c.SelfServiceReset.SetAdministrators(ctx, false); err != nil {
		log.Fatal(err)
	}
	_, err := c.SelfServiceReset.Users(ctx)
	fmt.Println(err)
	fmt.Println(admin.Links{}.SelfServiceReset())

	// The page, in a tenant in memory.
	if err := c.Backstage.SetUserSelfServiceReset(ctx, admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll}); err != nil {
		log.Fatal(err)
	}
	err = c.Backstage.ResetForgottenPassword(ctx, "AdeleV@contoso.com", admin365.NewSecret("Entirely-New-Pass-7"))
	fmt.Println(err)
	// Output:
	// admin.SelfServiceReset.Users: unsupported: no API has the switch of those who are no administrators; the page https://entra.microsoft.com/c0470505-a365-4365-8365-c0de0ff1ce00#view/Microsoft_AAD_IAM/PasswordResetMenuBlade/~/Properties has it; the nearest are SetAdministrators and UpdateMethod (tenant c0470505-a365-4365-8365-c0de0ff1ce00)
	// https://entra.microsoft.com/#view/Microsoft_AAD_IAM/PasswordResetMenuBlade/~/Properties
	// <nil>
}

// A directory on-premises is synchronized, and then not any more.
func ExampleDirectorySync() {
	ctx := context.Background()
	c := admin.NewMemory(admin.MemoryConfig{})
	if err := c.DirectorySync.TurnOn(ctx); err != nil {
		log.Fatal(err)
	}
	run, err := c.Backstage.Synchronize(ctx, admin.Synchronization{Added: []identity.NewUser{{
		UserPrincipalName: "ann@contoso.com", DisplayName: "Ann", MailNickname: "ann",
		PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
	}}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(run.Added[0].DisplayName, "is synchronized:", *run.Added[0].OnPremisesSyncEnabled)

	err = c.DirectorySync.TurnOff(ctx, "")
	fmt.Println("by mistake:", err != nil)
	if err := c.DirectorySync.TurnOff(ctx, c.TenantID()); err != nil {
		log.Fatal(err)
	}
	c.Advance(72 * time.Hour)
	status, err := c.DirectorySync.Get(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("on:", *status.Enabled)
	// Output:
	// Ann is synchronized: true
	// by mistake: true
	// on: false
}

// The pages on which people do the same.
func ExampleLinks() {
	l := admin.Links{TenantID: "contoso.com"}
	fmt.Println(l.Users())
	fmt.Println(l.Domain("fabrikam.com"))
	fmt.Println(l.BusinessCentral("Sandbox 1"))
	fmt.Println(admin.Links{Cloud: admin365.CloudChina}.PasswordPolicy())
	// Output:
	// https://admin.microsoft.com/Adminportal/Home#/users
	// https://admin.microsoft.com/Adminportal/Home#/Domains/Details/fabrikam.com
	// https://businesscentral.dynamics.com/contoso.com/Sandbox%201
	// https://portal.partner.microsoftonline.cn/AdminPortal/Home#/Settings/SecurityPrivacy/:/Settings/L1/PasswordPolicy
}

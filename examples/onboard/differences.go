package main

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/onboard/internal/starters"
	"github.com/admin365/admin365/identity"
)

// newUser is the account of somebody who is not in the tenant yet.
func newUser(r *row) identity.NewUser {
	return identity.NewUser{
		UserPrincipalName: r.UserPrincipalName,
		DisplayName:       r.DisplayName,
		MailNickname:      r.MailNickname,
		PasswordProfile:   identity.PasswordProfile{Password: r.password, ForceChangePasswordNextSignIn: true},
		AccountEnabled:    r.AccountEnabled,
		GivenName:         r.GivenName,
		Surname:           r.Surname,
		JobTitle:          r.JobTitle,
		Department:        r.Department,
		OfficeLocation:    r.OfficeLocation,
		BusinessPhones:    only(r.BusinessPhone),
		MobilePhone:       r.MobilePhone,
		FaxNumber:         r.FaxNumber,
		OtherMails:        only(r.OtherMail),
		StreetAddress:     r.StreetAddress,
		City:              r.City,
		State:             r.State,
		PostalCode:        r.PostalCode,
		Country:           r.Country,
		UsageLocation:     r.UsageLocation,
	}
}

// only is the list with that value, or none if there is no value.
func only(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// differences returns what has to change in the account for it to be as the
// file says, and the names of those properties. A blank cell leaves a value.
// Passwords, and the mail alias, are never part of it.
func differences(s *starters.Starter, u *identity.User) (p identity.UserPatch, changed []string) {
	note := func(name string) { changed = append(changed, name) }
	text := func(name, want, have string, field *admin365.Optional[string]) {
		if want != "" && want != have {
			*field = admin365.Set(want)
			note(name)
		}
	}
	if s.DisplayName != "" && s.DisplayName != u.DisplayName {
		p.DisplayName = &s.DisplayName
		note("displayName")
	}
	text("givenName", s.GivenName, u.GivenName, &p.GivenName)
	text("surname", s.Surname, u.Surname, &p.Surname)
	text("jobTitle", s.JobTitle, u.JobTitle, &p.JobTitle)
	text("department", s.Department, u.Department, &p.Department)
	text("officeLocation", s.OfficeLocation, u.OfficeLocation, &p.OfficeLocation)
	if s.BusinessPhone != "" && !slices.Equal(u.BusinessPhones, only(s.BusinessPhone)) {
		p.BusinessPhones = only(s.BusinessPhone)
		note("businessPhones")
	}
	text("mobilePhone", s.MobilePhone, u.MobilePhone, &p.MobilePhone)
	text("faxNumber", s.FaxNumber, u.FaxNumber, &p.FaxNumber)
	if mails := otherMails(s.OtherMail, u.OtherMails); mails != nil {
		p.OtherMails = mails
		note("otherMails")
	}
	text("streetAddress", s.StreetAddress, u.StreetAddress, &p.StreetAddress)
	text("city", s.City, u.City, &p.City)
	text("state", s.State, u.State, &p.State)
	text("postalCode", s.PostalCode, u.PostalCode, &p.PostalCode)
	if !strings.EqualFold(s.Country, u.Country) {
		text("country", s.Country, u.Country, &p.Country)
	}
	if s.UsageLocation != "" && !strings.EqualFold(s.UsageLocation, u.UsageLocation) {
		p.UsageLocation = &s.UsageLocation
		note("usageLocation")
	}
	if s.AccountEnabled != nil && (u.AccountEnabled == nil || *u.AccountEnabled != *s.AccountEnabled) {
		p.AccountEnabled = s.AccountEnabled
		note("accountEnabled")
	}
	return p, changed
}

// otherMails returns the list that has the address, or nil if the one that is
// there has it: the directory keeps it in no order. A single other address is
// replaced, because the file's is then its correction. Of several none is taken
// away: the file has room for one and says nothing about the rest.
func otherMails(want string, have []string) []string {
	same := func(address string) bool { return strings.EqualFold(address, want) }
	switch {
	case want == "" || slices.ContainsFunc(have, same):
		return nil
	case len(have) <= 1:
		return []string{want}
	}
	return append([]string{want}, have...)
}

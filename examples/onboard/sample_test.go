package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/examples/onboard/internal/starters"
)

// contosoPeople are the people of the default tenant.
var contosoPeople = []string{
	"admin", "AdeleV", "AlexW", "DiegoS", "GradyA", "HenriettaM", "IsaiahL", "JohannaL", "JoniS", "LeeG", "LidiaH",
	"LynneR", "MeganB", "MiriamG", "NestorW", "PattiF", "PradeepG", "IrvinS", "AllanD", "ChristieC", "DebraB",
	"CameronW", "DeliaD", "BiancaP",
}

func TestSampleStarters(t *testing.T) {
	t.Parallel()
	file, err := starters.Parse(sampleStarters)
	require.NoError(t, err)
	assert.Equal(t, starters.AdminCenter, file.Template)
	require.Len(t, file.Starters, 60)

	inTenant := map[string]bool{}
	for _, name := range contosoPeople {
		inTenant[strings.ToLower(name)+"@contoso.com"] = true
	}
	byName := map[string]starters.Starter{}
	administrators, licenses := 0, map[string]int{}
	for _, s := range file.Starters {
		assert.NoError(t, s.Problem)
		name := strings.ToLower(s.UserPrincipalName)
		assert.Falsef(t, inTenant[name], "%s is in the default tenant already", s.UserPrincipalName)
		assert.Regexp(t, `^[A-Z][A-Za-z]+[A-Z]@contoso\.com$`, s.UserPrincipalName)
		assert.NotEmpty(t, s.JobTitle)
		assert.Lenf(t, s.UsageLocation, 2, "%s could have no license", s.UserPrincipalName)
		byName[name] = s
		if len(s.Roles) > 0 {
			administrators++
		}
		for _, product := range s.Licenses {
			licenses[product]++
		}
	}
	assert.Equal(t, 5, administrators, "few people should be able to do much")
	assert.Equal(t, map[string]int{"Microsoft 365 E3": 50, "Microsoft 365 E5": 8, "Dynamics 365 Customer Engagement Plan": 4}, licenses,
		"two people have none, and four have two")

	departments, heads, managersBelow := map[string]int{}, map[string]string{}, 0
	for _, s := range file.Starters {
		departments[s.Department]++
		manager, inFile := byName[strings.ToLower(s.Manager)]
		if !inFile {
			assert.Contains(t, []string{"PattiF@contoso.com", "MiriamG@contoso.com"}, s.Manager)
			assert.Emptyf(t, heads[s.Department], "%s has two heads", s.Department)
			heads[s.Department] = s.UserPrincipalName
			continue
		}
		assert.Equalf(t, s.Department, manager.Department, "%s reports to another department", s.UserPrincipalName)
		if manager.Row > s.Row {
			managersBelow++
		}
	}
	assert.Len(t, departments, 6)
	assert.Len(t, heads, 6)
	assert.NotZero(t, managersBelow, "the sample is to show that managers come in any order")
	assert.Less(t, managersBelow, 54)
}

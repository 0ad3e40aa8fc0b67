package main

import _ "embed"

// sampleStarters is the file that is read when no other is named: sixty people
// of six departments, none of whom is in the default tenant, in the admin
// center's template with managers, roles and licenses in columns of our own.
//
//go:embed starters.csv
var sampleStarters []byte

// Package starters reads the files in which administrators already have the
// people who start: the admin center's "Add multiple users" file and Entra's
// "Bulk create" file. Which of the two it is, the header tells.
//
// A file that cannot be understood as a whole (a wrong header, not UTF-8,
// nothing in it) is refused as a whole, before anybody is created from half of
// it. A row that is wrong fails alone: it is returned like the others, with its
// Problem, so that nobody in the file is lost without a word.
//
// Sources:
// https://learn.microsoft.com/en-us/microsoft-365/enterprise/add-several-users-at-the-same-time
// and https://learn.microsoft.com/en-us/entra/identity/users/users-bulk-add.
package starters

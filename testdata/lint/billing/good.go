// Package billing is a sample that the linters accept.
package billing

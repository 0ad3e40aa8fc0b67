// Package tenant is a sample that the linters accept.
package tenant

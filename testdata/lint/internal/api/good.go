// Package api is a sample that the linters accept.
package api

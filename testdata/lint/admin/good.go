// Package admin is a sample that the linters accept.
package admin

// Package odata is a sample that the linters accept.
package odata

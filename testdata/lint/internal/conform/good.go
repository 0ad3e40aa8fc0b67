// Package conform is a sample that the linters accept.
package conform

// Package rest is a sample that the linters accept.
package rest

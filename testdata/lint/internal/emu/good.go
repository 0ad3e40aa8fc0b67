// Package emu is a sample that the linters accept.
package emu

// Package shell writes commands as they can be given to a shell.
package shell

import "strings"

// Command writes a command, its arguments quoted where they must be.
func Command(name string, args ...string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:@,+%"
	words := []string{name}
	for _, arg := range args {
		if arg == "" || strings.ContainsFunc(arg, func(c rune) bool { return !strings.ContainsRune(plain, c) }) {
			arg = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
		}
		words = append(words, arg)
	}
	return strings.Join(words, " ")
}

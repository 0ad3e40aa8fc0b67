package emulator

import "time"

// Impatient makes the server wait for a client no longer than d.
func Impatient(d time.Duration) func(*Config) {
	return func(c *Config) { c.patience = patience{header: d, request: d, answer: d, idle: d} }
}

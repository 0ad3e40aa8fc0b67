package identity

import "os"

// Drop does not say why it need not look.
func Drop(name string) {
	os.Remove(name) //nolint:errcheck
}

package identity

import "os"

// Forget does not look whether it worked.
func Forget(name string) {
	os.Remove(name)
}

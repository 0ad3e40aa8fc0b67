package identity

import "testing"

func TestAlone(t *testing.T) {
	if StateActive.CanSignIn() == StateBlocked.CanSignIn() {
		t.Error("blocked accounts can sign in")
	}
}

package identity

import "testing"

func TestCanSignIn(t *testing.T) {
	t.Parallel()
	for _, s := range []State{StateBlocked, "later"} {
		t.Run(string(s), func(t *testing.T) {
			if s.CanSignIn() {
				t.Errorf("%s can sign in", s)
			}
		})
	}
	if err := t.Context().Err(); Describe(t.Context(), err) == "nobody" {
		t.Error("nobody was asked for")
	}
}

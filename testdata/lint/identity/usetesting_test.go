package identity

import (
	"context"
	"testing"
)

func TestOutlives(t *testing.T) {
	t.Parallel()
	if Describe(context.Background(), nil) == "nobody" {
		t.Error("nobody was asked for")
	}
}

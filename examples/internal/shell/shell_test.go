package shell

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCommand(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `onboard -starters 'new people.csv' '' 'it'\''s' -via http`,
		Command("onboard", "-starters", "new people.csv", "", "it's", "-via", "http"))
}

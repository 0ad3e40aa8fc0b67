package identitytest_test

import (
	"testing"

	"github.com/admin365/admin365/identity/identitytest"
	"github.com/admin365/admin365/internal/subjects"
)

func TestInProcess(t *testing.T) {
	t.Parallel()
	identitytest.Run(t, subjects.Identity(subjects.InProcess))
}

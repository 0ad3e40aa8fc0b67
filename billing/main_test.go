package billing_test

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain runs the tests and, where all of them ran and passed, compares what they
// have shown with what the operations declare: each refusal of an operation has a
// case in the public suite, or a line in refusalsWithoutCases.
func TestMain(m *testing.M) {
	code := m.Run()
	if code == 0 && ranAll() {
		for _, problem := range uncovered(shown.by) {
			fmt.Println(problem)
			code = 1
		}
	}
	os.Exit(code)
}

// ranAll reports whether the tests that ran are all of the package's.
func ranAll() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	worker := flag.Lookup("test.fuzzworker")
	return !testing.Short() && (worker == nil || worker.Value.String() == "false")
}

package climicrosoft365_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

// worked are the commands that did what they are for, in any of the tests.
var worked struct {
	sync.Mutex

	commands map[string]bool
}

// enough is how many commands have to work when all tests have run.
const enough = 60

func count(command string) {
	worked.Lock()
	defer worked.Unlock()
	if worked.commands == nil {
		worked.commands = map[string]bool{}
	}
	worked.commands[command] = true
}

// command is what a command line names before its first option.
func command(arguments []string) string {
	for i, a := range arguments {
		if strings.HasPrefix(a, "-") {
			arguments = arguments[:i]
			break
		}
	}
	return strings.Join(arguments, " ")
}

// TestMain counts them. Where tests were left out or skipped there is nothing to count.
func TestMain(m *testing.M) {
	code := m.Run()
	n := len(worked.commands)
	all := flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == "" && flag.Lookup("test.list").Value.String() == ""
	if code == 0 && all && n > 0 {
		fmt.Printf("%d commands of m365 worked\n", n)
		if n < enough {
			code = 1
		}
	}
	os.Exit(code)
}

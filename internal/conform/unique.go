package conform

import (
	"crypto/rand"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// run names this run of the suite in whatever it creates, so that leftovers in
// a live tenant can be told from what belongs there.
var run = sync.OnceValue(func() string { return "ct" + strings.ToLower(rand.Text())[:6] })

var made atomic.Int64

// Unique returns a lower-case name of letters and digits that no other case has,
// about a dozen characters long.
func Unique() string { return run() + "n" + strconv.FormatInt(made.Add(1), 10) + "x" }

package identity

import (
	"embed"
	"sync"

	_ "github.com/admin365/admin365/internal/api"
)

type operation struct {
	paths []string
	check func(string) bool
}

// Users is a contract.
type Users interface{ Get(id string) error }

type memoryUsers struct{}

func (*memoryUsers) Get(string) error { return nil }

var _ Users = (*memoryUsers)(nil)

var (
	opUserGet = operation{
		paths: []string{"/users/{id}"},
		check: func(id string) bool { return len(id) > 0 },
	}
	opUserList = &operation{paths: []string{"/users"}}
	colors     = map[string]int{"red": -1}
	retries    = 3
	lowest     = -1
	strict     = true
	normalize  = func(s string) string { return string([]byte(s)) }
	seed       sync.Once
	templates  embed.FS
)

package emulator_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/emulator"
)

// A server for programs in other processes: their environment gets what Environ has.
func ExampleStart() {
	ctx := context.Background()
	m := admin.NewMemory(admin.MemoryConfig{})
	s, err := emulator.Start(emulator.Config{Emulator: admin.NewEmulator(m, admin.EmulatorConfig{})})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close(ctx)
	for _, v := range s.Environ() {
		fmt.Println(v.Name)
	}
	// The way in for a look: the path begins with the host.
	response, err := http.Get(s.URL() + "/graph.microsoft.com/v1.0/users")
	if err != nil {
		fmt.Println(err)
		return
	}
	response.Body.Close()
	fmt.Println(response.Status, "without a token")
	// Output:
	// HTTPS_PROXY
	// NO_PROXY
	// NODE_USE_ENV_PROXY
	// AZURE_TENANT_ID
	// AZURE_CLIENT_ID
	// AZURE_CLIENT_SECRET
	// ADMIN365_CONTROL
	// 401 Unauthorized without a token
}

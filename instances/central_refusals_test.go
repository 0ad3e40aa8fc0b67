package instances_test

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/instances/centraltest"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/subjects"
)

// centralWithoutCases are the refusals that no case of the suite can meet, by operation
// (without the area's name, "*" stands for any), with the reason. A line that is needed no
// more fails.
var centralWithoutCases = []struct{ refusals, ops, why string }{
	{"CentralUnknownOdd", "Central*", "the status was seen at the service; the tenant in memory has the other one"},
	{"*", "CentralUpdates.*Upgrade", "only other clients ask for it"},
	{"UpdateDeselected", "CentralUpdates.*", "no method takes a selection back"},
	{"CentralInput", "CentralUpdates.*", "the methods write bodies that are right"},
	{"CentralInput", "CentralAccess.SetMicrosoft365", "the method writes a body that is right"},
}

// TestCentralRefusals runs the suite over the tenant in memory and compares what the
// operations refused with what they declare: each has a case, and there is no other.
func TestCentralRefusals(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	raised, undeclared := map[[2]string]bool{}, map[string]bool{}
	ops := map[string]*api.Op{}
	for _, o := range instances.CentralOps() {
		ops[o.Name] = o
	}
	observe := func(_ context.Context, e admin365.Event) {
		refused, ok := errors.AsType[*admin365.Error](e.Err)
		o := ops[e.Op]
		if !ok || o == nil || refused.Status == 0 {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if r, _ := api.Recognize(o.RefusalsAll(), refused.Status, refused.Code, refused.Message); r != nil {
			raised[[2]string{e.Op, r.Name}] = true
			return
		}
		undeclared[fmt.Sprintf("%s does not declare %d %s: %s", e.Op, refused.Status, refused.Code, refused.Message)] = true
	}
	t.Cleanup(func() {
		needed := make([]bool, len(centralWithoutCases))
		for _, o := range instances.CentralOps() {
			for _, r := range o.RefusalsOwn() {
				if raised[[2]string{o.Name, r.Name}] {
					continue
				}
				i := slices.IndexFunc(centralWithoutCases, func(l struct{ refusals, ops, why string }) bool {
					ok, err := path.Match(l.ops, strings.TrimPrefix(o.Name, "instances."))
					return ok && err == nil && (l.refusals == "*" || l.refusals == r.Name)
				})
				if i < 0 {
					t.Errorf("%s declares %s: add a case to centraltest that meets it, or a line to centralWithoutCases with the reason", o.Name, r.Name)
					continue
				}
				needed[i] = true
			}
		}
		for i, l := range centralWithoutCases {
			if !needed[i] {
				t.Errorf("centralWithoutCases needs the line no more: %s of %s", l.refusals, l.ops)
			}
		}
		for u := range undeclared {
			t.Error(u)
		}
	})
	centraltest.Run(t, centraltest.Harness{
		Strict: true,
		New: func(t *testing.T) centraltest.Subject {
			m := admin.NewMemory(admin.MemoryConfig{Start: centraltest.Start(), Observe: observe})
			return subjects.CentralOf(t, m, func(caller admin365.Caller) *instances.Service { return m.As(caller).Instances })
		},
	})
}

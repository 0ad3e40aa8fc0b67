package admin365_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/support"
)

// followingAreas are the areas by what a program finds in them, a struct of interfaces,
// with the area's Wait; nil where admin365.Wait serves.
var followingAreas = []struct {
	service any
	wait    any
}{
	{admin.Client{}, nil},
	{identity.Service{}, identity.Wait},
	{billing.Service{}, nil},
	{instances.Service{}, instances.Wait},
	{instances.CentralService{}, instances.Wait},
	{instances.FinOpsService{}, instances.Wait},
	{health.Service{}, nil},
	{support.Service{}, support.Wait},
	{support.PartnerService{}, support.Wait},
}

var (
	followingContext   = reflect.TypeFor[context.Context]()
	followingError     = reflect.TypeFor[error]()
	followingID        = reflect.TypeFor[admin365.OperationID]()
	followingOptions   = reflect.TypeFor[admin365.WaitOptions]()
	followingOperation = reflect.TypeFor[admin365.Operation]()
	followingGet       = reflect.TypeFor[func(context.Context, admin365.OperationID) (*admin365.Operation, error)]()
)

// TestFollowing: what begins an operation can be followed in the same struct, in one way
// for all areas, and the area's Wait takes what follows.
func TestFollowing(t *testing.T) {
	t.Parallel()
	begun := 0
	for _, a := range followingAreas {
		of := reflect.TypeOf(a.service)
		begin, follow := followingParts(of)
		begun += len(begin)
		for _, problem := range followingProblems(of, begin, follow, a.wait) {
			t.Errorf("%s", problem)
		}
	}
	assert.GreaterOrEqual(t, begun, 25, "the look is at the real interfaces")
}

// followingParts are the methods of a struct's interfaces that begin an operation, and the
// interfaces whose Get follows one.
func followingParts(service reflect.Type) (begin []string, follow []reflect.Type) {
	for field := range service.Fields() {
		part := field.Type
		if !field.IsExported() || part.Kind() != reflect.Interface {
			continue
		}
		for m := range part.Methods() {
			switch {
			case m.Type == followingGet && m.Name == "Get":
				follow = append(follow, part)
			case followingBegins(m.Type) && (m.Type.NumIn() != 2 || m.Type.In(1) != followingID):
				begin = append(begin, service.String()+"."+field.Name+"."+m.Name)
			}
		}
	}
	return begin, follow
}

// followingBegins reports whether a method returns an operation, alone or in a struct of
// what more it says.
func followingBegins(m reflect.Type) bool {
	if m.NumOut() != 2 || m.Out(0).Kind() != reflect.Pointer {
		return false
	}
	to := m.Out(0).Elem()
	if to == followingOperation {
		return true
	}
	if to.Kind() != reflect.Struct {
		return false
	}
	field, ok := to.FieldByName("Operation")
	return ok && field.Type == followingOperation
}

// followingProblems are what is not as in the other areas.
func followingProblems(service reflect.Type, begin []string, follow []reflect.Type, wait any) (problems []string) {
	if len(begin) > 0 && len(follow) == 0 {
		problems = append(problems, fmt.Sprintf("%v begin operations, and nothing in %s has Get(context.Context, admin365.OperationID) (*admin365.Operation, error)", begin, service))
	}
	if len(follow) == 0 {
		return problems
	}
	if wait == nil {
		wait = admin365.Wait
	}
	w := reflect.TypeOf(wait)
	if w.NumIn() != 4 || w.In(0) != followingContext || w.In(2) != followingID || w.In(3) != followingOptions ||
		w.NumOut() != 2 || w.Out(0) != reflect.PointerTo(followingOperation) || w.Out(1) != followingError || w.IsVariadic() {
		return append(problems, fmt.Sprintf("Wait of %s is %s, and takes not (ctx, what follows, id, admin365.WaitOptions)", service, w))
	}
	for _, part := range follow {
		if w.In(1) != followingGet && !part.AssignableTo(w.In(1)) {
			problems = append(problems, fmt.Sprintf("Wait of %s does not take %s", service, part))
		}
	}
	return problems
}

// TestFollowingAreas: every struct of interfaces that a client leads to is looked at.
func TestFollowingAreas(t *testing.T) {
	t.Parallel()
	var known []reflect.Type
	for _, a := range followingAreas {
		known = append(known, reflect.TypeOf(a.service))
	}
	for _, a := range known {
		for field := range a.Fields() {
			if field.IsExported() && field.Type.Kind() == reflect.Pointer && !slices.Contains(known, field.Type.Elem()) {
				t.Errorf("%s.%s is not in followingAreas", a, field.Name)
			}
		}
	}
}

// TestFollowingFinds: the test above finds what is odd.
func TestFollowingFinds(t *testing.T) {
	t.Parallel()
	type starts interface {
		Start(ctx context.Context, name string) (*admin365.Operation, error)
	}
	type progress struct{ Operation admin365.Operation }
	type tells interface {
		Start(ctx context.Context) (*progress, error)
		Stop(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)
	}
	type follows interface {
		Get(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error)
	}
	type both struct {
		Starts  starts
		Follows follows
	}
	for name, c := range map[string]struct {
		service any
		wait    any
		begin   int
		want    []string
	}{
		"none follows": {struct{ Starts starts }{}, nil, 1, []string{
			"[struct { Starts admin365_test.starts }.Starts.Start] begin operations, and nothing in struct { Starts admin365_test.starts } has Get(context.Context, admin365.OperationID) (*admin365.Operation, error)",
		}},
		"in a struct": {struct {
			Tells   tells
			Follows follows
		}{}, nil, 1, nil},
		"all well": {both{}, func(context.Context, follows, admin365.OperationID, admin365.WaitOptions) (*admin365.Operation, error) {
			return nil, nil
		}, 1, nil},
		"another order": {both{}, func(context.Context, admin365.OperationID, follows, admin365.WaitOptions) (*admin365.Operation, error) {
			return nil, nil
		}, 1, []string{
			"Wait of admin365_test.both is func(context.Context, admin365.OperationID, admin365_test.follows, admin365.WaitOptions) (*admin365.Operation, error), and takes not (ctx, what follows, id, admin365.WaitOptions)",
		}},
		"another part": {both{}, func(context.Context, tells, admin365.OperationID, admin365.WaitOptions) (*admin365.Operation, error) {
			return nil, nil
		}, 1, []string{"Wait of admin365_test.both does not take admin365_test.follows"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := reflect.TypeOf(c.service)
			begin, follow := followingParts(of)
			assert.Len(t, begin, c.begin)
			assert.Equal(t, c.want, followingProblems(of, begin, follow, c.wait))
		})
	}
}

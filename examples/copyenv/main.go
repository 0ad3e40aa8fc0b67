// Copyenv copies one environment of Dataverse onto another, waits until the copy is
// done, and opens the target again. It is the smallest tool of this kind that can be
// relied upon, and main_test.go is how its like is tested without a tenant: hours pass
// in milliseconds, and failures are rehearsed. The whole journey that administrators
// make before a release, with a state file, is examples/refresh.
//
//	copyenv
//
// without arguments shows itself on a tenant in memory. On a live tenant it takes the
// tenant, the domain names of both, and the name of the target, which has to be a
// sandbox of that very name: everything in it is overwritten.
//
//	copyenv contoso.com contoso contoso-uat "Contoso UAT"
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "copyenv:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, args []string) error {
	switch len(args) {
	case 0:
		return demonstrate(ctx, out)
	case 4:
		credential, err := azidentity.NewDefaultAzureCredential(nil)
		if err != nil {
			return err
		}
		tenant, err := admin.New(admin.Config{TenantID: admin365.TenantID(args[0]), Credential: credential, UserAgent: "admin365-copyenv"})
		if err != nil {
			return err
		}
		return copier{Service: tenant.Instances, out: out}.copy(ctx, args[1], args[2], args[3])
	default:
		return errors.New("it takes a tenant, the domain names of source and target, and the target's name; or nothing")
	}
}

// demonstrate copies in a tenant in memory, whose clock it moves on once the copy runs.
func demonstrate(ctx context.Context, out io.Writer) error {
	tenant := admin.NewMemory(admin.MemoryConfig{})
	c := copier{Service: tenant.Instances, out: out, began: func(admin365.Operation) { tenant.Advance(12 * time.Hour) }}
	// To open the target takes a minute more.
	c.opening = func(admin365.Operation) { tenant.Advance(time.Minute) }
	return c.copy(ctx, "contoso", "contoso-uat", "Contoso UAT")
}

// copier copies environments.
type copier struct {
	*instances.Service
	out io.Writer
	// began is told of the copy, and opening of the end of administration mode, as soon as
	// they run; nil for nobody.
	began, opening func(admin365.Operation)
}

// copy overwrites the sandbox of that domain and name.
func (c copier) copy(ctx context.Context, from, to, name string) error {
	source, err := instances.FindByDomain(ctx, c.Environments, from)
	if err != nil {
		return err
	}
	target, err := instances.FindByDomain(ctx, c.Environments, to)
	if err != nil {
		return err
	}
	// What the caller believes, and not target.Expect(), which would agree with anything.
	expect := instances.Expect{Name: name, Type: instances.Sandbox}
	op, err := c.begin(ctx, target.ID, expect, instances.EnvironmentCopy{Source: source.ID, Type: instances.FullCopy, DisplayName: name})
	if err != nil {
		return err
	}
	if err := c.wait(ctx, op, c.began); err != nil {
		return err
	}
	if _, err := instances.WaitReady(ctx, c.Environments, target.ID, admin365.WaitOptions{}); err != nil {
		return err
	}
	// A copy is closed, and does nothing by itself, until it is opened.
	if err := c.open(ctx, target.ID); err != nil {
		return err
	}
	if target, err = instances.WaitReady(ctx, c.Environments, target.ID, admin365.WaitOptions{}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%s is a copy of %s: %s\n", target.DisplayName, source.DisplayName, target.Links().Instance)
	return err
}

// begin begins the copy. If the answer is lost it may run or not: the environment's
// history knows, and no second one is asked for.
func (c copier) begin(ctx context.Context, target instances.EnvironmentID, expect instances.Expect, what instances.EnvironmentCopy) (*admin365.Operation, error) {
	newest, err := c.newest(ctx, target)
	if err != nil {
		return nil, err
	}
	op, err := c.Copies.Copy(ctx, target, expect, what)
	if !errors.Is(err, admin365.ErrUncertain) {
		return op, err
	}
	found, lookErr := c.newest(ctx, target)
	if lookErr != nil || found == nil || newest != nil && found.ID == newest.ID {
		return nil, errors.Join(err, lookErr)
	}
	return found, nil
}

// open ends administration mode. That may be asked for again, once what may run has ended.
func (c copier) open(ctx context.Context, id instances.EnvironmentID) error {
	op, err := c.AdminMode.Leave(ctx, id)
	if errors.Is(err, admin365.ErrUncertain) {
		if _, err := instances.WaitReady(ctx, c.Environments, id, admin365.WaitOptions{}); err != nil {
			return err
		}
		op, err = c.AdminMode.Leave(ctx, id)
	}
	if err != nil {
		return err
	}
	return c.wait(ctx, op, c.opening)
}

// newest is the newest copy in the environment's history; nil if there is none.
func (c copier) newest(ctx context.Context, id instances.EnvironmentID) (*admin365.Operation, error) {
	for op, err := range c.Operations.List(ctx, id) {
		if err != nil {
			return nil, err
		}
		if op.Kind == string(instances.KindCopy) {
			return op, nil
		}
	}
	return nil, nil
}

// wait follows the operation to its end, and tells of each state that it comes to.
func (c copier) wait(ctx context.Context, op *admin365.Operation, began func(admin365.Operation)) error {
	if began != nil {
		began(*op)
	}
	var state admin365.OperationState
	_, err := instances.Wait(ctx, c.Operations, op.ID, admin365.WaitOptions{Progress: func(op admin365.Operation) {
		if op.State != state {
			state = op.State
			_, _ = fmt.Fprintln(c.out, op.Kind, op.State) // The last line says whether it can be written.
		}
	}})
	return err
}

package instancestest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func operationCases() []kase {
	return []kase{
		{
			Name: "Operations.Get/says-when-to-come-again", Needs: with(HasLifecycle, HasCopies, HasResets, HasBackups), Source: docTrips,
			Why: "a program that polls as fast as it can is throttled, and everybody else with it", Run: comeAgain,
		},
		{
			Name: "Operations.Get/in-another-process", Needs: with(CanSwitch), Source: docOperations,
			Why: "the id is all that is written down when a program ends",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				op := hold(c, e.ID)
				other := c.S.As(admin365.Caller{})
				got, err := other.Operations.Get(c.Context(), op.ID)
				c.Must(err, "getting an operation in another process")
				if got.ID != op.ID || got.Done() || got.ResourceID != string(e.ID) {
					c.Errorf("there it is %+v", got)
				}
				finish(c)
				got, err = other.Operations.Get(c.Context(), op.ID)
				c.Must(err, "getting an operation in another process")
				if got.State != admin365.OperationSucceeded {
					c.Errorf("there it is %s", got.State)
				}
			},
		},
		{
			Name: "Operations.Get/failed", Needs: with(), Source: docHistory,
			Why: "a failed operation is not a failed poll, and says of itself that it failed",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				op := hold(c, e.ID)
				fail(c, op)
				now := operation(c, op.ID)
				report(c, "the operation",
					errIf(now.State != admin365.OperationFailed, "it is %s", now.State),
					errIf(now.Err == nil, "it has no error"),
					errIf(now.ResourceID != string(e.ID), "ResourceID is %q", now.ResourceID))
				var err *admin365.Error
				if !errors.As(now.Err, &err) {
					c.Errorf("its error is a %T", now.Err)
				}
				if e := get(c, e.ID); e.Management != instances.ManagementReady {
					c.Errorf("Management is %q", e.Management)
				}
				update(c, e.ID, instances.EnvironmentPatch{Description: new("again")})
			},
		},
		{
			Name: "Operations.Get/no-id", Needs: []string{HasOperations}, Source: docOperations,
			Why: "an id out of a file must not lead anywhere else, least of all to another host",
			Run: func(c *run) {
				for _, id := range []admin365.OperationID{
					"", "nonsense", "/", "..", admin365.OperationID(nobody()),
					"https://api.bap.microsoft.com/providers/Microsoft.BusinessAppPlatform/lifecycleOperations/" + admin365.OperationID(nobody()),
					"https://evil.example.com/x", "//evil.example.com/x", "graph:/users",
				} {
					op, err := c.S.Service.Operations.Get(c.Context(), id)
					if fault := (conform.Refusal{Kind: admin365.ErrInvalid}).Check(err); fault != nil {
						c.Errorf("Get of %q: %v", id, fault)
					}
					if op != nil {
						c.Errorf("Get of %q answers an operation beside its error", id)
					}
					_, err = c.S.Service.Operations.Details(c.Context(), id)
					if fault := (conform.Refusal{Kind: admin365.ErrInvalid}).Check(err); fault != nil {
						c.Errorf("Details of %q: %v", id, fault)
					}
				}
			},
		},
		{
			Name: "Operations.Get/unknown", Needs: with(), Source: docTrips,
			Why: "an operation that nobody began is told apart from one that has ended",
			Run: func(c *run) {
				op := hold(c, add(c, instances.Sandbox).ID)
				id := guid(string(op.ID))
				if id == "" {
					return // The implementation's ids are of another make.
				}
				other := admin365.OperationID(strings.ReplaceAll(string(op.ID), id, nobody()))
				_, err := c.S.Service.Operations.Get(c.Context(), other)
				c.Refused(err, conform.Refusal{Kind: admin365.ErrNotFound, Status: 404, Code: "OperationNotFound", Op: opOperation})
				_, err = c.S.Service.Operations.Details(c.Context(), other)
				c.Refused(err, conform.Refusal{Kind: admin365.ErrNotFound, Status: 404, Code: "OperationNotFound", Op: opDetails})
			},
		},
		{
			Name: "Operations.List/newest-first", Needs: with(CanAdvance, HasLifecycle, HasResets), Source: docOperations,
			Why: "who asks what happened wants to know what happened last", Run: historyNewestFirst,
		},
		{
			Name: "Operations.List/outlives-the-environment", Needs: with(HasLifecycle, CanAdvance), Source: docTrips,
			Why: "who deleted it is asked when it is gone",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				update(c, e.ID, instances.EnvironmentPatch{Description: new("x")})
				op := done(c, "deleting an environment")(c.S.Service.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
				check := func(when string) {
					c.Helper()
					all := history(c, e.ID)
					if len(all) < 2 || all[0].ID != op.ID || all[0].Kind != string(instances.KindDelete) || all[1].Kind != string(instances.KindEdit) {
						c.Errorf("%s its history is %+v", when, all)
					}
					if now := operation(c, op.ID); now.State != admin365.OperationSucceeded || now.ResourceID != string(e.ID) {
						c.Errorf("%s the operation is %s, of %q", when, now.State, now.ResourceID)
					}
				}
				check("in the bin")
				c.S.Advance(8 * day)
				check("after the bin")
			},
		},
		{
			Name: "Operations.List/of-that-environment", Needs: with(), Source: docOperations,
			Why: "the history of another one sends people looking in the wrong place",
			Run: func(c *run) {
				e, other := add(c, instances.Sandbox), add(c, instances.Sandbox)
				update(c, e.ID, instances.EnvironmentPatch{Description: new("x")})
				for _, op := range history(c, other.ID) {
					if op.ResourceID == string(e.ID) || op.Kind == string(instances.KindEdit) {
						c.Errorf("the history of the other one has %+v", op)
					}
				}
				if all := history(c, instances.EnvironmentID(nobody())); len(all) != 0 {
					c.Errorf("one that never was has a history: %+v", all)
				}
			},
		},
		{
			Name: "Operations.Details/stages-in-order", Needs: with(CanAdvance), Source: docHistory,
			Why: "support asks at which stage it is", Run: stages,
		},
		{
			Name: "Operations.Details/failed-stops", Needs: with(), Source: docHistory,
			Why: "the stage that failed is the last one, and what comes after it never was",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				op := hold(c, e.ID)
				fail(c, op)
				d, err := c.S.Service.Operations.Details(c.Context(), op.ID)
				c.Must(err, "asking for the details of an operation")
				if d.State != admin365.OperationFailed || d.Err == nil || len(d.Stages) == 0 {
					c.Fatalf("the details are %+v", d)
				}
				for i, s := range d.Stages {
					want := admin365.OperationSucceeded
					if i == len(d.Stages)-1 {
						want = admin365.OperationFailed
					}
					if s.State != want {
						c.Errorf("the stage %s is %s, want %s", s.Name, s.State, want)
					}
				}
			},
		},
		{
			Name: "Operations.Details/who-asked", Needs: with(CanSwitch, CanMakePeople), Source: docDetails,
			Why: "whom to ask why",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				s, user := actor(c, powerPlatformAdministrator)
				op := began(c, "changing an environment")(s.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("mine")}))
				d, err := c.S.Service.Operations.Details(c.Context(), op.ID)
				c.Must(err, "asking for the details of an operation")
				if !strings.EqualFold(d.RequestedBy.ID, string(user)) || d.RequestedBy.Type != "User" {
					c.Errorf("RequestedBy is %+v, want the user %s", d.RequestedBy, user)
				}
				finish(c)
				if now := get(c, e.ID); !strings.EqualFold(now.ModifiedBy.ID, string(user)) {
					c.Errorf("ModifiedBy is %+v, want the user %s", now.ModifiedBy, user)
				}
			},
		},
		{
			Name: "Operations.Details/followed-elsewhere", Needs: with(HasLifecycle, HasSolutions), Source: docOperations,
			Why: "stages that are made up are worse than none",
			Run: func(c *run) {
				roomy(c)
				e := add(c, instances.Sandbox, bare)
				op := began(c, "adding a database")(c.S.Service.Lifecycle.AddDatabase(c.Context(), e.ID, instances.NewDatabase{}))
				_, err := c.S.Service.Operations.Details(c.Context(), op.ID)
				c.Refused(err, conform.Refusal{Kind: admin365.ErrUnsupported})
				there := add(c, instances.Sandbox)
				op = began(c, "installing an application")(c.S.Service.Solutions.Install(c.Context(), there.ID, installable(c, there.ID)))
				_, err = c.S.Service.Operations.Details(c.Context(), op.ID)
				c.Refused(err, conform.Refusal{Kind: admin365.ErrUnsupported})
			},
		},
		{
			Name: "WaitReady/returns-what-is", Needs: with(HasBackups), Source: docOperations,
			Why: "a backup has no operation to wait for",
			Run: func(c *run) {
				e := add(c, instances.Sandbox)
				_, err := c.S.Service.Backups.Create(c.Context(), e.ID, instances.NewBackup{Label: "before"})
				c.Must(err, "backing an environment up")
				finish(c)
				now, err := instances.WaitReady(c.Context(), c.S.Service.Environments, e.ID, admin365.WaitOptions{})
				c.Must(err, "waiting for the environment")
				if now.ID != e.ID || now.Management != instances.ManagementReady {
					c.Errorf("it is %s, %s", now.ID, now.Management)
				}
			},
		},
	}
}

// guid returns the last GUID in a text, "" if there is none.
func guid(text string) string {
	for at := len(text) - 36; at >= 0; at-- {
		id := text[at : at+36]
		if id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-' && strings.Trim(id, "0123456789abcdefABCDEF-") == "" {
			return id
		}
	}
	return ""
}

// comeAgain asks for a running operation of every kind.
func comeAgain(c *run) {
	roomy(c)
	s := c.S.Service
	fresh := func() *instances.Environment { return add(c, instances.Sandbox) }
	e := fresh()
	edit := hold(c, e.ID)
	e = fresh()
	convert := began(c, "converting")(s.Lifecycle.Convert(c.Context(), e.ID, e.Expect(), instances.Production))
	e = fresh()
	drop := began(c, "deleting")(s.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
	e = fresh()
	reset := began(c, "resetting")(s.Resets.Reset(c.Context(), e.ID, e.Expect(), instances.EnvironmentReset{}))
	e = fresh()
	double := began(c, "copying")(s.Copies.Copy(c.Context(), e.ID, e.Expect(), instances.EnvironmentCopy{Source: fresh().ID, Type: instances.MinimalCopy}))
	create := began(c, "creating")(s.Environments.Create(c.Context(), sample(instances.Sandbox)))
	bare := add(c, instances.Sandbox, bare)
	provision := began(c, "adding a database")(s.Lifecycle.AddDatabase(c.Context(), bare.ID, instances.NewDatabase{}))
	for _, op := range []*admin365.Operation{edit, convert, drop, reset, double, create, provision} {
		now := operation(c, op.ID)
		report(c, op.Kind, errIf(now.Done(), "it is %s", now.State), errIf(now.RetryAfter <= 0, "it does not say when to come again"))
	}
	finish(c)
	for _, op := range []*admin365.Operation{edit, convert, drop, reset, double, create, provision} {
		if now := operation(c, op.ID); now.State != admin365.OperationSucceeded {
			c.Errorf("%s: it is %s", op.Kind, now.State)
		}
	}
}

func historyNewestFirst(c *run) {
	e := add(c, instances.Sandbox)
	c.S.Advance(hour)
	var want []admin365.OperationID
	note := func(op *admin365.Operation) {
		want = append([]admin365.OperationID{op.ID}, want...)
		c.S.Advance(hour)
	}
	note(done(c, "changing")(c.S.Service.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("one")})))
	note(done(c, "managing")(c.S.Service.Lifecycle.SetManaged(c.Context(), e.ID, true)))
	note(done(c, "resetting")(c.S.Service.Resets.Reset(c.Context(), e.ID, get(c, e.ID).Expect(), instances.EnvironmentReset{})))
	running := hold(c, e.ID)
	want = append([]admin365.OperationID{running.ID}, want...)
	all := history(c, e.ID)
	var got []admin365.OperationID
	for i, op := range all {
		got = append(got, op.ID)
		if i > 0 && op.Created.After(all[i-1].Created) {
			c.Errorf("an operation of %v comes after one of %v", op.Created, all[i-1].Created)
		}
		now := operation(c, op.ID)
		if err := conform.Differ(op, now, "RetryAfter"); err != nil {
			c.Errorf("in the list the %s %v", now.Kind, err)
		}
		report(c, op.Kind, conform.NotUTC(*op), errIf(op.Created.IsZero(), "Created is zero"), errIf(op.Updated.Before(op.Created), "it was updated at %v, before %v", op.Updated, op.Created))
	}
	if len(got) < len(want) || !conform.Same(got[:len(want)], want) {
		c.Errorf("the history is %q, want it to begin with %q", got, want)
	}
}

func stages(c *run) {
	e := add(c, instances.Sandbox)
	op := hold(c, e.ID)
	order := []string{"Validate", "Prepare", "Run", "Finalize"}
	check := func(when string) *instances.OperationDetails {
		c.Helper()
		d, err := c.S.Service.Operations.Details(c.Context(), op.ID)
		c.Must(err, "asking for the details of an operation")
		for i, s := range d.Stages {
			report(c, when,
				errIf(i >= len(order) || s.Name != order[i], "the stage %d is %q", i, s.Name),
				errIf(s.State != admin365.OperationNotStarted && s.Started.IsZero(), "the stage %s is %s, and never began", s.Name, s.State),
				errIf(s.Updated.Before(s.Started), "the stage %s ended before it began", s.Name), conform.NotUTC(s))
		}
		report(c, when, errIf(d.ID != op.ID || d.Kind != op.Kind || d.ResourceID != string(e.ID), "it is %q, %q of %q", d.ID, d.Kind, d.ResourceID), errIf(d.Title == "", "it has no title"))
		return d
	}
	if d := check("meanwhile"); d.Done() {
		c.Errorf("it has ended at once, as %s", d.State)
	}
	c.S.Advance(hour)
	d := check("afterwards")
	if d.State != admin365.OperationSucceeded || len(d.Stages) != len(order) {
		c.Errorf("an hour later it is %s, with %d stages", d.State, len(d.Stages))
	}
	for _, s := range d.Stages {
		if s.State != admin365.OperationSucceeded {
			c.Errorf("the stage %s is %s", s.Name, s.State)
		}
	}
}

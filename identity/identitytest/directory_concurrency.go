package identitytest

import (
	"errors"
	"sync"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func directoryConcurrencyCases() []kase {
	write := []string{CanWrite, CanGroup, CanGiveRoles}
	const source = "design rule: every implementation is safe for concurrent use"
	return []kase{
		{
			Name: "Concurrency/every-method-of-groups-and-roles-at-once", Needs: write, Source: source,
			Why: "the case only has to run for the race detector to speak",
			Run: everyDeedAtOnce,
		},
		{
			Name: "Concurrency/one-nickname-for-one-group", Needs: write, Source: docGroups,
			Why: "of many workers that create the same team one wins, and the others learn why they did not",
			Run: func(c *run) {
				nick := conform.Unique()
				wins := atOnce(c, groupTaken(opNewGroup), func(int) error {
					n := newGroup()
					unified(&n)
					n.MailNickname = nick
					g, err := c.S.Service.Groups.Create(c.Context(), n)
					if err == nil {
						forgetGroup(c, g.ID)
					}
					return err
				})
				if wins != 1 {
					c.Errorf("%d groups of one nickname were created, want 1", wins)
				}
				countGroups(c, identity.GroupQuery{MailNickname: nick}, 1)
			},
		},
		{
			Name: "Concurrency/members-of-one-group", Needs: write, Source: docMemberRules,
			Why: "a group that is read, changed and written back loses whom another one added meanwhile",
			Run: func(c *run) {
				g := makeGroup(c)
				people := objects(crowd(c, workersAtOnce)...)
				wins := atOnce(c, already(opAddMember), func(i int) error {
					return c.S.Service.GroupMembers.Add(c.Context(), g.ID, people[i])
				})
				if wins != len(people) {
					c.Errorf("%d of %d were added", wins, len(people))
				}
				membersAre(c, g.ID, people...)
			},
		},
		{
			Name: "Concurrency/one-member-added-once", Needs: write, Source: docMemberRules,
			Why: "of many who add the same person one does it, and nobody is in twice",
			Run: func(c *run) {
				g, u := makeGroup(c), create(c)
				wins := atOnce(c, already(opAddMember), func(int) error {
					return c.S.Service.GroupMembers.Add(c.Context(), g.ID, oid(u.ID))
				})
				if wins != 1 {
					c.Errorf("%d calls added the same member, want 1", wins)
				}
				membersAre(c, g.ID, oid(u.ID))
			},
		},
		{
			Name: "Concurrency/one-role-given-once", Needs: write, Source: docAssigned,
			Why: "a role that was given twice at once is still there when it was taken away once",
			Run: func(c *run) {
				u := create(c)
				wins := atOnce(c, already(opAssign), func(int) error { return tryAssign(c, identity.GlobalReader, oid(u.ID)) })
				if wins != 1 {
					c.Errorf("%d calls gave the same role, want 1", wins)
				}
				hasRoles(c, oid(u.ID), identity.GlobalReader)
			},
		},
	}
}

// workersAtOnce is how many call at once.
const workersAtOnce = 16

// atOnce runs do in many goroutines at once and returns how many of them
// succeeded; the others must have been refused as promised.
func atOnce(c *run, refusal conform.Refusal, do func(worker int) error) (wins int) {
	c.Helper()
	start := make(chan struct{})
	won := make(chan struct{}, workersAtOnce)
	var wg sync.WaitGroup
	for i := range workersAtOnce {
		wg.Go(func() {
			<-start
			if err := do(i); err != nil {
				c.Refused(err, refusal)
				return
			}
			won <- struct{}{}
		})
	}
	close(start)
	wg.Wait()
	return len(won)
}

func everyDeedAtOnce(c *run) {
	const workers, rounds = 4, 3
	var scenes []*scene
	for range workers {
		scenes = append(scenes, setUp(away(c)))
	}
	var wg sync.WaitGroup
	for w := range workers {
		for _, d := range deeds() {
			wg.Go(func() {
				for r := range rounds {
					s := scenes[(w+r)%workers]
					err := d.call(c.Context(), c.S.Service, d.ids(s), s.stray()+" "+conform.Unique())
					if _, ok := errors.AsType[*admin365.Error](err); err != nil && !ok {
						c.Errorf("%s: %v", d.op, err)
					}
				}
			})
		}
	}
	wg.Wait()
	all, err := conform.Collect(c.S.Service.Groups.List(c.Context(), identity.GroupQuery{}))
	c.Must(err, "listing groups afterwards")
	if err := conform.Once(all, func(g *identity.Group) admin365.GroupID { return g.ID }); err != nil {
		c.Errorf("afterwards: %v", err)
	}
}

package identitytest

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func deletedGroupCases() []kase {
	write := []string{CanWrite, CanGroup}
	later := []string{CanWrite, CanGroup, CanAdvance}
	return []kase{
		{
			Name: "DeletedGroups.Get/every-property", Needs: write, Source: docGroupBin,
			Why: "whoever decides what to bring back wants to see what it was",
			Run: func(c *run) {
				was := getGroup(c, mustMakeGroup(c, fullGroup(c, 0)).ID)
				deleteGroup(c, was.ID)
				c.Eventually(func() error {
					got, err := c.S.Service.DeletedGroups.Get(c.Context(), was.ID)
					if err != nil {
						return fmt.Errorf("getting the deleted group: %w", err)
					}
					return joined(
						conform.Differ(got, was, "DeletedDateTime"), conform.NotUTC(*got),
						errIf(got.DeletedDateTime.IsZero(), "DeletedDateTime is not set"),
					)
				})
			},
		},
		{
			Name: "DeletedGroups.Get/not-deleted", Needs: write, Source: docGroupBin,
			Why: "what lives is not in the bin, and what is no group is nowhere in it",
			Run: func(c *run) {
				live, u := makeGroup(away(c)), create(c)
				was := getGroup(c, live.ID)
				c.Must(c.S.Service.Users.Delete(c.Context(), u.ID), "deleting a user")
				for _, id := range []admin365.GroupID{live.ID, admin365.GroupID(u.ID), admin365.GroupID(nobody())} {
					_, err := c.S.Service.DeletedGroups.Get(c.Context(), id)
					c.Refused(err, unknown(opGetFromBin).Of(string(id)))
				}
				for _, id := range []admin365.GroupID{live.ID, admin365.GroupID(nobody())} {
					c.Refused(second(c.S.Service.DeletedGroups.Restore(c.Context(), id)), unknown(opRestoreGroup).Of(string(id)))
					c.Refused(c.S.Service.DeletedGroups.Purge(c.Context(), id), unknown(opPurgeGroup).Of(string(id)))
				}
				groupUnchanged(c, was)
			},
		},
		{
			Name: "DeletedGroups.List/what-was-deleted", Needs: write, Sweep: true, Source: docBin,
			Why: "the bin is looked through to find one group among many",
			Run: func(c *run) {
				var mine []*identity.Group
				for range 5 {
					mine = append(mine, getGroup(c, makeGroup(c).ID))
				}
				live := makeGroup(away(c))
				notInBin(c, live.ID)
				for _, g := range mine {
					deleteGroup(c, g.ID)
				}
				for _, g := range mine {
					c.Eventually(func() error {
						got, err := inBin(c, g.ID)
						if err != nil {
							return err
						}
						return conform.Differ(got, g, "DeletedDateTime")
					})
				}
				notInBin(c, live.ID)
				rangesWell(c, "deleted groups", c.S.Service.DeletedGroups.List(c.Context()), func(g *identity.Group) string { return string(g.ID) })
			},
		},
		{
			Name: "DeletedGroups.List/nothing-before-it-is-ranged", Needs: write, Source: docGroupBin,
			Why: "a list is a question and costs nothing until somebody wants the answer",
			Run: func(c *run) {
				g := makeGroup(c)
				isLazy(c, "deleted groups", func(ctx context.Context) iter.Seq2[*identity.Group, error] {
					return c.S.Service.DeletedGroups.List(ctx)
				}, func() { deleteGroup(c, g.ID) }, func(got []*identity.Group) error {
					return second(groupIn(got, g.ID))
				})
			},
		},
		{
			Name: "DeletedGroups.Restore/with-members-and-owners", Needs: write, Source: docGroupBin,
			Why: "a group that comes back empty is no help to who deleted it by mistake",
			Run: restoreGroup,
		},
		{
			Name: "DeletedGroups.Restore/twice", Needs: write, Source: docRestore,
			Why: "the second of two administrators learns that it was done already",
			Run: func(c *run) {
				g := makeGroup(away(c))
				deleteGroup(c, g.ID)
				mustRestore(c, g.ID)
				absent(c, unknown(opRestoreGroup).Of(string(g.ID)), func() error {
					return second(c.S.Service.DeletedGroups.Restore(c.Context(), g.ID))
				})
				getGroup(c, g.ID)
			},
		},
		{
			Name: "DeletedGroups.Restore/nickname-taken", Needs: write, Source: docGroupBin,
			Why: "mail to one address cannot go to two teams, whoever was there first",
			Run: func(c *run) {
				first := makeGroup(c, unified)
				deleteGroup(c, first.ID)
				noGroup(c, first.ID)
				heir := makeGroup(c, unified, func(n *identity.NewGroup) { n.MailNickname = first.MailNickname })
				was := getGroup(c, heir.ID)
				err := second(c.S.Service.DeletedGroups.Restore(c.Context(), first.ID))
				c.Refused(err, groupTaken(opRestoreGroup))
				groupUnchanged(c, was)
				if _, err := inBin(c, first.ID); err != nil {
					c.Errorf("after the refusal: %v", err)
				}
				// With the address free he can come.
				updateGroup(c, heir.ID, identity.GroupPatch{MailNickname: new(conform.Unique())})
				deleteGroup(c, heir.ID)
				c.Eventually(func() error { return second(c.S.Service.DeletedGroups.Restore(c.Context(), first.ID)) })
			},
		},
		{
			Name: "DeletedGroups.Purge/gone-for-good", Needs: write, Source: docPurge,
			Why: "what was purged is nowhere, and nobody can bring it back",
			Run: func(c *run) {
				u := create(c)
				g := makeGroup(c, func(n *identity.NewGroup) { n.Members = objects(u) })
				deleteGroup(c, g.ID)
				c.Must(c.S.Service.DeletedGroups.Purge(c.Context(), g.ID), "purging")
				goneForGood(c, g.ID)
				memberOf(c, u.ID)
			},
		},
		{
			Name: "DeletedGroups.List/thirty-days", Needs: later, Source: docGroups,
			Why: "the promise of a way back is kept for thirty days, and not for ever",
			Run: func(c *run) {
				g, late := makeGroup(c), makeGroup(c)
				deleteGroup(c, g.ID)
				c.S.Advance(29 * 24 * time.Hour)
				if _, err := inBin(c, g.ID); err != nil {
					c.Errorf("on the 29th day: %v", err)
				}
				deleteGroup(c, late.ID)
				c.S.Advance(2 * 24 * time.Hour)
				goneForGood(c, g.ID)
				if _, err := inBin(c, late.ID); err != nil {
					c.Errorf("deleted two days ago: %v", err)
				}
			},
		},
		{
			Name: "DeletedGroups.Get/deleted-at-the-tenants-time", Needs: later, Source: docGroup,
			Why: "the date says how long there is still a way back",
			Run: func(c *run) {
				was := getGroup(c, makeGroup(c).ID)
				c.S.Advance(72 * time.Hour)
				deleteGroup(c, was.ID)
				got, err := c.S.Service.DeletedGroups.Get(c.Context(), was.ID)
				c.Must(err, "getting the deleted group")
				if d := got.DeletedDateTime.Sub(was.CreatedDateTime); d < 71*time.Hour || d > 73*time.Hour {
					c.Errorf("three days lie between birth and deletion, and %v between their dates", d)
				}
			},
		},
	}
}

func restoreGroup(c *run) {
	people := crowd(c, 3)
	inner := makeGroup(c)
	n := newGroup()
	n.Description, n.Members, n.Owners = "What it was for", append(objects(people[0], people[1]), oid(inner.ID)), objects(people[2])
	was := getGroup(c, mustMakeGroup(away(c), n).ID)
	deleteGroup(c, was.ID)
	noGroup(c, was.ID)
	got := mustRestore(c, was.ID)
	if got.ID != was.ID || got.DisplayName != was.DisplayName {
		c.Errorf("Restore answers %s %q, want %s %q", got.ID, got.DisplayName, was.ID, was.DisplayName)
	}
	groupShows(c, was.ID, func(g *identity.Group) error {
		return joined(conform.Differ(g, was, "RenewedDateTime"), errIf(!g.DeletedDateTime.IsZero(), "DeletedDateTime is %v", g.DeletedDateTime))
	})
	membersAre(c, was.ID, oid(people[0].ID), oid(people[1].ID), oid(inner.ID))
	ownersAre(c, was.ID, oid(people[2].ID))
	memberOf(c, people[0].ID, oid(was.ID))
	notInBin(c, was.ID)
	groupsAre(c, identity.GroupQuery{MailNickname: was.MailNickname}, was)
}

// mustRestore brings a deleted group back, or ends the case.
func mustRestore(c *run, id admin365.GroupID) *identity.Group {
	c.Helper()
	g, err := c.S.Service.DeletedGroups.Restore(c.Context(), id)
	c.Must(err, "restoring the group")
	if g == nil {
		c.Fatalf("Restore answered neither a group nor an error")
	}
	return g
}

// inBin returns the group as the list of the deleted ones has it.
func inBin(c *run, id admin365.GroupID) (*identity.Group, error) {
	c.Helper()
	all, err := conform.Collect(c.S.Service.DeletedGroups.List(c.Context()))
	if err != nil {
		return nil, fmt.Errorf("listing deleted groups: %w", err)
	}
	return groupIn(all, id)
}

func groupIn(list []*identity.Group, id admin365.GroupID) (*identity.Group, error) {
	for _, g := range list {
		if g.ID == id {
			return g, nil
		}
	}
	return nil, fmt.Errorf("the list of %d deleted groups lacks %s", len(list), id)
}

// notInBin waits until the bin does not have the group.
func notInBin(c *run, id admin365.GroupID) {
	c.Helper()
	absent(c, unknown(opGetFromBin).Of(string(id)), func() error { return second(c.S.Service.DeletedGroups.Get(c.Context(), id)) })
	c.Eventually(func() error {
		all, err := conform.Collect(c.S.Service.DeletedGroups.List(c.Context()))
		if err != nil {
			return fmt.Errorf("listing deleted groups: %w", err)
		}
		_, err = groupIn(all, id)
		return errIf(err == nil, "the bin has the group %s", id)
	})
}

// goneForGood checks that a group is neither there nor in the bin.
func goneForGood(c *run, id admin365.GroupID) {
	c.Helper()
	noGroup(c, id)
	notInBin(c, id)
	c.Refused(second(c.S.Service.DeletedGroups.Restore(c.Context(), id)), unknown(opRestoreGroup).Of(string(id)))
	c.Refused(c.S.Service.DeletedGroups.Purge(c.Context(), id), unknown(opPurgeGroup).Of(string(id)))
}

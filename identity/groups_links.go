package identity

import (
	"encoding/binary"
	"hash/fnv"
	"iter"
	"slices"

	"github.com/admin365/admin365/internal/tenant"
)

// linkRow says that an object is a member, or an owner, of a group. It stays
// while either is in the bin, so that a restore finds it; only links between
// live objects count.
type linkRow struct {
	Group  tenant.Key `json:"group"`
	Member tenant.Key `json:"member"`
	// Nested: the member is a group itself.
	Nested bool `json:"nested,omitzero"`
}

// links is a table of links with its two sides.
type links struct {
	table             *tenant.Table[*linkRow]
	byGroup, byMember *tenant.Index[*linkRow]
	// property is what refusals call it.
	property string
}

// members and owners are the links of groups.
var (
	members = links{&groupMembers, &membersByGroup, &groupsByMember, "members"}
	owners  = links{&groupOwners, &ownersByGroup, &groupsByOwner, "owners"}

	groupMembers = tenant.Table[*linkRow]{
		Name: "groupMembers", Key: linkKeyOf, Label: linkLabel,
		Indexes: []*tenant.Index[*linkRow]{&membersByGroup, &groupsByMember, &nestedByGroup},
	}
	membersByGroup = tenant.Index[*linkRow]{Name: "group", Ref: linkGroup}
	groupsByMember = tenant.Index[*linkRow]{Name: "member", Ref: linkMember}
	// nestedByGroup finds the groups among the members without going through all
	// of them.
	nestedByGroup = tenant.Index[*linkRow]{Name: "nested", Ref: nestingGroup}

	groupOwners = tenant.Table[*linkRow]{
		Name: "groupOwners", Key: linkKeyOf, Label: linkLabel,
		Indexes: []*tenant.Index[*linkRow]{&ownersByGroup, &groupsByOwner},
	}
	ownersByGroup = tenant.Index[*linkRow]{Name: "group", Ref: linkGroup}
	groupsByOwner = tenant.Index[*linkRow]{Name: "owner", Ref: linkMember}
)

func linkGroup(r *linkRow) tenant.Key  { return r.Group }
func linkMember(r *linkRow) tenant.Key { return r.Member }

func nestingGroup(r *linkRow) tenant.Key {
	if r.Nested {
		return r.Group
	}
	return tenant.Key{}
}

func linkLabel(r *linkRow) string { return r.Member.String() + " in " + r.Group.String() }

func linkKeyOf(r *linkRow) tenant.Key { return linkKey(r.Group, r.Member) }

// linkKey is the key of a link. It begins as the member's, so that the members
// of a group come in the order of their ids, and ends in a hash of both, so that
// one member's links differ.
func linkKey(group, member tenant.Key) tenant.Key {
	h := fnv.New64a()
	var raw [32]byte
	for i, word := range []uint64{group.Hi, group.Lo, member.Hi, member.Lo} {
		binary.BigEndian.PutUint64(raw[8*i:], word)
	}
	// A hash in memory never fails.
	_, _ = h.Write(raw[:])
	return tenant.Key{Hi: member.Hi, Lo: h.Sum64()}
}

// has reports whether there is the link, whether it counts or not.
func (l links) has(tx *tenant.Tx, group, member tenant.Key) bool {
	_, ok := tenant.In(tx, l.table).Get(linkKey(group, member))
	return ok
}

// put makes the link.
func (l links) put(tx *tenant.Tx, group tenant.Key, member principal) error {
	return tenant.In(tx, l.table).Put(&linkRow{Group: group, Member: member.id(), Nested: member.group != nil})
}

// drop takes the link away.
func (l links) drop(tx *tenant.Tx, group, member tenant.Key) {
	tenant.In(tx, l.table).Delete(linkKey(group, member))
}

// all returns the live members of the group.
func (l links) all(tx *tenant.Tx, group tenant.Key) iter.Seq[principal] {
	return l.after(tx, group, nil)
}

// after returns the live members of the group whose ids come after the position.
func (l links) after(tx *tenant.Tx, group tenant.Key, at *tenant.Position) iter.Seq[principal] {
	return func(yield func(principal) bool) {
		var from tenant.Key
		if at != nil {
			from = linkKey(group, at.ID)
		}
		for link := range tenant.In(tx, l.table).ReferringAfter(l.byGroup, group, from) {
			if p, live := findPrincipal(tx, link.Member); live && !yield(p) {
				return
			}
		}
	}
}

// page returns up to limit members of any of the groups, each once and in the
// order of their ids, and where to go on. It costs as much as a page of each of
// the groups, however many members they have.
func (l links) page(tx *tenant.Tx, of []tenant.Key, at *tenant.Position, limit int, keep func(principal) bool) (page []principal, next *tenant.Position) {
	for _, group := range of {
		n := 0
		for p := range l.after(tx, group, at) {
			if !keep(p) {
				continue
			}
			page = append(page, p)
			// One more than the page says that there is a next one.
			if n++; n > limit {
				break
			}
		}
	}
	slices.SortFunc(page, byID)
	page = slices.CompactFunc(page, func(a, b principal) bool { return a.id() == b.id() })
	if len(page) > limit {
		page = page[:limit]
		next = &tenant.Position{ID: page[limit-1].id()}
	}
	return page, next
}

func byID(a, b principal) int { return a.id().Compare(b.id()) }

// within returns the group and every live group that is a member of it, directly
// or by others, each once: groups may be members of each other in a circle.
func within(tx *tenant.Tx, group tenant.Key) []tenant.Key {
	return closure(group, func(of tenant.Key) iter.Seq[tenant.Key] {
		return func(yield func(tenant.Key) bool) {
			for link := range tenant.In(tx, &groupMembers).Referring(&nestedByGroup, of) {
				if _, live := tenant.In(tx, &groups).Get(link.Member); live && !yield(link.Member) {
					return
				}
			}
		}
	})
}

// containing returns the live groups of which the object is a direct member.
func containing(tx *tenant.Tx, member tenant.Key) iter.Seq[tenant.Key] {
	return func(yield func(tenant.Key) bool) {
		for link := range tenant.In(tx, &groupMembers).Referring(&groupsByMember, member) {
			if _, live := tenant.In(tx, &groups).Get(link.Group); live && !yield(link.Group) {
				return
			}
		}
	}
}

// closure returns the start and all that step leads to, each once.
func closure(start tenant.Key, step func(tenant.Key) iter.Seq[tenant.Key]) []tenant.Key {
	found := []tenant.Key{start}
	seen := map[tenant.Key]bool{start: true}
	for i := 0; i < len(found); i++ {
		for next := range step(found[i]) {
			if !seen[next] {
				seen[next] = true
				found = append(found, next)
			}
		}
	}
	return found
}

// dropLinks forgets every membership and ownership of an object, and those of
// others in it: it is gone for good.
func dropLinks(tx *tenant.Tx, e tenant.PrincipalPurged) error {
	for _, l := range []links{members, owners} {
		rows := tenant.In(tx, l.table)
		for _, side := range []*tenant.Index[*linkRow]{l.byGroup, l.byMember} {
			for link := range rows.Referring(side, e.ID) {
				rows.Delete(linkKeyOf(link))
			}
		}
	}
	return nil
}

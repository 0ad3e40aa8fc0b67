package identity

import (
	"context"
	"iter"
	"net/url"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// objectWire is a directory object as lists of them carry it.
type objectWire struct {
	Type              string            `json:"@odata.type"`
	ID                admin365.ObjectID `json:"id"`
	DisplayName       string            `json:"displayName"`
	UserPrincipalName string            `json:"userPrincipalName"`
	RoleTemplateID    admin365.RoleID   `json:"roleTemplateId"`
}

func (o *objectWire) object() *DirectoryObject {
	return &DirectoryObject{
		ID: o.ID, Type: ObjectType(strings.TrimPrefix(o.Type, "#microsoft.graph.")), DisplayName: o.DisplayName,
		UserPrincipalName: o.UserPrincipalName, RoleTemplateID: o.RoleTemplateID,
	}
}

// objectsOver ranges over a collection of directory objects. Without names to
// select, each comes with the default properties of its type.
func objectsOver(ctx context.Context, c *rest.Client, call api.Call, selected ...string) iter.Seq2[*DirectoryObject, error] {
	values := url.Values{"$top": {strconv.Itoa(maxPage)}}
	if len(selected) > 0 {
		values.Set("$select", strings.Join(selected, ","))
	}
	pages := rest.Pages[objectWire](ctx, c, rest.Request{Call: call, Query: values})
	return func(yield func(*DirectoryObject, error) bool) {
		for o, err := range pages {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(o.object(), nil) {
				return
			}
		}
	}
}

type httpGroupMembers struct{ c *rest.Client }

var _ GroupMembers = httpGroupMembers{}

// List implements [GroupMembers].
func (h httpGroupMembers) List(ctx context.Context, group admin365.GroupID) iter.Seq2[*DirectoryObject, error] {
	return objectsOver(ctx, h.c, opGroupMembersList.At(string(group)), "id", "displayName", "userPrincipalName")
}

// ListTransitive implements [GroupMembers].
func (h httpGroupMembers) ListTransitive(ctx context.Context, group admin365.GroupID) iter.Seq2[*DirectoryObject, error] {
	return objectsOver(ctx, h.c, opGroupMembersListTransitive.At(string(group)), "id", "displayName", "userPrincipalName")
}

// Add implements [GroupMembers].
func (h httpGroupMembers) Add(ctx context.Context, group admin365.GroupID, added ...admin365.ObjectID) error {
	call, err := membersAddCall(group, added)
	if err != nil {
		return err
	}
	if call.Op == &opGroupMembersAdd {
		return rest.Send(ctx, h.c, rest.Request{Call: call, Body: map[string]string{"@odata.id": objectURL(h.c, added[0])}})
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: map[string][]string{members.property + bindSuffix: objectURLs(h.c, added)}})
}

// Remove implements [GroupMembers].
func (h httpGroupMembers) Remove(ctx context.Context, group admin365.GroupID, member admin365.ObjectID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opGroupMembersRemove.At(string(group), string(member))})
}

type httpGroupOwners struct{ c *rest.Client }

var _ GroupOwners = httpGroupOwners{}

// List implements [GroupOwners].
func (h httpGroupOwners) List(ctx context.Context, group admin365.GroupID) iter.Seq2[*DirectoryObject, error] {
	return objectsOver(ctx, h.c, opGroupOwnersList.At(string(group)), "id", "displayName", "userPrincipalName")
}

// Add implements [GroupOwners].
func (h httpGroupOwners) Add(ctx context.Context, group admin365.GroupID, owner admin365.ObjectID) error {
	call := opGroupOwnersAdd.At(string(group))
	if err := checkObjects(call, owners.property, owner); err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: map[string]string{"@odata.id": objectURL(h.c, owner)}})
}

// Remove implements [GroupOwners].
func (h httpGroupOwners) Remove(ctx context.Context, group admin365.GroupID, owner admin365.ObjectID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opGroupOwnersRemove.At(string(group), string(owner))})
}

type httpMemberships struct{ c *rest.Client }

var _ Memberships = httpMemberships{}

// List implements [Memberships].
func (h httpMemberships) List(ctx context.Context, user admin365.UserID) iter.Seq2[*DirectoryObject, error] {
	return objectsOver(ctx, h.c, opMembershipsList.At(string(user)))
}

// ListTransitive implements [Memberships].
func (h httpMemberships) ListTransitive(ctx context.Context, user admin365.UserID) iter.Seq2[*DirectoryObject, error] {
	return objectsOver(ctx, h.c, opMembershipsListTransitive.At(string(user)))
}

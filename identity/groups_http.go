package identity

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

type httpGroups struct{ c *rest.Client }

var _ Groups = httpGroups{}

// Create implements [Groups].
func (h httpGroups) Create(ctx context.Context, g NewGroup) (*Group, error) {
	call := opGroupsCreate.At().About(g.DisplayName)
	body, err := checkedGroup(call, g)
	if err != nil {
		return nil, err
	}
	wire := struct {
		NewGroup
		Members []string `json:"members@odata.bind,omitempty"`
		Owners  []string `json:"owners@odata.bind,omitempty"`
	}{Members: objectURLs(h.c, g.Members), Owners: objectURLs(h.c, g.Owners)}
	// The defaults are those of the body that memory reads.
	if err := json.Unmarshal(body, &wire.NewGroup); err != nil {
		return nil, call.Attribute(err)
	}
	making := h.c.Making()
	defer making.End()
	answer, err := rest.One[json.RawMessage](ctx, h.c, rest.Request{Call: call, Body: wire})
	if err != nil {
		return nil, err
	}
	// What was sent, and over it what came back.
	created := new(Group)
	for _, part := range [][]byte{body, *answer} {
		if err := rest.Over(created, part); err != nil {
			return nil, call.Attribute(&admin365.Error{Kind: admin365.ErrUncertain, Message: "created, and the answer cannot be read", Cause: err})
		}
	}
	making.Remember(string(created.ID))
	return created, nil
}

// objectURLs are the ids as a bind names them.
func objectURLs(c *rest.Client, ids []admin365.ObjectID) []string {
	var urls []string
	for _, id := range ids {
		urls = append(urls, objectURL(c, id))
	}
	return urls
}

func objectURL(c *rest.Client, id admin365.ObjectID) string {
	return c.Host(&api.Graph) + "/" + api.Graph.Version + "/directoryObjects/" + url.PathEscape(string(id))
}

// Get implements [Groups].
func (h httpGroups) Get(ctx context.Context, id admin365.GroupID) (*Group, error) {
	return rest.One[Group](ctx, h.c, rest.Request{Call: opGroupsGet.At(string(id)), Query: selecting(groupBinding.Names())})
}

// List implements [Groups].
func (h httpGroups) List(ctx context.Context, q GroupQuery) iter.Seq2[*Group, error] {
	if err := checkFilter(q.Filter); err != nil {
		return failed[Group](opGroupsList.At().Attribute(err))
	}
	values, advanced := q.query()
	values.Set("$select", strings.Join(groupBinding.Names(), ","))
	return rest.Pages[Group](ctx, h.c, rest.Request{Call: opGroupsList.At(), Query: values, Header: advancedHeader(advanced)})
}

// Count implements [Groups].
func (h httpGroups) Count(ctx context.Context, q GroupQuery) (int, error) {
	call := opGroupsCount.At()
	if err := checkFilter(q.Filter); err != nil {
		return 0, call.Attribute(err)
	}
	text, err := rest.Text(ctx, h.c, rest.Request{Call: call, Query: q.countQuery(), Header: advancedHeader(true)})
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, call.Attribute(&admin365.Error{Kind: admin365.ErrUnavailable, Message: "the answer is not a number"})
	}
	return n, nil
}

// Update implements [Groups].
func (h httpGroups) Update(ctx context.Context, id admin365.GroupID, p GroupPatch) error {
	call := opGroupsUpdate.At(string(id))
	body, err := p.body(call)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}

// Delete implements [Groups].
func (h httpGroups) Delete(ctx context.Context, id admin365.GroupID) error {
	if err := rest.Send(ctx, h.c, rest.Request{Call: opGroupsDelete.At(string(id))}); err != nil {
		return err
	}
	h.c.Forget(string(id))
	return nil
}

type httpDeletedGroups struct{ c *rest.Client }

var _ DeletedGroups = httpDeletedGroups{}

// List implements [DeletedGroups].
func (h httpDeletedGroups) List(ctx context.Context) iter.Seq2[*Group, error] {
	values := selecting(groupBinding.Names())
	values.Set("$top", strconv.Itoa(maxPage))
	return rest.Pages[Group](ctx, h.c, rest.Request{Call: opDeletedGroupsList.At(), Query: values})
}

// Get implements [DeletedGroups].
func (h httpDeletedGroups) Get(ctx context.Context, id admin365.GroupID) (*Group, error) {
	return rest.One[Group](ctx, h.c, rest.Request{Call: opDeletedGroupsGet.At(string(id)), Query: selecting(groupBinding.Names())})
}

// Restore implements [DeletedGroups].
func (h httpDeletedGroups) Restore(ctx context.Context, id admin365.GroupID) (*Group, error) {
	call := opDeletedGroupsRestore.At(string(id))
	// Users and groups share the path.
	if err := readFirst(ctx, h.c, call, &opDeletedGroupsGet); err != nil {
		return nil, err
	}
	return rest.One[Group](ctx, h.c, rest.Request{Call: call})
}

// Purge implements [DeletedGroups].
func (h httpDeletedGroups) Purge(ctx context.Context, id admin365.GroupID) error {
	call := opDeletedGroupsPurge.At(string(id))
	if err := readFirst(ctx, h.c, call, &opDeletedGroupsGet); err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call})
}

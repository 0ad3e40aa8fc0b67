package identity

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/rest"
)

// NewHTTP returns the area over Microsoft Graph. For package admin alone:
// programs begin with admin.New.
func NewHTTP(c *rest.Client) *Service {
	return &Service{
		Users: httpUsers{c}, DeletedUsers: httpDeletedUsers{c}, Managers: httpManagers{c}, Profiles: httpProfiles{c},
		Passwords: httpPasswords{c}, Operations: httpOperations{c}, Memberships: httpMemberships{c},
		Roles: httpRoles{c}, RoleAssignments: httpRoleAssignments{c}, ActivatedRoles: httpActivatedRoles{c},
		Groups: httpGroups{c}, GroupMembers: httpGroupMembers{c}, GroupOwners: httpGroupOwners{c}, DeletedGroups: httpDeletedGroups{c},
	}
}

// advancedHeader is what advanced queries need; the client sends it with every
// page, because the service does not remember it.
func advancedHeader(advanced bool) http.Header {
	if !advanced {
		return nil
	}
	return http.Header{"Consistencylevel": {"eventual"}}
}

type httpUsers struct{ c *rest.Client }

var _ Users = httpUsers{}

// Create implements [Users].
func (h httpUsers) Create(ctx context.Context, u NewUser) (*User, error) {
	call := opUsersCreate.At().About(u.UserPrincipalName)
	body, err := u.body()
	if err != nil {
		return nil, call.Attribute(err)
	}
	making := h.c.Making()
	defer making.End()
	answer, err := rest.One[json.RawMessage](ctx, h.c, rest.Request{Call: call, Body: body})
	if err != nil {
		return nil, err
	}
	// What was sent, and over it what came back.
	created := new(User)
	for _, part := range [][]byte{body, *answer} {
		if err := rest.Over(created, part); err != nil {
			return nil, call.Attribute(&admin365.Error{Kind: admin365.ErrUncertain, Message: "created, and the answer cannot be read", Cause: err})
		}
	}
	making.Remember(string(created.ID), created.UserPrincipalName)
	return created, nil
}

// Get implements [Users].
func (h httpUsers) Get(ctx context.Context, id admin365.UserID) (*User, error) {
	return rest.One[User](ctx, h.c, rest.Request{Call: opUsersGet.At(string(id)), Query: selecting(userBinding.Names())})
}

// Me implements [Users].
func (h httpUsers) Me(ctx context.Context) (*User, error) {
	return rest.One[User](ctx, h.c, rest.Request{Call: opUsersMe.At(), Query: selecting(userBinding.Names())})
}

func selecting(names []string) url.Values {
	return url.Values{"$select": {strings.Join(names, ",")}}
}

// List implements [Users].
func (h httpUsers) List(ctx context.Context, q UserQuery) iter.Seq2[*User, error] {
	if err := q.check(); err != nil {
		return failed[User](opUsersList.At().Attribute(err))
	}
	if len(q.Include) > 0 {
		return including(rest.Pages[includedUser](ctx, h.c, listRequest(q)), slices.Clone(q.Include))
	}
	return rest.Pages[User](ctx, h.c, listRequest(q))
}

func listRequest(q UserQuery) rest.Request {
	values, advanced := q.query(strings.Join(userBinding.Names(), ","))
	return rest.Request{Call: opUsersList.At(), Query: values, Header: advancedHeader(advanced)}
}

// Count implements [Users].
func (h httpUsers) Count(ctx context.Context, q UserQuery) (int, error) {
	call := opUsersCount.At()
	if err := q.check(); err != nil {
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

// Update implements [Users].
func (h httpUsers) Update(ctx context.Context, id admin365.UserID, p UserPatch) error {
	call := opUsersUpdate.At(string(id))
	body, err := p.body(call)
	if err != nil {
		return err
	}
	making := h.c.Making()
	defer making.End()
	rq := rest.Request{Call: updateCall(id, body), Body: body, Moves: renames(id, p)}
	if err := rest.Send(ctx, h.c, rq); err != nil {
		return err
	}
	if p.UserPrincipalName != nil {
		making.Renamed(string(id), *p.UserPrincipalName)
	}
	return nil
}

// renames reports whether the patch takes away the name by which it finds its user.
func renames(id admin365.UserID, p UserPatch) bool {
	return p.UserPrincipalName != nil && strings.Contains(string(id), "@") && !strings.EqualFold(string(id), *p.UserPrincipalName)
}

// Delete implements [Users].
func (h httpUsers) Delete(ctx context.Context, id admin365.UserID) error {
	if err := rest.Send(ctx, h.c, rest.Request{Call: opUsersDelete.At(string(id))}); err != nil {
		return err
	}
	h.c.Forget(string(id))
	return nil
}

type httpManagers struct{ c *rest.Client }

var _ Managers = httpManagers{}

// Get implements [Managers].
func (h httpManagers) Get(ctx context.Context, id admin365.UserID) (*User, error) {
	return rest.One[User](ctx, h.c, rest.Request{Call: opManagersGet.At(string(id))})
}

// Set implements [Managers].
func (h httpManagers) Set(ctx context.Context, id, manager admin365.UserID) error {
	call := opManagersSet.At(string(id))
	if err := checkManager(call, manager); err != nil {
		return err
	}
	ref := map[string]string{"@odata.id": h.c.Host(&api.Graph) + opUsersGet.At(string(manager)).Path()}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: ref})
}

// checkManager refuses an id that names nobody before anything is sent.
func checkManager(call api.Call, manager admin365.UserID) error {
	if err := call.Check(); err != nil {
		return err
	}
	if opUsersGet.At(string(manager)).Check() != nil {
		return call.Attribute(&admin365.Error{Kind: admin365.ErrInvalid, Message: "the manager's id is empty or a path",
			Details: []admin365.Detail{{Target: "manager", Message: "an object id or a user principal name is expected"}}})
	}
	return nil
}

// Remove implements [Managers].
func (h httpManagers) Remove(ctx context.Context, id admin365.UserID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opManagersRemove.At(string(id))})
}

// Reports implements [Managers]. The page does not name $top among the options;
// many clients send it.
func (h httpManagers) Reports(ctx context.Context, id admin365.UserID) iter.Seq2[*User, error] {
	return rest.Pages[User](ctx, h.c, rest.Request{Call: opManagersReports.At(string(id)), Query: url.Values{"$top": {strconv.Itoa(maxPage)}}})
}

type httpProfiles struct{ c *rest.Client }

var _ Profiles = httpProfiles{}

// Get implements [Profiles].
func (h httpProfiles) Get(ctx context.Context, id admin365.UserID) (*Profile, error) {
	return rest.One[Profile](ctx, h.c, rest.Request{Call: opProfilesGet.At(string(id)), Query: selecting(profileBinding.Names())})
}

// Update implements [Profiles].
func (h httpProfiles) Update(ctx context.Context, id admin365.UserID, p ProfilePatch) error {
	call := opProfilesUpdate.At(string(id))
	body, err := p.body(call)
	if err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call, Body: body})
}

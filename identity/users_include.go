package identity

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// GetIncluding returns a user as [Users.Get] does, with the properties that the
// service gives only when they are named; see [UserQuery.Include]. It asks
// [Users.List] for him, so it needs the right to list users, and what was changed
// may be seconds old.
//
// Errors: [admin365.ErrNotFound], [admin365.ErrInvalid] (a property that a user
// does not have), [admin365.ErrForbidden] (the text or the details name the
// permission, the role or the license that is missing),
// [admin365.ErrUnsupported] (a property that Graph does not give for lists, such
// as those of a [Profile]).
func GetIncluding(ctx context.Context, users Users, id admin365.UserID, include ...UserProperty) (*User, error) {
	call := opUsersGet.At(string(id))
	if err := call.Check(); err != nil {
		return nil, err
	}
	by := "userPrincipalName"
	if isObjectID(string(id)) {
		by = "id"
	}
	for u, err := range users.List(ctx, UserQuery{Filter: odata.Eq(by, string(id)), Include: include}) {
		return u, err
	}
	return nil, call.Attribute(&admin365.Error{Kind: admin365.ErrNotFound, Message: "no user has this id or name"})
}

// isObjectID reports whether the text has the form of an object id, a GUID.
func isObjectID(text string) bool {
	const form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
	if len(text) != len(form) {
		return false
	}
	for i := range len(form) {
		if form[i] == '-' && text[i] != '-' || form[i] == 'x' && !strings.Contains(digits+"abcdefABCDEF", text[i:i+1]) {
			return false
		}
	}
	return true
}

// need is what a caller and his tenant need for a property that comes only when
// it is named.
type need struct {
	permissions []admin365.Permission
	roles       []api.Role
	premium     bool
}

// needs are the needs by property.
//
// Source: https://learn.microsoft.com/graph/api/resources/user#properties and
// https://learn.microsoft.com/entra/identity/monitoring-health/howto-manage-inactive-user-accounts.
// Unverified: the roles of employeeLeaveDateTime.
var needs = map[string]need{
	"signInActivity": {
		permissions: []admin365.Permission{"AuditLog.Read.All"},
		roles: []api.Role{
			"4a5d8f65-41da-4de4-8968-e035b65339cf", // Reports Reader
			"5d6b6bb7-de71-4623-b4af-96380a352509", // Security Reader
			"5f2222b1-57c3-48ba-8ad5-d4759f1fde6f", // Security Operator
			"194ae4cb-b126-40b2-bd5b-6091b380977d", // Security Administrator
			api.GlobalReader, api.GlobalAdministrator,
		},
		premium: true,
	},
	"employeeLeaveDateTime": {
		permissions: []admin365.Permission{"User-LifeCycleInfo.Read.All", "User-LifeCycleInfo.ReadWrite.All"},
	},
	"customSecurityAttributes": {
		permissions: []admin365.Permission{"CustomSecAttributeAssignment.Read.All", "CustomSecAttributeAssignment.ReadWrite.All"},
		roles: []api.Role{
			"ffd52fa5-98dc-465c-991d-fc073eb59f8f", // Attribute Assignment Reader
			"58a13ea3-c632-46ae-9ee0-9c0d43cd7f3d", // Attribute Assignment Administrator
		},
	},
}

// keyMustBeID: who signed in when is kept by object id alone.
var keyMustBeID = api.Refusal{
	Name: "KeyMustBeID", Status: 400, Code: "400",
	Text: "Get By Key only supports UserId and the key has to be a valid Guid",
	Is:   admin365.ErrInvalid, Source: "recorded from Graph Explorer; https://learn.microsoft.com/answers/questions/1311910",
}

// checkNeeds refuses properties for which the caller or the tenant lacks
// something: first the permission, then the role, then the license. Unverified:
// the order.
func checkNeeds(tx *tenant.Tx, props ...int) error {
	for _, i := range props {
		if n, ok := needs[userProps.Props[i].Name]; ok {
			err := n.check(userProps.Props[i].Name, func(p []admin365.Permission, r []api.Role) bool { return callerHas(tx, p, r) },
				func() bool { return tx.Ports().Organization.Premium(tx) })
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (n need) check(name string, has func([]admin365.Permission, []api.Role) bool, premium func() bool) error {
	switch {
	case !has(n.permissions, nil):
		return api.PermissionMissing.Err("", string(n.permissions[0]))
	case n.roles != nil && !has(nil, n.roles) && name == signInActivity:
		return api.ReportsRoleMissing.Err("")
	case n.roles != nil && !has(nil, n.roles):
		return denied(needsRole(name, n.roles))
	case n.premium && !premium():
		return api.PremiumMissing.Err("", "Neither tenant is B2C or tenant doesn't have")
	default:
		return nil
	}
}

const signInActivity = "signInActivity"

// maxActivityPage is the largest page with sign-in activity; a larger one is
// asked for in vain.
// Source: https://learn.microsoft.com/graph/api/resources/user#properties
const maxActivityPage = 120

// checkList keeps the rules of what a list selects and filters by. Who signed in
// when lies in another store, so it is not filtered by together with anything.
// Unverified: the text of that refusal.
func checkList(tx *tenant.Tx, q *odata.Query[*userRow]) error {
	filtered := q.Filter.Props()
	activity := prop(signInActivity)
	if len(filtered) > 1 && slices.Contains(filtered, activity) {
		return odata.UnsupportedQuery.Err("")
	}
	if err := checkBasic(tx, q); err != nil {
		return err
	}
	return checkNeeds(tx, append(filtered, q.Select...)...)
}

// checkBasic refuses to tell by a condition or an order what the caller may not
// read. Unverified: how the service refuses it.
func checkBasic(tx *tenant.Tx, q *odata.Query[*userRow]) error {
	asked := q.Filter.Props()
	for _, o := range q.Order {
		asked = append(asked, o.Prop)
	}
	beyond := slices.IndexFunc(asked, isBeyondBasic)
	switch {
	case beyond < 0 && q.Search == nil, !basicOnly(tx):
		return nil
	case beyond >= 0:
		return denied(readingAll(userProps.Props[asked[beyond]].Name))
	default:
		return denied(readingAll("$search"))
	}
}

// readingAll says what it takes to ask by what the basic profile does not have.
func readingAll(what string) admin365.Detail {
	return needsPermission(what, "permissions", []admin365.Permission{userRead, userReadWrite, directoryRead, directoryWrite})
}

// pageLimit is the size of the page that a list is given where it asks for one of
// that size.
func pageLimit(q *odata.Query[*userRow], size int) int {
	if activity := prop(signInActivity); slices.Contains(q.Select, activity) || slices.Contains(q.Filter.Props(), activity) {
		return min(size, maxActivityPage)
	}
	return size
}

// appendUser renders the selected properties of a user. His sign-in activity is
// left out if he never signed in.
// Source: https://learn.microsoft.com/graph/api/resources/user#properties
func appendUser(tx *tenant.Tx, b []byte, row *userRow, sel []int) []byte {
	row = planned(tx, sel, row)
	if at := slices.Index(sel, prop(signInActivity)); at >= 0 {
		if _, set := userProps.Value(row, sel[at]); !set {
			sel = slices.Delete(slices.Clone(sel), at, at+1)
		}
	}
	return userProps.AppendProps(b, row, sel)
}

// readIncluding is the user with the properties that were included.
func readIncluding(tx *tenant.Tx, row *userRow, included []int) *User {
	u := userBinding.Read(row)
	row = planned(tx, included, row)
	for _, i := range included {
		p := &userProps.Props[i]
		var field any
		switch p.Name {
		case signInActivity:
			field = &u.SignInActivity
		case assignedPlans:
			u.AssignedPlans, field = []admin365.AssignedPlan{}, &u.AssignedPlans
		case provisionedPlans:
			u.ProvisionedPlans, field = []admin365.ProvisionedPlan{}, &u.ProvisionedPlans
		}
		if field != nil {
			if text, set := userProps.Value(row, i); set {
				// The value was checked when it was written.
				_ = json.Unmarshal([]byte(text), field)
			}
			continue
		}
		if userBinding.Has(i) {
			continue
		}
		value := userProps.AppendProps(nil, row, []int{i})
		u.include(p.Name, value[len(p.Name)+len(`"":`):])
	}
	return u
}

func (u *User) include(name string, value json.RawMessage) {
	if u.Extra == nil {
		u.Extra = map[UserProperty]json.RawMessage{}
	}
	u.Extra[UserProperty(name)] = slices.Clone(value)
}

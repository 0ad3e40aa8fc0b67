package identity

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

func roleObjectItem(role *roleObject) emu.Item {
	return emu.Item{Type: roleObjectProps.EDM, Set: roleObjectProps.Set, ID: role.ID}
}

// addressedRole is the activated role that the path names, by its template id or
// by its own.
func addressedRole(rq *emu.Request) (*roleObject, error) {
	if rq.Key(0) == "roletemplateid" {
		return activatedByTemplate(rq.Tx, rq.IDs[0])
	}
	return activatedByID(rq.Tx, rq.IDs[0])
}

// roleObjectQuery reads the options of a request for activated roles, and how each
// of them is rendered.
func roleObjectQuery(rq *emu.Request, collection bool) (q *odata.Query[*roleObject], context string, write func([]byte, *roleObject) []byte, err error) {
	if q, err = roleObjectProps.ParseQuery(rq.Options(), collection); err != nil {
		return nil, "", nil, err
	}
	navigation, err := expandedName(q.Expand, roleObjectProps.EDM, "members")
	if err == nil && navigation != "" {
		// What is seen inside of a role is seen as by its own path.
		err = access{}.Allow(rq.Tx, opActivatedRolesMembers.At("members"))
	}
	if err == nil {
		err = unpagedList(q)
	}
	if err != nil {
		return nil, "", nil, err
	}
	write = func(b []byte, role *roleObject) []byte {
		b = roleObjectProps.AppendProps(b, role, q.Select)
		if navigation == "" {
			return b
		}
		if len(q.Select) > 0 {
			b = append(b, ',')
		}
		b = append(b, `"members":[`...)
		n, sees := 0, sightOf(rq.Tx)
		for who := range membersOf(rq.Tx, api.Role(role.Template)) {
			if n++; n > maxExpanded {
				break
			}
			if n > 1 {
				b = append(b, ',')
			}
			b = appendPrincipal(rq, b, sees.of(who), q.Expand.Select)
		}
		return append(b, ']')
	}
	return q, expandedContext(roleObjectProps.Set, q.Selected, navigation), write, nil
}

// maxExpanded is how many objects $expand shows of a navigation.
// Source: https://learn.microsoft.com/graph/query-parameters
const maxExpanded = 20

func handleActivatedRolesList(rq *emu.Request) (emu.Response, error) {
	q, context, write, err := roleObjectQuery(rq, true)
	if err != nil {
		return emu.Response{}, err
	}
	var roles []*roleObject
	for role := range allActivated(rq.Tx) {
		if q.Filter.Match(role) {
			roles = append(roles, role)
		}
	}
	list := emu.List{Context: context, Item: func(i int) emu.Item { return roleObjectItem(roles[i]) }}
	if q.Count {
		list.Count = new(len(roles))
	}
	return rq.Collection(list, len(roles), func(b []byte, i int) []byte { return write(b, roles[i]) }), nil
}

func handleActivatedRolesGet(rq *emu.Request) (emu.Response, error) {
	_, context, write, err := roleObjectQuery(rq, false)
	if err != nil {
		return emu.Response{}, err
	}
	role, err := addressedRole(rq)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusOK, context+"/$entity", roleObjectItem(role), func(b []byte) []byte { return write(b, role) }), nil
}

func handleActivatedRolesActivate(rq *emu.Request) (emu.Response, error) {
	change, err := roleObjectProps.Body(rq.Body)
	if err != nil {
		return emu.Response{}, err
	}
	if template, ok := change.Get(roleObjectProps.Lookup("roleTemplateId")); ok {
		rq.About(template.Value)
	}
	role, err := activateRole(rq.Tx, change)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusCreated, roleObjectProps.Set+"/$entity", roleObjectItem(role), func(b []byte) []byte {
		return roleObjectProps.AppendProps(b, role, roleObjectProps.Select(odata.Default))
	}), nil
}

func handleActivatedRolesMembers(rq *emu.Request) (emu.Response, error) {
	names, err := memberNames(rq)
	if err != nil {
		return emu.Response{}, err
	}
	role, err := addressedRole(rq)
	if err != nil {
		return emu.Response{}, err
	}
	members := sightOf(rq.Tx).ofAll(slices.Collect(membersOf(rq.Tx, api.Role(role.Template))))
	list := emu.List{Context: contextOf("directoryObjects", names), Item: func(i int) emu.Item { return members[i].item() }}
	return rq.Collection(list, len(members), func(b []byte, i int) []byte { return appendMember(b, members[i], names) }), nil
}

// memberNames reads the options of a request for members: $select alone, whose
// names are those of any kind of member. Unverified: which further options the
// service takes.
func memberNames(rq *emu.Request) (names []string, err error) {
	others := url.Values{}
	var selected string
	for name, values := range rq.Query {
		switch option := strings.ToLower(strings.TrimPrefix(name, "$")); option {
		case "select":
			selected = values[0]
		case "filter", "orderby", "top", "skip", "count", "search", "skiptoken", "expand":
			return nil, odata.UnsupportedOption.Err("", "$"+option)
		default:
			others[name] = values
		}
	}
	if _, err := roleTemplateProps.ParseQuery(odata.Options{Query: others}, true); err != nil {
		return nil, err
	}
	if strings.TrimSpace(selected) == "" {
		return nil, nil
	}
	for name := range strings.SplitSeq(selected, ",") {
		name = strings.TrimSpace(name)
		i, j := userProps.Lookup(name), appProps.Lookup(name)
		switch {
		case i >= 0 && userProps.Props[i].Has(odata.SingleOnly):
			return nil, api.NotInCollection.Err("")
		case i >= 0:
			if err := checkNeeds(rq.Tx, i); err != nil {
				return nil, err
			}
			names = append(names, userProps.Props[i].Name)
		case j >= 0:
			names = append(names, appProps.Props[j].Name)
		default:
			return nil, api.SelectUnknownProperty.Err("", name, "microsoft.graph.directoryObject")
		}
	}
	return names, nil
}

// appendPrincipal appends the object with its annotations.
func appendPrincipal(rq *emu.Request, b []byte, who principal, names []string) []byte {
	return rq.Nested(b, who.item(), func(b []byte) []byte { return appendMember(b, who, names) })
}

// appendMember appends the named properties of the object that its type has, or
// its default ones if none is named.
func appendMember(b []byte, who principal, names []string) []byte {
	switch {
	case names == nil:
		return who.append(b)
	case who.user != nil:
		return appendNamed(b, &userProps, who.user, names)
	case who.app != nil:
		return appendNamed(b, &appProps, who.app, names)
	default:
		return who.append(b)
	}
}

// appendNamed appends the named properties that the table has, or the id if it has
// none of them: an entity is never empty.
func appendNamed[P any](b []byte, t *odata.Table[P], row P, names []string) []byte {
	var sel []int
	for _, name := range names {
		if i := t.Lookup(name); i >= 0 && !slices.Contains(sel, i) {
			sel = append(sel, i)
		}
	}
	switch {
	case names == nil:
		sel = t.Select(odata.Default)
	case sel == nil:
		sel = []int{t.Lookup("id")}
	}
	return t.AppendProps(b, row, sel)
}

func handleActivatedRolesAddMember(rq *emu.Request) (emu.Response, error) {
	member, err := rq.Reference()
	if err != nil {
		return emu.Response{}, err
	}
	if member == "" {
		return emu.Response{}, api.InvalidIdentifier.Err("", "@odata.id")
	}
	role, err := addressedRole(rq)
	if err != nil {
		return emu.Response{}, err
	}
	// People may be named by their sign-in names, in users alone.
	if strings.Contains(member, "@") && strings.Contains(strings.ToLower(string(rq.Body)), "/users") {
		user, err := findUser(rq.Tx, member)
		if err != nil {
			return emu.Response{}, err
		}
		member = user.ID.String()
	}
	return emu.NoContent(), addRoleMember(rq.Tx, role, member)
}

func handleActivatedRolesRemoveMember(rq *emu.Request) (emu.Response, error) {
	role, err := addressedRole(rq)
	if err != nil {
		return emu.Response{}, err
	}
	return emu.NoContent(), removeRoleMember(rq.Tx, role, rq.IDs[1])
}

// handleActivatedRolesGetMember answers the reference of a member, which a
// stranger asks for before it takes the role away.
func handleActivatedRolesGetMember(rq *emu.Request) (emu.Response, error) {
	role, err := addressedRole(rq)
	if err != nil {
		return emu.Response{}, err
	}
	row, err := roleMember(rq.Tx, role, rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	who, _ := findPrincipal(rq.Tx, row.Principal)
	return rq.Entity(http.StatusOK, "directoryObjects/$entity", who.item(), func(b []byte) []byte {
		root := strings.TrimSuffix(rq.Context(""), "$metadata#")
		return append(b, `"id":"`+who.id().String()+`","url":"`+root+"directoryObjects/"+who.id().String()+`"`...)
	}), nil
}

func handleRoleTemplatesList(rq *emu.Request) (emu.Response, error) {
	q, err := roleTemplateProps.ParseQuery(rq.Options(), true)
	if err == nil {
		err = unpagedList(q)
	}
	if err == nil {
		_, err = expandedName(q.Expand, roleTemplateProps.EDM)
	}
	if err != nil {
		return emu.Response{}, err
	}
	list := emu.List{Context: contextOf(roleTemplateProps.Set, q.Selected), Item: func(i int) emu.Item { return roleTemplateItem(&builtInRoles[i]) }}
	if q.Count {
		list.Count = new(len(builtInRoles))
	}
	return rq.Collection(list, len(builtInRoles), func(b []byte, i int) []byte {
		return roleTemplateProps.AppendProps(b, &builtInRoles[i], q.Select)
	}), nil
}

func roleTemplateItem(b *builtInRole) emu.Item {
	return emu.Item{Type: roleTemplateProps.EDM, Set: roleTemplateProps.Set, Key: string(b.ID)}
}

func handleRoleTemplatesGet(rq *emu.Request) (emu.Response, error) {
	q, err := roleTemplateProps.ParseQuery(rq.Options(), false)
	if err == nil {
		_, err = expandedName(q.Expand, roleTemplateProps.EDM)
	}
	if err != nil {
		return emu.Response{}, err
	}
	key, _ := tenant.ParseKey(rq.IDs[0])
	template, ok := builtIn(api.Role(key.String()))
	if !ok {
		return emu.Response{}, api.ResourceNotFound.Err(rq.IDs[0], rq.IDs[0])
	}
	return rq.Entity(http.StatusOK, contextOf(roleTemplateProps.Set, q.Selected)+"/$entity", roleTemplateItem(template), func(b []byte) []byte {
		return roleTemplateProps.AppendProps(b, template, q.Select)
	}), nil
}

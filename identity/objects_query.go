package identity

import (
	"maps"
	"net/url"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// objectQuery is what a request asks of a collection of directory objects, which
// are of several types: each is judged and rendered by its own.
type objectQuery struct {
	users  *odata.Query[*userRow]
	groups *odata.Query[*groupRow]
	apps   *odata.Query[*appRow]
	roles  *odata.Query[*roleObject]

	// set and selected are what the context names; derived says that it names
	// directory objects, so that each item says what it is.
	set       string
	selected  []string
	derived   bool
	top       int
	count     bool
	skipToken string
	order     []odata.OrderBy
}

// keep reports whether the object is of a type that is asked for, and matches.
func (q *objectQuery) keep(p principal) bool {
	switch {
	case p.group != nil:
		return q.groups != nil && matches(q.groups, p.group)
	case p.app != nil:
		return q.apps != nil && matches(q.apps, p.app)
	case p.role != nil:
		return q.roles != nil && matches(q.roles, p.role)
	default:
		return q.users != nil && matches(q.users, p.user)
	}
}

// append renders what is selected of an object that keep passed.
func (q *objectQuery) append(b []byte, p principal) []byte {
	switch {
	case p.group != nil:
		return groupProps.AppendProps(b, p.group, q.groups.Select)
	case p.app != nil:
		return appProps.AppendProps(b, p.app, q.apps.Select)
	case p.role != nil:
		return roleObjectProps.AppendProps(b, p.role, q.roles.Select)
	default:
		return userProps.AppendProps(b, p.user, q.users.Select)
	}
}

// objectSets are the collections of the types to which a path can cast, by their
// names in small letters. Of some this tenant has no objects.
func objectSet(cast string) (set string, ok bool) {
	switch cast {
	case "user":
		return userProps.Set, true
	case "group":
		return groupProps.Set, true
	case "serviceprincipal":
		return appProps.Set, true
	case "directoryrole":
		return roleObjectProps.Set, true
	case "device":
		return "devices", true
	case "orgcontact":
		return "contacts", true
	case "administrativeunit":
		return "administrativeUnits", true
	default:
		return "", false
	}
}

// all passes objects of every type.
func allObjects() *objectQuery {
	return &objectQuery{users: &odata.Query[*userRow]{}, groups: &odata.Query[*groupRow]{}, apps: &odata.Query[*appRow]{}, roles: &odata.Query[*roleObject]{}}
}

// parseObjects reads the options of a request for directory objects; a cast
// narrows them to one type, and is then as a query of that type.
//
// Without a cast each type takes of a $select what it has, and objects of a type
// that cannot answer the rest of the query are left out. What no type has is
// refused.
func parseObjects(o odata.Options, cast string) (*objectQuery, error) {
	q := &objectQuery{set: "directoryObjects", derived: true}
	if cast != "" {
		set, ok := objectSet(cast)
		if !ok {
			return nil, api.UnknownSegment.Err("", "microsoft.graph."+cast)
		}
		q.set, q.derived = set, false
	}
	given, rest, err := selection(o)
	if err != nil {
		return nil, err
	}
	parts := []error{
		part(q, &q.users, &userProps, cast, given, rest),
		part(q, &q.groups, &groupProps, cast, given, rest),
		part(q, &q.apps, &appProps, cast, given, rest),
		part(q, &q.roles, &roleObjectProps, cast, given, rest),
	}
	if q.users == nil && q.groups == nil && q.apps == nil && q.roles == nil {
		for _, err := range parts {
			if err != nil {
				return nil, err
			}
		}
	}
	if q.derived {
		q.selected = nil
		for _, name := range given {
			spelling, known := objectProperty(name)
			if !known {
				return nil, api.SelectUnknownProperty.Err("", name, "microsoft.graph.directoryObject")
			}
			q.selected = append(q.selected, spelling)
		}
	}
	return q, nil
}

// selection takes the names of a $select out of the options.
func selection(o odata.Options) (given []string, rest odata.Options, err error) {
	rest = odata.Options{Query: url.Values{}, Advanced: o.Advanced}
	for name, values := range o.Query {
		if !strings.EqualFold(strings.TrimPrefix(name, "$"), "select") {
			rest.Query[name] = values
			continue
		}
		if given != nil || len(values) > 1 {
			return nil, rest, odata.RepeatedOption.Err("", "$select")
		}
		for term := range strings.SplitSeq(values[0], ",") {
			given = append(given, strings.TrimSpace(term))
		}
	}
	return given, rest, nil
}

// check refuses what of users needs more than the relation does.
func (q *objectQuery) check(tx *tenant.Tx) error {
	if q.users == nil {
		return nil
	}
	return checkList(tx, q.users)
}

// part reads the query as one of the types reads it. A type that is not asked
// for has no part in it.
func part[P any](q *objectQuery, into **odata.Query[P], t *odata.Table[P], cast string, given []string, rest odata.Options) error {
	if cast != "" && !strings.EqualFold(t.EDM, "microsoft.graph."+cast) {
		return nil
	}
	var names []string
	for _, name := range given {
		first, _, _ := strings.Cut(name, "/")
		if cast != "" || first == "*" || t.Lookup(first) >= 0 {
			names = append(names, name)
		}
	}
	options := odata.Options{Query: url.Values{}, Advanced: rest.Advanced}
	maps.Copy(options.Query, rest.Query)
	if names != nil {
		options.Query.Set("$select", strings.Join(names, ","))
	}
	parsed, err := t.ParseQuery(options, true)
	if err != nil {
		return err
	}
	if parsed.Expand != nil {
		return api.NotModeled.Err("", "$expand on directory objects")
	}
	if len(parsed.Order) > 0 && t.Props[parsed.Order[0].Prop].Name != "displayName" {
		return api.UnsupportedOrder.Err("")
	}
	if given != nil && names == nil {
		// Nothing of what is selected is this type's, but its key.
		parsed.Select = []int{t.Lookup("id")}
	}
	*into = parsed
	q.top, q.count, q.skipToken, q.order, q.selected = parsed.Top, parsed.Count, parsed.SkipToken, parsed.Order, parsed.Selected
	return nil
}

// objectProperty returns the spelling of a property that directory objects of
// some type have.
func objectProperty(name string) (spelling string, ok bool) {
	first, path, nested := strings.Cut(name, "/")
	if first == "*" {
		return first, true
	}
	switch {
	case userProps.Lookup(first) >= 0:
		first = userProps.Props[userProps.Lookup(first)].Name
	case groupProps.Lookup(first) >= 0:
		first = groupProps.Props[groupProps.Lookup(first)].Name
	case appProps.Lookup(first) >= 0:
		first = appProps.Props[appProps.Lookup(first)].Name
	case roleObjectProps.Lookup(first) >= 0:
		first = roleObjectProps.Props[roleObjectProps.Lookup(first)].Name
	default:
		return "", false
	}
	if nested {
		first += "/" + path
	}
	return first, true
}

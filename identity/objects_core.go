package identity

import (
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

const (
	// maxChecked is how many ids one request can have checked.
	// Source: https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups#request-body
	maxChecked = 20
	// maxByIDs is how many objects one request can get.
	// Source: https://learn.microsoft.com/graph/api/directoryobject-getbyids#request-body
	maxByIDs = 1000
)

// findObject returns the live object that is addressed: by its id or, below /users, by
// a user's name too. A set, such as "groups", is the type that it has to be of.
func findObject(tx *tenant.Tx, set, id string) (principal, error) {
	if set == userProps.Set {
		row, err := findUser(tx, id)
		return principal{user: row}, err
	}
	if set == groupProps.Set {
		row, err := findGroup(tx, id)
		return principal{group: row}, err
	}
	if p, live := findDirectoryObject(tx, id); live {
		return p, nil
	}
	return principal{}, api.ResourceNotFound.Err(id, id)
}

// findDirectoryObject returns the live object with that id: a principal, or an
// activated role.
func findDirectoryObject(tx *tenant.Tx, id string) (principal, bool) {
	if key, ok := tenant.ParseKey(id); ok {
		if p, live := findPrincipal(tx, key); live {
			return p, true
		}
	}
	role, err := activatedByID(tx, id)
	return principal{role: role}, err == nil
}

// memberObjects are the ids of what an object is a member of, by itself or by other
// groups: of the groups and, with roles, of the activated roles; securityOnly leaves
// groups out that are for mail alone, and the roles.
//
// Unverified: that getMemberGroups leaves the roles out. Its page says that it returns
// the ids of groups, and of its parameter that false returns the roles, too.
//
// Source: https://learn.microsoft.com/graph/api/directoryobject-getmemberobjects and
// https://learn.microsoft.com/graph/api/directoryobject-getmembergroups
func memberObjects(tx *tenant.Tx, object principal, roles, securityOnly bool) ([]string, error) {
	if securityOnly && object.user == nil && object.app == nil {
		return nil, securityOfOthers.Err("")
	}
	ids := []string{}
	for _, p := range membershipsOf(tx, object.id(), true) {
		asGroup := p.group != nil && (!securityOnly || p.group.SecurityEnabled == odata.True)
		asRole := p.role != nil && roles && !securityOnly
		if asGroup || asRole {
			ids = append(ids, p.id().String())
		}
	}
	return ids, nil
}

// checkMembership returns those of the ids that the object is a member of, in the order
// in which they are asked for.
func checkMembership(tx *tenant.Tx, object principal, roles bool, ids []string) ([]string, error) {
	action, parameter := "checkMemberGroups", "groupIds"
	if roles {
		action, parameter = "checkMemberObjects", "ids"
	}
	switch {
	case ids == nil:
		return nil, parameterMissing.Err("", action, parameter)
	case len(ids) > maxChecked:
		return nil, tooManyIDs.Err("", parameter, strconv.Itoa(len(ids)), strconv.Itoa(maxChecked))
	}
	in, err := memberObjects(tx, object, roles, false)
	if err != nil {
		return nil, err
	}
	found := []string{}
	for _, id := range ids {
		id = strings.ToLower(id)
		if slices.Contains(in, id) && !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	return found, nil
}

// objectsByIDs returns the live objects with the ids that are of one of the types, each
// once; ids that nothing has are passed over.
//
// Source: https://learn.microsoft.com/graph/api/directoryobject-getbyids
func objectsByIDs(tx *tenant.Tx, ids, types []string) ([]principal, error) {
	switch {
	case ids == nil:
		return nil, parameterMissing.Err("", "getByIds", "ids")
	case len(ids) > maxByIDs:
		return nil, tooManyIDs.Err("", "ids", strconv.Itoa(len(ids)), strconv.Itoa(maxByIDs))
	}
	of := map[string]bool{}
	for _, t := range types {
		name := strings.TrimPrefix(strings.ToLower(t), "microsoft.graph.")
		if _, known := objectSet(name); !known && name != "directoryobject" {
			return nil, unknownObjectType.Err("", t)
		}
		of[name] = true
	}
	every := len(types) == 0 || of["directoryobject"]
	var found []principal
	seen := map[tenant.Key]bool{}
	for _, id := range ids {
		key, isKey := tenant.ParseKey(id)
		if !isKey {
			return nil, api.InvalidIdentifier.Err("", id)
		}
		p, live := findDirectoryObject(tx, id)
		if !live || seen[key] || !every && !of[strings.ToLower(p.kind())] {
			continue
		}
		seen[key] = true
		found = append(found, p)
	}
	return found, nil
}

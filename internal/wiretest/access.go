package wiretest

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// access is who may do something, by the vendor's permission list.
type access struct {
	Delegated      []admin365.Permission `json:"DelegatedWork"`
	Application    []admin365.Permission `json:"Application"`
	LeastDelegated []admin365.Permission `json:"leastDelegatedWork"`
	LeastApp       []admin365.Permission `json:"leastApplication"`
}

// Access compares path, method and permissions of the operations with the vendor's list,
// graph-permissions.json, and returns where they differ. Spelled is where the list has
// what we spell otherwise, or what it has instead: by method and path.
func Access(list []byte, ops []*api.Op, spelled map[string]string) (differences []string, err error) {
	var vendor struct {
		Paths map[string]map[string]access `json:"paths"`
	}
	if err := json.Unmarshal(list, &vendor); err != nil {
		return nil, err
	}
	paths := map[string]map[string]access{}
	for path, methods := range vendor.Paths {
		paths[strings.ToLower(path)] = methods
	}
	for _, o := range ops {
		for _, path := range o.Paths {
			where := o.Name + " " + o.Method + " " + path + ": "
			// The list writes references without $ref, and has no counts: the pages
			// give them the permissions of the lists.
			listed := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(path), "/$ref"), "/$count")
			if other, ok := spelled[o.Method+" "+path]; ok {
				listed = strings.ToLower(other)
			}
			theirs, ok := paths[listed][o.Method]
			if !ok {
				differences = append(differences, where+"absent")
				continue
			}
			for _, difference := range theirs.differ(o.Access, strings.HasPrefix(path, "/me")) {
				differences = append(differences, where+difference)
			}
		}
	}
	return differences, nil
}

// differ are the differences of an operation's access. An application alone has no /me.
func (a access) differ(ours api.Access, me bool) (found []string) {
	for _, p := range ours.Delegated {
		if !slices.Contains(a.Delegated, p) {
			found = append(found, "delegated "+string(p))
		}
	}
	if me {
		return found
	}
	if len(a.LeastDelegated) > 0 && !slices.Contains(a.LeastDelegated, ours.Delegated[0]) {
		found = append(found, "least delegated")
	}
	if len(ours.Application) == 0 {
		if len(a.Application) > 0 {
			found = append(found, "applications")
		}
		return found
	}
	for _, p := range ours.Application {
		if !slices.Contains(a.Application, p) {
			found = append(found, "application "+string(p))
		}
	}
	if len(a.LeastApp) > 0 && !slices.Contains(a.LeastApp, ours.Application[0]) {
		found = append(found, "least application")
	}
	return found
}

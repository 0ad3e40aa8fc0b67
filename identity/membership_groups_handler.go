package identity

import (
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
)

// memberGroupsWire is what getMemberGroups is given.
type memberGroupsWire struct {
	SecurityEnabledOnly *bool `json:"securityEnabledOnly"`
}

// handleMembershipsGroups answers the ids of all that a user is a member of, by himself
// and by other groups: of the security groups alone, or of every group and activated
// role. Ids are nobody's secret: what else there is of a group, the answer does not say.
// Source: https://learn.microsoft.com/graph/api/directoryobject-getmembergroups
func handleMembershipsGroups(rq *emu.Request) (emu.Response, error) {
	var body memberGroupsWire
	if err := rq.Parameters(&body); err != nil {
		return emu.Response{}, err
	}
	row, err := findUser(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	if body.SecurityEnabledOnly == nil {
		return emu.Response{}, parameterMissing.Err("", "getMemberGroups", "securityEnabledOnly")
	}
	ids := []string{}
	for _, p := range membershipsOf(rq.Tx, row.ID, true) {
		if !*body.SecurityEnabledOnly || p.group != nil && p.group.SecurityEnabled == odata.True {
			ids = append(ids, p.id().String())
		}
	}
	return rq.Value("Collection(Edm.String)", ids)
}

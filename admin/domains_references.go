package admin

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// referenceProps are what the emulator shows of an object that uses a domain: what
// tells people which one it is. Each kind has more of its own under its own path.
var referenceProps = odata.Table[*tenant.Holder]{
	Entity: "DirectoryObject", EDM: "microsoft.graph.directoryObject", Set: "directoryObjects",
	Props: []odata.Prop[*tenant.Holder]{
		{Name: "id", Flags: fixed, Read: func(h *tenant.Holder) string { return h.ID.String() }},
		{Name: "displayName", Flags: fixed, Read: func(h *tenant.Holder) string { return h.DisplayName }},
		{Name: "mail", Flags: fixed, Read: func(h *tenant.Holder) string { return h.Mail }},
		{Name: "userPrincipalName", Flags: fixed, Read: func(h *tenant.Holder) string { return h.UserPrincipalName }},
	},
}

// The sizes of a page: the service's own, and the largest.
const (
	defaultPage = 100
	wholePage   = 999
)

// pageReferences returns up to limit objects that use a domain, those after the
// position, and where to go on; nil at the end.
func pageReferences(tx *tenant.Tx, name string, after *tenant.Position, limit int) (page []tenant.Holder, next *tenant.Position, err error) {
	row, err := findDomain(tx, name)
	if err != nil {
		return nil, nil, err
	}
	var last tenant.Position
	for h, at := range tx.Ports().Addresses.Using(tx, row.Name, after) {
		if len(page) == limit {
			return page, &last, nil
		}
		page, last = append(page, h), at
	}
	return page, nil, nil
}

func referenceObject(h tenant.Holder) *identity.DirectoryObject {
	return &identity.DirectoryObject{
		ID: admin365.ObjectID(h.ID.String()), Type: identity.ObjectType(h.Type), DisplayName: h.DisplayName, UserPrincipalName: h.UserPrincipalName,
	}
}

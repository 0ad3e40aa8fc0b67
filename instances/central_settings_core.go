package instances

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// setCadence says which updates bring those of apps.
func setCadence(tx *tenant.Tx, family Family, name string, c AppUpdateCadence) error {
	row, err := admitted(tx, family, name, actUse)
	if err != nil {
		return err
	}
	known := []AppUpdateCadence{AppUpdatesDefault, AppUpdatesDuringMajor, AppUpdatesDuringMajorMinor}
	if c = canon(c, known...); !slices.Contains(known, c) {
		return centralInput.Err("", "value")
	}
	next := *row
	next.Cadence = c
	return next.modified(tx, map[string]any{"appSourceAppsUpdateCadence": string(c)})
}

// setTelemetryKey says where telemetry goes.
func setTelemetryKey(tx *tenant.Tx, family Family, name, key string) error {
	row, err := admitted(tx, family, name, actKey)
	if err != nil {
		return err
	}
	next := *row
	next.Key = key
	return next.modified(tx, map[string]any{"appInsightsKeySet": key != ""})
}

// centralGroupOf is the group whose members alone get in; nil without one.
func centralGroupOf(tx *tenant.Tx, family Family, name string) (*CentralGroup, error) {
	row, err := readable(tx, family, name)
	if err != nil || row.Group == "" {
		return nil, err
	}
	g := &CentralGroup{ID: admin365.GroupID(row.Group)}
	if directory := tx.Ports().Directory; directory != nil {
		if found, err := directory.Group(tx, row.Group); err == nil {
			g.DisplayName = found.DisplayName
		}
	}
	return g, nil
}

// setSecurityGroup sets the group, or clears it if it is empty.
func setSecurityGroup(tx *tenant.Tx, family Family, name, group string) error {
	row, err := admitted(tx, family, name, actUse)
	if err != nil {
		return err
	}
	next := *row
	next.Group = ""
	if group != "" {
		key, ok := tenant.ParseKey(group)
		if directory := tx.Ports().Directory; ok && directory != nil {
			_, ok = directory.GroupOf(tx, key)
		}
		if !ok {
			return centralNoGroup.Err("", "The group '"+group+"' does not exist.")
		}
		next.Group = key.String()
	}
	return next.modified(tx, map[string]any{"securityGroupId": next.Group})
}

// microsoft365 reports whether a license of Microsoft 365 alone is enough.
func microsoft365(tx *tenant.Tx, family Family, name string) (bool, error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return false, err
	}
	return row.M365, nil
}

func setMicrosoft365(tx *tenant.Tx, family Family, name string, enabled bool) error {
	row, err := admitted(tx, family, name, actUse)
	if err != nil {
		return err
	}
	next := *row
	next.M365 = enabled
	return next.modified(tx, map[string]any{"accessWithM365Licenses": enabled})
}

// partnerAccess is which partners get in.
func partnerAccess(tx *tenant.Tx, family Family, name string) (*PartnerAccess, error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return nil, err
	}
	return &PartnerAccess{Status: row.Partners, Tenants: slices.Clone(row.Allowed)}, nil
}

func setPartnerAccess(tx *tenant.Tx, family Family, name string, p PartnerAccess) error {
	row, err := admitted(tx, family, name, actUse)
	if err != nil {
		return err
	}
	known := []PartnerAccessStatus{PartnersNone, PartnersAll, PartnersSelected}
	if p.Status = canon(p.Status, known...); !slices.Contains(known, p.Status) {
		return centralInput.Err("", "status")
	}
	if (p.Status == PartnersSelected) != (len(p.Tenants) > 0) {
		return centralInput.Err("", "allowedPartnerTenantIds")
	}
	for _, id := range p.Tenants {
		if _, ok := tenant.ParseKey(string(id)); !ok {
			return centralInput.Err("", "allowedPartnerTenantIds")
		}
	}
	next := *row
	next.Partners, next.Allowed = p.Status, slices.Clone(p.Tenants)
	return next.modified(tx, map[string]any{"partnerAccess": string(p.Status)})
}

// recipientList are who is told, by address.
func recipientList(tx *tenant.Tx) []*CentralRecipient {
	list := []*CentralRecipient{}
	for row := range tenant.In(tx, &recipients).All() {
		list = append(list, row.public())
	}
	slices.SortFunc(list, func(a, b *CentralRecipient) int {
		return strings.Compare(strings.ToLower(a.Email), strings.ToLower(b.Email))
	})
	return list
}

func (r *recipientRow) public() *CentralRecipient {
	return &CentralRecipient{ID: RecipientID(r.ID.String()), Email: r.Email, Name: r.Name}
}

func addRecipient(tx *tenant.Tx, n NewCentralRecipient) (*CentralRecipient, error) {
	if strings.TrimSpace(n.Name) == "" {
		return nil, centralInput.Err("", "name")
	}
	if local, domain, ok := strings.Cut(n.Email, "@"); !ok || local == "" || domain == "" || strings.ContainsAny(n.Email, " \t\r\n<>") {
		return nil, centralInput.Err("", "email")
	}
	row := &recipientRow{ID: tx.NewKey(), Email: n.Email, Name: n.Name}
	return row.public(), tenant.In(tx, &recipients).Put(row)
}

func removeRecipient(tx *tenant.Tx, id string) error {
	key, _ := tenant.ParseKey(id)
	if !tenant.In(tx, &recipients).Delete(key) {
		return recipientUnknown.Err("", "The recipient '"+id+"' does not exist.")
	}
	return nil
}

// authorizedList are the applications that may call on their own.
func authorizedList(tx *tenant.Tx) []*CentralAuthorizedApp {
	list := []*CentralAuthorizedApp{}
	for row := range tenant.In(tx, &authorizedApps).All() {
		list = append(list, row.public())
	}
	return list
}

func (r *authorizedRow) public() *CentralAuthorizedApp {
	return &CentralAuthorizedApp{ID: admin365.AppID(r.ID.String()), Consented: r.Consented}
}

func authorize(tx *tenant.Tx, id string) (*CentralAuthorizedApp, error) {
	key, ok := tenant.ParseKey(id)
	if !ok {
		return nil, centralInput.Err("", "appId")
	}
	if row, there := tenant.In(tx, &authorizedApps).Get(key); there {
		return row.public(), nil
	}
	// Ours: consent is another matter, and is taken as given.
	row := &authorizedRow{ID: key, Consented: true}
	return row.public(), tenant.In(tx, &authorizedApps).Put(row)
}

func unauthorize(tx *tenant.Tx, id string) error {
	key, _ := tenant.ParseKey(id)
	if !tenant.In(tx, &authorizedApps).Delete(key) {
		return authorizedUnknown.Err("", "The application '"+id+"' is not authorized.")
	}
	return nil
}

// centralRegistered reports whether an application may call the API of Business Central on
// its own.
func centralRegistered(tx *tenant.Tx, app admin365.AppID) bool {
	key, ok := tenant.ParseKey(string(app))
	if !ok {
		return false
	}
	_, ok = tenant.In(tx, &authorizedApps).Get(key)
	return ok
}

// families are those that the tenant has.
func families(tx *tenant.Tx) []*CentralFamily {
	f := &CentralFamily{Family: BusinessCentral}
	for _, c := range countries {
		rings := []CentralRing{{RingProduction, true, "Production"}}
		if len(newestOf(tx, RingPreview)) > 0 {
			rings = append(rings, CentralRing{RingPreview, false, "Preview"})
		}
		f.Countries = append(f.Countries, CentralCountry{c.code, rings})
	}
	return []*CentralFamily{f}
}

// versionsOf are the versions that an environment can be made in.
func versionsOf(tx *tenant.Tx, family Family, country, ring string) ([]string, error) {
	if _, err := familyOf(family); err != nil {
		return nil, err
	}
	list := newestOf(tx, ring)
	known := slices.ContainsFunc([]string{RingProduction, RingPreview, RingFast}, func(r string) bool { return strings.EqualFold(r, ring) })
	if _, ok := countryOf(country); !ok || !known || len(list) == 0 {
		return nil, centralNoOffer.Err("", "The ring '"+ring+"' is not offered in the country '"+country+"'.")
	}
	versions := []string{}
	for _, r := range list {
		versions = append(versions, r.build())
	}
	return versions, nil
}

// timeZones are those that a window can have.
func timeZones(tx *tenant.Tx) (list []*TimeZone) {
	for i := range zones {
		list = append(list, zones[i].public(tx.Now()))
	}
	return list
}

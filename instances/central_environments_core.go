package instances

import (
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// The limits of names.
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/tenant-admin-center-environments
const maxCentralName = 29

// reservedNames can be no environment's.
var reservedNames = []string{
	"addremotehost", "admin", "api", "clickonce", "connectivity", "deployment", "error", "getapp", "health", "home",
	"invoicing", "navwinclient", "notsupported", "officeaddin", "phone", "pwa", "remotesignin", "reset", "shellservice",
	"signout", "tablet",
}

// checkName refuses a name that breaks the rules for an environment of the type.
func checkName(name string, of EnvironmentType) error {
	letter := func(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
	ok := name != "" && len(name) <= maxCentralName && letter(name[0])
	for i := range len(name) {
		c := name[i]
		ok = ok && (letter(c) || c >= '0' && c <= '9' || c == '_' || c == '-')
	}
	if !ok {
		return centralBadName.Err("", "The environment name '"+name+"' is not valid.")
	}
	lower := strings.ToLower(name)
	if slices.Contains(reservedNames, lower) || lower == "sandbox" && of == Production || lower == "production" && of == Sandbox {
		return centralReserved.Err("", "An environment cannot be named '"+name+"'.")
	}
	return nil
}

// checkFree refuses a name that an environment has, or will have.
func checkFree(tx *tenant.Tx, family Family, name string) error {
	for row := range tenant.In(tx, &centrals).All() {
		if row.Family == family && (strings.EqualFold(row.Name, name) || strings.EqualFold(row.Next, name)) {
			return centralExists.Err("", "The environment '"+name+"' exists already.")
		}
	}
	return nil
}

// typeOf reads a type in any letter case.
func typeOf(t EnvironmentType) (EnvironmentType, bool) {
	for _, known := range []EnvironmentType{Production, Sandbox} {
		if strings.EqualFold(string(t), string(known)) {
			return known, true
		}
	}
	return t, false
}

// createCentral makes an environment.
func createCentral(tx *tenant.Tx, family Family, name string, n NewCentralEnvironment) (*centralOperationRow, error) {
	family, err := familyOf(family)
	if err != nil {
		return nil, err
	}
	of, ok := typeOf(n.Type)
	if !ok {
		return nil, centralInput.Err("", "environmentType")
	}
	if err := checkName(name, of); err != nil {
		return nil, err
	}
	c, ok := countryOf(n.CountryCode)
	if !ok {
		return nil, centralInput.Err("", "countryCode")
	}
	ring := strings.ToUpper(n.RingName)
	if ring == "" {
		ring = RingProduction
	}
	versions := newestOf(tx, ring)
	switch {
	case !slices.Contains([]string{RingProduction, RingPreview, RingFast}, ring) || len(versions) == 0:
		return nil, centralNoRing.Err("", "The ring '"+n.RingName+"' is not offered in "+c.code+".")
	case of == Production && ring != RingProduction:
		return nil, centralInput.Err("", "ringName")
	}
	chosen := versions[len(versions)-1]
	if n.ApplicationVersion != "" {
		at := slices.IndexFunc(versions, func(r centralRelease) bool { return r.build() == n.ApplicationVersion })
		if at < 0 {
			return nil, centralInput.Err("", "applicationVersion")
		}
		chosen = versions[at]
	}
	if err := checkFree(tx, family, name); err != nil {
		return nil, err
	}
	if err := checkRoom(tx, of); err != nil {
		return nil, err
	}
	row := newCentral(tx, tx.NewKey(), family, name, of, c.code, chosen)
	row.Ring, row.Status = ring, CentralPreparing
	return row.begin(tx, CentralKindCreate, tenant.Key{}, map[string]any{
		"sourceEnvironmentName": "", "sourceEnvironmentType": "", "destinationEnvironmentName": name,
		"destinationEnvironmentType": string(of), "applicationVersion": row.Version, "countryCode": c.code,
	})
}

// newCentral is an environment as it begins.
func newCentral(tx *tenant.Tx, id tenant.Key, family Family, name string, of EnvironmentType, country string, r centralRelease) *centralRow {
	return &centralRow{
		ID: id, Family: family, Name: name, Type: of, Status: CentralActive, Version: r.build(), Kind: r.Type, Country: country,
		Ring: RingProduction, Created: tx.Now(), Partners: PartnersAll, Kilobytes: 1_572_864,
		History: []periodRow{{tx.Now(), r.build(), r.Type}},
	}
}

// copyCentral copies an environment to a new one.
func copyCentral(tx *tenant.Tx, family Family, name string, to CentralCopy) (*centralOperationRow, error) {
	source, err := admitted(tx, family, name, actUse)
	if err != nil {
		return nil, err
	}
	made, err := source.twin(tx, to.Name, to.Type, "type")
	if err == nil {
		err = made.fits("type")
	}
	if err != nil {
		return nil, err
	}
	if err := checkFree(tx, source.Family, to.Name); err != nil {
		return nil, err
	}
	if err := checkRoom(tx, made.Type); err != nil {
		return nil, err
	}
	return source.beginMaking(tx, CentralKindCopy, made)
}

// twin is a new environment like an existing one.
func (r *centralRow) twin(tx *tenant.Tx, name string, of EnvironmentType, property string) (*centralRow, error) {
	of, ok := typeOf(of)
	if !ok {
		return nil, centralInput.Err("", property)
	}
	if err := checkName(name, of); err != nil {
		return nil, err
	}
	made := *r
	made.ID, made.Name, made.Type, made.Status, made.Created = tx.NewKey(), name, of, CentralPreparing, tx.Now()
	made.Selected, made.Plans, made.Key, made.Round = releaseKey{}, nil, "", 0
	made.History = []periodRow{{tx.Now(), r.Version, r.Kind}}
	if of == Production && made.Ring != RingProduction {
		return nil, centralInput.Err("", property)
	}
	return &made, nil
}

// fits refuses a production environment with a preview version.
func (r *centralRow) fits(property string) error {
	if r.Type == Production && r.Kind != "" && r.Kind != UpdateGA {
		return centralInput.Err("", property)
	}
	return nil
}

// beginMaking begins an operation on the source that makes another environment.
func (r *centralRow) beginMaking(tx *tenant.Tx, kind OperationKind, made *centralRow) (*centralOperationRow, error) {
	next := *r
	o, err := next.begin(tx, kind, made.ID, map[string]any{
		"sourceEnvironmentName": r.Name, "sourceEnvironmentType": string(r.Type),
		"destinationEnvironmentName": made.Name, "destinationEnvironmentType": string(made.Type),
		"applicationVersion": made.Version, "countryCode": made.Country,
	})
	if err != nil {
		return nil, err
	}
	made.Operation = o.ID
	return o, tenant.In(tx, &centrals).Put(made)
}

// renameCentral gives an environment another name.
func renameCentral(tx *tenant.Tx, family Family, name, to string) (*centralOperationRow, error) {
	row, err := admitted(tx, family, name, actUse)
	if err != nil {
		return nil, err
	}
	if to == "" {
		return nil, centralInput.Err("", "NewEnvironmentName")
	}
	if err := checkName(to, row.Type); err != nil {
		return nil, err
	}
	// Ours: another letter case of its own name is free, the same one is not.
	if !strings.EqualFold(to, row.Name) || to == row.Name {
		if err := checkFree(tx, row.Family, to); err != nil {
			return nil, err
		}
	}
	next := *row
	next.Status, next.Next = CentralNotReady, to
	return next.begin(tx, CentralKindRename, tenant.Key{}, map[string]any{"oldEnvironmentName": row.Name, "newEnvironmentName": to})
}

// deleteCentral deletes an environment, for good if it never worked.
func deleteCentral(tx *tenant.Tx, family Family, name string) (*centralOperationRow, error) {
	row, err := admitted(tx, family, name, actDelete)
	if err != nil {
		return nil, err
	}
	next := *row
	kind := CentralKindSoftDelete
	next.Status = CentralSoftDeleting
	switch row.Status {
	case CentralCreatingFailed, CentralRemovingFailed, CentralRecoveringFailed:
		kind, next.Status = CentralKindDelete, CentralRemoving
	default:
	}
	return next.begin(tx, kind, tenant.Key{}, map[string]any{"environmentName": row.Name, "environmentType": string(row.Type)})
}

// recoverCentral brings a deleted environment back.
func recoverCentral(tx *tenant.Tx, family Family, name string) (*centralOperationRow, error) {
	row, err := admitted(tx, family, name, actRecover)
	if err == nil {
		err = checkReturn(tx, row)
	}
	if err != nil {
		return nil, err
	}
	next := *row
	next.Status = CentralRecovering
	return next.begin(tx, CentralKindRecover, tenant.Key{}, map[string]any{"environmentName": row.Name, "environmentType": string(row.Type)})
}

// backupAge is how far one can go back.
// Source: https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/tenant-admin-center-backup-restore
const backupAge = 28 * 24 * time.Hour

// centralPeriods are the spans of time that can be gone back to.
func centralPeriods(tx *tenant.Tx, family Family, name string) (list []*RestorePeriod, err error) {
	row, err := readable(tx, family, name)
	if err != nil {
		return nil, err
	}
	return row.periods(tx), nil
}

func (r *centralRow) periods(tx *tenant.Tx) (list []*RestorePeriod) {
	oldest := tx.Now().Add(-backupAge)
	for i, p := range r.History {
		until := tx.Now()
		if i+1 < len(r.History) {
			until = r.History[i+1].From
		}
		if until.After(oldest) {
			major, minor, _ := splitVersion(p.Version)
			list = append(list, &RestorePeriod{From: latestOf(p.From, oldest), To: until, Version: versionOf(major, minor) + ".0.0"})
		}
	}
	return list
}

func latestOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// restoreCentral makes an environment that is as another one was.
func restoreCentral(tx *tenant.Tx, family Family, name string, to CentralRestore) (*centralOperationRow, error) {
	row, err := admitted(tx, family, name, actUse)
	if err != nil {
		return nil, err
	}
	if to.Name == "" {
		return nil, centralInput.Err("", "EnvironmentName")
	}
	made, err := row.twin(tx, to.Name, to.Type, "EnvironmentType")
	if err != nil {
		return nil, err
	}
	if to.PointInTime.IsZero() {
		return nil, centralInput.Err("", "PointInTime")
	}
	periods := row.periods(tx)
	at := slices.IndexFunc(periods, func(p *RestorePeriod) bool {
		return !to.PointInTime.Before(p.From) && !to.PointInTime.After(p.To)
	})
	if at < 0 {
		return nil, centralRestoreFailed.Err("", "The point in time is outside of the available restore periods.")
	}
	for _, check := range []error{checkFree(tx, row.Family, to.Name), checkRoom(tx, made.Type)} {
		if e, ok := check.(*admin365.Error); ok { //nolint:errorlint // It is the refusal itself.
			return nil, centralRestoreFailed.Err("", e.Message)
		}
	}
	for _, p := range row.History {
		if !p.From.After(to.PointInTime) {
			made.Version, made.Kind = p.Version, p.Kind
		}
	}
	if err := made.fits("EnvironmentType"); err != nil {
		return nil, err
	}
	made.History = []periodRow{{tx.Now(), made.Version, made.Kind}}
	return row.beginMaking(tx, CentralKindRestore, made)
}

// usedBy is what an environment uses.
func (r *centralRow) usedBy() *CentralStorage {
	return &CentralStorage{Name: r.Name, Family: r.Family, Type: r.Type, DatabaseKilobytes: r.Kilobytes}
}

// centralRows are the environments of a family, of all if it is empty, by name.
func centralRows(tx *tenant.Tx, family Family) (list []*centralRow) {
	for row := range tenant.In(tx, &centrals).Ordered(&centralsByName, nil, false) {
		if family == "" || row.Family == family {
			list = append(list, row)
		}
	}
	return list
}

// centralList are the same as people see them.
func centralList(tx *tenant.Tx, family Family) (list []*CentralEnvironment, err error) {
	if family != "" {
		if family, err = familyOf(family); err != nil {
			return nil, err
		}
	}
	for _, row := range centralRows(tx, family) {
		list = append(list, row.public(tx))
	}
	return list, nil
}

// usedByAll is what each environment uses, by name.
func usedByAll(tx *tenant.Tx) (list []*CentralStorage) {
	for row := range tenant.In(tx, &centrals).Ordered(&centralsByName, nil, false) {
		if row.Status != CentralSoftDeleted {
			list = append(list, row.usedBy())
		}
	}
	return list
}

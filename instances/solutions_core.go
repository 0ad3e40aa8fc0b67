package instances

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// offeredNow are the applications that can be installed, with what was published since.
func offeredNow(tx *tenant.Tx) (list []offeredPackage) {
	newer := map[tenant.Key]*publishedRow{}
	for row := range tenant.In(tx, &published).All() {
		newer[packageKey(row.UniqueName)] = row
	}
	for _, p := range offeredPackages {
		k := packageKey(p.UniqueName)
		if row, ok := newer[k]; ok {
			p = row.offeredPackage
			delete(newer, k)
		}
		list = append(list, p)
	}
	for row := range tenant.In(tx, &published).All() {
		if _, ok := newer[packageKey(row.UniqueName)]; ok {
			list = append(list, row.offeredPackage)
		}
	}
	return list
}

// findPackage returns the application of that unique name, letter case aside.
func findPackage(tx *tenant.Tx, unique string) (*offeredPackage, bool) {
	if row, ok := tenant.In(tx, &published).Get(packageKey(unique)); ok {
		return &row.offeredPackage, true
	}
	i := slices.IndexFunc(offeredPackages, func(p offeredPackage) bool { return strings.EqualFold(p.UniqueName, unique) })
	if i < 0 {
		return nil, false
	}
	return &offeredPackages[i], true
}

// firstVersion is the version that came with a template, before anything newer was
// published.
func firstVersion(unique string) string {
	for i := range offeredPackages {
		if strings.EqualFold(offeredPackages[i].UniqueName, unique) {
			return offeredPackages[i].Version
		}
	}
	return ""
}

// installedOn is an application as it is on an environment. One that nobody touched has
// what came with the environment's templates.
func installedOn(tx *tenant.Tx, r *environmentRow, p *offeredPackage) installedRow {
	id := installedKey(r.ID, p.UniqueName)
	if row, ok := tenant.In(tx, &installed).Get(id); ok {
		return *row
	}
	row := installedRow{ID: id, Environment: r.ID, Package: p.UniqueName}
	if r.Database != nil && p.Template != "" && slices.Contains(r.Database.Templates, p.Template) {
		row.Version = firstVersion(p.UniqueName)
	}
	return row
}

// solution is the application as the tenant's catalogue has it.
func (p *offeredPackage) solution() *Solution {
	s := &Solution{
		UniqueName: p.UniqueName, Name: p.Name, Description: p.Description, ApplicationID: p.ApplicationID, ApplicationName: p.Application,
		Publisher: p.Publisher, PublisherID: tenant.NameKey("publisher", p.Publisher).String(), LearnMoreURL: p.LearnMore, MinVersion: p.MinVersion,
		Start: time.Date(2018, 7, 23, 0, 0, 0, 0, time.UTC), End: time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC),
		Countries: []string{"AT", "CH", "DE", "FR", "GB", "IT", "NL", "US"}, CustomInstaller: p.Custom,
	}
	if s.ApplicationID == "" {
		s.ApplicationID = tenant.NameKey("application", p.Application).String()
	}
	return s
}

// catalogueSolutions are the applications that the tenant may install anywhere.
func catalogueSolutions(tx *tenant.Tx) (list []*Solution) {
	for _, p := range offeredNow(tx) {
		list = append(list, p.solution())
	}
	return list
}

// listSolutions are the applications of an environment.
func listSolutions(tx *tenant.Tx, id string, q SolutionQuery) (list []*Solution, err error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, err
	}
	if r.Database == nil {
		return nil, r.unlinked(tx, "List")
	}
	switch q.Installed {
	case "", SolutionsAll, SolutionsInstalled, SolutionsNotInstalled:
	default:
		return nil, badValue.Err("", string(q.Installed), "appInstallState")
	}
	for _, p := range offeredNow(tx) {
		s := solutionOn(tx, r, &p)
		if is := s.State == SolutionInstalled; q.Installed == SolutionsInstalled && !is || q.Installed == SolutionsNotInstalled && is {
			continue
		}
		list = append(list, s)
	}
	return list, nil
}

// solutionOn is the application as it is on an environment.
func solutionOn(tx *tenant.Tx, r *environmentRow, p *offeredPackage) *Solution {
	row := installedOn(tx, r, p)
	s := p.solution()
	s.ID, s.Version, s.State = packageKey(p.UniqueName).String(), p.Version, SolutionNone
	if o, ok := tenant.In(tx, &installs).Get(row.Running); ok {
		s.State = SolutionInstalling
		if o.state(tx.Now()) == admin365.OperationNotStarted {
			s.State = SolutionInstallRequested
		}
	} else if row.Failure != nil {
		s.State, s.LastError = SolutionInstallFailed, new(*row.Failure)
	} else if row.Version != "" {
		s.State = SolutionInstalled
	}
	if s.State != SolutionNone {
		s.InstanceID = row.ID.String()
	}
	return s
}

// jobInstall is an application coming to be installed.
const jobInstall = "solution installation"

// installing takes that long.
const installTakes = 10 * time.Minute

// install begins to install an application, or to update it.
func install(tx *tenant.Tx, id, unique string) (*installRow, error) {
	r, err := findEnvironment(tx, id)
	if err != nil {
		return nil, err
	}
	p, ok := findPackage(tx, unique)
	if !ok {
		return nil, packageNotFound.Err(unique, unique)
	}
	row, err := installable(tx, r, p)
	if err != nil {
		return nil, err
	}
	o := &installRow{ID: tx.NewKey(), Environment: r.ID, Default: r.Default, Package: p.UniqueName, Version: p.Version, Created: now(tx)}
	takes := installTakes
	if how, ok := doomed(tx, KindInstall); ok {
		o.Doomed, takes = installFailed(how), installTakes/2
	}
	if err := tenant.In(tx, &installs).Put(o); err != nil {
		return nil, err
	}
	row.Running, row.Failure = o.ID, nil
	if err := tenant.In(tx, &installed).Put(row); err != nil {
		return nil, err
	}
	return o, tx.Schedule(o.Created.Add(takes), jobInstall, operationArgs{o.ID})
}

// installable refuses what cannot be installed as the environment is.
func installable(tx *tenant.Tx, r *environmentRow, p *offeredPackage) (*installedRow, error) {
	row := installedOn(tx, r, p)
	switch {
	case r.runtime() == RuntimeDisabled:
		return nil, notDisabled.Err("", string(KindInstall))
	case r.Database == nil, r.Provisioning != "", older(r.Database.Version, p.MinVersion):
		return nil, notLinked.Err("", string(KindInstall))
	case p.Custom:
		return nil, customInstaller.Err(p.UniqueName, p.UniqueName)
	case !row.Running.IsZero():
		return nil, installing.Err("", p.UniqueName)
	case r.occupied(tx):
		return nil, r.taken(tx)
	case r.runtime() == RuntimeAdminMode:
		return nil, inAdminMode.Err("")
	case row.Version != "" && row.Failure == nil && !older(row.Version, p.Version):
		return nil, alreadyInstalled.Err("", p.UniqueName)
	}
	return &row, nil
}

// older reports whether version a is older than b. An empty b is any.
func older(a, b string) bool {
	if b == "" {
		return false
	}
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		x, y := part(as, i), part(bs, i)
		if x != y {
			return x < y
		}
	}
	return false
}

func part(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	n, err := strconv.Atoi(parts[i])
	if err != nil {
		return 0
	}
	return n
}

// installOver is the job.
func installOver(tx *tenant.Tx, args operationArgs) error {
	o, ok := tenant.In(tx, &installs).Get(args.ID)
	if !ok || o.State != "" {
		return nil
	}
	return endInstall(tx, o, o.Doomed)
}

// endInstall ends an installation, with why it failed if it did.
func endInstall(tx *tenant.Tx, o *installRow, failure *SolutionError) error {
	next := *o
	next.State, next.Ended, next.Failure = admin365.OperationSucceeded, now(tx), failure
	if failure != nil {
		next.State = admin365.OperationFailed
	}
	if err := tenant.In(tx, &installs).Put(&next); err != nil {
		return err
	}
	row, ok := tenant.In(tx, &installed).Get(installedKey(o.Environment, o.Package))
	if !ok || row.Running != o.ID {
		return nil
	}
	after := *row
	after.Running, after.Failure = tenant.Key{}, failure
	if failure == nil {
		after.Version = o.Version
	}
	return tenant.In(tx, &installed).Put(&after)
}

// state is where an installation stands at the time.
func (r *installRow) state(at time.Time) admin365.OperationState {
	switch {
	case r.State != "":
		return r.State
	case at.Before(r.Created.Add(started)):
		return admin365.OperationNotStarted
	default:
		return admin365.OperationRunning
	}
}

// environmentID is the environment's id as the service writes it.
func (r *installRow) environmentID(tx *tenant.Tx) EnvironmentID {
	return (&operationRow{Environment: r.Environment, Default: r.Default}).environmentID(tx)
}

// installRowOf returns an installation on an environment.
func installRowOf(tx *tenant.Tx, environment, operation string) (*installRow, error) {
	on, known := environmentKey(tx, environment)
	if k, ok := tenant.ParseKey(operation); ok && known {
		if row, found := tenant.In(tx, &installs).Get(k); found && row.Environment == on {
			return row, nil
		}
	}
	return nil, operationNotFound.Err(operation, operation)
}

// findInstall returns an application being installed.
func findInstall(tx *tenant.Tx, environment, operation string) (*admin365.Operation, error) {
	row, err := installRowOf(tx, environment, operation)
	if err != nil {
		return nil, err
	}
	return installOf(tx, row), nil
}

// installOf is an installation as people see it.
func installOf(tx *tenant.Tx, r *installRow) *admin365.Operation {
	id := r.environmentID(tx)
	return wireInstall(tx, r).operation(installID(id, r.ID.String()), id)
}

// wireInstall is an installation as the service writes it.
func wireInstall(tx *tenant.Tx, r *installRow) *installWire {
	w := &installWire{OperationID: r.ID.String(), Created: r.Created, LastAction: r.Created, Status: string(r.state(tx.Now())), StatusMessage: ""}
	if !r.Ended.IsZero() {
		w.LastAction = r.Ended
	}
	if f := r.Failure; f != nil {
		w.StatusMessage = f.Message
		w.Error = wireSolutionError(f)
	}
	return w
}

// copySolutions: a copy and a restore bring the applications along.
func copySolutions(tx *tenant.Tx, e contentCopied) error {
	if e.Source == e.Target {
		return nil
	}
	if err := forgetSolutions(tx, e.Target); err != nil {
		return err
	}
	for row := range tenant.In(tx, &installed).Referring(&installedByEnvironment, e.Source) {
		next := *row
		next.ID, next.Environment, next.Running = installedKey(e.Target, row.Package), e.Target, tenant.Key{}
		if err := tenant.In(tx, &installed).Put(&next); err != nil {
			return err
		}
	}
	return nil
}

// forgetSolutions takes the applications of an environment away; those being installed
// fail.
func forgetSolutions(tx *tenant.Tx, environment tenant.Key) error {
	gone := SolutionError{Name: "EnvironmentChanged", Message: "The environment was overwritten while the application was being installed.", Type: "User"}
	for o := range tenant.In(tx, &installs).Referring(&installsRunning, environment) {
		if err := endInstall(tx, o, &gone); err != nil {
			return err
		}
	}
	for row := range tenant.In(tx, &installed).Referring(&installedByEnvironment, environment) {
		tenant.In(tx, &installed).Delete(row.ID)
	}
	return nil
}

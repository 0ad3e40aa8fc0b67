package instances

import (
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// publishedRow is an application that Microsoft has published since, or a newer version
// of one.
type publishedRow struct {
	offeredPackage
	// At is when.
	At time.Time `json:"at"`
}

var published = tenant.Table[*publishedRow]{
	Name: "solutionPackages", Key: func(r *publishedRow) tenant.Key { return packageKey(r.UniqueName) },
	Label: func(r *publishedRow) string { return r.UniqueName + " " + r.Version },
}

func packageKey(unique string) tenant.Key {
	return tenant.NameKey("solution package", tenant.Fold(unique))
}

// installedRow is an application on an environment. There is none for one that came with
// a template and has not been touched since.
type installedRow struct {
	// ID is the package's on the environment.
	ID          tenant.Key `json:"id"`
	Environment tenant.Key `json:"environment"`
	Package     string     `json:"package"`
	// Version is what is installed; empty if nothing is.
	Version string `json:"version,omitzero"`
	// Running is the installation that runs.
	Running tenant.Key `json:"running,omitzero"`
	// Failure is why the last one failed.
	Failure *SolutionError `json:"failure,omitzero"`
}

var (
	installed = tenant.Table[*installedRow]{
		Name: "solutions", Key: func(r *installedRow) tenant.Key { return r.ID }, Label: func(r *installedRow) string { return r.Package },
		Indexes: []*tenant.Index[*installedRow]{&installedByEnvironment},
		Diff:    installedDiff,
	}
	installedByEnvironment = tenant.Index[*installedRow]{Name: "environment", Ref: func(r *installedRow) tenant.Key { return r.Environment }}
)

func installedDiff(before, after *installedRow) (lines []string) {
	failed := func(r *installedRow) string {
		if r.Failure == nil {
			return ""
		}
		return r.Failure.Name
	}
	for _, d := range [][3]string{
		{"version", before.Version, after.Version},
		{"installation", key(before.Running), key(after.Running)},
		{"failure", failed(before), failed(after)},
	} {
		if d[1] != d[2] {
			lines = append(lines, d[0]+": "+d[1]+" → "+d[2])
		}
	}
	return lines
}

// installedKey is the id that an application has on an environment.
func installedKey(environment tenant.Key, unique string) tenant.Key {
	return tenant.NameKey("solution", environment.String()+" "+tenant.Fold(unique))
}

// installRow is an application being installed, or that was.
type installRow struct {
	ID          tenant.Key              `json:"id"`
	Environment tenant.Key              `json:"environment"`
	Default     bool                    `json:"default,omitzero"`
	Package     string                  `json:"package"`
	Version     string                  `json:"version"`
	State       admin365.OperationState `json:"state,omitzero"`
	Created     time.Time               `json:"created"`
	Ended       time.Time               `json:"ended,omitzero"`
	Failure     *SolutionError          `json:"failure,omitzero"`
	// Doomed is why it will fail, if somebody has said so.
	Doomed *SolutionError `json:"doomed,omitzero"`
}

var (
	installs = tenant.Table[*installRow]{
		Name: "solutionOperations", Key: func(r *installRow) tenant.Key { return r.ID }, Label: func(r *installRow) string { return r.Package },
		Indexes: []*tenant.Index[*installRow]{&installsRunning},
	}
	installsRunning = tenant.Index[*installRow]{Name: "running", Ref: func(r *installRow) tenant.Key {
		if r.State != "" {
			return tenant.Key{}
		}
		return r.Environment
	}}
)

// offeredPackage is an application that can be installed.
type offeredPackage struct {
	UniqueName    string `json:"uniqueName"`
	Version       string `json:"version"`
	Name          string `json:"name"`
	Description   string `json:"description,omitzero"`
	ApplicationID string `json:"applicationId,omitzero"`
	Application   string `json:"applicationName,omitzero"`
	Publisher     string `json:"publisher,omitzero"`
	LearnMore     string `json:"learnMore,omitzero"`
	MinVersion    string `json:"minVersion,omitzero"`
	// Custom: it has an installer of its own, which the API does not run.
	Custom bool `json:"custom,omitzero"`
	// Template is that with which it comes along.
	Template string `json:"template,omitzero"`
}

// offeredPackages are the applications of every tenant. Two are recorded; of the others
// the names are real and the versions plausible.
// Source: microsoft/terraform-provider-power-platform (fixture);
// https://learn.microsoft.com/rest/api/power-platform/appmanagement
var offeredPackages = []offeredPackage{
	{
		UniqueName: "MicrosoftFormsPro", Version: "2.0.0.45", Name: "Dynamics 365 Customer Voice",
		Description:   "Create and send surveys to your customers or employees and collect their valuable feedback about your products or services.",
		ApplicationID: "4bbd5362-21f6-47a8-bcd9-e2a75e8242ef", Application: "Dynamics 365 Customer Voice", Publisher: "Microsoft Dynamics 365",
		LearnMore: "https://go.microsoft.com/fwlink/?linkid=866263", MinVersion: "9.1",
	},
	{
		UniqueName: "msdyn_IOMOrderReturnsPortalAnchor", Version: "1.0.0.78", Name: "Intelligent Order Management Order Returns Portal Anchor",
		ApplicationID: "f50a3059-435a-401b-a7ee-1bca67da5657", Application: "Intelligent Order Management Portal", Publisher: "Microsoft Power Pages",
		LearnMore: "http://go.microsoft.com/fwlink/p/?LinkID=785007", MinVersion: "9.0",
	},
	{
		UniqueName: "Office365Groups", Version: "2.9.0.3", Name: "Office 365 Groups",
		Description:   "With Office 365 groups, you can collaborate with people across your company even if they aren't Dynamics 365 users.",
		ApplicationID: "2f17f077-4175-4d82-b82b-17cd8950b74f", Application: "Office365Groups", Publisher: "Microsoft CRM Package",
		LearnMore: "http://go.microsoft.com/fwlink/?LinkID=525719", MinVersion: "8.0",
	},
	{
		UniqueName: "msdynce_SalesPatch", Version: "9.0.25121.1002", Name: "Sales", Application: "Dynamics 365 Sales", Publisher: "Microsoft Dynamics 365",
		LearnMore: "https://learn.microsoft.com/dynamics365/sales/", MinVersion: "9.2", Template: "D365_Sales",
	},
	{
		UniqueName: "msdynce_ServicePatch", Version: "9.0.25121.1002", Name: "Customer Service Hub", Application: "Dynamics 365 Customer Service", Publisher: "Microsoft Dynamics 365",
		LearnMore: "https://learn.microsoft.com/dynamics365/customer-service/", MinVersion: "9.2", Template: "D365_CustomerService",
	},
	{
		UniqueName: "msdyn_FieldService_patch_update", Version: "8.8.139.16", Name: "Field Service", Application: "Dynamics 365 Field Service", Publisher: "Microsoft Dynamics 365",
		LearnMore: "https://learn.microsoft.com/dynamics365/field-service/", MinVersion: "9.2", Template: "D365_FieldService",
	},
	{
		UniqueName: "msdyn_DualWriteCore_Anchor", Version: "1.0.46.5", Name: "Dual-write core solution", Application: "Dual-write", Publisher: "Microsoft Dynamics 365",
		LearnMore: "https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/dual-write/", MinVersion: "9.2", Custom: true,
	},
}

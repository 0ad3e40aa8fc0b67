package instances

// Service is the area's interfaces in one struct. Replace a field to replace a part, as
// a failure test does:
//
//	type flaky struct{ instances.Copies }
//	func (flaky) Copy(context.Context, instances.EnvironmentID, instances.Expect, instances.EnvironmentCopy) (*admin365.Operation, error) {
//		return nil, errors.New("down")
//	}
//	c.Instances.Copies = flaky{c.Instances.Copies}
type Service struct {
	// Environments are the environments: listed, created, edited.
	Environments Environments
	// Lifecycle is what becomes of them: a database, another type, the bin and back.
	Lifecycle Lifecycle
	// AdminMode closes an environment to all but its administrators.
	AdminMode AdminMode
	// Copies overwrite one environment with another.
	Copies Copies
	// Backups are made, listed and restored.
	Backups Backups
	// Resets put an environment back to how it began.
	Resets Resets
	// Operations are what runs and what ran.
	Operations Operations
	// Catalogue is what a new environment can be made of.
	Catalogue Catalogue
	// Solutions are the applications of Dynamics 365 on an environment.
	Solutions Solutions
	// Capacity is the storage that the tenant has and uses.
	Capacity Capacity
	// Waves are the releases that an environment can have early.
	Waves Waves
	// ManagementApps are the applications that may do all this on their own.
	ManagementApps ManagementApps

	// Central is Business Central, whose environments are none of Dataverse.
	Central *CentralService
	// FinOps is Finance and Operations on environments of Dataverse.
	FinOps *FinOpsService
}

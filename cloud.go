package admin365

// Cloud is one of Microsoft's clouds. Each has hosts and tokens of its own, and
// a tenant lives in exactly one.
// Source: https://learn.microsoft.com/graph/deployments
type Cloud string

// The clouds. The zero value of a configuration means [CloudPublic].
const (
	// CloudPublic is the worldwide cloud, which also hosts GCC tenants.
	CloudPublic Cloud = "Public"
	// CloudUSGovernment is Microsoft Cloud for US Government, L4 (GCC High).
	CloudUSGovernment Cloud = "USGovernment"
	// CloudUSGovernmentDoD is Microsoft Cloud for US Government, L5 (DoD).
	CloudUSGovernmentDoD Cloud = "USGovernmentDoD"
	// CloudChina is Microsoft Cloud China, operated by 21Vianet.
	CloudChina Cloud = "China"
)

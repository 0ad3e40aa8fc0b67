package instances

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What is refused of applications, besides what they are refused with others.
var (
	// customInstaller: the application brings an installer of its own. Clients look for
	// "Custom Install Experience" and "not supported by this API". Unverified: the code, and
	// the rest of the text.
	customInstaller = api.Refusal{
		Name: "CustomInstaller", Status: 400, Code: "CustomInstallExperience",
		Text:  "The application '%s' has a Custom Install Experience, which is not supported by this API.",
		Names: true, Is: admin365.ErrUnsupported, Source: "https://learn.microsoft.com/power-platform/admin/manage-apps",
	}
	// inAdminMode: nothing is installed while the environment is closed. Unverified: code
	// and text.
	inAdminMode = api.Refusal{
		Name: "InAdminMode", Status: 400, Code: "EnvironmentInAdministrationMode",
		Text: "The application cannot be installed because the environment is in administration mode.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/power-platform/admin/manage-apps",
	}
)

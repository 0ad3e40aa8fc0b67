package instances

import "strings"

// Links are the pages of an environment: where people work in it, and where they
// administer it. They are addresses, and nothing is asked; who opens one signs in there.
// An address is empty where there is no such page.
type Links struct {
	// Instance is where people work, such as "https://contoso.crm4.dynamics.com/".
	Instance string
	// API is where programs do.
	API string
	// Settings are the organization's own (users, teams, mail), in the instance.
	Settings string
	// AdminCenter is the environment's page in the Power Platform admin center.
	AdminCenter string
	// Backups, History and Solutions are pages behind that one. Unverified: their
	// addresses; the service names AdminCenter and Maker alone.
	Backups, History, Solutions string
	// Maker is where its applications are made.
	Maker string
}

// Links returns the environment's pages.
func (e *Environment) Links() Links {
	l := Links{AdminCenter: e.AdminURL, Maker: e.MakerURL}
	if l.AdminCenter == "" {
		l.AdminCenter = adminPage(e.ID)
	}
	if l.Maker == "" {
		l.Maker = makerPage(e.ID)
	}
	if d := e.Dataverse; d != nil {
		l.Instance, l.API = d.URL, d.APIURL
		if d.URL != "" {
			l.Settings = strings.TrimRight(d.URL, "/") + "/main.aspx?settingsonly=true"
		}
		page := strings.TrimSuffix(l.AdminCenter, "/hub")
		l.Backups, l.History, l.Solutions = page+"/backups", page+"/history", page+"/applications"
	}
	return l
}

func adminPage(id EnvironmentID) string {
	return "https://admin.powerplatform.microsoft.com/environments/environment/" + string(id) + "/hub"
}

func makerPage(id EnvironmentID) string {
	return "https://make.powerapps.com/environments/" + string(id) + "/home"
}

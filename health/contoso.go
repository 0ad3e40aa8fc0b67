package health

import (
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// Basics subscribes a tenant to what every tenant has. For package admin alone.
func Basics(tx *tenant.Tx) error { return subscribeAll(tx, "OrgLiveID", "OSDPPlatform") }

// contosoServices are those that Contoso's products bring.
var contosoServices = []string{
	"OrgLiveID", "OSDPPlatform",
	// Microsoft 365 E3 and E5.
	"Exchange", "SharePoint", "OneDriveForBusiness", "microsoftteams", "officeonline", "O365Client", "Intune", "RMS", "Planner",
	"Forms", "Stream", "SwayEnterprise", "yammer", "Viva", "Bookings", "PowerAppsM365", "MicrosoftFlowM365",
	"Microsoft365Defender", "cloudappsecurity", "PAM",
	// Power BI Pro, Power Automate, and Dynamics 365 with the Power Apps below it.
	"PowerBIcom", "MicrosoftFlow", "DynamicsCRM", "PowerApps",
}

func subscribeAll(tx *tenant.Tx, ids ...string) error {
	for _, id := range ids {
		k, err := mustKnow(id)
		if err != nil {
			return err
		}
		if err := subscribe(tx, k); err != nil {
			return err
		}
	}
	return nil
}

// Contoso has the tenant subscribe to what Contoso's products bring, with what Microsoft
// said of it in the month before. Ids never change; later releases only add. For package
// admin alone.
func Contoso(tx *tenant.Tx) error {
	if err := subscribeAll(tx, contosoServices...); err != nil {
		return err
	}
	for _, i := range contosoIssues() {
		row := i.Issue
		row.Details, row.Origin = []Detail{}, OriginMicrosoft
		row.IsResolved = row.Status.Over()
		if row.ImpactDescription == "" {
			row.ImpactDescription = row.Title
		}
		row.Posts = []Post{}
		for _, p := range i.said {
			row.Posts = append(row.Posts, Post{CreatedDateTime: p.at, PostType: PostRegular, Description: Body{"html", p.text}})
			row.LastModifiedDateTime = p.at
		}
		if i.review != "" {
			row.LastModifiedDateTime = row.LastModifiedDateTime.AddDate(0, 0, 5)
			review := &fileRow{ID: reviewID, Owner: string(row.ID), ContentType: "application/octet-stream", Content: []byte(i.review), Modified: row.LastModifiedDateTime}
			if err := tenant.In(tx, &files).Put(review); err != nil {
				return err
			}
		}
		if err := tenant.In(tx, &issues).Put(&issueRow{row}); err != nil {
			return err
		}
	}
	return contosoAnnouncements(tx)
}

// seedIssue is an issue, what was said about it, and its review.
type seedIssue struct {
	Issue
	said   []seedPost
	review string
}

type seedPost struct {
	at   time.Time
	text string
}

// utc is a time in the winter in which Contoso begins.
func utc(month time.Month, day, hour, minute int) time.Time {
	year := 2025
	if month == time.January || month == time.February {
		year = 2026
	}
	return time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
}

func contosoIssues() []seedIssue {
	return []seedIssue{
		{Issue: Issue{
			ID: "EX1201188", Title: "Some users may be unable to send email", Classification: Incident, Status: PostIncidentReviewPublished,
			Service: "Exchange Online", Feature: "E-Mail and calendar access", FeatureGroup: "Messaging",
			StartDateTime: utc(12, 11, 7, 20), EndDateTime: utc(12, 11, 11, 5),
		}, said: []seedPost{
			{utc(12, 11, 7, 52), "<p>Title: Some users may be unable to send email</p><p>User impact: Messages stay in the outbox.</p><p>Current status: We're looking into it and will tell more within 60 minutes.</p>"},
			{utc(12, 11, 9, 40), "<p>Current status: A part of the infrastructure that accepts messages does not take the load. We're moving it.</p>"},
			{utc(12, 11, 11, 31), "<p>Final status: Messages go out as they should.</p><p>Start time: Thursday, December 11, 2025, at 7:20 AM UTC<br>End time: Thursday, December 11, 2025, at 11:05 AM UTC</p><p>This is the final update.</p>"},
		}, review: "Post-incident review of EX1201188\nCause: a change of configuration halved what accepts messages.\nSteps: the change is checked under load from now on.\n"},
		{Issue: Issue{
			ID: "TM1203402", Title: "Users may see delays when they join meetings", Classification: Advisory, Status: ServiceRestored,
			Service: "Microsoft Teams", Feature: "Teams Components", FeatureGroup: "Teams",
			StartDateTime: utc(12, 18, 13, 0), EndDateTime: utc(12, 22, 16, 30),
		}, said: []seedPost{
			{utc(12, 18, 15, 10), "<p>Title: Users may see delays when they join meetings</p><p>More info: Joining takes up to 40 seconds. To join in the browser is not affected.</p>"},
			{utc(12, 22, 17, 2), "<p>Final status: The fix has reached everybody.</p>"},
		}},
		{Issue: Issue{
			ID: "SP1204975", Title: "Search results may be out of date", Classification: Advisory, Status: FalsePositive,
			Service: "SharePoint Online", Feature: "Search", FeatureGroup: "SharePoint Features",
			StartDateTime: utc(12, 20, 9, 0), EndDateTime: utc(12, 20, 10, 15),
		}, said: []seedPost{{utc(12, 20, 10, 20), "<p>Final status: We have found that search works as expected. This was a false alarm.</p>"}}},
		{Issue: Issue{
			ID: "MO1206113", Title: "Admins may be unable to open parts of the Microsoft 365 admin center", Classification: Incident, Status: ServiceRestored,
			Service: "Microsoft 365 suite", Feature: "Portal", FeatureGroup: "Portal",
			StartDateTime: utc(12, 29, 22, 10), EndDateTime: utc(12, 30, 1, 45),
		}, said: []seedPost{
			{utc(12, 29, 22, 40), "<p>Title: Admins may be unable to open parts of the Microsoft 365 admin center</p><p>Current status: We're investigating.</p>"},
			{utc(12, 30, 2, 5), "<p>Final status: A certificate was renewed, and all pages open again.</p>"},
		}},
		{Issue: Issue{
			ID: "LY1205001", Title: "Users may be unable to transfer calls", Classification: Advisory, Status: ServiceRestored,
			Service: "Skype for Business", Feature: "Telephony", FeatureGroup: "Voice",
			StartDateTime: utc(12, 21, 8, 0), EndDateTime: utc(12, 21, 12, 0),
		}, said: []seedPost{{utc(12, 21, 12, 30), "<p>Final status: Calls can be transferred.</p>"}}},
		{Issue: Issue{
			ID: "CR1207240", Title: "Users may see slow dashboards in Dynamics 365 Sales", Classification: Advisory, Status: ServiceDegradation,
			Service: "Dynamics 365 Apps", Feature: "Other", FeatureGroup: "Other", StartDateTime: utc(1, 3, 10, 0),
		}, said: []seedPost{
			{utc(1, 3, 12, 15), "<p>Title: Users may see slow dashboards in Dynamics 365 Sales</p><p>More info: Views and forms are not affected.</p>"},
			{utc(1, 4, 17, 45), "<p>Current status: A fix is being built.</p><p>Next update by: Tuesday, January 6, 2026, at 6:00 PM UTC</p>"},
		}},
		{Issue: Issue{
			ID: "EX1207533", Title: "Some users may be unable to access their mailbox in any way", Classification: Incident, Status: ServiceDegradation,
			Service: "Exchange Online", Feature: "E-Mail and calendar access", FeatureGroup: "Messaging", StartDateTime: utc(1, 5, 7, 48),
		}, said: []seedPost{
			{utc(1, 5, 8, 6), "<p>Title: Some users may be unable to access their mailbox in any way</p><p>Current status: We're investigating.</p>"},
			{utc(1, 5, 8, 41), "<p>Scope: Users whose mailboxes are in one part of the European infrastructure.</p><p>Current status: We're restarting the servers concerned.</p><p>Next update by: Monday, January 5, 2026, at 10:30 AM UTC</p>"},
		}},
	}
}

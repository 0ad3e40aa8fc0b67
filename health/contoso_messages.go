package health

import (
	"time"

	"github.com/admin365/admin365/internal/tenant"
)

// seedMessage is a message of Contoso's, with its files.
type seedMessage struct {
	Message
	major bool
	files []NewAttachment
}

func contosoAnnouncements(tx *tenant.Tx) error {
	for _, m := range contosoMessages() {
		row := m.Message
		row.IsMajorChange, row.HasAttachments = new(m.major), len(m.files) > 0
		row.Body.ContentType = "html"
		row.Details = append([]Detail{}, row.Details...)
		if row.Severity == "" {
			row.Severity = SeverityNormal
		}
		if row.LastModifiedDateTime.IsZero() {
			row.LastModifiedDateTime = row.StartDateTime.Add(73 * time.Second)
		}
		if err := tenant.In(tx, &messages).Put(&messageRow{row}); err != nil {
			return err
		}
		for _, f := range m.files {
			file := &fileRow{
				ID: AttachmentID(tenant.NameKey("attachment", string(row.ID)+"/"+f.Name).String()), Owner: string(row.ID),
				Name: f.Name, ContentType: f.ContentType, Content: f.Content, Modified: row.LastModifiedDateTime,
			}
			if err := tenant.In(tx, &files).Put(file); err != nil {
				return err
			}
		}
	}
	return nil
}

func contosoMessages() []seedMessage {
	return []seedMessage{
		{Message: Message{
			ID: "MC1190022", Title: "Planned maintenance of Power BI", StartDateTime: utc(12, 8, 18, 0), EndDateTime: utc(1, 9, 8, 0),
			Category: PlanForChange, Tags: []string{"User impact"}, Services: []string{"Power BI"},
			Body: Body{Content: "<p>Refreshes may wait for up to ten minutes on January 7.</p>"},
		}},
		{major: true, Message: Message{
			ID: "MC1198401", Title: "(Updated) Retirement of an older way to submit email", StartDateTime: utc(12, 10, 19, 23), EndDateTime: time.Date(2026, 6, 1, 7, 0, 0, 0, time.UTC),
			LastModifiedDateTime: utc(1, 2, 20, 11), ActionRequiredByDateTime: utc(2, 15, 8, 0),
			Category: PlanForChange, Severity: SeverityHigh, Tags: []string{"Major update", "Updated message", "Admin impact", "Retirement"}, Services: []string{"Exchange Online"},
			Details: []Detail{{"ExternalLink", "https://learn.microsoft.com/exchange/"}, {"RoadmapIds", "402188"}},
			Body:    Body{Content: "<p>Updated January 2, 2026: the date has changed.</p><p><b>What you need to do</b></p><ul><li>Find the devices that send email in this way.</li><li>Move them before February 15.</li></ul>"},
		}},
		{Message: Message{
			ID: "MC1200347", Title: "Microsoft Teams: a new way to find recordings", StartDateTime: utc(12, 15, 23, 35), EndDateTime: time.Date(2026, 4, 1, 7, 0, 0, 0, time.UTC),
			Category: StayInformed, Tags: []string{"New feature", "User impact"}, Services: []string{"Microsoft Teams", "OneDrive for Business"},
			Details: []Detail{{"RoadmapIds", "411902"}, {"Platforms", "Desktop, Web"}},
			Body:    Body{Content: "<p>Recordings get a page of their own. There is nothing to do.</p>"},
		}},
		{Message: Message{
			ID: "MC1201995", Title: "Renew the certificates of server-to-server connections", StartDateTime: utc(12, 19, 17, 5), EndDateTime: utc(2, 28, 8, 0),
			ActionRequiredByDateTime: utc(1, 20, 8, 0), Category: PreventOrFixIssue, Severity: SeverityHigh,
			Tags: []string{"Admin impact"}, Services: []string{"Dynamics 365 Apps", "Power Apps"},
			Body: Body{Content: "<p>Connections whose certificate was made before 2024 are refused from January 20.</p>"},
		}},
		{Message: Message{
			ID: "MC1202660", Title: "Data privacy: requests about people in your organization", StartDateTime: utc(12, 22, 16, 0), EndDateTime: time.Date(2026, 3, 22, 8, 0, 0, 0, time.UTC),
			Category: PreventOrFixIssue, Tags: []string{TagDataPrivacy, "Admin impact"}, Services: []string{"Microsoft 365 suite"},
			Body: Body{Content: "<p>The list is attached. Few may read this message.</p>"},
		}, files: []NewAttachment{{"requests.csv", "application/csv", []byte("request,received\r\n1,2025-12-19\r\n")}}},
		{Message: Message{
			ID: "MC1203118", Title: "Power Apps: what changes with the next wave", StartDateTime: utc(12, 23, 18, 30), EndDateTime: time.Date(2026, 5, 1, 7, 0, 0, 0, time.UTC),
			Category: PlanForChange, Tags: []string{"Feature update", "Admin impact", "User impact"}, Services: []string{"Power Apps", "Dynamics 365 Apps"},
			Body: Body{Content: "<p>The plan is attached.</p>"},
		}, files: []NewAttachment{
			{"plan.txt", "text/plain", []byte("February: early access.\nApril: for all.\n")},
			{"checklist.csv", "application/csv", []byte("step,owner\r\ntry early access,admin\r\n")},
		}},
		{Message: Message{
			ID: "MC1204450", Title: "Microsoft 365 admin center: new navigation", StartDateTime: utc(1, 2, 21, 0), EndDateTime: time.Date(2026, 7, 1, 7, 0, 0, 0, time.UTC),
			Category: PlanForChange, Severity: SeverityNormal, Tags: []string{"New feature", "Admin impact"}, Services: []string{"Microsoft 365 suite"},
			Body: Body{Content: "<p>Settings move. Links to the old pages keep working until June.</p>"},
		}},
	}
}

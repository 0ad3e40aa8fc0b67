package instances

import (
	"time"

	"github.com/admin365/admin365"
)

// pagedWire is a list of the Power Platform API's environment management, which has
// names of its own for what is in it.
type pagedWire[T any] struct {
	Collection []*T   `json:"collection"`
	Next       string `json:"continuationToken,omitzero"`
}

// backupWire is a backup as the Power Platform API writes it.
type backupWire struct {
	ID        string       `json:"id"`
	Label     string       `json:"label"`
	Point     time.Time    `json:"backupPointDateTime"`
	Expiry    time.Time    `json:"backupExpiryDateTime,omitzero"`
	CreatedBy backupByWire `json:"createdBy"`
}

// backupByWire is who made a backup.
type backupByWire struct {
	UserID      string `json:"userId,omitzero"`
	DisplayName string `json:"displayName,omitzero"`
	Type        string `json:"type,omitzero"`
	TenantID    string `json:"tenantId,omitzero"`
}

// systemID is who the platform itself is.
const systemID = "SYSTEM"

func (w *backupWire) backup() *Backup {
	by := w.CreatedBy
	return &Backup{
		ID: BackupID(w.ID), Label: w.Label, Point: w.Point.UTC(), Expires: w.Expiry.UTC(), System: by.UserID == systemID,
		CreatedBy: Principal{ID: by.UserID, DisplayName: by.DisplayName, Type: by.Type, TenantID: admin365.TenantID(by.TenantID)},
	}
}

func wireBackup(b *Backup) *backupWire {
	by := b.CreatedBy
	return &backupWire{
		string(b.ID), b.Label, wireTime(b.Point), wireTime(b.Expires), backupByWire{by.ID, by.DisplayName, by.Type, string(by.TenantID)},
	}
}

// candidateWire is an environment that a copy or a restore could overwrite.
type candidateWire struct {
	EnvironmentID string `json:"environmentId"`
	DisplayName   string `json:"displayName"`
	URL           string `json:"dataverseOrganizationUrl"`
}

func (w *candidateWire) candidate() *Candidate {
	return &Candidate{EnvironmentID(w.EnvironmentID), w.DisplayName, w.URL}
}

func wireCandidate(c *Candidate) *candidateWire {
	return &candidateWire{string(c.ID), c.DisplayName, c.URL}
}

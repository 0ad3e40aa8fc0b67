package identity

import (
	"context"
	"time"

	"github.com/admin365/admin365"
)

// Profiles reads and writes what a person tells about himself. Graph takes
// these from another store than the rest of the user: they come for one user at
// a time, each is written on its own, and only for a signed-in caller
// (delegated), never for an application alone.
//
// Source: https://learn.microsoft.com/graph/api/resources/user#properties
type Profiles interface {
	// Get returns the profile of a user.
	//
	// Effect: read. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/user-get
	Get(ctx context.Context, id admin365.UserID) (*Profile, error)

	// Update changes one property of a profile: Graph refuses two in one
	// request with [admin365.ErrInvalid], and so does this.
	//
	// Effect: reversible; repeating it is harmless. Errors:
	// [admin365.ErrNotFound], [admin365.ErrInvalid].
	// Source: https://learn.microsoft.com/graph/api/user-update
	Update(ctx context.Context, id admin365.UserID, p ProfilePatch) error
}

// Profile is what a person tells about himself.
type Profile struct {
	ID               admin365.UserID `json:"id"`
	AboutMe          string          `json:"aboutMe"`
	Birthday         time.Time       `json:"birthday"`
	HireDate         time.Time       `json:"hireDate"`
	Interests        []string        `json:"interests"`
	MySite           string          `json:"mySite"`
	PastProjects     []string        `json:"pastProjects"`
	PreferredName    string          `json:"preferredName"`
	Responsibilities []string        `json:"responsibilities"`
	Schools          []string        `json:"schools"`
	Skills           []string        `json:"skills"`
}

// ProfilePatch changes one property of a profile; see [UserPatch] on how fields
// say so.
type ProfilePatch struct {
	AboutMe          admin365.Optional[string] `json:"aboutMe,omitzero"`
	Birthday         *time.Time                `json:"birthday,omitzero"`
	HireDate         *time.Time                `json:"hireDate,omitzero"`
	Interests        []string                  `json:"interests,omitzero"`
	MySite           admin365.Optional[string] `json:"mySite,omitzero"`
	PastProjects     []string                  `json:"pastProjects,omitzero"`
	PreferredName    admin365.Optional[string] `json:"preferredName,omitzero"`
	Responsibilities []string                  `json:"responsibilities,omitzero"`
	Schools          []string                  `json:"schools,omitzero"`
	Skills           []string                  `json:"skills,omitzero"`
}

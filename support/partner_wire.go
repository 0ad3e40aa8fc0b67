package support

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// partnerText is a text that some answers write as a number.
type partnerText string

// UnmarshalJSON takes either.
func (t *partnerText) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] != '"' {
		if bytes.Equal(b, []byte("null")) {
			return nil
		}
		*t = partnerText(b)
		return nil
	}
	var s string
	err := json.Unmarshal(b, &s)
	*t = partnerText(s)
	return err
}

// partnerNumber is a number; what comes as a text is taken too.
type partnerNumber string

// MarshalJSON writes a number.
func (n partnerNumber) MarshalJSON() ([]byte, error) { return []byte(n), nil }

// UnmarshalJSON takes either.
func (n *partnerNumber) UnmarshalJSON(b []byte) error {
	return (*partnerText)(n).UnmarshalJSON(b)
}

// word is the text in small letters; a number is one of the words.
func (t partnerText) word(words ...string) string {
	if n, err := strconv.Atoi(string(t)); err == nil && n >= 0 && n < len(words) {
		return words[n]
	}
	return strings.ToLower(string(t))
}

// The words by their numbers in old answers.
func severityOf(t partnerText) Severity {
	return Severity(t.word("unknown", string(Critical), string(Moderate), string(Minimal)))
}

func partnerState(t partnerText) State {
	return State(t.word(string(StateNone), string(StateOpen), string(StateClosed), string(StateAttentionNeeded)))
}

// partnerTime is a time with or without a Z at its end; the year 1 is none.
type partnerTime struct{ time.Time }

const partnerLayout = "2006-01-02T15:04:05.999999999"

// MarshalJSON writes a time in UTC, and the year 1 without saying so.
func (t partnerTime) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte(`"0001-01-01T00:00:00"`), nil
	}
	return []byte(`"` + t.UTC().Format(partnerLayout) + `Z"`), nil
}

// UnmarshalJSON takes both forms.
func (t *partnerTime) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `"`)
	if text == "null" || text == "" {
		t.Time = time.Time{}
		return nil
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		at, err = time.Parse(partnerLayout, text)
	}
	if err == nil && at.Year() > 1 {
		t.Time = at.UTC()
	}
	return err
}

// requestWire is a service request as Partner Center answers it. The names are those of
// answers; they are read in any letter case.
type requestWire struct {
	Title         string            `json:"title,case:ignore"`
	Description   string            `json:"description,case:ignore"`
	Severity      partnerText       `json:"severity,case:ignore"`
	Topic         partnerText       `json:"supportTopicId,case:ignore"`
	TopicName     string            `json:"supportTopicName,case:ignore,omitempty"`
	ID            partnerText       `json:"id,case:ignore"`
	Status        partnerText       `json:"status,case:ignore"`
	Organization  *organizationWire `json:"organization,case:ignore,omitempty"`
	Contact       *personWire       `json:"primaryContact,case:ignore,omitempty"`
	LastUpdatedBy *personWire       `json:"lastUpdatedBy,case:ignore,omitempty"`
	Created       partnerTime       `json:"createdDate,case:ignore"`
	Modified      partnerTime       `json:"lastModifiedDate,case:ignore"`
	Closed        partnerTime       `json:"lastClosedDate,case:ignore"`
	NewNote       *noteWire         `json:"newNote,case:ignore,omitempty"`
	Notes         []noteWire        `json:"notes,case:ignore,omitempty"`
	Country       string            `json:"countryCode,case:ignore,omitempty"`
	Files         []fileLinkWire    `json:"fileLinks,case:ignore,omitempty"`
	Attributes    *attributesWire   `json:"attributes,case:ignore,omitempty"`
}

type organizationWire struct {
	ID    string `json:"id,case:ignore,omitempty"`
	Name  string `json:"name,case:ignore,omitempty"`
	Phone string `json:"phoneNumber,case:ignore,omitempty"`
}

type personWire struct {
	Organization *organizationWire `json:"organization,case:ignore,omitempty"`
	ID           string            `json:"contactId,case:ignore,omitempty"`
	LastName     string            `json:"lastName,case:ignore,omitempty"`
	FirstName    string            `json:"firstName,case:ignore,omitempty"`
	Email        string            `json:"email,case:ignore,omitempty"`
	Phone        string            `json:"phoneNumber,case:ignore,omitempty"`
}

type noteWire struct {
	By      string      `json:"createdByName,case:ignore,omitempty"`
	Created partnerTime `json:"createdDate,case:ignore"`
	Text    string      `json:"text,case:ignore"`
}

type fileLinkWire struct {
	ID        string `json:"id,case:ignore,omitempty"`
	Location  string `json:"location,case:ignore,omitempty"`
	Comment   string `json:"comment,case:ignore,omitempty"`
	Extension string `json:"extensionType,case:ignore,omitempty"`
	Name      string `json:"fileNameWithoutExtension,case:ignore,omitempty"`
	Size      int    `json:"fileSize,case:ignore,omitempty"`
}

type attributesWire struct {
	Type string `json:"objectType,case:ignore"`
}

// topicWire is a topic; its id is a number.
type topicWire struct {
	Name        string          `json:"name,case:ignore"`
	Description string          `json:"description,case:ignore"`
	ID          partnerNumber   `json:"id,case:ignore"`
	Attributes  *attributesWire `json:"attributes,case:ignore,omitempty"`
}

// itemsWire is a list of Partner Center.
type itemsWire[T any] struct {
	Total      int             `json:"totalCount,case:ignore"`
	Items      []T             `json:"items,case:ignore"`
	Attributes *attributesWire `json:"attributes,case:ignore,omitempty"`
}

func (w *organizationWire) organization() Organization {
	if w == nil {
		return Organization{}
	}
	return Organization(*w)
}

func (w *personWire) contact() Contact {
	if w == nil {
		return Contact{}
	}
	return Contact{
		FirstName: w.FirstName, LastName: w.LastName, Email: w.Email, Phone: w.Phone, ID: w.ID, Organization: w.Organization.organization(),
	}
}

// ticket is the request as programs see it.
func (w *requestWire) ticket() *Ticket {
	t := &Ticket{
		ID: TicketID(w.ID), Name: string(w.ID), Number: string(w.ID), Title: w.Title, Description: w.Description,
		State: partnerState(w.Status), Severity: severityOf(w.Severity), Problem: ProblemID(w.Topic), ProblemName: w.TopicName,
		Contact: w.Contact.contact(), LastUpdatedBy: w.LastUpdatedBy.contact(), Organization: w.Organization.organization(),
		Created: w.Created.Time, Modified: w.Modified.Time, Closed: w.Closed.Time,
	}
	for _, f := range w.Files {
		t.Files = append(t.Files, FileLink{ID: f.ID, Name: f.Name, Extension: f.Extension, Location: f.Location, Comment: f.Comment, Size: f.Size})
	}
	return t
}

// notes are what was said in the request, the oldest first.
func (w *requestWire) notes() (list []*Communication) {
	for i, n := range w.Notes {
		list = append(list, &Communication{
			ID: CommunicationID(strconv.Itoa(i + 1)), Ticket: TicketID(w.ID), Sender: n.By, Body: n.Text, Created: n.Created.Time,
		})
	}
	return list
}

func (w *topicWire) problem() *Problem {
	return &Problem{ID: ProblemID(w.ID), Name: w.Name, Description: w.Description}
}

// sentWire is a request as it is sent, to create one and to change one: whole, with what
// stands for "unchanged" in the place of what is not said, as the vendor's own libraries
// send it.
type sentWire struct {
	ID            *string          `json:"Id"`
	Title         *string          `json:"Title"`
	Description   *string          `json:"Description"`
	Severity      string           `json:"Severity"`
	Topic         *string          `json:"SupportTopicId"`
	TopicName     *string          `json:"SupportTopicName"`
	Status        State            `json:"Status"`
	Organization  *sentCompany     `json:"Organization"`
	Contact       *sentPerson      `json:"PrimaryContact"`
	LastUpdatedBy *sentPerson      `json:"LastUpdatedBy"`
	ProductName   *string          `json:"ProductName"`
	ProductID     *string          `json:"ProductId"`
	Created       partnerTime      `json:"CreatedDate"`
	Modified      partnerTime      `json:"LastModifiedDate"`
	Closed        partnerTime      `json:"LastClosedDate"`
	NewNote       *sentNote        `json:"NewNote"`
	Notes         *[]sentNote      `json:"Notes"`
	Country       *string          `json:"CountryCode"`
	Files         *[]sentNote      `json:"FileLinks"`
	Attributes    sentWireObjectOf `json:"Attributes"`
}

type sentCompany struct {
	ID   string  `json:"Id"`
	Name *string `json:"Name"`
}

type sentPerson struct {
	LastName  string `json:"LastName"`
	FirstName string `json:"FirstName"`
	Email     string `json:"Email"`
	Phone     string `json:"PhoneNumber"`
}

type sentNote struct {
	By      *string `json:"CreatedByName"`
	Created *string `json:"CreatedDate"`
	Text    string  `json:"Text"`
}

type sentWireObjectOf struct {
	Type string `json:"ObjectType"`
}

// unchanged is a request that changes nothing.
func unchanged() *sentWire {
	return &sentWire{Severity: "unknown", Status: StateNone, Attributes: sentWireObjectOf{"ServiceRequest"}}
}

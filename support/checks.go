package support

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// invalid is what is wrong with what a caller gave, before anything is sent. The message
// never quotes a value: it may be personal.
func invalid(call api.Call, property, message string) error {
	return call.Attribute(&admin365.Error{
		Kind: admin365.ErrInvalid, Message: message + "; nothing was sent",
		Details: []admin365.Detail{{Target: property, Message: message}},
	})
}

// notTaken is a field that the place has not.
func notTaken(call api.Call, property, place string) error {
	return invalid(call, property, place+" does not take it")
}

const (
	inAzure   = "Azure"
	inPartner = "Partner Center"
)

// checkSubscription refuses what is no id of a subscription.
func checkSubscription(call api.Call, id SubscriptionID) error {
	if id == "" || isGUID(string(id)) {
		return nil
	}
	return invalid(call, "subscription", "the id of a subscription is a GUID")
}

func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
				return false
			}
		}
	}
	return true
}

// badName says whether the service refuses the name of a ticket or a communication.
func badName(name string) bool {
	control := func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`<>%&:\?/`, r) }
	return name == "" || utf8.RuneCountInString(name) > 255 || !utf8.ValidString(name) || strings.ContainsFunc(name, control) ||
		strings.Trim(name, "0123456789") == "" || len(name) >= 4 && strings.EqualFold(name[:4], "tmp-")
}

// badWorkspaceName says whether the service refuses the name of a workspace.
func badWorkspaceName(name string) bool {
	other := func(r rune) bool {
		return !strings.ContainsRune("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-. ", r)
	}
	return name == "" || len(name) > 255 || strings.ContainsFunc(name, other)
}

// check refuses a ticket that Azure would refuse, as far as that can be seen here.
func (n NewTicket) check(call api.Call) error {
	switch {
	case n.Customer != "":
		return notTaken(call, "customer", inAzure)
	case n.RequestID != "":
		return notTaken(call, "requestID", inAzure)
	case badName(n.Name):
		return invalid(call, "name", "the name is missing, or none that a ticket may have")
	}
	if err := checkSubscription(call, n.Subscription); err != nil {
		return err
	}
	if err := n.present(call); err != nil {
		return err
	}
	if _, _, ok := splitProblem(n.Problem); !ok {
		return invalid(call, "problem", "the id of a problem is one of the catalogue's")
	}
	if n.Workspace != "" {
		if at := locate(string(n.Workspace), "fileWorkspaces"); !strings.EqualFold(string(at.subscription), string(n.Subscription)) {
			return invalid(call, "workspace", "the workspace is not where the ticket is")
		}
	}
	if year := n.ProblemStart.UTC().Year(); year < 0 || year > 9999 {
		return invalid(call, "problemStart", "its year cannot be written")
	}
	return n.Contact.check(call)
}

const (
	mandatory = "it is mandatory"
	notText   = "it is no text in UTF-8"
)

// saysNothing says why a text cannot be sent that has to say something; empty if it can.
func saysNothing(text string) string {
	switch {
	case strings.TrimSpace(text) == "":
		return mandatory
	case !utf8.ValidString(text):
		return notText
	default:
		return ""
	}
}

// present refuses a ticket that lacks what each place wants.
func (n NewTicket) present(call api.Call) error {
	for _, p := range []struct{ name, value string }{
		{"title", n.Title}, {"description", n.Description}, {"severity", string(n.Severity)}, {"problem", string(n.Problem)},
	} {
		if why := saysNothing(p.value); why != "" {
			return invalid(call, p.name, why)
		}
	}
	return nil
}

// check refuses a contact that lacks something.
func (c Contact) check(call api.Call) error {
	for _, p := range []struct{ name, value string }{
		{"contact.firstName", c.FirstName}, {"contact.lastName", c.LastName}, {"contact.email", c.Email}, {"contact.method", string(c.Method)},
		{"contact.timeZone", c.TimeZone}, {"contact.country", c.Country}, {"contact.language", c.Language},
	} {
		if why := saysNothing(p.value); why != "" {
			return invalid(call, p.name, why)
		}
	}
	if folded(c.Method) == ContactPhone && strings.TrimSpace(c.Phone) == "" {
		return invalid(call, "contact.phone", "it is mandatory where the contact is by phone")
	}
	return nil
}

// check refuses a patch that changes nothing.
func (p TicketPatch) check(call api.Call) error {
	switch {
	case p.Severity != nil, p.Diagnostics != nil, len(p.Consents) > 0:
		return nil
	case p.Contact != nil && !p.Contact.empty():
		return nil
	default:
		return invalid(call, "patch", "the patch is empty")
	}
}

func (p ContactPatch) empty() bool {
	return p.FirstName == nil && p.LastName == nil && p.Email == nil && p.Phone == nil && p.OtherEmails == nil &&
		p.Method == nil && p.TimeZone == nil && p.Country == nil && p.Language == nil
}

// check refuses what says nothing.
func (n NewCommunication) check(call api.Call, name string) error {
	for _, p := range []struct{ name, value string }{{"subject", n.Subject}, {"body", n.Body}} {
		if why := saysNothing(p.value); why != "" {
			return invalid(call, p.name, why)
		}
	}
	if badName(name) || isGUID(name) {
		return invalid(call, "name", "it is no name that a communication may have")
	}
	return nil
}

// atRandom is the name of a communication that the caller did not name.
func atRandom() string { return "message-" + hex.EncodeToString(random(8)) }

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // Never fails: crypto/rand ends the program instead.
	return b
}

// refusedExtensions are those of what runs.
var refusedExtensions = []string{
	".bat", ".cmd", ".exe", ".ps1", ".js", ".vbs", ".com", ".lnk", ".reg", ".bin", ".cpl", ".inf", ".ins", ".isu", ".job", ".jse", ".msi",
	".msp", ".paf", ".pif", ".rgs", ".scr", ".sct", ".svg", ".vbe", ".vb", ".ws", ".wsf", ".wsh", ".htm", ".html",
}

// badFileNameWhy says why a file may not be called so; empty if it may.
func badFileNameWhy(name string) string {
	extension := path.Ext(name)
	base := strings.TrimSuffix(name, extension)
	switch {
	case !utf8.ValidString(name):
		return notText
	case base == "" || len(extension) < 2:
		return "it needs a name and an extension"
	case utf8.RuneCountInString(base) > MaxFileName:
		return "it is longer than 110 characters"
	case slices.Contains(refusedExtensions, strings.ToLower(extension)):
		return "files with this extension are not taken"
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`<>%&:\?/`, r) }):
		return "it holds a character that no file name may have"
	default:
		return ""
	}
}

// badFileWhy says why a file of the sizes is not taken; empty if it is.
func badFileWhy(size, chunkSize, chunks int) string {
	switch {
	case size < 1 || size > MaxFileSize:
		return "its size is not from 1 to 5242880 bytes"
	case chunkSize < 1 || chunkSize > MaxChunkSize || chunkSize > size:
		return "the size of its chunks is out of range"
	case chunks != (size+chunkSize-1)/chunkSize:
		return "the number of its chunks does not follow from their size"
	default:
		return ""
	}
}

// whole is the file with all its sizes.
func (n NewFile) whole() fileWire {
	size := cmp.Or(n.ChunkSize, min(n.Size, MaxChunkSize))
	w := fileWire{Size: n.Size, ChunkSize: size}
	if size > 0 {
		w.Chunks = (n.Size + size - 1) / size
	}
	return w
}

// check refuses a file that breaks a limit.
func (n NewFile) check(call api.Call) (fileWire, error) {
	w := n.whole()
	if why := badFileNameWhy(n.Name); why != "" {
		return w, invalid(call, "name", why)
	}
	if why := badFileWhy(w.Size, w.ChunkSize, w.Chunks); why != "" {
		return w, invalid(call, "size", why)
	}
	return w, nil
}

// check refuses a chunk that no file can have.
func (c Chunk) check(call api.Call) error {
	switch {
	case c.Index < 0:
		return invalid(call, "index", "it is from 0")
	case len(c.Content) == 0 || len(c.Content) > MaxChunkSize:
		return invalid(call, "content", "a chunk is from 1 to 2621440 bytes")
	default:
		return nil
	}
}

// splitProblem takes the id of a problem apart.
func splitProblem(id ProblemID) (service, problem string, ok bool) {
	rest, ok := cutFold(string(id), providerPath+"services/")
	if !ok {
		return "", "", false
	}
	service, rest, ok = strings.Cut(rest, "/")
	if !ok {
		return "", "", false
	}
	problem, ok = cutFold(rest, "problemClassifications/")
	return service, problem, ok && isGUID(service) && isGUID(problem)
}

// serviceOfProblem is the service of which a problem is.
func serviceOfProblem(id ProblemID) ServiceID {
	service, _, _ := splitProblem(id)
	return serviceID(service)
}

func serviceID(guid string) ServiceID { return ServiceID(providerPath + "services/" + guid) }

func problemID(service, problem string) ProblemID {
	return ProblemID(providerPath + "services/" + service + "/problemClassifications/" + problem)
}

// guidOf is the GUID of a service's id, which may be the GUID alone.
func guidOf(id ServiceID) string {
	if rest, ok := cutFold(string(id), providerPath+"services/"); ok {
		return rest
	}
	return string(id)
}

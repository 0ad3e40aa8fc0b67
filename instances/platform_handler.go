package instances

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
)

// platformWire is an environment as the Power Platform API writes it: flat, and without a
// description.
type platformWire struct {
	ID                   string                 `json:"id"`
	DisplayName          string                 `json:"displayName"`
	Type                 string                 `json:"type"`
	State                string                 `json:"state"`
	TenantID             string                 `json:"tenantId"`
	Geo                  string                 `json:"geo"`
	AzureRegion          string                 `json:"azureRegion"`
	ClusterCategory      string                 `json:"clusterCategory"`
	AdminMode            string                 `json:"adminMode"`
	BackgroundOperations string                 `json:"backgroundOperationsState,omitzero"`
	ProtectionLevel      string                 `json:"protectionLevel"`
	GroupID              string                 `json:"environmentGroupId,omitzero"`
	SecurityGroupID      string                 `json:"securityGroupId,omitzero"`
	DataverseID          string                 `json:"dataverseId,omitzero"`
	URL                  string                 `json:"url,omitzero"`
	DomainName           string                 `json:"domainName,omitzero"`
	Version              string                 `json:"version,omitzero"`
	Created              time.Time              `json:"createdDateTime"`
	CreatedBy            platformByWire         `json:"createdBy"`
	CreatedFor           *platformByWire        `json:"createdFor,omitzero"`
	Retention            *platformRetentionWire `json:"retentionDetails,omitzero"`
}

type platformByWire struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

type platformRetentionWire struct {
	Period string    `json:"retentionPeriod"`
	From   time.Time `json:"availableFromDateTime,omitzero"`
}

// wirePlatform is an environment as the newer API writes it. Unverified: the values of
// State and AdminMode.
func wirePlatform(e *Environment) *platformWire {
	w := &platformWire{
		ID: string(e.ID), DisplayName: e.DisplayName, Type: string(e.Type), State: string(e.Runtime), TenantID: string(e.TenantID),
		Geo: e.Location, AzureRegion: e.AzureRegion, ClusterCategory: "Prod", AdminMode: "Disabled", ProtectionLevel: protectionLevel(e.Managed),
		GroupID: e.GroupID, Created: wireTime(e.Created), CreatedBy: platformByWire{e.CreatedBy.ID, e.CreatedBy.Type},
		Retention: &platformRetentionWire{formatDays(e.Retention), wireTime(e.BackupsFrom)},
	}
	if e.Runtime == RuntimeAdminMode {
		w.AdminMode, w.State = "Enabled", string(RuntimeEnabled)
	}
	if u := e.UsedBy; u != nil {
		w.CreatedFor = &platformByWire{u.ID, u.Type}
	}
	if d := e.Dataverse; d != nil {
		w.DataverseID, w.URL, w.DomainName, w.Version = string(d.OrganizationID), d.URL, d.DomainName, d.Version
		w.BackgroundOperations, w.SecurityGroupID = string(d.BackgroundOperations), string(d.SecurityGroupID)
	}
	return w
}

// property is what a condition of a list may be about.
func (w *platformWire) property(name string) (string, bool) {
	switch strings.ToLower(name) {
	case "dataverseid":
		return w.DataverseID, true
	case "type":
		return w.Type, true
	case "geo":
		return w.Geo, true
	case "state":
		return w.State, true
	case "environmentgroupid":
		return w.GroupID, true
	case "domainname":
		return w.DomainName, true
	}
	return "", false
}

func handlePlatformGet(rq *emu.Request) (emu.Response, error) {
	r, err := findEnvironment(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Object(http.StatusOK, wirePlatform(environmentOf(rq.Tx, r)))
}

// handlePlatformList answers one page. All members are there, whatever is selected.
func handlePlatformList(rq *emu.Request) (emu.Response, error) {
	if rq.Query.Has("$orderby") {
		return emu.Response{}, api.NotModeled.Err("", "$orderby on environments")
	}
	list := []*platformWire{}
	for _, r := range allEnvironments(rq.Tx) {
		list = append(list, wirePlatform(environmentOf(rq.Tx, r)))
	}
	list, err := filtered(rq, list)
	if err != nil {
		return emu.Response{}, err
	}
	page, next, err := paged(rq, list)
	if err != nil {
		return emu.Response{}, err
	}
	answer := map[string]any{"value": page}
	if next != "" {
		answer["@odata.nextlink"] = next // With a small l, as the service writes it.
	}
	return rq.Object(http.StatusOK, answer)
}

func filtered(rq *emu.Request, list []*platformWire) ([]*platformWire, error) {
	filter := strings.TrimSpace(rq.Query.Get("$filter"))
	if filter == "" {
		return list, nil
	}
	name, text, ok := strings.Cut(filter, " eq ")
	if _, known := (&platformWire{}).property(strings.TrimSpace(name)); !ok || !known {
		return nil, rq.Op.API.Common.BadQuery.Err("", filter)
	}
	text = strings.ReplaceAll(strings.Trim(strings.TrimSpace(text), "'"), "''", "'")
	kept := []*platformWire{}
	for _, w := range list {
		if is, _ := w.property(strings.TrimSpace(name)); strings.EqualFold(is, text) {
			kept = append(kept, w)
		}
	}
	return kept, nil
}

// paged is the part of a list that $skip and $top ask for, and where the next one is.
func paged(rq *emu.Request, list []*platformWire) (page []*platformWire, next string, err error) {
	number := func(name string, otherwise int) int {
		text := rq.Query.Get(name)
		if text == "" {
			return otherwise
		}
		n, atoiErr := strconv.Atoi(text)
		if atoiErr != nil || n < 0 {
			err = rq.Op.API.Common.BadQuery.Err("", name)
		}
		return n
	}
	skip, top := number("$skip", 0), number("$top", len(list))
	if err != nil {
		return nil, "", err
	}
	skip = min(skip, len(list))
	end := min(skip+top, len(list))
	if end < len(list) && top > 0 {
		query := url.Values{}
		maps.Copy(query, rq.Query)
		query.Set("$skip", strconv.Itoa(end))
		next = rq.Link(query)
	}
	return list[skip:end], next, nil
}

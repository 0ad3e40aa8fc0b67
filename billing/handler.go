package billing

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// selection reads the options of a request for what was bought, of which the service
// takes $select alone: the names, nil for all.
func selection[T any](rq *emu.Request, edm string) (names []string, err error) {
	for option, values := range rq.Query {
		name := strings.ToLower(strings.TrimPrefix(option, "$"))
		switch name {
		case "select":
			for field := range strings.SplitSeq(values[0], ",") {
				field = strings.TrimSpace(field)
				at := slices.IndexFunc(fieldNames[T](), func(n string) bool { return strings.EqualFold(n, field) })
				if at < 0 {
					return nil, api.SelectUnknownProperty.Err("", field, edm)
				}
				names = append(names, fieldNames[T]()[at])
			}
		case "filter", "orderby", "top", "skip", "count", "search", "skiptoken", "expand":
			return nil, odata.UnsupportedOption.Err("", "$"+name)
		default:
			if strings.HasPrefix(option, "$") {
				return nil, odata.UnknownOption.Err("", option)
			}
		}
	}
	return names, nil
}

// fieldNames are the names of a struct's members on the wire, in their order.
func fieldNames[T any]() (names []string) {
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// appendFields appends the members of a struct that are selected, nil for all. What is
// empty is null, as the service writes it, but for numbers, booleans and lists.
func appendFields[T any](b []byte, v *T, selected []string) []byte {
	row := reflect.ValueOf(v).Elem()
	for i, name := range fieldNames[T]() {
		if selected != nil && !slices.Contains(selected, name) {
			continue
		}
		if last := b[len(b)-1]; last != '{' && last != ',' {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, name...)
		b = append(b, '"', ':')
		b = append(b, fieldValue(row.Field(i))...)
	}
	return b
}

func fieldValue(f reflect.Value) []byte {
	at, isTime := f.Interface().(time.Time)
	switch {
	case isTime && at.IsZero(), f.Kind() == reflect.String && f.Len() == 0:
		return []byte("null")
	case isTime:
		return []byte(`"` + emu.Date(at.Truncate(time.Second)) + `"`)
	case f.Kind() == reflect.Slice && f.Len() == 0:
		return []byte("[]")
	}
	value, err := json.Marshal(f.Interface())
	if err != nil {
		return []byte("null")
	}
	return value
}

// collection answers all of a list at once: there are no pages.
func collection[T any](rq *emu.Request, context, edm string, list []*T, item func(*T) emu.Item) (emu.Response, error) {
	names, err := selection[T](rq, edm)
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Collection(emu.List{
		Context: contextOf(context, names),
		Item:    func(i int) emu.Item { return item(list[i]) },
	}, len(list), func(b []byte, i int) []byte { return appendFields(b, list[i], names) }), nil
}

func contextOf(set string, selected []string) string {
	if len(selected) == 0 {
		return set
	}
	return set + "(" + strings.Join(selected, ",") + ")"
}

func skuItem(s *SKU) emu.Item {
	return emu.Item{Type: "microsoft.graph.subscribedSku", Set: "subscribedSkus", Key: string(s.ID)}
}

func subscriptionItem(s *Subscription) emu.Item {
	return emu.Item{Type: "microsoft.graph.companySubscription", Set: "directory/subscriptions", Key: string(s.ID)}
}

func handleSKUsList(rq *emu.Request) (emu.Response, error) {
	return collection(rq, "subscribedSkus", "microsoft.graph.subscribedSku", allSKUs(rq.Tx), skuItem)
}

func handleSKUsGet(rq *emu.Request) (emu.Response, error) {
	names, err := selection[SKU](rq, "microsoft.graph.subscribedSku")
	if err != nil {
		return emu.Response{}, err
	}
	if names != nil {
		return emu.Response{}, odata.UnsupportedOption.Err("", "$select")
	}
	sku, err := findSKU(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.Entity(http.StatusOK, "subscribedSkus/$entity", skuItem(sku), func(b []byte) []byte { return appendFields(b, sku, nil) }), nil
}

func handleSubscriptionsList(rq *emu.Request) (emu.Response, error) {
	return collection(rq, "directory/subscriptions", "microsoft.graph.companySubscription", allSubscriptions(rq.Tx), subscriptionItem)
}

func handleSubscriptionsGet(rq *emu.Request) (emu.Response, error) {
	names, err := selection[Subscription](rq, "microsoft.graph.companySubscription")
	if err != nil {
		return emu.Response{}, err
	}
	find := findSubscription
	if rq.Key(0) != "" {
		find = findByCommerce
	}
	row, err := find(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	s := subscriptionOf(rq.Tx, row)
	return rq.Entity(http.StatusOK, contextOf("directory/subscriptions", names)+"/$entity", subscriptionItem(s), func(b []byte) []byte {
		return appendFields(b, s, names)
	}), nil
}

func handleLicensesAssign(rq *emu.Request) (emu.Response, error) {
	c, err := parseChange(rq.Body)
	if err != nil {
		return emu.Response{}, err
	}
	person, err := rq.Ports().Directory.Person(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	if err := assign(rq.Tx, rq.IDs[0], c); err != nil {
		return emu.Response{}, err
	}
	return rq.One("user", http.StatusOK, person.ID)
}

func handleLicensesReprocess(rq *emu.Request) (emu.Response, error) {
	user, err := reprocess(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return rq.One("user", http.StatusOK, user)
}

func handleLicensesDetails(rq *emu.Request) (emu.Response, error) {
	person, err := rq.Ports().Directory.Person(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	list, err := details(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	set := "users('" + person.ID.String() + "')/licenseDetails"
	return collection(rq, set, "microsoft.graph.licenseDetails", list, func(d *LicenseDetails) emu.Item {
		return emu.Item{Type: "microsoft.graph.licenseDetails", Set: "users/" + person.ID.String() + "/licenseDetails", Key: d.ID}
	})
}

func handleGroupLicensesAssign(rq *emu.Request) (emu.Response, error) {
	c, err := parseChange(rq.Body)
	if err != nil {
		return emu.Response{}, err
	}
	group, err := assignGroup(rq.Tx, rq.IDs[0], c)
	if err != nil {
		return emu.Response{}, err
	}
	answer, err := rq.One("group", http.StatusAccepted, group)
	if err == nil {
		answer.Header.Set("Location", "https://graph.microsoft.com/v2/"+string(rq.TenantID())+"/directoryObjects/"+group.String()+"/Microsoft.DirectoryServices.Group")
	}
	return answer, err
}

func handleGroupLicensesMembersWithErrors(rq *emu.Request) (emu.Response, error) {
	group, err := rq.Ports().Directory.Group(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	var ids []tenant.Key
	for p := range membersWithErrors(rq.Tx, group.ID) {
		ids = append(ids, p.ID)
	}
	return rq.Many("user", ids)
}

// selectsUserLicenses tells a request for what people have, which needs to read all of
// a person, from any other one for people: it names what the client asks for, and no
// more.
func selectsUserLicenses(rq *emu.Request) bool {
	return selects(rq, fieldNames[LicensedUser](), "licenseAssignmentStates")
}

// selectsGroupLicenses tells a request for what groups give.
func selectsGroupLicenses(rq *emu.Request) bool {
	return selects(rq, groupFields(), "licenseProcessingState")
}

// selects reports whether the request selects among the names, the one of them in any
// case.
func selects(rq *emu.Request, names []string, one string) bool {
	for option, values := range rq.Query {
		if !strings.EqualFold(strings.TrimPrefix(option, "$"), "select") {
			continue
		}
		found := false
		for name := range strings.SplitSeq(values[0], ",") {
			name = strings.TrimSpace(name)
			if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
				return false
			}
			found = found || strings.EqualFold(name, one)
		}
		return found
	}
	return false
}

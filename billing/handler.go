package billing

import (
	"encoding/json"
	"iter"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// options are those of a request for what was bought, by their names without the $.
// It refuses all but those that the service takes; $format is passed over, as it is
// everywhere.
func options(rq *emu.Request, takes ...string) (map[string]string, error) {
	given, err := odata.Gather(rq.Query)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if name != "format" && !slices.Contains(takes, name) {
			return nil, odata.UnsupportedOption.Err("", "$"+name)
		}
	}
	return given, nil
}

// selection reads the options of a request that takes $select alone: the names, nil
// for all.
func selection[T any](rq *emu.Request, edm string) (names []string, err error) {
	given, err := options(rq, "select")
	if err != nil || strings.TrimSpace(given["select"]) == "" {
		return nil, err
	}
	known := fieldNames[T]()
	for field := range strings.SplitSeq(given["select"], ",") {
		field = strings.TrimSpace(field)
		at := slices.IndexFunc(known, func(n string) bool { return strings.EqualFold(n, field) })
		if at < 0 {
			return nil, api.SelectUnknownProperty.Err("", field, edm)
		}
		names = append(names, known[at])
	}
	return names, nil
}

// fieldNames are the names of a struct's members on the wire, in their order.
func fieldNames[T any]() (names []string) {
	t := reflect.TypeFor[T]()
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
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
	if _, err := options(rq); err != nil {
		return emu.Response{}, err
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
	return rq.Many("user", func(after tenant.Key) iter.Seq[tenant.Key] {
		return func(yield func(tenant.Key) bool) {
			for p := range membersWithErrors(rq.Tx, group.ID, after) {
				if !yield(p.ID) {
					return
				}
			}
		}
	})
}

// The requests for what people have and for what groups give share their paths with
// those of the directory. They are told by what they name: the properties that the
// client asks for, one of which is about licenses alone, the client's condition where it
// has one, and no further option.

// selectsUser tells a request for what one user has, for which one must be allowed to
// read all of him.
func selectsUser(rq *emu.Request) bool {
	// Every read of a user asks this first.
	return len(rq.Query) > 0 && selects(rq, fieldNames[LicensedUser](), "licenseAssignmentStates")
}

// selectsHolders tells a request for those who have a product.
func selectsHolders(rq *emu.Request) bool {
	filter := rq.Query.Get("$filter")
	_, sku, _ := strings.Cut(strings.TrimSuffix(filter, ")"), " eq ")
	return isGUID(strings.ToLower(sku)) && filter == holdersFilter(admin365.SKUID(sku)) &&
		selects(rq, fieldNames[LicensedUser](), "licenseAssignmentStates", "filter", "skiptoken")
}

// selectsGroup tells a request for what one group gives.
func selectsGroup(rq *emu.Request) bool {
	return selects(rq, groupFields(), "licenseProcessingState")
}

// selectsGroups tells a request for the groups that have members with errors.
func selectsGroups(rq *emu.Request) bool {
	return rq.Query.Get("$filter") == withErrorsFilter && selects(rq, groupFields(), "licenseProcessingState", "filter", "skiptoken")
}

// selects reports whether the request selects among the names, the one of them in any
// case, and has no option but those beside.
func selects(rq *emu.Request, names []string, one string, beside ...string) bool {
	given, err := options(rq, append(beside, "select")...)
	if err != nil {
		return false // The directory says why.
	}
	found := false
	for name := range strings.SplitSeq(given["select"], ",") {
		name = strings.TrimSpace(name)
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
			return false
		}
		found = found || strings.EqualFold(name, one)
	}
	return found
}

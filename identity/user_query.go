package identity

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/admin365/admin365/internal/odata"
)

// UserOrder is a property by which the service orders users; a leading "-" is
// its descending order.
type UserOrder string

// The orders that the service offers. Without one the order is the service's own.
const (
	ByDisplayName           UserOrder = "displayName"
	ByDisplayNameDesc       UserOrder = "-displayName"
	ByUserPrincipalName     UserOrder = "userPrincipalName"
	ByUserPrincipalNameDesc UserOrder = "-userPrincipalName"
	// The orders by time imply an advanced query.
	ByCreatedDateTime     UserOrder = "createdDateTime"
	ByCreatedDateTimeDesc UserOrder = "-createdDateTime"
	// ByDeletedDateTime is for deleted users: of the others none has the time.
	ByDeletedDateTime     UserOrder = "deletedDateTime"
	ByDeletedDateTimeDesc UserOrder = "-deletedDateTime"
)

// byTime reports whether the order is one that the service offers in advanced
// queries alone.
func (o UserOrder) byTime() bool {
	switch o {
	case ByCreatedDateTime, ByCreatedDateTimeDesc, ByDeletedDateTime, ByDeletedDateTimeDesc:
		return true
	default:
		return false
	}
}

// UserQuery says which users to list, and how. The zero value lists all. Its
// conditions are joined by "and"; texts are compared without regard to letter
// case.
type UserQuery struct {
	// DisplayNamePrefix and UserPrincipalNamePrefix are how the name begins.
	DisplayNamePrefix       string
	UserPrincipalNamePrefix string
	// Mail is the primary address.
	Mail       string
	Department string
	JobTitle   string
	EmployeeID string
	Country    string
	City       string
	// UsageLocation is a two-letter code.
	UsageLocation string
	UserType      UserType
	// AccountEnabled false lists blocked users; nil lists both.
	AccountEnabled *bool
	// OnPremisesSyncEnabled true lists synchronized users; nil lists all.
	OnPremisesSyncEnabled *bool
	// Filter is a further condition in the service's own language, such as
	// "startsWith(surname,'Mül')". Quotes inside a text are doubled. One whose
	// parentheses or quotes do not match is refused with [admin365.ErrInvalid]
	// before anything is sent: it would change what the other fields mean.
	Filter string
	// OrderBy orders the list: [ByDisplayName], [ByUserPrincipalName],
	// [ByCreatedDateTime], and their descending orders. By time, and together with
	// a condition, it implies Advanced, because the service orders so in that
	// engine alone.
	OrderBy UserOrder
	// Advanced asks for the service's advanced query engine, which takes more
	// filters and answers from an index that lags behind by seconds.
	Advanced bool
	// Include asks for properties that the service gives only when they are named,
	// because they cost it more or need a further permission or license. Those
	// that [User] has a field for fill it; every other documented property comes in
	// [User.Extra]. Each is one name; an empty one is refused with
	// [admin365.ErrInvalid].
	Include []UserProperty
	// PageSize is a hint, 1 to 999; 0 means the largest.
	PageSize int
}

// UserProperty is a property by the service's name for it.
type UserProperty string

// The properties that come only when they are included.
const (
	// IncludeSignInActivity fills [User.SignInActivity]. It needs AuditLog.Read.All,
	// of a signed-in user a role that reads reports (Reports Reader, Global Reader, a
	// security role), and an Entra ID P1 license; [admin365.ErrForbidden] without one.
	IncludeSignInActivity UserProperty = "signInActivity"
	// IncludeAssignedPlans fills [User.AssignedPlans], and IncludeProvisionedPlans
	// [User.ProvisionedPlans]. Who may read the user may read them.
	IncludeAssignedPlans    UserProperty = "assignedPlans"
	IncludeProvisionedPlans UserProperty = "provisionedPlans"
	// IncludeEmployeeLeaveDateTime needs User-LifeCycleInfo.Read.All.
	IncludeEmployeeLeaveDateTime UserProperty = "employeeLeaveDateTime"
	// IncludeCustomSecurityAttributes needs CustomSecAttributeAssignment.Read.All.
	IncludeCustomSecurityAttributes UserProperty = "customSecurityAttributes"
)

// clone keeps a list that is ranged later from what its caller does to the
// query meanwhile.
func (q UserQuery) clone() UserQuery {
	q.Include = slices.Clone(q.Include)
	for _, p := range []**bool{&q.AccountEnabled, &q.OnPremisesSyncEnabled} {
		if *p != nil {
			*p = new(**p)
		}
	}
	return q
}

// query returns the query as Graph takes it, and whether it needs the advanced
// engine: a filter with an order always does.
func (q UserQuery) query(selected string) (url.Values, bool) {
	values := url.Values{}
	filter := q.filter()
	if filter != "" {
		values.Set("$filter", filter)
	}
	advanced := q.Advanced
	if q.OrderBy != "" {
		order := string(q.OrderBy)
		if order[0] == '-' {
			order = order[1:] + " desc"
		}
		values.Set("$orderby", order)
		advanced = advanced || filter != "" || q.OrderBy.byTime()
	}
	if advanced {
		values.Set("$count", "true")
	}
	for _, name := range q.Include {
		if selected != "" {
			selected += ","
		}
		selected += string(name)
	}
	if selected != "" {
		values.Set("$select", selected)
	}
	size := q.PageSize
	if size == 0 {
		size = maxPage
	}
	values.Set("$top", strconv.Itoa(size))
	return values, advanced
}

func (q UserQuery) filter() string {
	clause := func(name, value string) string {
		if value == "" {
			return ""
		}
		return odata.Eq(name, value)
	}
	prefix := func(name, value string) string {
		if value == "" {
			return ""
		}
		return odata.StartsWith(name, value)
	}
	is := func(name string, value *bool) string {
		if value == nil {
			return ""
		}
		return odata.EqBool(name, *value)
	}
	typed := odata.And(
		prefix("displayName", q.DisplayNamePrefix),
		prefix("userPrincipalName", q.UserPrincipalNamePrefix),
		clause("mail", q.Mail),
		clause("department", q.Department),
		clause("jobTitle", q.JobTitle),
		clause("employeeId", q.EmployeeID),
		clause("country", q.Country),
		clause("city", q.City),
		clause("usageLocation", q.UsageLocation),
		clause("userType", string(q.UserType)),
		is("accountEnabled", q.AccountEnabled),
		is("onPremisesSyncEnabled", q.OnPremisesSyncEnabled),
	)
	if typed != "" && q.Filter != "" {
		return odata.And(typed, "("+q.Filter+")")
	}
	return typed + q.Filter
}

// maxPage is the service's largest page.
const maxPage = 999

// countQuery is the query of a count: conditions alone.
func (q UserQuery) countQuery() url.Values {
	values := url.Values{}
	if filter := q.filter(); filter != "" {
		values.Set("$filter", filter)
		// $count=true beside the header is what marks an advanced query; the
		// service ignores it on /$count itself.
		values.Set("$count", "true")
	}
	return values
}

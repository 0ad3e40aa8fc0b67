package emulator

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
)

// peoplePerPage is how many people one page shows: a tenant may have a million.
const peoplePerPage = 50

// overview is how much there is of everything.
func (v *view) overview(ctx context.Context, g *guest) error {
	people, err := g.Identity.Users.Count(ctx, identity.UserQuery{})
	if err != nil {
		return err
	}
	seats, used, err := seatsOf(ctx, g)
	if err != nil {
		return err
	}
	environments, open := 0, 0
	for _, err := range g.Instances.Environments.List(ctx, instances.EnvironmentQuery{}) {
		if err != nil {
			return err
		}
		environments++
	}
	for _, err := range g.Health.Issues.List(ctx, health.IssueQuery{Resolved: new(false)}) {
		if err != nil {
			return err
		}
		open++
	}
	row := func(what, section, how string) []cell {
		return []cell{{Text: what, Link: tenantURL(g, section)}, {Text: how}}
	}
	v.Tables = []table{{
		Title: "Overview", Head: []string{"What", "How much"},
		Rows: [][]cell{
			row("People", "people", strconv.Itoa(people)),
			row("Licences", "licenses", fmt.Sprintf("%d of %d used", used, seats)),
			row("Environments", "environments", strconv.Itoa(environments)),
			row("Open issues", "health", strconv.Itoa(open)),
			row("Requests so far", "requests", strconv.FormatUint(g.LastRequest(), 10)),
		},
	}, drillTable(g)}
	return nil
}

// drillTable is what is rehearsed at the moment.
func drillTable(g *guest) table {
	list := table{Title: "Drills", Head: []string{"Drill", "Begun (UTC)"}, Empty: "Nothing fails on purpose."}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, id := range named(g.drills) {
		list.Rows = append(list.Rows, []cell{{Text: g.drills[id].drill.Name, Mood: "warn"}, {Text: moment(g.drills[id].begun)}})
	}
	return list
}

func seatsOf(ctx context.Context, g *guest) (seats, used int, err error) {
	for sku, err := range g.Billing.SKUs.List(ctx) {
		if err != nil {
			return 0, 0, err
		}
		seats, used = seats+sku.PrepaidUnits.Enabled+sku.PrepaidUnits.Warning, used+sku.ConsumedUnits
	}
	return seats, used, nil
}

func (v *view) people(ctx context.Context, g *guest, q url.Values) error {
	v.Search, v.Searchable = q.Get("name"), true
	page, err := identity.Page(ctx, g.Identity.Users, identity.UserQuery{
		DisplayNamePrefix: v.Search, OrderBy: identity.ByDisplayName, PageSize: peoplePerPage,
	}, identity.Cursor(q.Get("after")))
	if err != nil {
		return err
	}
	all, err := g.Identity.Users.Count(ctx, identity.UserQuery{DisplayNamePrefix: v.Search})
	if err != nil {
		return err
	}
	people := table{Title: "People", Of: all, Head: []string{"Name", "Sign-in name", "Title", "Department", "State", "Id"}, Empty: "Nobody."}
	for _, u := range page.Users {
		state := cell{Text: "active", Mood: "good"}
		if u.AccountEnabled != nil && !*u.AccountEnabled {
			state = cell{Text: "blocked", Mood: "warn"}
		}
		people.Rows = append(people.Rows, append(text(u.DisplayName, u.UserPrincipalName, u.JobTitle, u.Department), state, cell{Text: string(u.ID), Code: true}))
	}
	v.Tables = []table{people}
	if page.Next != "" {
		v.Next = tenantURL(g, "people") + "?" + url.Values{"after": {string(page.Next)}, "name": {v.Search}}.Encode()
	}
	return nil
}

func (v *view) licenses(ctx context.Context, g *guest) error {
	products := table{Title: "Licences", Head: []string{"Product", "Part number", "Used", "Seats", "State"}, Empty: "Nothing was bought."}
	for sku, err := range g.Billing.SKUs.List(ctx) {
		if err != nil {
			return err
		}
		seats := sku.PrepaidUnits.Enabled + sku.PrepaidUnits.Warning
		used := cell{Text: strconv.Itoa(sku.ConsumedUnits)}
		if sku.AppliesTo == billing.AppliesToUser && sku.ConsumedUnits >= seats {
			used.Mood = "warn"
		}
		products.Rows = append(products.Rows, []cell{
			{Text: billing.ProductName(sku.SKUID)}, {Text: sku.PartNumber, Code: true}, used, {Text: strconv.Itoa(seats)}, stateCell(string(sku.CapabilityStatus), "Enabled"),
		})
	}
	v.Tables = []table{products}
	return nil
}

// stateCell is a state that is good if it is the usual one.
func stateCell(state, usual string) cell {
	if strings.EqualFold(state, usual) {
		return cell{Text: state, Mood: "good"}
	}
	return cell{Text: state, Mood: "warn"}
}

func (v *view) environments(ctx context.Context, g *guest) error {
	list := table{Title: "Environments", Head: []string{"Name", "Type", "Location", "Runtime", "Version", "Id"}, Empty: "None."}
	for e, err := range g.Instances.Environments.List(ctx, instances.EnvironmentQuery{}) {
		if err != nil {
			return err
		}
		version := ""
		if e.Dataverse != nil {
			version = e.Dataverse.Version
		}
		list.Rows = append(list.Rows, []cell{
			{Text: e.DisplayName}, {Text: string(e.Type)}, {Text: e.Location}, stateCell(string(e.Runtime), string(instances.RuntimeEnabled)),
			{Text: version}, {Text: string(e.ID), Code: true},
		})
	}
	central := table{Title: "Business Central", Head: []string{"Name", "Type", "Country", "Status", "Version"}, Empty: "None."}
	for e, err := range g.Instances.Central.Environments.List(ctx, "") {
		if err != nil {
			return err
		}
		central.Rows = append(central.Rows, []cell{
			{Text: e.Name}, {Text: string(e.Type)}, {Text: e.CountryCode}, stateCell(string(e.Status), "Active"), {Text: e.ApplicationVersion},
		})
	}
	v.Tables = []table{list, central}
	return nil
}

// maxOperations bounds how many operations the page shows of each kind.
const maxOperations = 200

// operations are what runs and what ran on environments, the newest first.
func (v *view) operations(ctx context.Context, g *guest) error {
	type ran struct {
		*admin365.Operation
		on string
	}
	var all []ran
	for e, err := range g.Instances.Environments.List(ctx, instances.EnvironmentQuery{}) {
		if err != nil {
			return err
		}
		for o, err := range g.Instances.Operations.List(ctx, e.ID) {
			if err != nil {
				return err
			}
			all = append(all, ran{o, e.DisplayName})
		}
	}
	for o, err := range g.Instances.Central.Operations.All(ctx, "") {
		if err != nil {
			return err
		}
		all = append(all, ran{&o.Operation, o.Environment.Name})
	}
	slices.SortStableFunc(all, func(a, b ran) int { return b.Created.Compare(a.Created) })
	list := table{Title: "Operations", Head: []string{"Begun (UTC)", "Kind", "Environment", "State", "Failure"}, Empty: "Nothing runs, and nothing ran."}
	if len(all) > maxOperations {
		list.About = fmt.Sprintf("The newest %d of %d.", maxOperations, len(all))
		all = all[:maxOperations]
	}
	for _, o := range all {
		state := cell{Text: string(o.State)}
		switch o.State {
		case admin365.OperationSucceeded:
			state.Mood = "good"
		case admin365.OperationFailed, admin365.OperationCanceled:
			state.Mood = "bad"
		default:
			state.Mood = "warn"
		}
		failure := ""
		if o.Err != nil {
			failure = o.Err.Error()
		}
		list.Rows = append(list.Rows, []cell{{Text: moment(o.Created)}, {Text: o.Kind}, {Text: o.on}, state, {Text: failure}})
	}
	v.Tables = []table{list}
	return nil
}

func (v *view) health(ctx context.Context, g *guest) error {
	issues := table{Title: "Open issues", Head: []string{"Issue", "Service", "Title", "Status", "Since (UTC)"}, Empty: "Nothing is open."}
	for i, err := range g.Health.Issues.List(ctx, health.IssueQuery{Resolved: new(false)}) {
		if err != nil {
			return err
		}
		mood := "bad"
		if i.Classification == health.Advisory {
			mood = "warn"
		}
		issues.Rows = append(issues.Rows, []cell{
			{Text: string(i.ID), Mood: mood}, {Text: i.Service}, {Text: i.Title}, {Text: string(i.Status)}, {Text: moment(i.StartDateTime)},
		})
	}
	services := table{Title: "Services", Head: []string{"Service", "Status"}, Empty: "The tenant subscribes to none."}
	for s, err := range g.Health.Services.List(ctx, health.ServiceQuery{}) {
		if err != nil {
			return err
		}
		services.Rows = append(services.Rows, []cell{{Text: s.Service}, stateCell(string(s.Status), string(health.ServiceOperational))})
	}
	messages := table{Title: "Message center", Head: []string{"Message", "Title", "Changed (UTC)"}, Empty: "Nothing."}
	for m, err := range g.Health.Messages.List(ctx, health.MessageQuery{}) {
		if err != nil {
			return err
		}
		messages.Rows = append(messages.Rows, []cell{{Text: string(m.ID), Code: true}, {Text: m.Title}, {Text: moment(m.LastModifiedDateTime)}})
		if len(messages.Rows) == maxShown {
			break
		}
	}
	v.Tables = []table{issues, services, messages}
	return nil
}

// permissions are what each application used, and the least that would have done.
func (v *view) permissions(ctx context.Context, g *guest) {
	names := map[admin365.AppID]string{}
	g.mu.Lock()
	for id, app := range g.apps {
		names[id] = app.Name
	}
	g.mu.Unlock()
	list := table{
		Title: "Least privilege", Head: []string{"Application", "Acted", "Requests", "Least permissions", "Unused", "Roles"},
		About: "The smallest set of permissions that would have let in the requests that are kept, with the same answers.",
		Empty: "No application has asked for anything yet.",
	}
	for _, p := range admin.LeastPrivilege(g.Requests()) {
		name := names[p.App]
		if name == "" {
			name = string(p.App)
		}
		acted := "on its own"
		if p.Delegated {
			acted = "for people"
		}
		unused := "–"
		if p.Granted == nil {
			unused = "it was granted everything"
		} else if len(p.Unused) > 0 {
			unused = spelled(p.Unused)
		}
		var roles []string
		for _, r := range p.Roles {
			for _, id := range r.Least {
				roles = append(roles, roleName(ctx, g, id))
			}
		}
		slices.Sort(roles)
		list.Rows = append(list.Rows, text(name, acted, strconv.Itoa(p.Requests), spelled(p.Least), unused, spelled(slices.Compact(roles))))
	}
	v.Tables = []table{list}
}

func spelled[S ~string](list []S) string {
	if len(list) == 0 {
		return "–"
	}
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

package support

import (
	"fmt"
	"strings"
	"time"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// How long the service takes, for tests from outside.
const (
	CreateTakes = createTakes
	AddTakes    = addTakes
	MailTakes   = mailTakes
	OpensAfter  = opensAfter
)

// The actions, by the names that the documentation gives them.
var Actions = []string{string(actSeverity), string(actContact), string(actClose), string(actReopen), string(actSay)}

// Rule is what the rules say of an action on a ticket: "yes", "not found" or the name of the
// refusal.
func (b *Backstage) Rule(id TicketID, does string) (word string) {
	_ = b.tenant.Look(func(tx *tenant.Tx) error {
		row, err := findTicket(tx, ticketAt(id), false)
		if err != nil {
			word = "not found"
			return nil
		}
		word = "yes"
		if refusal := row.judge(action(does)); refusal != nil {
			word = refusal.Name
		}
		return nil
	})
	return word
}

// RefusalOf is the name of the refusal that an answer is.
func RefusalOf(status int, code, message string) string {
	r, _ := api.Recognize([]*api.Refusal{
		&engineerWorks, &engineerCloses, &closedAlready, &openAlready, &ticketClosed, &ticketUpdating, &planLacks, &severityNeedsPlan,
	}, status, code, message)
	if r == nil {
		return message
	}
	return r.Name
}

// PlanRow is what a plan includes, for the documentation.
type PlanRow struct {
	Plan    Plan
	API     bool
	Minutes map[Severity]int
}

// PlanRows are the plans.
func PlanRows() (list []PlanRow) {
	for _, p := range supportPlans {
		row := PlanRow{p.plan, p.api, map[Severity]int{}}
		for _, s := range []Severity{Minimal, Moderate, Critical, HighestCriticalImpact} {
			row.Minutes[s] = p.minutesOf(s)
		}
		list = append(list, row)
	}
	return list
}

// Durations is a table of how long things take.
func Durations() string {
	var b strings.Builder
	for _, d := range []struct {
		what string
		took time.Duration
	}{
		{"creating a ticket", createTakes}, {"adding a communication", addTakes},
		{"the mail that says that it has come, after the creation", mailTakes}, {"a request of Partner Center shows its state and dates", opensAfter},
		{"a workspace that no ticket has taken is kept", WorkspaceLife},
	} {
		fmt.Fprintf(&b, "| %s | %s |\n", d.what, d.took)
	}
	return b.String()
}

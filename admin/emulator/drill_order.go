package emulator

import (
	"net/http"
	"strconv"
	"time"

	"github.com/admin365/admin365/admin"
)

// drillOrder is a drill as JSON says it.
type drillOrder struct {
	// Op is an operation, a prefix that ends in "*", or nothing for all.
	Op string
	// Nth is which call, from 1, and Times how many; nothing for all.
	Nth, Times int
	// Refuse is "throttled", "unavailable" or "busy", in the API's own words; Status is
	// any other failure. RetryAfter are seconds, as the header has them.
	Refuse     string
	Status     int
	RetryAfter string
	// Delay passes before the answer, Stale has reads see what was so long ago.
	Delay, Stale time.Duration
	// Cut breaks the connection in the middle of the answer, HTML answers a page, Done
	// does the call before it fails.
	Cut, HTML, Done bool
}

// parseDrill makes a drill of JSON.
func parseDrill(body []byte) (admin.Drill, error) {
	var o drillOrder
	if err := decode(body, &o); err != nil {
		return admin.Drill{}, err
	}
	d, rest, err := o.drill()
	if err != nil {
		return admin.Drill{}, err
	}
	rest.Op = ""
	if rest != (drillOrder{}) {
		return admin.Drill{}, invalid("the drill says things that do not go together: %s", d.Name)
	}
	return d, d.Check()
}

// drill is what was ordered, and what of the order is left over.
func (o drillOrder) drill() (admin.Drill, drillOrder, error) {
	after, err := strconv.ParseFloat("0"+o.RetryAfter, 64)
	switch {
	case err != nil || o.Nth < 0 || o.Times < 0 || o.Delay < 0 || o.Stale < 0:
		return admin.Drill{}, o, invalid("nth, times, retryAfter (seconds), delay and stale are no less than nothing")
	case o.Status != 0 && (o.Status < 400 || o.Status > 599 || o.Nth == 0):
		return admin.Drill{}, o, invalid("status is from 400 to 599, and goes with nth")
	}
	wait, rest := time.Duration(after*float64(time.Second)), o
	switch {
	case o.Refuse == "throttled":
		rest.Refuse, rest.RetryAfter, rest.Times = "", "", 0
		return admin.Throttle(o.Op, o.Times, wait), rest, nil
	case o.Refuse == "unavailable":
		rest.Refuse, rest.RetryAfter, rest.Times = "", "", 0
		return admin.Unavailable(o.Op, o.Times, wait), rest, nil
	case o.Refuse == "busy":
		rest.Refuse, rest.Times = "", 0
		return admin.Busy(o.Op, o.Times), rest, nil
	case o.Refuse != "":
		return admin.Drill{}, o, invalid("refuse is throttled, unavailable or busy")
	case o.Status == http.StatusGatewayTimeout && o.Done:
		rest.Status, rest.Nth, rest.Done = 0, 0, false
		return admin.LostAnswer(o.Op, o.Nth), rest, nil
	case o.Status != 0:
		rest.Status, rest.Nth = 0, 0
		return admin.FailNth(o.Op, o.Nth, o.Status), rest, nil
	case o.Cut:
		rest.Cut, rest.Times, rest.Done = false, 0, false
		return admin.CutBody(o.Op, o.Times), rest, nil
	case o.HTML:
		rest.HTML, rest.Times, rest.Done = false, 0, false
		return admin.HTMLAnswer(o.Op, o.Times), rest, nil
	case o.Stale > 0:
		rest.Stale = 0
		return admin.ReplicaLag(o.Stale), rest, nil
	case o.Delay > 0:
		rest.Delay = 0
		return admin.Slow(o.Op, o.Delay), rest, nil
	default:
		return admin.Drill{}, o, invalid("the drill does nothing: it needs refuse, status, cut, html, stale or delay")
	}
}

package support

import "strings"

const (
	providerPath      = "/providers/Microsoft.Support/"
	subscriptionsPath = "/subscriptions/"
)

// resourceID is the id of a resource of a subscription.
func resourceID(subscription SubscriptionID, kind, name string) string {
	return subscriptionsPath + string(subscription) + providerPath + kind + "/" + name
}

// placed is a resource by where it is and its name. Of a resource of the tenant the
// subscription is empty.
type placed struct {
	subscription SubscriptionID
	name         string
}

// locate takes the id of a resource of a kind apart: its name, or the whole id, letter case
// aside. What is neither is taken for a name, and refused as one.
func locate(id, kind string) placed {
	rest := id
	var at placed
	if after, ok := cutFold(rest, subscriptionsPath); ok {
		subscription, more, found := strings.Cut(after, "/")
		if !found {
			return placed{name: id}
		}
		at.subscription, rest = SubscriptionID(subscription), "/"+more
	}
	name, ok := cutFold(rest, providerPath+kind+"/")
	switch {
	case ok && !strings.Contains(name, "/"):
		at.name = name
		return at
	default:
		return placed{name: id}
	}
}

// id is how the resource is named outside.
func (p placed) id(kind string) string {
	if p.subscription == "" {
		return p.name
	}
	return resourceID(p.subscription, kind, p.name)
}

// ids are those in a path that leads to the resource, with what is below it.
func (p placed) ids(below ...string) []string {
	ids := []string{p.name}
	if p.subscription != "" {
		ids = []string{string(p.subscription), p.name}
	}
	return append(ids, below...)
}

// way is which of an operation's paths leads to the resource.
func (p placed) way() int {
	if p.subscription == "" {
		return 0
	}
	return 1
}

// cutFold is strings.CutPrefix without regard to letter case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// path is the id of the resource as the service writes it.
func (p placed) path(kind string) string {
	if p.subscription == "" {
		return providerPath + kind + "/" + p.name
	}
	return resourceID(p.subscription, kind, p.name)
}

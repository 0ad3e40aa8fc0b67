package identity

import (
	"encoding/base64"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// changePage is how many users come at a time.
// Source: observed in microsoft-graph-docs-contrib#6786.
const changePage = 200

// changePlace is a place in the stream of changes, and what is asked of it: the
// content of a token. A round begins with everybody (Everybody), or with what
// changed after a number (Since), and goes on from User or from At.
type changePlace struct {
	Tenant     string    `json:"i"`
	Generation uint64    `json:"g"`
	Time       time.Time `json:"t"`

	Since     uint64     `json:"s,omitzero"`
	Everybody bool       `json:"e,omitzero"`
	User      tenant.Key `json:"u,omitzero"`
	At        uint64     `json:"a,omitzero"`

	// Selected are the properties that were named; nil if none was.
	Selected []string     `json:"p,omitempty"`
	Named    bool         `json:"n,omitzero"`
	Manager  bool         `json:"m,omitzero"`
	IDs      []tenant.Key `json:"f,omitempty"`
	Filtered bool         `json:"l,omitzero"`
}

// token writes the place down.
func (p *changePlace) token() string {
	b, err := json.Marshal(p)
	if err != nil {
		return "" // There is nothing in a place that JSON does not take.
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// changesFrom reads where a request for changes begins, and keeps the rules of
// tokens: those of another tenant or of no service are no tokens, those of
// before a restore and those of more than seven days ago are forgotten.
func changesFrom(tx *tenant.Tx, q *odata.DeltaQuery) (*changePlace, error) {
	p := &changePlace{Tenant: string(tx.TenantID()), Generation: tx.Generation(), Time: tx.Now(), Since: lastChange(tx)}
	p.At = p.Since
	switch q.Token {
	case odata.Latest:
	case "":
		p.Everybody = true
	default:
		raw, err := base64.RawURLEncoding.DecodeString(q.Token)
		p = new(changePlace)
		if err != nil || json.Unmarshal(raw, p, json.RejectUnknownMembers(true)) != nil || p.Tenant != string(tx.TenantID()) {
			return nil, badChangeToken.Err("")
		}
		if p.Generation != tx.Generation() {
			return nil, resyncRequired.Err("")
		}
		if tx.Now().Sub(p.Time) > changeLife {
			return nil, syncStateNotFound.Err("")
		}
	}
	if q.Selected != nil {
		p.Named, p.Selected, p.Manager = true, nil, slices.Contains(q.Relations, managerRelation)
		for _, i := range q.Select {
			p.Selected = append(p.Selected, userProps.Props[i].Name)
		}
	}
	if err := p.checkSelected(tx); err != nil {
		return nil, err
	}
	if q.IDs != nil {
		p.Filtered = true
		for _, id := range q.IDs {
			if key, ok := tenant.ParseKey(id); ok && !slices.Contains(p.IDs, key) {
				p.IDs = append(p.IDs, key)
			}
		}
	}
	return p, nil
}

// checkSelected keeps the rules of what a round may return, in every request: a
// token comes from outside, and what the caller may read may be less by now.
func (p *changePlace) checkSelected(tx *tenant.Tx) error {
	for _, name := range p.Selected {
		i := userProps.Lookup(name)
		switch {
		case i < 0 || userProps.Props[i].Has(odata.SingleOnly):
			return badChangeToken.Err("")
		case userProps.Props[i].Has(odata.OnRequest | odata.Untracked):
			// It lies in another service's store.
			return odata.UnsupportedQuery.Err("")
		}
		if err := checkNeeds(tx, i); err != nil {
			return err
		}
	}
	return nil
}

// selected are the properties that the round returns of an unchanged user: the
// named ones, else the default set; the id always.
func (p *changePlace) selected() []int {
	if !p.Named {
		return userProps.Select(odata.Default)
	}
	sel := make([]int, 0, len(p.Selected)+1)
	for _, name := range p.Selected {
		sel = append(sel, userProps.Lookup(name))
	}
	if id := prop("id"); !slices.Contains(sel, id) {
		sel = append(sel, id)
	}
	return sel
}

// tracks reports whether a change of that name is news to the round. Without
// $select every property is tracked, and no relation.
func (p *changePlace) tracks(name string) bool {
	switch {
	case name == managerRelation:
		return p.Manager
	case p.Named:
		return slices.Contains(p.Selected, name)
	default:
		return true
	}
}

// news is one user of a page of changes.
type news struct {
	id      tenant.Key
	row     *userRow // nil for a removed one
	removed Removal
	// change is nil for one who comes because everybody does.
	change *changeRow
}

// pageChanges returns up to limit users with news, and where to go on: at once
// if more, else for later.
func pageChanges(tx *tenant.Tx, p *changePlace, limit int) (page []news, next changePlace, more bool) {
	next = *p
	source := p.round(tx)
	if p.Everybody {
		source = p.everybody(tx)
	}
	for n := range source {
		if len(page) == limit {
			last := page[limit-1]
			if p.Everybody {
				next.User = last.id
			} else {
				next.At = last.change.Seq
			}
			return page, next, true
		}
		page = append(page, n)
	}
	if !p.Everybody {
		// Everything up to now was said. Of everybody, only what was there when
		// the round began: the token keeps that time.
		next.Since, next.Time = max(p.Since, lastChange(tx)), tx.Now()
	}
	next.Everybody, next.User, next.At = false, tenant.Key{}, next.Since
	return page, next, false
}

// everybody yields the users of a first round.
func (p *changePlace) everybody(tx *tenant.Tx) func(func(news) bool) {
	rows := tenant.In(tx, &users)
	return func(yield func(news) bool) {
		if p.Filtered {
			for _, id := range p.IDs {
				if row, ok := rows.Get(id); ok && !yield(news{id: id, row: row}) {
					return
				}
			}
			return
		}
		for row := range rows.After(p.User) {
			if !yield(news{id: row.ID, row: row}) {
				return
			}
		}
	}
}

// round yields what changed after the place. A round that filters has no second
// page, so it need not be in the journal's order.
func (p *changePlace) round(tx *tenant.Tx) func(func(news) bool) {
	journal := tenant.In(tx, &userChanges)
	return func(yield func(news) bool) {
		if p.Filtered {
			for _, id := range p.IDs {
				if c, ok := journal.Get(id); ok && c.Seq > p.Since && p.isNews(c) && !yield(newsOf(tx, c)) {
					return
				}
			}
			return
		}
		for c := range journal.Since(&userChangesBySeq, changeKey(p.At)) {
			if p.isNews(c) && !yield(newsOf(tx, c)) {
				return
			}
		}
	}
}

func (p *changePlace) isNews(c *changeRow) bool {
	if c.Whole > p.Since {
		return true
	}
	for name, seq := range c.Properties {
		if seq > p.Since && p.tracks(name) {
			return true
		}
	}
	return false
}

// newsOf says what is there now of an object that changed.
func newsOf(tx *tenant.Tx, c *changeRow) news {
	if row, ok := tenant.In(tx, &users).Get(c.ID); ok {
		return news{id: c.ID, row: row, change: c}
	}
	if _, ok := tenant.In(tx, &deletedUsers).Get(c.ID); ok {
		return news{id: c.ID, removed: RemovedRestorable, change: c}
	}
	return news{id: c.ID, removed: RemovedForGood, change: c}
}

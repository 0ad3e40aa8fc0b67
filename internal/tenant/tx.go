package tenant

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/admin365/admin365"
)

// Tx is one transaction: a consistent view of a tenant, and, if it writes, a
// draft that is published whole or not at all.
type Tx struct {
	// Session is who acts; nil in a job and in a seed.
	Session *Session
	// Outside is what was asked of others before the transaction; see
	// [Schema.Outside].
	Outside any
	tenant  *Tenant
	schema  *Schema
	st      *state
	at      time.Time
	write   bool
	// quiet: what is written is how things begin, and no change of them.
	quiet bool
	// keeps: what is written is noted in touches, for the tenant's log.
	keeps   bool
	touches []touch
	ownedM  []bool
	ownedT  []bool
	undo    []func()
	// released are the names to give back when the transaction has succeeded.
	released []string
}

// Now is the tenant's time in UTC, the same for the whole transaction.
func (tx *Tx) Now() time.Time { return tx.at }

// TenantID is the id of the tenant.
func (tx *Tx) TenantID() admin365.TenantID { return tx.tenant.id }

// Tenant is the tenant that the transaction is in.
func (tx *Tx) Tenant() *Tenant { return tx.tenant }

// Ports are the other areas as this transaction may ask them.
func (tx *Tx) Ports() *Ports { return &tx.schema.ports }

// Generation is the state's generation: a restore begins a new one.
func (tx *Tx) Generation() uint64 { return tx.st.generation }

// NewKey returns the next id of the tenant's deterministic source.
func (tx *Tx) NewKey() Key {
	tx.mustWrite()
	tx.st.ids++
	return mix(tx.st.seed, tx.st.ids)
}

func (tx *Tx) mustWrite() {
	if !tx.write {
		panic("tenant: write in a reading transaction: the operation's effect is declared as read")
	}
}

// ownMain returns the table's tree for writing; the first write copies it.
func (tx *Tx) ownMain(slot int) mainTree {
	tx.mustWrite()
	if tx.ownedM == nil {
		tx.st.mains = slices.Clone(tx.st.mains)
		tx.ownedM = make([]bool, len(tx.st.mains))
	}
	if !tx.ownedM[slot] {
		tx.st.mains[slot] = own(tx.st.from, func(st *state) []mainTree { return st.mains }, slot, tx.st.mains[slot])
		tx.ownedM[slot] = true
	}
	return tx.st.mains[slot]
}

func (tx *Tx) ownText(slot int) textTree {
	tx.mustWrite()
	if tx.ownedT == nil {
		tx.st.texts = slices.Clone(tx.st.texts)
		tx.ownedT = make([]bool, len(tx.st.texts))
	}
	if !tx.ownedT[slot] {
		tx.st.texts[slot] = own(tx.st.from, func(st *state) []textTree { return st.texts }, slot, tx.st.texts[slot])
		tx.ownedT[slot] = true
	}
	return tx.st.texts[slot]
}

// freezeMain gives up ownership before a range, so that a write inside the
// range goes to a copy and does not change the tree under it.
func (tx *Tx) freezeMain(slot int) {
	if tx.ownedM != nil {
		tx.ownedM[slot] = false
	}
}

func (tx *Tx) freezeText(slot int) {
	if tx.ownedT != nil {
		tx.ownedT[slot] = false
	}
}

// claimRow is something that no two tenants of a world can both have.
type claimRow struct {
	ID   Key    `json:"id"`
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Claim takes a name that no two tenants of a world may both have, such as a
// verified domain. It reports false if another tenant has it.
func (tx *Tx) Claim(kind, name string) (bool, error) {
	tx.mustWrite()
	text := claimText(kind, name)
	if _, ours := In(tx, &tx.schema.claims).Find(tx.schema.claimsByName(), text); ours {
		return true, nil
	}
	if tx.tenant.world != nil {
		ok, fresh := tx.tenant.world.claim(text, tx.tenant)
		if !ok {
			return false, nil
		}
		if fresh {
			tx.undo = append(tx.undo, func() { tx.tenant.world.release(text, tx.tenant) })
		}
	}
	return true, In(tx, &tx.schema.claims).Put(&claimRow{ID: tx.NewKey(), Kind: kind, Name: name})
}

// Elsewhere reports whether another tenant of the world has the name, for who merely
// asks: a claim that is made later may still be refused.
func (tx *Tx) Elsewhere(kind, name string) bool {
	w := tx.tenant.world
	if w == nil {
		return false
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	holder, taken := w.claims[claimText(kind, name)]
	return taken && holder != tx.tenant
}

// Unclaim gives a name back.
func (tx *Tx) Unclaim(kind, name string) {
	text := claimText(kind, name)
	row, ok := In(tx, &tx.schema.claims).Find(tx.schema.claimsByName(), text)
	if !ok {
		return
	}
	In(tx, &tx.schema.claims).Delete(row.ID)
	tx.released = append(tx.released, text)
}

// settleClaims gives back what was given up and not taken again.
func (tx *Tx) settleClaims() {
	for _, text := range tx.released {
		if _, again := In(tx, &tx.schema.claims).Find(tx.schema.claimsByName(), text); !again && tx.tenant.world != nil {
			tx.tenant.world.release(text, tx.tenant)
		}
	}
}

func claimText(kind, name string) string { return kind + ":" + Fold(name) }

// jobRow is something that the service does later.
type jobRow struct {
	Due  time.Time       `json:"due"`
	Seq  uint64          `json:"seq"`
	Kind string          `json:"kind"`
	Args json.RawMessage `json:"args"`
}

// key orders jobs by their due time, then by when they were scheduled.
func (j *jobRow) key() Key { return Key{uint64(j.Due.UnixNano()), j.Seq} }

// Schedule has the service do a job of the kind at due, or at once if that has
// passed. The arguments are marshaled as JSON, so a job survives a save.
func (tx *Tx) Schedule(due time.Time, kind string, args any) error {
	if _, known := tx.schema.jobKinds[kind]; !known {
		return fmt.Errorf("tenant: no job of kind %q", kind)
	}
	b, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("tenant: job %s: %w", kind, err)
	}
	tx.mustWrite()
	tx.st.ids++
	if due.Before(tx.at) {
		due = tx.at
	}
	job := &jobRow{Due: due.UTC(), Seq: tx.st.ids, Kind: kind, Args: b}
	return In(tx, &tx.schema.jobs).Put(job)
}

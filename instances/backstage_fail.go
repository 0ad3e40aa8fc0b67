package instances

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// doomRow says that the next operation of a kind is to fail, and how.
type doomRow struct {
	Kind OperationKind `json:"kind"`
	// How is the stage, or the message of an installation.
	How string `json:"how,omitzero"`
}

var dooms = tenant.Table[*doomRow]{
	Name: "environmentDooms", Internal: true, Key: func(r *doomRow) tenant.Key { return doomKey(r.Kind) },
}

func doomKey(kind OperationKind) tenant.Key { return tenant.NameKey("environment doom", string(kind)) }

// FailNext has the next operation of a kind that begins on any environment fail midway, by
// itself: at one of the stages Validate, Prepare, Run and Finalize, empty is Run, as far as
// the service tells why; an installation ([KindInstall]) with a message, empty is one that
// the service could have. Once said for a kind it holds for one operation, and what was said
// last counts. It fails with [admin365.ErrInvalid] for another stage, and for a kind that no
// operation of an environment of Dataverse has.
func (b *Backstage) FailNext(ctx context.Context, kind OperationKind, how string) error {
	row := &doomRow{kind, how}
	if kind != KindInstall {
		if !known(kind) {
			return &admin365.Error{Kind: admin365.ErrInvalid, Target: string(kind), Message: "no operation on an environment is of this kind"}
		}
		name, ok := stage(how)
		if !ok {
			return &admin365.Error{Kind: admin365.ErrInvalid, Target: how, Message: "an operation has no such stage"}
		}
		row.How = name
	}
	return b.do(ctx, func(tx *tenant.Tx) error { return tenant.In(tx, &dooms).Put(row) })
}

// known reports whether operations are of the kind.
func known(kind OperationKind) bool {
	for _, d := range durations {
		if d.kind == kind {
			return true
		}
	}
	return false
}

// doomed takes what was said of the next operation of a kind.
func doomed(tx *tenant.Tx, kind OperationKind) (how string, ok bool) {
	row, ok := tenant.In(tx, &dooms).Get(doomKey(kind))
	if !ok {
		return "", false
	}
	tenant.In(tx, &dooms).Delete(doomKey(kind))
	return row.How, true
}

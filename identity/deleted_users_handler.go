package identity

import (
	"net/http"

	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
)

func handleDeletedUsersList(rq *emu.Request) (emu.Response, error) {
	q, err := userProps.ParseQuery(rq.Options(), true)
	if err != nil {
		return emu.Response{}, err
	}
	if q.Expand != nil {
		return emu.Response{}, odata.UnsupportedQuery.Err("")
	}
	if err := checkList(rq.Tx, q); err != nil {
		return emu.Response{}, err
	}
	after, err := rq.Position(q.SkipToken)
	if err != nil {
		return emu.Response{}, err
	}
	rows, next := pageDeletedUsers(rq.Tx, q, after, pageSize(q.Top))
	list := emu.List{Context: contextOf("users", q.Selected), Item: userItems(rows, false), Next: next}
	if q.Count && after == nil {
		list.Count = new(countDeletedUsers(rq.Tx, q))
	}
	return rq.Collection(list, len(rows), func(b []byte, i int) []byte {
		return userProps.AppendProps(b, rows[i], q.Select)
	}), nil
}

func handleDeletedUsersGet(rq *emu.Request) (emu.Response, error) {
	// Who is not there has no properties to speak of.
	row, err := findDeletedUser(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	q, err := userProps.ParseQuery(rq.Options(), false)
	if err != nil {
		return emu.Response{}, err
	}
	if err := checkNeeds(rq.Tx, q.Select...); err != nil {
		return emu.Response{}, err
	}
	return deletedUserEntity(rq, row, q), nil
}

// deletedUserEntity answers a user as a directory object, which is what the bin
// declares that it holds.
func deletedUserEntity(rq *emu.Request, row *userRow, q *odata.Query[*userRow]) emu.Response {
	return rq.Entity(http.StatusOK, contextOf("directoryObjects", q.Selected)+"/$entity", userItem(row, true), func(b []byte) []byte {
		return userProps.AppendProps(b, row, q.Select)
	})
}

func handleDeletedUsersRestore(rq *emu.Request) (emu.Response, error) {
	var body restoreWire
	if err := rq.Parameters(&body); err != nil {
		return emu.Response{}, err
	}
	row, err := restoreUser(rq.Tx, rq.IDs[0], body)
	if err != nil {
		return emu.Response{}, err
	}
	return deletedUserEntity(rq, row, &odata.Query[*userRow]{Select: userProps.Select(odata.Default)}), nil
}

func handleDeletedUsersPurge(rq *emu.Request) (emu.Response, error) {
	return emu.NoContent(), purgeDeletedUser(rq.Tx, rq.IDs[0])
}
